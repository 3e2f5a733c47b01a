/* daemon/api/labels_post.c - POST /api/v1/labels: votes of people, as `parallax label` gives them
 *
 * All that are sent are kept, or none: appended to the file of labels and synced at once, then
 * shown by the writer's thread (ingest.h). Where another process writes the index they are kept,
 * and answered as not shown yet. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "collection/vote.h"
#include "daemon/route.h"
#include "daemon/write/form.h"
#include "daemon/write/ingest.h"
#include "daemon/write/json_body.h"
#include "daemon/write/votes.h"

struct fields {
    const char *id, *stance, *coder, *how, *back;
};

/* clang-format off */
#define AT(member) offsetof(struct fields, member)
static const plx_param form[] = {
    { "id", PLX_PARAM_QUERY, AT(id), 0, 0, NULL, "the article" },
    { "stance", PLX_PARAM_TEXT, AT(stance), 0, 0, NULL, "the label; none takes it back" },
    { "coder", PLX_PARAM_TEXT, AT(coder), 0, 0, NULL, "who says so" },
    { "how", PLX_PARAM_TEXT, AT(how), 0, 0, NULL, "how the vote came to be" },
    { "back", PLX_PARAM_QUERY, AT(back), 0, 0, NULL, "address to go back to" },
    { .name = NULL },
};
/* clang-format on */

static const char *const names[] = { "id", "stance", "coder", "how", NULL };

/* Shows votes that are in their file. */
typedef struct labels_job {
    plx_ingest_job job;
    json_t *votes; /* as they are answered */
    size_t kept;
    char *back; /* of a form; NULL: it was none */
} labels_job;

/* One request on its way. */
struct voting {
    plx_context *c;
    json_t *sent;       /* objects */
    plx_labels *labels; /* borrowed while votes are kept */
    plx_strbuf lines;   /* to be appended */
    labels_job *job;
};

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "labels: out of memory");
}

/* --------------------------------------------------------------- one vote */

static plx_status refuse(struct voting *v, size_t place, const char *field, const char *code,
                         const char *why, plx_error *err)
{
    plx_problem *p = &v->c->reply->problem;

    if (json_array_size(v->sent) > 1)
        plx_problem_set(p, 400, code, field, "number %zu: %s", place + 1, why);
    else
        plx_problem_set(p, 400, code, field, "%s", why);
    return plx_fail(err, PLX_ERR_STOPPED, "refused");
}

/* A member as text; *out is NULL where it is not there, null or empty. */
static bool get_text(const json_t *o, const char *name, const char **out)
{
    const json_t *value = json_object_get(o, name);
    const char *s = json_string_value(value);

    *out = s && *s ? s : NULL;
    if (!value || json_is_null(value))
        return true;
    return s && strlen(s) == json_string_length(value);
}

/* What is sent of a vote, of the right kinds. */
static plx_status read_fields(struct voting *v, size_t place, struct fields *out, plx_error *err)
{
    const json_t *o = json_array_get(v->sent, place);
    const char **const field[] = { &out->id, &out->stance, &out->coder, &out->how };

    if (!plx_json_body_check_names(o, place + 1, names, &v->c->reply->problem))
        return plx_fail(err, PLX_ERR_STOPPED, "refused");
    for (size_t i = 0; names[i]; i++)
        if (!get_text(o, names[i], field[i]))
            return refuse(v, place, names[i], "invalid", "this is no text", err);
    if (!out->coder && *v->c->request->coder)
        out->coder = v->c->request->coder;
    if (!out->id)
        return refuse(v, place, "id", "invalid", "no id of an article", err);
    if (!out->stance && !json_is_null(json_object_get(o, "stance")))
        return refuse(v, place, "stance", "invalid", "no stance (null, or none, takes it back)",
                      err);
    if (!out->coder)
        return refuse(v, place, "coder", "invalid",
                      "no coder: the token file names none for this token", err);
    return PLX_OK;
}

