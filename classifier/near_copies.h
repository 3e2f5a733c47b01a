/* classifier/near_copies.h - which of many articles are near-copies of earlier ones
 *
 * Locality-sensitive hashing over sketches: a sketch is cut into bands, and an article is compared
 * with the first one that has the same band (Leskovec, Rajaraman, Ullman, *Mining of Massive
 * Datasets*, 3.4). Only for the files of this folder; one thread. */
#ifndef PLX_CLASSIFIER_NEAR_COPIES_H
#define PLX_CLASSIFIER_NEAR_COPIES_H

#include <stdbool.h>
#include <stdint.h>

#include "text/sketch.h"

/** Estimated similarity from which two articles are near-copies; the index has the same. */
#define PLX_NEAR_COPY 0.58

typedef struct plx_near_copies plx_near_copies;

/** NULL without memory. */
plx_near_copies *plx_near_copies_new(void);
/** NULL allowed. */
void plx_near_copies_free(plx_near_copies *f);

/**
 * Add an article.
 *
 * @param number  what it is called in `found`; rises from call to call
 * @param sketch  borrowed until the finder is freed
 * @param found   called for every earlier article found to be a near-copy, perhaps more than once
 * @return false without memory
 */
bool plx_near_copies_add(plx_near_copies *f, uint32_t number, const plx_sketch *sketch,
                         void (*found)(void *ctx, uint32_t number, uint32_t earlier), void *ctx);

#endif
