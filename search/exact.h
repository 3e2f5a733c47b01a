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

/** A word or phrase that is looked for, and the articles that may hold it. */
typedef struct plx_exact_wanted {
    const char *text; /* folded here, not stemmed */
    plx_bits *set;    /* those that do not are taken out */
} plx_exact_wanted;

/** What is read with; all borrowed. */
typedef struct plx_exact_reader {
    plx_snapshot *snap;
    plx_analyser *an;
    plx_deadline *deadline;
} plx_exact_reader;

/** What reading an article counts, in postings. */
#define PLX_EXACT_WORK 1000

/**
 * Take out of the sets the articles without these words, one behind the other in title or text.
 * Every article is read once, however many are looked for in it.
 *
 * @param n  1 or more
 * @return PLX_OK; PLX_ERR_DEADLINE (the sets hold those that were verified until then);
 *         PLX_ERR_STALE; PLX_ERR_CORRUPT; PLX_ERR_NOMEM
 */
plx_status plx_exact_filter(const plx_exact_reader *r, const plx_exact_wanted *wanted, size_t n,
                            plx_error *err);

#endif
