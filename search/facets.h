/* search/facets.h - how many articles of a list have each value of a facet
 *
 * An article with several values (authors) counts once in each of them. The facet `date` is a tree:
 * years; in those that are chosen from, and in the only one, their months; in these likewise their
 * days. */
#ifndef PLX_SEARCH_FACETS_H
#define PLX_SEARCH_FACETS_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "search/facet_values.h"
#include "search/filters.h"
#include "search/search.h"
#include "search/tables.h"

/** Counters, kept between searches. Zeroed at first. */
typedef struct plx_facet_counters {
    uint32_t *count; /* [0] articles without a value, [1 + ordinal] those with it */
    size_t cap;
    uint32_t values; /* of the facet counted last */
} plx_facet_counters;

void plx_facet_counters_release(plx_facet_counters *c);

/** Count values over a list of docids; PLX_ERR_NOMEM. */
plx_status plx_facet_count(const plx_facet_values *v, const uint32_t *docids, size_t n,
                           plx_facet_counters *counts, plx_error *err);

/** Which values are listed, and how. */
typedef struct plx_facet_choice {
    uint32_t top; /* values listed, 1..PLX_SEARCH_LIMIT_MAX */
    plx_facet_sort sort;
    const plx_filter_test *test; /* the facet's own filter, NULL if it is not filtered */
} plx_facet_choice;

/** A value with its count. */
typedef struct plx_facet_entry {
    uint32_t ordinal, count;
} plx_facet_entry;

/** What plx_facet_select() found. */
typedef struct plx_facet_selection {
    plx_facet_entry *entry; /* free() */
    size_t entries;
    uint32_t distinct; /* values with a count */
    uint32_t others;   /* sum of the counts of those not listed */
} plx_facet_selection;

/**
 * The values most counted (periods: the latest), and all that are chosen.
 *
 * @param out  set whole
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_facet_select(const plx_facet_ref *ref, const plx_facet_counters *counts,
                            const plx_facet_choice *choice, plx_facet_selection *out,
                            plx_error *err);

/** What facets are counted over. */
typedef struct plx_faceting {
    plx_tables *tables;
    plx_facet_counters *counts; /* working memory */
    const uint32_t *docids;
    size_t n;
} plx_faceting;

/**
 * Count a facet and list its values.
 *
 * @param out  zeroed; released with plx_facet_release(), also after an error
 * @return PLX_OK; PLX_ERR_STALE; PLX_ERR_NOMEM
 */
plx_status plx_facet_make(const plx_faceting *f, const plx_facet_ref *ref,
                          const plx_facet_choice *choice, plx_facet *out, plx_error *err);
void plx_facet_release(plx_facet *f);

#endif
