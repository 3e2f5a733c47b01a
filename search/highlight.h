/* search/highlight.h - what a plan makes snippets mark */
#ifndef PLX_SEARCH_HIGHLIGHT_H
#define PLX_SEARCH_HIGHLIGHT_H

#include "base/error.h"
#include "search/compile.h"
#include "search/snippet.h"

/** A highlight with its memory. Zeroed: nothing is marked. */
typedef struct plx_marks {
    plx_highlight highlight;
    plx_map *stems;
    double *weight;
    bool *alone;
    uint32_t *sequence;
    plx_highlight_phrase *phrases;
    uint32_t *word;
} plx_marks;

/**
 * The stems of all leaves that weigh, by rarity; phrases only as such.
 *
 * @param documents  of the index
 * @param out        released with plx_marks_release(), also after an error
 */
plx_status plx_marks_make(const plx_plan *plan, uint32_t documents, plx_marks *out, plx_error *err);
void plx_marks_release(plx_marks *m);

#endif
