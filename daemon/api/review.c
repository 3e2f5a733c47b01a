/* daemon/api/review.c - GET /api/v1/review: the articles whose label would teach the model most;
 * POST: an article is passed over, or is to be asked again after all
 *
 * As `parallax review --list`. What the model says is told only if asked for, since the answer
 * shall not follow it. Needs a token: what is left out is what its coder has answered. */
#include <string.h>
#include <time.h>

#include "base/json.h"
#include "classifier/verdict_json.h"
#include "collection/sampling.h"
#include "daemon/api/reviewing.h"
#include "daemon/format.h"
#include "daemon/write/form.h"
#include "daemon/write/json_body.h"

#define COUNT_DEFAULT 20u
#define COUNT_MAX     1000u

struct list_params {
    plx_search_params search;
    const char *coder;
    uint32_t limit, seed;
    bool show_model;
};

struct skip_params {
    const char *id, *coder, *back;
    bool again;
};

static const char *const formats[] = { "json", "jsonl", "ids", NULL };

/* clang-format off */
#define AT(field) offsetof(struct list_params, field)
const plx_param plx_api_review_params[] = {
    PLX_QUERY_PARAMS,
    { "limit", PLX_PARAM_NUMBER, AT(limit), 1, COUNT_MAX, NULL, "articles chosen (20)" },
    { "seed", PLX_PARAM_NUMBER, AT(seed), 1, UINT32_MAX, NULL, "of the choice between equals (1)" },
    { "coder", PLX_PARAM_TEXT, AT(coder), 0, 0, NULL, "who is asked, if the token names nobody" },
    { "show_model", PLX_PARAM_SWITCH, AT(show_model), 0, 0, NULL, "say what the model says, too" },
    { "format", PLX_PARAM_FORMAT, PLX_SEARCH_AT(format), 0, 0, formats, "form of the answer; else by Accept" },
    { .name = NULL },
};

#define SKIP_AT(field) offsetof(struct skip_params, field)
static const plx_param form[] = {
    { "id", PLX_PARAM_QUERY, SKIP_AT(id), 0, 0, NULL, "the article" },
    { "again", PLX_PARAM_SWITCH, SKIP_AT(again), 0, 0, NULL, "it is to be asked after all" },
    { "coder", PLX_PARAM_TEXT, SKIP_AT(coder), 0, 0, NULL, "who passes it over" },
    { "back", PLX_PARAM_QUERY, SKIP_AT(back), 0, 0, NULL, "address to go back to" },
    { .name = NULL },
};
/* clang-format on */

/* Of the token, else the one that is given; a problem without any. */
static const char *find_coder(plx_context *c, const char *given)
{
    if (*c->request->coder)
        return c->request->coder;
    if (given && *given)
        return given;
    plx_problem_set(&c->reply->problem, 400, "invalid", "coder",
                    "no coder: the token file names none for this token");
    return NULL;
}

/* ------------------------------------------------------------ list */

static bool put_guess(json_t *o, const plx_verdict *v, const plx_label_set *labels)
{
    return plx_json_put(o, "stance", plx_json_str(plx_verdict_stance(v, labels))) &&
           plx_json_put(o, "stance_best", plx_json_str(plx_verdict_best(v, labels))) &&
           plx_json_put(o, "probabilities", plx_probabilities_json(v, labels));
}

static json_t *article_json(const plx_article *a, const plx_verdict *v, const plx_label_set *labels,
                            bool show_model)
{
    json_t *o = json_object();
    char date[PLX_DATE_BYTES];
    bool is_ok;

    plx_date_format(&a->date, date);
    is_ok = plx_json_put(o, "id", plx_json_str(a->id)) &&
            plx_json_put(o, "title", plx_json_str(a->title)) &&
            plx_json_put(o, "source", plx_json_str(a->source)) &&
            plx_json_put(o, "date", plx_json_str(*date ? date : NULL)) &&
            plx_json_put(o, "lang", plx_json_str(a->lang)) &&
            plx_json_put(o, "uncertainty",
                         plx_json_rounded(plx_sample_uncertainty(v, labels->count))) &&
            (!show_model || put_guess(o, v, labels));
    return plx_json_checked(o, is_ok);
}

static plx_status add_article(const plx_reviewing *r, uint32_t docid, bool show_model, json_t *list,
                              plx_error *err)
{
    plx_snapshot *snap = r->c->worker->snapshot;
    plx_article article;
    plx_verdict verdict;
    plx_status rc;

    plx_article_init(&article);
    rc = plx_snapshot_article(snap, docid, false, &article, err);
    if (rc == PLX_OK)
        rc = plx_snapshot_verdict(snap, docid, &verdict, err);
    if (rc == PLX_OK &&
        json_array_append_new(
            list, article_json(&article, &verdict, &plx_snapshot_model(snap)->labels, show_model)))
        rc = plx_fail(err, PLX_ERR_NOMEM, "review: out of memory");
    plx_article_release(&article);
    return rc;
}

static void write_ids(const json_t *list, plx_strbuf *out)
{
    const json_t *o;
    size_t i;

    json_array_foreach(list, i, o)
    {
        plx_strbuf_puts(out, json_string_value(json_object_get(o, "id")));
        plx_strbuf_putc(out, '\n');
    }
}

