#include "daemon/api/asking.h"

#include <string.h>

#include "daemon/api/blame.h"

void plx_asking_request(const plx_context *c, const plx_search_params *p, plx_search_request *out)
{
    plx_search_params_request(p, out);
    out->deadline_ms = c->request->limits->search_ms;
}

bool plx_asking_is_refusal(plx_status rc)
{
    return rc == PLX_ERR_INVALID || rc == PLX_ERR_LIMIT;
}

plx_status plx_asking_end(plx_context *c, const plx_search_request *req, plx_status rc,
                          const plx_error *err)
{
    if (!plx_asking_is_refusal(rc))
        return rc;
    plx_blame_search(c->worker->searcher, req, err, &c->reply->problem);
    return PLX_OK;
}

bool plx_asking_is_refused(plx_context *c, const plx_search_request *req)
{
    plx_search_result result = { 0 };
    plx_search_request bare = *req;
    plx_status rc;

    bare.no_hits = true;
    rc = plx_search(c->worker->searcher, &bare, &result, NULL);
    plx_search_result_release(&result);
    return plx_asking_is_refusal(rc);
}

bool plx_asking_is_facet(plx_context *c, const char *name)
{
    const char *const facets[] = { name, NULL };
    const plx_search_request req = { .facets = facets,
                                     .deadline_ms = c->request->limits->search_ms };

    return !strchr(name, '*') && !plx_asking_is_refused(c, &req);
}
