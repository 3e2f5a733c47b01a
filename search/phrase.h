/* search/phrase.h - the articles in which words stand one behind the other
 *
 * The rarest word says which articles to look at, and where in them. Each of the others, the rarer
 * first, is then looked for at its place behind or before: most articles are done with before the
 * long lists of common words are read. */
#ifndef PLX_SEARCH_PHRASE_H
#define PLX_SEARCH_PHRASE_H

#include <stdint.h>

#include "base/error.h"
#include "search/collect.h"

/**
 * Put the articles that hold a phrase into a set.
 *
 * @param a      of the plan, two terms or more; a->found receives the number of articles
 * @return as plx_collect(); PLX_ERR_DEADLINE: the set holds those that were found until then
 */
plx_status plx_phrase_collect(const plx_collector *c, const plx_plan *plan, plx_alternative *a,
                              plx_bits *set, plx_error *err);

#endif
