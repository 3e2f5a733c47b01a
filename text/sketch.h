/* text/sketch.h - a small fingerprint of a text that tells near-copies of it
 *
 * What is compared are the pairs of neighbouring words of two texts, as sets: the Jaccard
 * similarity, pairs in common / pairs in either. A sketch estimates it in 128 bytes.
 *
 * - MinHash: Broder, "On the resemblance and containment of documents", 1997. The share of equal
 *   entries of two sketches estimates the similarity.
 * - One hash of each pair serves all entries: its low bits choose an entry, which keeps the
 *   smallest. Li, Owen, Zhang, "One permutation hashing", 2012. Entries that stay empty borrow
 *   from others: Shrivastava, "Optimal densification for fast and accurate minwise hashing", 2017.
 * - One byte of each entry is kept: Li and Koenig, "b-bit minwise hashing", 2010.
 *
 * Pairs of words, none left out: on copies of news articles made by rules they told copies from
 * articles that only share furniture better than triples, and than pairs or triples of the words
 * that are no stop words; and they do not hang on the language an article was taken for. */
#ifndef PLX_TEXT_SKETCH_H
#define PLX_TEXT_SKETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/analyser.h"

/** Entries of a sketch, one byte each. The estimate is off by .043 (standard deviation, at .6). */
#define PLX_SKETCH_SIZE 128
/** Shorter texts are too little to tell: their sketch is that of the whole text, so that only the
 * very same words are alike. */
#define PLX_SKETCH_WORDS_MIN 30
/** Still shorter ones ("Read the full story here") have no sketch. */
#define PLX_SKETCH_WORDS_EQUAL 8

typedef struct plx_sketch {
    bool exists; /* false: of no text, like nothing */
    uint8_t entry[PLX_SKETCH_SIZE];
} plx_sketch;

/** Make the sketch of an analysed text (folded words, not stems). Thread-safe; O(tokens). */
void plx_sketch_make(const plx_tokens *text, plx_sketch *out);

/** Estimated Jaccard similarity, 0 to 1; 0 if either is of no text. */
double plx_sketch_similarity(const plx_sketch *a, const plx_sketch *b);

/** Bytes of a packed sketch. */
#define PLX_SKETCH_BYTES PLX_SKETCH_SIZE
/** Pack for storing; returns the bytes written: PLX_SKETCH_BYTES, or 0 for that of no text. */
size_t plx_sketch_encode(const plx_sketch *s, unsigned char out[PLX_SKETCH_BYTES]);
/** False (and a sketch of no text) if the bytes are none. */
bool plx_sketch_decode(const void *p, size_t n, plx_sketch *out);

#endif
