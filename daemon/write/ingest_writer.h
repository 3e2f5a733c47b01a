/* daemon/write/ingest_writer.h - writing batches of articles as `parallax index` writes them
 *
 * The model that judges is the index's own; lines that repeat over the pages of a source are
 * learned and taken out. The model stays loaded from one batch to the next. One thread. */
#ifndef PLX_DAEMON_INGEST_WRITER_H
#define PLX_DAEMON_INGEST_WRITER_H

#include "base/error.h"
#include "classifier/model.h"
#include "collection/prepare.h"
#include "collection/snapshot.h"
#include "collection/writer.h"
#include "indexer/job.h"
#include "indexer/learning.h"

/** The first two are filled by the caller, who borrows them; the rest is zeroed. */
typedef struct plx_ingest_writer {
    const char *index_dir, *labels_path;
    plx_writer *writer; /* NULL between batches */
    /* private */
    char *model_path;
    plx_model *model;
    plx_preparer *preparer;
    plx_learning *learning; /* NULL until a page comes */
    size_t held_bytes;      /* of text that the engine may hold in memory */
    plx_snapshot *snapshot; /* for versions */
} plx_ingest_writer;

/** Begin a batch. As plx_writer_open() and plx_model_load(). */
plx_status plx_ingest_writer_open(plx_ingest_writer *w, double wait_s, plx_error *err);

/**
 * Put a converted article (job->prepared->article).
 *
 * @return PLX_OK; PLX_ERR_INVALID, PLX_ERR_LIMIT: the article's fault; else the index's
 */
plx_status plx_ingest_writer_put(plx_ingest_writer *w, plx_job *job, plx_put_outcome *out,
                                 plx_error *err);

/** Make all visible and durable. As plx_writer_commit(). */
plx_status plx_ingest_writer_commit(plx_ingest_writer *w, plx_error *err);

/** End the batch: what is not committed is given up, others may write. */
void plx_ingest_writer_close(plx_ingest_writer *w);

/** Name of the newest state, which has all that was committed; borrowed until the next call; ""
 * if it cannot be read now. */
const char *plx_ingest_writer_version(plx_ingest_writer *w);

void plx_ingest_writer_release(plx_ingest_writer *w);

#endif
