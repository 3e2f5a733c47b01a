#include "daemon/api/blame.h"

#include "daemon/search_params.h"

static bool is_refused(plx_searcher *s, const plx_search_request *part)
{
    plx_search_result result = { 0 };
    plx_status rc = plx_search(s, part, &result, NULL);

    plx_search_result_release(&result);
    return rc == PLX_ERR_INVALID || rc == PLX_ERR_LIMIT;
}

static const char *find_field(plx_searcher *s, const plx_search_request *req)
{
    plx_search_request part = { .limit = 1, .deadline_ms = req->deadline_ms };

    part.facets = req->facets;
    if (is_refused(s, &part))
        return "facets";
    part.facets = NULL;
    for (size_t i = 0; i < req->filter_count; i++) {
        const char *name = req->filters[i].name;
        part.filters = &req->filters[i];
        part.filter_count = 1;
        if (is_refused(s, &part))
            return plx_search_params_has_filter(name) ? name : "facet";
    }
    return "q";
}

void plx_blame_search(plx_searcher *s, const plx_search_request *req, const plx_error *err,
                      plx_problem *out)
{
    plx_problem_set(out, 400, plx_status_name(err->code), find_field(s, req), "%s", err->msg);
}
