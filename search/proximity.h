/* search/proximity.h - more for articles in which neighbours in the query are neighbours
 *
 * Two words typed side by side (stop words between them left out) that stand near each other in an
 * article add
 *
 *   PLX_PROXIMITY_SHARE (weight of the one + weight of the other) near / (near + K)
 *
 * where near is the sum, over the places of the second word, of 1 / distance^2 to the nearest place
 * of the first within PLX_PROXIMITY_REACH positions; of the other order a share only. K is that of
 * BM25 (score.h): what is near each other often counts more, and sooner in a short article. The sum
 * over pairs is after Rasolofo and Savoy, "Term Proximity Scoring for Keyword-Based Retrieval
 * Systems", 2003; other spellings of a word stand for it.
 *
 * Positions are dear, so only the first articles by plain relevance are looked at: always the same
 * ones, so that pages fit together. */
#ifndef PLX_SEARCH_PROXIMITY_H
#define PLX_SEARCH_PROXIMITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "search/collect.h"
#include "search/compile.h"

/** Has the plan pairs to look for? */
bool plx_proximity_applies(const plx_plan *plan);

/**
 * What to add to the scores of some articles.
 *
 * @param docids  rising, n of them, at most PLX_PROXIMITY_DEPTH
 * @param bonus   n numbers, receives what to add
 * @return PLX_OK; PLX_ERR_DEADLINE; PLX_ERR_STALE; PLX_ERR_NOMEM
 */
plx_status plx_proximity(const plx_collector *c, const plx_plan *plan, const uint32_t *docids,
                         size_t n, float *bonus, plx_error *err);

#endif
