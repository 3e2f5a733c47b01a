/* collection/snapshot.h - an index as it stands at one commit, for reading
 *
 * Handle, columns and vocabulary of one revision. One snapshot for each thread; the
 * columns behind them are shared through a cache, if one is given. */
#ifndef PLX_COLLECTION_SNAPSHOT_H
#define PLX_COLLECTION_SNAPSHOT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/article.h"
#include "base/error.h"
#include "classifier/stance.h"
#include "collection/model_info.h"
#include "store/store.h"

/** Columns shared by the snapshots of several threads. */
typedef struct plx_column_cache plx_column_cache;
plx_status plx_column_cache_new(plx_column_cache **out, plx_error *err);
/** After all snapshots using it are closed. */
void plx_column_cache_free(plx_column_cache *c);

typedef struct plx_snapshot plx_snapshot;

/**
 * Open the newest state.
 *
 * @param cache  may be NULL: columns of its own
 * @return as plx_collection_verify(); PLX_ERR_IO
 */
plx_status plx_snapshot_open(const char *dir, plx_column_cache *cache, plx_snapshot **out,
                             plx_error *err);
void plx_snapshot_close(plx_snapshot *s);

/** Move to the newest state, if there is one; what was borrowed from the snapshot goes invalid
 * then. Cheap when nothing changed (one stat, one read of a small file). */
plx_status plx_snapshot_refresh(plx_snapshot *s, bool *changed, plx_error *err);

plx_store *plx_snapshot_store(plx_snapshot *s);
/** The index directory, as it was opened. */
const char *plx_snapshot_dir(const plx_snapshot *s);
/** Name of the state, for caches and ETags: "gen-2.57". */
const char *plx_snapshot_version(const plx_snapshot *s);
uint32_t plx_snapshot_documents(const plx_snapshot *s);

/** The model that judged; borrowed until refresh. */
const plx_model_info *plx_snapshot_model(const plx_snapshot *s);

/** User facets: number, names, slots. */
size_t plx_snapshot_facets(const plx_snapshot *s);
const char *plx_snapshot_facet_name(const plx_snapshot *s, size_t i);
uint32_t plx_snapshot_facet_slot(const plx_snapshot *s, size_t i);
/** Publication dates by docid. */
typedef struct plx_date_column {
    uint32_t last_docid;
    int64_t *start;     /* [docid]; INT64_MIN if undated */
    uint8_t *precision; /* [docid] plx_date_precision */
} plx_date_column;

/** For an article without a best label. */
#define PLX_STANCE_NO_BEST 255

/** Stances by docid. */
typedef struct plx_stance_column {
    uint32_t last_docid;
    uint8_t *stance;    /* [docid] ordinal: a label's index, else one of the three below */
    uint8_t *best;      /* [docid] label index; PLX_STANCE_NO_BEST without scores */
    uint8_t *by_person; /* [docid] 0 or 1 */
    uint8_t *absent;    /* [docid] 1 where there is no document */
    uint8_t unclear, off_topic, not_judged; /* ordinals: count, count + 1, count + 2 */
} plx_stance_column;

/** The word of a stance ordinal. */
const char *plx_snapshot_stance_name(const plx_snapshot *s, unsigned ordinal);

/* Columns are loaded at first use and borrowed until refresh or close. */
plx_status plx_snapshot_column(plx_snapshot *s, uint32_t slot, const plx_column **out,
                               plx_error *err);
plx_status plx_snapshot_dates(plx_snapshot *s, const plx_date_column **out, plx_error *err);
plx_status plx_snapshot_stances(plx_snapshot *s, const plx_stance_column **out, plx_error *err);

/** Docid of an article; PLX_ERR_NOTFOUND names the id. */
plx_status plx_snapshot_find(plx_snapshot *s, const char *id, uint32_t *docid, plx_error *err);
/** Read an article (initialised by the caller, released by it), with first_seen and changed. */
plx_status plx_snapshot_article(plx_snapshot *s, uint32_t docid, bool with_text, plx_article *out,
                                plx_error *err);
/** How many former versions of an article are kept; and one of them, by number from 1, the oldest:
 * versions.h. */
plx_status plx_snapshot_versions(plx_snapshot *s, const char *id, uint32_t *n, plx_error *err);
plx_status plx_snapshot_former(plx_snapshot *s, const char *id, uint32_t number, plx_article *out,
                               plx_error *err);
plx_status plx_snapshot_verdict(plx_snapshot *s, uint32_t docid, plx_verdict *out, plx_error *err);

#endif
