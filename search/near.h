/* search/near.h - the articles in which words stand near each other
 *
 * An operand of NEAR is met by any of its alternatives. A phrase (also a hyphenated word, or a
 * spelling of several words) is met where its words are all within the distance, in any order, in
 * an article that has the phrase somewhere: the engine knows positions of words only. */
#ifndef PLX_SEARCH_NEAR_H
#define PLX_SEARCH_NEAR_H

#include "base/error.h"
#include "search/collect.h"
#include "search/compile.h"

/** Lengths in words of the alternatives of one operand that are told apart, and combinations of
 * lengths over all operands; what is over it is not looked for, the longest first. */
#define PLX_NEAR_LENGTHS_MAX 8
#define PLX_NEAR_WAYS_MAX    64

/**
 * Put the articles of a leaf of kind NEAR into a set.
 *
 * @return as plx_collect(); PLX_ERR_DEADLINE: the set holds those that were found until then
 */
plx_status plx_near_collect(const plx_collector *c, const plx_plan *plan, const plx_unit *u,
                            plx_bits *set, plx_error *err);

/** Score them by the words of the leaf; @return as plx_score_leaf() */
plx_status plx_near_score(const plx_collector *c, const plx_plan *plan, const plx_unit *u,
                          const plx_bits *set, plx_error *err);

#endif
