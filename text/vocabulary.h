/* text/vocabulary.h - the words of one language, each folded, stemmed and looked up once */
#ifndef PLX_TEXT_VOCABULARY_H
#define PLX_TEXT_VOCABULARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "text/analyser.h"

typedef struct plx_vocabulary plx_vocabulary;

/**
 * @param language  a number of text/language.h
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_vocabulary_new(int language, plx_vocabulary **out, plx_error *err);
void plx_vocabulary_free(plx_vocabulary *v);

/**
 * The word with this folded text, made when it is new.
 *
 * @param text         borrowed; its memory goes on up to the next multiple of 8 bytes (any
 * contents)
 * @param len          1..PLX_WORD_MAX bytes
 * @param is_initials  a word of its own that is never a stop word
 * @return lives as long as the vocabulary; NULL without memory
 */
const plx_word *plx_vocabulary_get(plx_vocabulary *v, const char *text, size_t len,
                                   bool is_initials);

/** Words so far; ids are below it. */
uint32_t plx_vocabulary_count(const plx_vocabulary *v);

#endif
