#include "daemon/answer.h"

#include <string.h>

#include "daemon/cache.h"
#include "daemon/gzip.h"
#include "daemon/page/page.h"
#include "daemon/state.h"

/* How often a request starts again because the index changed under it. */
#define STALE_RETRIES 2

static plx_status refuse_index(plx_context *c, const plx_error *err)
{
    plx_problem_set(&c->reply->problem, 503, "index", NULL, "the index cannot be read now");
    plx_problem_hint(&c->reply->problem, "the log of the daemon has the cause under this id");
    c->reply->cause = *err;
    return PLX_OK;
}

/* May the answer to this request be one that somebody else got? */
static bool is_common(const plx_request *rq)
{
    return rq->route->flags & PLX_ROUTE_STABLE && rq->access == PLX_ACCESS_READ;
}

static void keep(const plx_daemon *d, const char *key, const plx_reply *reply)
{
    bool is_plain = !reply->status && !reply->problem.status && !reply->is_private &&
                    !reply->cookie && !reply->body.failed;

    if (is_plain && d->cache)
        plx_cache_put(d->cache, key, reply);
}

static plx_status handle(plx_context *c, plx_error *err)
{
    plx_status rc = c->request->route->handle(c, err);

    if (rc == PLX_OK && !c->is_later && !c->reply->problem.status && c->request->accepts_gzip)
        plx_gzip_reply(c->reply);
    return rc;
}

static plx_status answer_common(plx_context *c, const char *key, plx_error *err)
{
    const plx_daemon *d = c->daemon;
    const plx_request *rq = c->request;
    char etag[PLX_ETAG_BYTES];
    plx_status rc = PLX_OK;

    plx_etag(d, key, etag);
    if (plx_etag_matches(rq->if_none_match, etag)) {
        c->reply->status = 304;
    } else if (d->cache && plx_cache_get(d->cache, key, c->reply)) {
        c->reply->is_from_cache = true;
    } else {
        rc = handle(c, err);
        if (rc == PLX_OK)
            keep(d, key, c->reply);
    }
    if (!c->reply->is_private && !c->reply->problem.status)
        memcpy(c->reply->etag, etag, sizeof etag);
    return rc;
}

static plx_status answer_with_key(plx_context *c, plx_error *err)
{
    plx_strbuf key = PLX_STRBUF_INIT;
    uint64_t state = c->worker ? plx_state(c->daemon, c->worker) : 0;
    plx_status rc;

    if (plx_answer_key(c->request, state, &key))
        rc = answer_common(c, key.s, err);
    else
        rc = plx_fail(err, PLX_ERR_NOMEM, "answer: out of memory");
    plx_strbuf_release(&key);
    return rc;
}

static plx_status answer_once(plx_context *c, plx_error *err)
{
    plx_status rc = PLX_OK;

    plx_reply_reset(c->reply);
    if (c->worker)
        rc = plx_worker_refresh(c->daemon->workers, c->worker, err);
    if (rc)
        return rc == PLX_ERR_STALE ? rc : refuse_index(c, err);
    return is_common(c->request) ? answer_with_key(c, err) : handle(c, err);
}

void plx_answer_finish(const plx_request *rq, plx_reply *reply, plx_status rc, const plx_error *err)
{
    plx_error failure = *err;

    if (rc == PLX_OK && reply->body.failed)
        rc = plx_fail(&failure, PLX_ERR_NOMEM, "answer: out of memory");
    if (rc != PLX_OK)
        plx_reply_error(reply, &failure);
    if (reply->problem.status)
        plx_answer_refuse(rq, reply);
}

bool plx_answer(const plx_daemon *d, plx_worker *worker, const plx_request *rq, plx_reply *reply,
                const plx_later *later)
{
    plx_context c = {
        .daemon = d, .worker = worker, .request = rq, .reply = reply, .later = *later
    };
    plx_error err = { 0 };
    plx_status rc = answer_once(&c, &err);

    for (int i = 0; rc == PLX_ERR_STALE && i < STALE_RETRIES; i++)
        rc = answer_once(&c, &err);
    if (c.is_later)
        return false;
    plx_answer_finish(rq, reply, rc, &err);
    return true;
}

void plx_answer_refuse(const plx_request *rq, plx_reply *reply)
{
    reply->etag[0] = '\0';
    reply->is_gzip = false;
    if (rq->wants_page)
        plx_page_problem(rq, reply);
    else
        plx_reply_problem_json(reply, rq->id);
}
