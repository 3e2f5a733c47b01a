/* collection/column_cache.h - the columns of one state of an index, loaded once and shared
 *
 * A set belongs to one version ("gen-2.57"); snapshots of several threads hold it
 * together, and it goes when the last lets go. For snapshot.c only. */
#ifndef PLX_COLLECTION_COLUMN_CACHE_H
#define PLX_COLLECTION_COLUMN_CACHE_H

#include "collection/snapshot.h"

typedef struct plx_column_set plx_column_set;

/** The set of a version: the cache's (NULL: none), or a new one; released with ..._drop(). */
plx_status plx_column_set_take(plx_column_cache *c, const char *version, plx_column_set **out,
                               plx_error *err);
void plx_column_set_drop(plx_column_set *set);

/* Each loads at first use through st and is then shared; safe from several threads. */
plx_status plx_column_set_text(plx_column_set *set, plx_store *st, uint32_t slot,
                               const plx_column **out, plx_error *err);
plx_status plx_column_set_dates(plx_column_set *set, plx_store *st, const plx_date_column **out,
                                plx_error *err);
plx_status plx_column_set_stances(plx_column_set *set, plx_store *st, size_t labels,
                                  const plx_stance_column **out, plx_error *err);

#endif
