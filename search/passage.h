/* search/passage.h - where in a text a snippet is to be taken from, without analysing all of it
 *
 * Words that cannot be the query's are told by their first letters, four bytes at once, and passed
 * over; the rest go through the analyser one by one. A tenth of what analysing all of it costs.
 *
 * It rests on this: in English, and where words are only folded, a stem without its last two
 * letters (but for its first) is a beginning of each of its words. What ends Snowball's English
 * stems other than by cutting: "y" to "i", an "e" put on, "ability" to "able", "dying" to "die".
 * Texts of other languages are analysed whole. */
#ifndef PLX_SEARCH_PASSAGE_H
#define PLX_SEARCH_PASSAGE_H

#include <stddef.h>

#include "base/error.h"
#include "search/snippet.h"
#include "text/analyser.h"

/** Bytes [start, end) of a text. */
typedef struct plx_passage {
    size_t start, end;
} plx_passage;

/**
 * Find the surroundings of the best passage of at most `bytes`: so much of the text that its bounds
 * can be chosen in it. Both ends are blanks or ends of the text. Without any word of the query the
 * beginning of the text.
 *
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_passage_find(const plx_snippet_text *text, const plx_highlight *hl, size_t bytes,
                            plx_passage *out, plx_error *err);

#endif
