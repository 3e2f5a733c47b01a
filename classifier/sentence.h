/* classifier/sentence.h - the features of one sentence; only for features.c and sentence.c */
#ifndef PLX_CLASSIFIER_SENTENCE_H
#define PLX_CLASSIFIER_SENTENCE_H

#include "classifier/features.h"

/**
 * Add the sentence of slots first..end and its grams, if it names the target and is long enough.
 * Room for its grams is there; false without memory for the sentence.
 */
bool plx_sentence_add(plx_features *f, const plx_feature_words *words, size_t first, size_t end);

/** Append the readable name of a sentence's gram: "not compli", "threat ... TARGET". */
void plx_sentence_name(const plx_features *f, const plx_gram *g, plx_strbuf *out);

/** Append a slot's stem, '#' for a number. */
void plx_slot_name(const plx_slot *s, plx_strbuf *out);

/** Hash of two hashes, in this order. */
uint64_t plx_gram_mix(uint64_t a, uint64_t b);

#endif
