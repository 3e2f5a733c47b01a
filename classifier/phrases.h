/* classifier/phrases.h - a set of words and phrases, found in token streams
 *
 * Phrases are sequences of stem hashes, so that finding them compares no text. Used
 * for the terms that name the target, and for the outlet names that are masked. */
#ifndef PLX_CLASSIFIER_PHRASES_H
#define PLX_CLASSIFIER_PHRASES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "text/analyser.h"

/** Most words of a phrase; longer ones are cut there. */
#define PLX_PHRASE_WORDS 6
/** Most phrases of a set. */
#define PLX_PHRASES_MAX 8192u

typedef struct plx_phrase {
    uint64_t word[PLX_PHRASE_WORDS]; /* stem hashes */
    uint8_t count;                   /* 1..PLX_PHRASE_WORDS */
} plx_phrase;

/** A zeroed struct is an empty set; sorted by words when sealed. */
typedef struct plx_phrases {
    plx_phrase *items;
    size_t count, cap;
    uint64_t bloom[1024]; /* of first words: most tokens are turned away without a search */
} plx_phrases;

void plx_phrases_release(plx_phrases *set);

/** Add one phrase (count 0 is ignored). PLX_ERR_LIMIT over PLX_PHRASES_MAX; PLX_ERR_NOMEM. */
plx_status plx_phrases_add(plx_phrases *set, const plx_phrase *p, plx_error *err);

/** Add each line of a text, analysed in a language. */
plx_status plx_phrases_add_lines(plx_phrases *set, plx_analyser *an, const char *lang,
                                 const char *lines, plx_error *err);

/** Add the phrases of another set. */
plx_status plx_phrases_add_all(plx_phrases *set, const plx_phrases *from, plx_error *err);

/** Sort and drop what is there twice; to be called before plx_phrases_match(). */
void plx_phrases_seal(plx_phrases *set);

/**
 * Words of the longest phrase that begins at word[0], 0 for none.
 *
 * @param word  stem hashes of consecutive tokens
 * @param n     how many there are
 */
size_t plx_phrases_match(const plx_phrases *set, const uint64_t *word, size_t n);

#endif
