#include "daemon/search_params.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/url.h"

/* clang-format off */
#define AT(field) offsetof(plx_search_params, field)

const char *const plx_sort_words[] = { "relevance", "date", "date-asc", NULL };
static const char *const format_words[] = { "json", "jsonl", "csv", "ids", NULL };

#define STATE_PARAMS \
    { "q",        PLX_PARAM_QUERY,  AT(query),     0, 0, NULL }, \
    { "stance",   PLX_PARAM_FILTER, AT(filters),   0, 0, NULL }, \
    { "source",   PLX_PARAM_FILTER, AT(filters),   0, 0, NULL }, \
    { "original_source", PLX_PARAM_FILTER, AT(filters), 0, 0, NULL }, \
    { "author",   PLX_PARAM_FILTER, AT(filters),   0, 0, NULL }, \
    { "lang",     PLX_PARAM_FILTER, AT(filters),   0, 0, NULL }, \
    { "facet",    PLX_PARAM_FACET,  AT(filters),   0, 0, NULL }, \
    { "since",    PLX_PARAM_BOUND,  AT(since),     0, 0, NULL }, \
    { "until",    PLX_PARAM_BOUND,  AT(until),     0, 0, NULL }, \
    { "undated",  PLX_PARAM_SWITCH, AT(undated),   0, 0, NULL }, \
    { "likely",   PLX_PARAM_SWITCH, AT(likely),    0, 0, NULL }, \
    { "any",      PLX_PARAM_SWITCH, AT(any),       0, 0, NULL }, \
    { "exact",    PLX_PARAM_SWITCH, AT(exact),     0, 0, NULL }, \
    { "collapse", PLX_PARAM_SWITCH, AT(collapse),  0, 0, NULL }, \
    { "sort",     PLX_PARAM_CHOICE, AT(sort),      0, 0, plx_sort_words }, \
    { "offset",   PLX_PARAM_NUMBER, AT(offset),    0, PLX_SEARCH_OFFSET_MAX, NULL }

static const plx_param page_params[] = {
    STATE_PARAMS,
    { "limit",    PLX_PARAM_NUMBER, AT(limit),     1, 100, NULL },
    { NULL, PLX_PARAM_TEXT, 0, 0, 0, NULL },
};

static const plx_param api_params[] = {
    STATE_PARAMS,
    { "limit",    PLX_PARAM_NUMBER, AT(limit),     1, PLX_SEARCH_LIMIT_MAX, NULL },
    { "strict",   PLX_PARAM_SWITCH, AT(strict),    0, 0, NULL },
    { "facets",   PLX_PARAM_LIST,   AT(facets),    0, 0, NULL },
    { "facet_top", PLX_PARAM_NUMBER, AT(facet_top), 1, 1000, NULL },
    { "snippets", PLX_PARAM_SWITCH, AT(snippets),  0, 0, NULL },
    { "format",   PLX_PARAM_CHOICE, AT(format),    0, 0, format_words },
    { NULL, PLX_PARAM_TEXT, 0, 0, 0, NULL },
};
/* clang-format on */

static bool read_with(const plx_param *table, const char *query, size_t n, plx_search_params *out,
                      plx_problem *problem)
{
    char *memory;

    *out = (plx_search_params){ .snippets = true };
    if (!plx_params_read(table, query, n, out, &memory, problem))
        return false;
    out->memory = memory;
    return true;
}

bool plx_search_params_read_api(const char *query, size_t n, plx_search_params *out,
                                plx_problem *problem)
{
    return read_with(api_params, query, n, out, problem);
}

bool plx_search_params_read_page(const char *query, size_t n, plx_search_params *out,
                                 plx_problem *problem)
{
    return read_with(page_params, query, n, out, problem);
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
        .any = p->any,
        .strict = p->strict,
        .exact = p->exact,
        .collapse = p->collapse,
        .sort = (plx_search_sort)p->sort,
        .offset = p->offset,
        .limit = p->limit,
        .facets = p->facets.count ? p->facets.item : NULL,
        .facet_top = p->facet_top,
        .snippets = p->snippets,
    };
}

bool plx_search_params_has_filter(const char *name)
{
    for (const plx_param *p = page_params; p->name; p++)
        if (p->kind == PLX_PARAM_FILTER && strcmp(p->name, name) == 0)
            return true;
    return false;
}

static void put_name(plx_strbuf *out, const char *name)
{
    char last = out->len ? out->s[out->len - 1] : '?';

    if (last != '?')
        plx_strbuf_putc(out, '&');
    plx_strbuf_puts(out, name);
    plx_strbuf_putc(out, '=');
}

static void put_text(plx_strbuf *out, const char *name, const char *value)
{
    if (!value || !*value)
        return;
    put_name(out, name);
    plx_url_encode(out, value);
}

static void put_number(plx_strbuf *out, const char *name, uint32_t value)
{
    if (!value)
        return;
    put_name(out, name);
    plx_strbuf_printf(out, "%u", value);
}

static void put_filter(plx_strbuf *out, const char *name, const char *value)
{
    if (plx_search_params_has_filter(name)) {
        put_text(out, name, value);
        return;
    }
    put_name(out, "facet");
    plx_url_encode(out, name);
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
    put_number(out, "undated", p->undated || c->set_undated);
}

void plx_search_params_address(const plx_search_params *p, const plx_params_change *change,
                               plx_strbuf *out)
{
    unsigned sort = change->sort ? *change->sort : p->sort;

    put_text(out, "q", change->query ? change->query : p->query);
    put_filters(p, change, out);
    put_dates(p, change, out);
    put_number(out, "likely", p->likely || change->set_likely);
    put_number(out, "any", p->any);
    put_number(out, "exact", p->exact);
    put_number(out, "collapse", p->collapse && !change->drop_collapse);
    if (sort != PLX_BY_RELEVANCE)
        put_text(out, "sort", plx_sort_words[sort]);
    put_number(out, "limit", p->limit);
    put_number(out, "offset", change->offset);
}
