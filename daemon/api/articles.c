/* daemon/api/articles.c - POST /api/v1/articles and DELETE /api/v1/articles/ID
 *
 * Read here, written by the writer's thread (ingest.h), answered when it is committed. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "daemon/params.h"
#include "daemon/route.h"
#include "daemon/write/article_body.h"
#include "daemon/write/ingest.h"

/* clang-format off */
#define AT(member) offsetof(plx_article_defaults, member)
const plx_param plx_api_articles_params[] = {
    { "source", PLX_PARAM_TEXT, AT(source), 0, 0, NULL, "outlet of the page that is sent, or of records that do not tell it" },
    { "lang", PLX_PARAM_TEXT, AT(lang), 0, 0, NULL, "language of all articles, by its code" },
    { "charset", PLX_PARAM_TEXT, AT(charset), 0, 0, NULL, "character set, whatever the body says" },
    { "clean", PLX_PARAM_SWITCH, AT(clean), 0, 0, NULL, "take furniture out of the texts of records, too" },
    { "id", PLX_PARAM_TEXT, AT(id), 0, 0, NULL, "of the one page or text that is sent" },
    { "url", PLX_PARAM_TEXT, AT(url), 0, 0, NULL, "likewise" },
    { "title", PLX_PARAM_TEXT, AT(title), 0, 0, NULL, "likewise" },
    { "author", PLX_PARAM_TEXT, AT(author), 0, 0, NULL, "likewise" },
    { "date", PLX_PARAM_TEXT, AT(date), 0, 0, NULL, "likewise: 2019, 2019-10, 2019-10-10 or 2019-10-10T12:34:00Z" },
    { .name = NULL },
};
/* clang-format on */

/* What became of an article that was put. */
static const char *const result_words[PLX_PUT_RESULTS] = {
    [PLX_PUT_ADDED] = "added",
    [PLX_PUT_UPDATED] = "updated",
    [PLX_PUT_UNCHANGED] = "unchanged",
};

typedef struct articles_job {
    plx_ingest_job job;
    plx_sent_articles sent;
} articles_job;

/* ---------------------------------------------------------------- writing */

static bool is_fault_of_article(plx_status rc)
{
    return rc == PLX_ERR_INVALID || rc == PLX_ERR_LIMIT;
}

static plx_status write_articles(plx_ingest_job *job, plx_ingest_writer *w, plx_error *err)
{
    plx_sent_articles *sent = &((articles_job *)job)->sent;
    plx_status rc = PLX_OK;

    for (size_t i = 0; !rc && i < sent->count; i++) {
        plx_sent_article *a = &sent->item[i];
        plx_error why = { 0 };

        if (a->job)
            rc = plx_ingest_writer_put(w, a->job, &a->put, &why);
        if (is_fault_of_article(rc))
            rc = plx_sent_article_fail(a, why.msg) ? PLX_OK : PLX_ERR_NOMEM;
        if (rc)
            plx_fail(err, rc, "%s", why.msg);
    }
    return rc;
}

/* --------------------------------------------------------------- answering */

static json_t *article_json(const plx_sent_article *a)
{
    const char *id = a->job ? a->job->prepared->article.id : NULL;
    json_t *o = json_object();
    bool is_ok =
        plx_json_put(o, "id", plx_json_str(id)) &&
        plx_json_put(o, "result", json_string(a->error ? "failed" : result_words[a->put.result]));

    if (is_ok && a->error)
        is_ok = plx_json_put(o, "error", plx_json_str(a->error)) &&
                plx_json_put(o, "line", a->line ? json_integer((json_int_t)a->line) : json_null());
    return plx_json_checked(o, is_ok);
}

static json_t *articles_json(const plx_sent_articles *sent, const char *version)
{
    unsigned count[PLX_PUT_RESULTS] = { 0 }, failed = 0;
    json_t *list = json_array(), *o = json_object();
    bool is_ok = true;

    for (size_t i = 0; i < sent->count; i++) {
        const plx_sent_article *a = &sent->item[i];

        ++*(a->error ? &failed : &count[a->put.result]);
        is_ok = is_ok && json_array_append_new(list, article_json(a)) == 0;
    }
    is_ok = plx_json_put_count(o, "schema", 1) && is_ok;
    for (size_t i = 0; i < PLX_PUT_RESULTS; i++)
        is_ok = is_ok && plx_json_put_count(o, result_words[i], count[i]);
    is_ok = is_ok && plx_json_put_count(o, "failed", failed) &&
            plx_json_put(o, "version", json_string(version));
    return plx_json_checked(o, plx_json_put(o, "articles", list) && is_ok);
}