/* The vote, checked by the rules of `parallax label`. */
static plx_status make_vote(struct voting *v, size_t place, plx_vote *out, plx_error *err)
{
    plx_snapshot *snapshot = v->c->worker->snapshot;
    struct fields f = { 0 };
    const char *label = NULL;
    plx_status rc = read_fields(v, place, &f, err);

    if (rc)
        return rc;
    if (f.stance)
        rc = plx_vote_read_stance(snapshot, f.stance, &label, err);
    if (rc == PLX_ERR_INVALID)
        return refuse(v, place, "stance", "invalid", err->msg, err);
    if (!rc)
        rc = plx_vote_make(snapshot, f.id, out, err);
    if (rc == PLX_ERR_NOTFOUND)
        return refuse(v, place, "id", "no-such-article", err->msg, err);
    if (rc)
        return rc;
    out->label.label = label;
    out->label.coder = f.coder;
    if (f.how && !plx_label_how_find(f.how, &out->label.how))
        return refuse(v, place, "how", "invalid",
                      "this is none of given, import, review, validate, adjudication", err);
    return PLX_OK;
}

static json_t *vote_json(const plx_label *v, bool is_kept)
{
    json_t *o = json_object();
    bool is_ok = plx_json_put(o, "id", plx_json_str(v->id)) &&
                 plx_json_put(o, "stance", plx_json_str(v->label)) &&
                 plx_json_put(o, "coder", plx_json_str(v->coder)) &&
                 plx_json_put(o, "how", json_string(plx_label_how_name(v->how))) &&
                 plx_json_put(o, "time", plx_json_str(v->time)) &&
                 plx_json_put(o, "target", plx_json_str(v->target)) &&
                 plx_json_put(o, "kept", json_boolean(is_kept));

    return plx_json_checked(o, is_ok);
}

static plx_status take_vote(struct voting *v, size_t place, plx_error *err)
{
    plx_vote vote = { .label = { .how = PLX_HOW_GIVEN } };
    bool counts;
    plx_status rc = make_vote(v, place, &vote, err);

    if (rc)
        return rc;
    counts = plx_vote_counts(v->labels, &vote.label);
    if (counts)
        rc = plx_label_print(&vote.label, &v->lines, err);
    if (rc == PLX_ERR_INVALID || rc == PLX_ERR_LIMIT)
        return refuse(v, place, NULL, "invalid", err->msg, err);
    if (!rc && json_array_append_new(v->job->votes, vote_json(&vote.label, counts)) != 0)
        rc = no_memory(err);
    v->job->kept += counts;
    return rc;
}

/* --------------------------------------------------------------- answering */

/* What stands now for each article: an adjudication may stand above what was sent. */
static plx_status add_standing(struct voting *v, plx_error *err)
{
    plx_status rc = plx_labels_read(v->labels, NULL, NULL, err);
    json_t *o;
    size_t i;

    json_array_foreach(v->job->votes, i, o)
    {
        const plx_label *stands = rc ? NULL
                                     : plx_labels_find(v->labels, plx_json_get_str(o, "id"),
                                                       plx_json_get_str(o, "target"));

        if (!rc && !plx_json_put(o, "stands", plx_json_str(stands ? stands->label : NULL)))
            rc = no_memory(err);
    }
    return rc;
}

static plx_status answer_labels(plx_ingest_job *job, const plx_ingest_outcome *out, plx_error *err)
{
    const labels_job *j = (const labels_job *)job;
    bool is_shown = out->status == PLX_OK;
    json_t *o;

    (void)err;
    if (out->status && out->status != PLX_ERR_LOCKED && out->status != PLX_ERR_STOPPED)
        job->reply->cause = out->why;
    if (j->back) {
        plx_form_back(job->reply, j->back);
        return PLX_OK;
    }
    o = json_pack("{s:i, s:I, s:b, s:O}", "schema", 1, "kept", (json_int_t)j->kept, "shown",
                  is_shown, "labels", j->votes);
    if (o && is_shown)
        plx_json_put(o, "version", json_string(out->version));
    else if (o)
        plx_json_put(o, "note",
                     json_string("kept, and shown as soon as the index can be written again"));
    if (!is_shown)
        job->reply->status = 202;
    plx_reply_json(job->reply, o);
    return PLX_OK;
}

