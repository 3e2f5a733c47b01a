/* search/cross.h - two-way tables: how many articles of a list have each pair of values
 *
 * Lines and columns are those values that the two facets would list alone, then, where there are
 * such, one line for all others together and one for the articles without a value: hence each
 * article is in the table. One with several values (authors) counts in the cell of each; its
 * line's total counts it once all the same. */
#ifndef PLX_SEARCH_CROSS_H
#define PLX_SEARCH_CROSS_H

#include "base/error.h"
#include "search/facets.h"

/**
 * Count a table.
 *
 * @param side  two facets: rows, columns; not the tree of dates
 * @param top   values of each side, 1..PLX_SEARCH_LIMIT_MAX: a table has a million cells at most
 *              and takes 4 bytes for each
 * @param out   zeroed; released with plx_cross_release(), also after an error
 * @return PLX_OK; PLX_ERR_STALE; PLX_ERR_NOMEM
 */
plx_status plx_cross_make(const plx_faceting *f, const plx_facet_ref side[2],
                          const plx_facet_choice *choice, plx_cross *out, plx_error *err);
void plx_cross_release(plx_cross *c);

/**
 * The two facets of "stance*source".
 *
 * @param is_pair  false if the name holds no '*': then nothing is looked up
 * @return PLX_OK; PLX_ERR_INVALID (an unknown facet, or the same twice, or the tree of dates, or
 *         not two of them)
 */
plx_status plx_cross_parse(const plx_tables *t, const char *name, plx_facet_ref side[2],
                           bool *is_pair, plx_error *err);

#endif
