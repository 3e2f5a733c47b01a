/* text/stemmer.h - stemming of single words; its source is the only one that knows libstemmer
 *
 * Arabic and Persian have light stemmers of our own: text/light_stemmer.h says why. */
#ifndef PLX_TEXT_STEMMER_H
#define PLX_TEXT_STEMMER_H

#include <stddef.h>

#include "base/error.h"

/** Longest word, in bytes of UTF-8, that is stemmed; the analyser cuts words here. */
#define PLX_WORD_MAX 64

typedef struct plx_stemmer plx_stemmer;

/**
 * Make a stemmer for one language.
 *
 * @param lang  name or ISO 639-1 code, lower case ("english", "fr", "persian")
 * @param out   receives the stemmer, NULL on error; free: plx_stemmer_free()
 * @return PLX_OK; PLX_ERR_NOTFOUND if lang is not built in; PLX_ERR_NOMEM
 */
plx_status plx_stemmer_new(const char *lang, plx_stemmer **out, plx_error *err);
void plx_stemmer_free(plx_stemmer *st);

/**
 * Stem one word. Not thread-safe: one stemmer for each thread.
 *
 * @param word  UTF-8, NFC, lower case; need not end in NUL
 * @param len   bytes in word, 1..PLX_WORD_MAX
 * @param out   PLX_WORD_MAX + 1 bytes; receives the stem and a NUL
 * @param n     receives the bytes in out, NUL not counted
 * @return PLX_OK; PLX_ERR_LIMIT if len is out of range; PLX_ERR_NOMEM.
 *         On error *n is 0 and out is "".
 */
plx_status plx_stemmer_stem(plx_stemmer *st, const char *word, size_t len, char *out, size_t *n,
                            plx_error *err);

/** Is there a stemmer for this language? */
int plx_stemmer_known(const char *lang);

#endif
