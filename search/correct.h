/* search/correct.h - "did you mean": words that no article holds, and the nearest that some do
 *
 * Offered, never applied. A word is left alone if any article holds it (under any of the spellings
 * looked for), if it has a digit, or if it is short. The nearest word of the index is one edit away
 * (two for longer words), the most frequent of several; two words that were run together are taken
 * apart, where both are far more frequent than it. */
#ifndef PLX_SEARCH_CORRECT_H
#define PLX_SEARCH_CORRECT_H

#include "base/error.h"
#include "base/strbuf.h"
#include "search/compile.h"
#include "store/store.h"

/** Code points of a word that is looked at, at least; and from which on two edits are allowed. */
#define PLX_CORRECT_LETTERS_MIN 4
#define PLX_CORRECT_LETTERS_TWO 7
/** Words of a query that are looked at: each costs up to a millisecond. */
#define PLX_CORRECT_WORDS_MAX 8

/**
 * Append the query with its unknown words corrected; nothing if there is nothing to offer.
 *
 * @param plan   of this query
 * @param query  as it was parsed: columns of the tree are its characters
 * @return PLX_OK; PLX_ERR_STALE; PLX_ERR_NOMEM
 */
plx_status plx_correct(plx_store *st, const plx_plan *plan, const char *query, plx_strbuf *out,
                       plx_error *err);

#endif