static void refuse_all(const plx_sent_articles *sent, plx_reply *reply)
{
    const plx_sent_article *a = &sent->item[0];

    plx_problem_set(&reply->problem, 400, "invalid", NULL, "line %zu: %s", a->line, a->error);
    if (sent->count > 1)
        plx_problem_hint(&reply->problem,
                         "none of the %zu articles could be taken; this is the first", sent->count);
}

static bool are_all_faulty(const plx_sent_articles *sent)
{
    for (size_t i = 0; i < sent->count; i++)
        if (!sent->item[i].error)
            return false;
    return sent->count > 0;
}

static plx_status answer_articles(plx_ingest_job *job, const plx_ingest_outcome *out,
                                  plx_error *err)
{
    const plx_sent_articles *sent = &((articles_job *)job)->sent;

    (void)err;
    if (out->status)
        plx_ingest_refuse(job->reply, out);
    else if (are_all_faulty(sent))
        refuse_all(sent, job->reply);
    else
        plx_reply_json(job->reply, articles_json(sent, out->version));
    return PLX_OK;
}

static void free_articles(plx_ingest_job *job)
{
    plx_sent_articles_release(&((articles_job *)job)->sent);
    free(job);
}

/* ---------------------------------------------------------------- taking in */

static plx_status take_articles(plx_context *c, const plx_article_defaults *defaults,
                                plx_error *err)
{
    static const plx_ingest_kind kind = { write_articles, answer_articles, free_articles, true };
    articles_job *j = calloc(1, sizeof *j);
    plx_status rc;

    if (!j)
        return plx_fail(err, PLX_ERR_NOMEM, "articles: out of memory");
    j->job.kind = &kind;
    rc = plx_article_body_read(c->request, defaults, &j->sent, &c->reply->problem, err);
    j->job.bytes = j->sent.bytes;
    if (!rc && j->sent.count && !j->sent.read)
        refuse_all(&j->sent, c->reply);
    else if (!rc && plx_ingest_give(c->daemon->ingest, c, &j->job))
        return PLX_OK;
    free_articles(&j->job);
    return rc == PLX_ERR_STOPPED ? PLX_OK : rc;
}

plx_status plx_api_articles_post(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    plx_article_defaults defaults = { 0 };
    char *memory;
    plx_status rc;

    if (!plx_params_read(plx_api_articles_params, query, strlen(query), &defaults, &memory,
                         &c->reply->problem))
        return PLX_OK;
    rc = take_articles(c, &defaults, err);
    free(memory);
    return rc;
}

/* ---------------------------------------------------------------- removing */

typedef struct delete_job {
    plx_ingest_job job;
    char *id;
    plx_error why; /* code 0: removed */
} delete_job;

static plx_status write_delete(plx_ingest_job *job, plx_ingest_writer *w, plx_error *err)
{
    delete_job *j = (delete_job *)job;
    plx_status rc = plx_writer_delete(w->writer, j->id, &j->why);

    if (rc == PLX_ERR_NOTFOUND || is_fault_of_article(rc))
        return PLX_OK;
    return rc ? plx_fail(err, rc, "%s", j->why.msg) : PLX_OK;
}

static plx_status answer_delete(plx_ingest_job *job, const plx_ingest_outcome *out, plx_error *err)
{
    const delete_job *j = (delete_job *)job;

    if (out->status)
        return plx_ingest_refuse(job->reply, out), PLX_OK;
    if (j->why.code)
        return plx_fail(err, j->why.code, "%s", j->why.msg);
    plx_reply_json(job->reply,
                   json_pack("{s:i, s:o, s:s, s:s}", "schema", 1, "id", plx_json_str(j->id),
                             "result", "deleted", "version", out->version));
    return PLX_OK;
}

static void free_delete(plx_ingest_job *job)
{
    free(((delete_job *)job)->id);
    free(job);
}

plx_status plx_api_articles_delete(plx_context *c, plx_error *err)
{
    static const plx_ingest_kind kind = { write_delete, answer_delete, free_delete, true };
    const plx_request *rq = c->request;
    delete_job *j;
    char *memory;

    if (!plx_params_read(plx_no_params, rq->query, strlen(rq->query), NULL, &memory,
                         &c->reply->problem))
        return PLX_OK;
    free(memory);
    j = calloc(1, sizeof *j);
    if (j)
        j->id = strdup(rq->rest);
    if (!j || !j->id) {
        free(j);
        return plx_fail(err, PLX_ERR_NOMEM, "delete: out of memory");
    }
    j->job.kind = &kind;
    if (!plx_ingest_give(c->daemon->ingest, c, &j->job))
        free_delete(&j->job);
    return PLX_OK;
}
