/* collection/versions.h - what changed articles said before
 *
 * Metadata of the database, so that it changes in the same commit as the article: under
 * "versions-DIGEST" how many there are, under "version-DIGEST-N" the Nth, oldest first: 8 bytes
 * of time (as in PLX_SLOT_SEEN) and the document data as it was (record.h). DIGEST is that of the
 * article's id. */
#ifndef PLX_COLLECTION_VERSIONS_H
#define PLX_COLLECTION_VERSIONS_H

#include <stdint.h>

#include "base/article.h"
#include "base/error.h"
#include "collection/record.h"
#include "store/store.h"

/** How many former versions of an article are kept. */
plx_status plx_versions_count(plx_store *st, const char *id, uint32_t *n, plx_error *err);

/**
 * Read one.
 *
 * @param number  from 1, the oldest, to plx_versions_count()
 * @param out     initialised by the caller, who also releases it; out->changed is the time since
 *                when the article had been so, 0 if not known
 * @return PLX_OK; PLX_ERR_NOTFOUND; PLX_ERR_CORRUPT; the store's errors
 */
plx_status plx_versions_get(plx_store *st, plx_record_codec *c, const char *id, uint32_t number,
                            plx_article *out, plx_error *err);

/**
 * Keep the present document data of an article as its latest former version, if title or text
 * differ from those of `next`, which is to replace it.
 */
plx_status plx_versions_keep(plx_store *st, plx_record_codec *c, uint32_t docid,
                             const plx_article *next, plx_error *err);

/** Remove those of an article. */
plx_status plx_versions_remove(plx_store *st, const char *id, plx_error *err);

/** Copy those of an article from one store to another that has none of it. */
plx_status plx_versions_copy(plx_store *from, plx_store *to, const char *id, plx_error *err);

#endif
