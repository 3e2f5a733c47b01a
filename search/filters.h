/* search/filters.h - the filters of a request as tests over columns
 *
 * Choices of one facet are alternatives and make one filter; a date range is one more. What a query
 * asks of dates and stances by fields beside its words is the same to a user, so it becomes filters
 * too: then it is said alike what they hide, and `undated` and `likely` open both. */
#ifndef PLX_SEARCH_FILTERS_H
#define PLX_SEARCH_FILTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "search/bits.h"
#include "search/compile.h"
#include "search/facet_values.h"
#include "search/search.h"
#include "search/tables.h"

/** A choice of the facet date (a year, a month or a day), or a range of the query's. */
typedef struct plx_date_choice {
    plx_period_unit unit;
    int64_t number;      /* of the period; of the query's ranges 0 */
    int64_t from, until; /* from <= start < until */
} plx_date_choice;

/** All choices of one facet, or (is_range) a range of dates. */
typedef struct plx_filter_test {
    bool is_range;
    bool is_typed; /* by a field of the query: no choice of the facet's */
    /* a facet */
    plx_facet_ref ref;
    bool *chosen;    /* [ordinal] */
    uint32_t values; /* ordinals are below it */
    bool likely;     /* stance: unclear articles by their best label */
    const plx_facet_values *of;
    const plx_stance_column *stances;
    plx_date_choice *date; /* the facet date: its choices; ranges typed: either of them */
    size_t dated;
    /* a range */
    int64_t from, until; /* from <= start < until */
    bool undated;        /* let them through */
    const plx_date_column *dates;
} plx_filter_test;

typedef struct plx_filters {
    plx_filter_test *test;
    size_t tests;
} plx_filters;

/**
 * @param now  for relative dates
 * @param out  released with plx_filters_release(), also after an error
 * @return PLX_OK; PLX_ERR_INVALID (facet, stance, month, date: names what exists or is expected);
 *         PLX_ERR_LIMIT; PLX_ERR_STALE; PLX_ERR_NOMEM
 */
plx_status plx_filters_make(plx_tables *t, const plx_search_request *req, int64_t now,
                            plx_filters *out, plx_error *err);
void plx_filters_release(plx_filters *f);

/**
 * Make the dates and stances that a plan asks for beside its words into filters; the plan then asks
 * for all articles in their place. Those inside of OR with other things, of brackets or behind NOT
 * stay what they are.
 *
 * @param f  made before
 */
plx_status plx_filters_lift(plx_tables *t, const plx_search_request *req, plx_plan *plan,
                            plx_filters *f, plx_error *err);

/** Index of the filter by choices of a facet, f->tests if there is none. */
size_t plx_filters_find(const plx_filters *f, const plx_facet_ref *ref);

/** Put those of the docids that pass into a set (emptied by the caller). */
void plx_filter_apply(const plx_filter_test *test, const uint32_t *docids, size_t n, plx_bits *out);

#endif
