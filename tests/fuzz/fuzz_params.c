/* Any bytes as the parameters of a search: what is taken can be written as an address, and read
 * back to the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "daemon/search_params.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds)
        abort();
}

static int is_same(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static void check_problem(const plx_problem *p)
{
    require(p->status >= 400 && p->status < 600 && p->code && *p->detail);
    require(plx_utf8_valid(p->field, strlen(p->field)));
    require(plx_utf8_valid(p->detail, strlen(p->detail)));
    require(plx_utf8_valid(p->hint, strlen(p->hint)));
}

static void check_same(const plx_search_params *a, const plx_search_params *b)
{
    require(is_same(a->query, b->query) && is_same(a->since, b->since));
    require(is_same(a->until, b->until) && a->filters.count == b->filters.count);
    for (size_t i = 0; i < a->filters.count; i++) {
        require(is_same(a->filters.item[i].name, b->filters.item[i].name));
        require(is_same(a->filters.item[i].value, b->filters.item[i].value));
    }
    require(a->likely == b->likely && a->any == b->any && a->exact == b->exact);
    require(a->undated == b->undated && a->sort == b->sort);
    require(a->offset == b->offset && a->limit == b->limit);
}

static void check_address(const plx_search_params *p)
{
    const plx_params_change same = { .offset = p->offset };
    plx_strbuf address = PLX_STRBUF_INIT;
    plx_search_params again;
    plx_problem problem;

    plx_search_params_address(p, &same, &address);
    require(plx_search_params_read_page(address.s, address.len, &again, &problem));
    check_same(p, &again);
    plx_search_params_release(&again);
    plx_strbuf_release(&address);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *query = (const char *)data;
    plx_search_params params;
    plx_problem problem = { 0 };

    if (plx_search_params_read_page(query, size, &params, &problem))
        check_address(&params);
    else
        check_problem(&problem);
    plx_search_params_release(&params);
    problem = (plx_problem){ 0 };
    if (!plx_search_params_read_api(query, size, &params, &problem))
        check_problem(&problem);
    plx_search_params_release(&params);
    return 0;
}
