/* daemon/api/timeline.c - GET /api/v1/timeline: what a search finds over time */
#include "compare/timeline.h"

#include <string.h>

#include "compare/timeline_svg.h"
#include "daemon/api/asking.h"
#include "daemon/format.h"

struct timeline_params {
    plx_search_params search;
    const char *facet, *per;
    unsigned by; /* index into by_words */
    uint32_t top;
    bool shares;
};

static const char *const formats[] = { "json", "csv", "svg", NULL };
static const char *const by_words[] = { "auto", "day", "week", "month", "quarter", "year", NULL };

/* clang-format off */
#define AT(field) offsetof(struct timeline_params, field)

const plx_param plx_api_timeline_params[] = {
    PLX_QUERY_PARAMS,
    { "by", PLX_PARAM_CHOICE, AT(by), 0, 0, by_words, "length of a period; weeks are those of ISO 8601; auto: as the dates suit" },
    { "facets", PLX_PARAM_TEXT, AT(facet), 0, 0, NULL, "count the values of this facet (stance)" },
    { "per", PLX_PARAM_TEXT, AT(per), 0, 0, NULL, "a series for each value of this facet: source, author, lang, a user's" },
    { "top", PLX_PARAM_NUMBER, AT(top), 1, PLX_TIMELINE_TOP_MAX, NULL, "values of facets and per that are told apart, the rest as others (5)" },
    { "shares", PLX_PARAM_SWITCH, AT(shares), 0, 0, NULL, "in svg: draw shares instead of counts" },
    { "format", PLX_PARAM_FORMAT, PLX_SEARCH_AT(format), 0, 0, formats, "form of the answer; else by Accept" },
    { .name = NULL },
};
/* clang-format on */

static void write_result(plx_context *c, const struct timeline_params *p,
                         const plx_timeline_result *r)
{
    plx_format format = plx_format_choose(c->request, formats, p->search.format);

    c->reply->type = plx_format_type(format);
    if (format == PLX_FORMAT_CSV)
        plx_timeline_csv(r, &c->reply->body);
    else if (format == PLX_FORMAT_SVG)
        plx_timeline_svg(r, p->shares, &c->reply->body);
    else
        plx_reply_json(c->reply, plx_timeline_json(r));
}

/* Whose fault is it that a timeline was refused? What is over a limit, of none: all together. */
static const char *find_field(plx_context *c, const struct timeline_params *p, plx_status rc)
{
    if (p->facet && !plx_asking_is_facet(c, p->facet))
        return "facets";
    if (p->per && !plx_asking_is_facet(c, p->per))
        return "per";
    return rc == PLX_ERR_LIMIT ? "by" : "facets";
}

static plx_status blame(plx_context *c, const struct timeline_params *p,
                        const plx_timeline_request *request, plx_status rc, const plx_error *err)
{
    if (!plx_asking_is_refusal(rc) || plx_asking_is_refused(c, &request->search))
        return plx_asking_end(c, &request->search, rc, err);
    plx_problem_set(&c->reply->problem, 400, plx_status_name(rc), find_field(c, p, rc), "%s",
                    err->msg);
    return PLX_OK;
}

static plx_status count(plx_context *c, const struct timeline_params *p, plx_error *err)
{
    plx_timeline_result result = { .total = { 0 } };
    plx_timeline_request request = {
        .by = p->by ? by_words[p->by] : NULL, .facet = p->facet, .per = p->per, .top = p->top
    };
    plx_status rc;

    plx_asking_request(c, &p->search, &request.search);
    rc = plx_timeline(c->worker->searcher, &request, &result, err);
    if (!rc)
        write_result(c, p, &result);
    plx_timeline_result_release(&result);
    return blame(c, p, &request, rc, err);
}

plx_status plx_api_timeline(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    struct timeline_params params = { .facet = NULL };
    plx_status rc = PLX_OK;

    if (plx_search_params_read(plx_api_timeline_params, query, strlen(query), &params.search,
                               &c->reply->problem))
        rc = count(c, &params, err);
    plx_search_params_release(&params.search);
    return rc;
}
