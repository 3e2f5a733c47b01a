#include "daemon/search_params.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/route.h"
#include "daemon/url.h"
#include "search/recency.h"

const char *const plx_sort_words[] = { "relevance", "date", "date-asc", "added", NULL };
const char *const plx_labels_words[] = { "all", "person", "model", NULL };
const char *const plx_facet_sort_words[] = { "usual", "count", "value", NULL };
const char *const plx_search_formats[] = { "json", "jsonl", "csv", "ids", NULL };

/* Before it is known whether there is a cursor. */
#define SORT_NOT_GIVEN UINT_MAX

/* clang-format off */
#define AT PLX_SEARCH_AT

#define STATE_PARAMS \
    PLX_QUERY_PARAMS, \
    { "recency", PLX_PARAM_TEXT, AT(recency), 0, 0, NULL, "by relevance: newer ones weigh more, with this half-life: 30d, 6m" }, \
    { "offset", PLX_PARAM_NUMBER, AT(offset), 0, PLX_SEARCH_OFFSET_MAX, NULL, "leave out the first ones" }

const plx_param plx_page_params[] = {
    STATE_PARAMS,
    { "sort", PLX_PARAM_CHOICE, AT(sort), 0, 0, plx_sort_words, "order of the articles" },
    { "limit", PLX_PARAM_NUMBER, AT(limit), 1, 100, NULL, "hits shown (10)" },
    { "more", PLX_PARAM_TEXT, AT(more), 0, 0, NULL, "the facet shown with all its values" },
    PLX_COPIES_PARAM,
    { .name = NULL },
};

const plx_param plx_api_search_params[] = {
    STATE_PARAMS,
    { "sort", PLX_PARAM_CHOICE, AT(sort), 0, 0, plx_sort_words, "order of the articles; added: as they came into the index, the first first" },
    { "cursor", PLX_PARAM_QUERY, AT(cursor), 0, 0, NULL, "read on, in the order added: start, then the next_cursor of each answer" },
    { "limit", PLX_PARAM_NUMBER, AT(limit), 1, PLX_SEARCH_LIMIT_MAX, NULL, "hits in one answer (10)" },
    { "strict", PLX_PARAM_SWITCH, AT(strict), 0, 0, NULL, "refuse a malformed query instead of reading it as words" },
    { "facets", PLX_PARAM_LIST, AT(facets), 0, 0, NULL, "count these over all matches; stance*source is a two-way table" },
    { "facet_top", PLX_PARAM_NUMBER, AT(facet_top), 1, 1000, NULL, "values of each facet (10)" },
    { "facet_sort", PLX_PARAM_CHOICE, AT(facet_sort), 0, 0, plx_facet_sort_words, "order of a facet's values" },
    { "snippets", PLX_PARAM_SWITCH, AT(snippets), 0, 0, NULL, "a passage of each article (1)" },
    { "no_hits", PLX_PARAM_SWITCH, AT(no_hits), 0, 0, NULL, "totals and counts alone" },
    { "explain", PLX_PARAM_SWITCH, AT(explain), 0, 0, NULL, "say how the query was read" },
    { "format", PLX_PARAM_FORMAT, AT(format), 0, 0, plx_search_formats, "form of the answer; else by Accept" },
    { .name = NULL },
};
/* clang-format on */

static bool read_recency(plx_search_params *p, plx_problem *problem)
{
    plx_error err = { 0 };

    if (!p->recency || plx_recency_parse(p->recency, &p->recency_days, &err) == PLX_OK)
        return true;
    plx_problem_set(problem, 400, "bad-value", "recency", "parameter 'recency': %s", err.msg);
    return false;
}

bool plx_search_params_read(const plx_param *table, const char *query, size_t n,
                            plx_search_params *out, plx_problem *problem)
{
    return plx_params_read(table, query, n, out, &out->memory, problem) &&
           read_recency(out, problem);
}

bool plx_search_params_read_api(const char *query, size_t n, plx_search_params *out,
                                plx_problem *problem)
{
    *out = (plx_search_params){ .snippets = true, .sort = SORT_NOT_GIVEN };
    if (!plx_search_params_read(plx_api_search_params, query, n, out, problem))
        return false;
    if (out->sort == SORT_NOT_GIVEN)
        out->sort = out->cursor ? PLX_BY_ADDED : PLX_BY_RELEVANCE;
    return plx_search_params_check_cursor(out, out->sort == PLX_BY_ADDED, problem);
}

