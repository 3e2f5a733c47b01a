/* search/partial.h - what is missing of an answer that had to end early
 *
 * Nothing is given that is not true: hits do match, totals are lower bounds, and of what would be
 * half-counted there is nothing at all. */
#ifndef PLX_SEARCH_PARTIAL_H
#define PLX_SEARCH_PARTIAL_H

#include <jansson.h>

#include "base/error.h"
#include "base/strbuf.h"

/** Bits of plx_search_result.partial. */
typedef enum plx_partial {
    /* Not all articles were looked at: totals, what is hidden and near-copies may be more; hits
     * are the best of those seen, and their `full` says what is known. */
    PLX_PARTIAL_MATCHES = 1,
    PLX_PARTIAL_ORDER = 2,    /* not all that makes the order was weighed */
    PLX_PARTIAL_HITS = 4,     /* the page has fewer hits than were found for it */
    PLX_PARTIAL_COUNTS = 8,   /* no facets, tables and tally */
    PLX_PARTIAL_SNIPPETS = 16 /* some hits have none */
} plx_partial;

/**
 * Go on where time ran out, if that is allowed, and note what is missing for it.
 *
 * @param partial  NULL: it is not
 * @return PLX_OK in place of PLX_ERR_DEADLINE; any other rc as it is
 */
plx_status plx_partial_allow(plx_status rc, plx_partial missing, unsigned *partial);

/** Append the names of the bits, as in JSON, with commas between. */
void plx_partial_list(unsigned partial, plx_strbuf *out);
/** A list of the names; new reference, NULL without memory. */
json_t *plx_partial_json(unsigned partial);

#endif
