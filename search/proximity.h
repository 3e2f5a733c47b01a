/* search/proximity.h - more for articles in which neighbours in the query are neighbours
 *
 * A pair of words typed side by side that stands in an article in this order within three positions
 * adds a tenth of the pair's weight. Positions are dear, so only the first articles by plain
 * relevance are looked at: always the same ones, so that pages fit together. */
#ifndef PLX_SEARCH_PROXIMITY_H
#define PLX_SEARCH_PROXIMITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "search/collect.h"
#include "search/compile.h"

/** Articles looked at, from the first on. */
#define PLX_PROXIMITY_DEPTH 30
/** Longer queries are left as they are. */
#define PLX_PROXIMITY_WORDS_MAX 32

/** Has the plan pairs to look for? */
bool plx_proximity_applies(const plx_plan *plan);

/**
 * What to add to the scores of some articles.
 *
 * @param docids  rising, n of them
 * @param bonus   n numbers, receives what to add
 * @return PLX_OK; PLX_ERR_DEADLINE; PLX_ERR_STALE; PLX_ERR_NOMEM
 */
plx_status plx_proximity(const plx_collector *c, const plx_plan *plan, const uint32_t *docids,
                         size_t n, float *bonus, plx_error *err);

#endif
