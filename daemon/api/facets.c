/* daemon/api/facets.c - GET /api/v1/facets: what a search finds, counted; no hits */
#include <string.h>

#include "daemon/api/asking.h"
#include "daemon/format.h"
#include "search/counts.h"
#include "search/facets.h"

static const char *const formats[] = { "json", "csv", NULL };
static const char *const usual_facets[] = { "stance", "source", "month" };

/* clang-format off */
const plx_param plx_api_facets_params[] = {
    PLX_QUERY_PARAMS,
    { "strict", PLX_PARAM_SWITCH, PLX_SEARCH_AT(strict), 0, 0, NULL, "refuse a malformed query instead of reading it as words" },
    { "facets", PLX_PARAM_LIST, PLX_SEARCH_AT(facets), 0, 0, NULL, "what to count (stance,source,month); stance*source is a two-way table" },
    { "facet_top", PLX_PARAM_NUMBER, PLX_SEARCH_AT(facet_top), 1, PLX_SEARCH_LIMIT_MAX, NULL, "values of each facet (10)" },
    { "facet_sort", PLX_PARAM_CHOICE, PLX_SEARCH_AT(facet_sort), 0, 0, plx_facet_sort_words, "order of a facet's values" },
    { "explain", PLX_PARAM_SWITCH, PLX_SEARCH_AT(explain), 0, 0, NULL, "say how the query was read" },
    { "format", PLX_PARAM_FORMAT, PLX_SEARCH_AT(format), 0, 0, formats, "form of the answer, csv of one facet or table; else by Accept" },
    { .name = NULL },
};
/* clang-format on */

static void write_json(const plx_search_result *r, plx_reply *reply)
{
    json_t *o = plx_search_result_json(r);

    json_object_del(o, "hits");
    plx_reply_json(reply, o);
}

static void write_csv(const plx_search_result *r, plx_reply *reply)
{
    if (r->table_count)
        plx_cross_csv(&r->tables[0], &reply->body);
    else
        plx_facet_csv(&r->facets[0], &reply->body);
}

static plx_status count(plx_context *c, const plx_search_params *params, plx_format format,
                        plx_error *err)
{
    plx_search_result result = { 0 };
    plx_search_request request;
    plx_status rc;

    plx_asking_request(c, params, &request);
    request.no_hits = true;
    rc = plx_search(c->worker->searcher, &request, &result, err);
    if (!rc) {
        c->reply->type = plx_format_type(format);
        (format == PLX_FORMAT_CSV ? write_csv : write_json)(&result, c->reply);
    }
    plx_search_result_release(&result);
    return plx_asking_end(c, &request, rc, err);
}

static void choose_usual(plx_param_list *facets)
{
    if (facets->count)
        return;
    facets->count = sizeof usual_facets / sizeof *usual_facets;
    memcpy(facets->item, usual_facets, sizeof usual_facets);
}

static plx_status answer(plx_context *c, plx_search_params *params, plx_error *err)
{
    plx_format format = plx_format_choose(c->request, formats, params->format);

    choose_usual(&params->facets);
    if (format != PLX_FORMAT_CSV || params->facets.count == 1)
        return count(c, params, format, err);
    plx_problem_set(&c->reply->problem, 400, "bad-value", "facets",
                    "parameter 'facets': CSV holds one facet or table, not %zu",
                    params->facets.count);
    plx_problem_hint(&c->reply->problem, "name one, as facets=source or facets=stance*source");
    return PLX_OK;
}

plx_status plx_api_facets(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    plx_search_params params = { .query = NULL };
    plx_status rc = PLX_OK;

    if (plx_search_params_read(plx_api_facets_params, query, strlen(query), &params,
                               &c->reply->problem))
        rc = answer(c, &params, err);
    plx_search_params_release(&params);
    return rc;
}
