/* search/filters.h - the filters of a request as tests over columns
 *
 * Choices of one facet are alternatives and make one filter; a date range is one more. */
#ifndef PLX_SEARCH_FILTERS_H
#define PLX_SEARCH_FILTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "search/bits.h"
#include "search/search.h"
#include "search/tables.h"

/** All choices of one facet, or (is_date) the date range. */
typedef struct plx_filter_test {
    bool is_date;
    /* a facet */
    plx_facet_ref ref;
    bool *chosen;    /* [ordinal] */
    uint32_t values; /* ordinals are below it */
    bool likely;     /* stance: unclear articles by their best label */
    /* the date range */
    int64_t from, until; /* from <= start < until */
    bool undated;        /* let them through */
    const plx_date_column *dates;
    const plx_stance_column *stances;
    const plx_column *column;
    const plx_period_column *periods;
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

/** Index of the filter of a facet, f->tests if it is not filtered. */
size_t plx_filters_find(const plx_filters *f, const plx_facet_ref *ref);

/** Put those of the docids that pass into a set (emptied by the caller). */
void plx_filter_apply(const plx_filter_test *test, const uint32_t *docids, size_t n, plx_bits *out);

#endif
