/* collection/duplicates.h - which articles of an index are the same story again
 *
 * Near-copies are found by locality-sensitive hashing of sketches (text/sketch.h): a sketch is cut
 * into bands, articles that agree in all of a band are looked at, and those whose estimated
 * similarity reaches PLX_DUPLICATE_SIMILARITY are joined. Leskovec, Rajaraman, Ullman, "Mining of
 * Massive Datasets", chapter 3.
 *
 * A group is a connected component of "similar enough", so that it does not depend on the order in
 * which articles came. It is named by the smallest hash of its members' sketches, which does not
 * depend on it either; articles that resemble no other have no group. An index holds sketches and
 * names (PLX_SLOT_SKETCH, PLX_SLOT_GROUP); all else is made from them when it is opened.
 *
 * Memory: 208 bytes for each docid up to the highest and 16 to 32 for each article. Articles with
 * the very same sketch cost one look, however many they are. Where more than
 * PLX_DUPLICATE_LOOKS different sketches agree in one band, the first so many stand for all: there,
 * as among thousands of pages that say the same but for a few words, the order can matter. */
#ifndef PLX_COLLECTION_DUPLICATES_H
#define PLX_COLLECTION_DUPLICATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "store/store.h"
#include "text/sketch.h"

/** Articles at least so similar are joined. Measured: `make bench-duplicates`. */
#define PLX_DUPLICATE_SIMILARITY 0.58
/** Different sketches that are looked at in one band, at most. */
#define PLX_DUPLICATE_LOOKS 128
/** Bytes of a group's name: lower-case hex. */
#define PLX_GROUP_BYTES 16

typedef struct plx_duplicates plx_duplicates;

/**
 * Load sketches and groups of an index. Not thread-safe.
 *
 * @param st  without uncommitted changes; borrowed for as long as the object lives. When it is
 *            rolled back the object has to be made anew.
 * @return PLX_OK; PLX_ERR_NOMEM; what the store returned
 */
plx_status plx_duplicates_open(plx_store *st, plx_duplicates **out, plx_error *err);
void plx_duplicates_close(plx_duplicates *d);

/**
 * Note an article that was added or replaced under docid; its sketch is in the store or will be.
 *
 * @param s        may be that of no text: the article is forgotten
 * @param is_copy  receives whether another article is similar; may be NULL
 * @return PLX_OK; PLX_ERR_NOMEM: nothing is noted
 */
plx_status plx_duplicates_put(plx_duplicates *d, uint32_t docid, const plx_sketch *s, bool *is_copy,
                              plx_error *err);

/** Forget an article that was deleted. Groups it held together fall apart with the next flush. */
void plx_duplicates_remove(plx_duplicates *d, uint32_t docid);

/**
 * Write the groups that changed (PLX_SLOT_GROUP of their members); before a commit.
 *
 * @return PLX_OK; PLX_ERR_NOMEM; what the store returned. After an error it can be called again.
 */
plx_status plx_duplicates_flush(plx_duplicates *d, plx_error *err);

/** Bytes of memory held. */
size_t plx_duplicates_bytes(const plx_duplicates *d);

#endif