static void free_labels(plx_ingest_job *job)
{
    labels_job *j = (labels_job *)job;

    json_decref(j->votes);
    free(j->back);
    free(j);
}

/* The file has them: whatever comes now, they are kept. */
static plx_status show(struct voting *v, plx_error *err)
{
    plx_ingest_outcome out = { .version = plx_snapshot_version(v->c->worker->snapshot) };
    plx_ingest_job *job = &v->job->job;

    if (v->job->kept && plx_ingest_give(v->c->daemon->ingest, v->c, job)) {
        v->job = NULL;
        return PLX_OK;
    }
    if (v->job->kept) /* too many wait: the next commit of one of them shows it */
        out.status = PLX_ERR_LOCKED;
    v->c->reply->problem.status = 0;
    job->reply = v->c->reply;
    return answer_labels(job, &out, err);
}

/* ----------------------------------------------------------------- the whole */

static plx_status keep_votes(struct voting *v, plx_error *err)
{
    const char *path = v->c->daemon->labels_path;
    plx_status rc = plx_votes_borrow(v->c->daemon->votes, &v->labels, err);

    if (rc)
        return rc;
    for (size_t i = 0; !rc && i < json_array_size(v->sent); i++)
        rc = take_vote(v, i, err);
    if (!rc)
        rc = plx_labels_append_lines(path, &v->lines, err);
    if (!rc)
        rc = add_standing(v, err);
    plx_votes_give_back(v->c->daemon->votes);
    return rc;
}

static json_t *form_json(const struct fields *f)
{
    json_t *o = json_object(), *list = json_array();
    bool is_ok = true;
    const char *const value[] = { f->id, f->stance, f->coder, f->how };

    for (size_t i = 0; names[i]; i++)
        if (value[i])
            is_ok = plx_json_put(o, names[i], json_string(value[i])) && is_ok;
    is_ok = json_array_append_new(list, o) == 0 && is_ok;
    return plx_json_checked(list, is_ok);
}

/* The votes that are sent, in v->sent, whichever form they have. */
static plx_status read_body(struct voting *v, plx_error *err)
{
    plx_problem *problem = &v->c->reply->problem;
    struct fields f = { 0 };
    char *memory;

    if (!plx_form_is(v->c->request))
        return plx_json_body_read(v->c->request, &v->sent, problem)
                   ? PLX_OK
                   : plx_fail(err, PLX_ERR_STOPPED, "refused");
    if (!plx_form_read(form, v->c->request, &f, &memory, problem))
        return plx_fail(err, PLX_ERR_STOPPED, "refused");
    v->sent = form_json(&f);
    v->job->back = strdup(f.back ? f.back : PLX_PATH_PAGE);
    free(memory);
    return v->sent && v->job->back ? PLX_OK : no_memory(err);
}

plx_status plx_api_labels_post(plx_context *c, plx_error *err)
{
    static const plx_ingest_kind kind = { NULL, answer_labels, free_labels, false };
    struct voting v = { .c = c, .lines = PLX_STRBUF_INIT, .job = calloc(1, sizeof *v.job) };
    plx_status rc;

    if (!v.job || !(v.job->votes = json_array())) {
        free(v.job);
        return no_memory(err);
    }
    v.job->job.kind = &kind;
    rc = read_body(&v, err);
    if (!rc)
        rc = keep_votes(&v, err);
    if (!rc)
        rc = show(&v, err);
    if (v.job)
        free_labels(&v.job->job);
    json_decref(v.sent);
    plx_strbuf_release(&v.lines);
    return rc == PLX_ERR_STOPPED ? PLX_OK : rc;
}
