/* search/tagged.h - the articles of an index that have a tag
 *
 * Tags are kept by id (collection/tags.h); here they become docids of one snapshot. The file is
 * looked at anew for each search that asks, which costs a stat if nothing was added. */
#ifndef PLX_SEARCH_TAGGED_H
#define PLX_SEARCH_TAGGED_H

#include <stdbool.h>
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
    uint32_t files;  /* plx_tags_files() when they were */
    uint32_t cap;
    plx_column column; /* tags by docid, in byte order; names are of the tags */
    bool has_column;   /* it is of the tags and docids as they are */
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

/** Number of a tag, in any case; PLX_ERR_INVALID names the tags there are. */
plx_status plx_tagged_find(const plx_tagged *g, const char *name, uint32_t *tag, plx_error *err);

/**
 * Put the articles with a tag into a set (emptied by the caller).
 *
 * @param name  in any case
 * @return PLX_OK; PLX_ERR_INVALID, naming the tags there are
 */
plx_status plx_tagged_set(const plx_tagged *g, const char *name, plx_bits *set, plx_error *err);

/**
 * The tags of each article, as a column of the index would have them.
 *
 * @param last_docid  of the snapshot
 * @param out         borrowed until the next refresh
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_tagged_column(plx_tagged *g, uint32_t last_docid, const plx_column **out,
                             plx_error *err);

#endif
