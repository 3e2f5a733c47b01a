/* daemon/api/classify.c - POST /api/v1/classify: verdicts on articles that are sent
 *
 * One JSON object, an array of them, or objects one after another (JSON Lines); the answer
 * has the same form and order. All are judged, or the request is refused. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "classifier/verdict_json.h"
#include "daemon/format.h"
#include "daemon/params.h"
#include "daemon/route.h"
#include "daemon/write/json_body.h"
#include "indexer/article_id.h"

/* Features shown with explain=1. */
#define EVIDENCE_MOST 12
/* Words with their weights in one answer, shared out among its articles: they are most of its
 * memory. */
#define SPANS_MOST 50000u

enum form { FORM_JSON, FORM_JSONL };

struct options {
    bool explain;
    unsigned format; /* 0: as sent, else 1 + enum form */
};

static const char *const format_words[] = { "auto", "json", "jsonl", NULL };

/* clang-format off */
const plx_param plx_api_classify_params[] = {
    { "explain", PLX_PARAM_SWITCH, offsetof(struct options, explain), 0, 0, NULL, "say what the model weighed" },
    { "format", PLX_PARAM_CHOICE, offsetof(struct options, format), 0, 0, format_words, "form of the answer; auto: as sent" },
    { .name = NULL },
};
/* clang-format on */

/* One request on its way. */
struct batch {
    plx_context *c;
    struct options options;
    plx_judge *judge;
    const plx_model *model;
    double end_s;       /* no article is judged later, by base/clock.h */
    plx_json_form sent; /* the answer has the same form */
    json_t *articles;   /* array */
    json_t *verdicts;   /* array */
};

/* ------------------------------------------------------------ judging */

static plx_status explain(struct batch *b, const plx_article *a, const plx_verdict *v,
                          plx_explanation *out, plx_error *err)
{
    const plx_explain_request rq = {
        .part = { a->title, a->text },
        .tokens = { &b->c->worker->title, &b->c->worker->text },
        .label = v->best,
        .most = EVIDENCE_MOST,
    };
    size_t spans = SPANS_MOST / json_array_size(b->articles);
    plx_status rc = plx_explain(b->judge, &rq, out, err);

    if (rc)
        return rc;
    return plx_explanation_keep_spans(out, spans < PLX_SPANS_IN_JSON ? spans : PLX_SPANS_IN_JSON,
                                      err);
}

static plx_status add_verdict(struct batch *b, const plx_article *a, const plx_verdict *v,
                              plx_error *err)
{
    plx_explanation x = { 0 };
    json_t *o = NULL;
    plx_status rc = PLX_OK;

    if (b->options.explain && plx_verdict_is_scored(v))
        rc = explain(b, a, v, &x, err);
    if (!rc)
        o = plx_verdict_json(a, v, b->model, b->options.explain ? &x : NULL);
    if (!rc && json_array_append_new(b->verdicts, o) != 0)
        rc = plx_fail(err, PLX_ERR_NOMEM, "classify: out of memory");
    plx_explanation_release(&x);
    return rc;
}

static plx_status judge_article(struct batch *b, const plx_article *a, plx_error *err)
{
    plx_worker *w = b->c->worker;
    const char *title = a->title ? a->title : "";
    const char *text = a->text ? a->text : "";
    plx_verdict v = { 0 };
    plx_status rc = plx_analyser_run(w->analyser, a->lang, title, strlen(title), &w->title, err);

    if (!rc)
        rc = plx_analyser_run(w->analyser, a->lang, text, strlen(text), &w->text, err);
    if (!rc)
        rc = plx_judge_tokens(b->judge, &w->title, &w->text, a->lang, &v, err);
    return rc ? rc : add_verdict(b, a, &v, err);
}

static plx_status take_article(struct batch *b, const json_t *v, plx_error *err)
{
    plx_article a;
    plx_status rc;

    if (!json_is_object(v))
        return plx_fail(err, PLX_ERR_INVALID, "it is no JSON object");
    plx_article_init(&a);
    rc = plx_article_from_json(v, true, &a, err);
    if (!rc && !a.title && !a.text)
        rc = plx_fail(err, PLX_ERR_INVALID, "it has neither title nor text");
    if (!rc)
        rc = plx_article_ensure_id(&a, NULL, err);
    if (!rc)
        rc = judge_article(b, &a, err);
    plx_article_release(&a);
    return rc;
}

static plx_status judge_all(struct batch *b, plx_error *err)
{
    for (size_t i = 0; i < json_array_size(b->articles); i++) {
        plx_status rc;
        if (plx_clock_seconds() > b->end_s)
            return plx_fail(err, PLX_ERR_DEADLINE, "the time limit ended the work at article %zu",
                            i + 1);
        rc = take_article(b, json_array_get(b->articles, i), err);
        if (rc)
            return plx_fail_prefix(err, rc, "article %zu", i + 1);
    }
    return PLX_OK;
}

/* ------------------------------------------------------------ answering */

static void write_verdicts(struct batch *b)
{
    plx_reply *reply = b->c->reply;
    bool as_lines =
        b->options.format ? b->options.format - 1 == FORM_JSONL : b->sent == PLX_JSON_LINES;

    if (b->sent == PLX_JSON_ONE || as_lines) {
        reply->type = plx_format_type(as_lines ? PLX_FORMAT_JSONL : PLX_FORMAT_JSON);
        for (size_t i = 0; i < json_array_size(b->verdicts); i++)
            plx_reply_json(reply, json_incref(json_array_get(b->verdicts, i)));
        return;
    }
    plx_reply_json(reply, json_incref(b->verdicts));
}

/* A model that cannot be had is no fault of the client. */
static plx_status get_judge(struct batch *b, plx_error *err)
{
    plx_context *c = b->c;
    plx_status rc = plx_worker_judge(c->daemon->workers, c->worker, &b->judge, &b->model, err);

    if (rc == PLX_OK || rc == PLX_ERR_STALE)
        return rc;
    c->reply->cause = *err;
    plx_problem_set(&c->reply->problem, 503, "model", NULL, "the model cannot be read now");
    return PLX_ERR_STOPPED;
}

static plx_status classify(struct batch *b, plx_error *err)
{
    plx_context *c = b->c;
    plx_status rc;

    if (!plx_json_body_values(c->request, &b->sent, &b->articles, &c->reply->problem))
        return PLX_OK;
    rc = get_judge(b, err);
    if (!rc)
        rc = judge_all(b, err);
    if (!rc)
        write_verdicts(b);
    return c->reply->problem.status ? PLX_OK : rc;
}

plx_status plx_api_classify(plx_context *c, plx_error *err)
{
    struct batch b = { .c = c, .verdicts = json_array() };
    const char *query = c->request->query;
    plx_status rc = PLX_OK;
    char *memory;

    b.end_s = plx_clock_seconds() + c->request->limits->search_ms / 1e3;
    if (!b.verdicts)
        rc = plx_fail(err, PLX_ERR_NOMEM, "classify: out of memory");
    else if (plx_params_read(plx_api_classify_params, query, strlen(query), &b.options, &memory,
                             &c->reply->problem)) {
        free(memory);
        rc = classify(&b, err);
    }
    json_decref(b.articles);
    json_decref(b.verdicts);
    return rc;
}
