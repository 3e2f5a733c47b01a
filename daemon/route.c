#include "daemon/route.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/page.h"
#include "daemon/url.h"

/* How often a request starts again because the index changed under it. */
#define STALE_RETRIES 2

#define READ       (PLX_METHOD_GET | PLX_METHOD_HEAD)
#define ALLOW_READ "GET, HEAD"

/* clang-format off */
static const plx_route routes[] = {
    /* path                prefix page   index  methods          allow       name */
    { PLX_PATH_PAGE,       false, true,  true,  READ,            ALLOW_READ, "/", plx_page_search },
    { PLX_PATH_ARTICLE,    true,  true,  true,  READ,            ALLOW_READ, "/article/ID", plx_page_article },
    { PLX_PATH_STYLE,      false, false, false, READ,            ALLOW_READ, "/style.css", plx_style },
    { PLX_PATH_SEARCH,     false, false, true,  READ,            ALLOW_READ, "/api/v1/search", plx_api_search },
    { "/api/v1/articles/", true,  false, true,  READ,            ALLOW_READ, "/api/v1/articles/ID", plx_api_article },
    { "/api/v1/classify",  false, false, true,  PLX_METHOD_POST, "POST",     "/api/v1/classify", plx_api_classify },
    { "/healthz",          false, false, true,  READ,            ALLOW_READ, "/healthz", plx_health },
};
/* clang-format on */

#define ROUTE_COUNT (sizeof routes / sizeof *routes)

static const plx_route *match(const char *path, const char **rest)
{
    for (size_t i = 0; i < ROUTE_COUNT; i++) {
        size_t n = strlen(routes[i].path);
        bool is_match = routes[i].is_prefix ? strncmp(path, routes[i].path, n) == 0 && path[n]
                                            : strcmp(path, routes[i].path) == 0;
        *rest = path + n;
        if (is_match)
            return &routes[i];
    }
    *rest = "";
    return NULL;
}

bool plx_route_find(plx_request *rq, plx_problem *problem)
{
    size_t path_bytes = strcspn(rq->target, "?");
    size_t n;

    rq->query = rq->target + path_bytes + (rq->target[path_bytes] == '?');
    rq->target[path_bytes] = '\0';
    if (!plx_url_decode(rq->target, path_bytes, false, &n)) {
        plx_problem_set(problem, 400, "bad-encoding", NULL,
                        "the path is not percent-encoded UTF-8");
        return false;
    }
    rq->target[n] = '\0';
    rq->route = match(rq->target, &rq->rest);
    if (!rq->route) {
        plx_problem_set(problem, 404, "no-such-address", NULL, "nothing is at this address");
        plx_problem_hint(problem, "search is at " PLX_PATH_SEARCH ", its page at " PLX_PATH_PAGE);
        return false;
    }
    rq->wants_page = rq->route->is_page;
    if (rq->method & rq->route->methods)
        return true;
    plx_problem_set(problem, 405, "method", NULL, "this address takes %s only", rq->route->allow);
    return false;
}

static plx_status answer_once(plx_context *c, plx_error *err)
{
    plx_status rc = PLX_OK;

    plx_reply_reset(c->reply);
    if (c->worker)
        rc = plx_worker_refresh(c->workers, c->worker, err);
    if (rc == PLX_OK)
        return c->request->route->handle(c, err);
    if (rc == PLX_ERR_STALE)
        return rc;
    plx_problem_set(&c->reply->problem, 503, "index", NULL, "the index cannot be read now");
    plx_problem_hint(&c->reply->problem, "the log of the daemon has the cause under this id");
    c->reply->cause = *err;
    return PLX_OK;
}

void plx_route_answer(plx_workers *ws, const plx_request *rq, plx_reply *reply)
{
    plx_context c = { .workers = ws, .request = rq, .reply = reply };
    plx_error err = { 0 };
    plx_status rc;

    if (rq->route->needs_index)
        c.worker = plx_workers_take(ws);
    rc = answer_once(&c, &err);
    for (int i = 0; rc == PLX_ERR_STALE && i < STALE_RETRIES; i++)
        rc = answer_once(&c, &err);
    if (c.worker)
        plx_workers_give(ws, c.worker);
    if (rc == PLX_OK && reply->body.failed)
        rc = plx_fail(&err, PLX_ERR_NOMEM, "answer: out of memory");
    if (rc != PLX_OK)
        plx_reply_error(reply, &err);
    if (reply->problem.status)
        plx_route_refuse(rq, reply);
}

void plx_route_refuse(const plx_request *rq, plx_reply *reply)
{
    if (rq->wants_page)
        plx_page_problem(rq, reply);
    else
        plx_reply_problem_json(reply, rq->id);
    if (reply->problem.status == 405)
        reply->allow = rq->route->allow;
}
