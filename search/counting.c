#include "search/counting.h"

#include <stdlib.h>

#include "search/cross.h"

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "search: out of memory");
}

/* While it runs. */
typedef struct run {
    const plx_counting *c;
    plx_search_result *out;
    plx_faceting over; /* the list in the working memory */
    bool is_whole;     /* it is what the total counts: no filter was left out */
    plx_facet_choice choice;
    size_t cells; /* of the tables so far */
    plx_error *err;
} run;

/* List what passes all filters, but for the one at `but`. */
static plx_status list_for(run *r, size_t but)
{
    const plx_counting *c = r->c;
    bool is_whole = but == c->filters->tests;
    plx_status rc;

    if (is_whole && r->is_whole)
        return PLX_OK;
    rc = plx_walk_list(c->walk, but, c->work, &r->over.n, r->err);
    r->over.docids = c->work->item;
    r->is_whole = is_whole;
    return rc;
}

static plx_status count_table(run *r, const plx_facet_ref side[2])
{
    plx_cross *table = &r->out->tables[r->out->table_count++];
    plx_status rc = list_for(r, r->c->filters->tests);

    r->choice.test = NULL;
    if (!rc)
        rc = plx_cross_make(&r->over, side, &r->choice, table, r->err);
    r->cells += table->rows.lines * table->columns.lines;
    if (!rc && r->cells > PLX_CELLS_MAX)
        rc = plx_fail(r->err, PLX_ERR_LIMIT,
                      "the tables have over %u cells together: ask for fewer of them, or for fewer "
                      "values of each facet",
                      PLX_CELLS_MAX);
    return rc;
}

static plx_status count_facet(run *r, const plx_facet_ref *ref)
{
    const plx_filters *filters = r->c->filters;
    size_t own = plx_filters_find(filters, ref);
    plx_status rc = list_for(r, own);

    r->choice.test = own < filters->tests ? &filters->test[own] : NULL;
    if (rc)
        return rc;
    return plx_facet_make(&r->over, ref, &r->choice, &r->out->facets[r->out->facet_count++],
                          r->err);
}

static plx_status count_name(run *r, const char *name)
{
    plx_tables *tables = r->over.tables;
    plx_facet_ref ref[2];
    bool is_pair;
    plx_deadline *deadline = r->c->collector->deadline;
    plx_status rc = plx_deadline_phase(deadline, PLX_PHASE_COUNT, r->err);

    plx_deadline_spend(deadline, r->over.n);
    if (!rc)
        rc = plx_cross_parse(tables, name, ref, &is_pair, r->err);
    if (!rc && is_pair)
        return count_table(r, ref);
    if (!rc)
        rc = plx_tables_facet(tables, name, &ref[0], r->err);
    return rc ? rc : count_facet(r, &ref[0]);
}

static plx_status count_tally(run *r)
{
    plx_status rc = list_for(r, r->c->filters->tests);

    r->out->has_tally = true;
    return rc ? rc
              : plx_tally_count(r->over.tables, r->over.docids, r->over.n, &r->out->tally, r->err);
}

static plx_status count_all(run *r, size_t n)
{
    const plx_search_request *req = r->c->req;
    plx_search_result *out = r->out;
    plx_status rc;
    size_t i;

    if (n > PLX_SEARCH_FACETS_MAX)
        return plx_fail(r->err, PLX_ERR_LIMIT, "%zu facets are asked for, at most %d are counted",
                        n, PLX_SEARCH_FACETS_MAX);
    out->facets = calloc(n + 1, sizeof *out->facets);
    out->tables = calloc(n + 1, sizeof *out->tables);
    rc = out->facets && out->tables ? count_tally(r) : no_memory(r->err);
    for (i = 0; !rc && i < n; i++)
        rc = count_name(r, req->facets[i]);
    return rc;
}

plx_status plx_counting_run(const plx_counting *c, plx_search_result *out, plx_error *err)
{
    const plx_search_request *req = c->req;
    uint32_t top = req->facet_top ? req->facet_top : PLX_FACET_TOP_DEFAULT;
    unsigned *partial = c->collector->partial;
    run r = { .c = c,
              .out = out,
              .over = { .tables = c->collector->tables, .counts = c->counts },
              .choice = { top, req->facet_sort, NULL },
              .err = err };
    size_t n = 0;
    plx_status rc;

    while (req->facets && req->facets[n])
        n++;
    if (!n && !req->no_hits)
        return PLX_OK;
    if (partial && *partial & PLX_PARTIAL_MATCHES)
        return plx_partial_allow(PLX_ERR_DEADLINE, PLX_PARTIAL_COUNTS, partial);
    rc = count_all(&r, n);
    if (rc == PLX_ERR_DEADLINE)
        plx_counting_drop(out);
    return plx_partial_allow(rc, PLX_PARTIAL_COUNTS, partial);
}

void plx_counting_drop(plx_search_result *out)
{
    size_t i;

    for (i = 0; i < out->facet_count; i++)
        plx_facet_release(&out->facets[i]);
    for (i = 0; i < out->table_count; i++)
        plx_cross_release(&out->tables[i]);
    free(out->facets);
    free(out->tables);
    out->facets = NULL;
    out->tables = NULL;
    out->facet_count = out->table_count = 0;
    out->has_tally = false;
    out->tally = (plx_tally){ .total = 0 };
}