bool plx_search_params_check_cursor(const plx_search_params *p, bool is_added, plx_problem *problem)
{
    const char *field = !is_added ? "sort" : p->offset ? "offset" : p->collapse ? "collapse" : NULL;

    if (!p->cursor || !field)
        return true;
    plx_problem_set(problem, 400, "bad-value", field, "parameter '%s' does not go with a cursor",
                    field);
    plx_problem_hint(problem,
                     "a cursor reads all articles as they came into the index; leave out "
                     "'%s', or the cursor",
                     field);
    return false;
}

bool plx_search_params_read_page(const char *query, size_t n, plx_search_params *out,
                                 plx_problem *problem)
{
    *out = (plx_search_params){ .snippets = true };
    return plx_search_params_read(plx_page_params, query, n, out, problem);
}

void plx_search_params_release(plx_search_params *p)
{
    free(p->memory);
    p->memory = NULL;
}

void plx_search_params_request(const plx_search_params *p, plx_search_request *out)
{
    *out = (plx_search_request){
        .query = p->query,
        .filters = p->filters.item,
        .filter_count = p->filters.count,
        .since = p->since,
        .until = p->until,
        .undated = p->undated,
        .likely = p->likely,
        .labels = plx_labels_words[p->labels],
        .any = p->any,
        .all = p->all,
        .strict = p->strict,
        .exact = p->exact,
        .no_aliases = p->no_aliases,
        .no_spellings = p->no_spellings,
        .collapse = p->collapse,
        .sort = (plx_search_sort)p->sort,
        .recency_days = p->recency_days,
        .offset = p->offset,
        .limit = p->limit,
        .facets = p->facets.count ? p->facets.item : NULL,
        .facet_top = p->facet_top,
        .facet_sort = (plx_facet_sort)p->facet_sort,
        .no_hits = p->no_hits,
        .explain = p->explain,
        .snippets = p->snippets,
    };
}

bool plx_search_params_has_filter(const char *name)
{
    for (const plx_param *p = plx_page_params; p->name; p++)
        if (p->kind == PLX_PARAM_FILTER && strcmp(p->name, name) == 0)
            return true;
    return false;
}

static void put_text(plx_strbuf *out, const char *name, const char *value)
{
    if (value && *value)
        plx_url_put(out, name, value);
}

static void put_filter(plx_strbuf *out, const char *name, const char *value)
{
    if (plx_search_params_has_filter(name)) {
        put_text(out, name, value);
        return;
    }
    plx_url_put(out, "facet", name);
    plx_strbuf_putc(out, ':');
    plx_url_encode(out, value);
}

static bool is_dropped(const plx_filter *f, const plx_params_change *c)
{
    return c->drop_name && strcmp(f->name, c->drop_name) == 0 &&
           (!c->drop_value || strcmp(f->value, c->drop_value) == 0);
}

static void put_filters(const plx_search_params *p, const plx_params_change *c, plx_strbuf *out)
{
    for (size_t i = 0; i < p->filters.count; i++)
        if (!is_dropped(&p->filters.item[i], c))
            put_filter(out, p->filters.item[i].name, p->filters.item[i].value);
    if (c->add_name)
        put_filter(out, c->add_name, c->add_value);
}

static void put_dates(const plx_search_params *p, const plx_params_change *c, plx_strbuf *out)
{
    if (c->drop_dates)
        return;
    put_text(out, "since", p->since);
    put_text(out, "until", p->until);
    plx_url_put_number(out, "undated", p->undated || c->set_undated);
}

void plx_search_params_address(const plx_search_params *p, const plx_params_change *change,
                               plx_strbuf *out)
{
    unsigned sort = change->sort ? *change->sort : p->sort;

    put_text(out, "q", change->query ? change->query : p->query);
    put_filters(p, change, out);
    put_dates(p, change, out);
    plx_url_put_number(out, "likely", p->likely || change->set_likely);
    if (p->labels)
        put_text(out, "labels", plx_labels_words[p->labels]);
    plx_url_put_number(out, "any", p->any);
    plx_url_put_number(out, "all", p->all);
    plx_url_put_number(out, "exact", p->exact);
    plx_url_put_number(out, "no_aliases", p->no_aliases);
    plx_url_put_number(out, "no_spellings", p->no_spellings);
    plx_url_put_number(out, "collapse", p->collapse);
    plx_url_put_number(out, "copies", change->copies ? *change->copies : p->copies);
    if (sort != PLX_BY_RELEVANCE)
        put_text(out, "sort", plx_sort_words[sort]);
    put_text(out, "recency", p->recency);
    plx_url_put_number(out, "limit", p->limit);
    put_text(out, "more", p->more);
    plx_url_put_number(out, "offset", change->offset);
}
