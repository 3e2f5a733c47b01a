/* search/tagged.h - the articles of an index that have a tag
 *
 * Tags are kept by id (collection/tags.h); here they become docids of one snapshot. The file is
 * looked at anew for each search that asks, which costs a stat if nothing was added. */
#ifndef PLX_SEARCH_TAGGED_H
#define PLX_SEARCH_TAGGED_H

#include <stdint.h>

#include "base/error.h"
#include "collection/snapshot.h"
#include "collection/tags.h"
#include "search/bits.h"

/** Zeroed: nothing read yet. */
typedef struct plx_tagged {
    plx_tags *tags;
    uint32_t *docid; /* [article of the tags] 0: not in the index */
    uint32_t known;  /* articles below it have been looked up */
    uint32_t cap;
} plx_tagged;

/**
 * Read what was added to the tags, and look up the articles that are new there.
 *
 * @return PLX_OK; PLX_ERR_IO; PLX_ERR_STALE; PLX_ERR_NOMEM
 */
plx_status plx_tagged_refresh(plx_tagged *g, plx_snapshot *snap, plx_error *err);
/** The snapshot has moved on: docids are to be looked up again. */
void plx_tagged_forget(plx_tagged *g);
void plx_tagged_release(plx_tagged *g);

/**
 * Put the articles with a tag into a set (emptied by the caller).
 *
 * @param name  in any case
 * @return PLX_OK; PLX_ERR_INVALID, naming the tags there are
 */
plx_status plx_tagged_set(const plx_tagged *g, const char *name, plx_bits *set, plx_error *err);

#endif
