/* daemon/api/similar.c - GET /api/v1/articles/ID/similar: articles like one of the index */
#include "search/similar.h"

#include <string.h>

#include "daemon/api/asking.h"
#include "daemon/api/hit_lines.h"
#include "daemon/format.h"

/* clang-format off */
const plx_param plx_api_similar_params[] = {
    PLX_FILTER_PARAMS,
    { "limit", PLX_PARAM_NUMBER, PLX_SEARCH_AT(limit), 1, PLX_SEARCH_LIMIT_MAX, NULL, "articles in the answer (10)" },
    { "snippets", PLX_PARAM_SWITCH, PLX_SEARCH_AT(snippets), 0, 0, NULL, "a passage of each article (1)" },
    { "explain", PLX_PARAM_SWITCH, PLX_SEARCH_AT(explain), 0, 0, NULL, "say by which terms" },
    { "format", PLX_PARAM_FORMAT, PLX_SEARCH_AT(format), 0, 0, plx_search_formats, "form of the answer; else by Accept" },
    { .name = NULL },
};
/* clang-format on */

static void write_result(plx_context *c, plx_format format, const plx_search_result *r)
{
    c->reply->type = plx_format_type(format);
    c->reply->is_private = r->partial != 0;
    if (format == PLX_FORMAT_JSON)
        plx_reply_json(c->reply, plx_similar_json(r, c->request->rest));
    else
        plx_hit_lines(r, format, 0, c->reply);
}

/* What is refused for other than a filter is the article: too short to be like anything. */
static void blame(plx_context *c, const plx_search_request *request, const plx_error *err)
{
    plx_problem *p = &c->reply->problem;

    plx_asking_end(c, request, err->code, err);
    if (strcmp(p->field, "q") == 0)
        p->field[0] = '\0';
}

static plx_status search(plx_context *c, const plx_search_params *params, plx_error *err)
{
    plx_format format = plx_format_choose(c->request, plx_search_formats, params->format);
    plx_search_result result = { 0 };
    plx_search_request request;
    plx_similar like = { .docid = 0 };
    plx_status rc;

    plx_asking_request(c, params, &request);
    request.partial_ok = format == PLX_FORMAT_JSON;
    rc = plx_snapshot_find(c->worker->snapshot, c->request->rest, &like.docid, err);
    if (!rc)
        rc = plx_search_similar(c->worker->searcher, &request, &like, &result, err);
    if (!rc)
        write_result(c, format, &result);
    plx_search_result_release(&result);
    if (!plx_asking_is_refusal(rc))
        return rc;
    blame(c, &request, err);
    return PLX_OK;
}

plx_status plx_api_similar(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    plx_search_params params = { .snippets = true };
    plx_status rc = PLX_OK;

    if (plx_search_params_read(plx_api_similar_params, query, strlen(query), &params,
                               &c->reply->problem))
        rc = search(c, &params, err);
    plx_search_params_release(&params);
    return rc;
}
