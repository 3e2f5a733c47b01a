/* search/facets.h - how many articles of a list have each value of a facet */
#ifndef PLX_SEARCH_FACETS_H
#define PLX_SEARCH_FACETS_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "search/filters.h"
#include "search/search.h"
#include "search/tables.h"

/** Counters by ordinal, kept between searches. Zeroed at first. */
typedef struct plx_counts {
    uint32_t *count; /* [ordinal] */
    size_t cap;
    size_t used; /* ordinals of the facet counted last */
} plx_counts;

void plx_counts_release(plx_counts *c);

/** Count the values of a facet over a list of docids. */
plx_status plx_facet_count(plx_tables *t, const plx_facet_ref *ref, const uint32_t *docids,
                           size_t n, plx_counts *counts, plx_error *err);

/**
 * The values most counted (month, year: the newest), and all that are chosen.
 *
 * @param test  this facet's own filter, NULL if it is not filtered
 * @param top   values listed, 1..PLX_SEARCH_LIMIT_MAX
 * @param out   zeroed; released with plx_facet_release(), also after an error
 */
plx_status plx_facet_list(plx_tables *t, const plx_facet_ref *ref, const plx_counts *counts,
                          const plx_filter_test *test, uint32_t top, plx_facet *out,
                          plx_error *err);
void plx_facet_release(plx_facet *f);

#endif
