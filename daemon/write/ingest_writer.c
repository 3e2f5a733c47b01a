#include "daemon/write/ingest_writer.h"

#include <stdlib.h>
#include <string.h>

/* The engine holds postings in memory, up to fifty times the bytes of a text of ever new words:
 * with so much text it is made to write them. */
#define HELD_BYTES (4u << 20)

/* ------------------------------------------------------------------ model */

static void forget_model(plx_ingest_writer *w)
{
    plx_model_free(w->model);
    free(w->model_path);
    w->model = NULL;
    w->model_path = NULL;
}

/* The model of the index. The name of its file has its digest: the same name is the same model. */
static plx_status load_model(plx_ingest_writer *w, plx_error *err)
{
    char *path = NULL;
    plx_status rc = plx_collection_model_file(w->index_dir, &path, err);

    if (!rc && path && w->model_path && strcmp(path, w->model_path) == 0) {
        free(path);
        return PLX_OK;
    }
    forget_model(w);
    w->model_path = path;
    if (!rc && path)
        rc = plx_model_load(path, &w->model, err);
    if (rc)
        forget_model(w);
    return rc;
}

/* ------------------------------------------------------------ open and close */

static plx_status open_writer(plx_ingest_writer *w, double wait_s, plx_error *err)
{
    plx_writer_options opt = { .what = "parallax serve",
                               .wait_s = wait_s,
                               .labels_path = w->labels_path };
    plx_status rc = load_model(w, err);

    opt.model = w->model;
    return rc ? rc : plx_writer_open(w->index_dir, &opt, &w->writer, err);
}

plx_status plx_ingest_writer_open(plx_ingest_writer *w, double wait_s, plx_error *err)
{
    plx_status rc = open_writer(w, wait_s, err);

    /* relabelled, or the old model swept away, between the look at the model and the lock */
    if (rc == PLX_ERR_INVALID || rc == PLX_ERR_NOTFOUND)
        rc = open_writer(w, wait_s, err);
    if (!rc)
        rc = plx_preparer_new(w->writer, &w->preparer, err);
    if (rc)
        plx_ingest_writer_close(w);
    return rc;
}

void plx_ingest_writer_close(plx_ingest_writer *w)
{
    plx_learning_close(w->learning);
    plx_writer_close(w->writer); /* and the preparer */
    w->learning = NULL;
    w->writer = NULL;
    w->preparer = NULL;
    w->held_bytes = 0;
}

void plx_ingest_writer_release(plx_ingest_writer *w)
{
    plx_ingest_writer_close(w);
    plx_snapshot_close(w->snapshot);
    w->snapshot = NULL;
    forget_model(w);
}

/* --------------------------------------------------------------- articles */

static plx_status clean(plx_ingest_writer *w, plx_job *job, plx_error *err)
{
    plx_status rc = PLX_OK;

    if (!job->may_learn)
        return PLX_OK;
    if (!w->learning)
        rc = plx_learning_open(w->index_dir, &w->learning, err);
    /* what is wrong with the file of learned lines is no fault of the article */
    if (rc == PLX_ERR_INVALID || rc == PLX_ERR_LIMIT)
        rc = plx_fail_prefix(err, PLX_ERR_CORRUPT, "index");
    return rc ? rc : plx_learning_clean(w->learning, job, err);
}

static plx_status prepare(plx_ingest_writer *w, plx_job *job, plx_error *err)
{
    bool is_unchanged = false;
    plx_status rc = plx_prepare_digest(w->preparer, job->prepared, &is_unchanged, err);

    if (!rc && !is_unchanged)
        rc = clean(w, job, err);
    if (!rc && !is_unchanged)
        rc = plx_prepare(w->preparer, job->prepared, err);
    return rc;
}

static plx_status count_held(plx_ingest_writer *w, const plx_article *a, plx_error *err)
{
    w->held_bytes += a->text ? strlen(a->text) : 0;
    if (w->held_bytes < HELD_BYTES)
        return PLX_OK;
    w->held_bytes = 0;
    return plx_writer_checkpoint(w->writer, err);
}

plx_status plx_ingest_writer_put(plx_ingest_writer *w, plx_job *job, plx_put_outcome *out,
                                 plx_error *err)
{
    plx_status rc = prepare(w, job, err);

    if (!rc)
        rc = plx_writer_put(w->writer, job->prepared, NULL, out, err);
    if (!rc && w->learning)
        rc = plx_learning_learn(w->learning, job, out, err);
    if (!rc && out->result != PLX_PUT_UNCHANGED)
        rc = count_held(w, &job->prepared->article, err);
    return rc;
}

plx_status plx_ingest_writer_commit(plx_ingest_writer *w, plx_error *err)
{
    uint64_t cleaned = 0;
    plx_status rc = PLX_OK;

    if (w->learning)
        rc = plx_learning_revise(w->learning, w->writer, &cleaned, err);
    if (!rc)
        rc = plx_writer_commit(w->writer, err);
    if (!rc && w->learning)
        rc = plx_learning_save(w->learning, err);
    return rc;
}

const char *plx_ingest_writer_version(plx_ingest_writer *w)
{
    bool is_changed;
    plx_status rc = w->snapshot ? plx_snapshot_refresh(w->snapshot, &is_changed, NULL)
                                : plx_snapshot_open(w->index_dir, NULL, &w->snapshot, NULL);

    if (!rc)
        return plx_snapshot_version(w->snapshot);
    plx_snapshot_close(w->snapshot);
    w->snapshot = NULL;
    return "";
}
