/* collection/duplicates.h - which articles of an index are the same story again
 *
 * Near-copies are found by locality-sensitive hashing of sketches (text/sketch.h) and put in
 * groups: the connected components of "similar enough". A group is named by the smallest key of
 * its members, so that it does not depend on the order in which they came. */
#ifndef PLX_COLLECTION_DUPLICATES_H
#define PLX_COLLECTION_DUPLICATES_H

#include <stdint.h>

#include "base/error.h"
#include "store/store.h"
#include "text/sketch.h"

typedef struct plx_duplicates plx_duplicates;

/**
 * Load sketches and groups of an index (slots PLX_SLOT_SKETCH and PLX_SLOT_GROUP).
 *
 * @param st  borrowed for as long as the object lives
 * @return PLX_OK; PLX_ERR_NOMEM; what the store returned
 */
plx_status plx_duplicates_open(plx_store *st, plx_duplicates **out, plx_error *err);
void plx_duplicates_close(plx_duplicates *d);

/**
 * Note an article that was added or replaced under docid.
 *
 * @param id   its id: names its group if it is the smallest by hash
 * @param is_copy  receives whether another article is similar; may be NULL
 */
plx_status plx_duplicates_put(plx_duplicates *d, uint32_t docid, const char *id,
                              const plx_sketch *s, bool *is_copy, plx_error *err);

/** Forget an article that was deleted. */
void plx_duplicates_remove(plx_duplicates *d, uint32_t docid);

/** Write the groups that changed (PLX_SLOT_GROUP of their members); before a commit. */
plx_status plx_duplicates_flush(plx_duplicates *d, plx_error *err);

#endif
