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

/** A word that is asked for. */
typedef struct plx_spelling {
    char text[PLX_WORD_MAX + 8]; /* folded; what follows its len bytes may be anything */
    uint32_t len;                /* 1..PLX_WORD_MAX */
    bool is_initials;            /* a word of its own that is never a stop word */
    uint64_t key;                /* of the vocabulary */
    const plx_word *word;        /* the answer; lives as long as the vocabulary */
} plx_spelling;

/**
 * Find words, and make those that are new, in this order. Some dozens at a time: memory is fetched
 * for all of them before the first is read.
 *
 * @return false without memory
 */
bool plx_vocabulary_find(plx_vocabulary *v, plx_spelling *asked, size_t n);

/** Words so far; ids are below it. */
uint32_t plx_vocabulary_count(const plx_vocabulary *v);

#endif
