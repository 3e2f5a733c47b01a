/* compare/compare_notes.h - what a comparison is of, in words: what stands beside the sides on a
 * terminal and on a page
 *
 * Names in a note (of sources, of the model) are as they were indexed: whoever shows a note makes
 * them safe. */
#ifndef PLX_COMPARE_NOTES_H
#define PLX_COMPARE_NOTES_H

#include "compare/compare.h"

/** How a reader is told of the marks of terms, and of what can be asked for. */
typedef struct plx_compare_words {
    const char *weak, *in_model, *one_source; /* as the marks are shown */
    const char *by_source;                    /* what compares outlets: "--by source" */
    const char *people;                       /* what leaves labels by the model out */
    const char *draw;                         /* what changes the sample */
} plx_compare_words;

/** Those of the command line, whose marks are letters; those of addresses, whose marks are words.
 */
extern const plx_compare_words plx_compare_option_words, plx_compare_address_words;

/** Takes a note, a sentence or some, valid during the call. */
typedef void plx_compare_tell(void *ctx, const char *note);

/** What a side is made of; then, where there is cause, that one source or few articles are all. */
void plx_compare_side_notes(const plx_comparison *c, const plx_compared_side *s,
                            plx_compare_tell *tell, void *ctx);

/** What is on no side or on several; how terms were found, what their marks mean; whose labels. */
void plx_compare_notes(const plx_comparison *c, const plx_compare_words *words,
                       plx_compare_tell *tell, void *ctx);

/**
 * What there is to say where sides are empty, or nothing can be compared.
 *
 * @param tell  NULL: they are counted only
 * @return how many sides have articles
 */
size_t plx_compare_missing(const plx_comparison *c, const plx_compare_words *words,
                           plx_compare_tell *tell, void *ctx);

#endif
