/* text/sentence.h - sentence bounds
 *
 * The analyser marks the first token of each sentence; this turns the marks into
 * byte ranges of the text. A sentence ends at . ! ? (or their Arabic kin) and closing
 * quotes and brackets, before white space and a capital, a letter without case, a digit
 * or an opening quote, unless the word before is an abbreviation ("Mr", "Gen", "U.S",
 * one letter); after ideographic and full-width stops and dandas without white space,
 * too; and at an empty line always. */
#ifndef PLX_TEXT_SENTENCE_H
#define PLX_TEXT_SENTENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/analyser.h"

/**
 * Does a sentence begin at byte `next` of text, when the last word was text[prev, prev_end)?
 *
 * Initials, single letters and abbreviations that may stand anywhere ("Inc", "St") do end
 * a sentence when a capitalised English function word follows: "in the U.S. The".
 *
 * @param len        bytes in text
 * @param paragraph  receives whether an empty line lies between, so that a paragraph begins
 */
bool plx_sentence_break(const char *text, size_t len, size_t prev, size_t prev_end, size_t next,
                        bool *paragraph);

/** Byte range and token range [first, last) of one sentence. */
typedef struct plx_sentence {
    uint32_t start, end; /* bytes; closing punctuation included, white space (ASCII) not */
    uint32_t first, last;
} plx_sentence;

/**
 * All sentences of a tokenized text, in order, which together hold all its tokens.
 *
 * @param t    of plx_analyser_run() on this text
 * @param out  malloc'd; NULL if there are none
 * @param n    receives the number of sentences
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_sentences(const char *text, size_t len, const plx_tokens *t, plx_sentence **out,
                         size_t *n, plx_error *err);

#endif