/* Takes over the list. */
static void write_list(const plx_reviewing *r, const struct list_params *p, json_t *list)
{
    plx_reply *reply = r->c->reply;
    plx_format f = plx_format_choose(r->c->request, formats, p->search.format);
    json_t *o;
    size_t i;

    reply->type = plx_format_type(f);
    if (f == PLX_FORMAT_JSON) {
        plx_reply_json(reply, json_pack("{s:i, s:s, s:I, s:O}", "schema", 1, "coder", r->who.coder,
                                        "candidates", (json_int_t)r->candidates, "articles", list));
    } else if (f == PLX_FORMAT_IDS) {
        write_ids(list, &reply->body);
    } else {
        json_array_foreach(list, i, o) plx_reply_json(reply, json_incref(o));
    }
    json_decref(list);
}

static plx_status list_articles(plx_context *c, const struct list_params *p, plx_error *err)
{
    const plx_reviewing_wanted wanted = { &p->search, p->limit ? p->limit : COUNT_DEFAULT,
                                          p->seed };
    const char *coder = find_coder(c, p->coder);
    json_t *list = json_array();
    plx_reviewing r = { .c = NULL };
    plx_status rc = PLX_OK;

    if (coder)
        rc = plx_reviewing_open(c, coder, &r, err);
    if (coder && rc == PLX_OK)
        rc = plx_reviewing_choose(&r, &wanted, err);
    for (size_t i = 0; rc == PLX_OK && i < r.count; i++)
        rc = add_article(&r, r.docids[i], p->show_model, list, err);
    if (coder && rc == PLX_OK && !c->reply->problem.status)
        write_list(&r, p, list);
    else
        json_decref(list);
    plx_reviewing_close(&r);
    return rc;
}

plx_status plx_api_review(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    struct list_params p = { .limit = 0 };
    plx_status rc = PLX_OK;

    c->reply->is_private = true;
    if (plx_search_params_read(plx_api_review_params, query, strlen(query), &p.search,
                               &c->reply->problem))
        rc = list_articles(c, &p, err);
    plx_search_params_release(&p.search);
    return rc;
}

/* ------------------------------------------------------------ passing over */

static plx_status keep_skip(plx_context *c, const plx_skip *skip, bool again, plx_error *err)
{
    const plx_date now = { .start = (int64_t)time(NULL),
                           .precision = PLX_DATE_TIME,
                           .has_zone = true };
    char iso[PLX_DATE_BYTES];
    plx_asked *asked = NULL;
    plx_status rc = plx_asked_open(c->daemon->labels_path, &asked, err);

    plx_date_format(&now, iso);
    if (rc == PLX_OK && plx_asked_is_skipped(asked, skip) == again)
        rc = plx_asked_skip(asked, skip, again, iso, err);
    plx_asked_close(asked);
    return rc;
}

static plx_status pass_over(plx_context *c, const struct skip_params *p, plx_error *err)
{
    plx_snapshot *snap = c->worker->snapshot;
    plx_skip skip = { .id = p->id ? p->id : "", .target = plx_snapshot_model(snap)->target };
    uint32_t docid;
    plx_status rc;

    skip.coder = find_coder(c, p->coder);
    if (!skip.coder)
        return PLX_OK;
    rc = plx_snapshot_find(snap, skip.id, &docid, err);
    if (rc == PLX_ERR_NOTFOUND) {
        plx_problem_set(&c->reply->problem, 400, "no-such-article", "id", "%s", err->msg);
        return PLX_OK;
    }
    if (rc == PLX_OK)
        rc = keep_skip(c, &skip, p->again, err);
    if (rc != PLX_OK)
        return rc;
    if (p->back)
        plx_form_back(c->reply, p->back);
    else
        plx_reply_json(c->reply, json_pack("{s:i, s:s, s:s, s:b}", "schema", 1, "id", skip.id,
                                           "coder", skip.coder, "skipped", !p->again));
    return PLX_OK;
}

/* Is a member, if it is there, of its type? */
static bool check_member(const json_t *o, const char *name, bool is_right, plx_problem *problem)
{
    const json_t *value = json_object_get(o, name);

    if (!value || json_is_null(value) || is_right)
        return true;
    plx_problem_set(problem, 400, "invalid", name, "this is %s",
                    strcmp(name, "again") == 0 ? "neither true nor false" : "no text");
    return false;
}

/* {"id","again","coder"}: one object. false: refused. */
static bool read_json(plx_context *c, json_t **sent, struct skip_params *out)
{
    static const char *const names[] = { "id", "again", "coder", NULL };
    plx_problem *problem = &c->reply->problem;
    const json_t *o;

    if (!plx_json_body_read(c->request, sent, problem))
        return false;
    o = json_array_get(*sent, 0);
    if (json_array_size(*sent) != 1) {
        plx_problem_set(problem, 400, "invalid", NULL, "one article at a time is passed over");
        return false;
    }
    if (!plx_json_body_check_names(o, 1, names, problem))
        return false;
    out->id = json_string_value(json_object_get(o, "id"));
    out->coder = json_string_value(json_object_get(o, "coder"));
    out->again = json_is_true(json_object_get(o, "again"));
    return check_member(o, "id", out->id, problem) &&
           check_member(o, "coder", out->coder, problem) &&
           check_member(o, "again", json_is_boolean(json_object_get(o, "again")), problem);
}

plx_status plx_api_review_post(plx_context *c, plx_error *err)
{
    struct skip_params p = { .id = NULL };
    json_t *sent = NULL;
    char *memory = NULL;
    plx_status rc = PLX_OK;
    bool is_read = plx_form_is(c->request)
                       ? plx_form_read(form, c->request, &p, &memory, &c->reply->problem)
                       : read_json(c, &sent, &p);

    if (is_read)
        rc = pass_over(c, &p, err);
    json_decref(sent);
    free(memory);
    return rc;
}
