/* search/occurrences.h - where words of a query stand in a text, and where they stand best */
#ifndef PLX_SEARCH_OCCURRENCES_H
#define PLX_SEARCH_OCCURRENCES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "search/snippet.h"
#include "text/analyser.h"

/** A word of the text that is one of the query's. */
typedef struct plx_occurrence {
    uint32_t start, len; /* bytes */
    uint32_t pos;        /* word position; only differences between neighbours count */
    uint32_t stem;       /* ordinal of plx_highlight.stems */
    bool in_phrase;
    double bonus; /* what it adds for standing where it stands */
} plx_occurrence;

/** In the order of the text. Zeroed: none. */
typedef struct plx_occurrences {
    plx_occurrence *items;
    size_t count, cap;
} plx_occurrences;

void plx_occurrences_release(plx_occurrences *o);

/** One bit for each stem of the query, by its hash: most words of a text are ruled out without a
 * look-up. Made once for a text. */
uint64_t plx_occurrences_bits(const plx_highlight *hl);

/**
 * Append those among tokens.
 *
 * @param bits   plx_occurrences_bits()
 * @param start  added to where they begin
 * @param pos    added to their positions
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_occurrences_find(const plx_tokens *t, const plx_highlight *hl, uint64_t bits,
                                size_t start, uint32_t pos, plx_occurrences *o, plx_error *err);

/** When all are found: tell which are parts of phrases, and leave out words that count in phrases
 * only and stand in none. */
void plx_occurrences_settle(plx_occurrences *o, const plx_highlight *hl);

/**
 * First and last of the heaviest passage of at most `bytes`, the first one of equals. Each word
 * counts fully once, more of it a little; words of phrases and words close to one another count
 * more. One pass.
 *
 * @param o  settled, not empty
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_occurrences_best(plx_occurrences *o, const plx_highlight *hl, size_t bytes,
                                size_t *first, size_t *last, plx_error *err);

#endif
