/* search/exact.h - which articles hold a word or phrase in exactly this form
 *
 * The index knows stems. Surface forms are looked up in the stored text of the articles that
 * hold the stems: about 0.1 ms each, so this costs in proportion to how many there are. */
#ifndef PLX_SEARCH_EXACT_H
#define PLX_SEARCH_EXACT_H

#include "base/error.h"
#include "collection/snapshot.h"
#include "search/bits.h"
#include "search/deadline.h"
#include "text/analyser.h"

/**
 * Take out of a set the articles without the words of `text` (folded, not stemmed) one behind the
 * other in title or text.
 *
 * @return PLX_OK; PLX_ERR_DEADLINE; PLX_ERR_STALE; PLX_ERR_CORRUPT; PLX_ERR_NOMEM
 */
plx_status plx_exact_filter(plx_snapshot *snap, plx_analyser *an, const char *text,
                            const plx_deadline *deadline, plx_bits *set, plx_error *err);

#endif
