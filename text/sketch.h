/* text/sketch.h - a small fingerprint of a text that tells near-copies of it
 *
 * MinHash over word shingles: Broder, "On the resemblance and containment of documents", 1997.
 * The share of equal entries of two sketches estimates the Jaccard similarity of their sets of
 * shingles. */
#ifndef PLX_TEXT_SKETCH_H
#define PLX_TEXT_SKETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/analyser.h"

/** Entries of a sketch. */
#define PLX_SKETCH_SIZE 128
/** Words of a shingle. */
#define PLX_SHINGLE_WORDS 3
/** Texts with fewer words have no sketch: too little to tell. */
#define PLX_SKETCH_WORDS_MIN 30

typedef struct plx_sketch {
    uint32_t words; /* of the text; 0: no sketch */
    uint32_t min[PLX_SKETCH_SIZE];
} plx_sketch;

/** Make the sketch of an analysed text (folded surface words, not stems). Thread-safe. */
void plx_sketch_make(const plx_tokens *text, plx_sketch *out);

/** Estimated Jaccard similarity, 0 to 1; 0 if either is empty. */
double plx_sketch_similarity(const plx_sketch *a, const plx_sketch *b);

/** Most bytes of a packed sketch. */
#define PLX_SKETCH_BYTES (4 + 4 * PLX_SKETCH_SIZE)
/** Pack for storing; returns the bytes written, 0 for an empty sketch. */
size_t plx_sketch_encode(const plx_sketch *s, unsigned char out[PLX_SKETCH_BYTES]);
/** False (and an empty sketch) if the bytes are none. */
bool plx_sketch_decode(const void *p, size_t n, plx_sketch *out);

#endif
