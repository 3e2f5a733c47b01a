#include "indexer/feed.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/file_list.h"
#include "indexer/job.h"
#include "indexer/path_order.h"
#include "indexer/reader.h"

/* ------------------------------------------------------------------- jobs */

/* Takes the job over. */
static plx_status push(plx_feed *f, plx_job *job, plx_error *err)
{
    if (plx_queue_push(f->queue, job, plx_job_weight(job), job->kind == PLX_JOB_ITEM))
        return PLX_OK;
    plx_job_free(job);
    return plx_fail(err, PLX_ERR_STOPPED, "stopped");
}

static plx_status push_file(plx_feed *f, plx_job_kind kind, const plx_source_file *file,
                            bool failed, plx_error *err)
{
    plx_job *job = NULL;
    plx_status rc = plx_job_new(kind, file->path, &job, err);

    if (rc)
        return rc;
    job->visit = f->visit;
    job->visit.path = f->visit.path ? strdup(f->visit.path) : NULL;
    job->size = file->size;
    memcpy(job->digest, file->digest, sizeof job->digest);
    job->failed = failed;
    job->left_out = file->left_out;
    if (f->visit.path && !job->visit.path) {
        plx_job_free(job);
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", file->path);
    }
    return push(f, job, err);
}

static plx_status push_failure(plx_feed *f, const char *where, const char *reason, plx_error *err)
{
    plx_job *job = NULL;
    plx_status rc = plx_job_new(PLX_JOB_FAILURE, where, &job, err);

    if (rc)
        return rc;
    job->reason = strdup(reason);
    if (!job->reason) {
        plx_job_free(job);
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", where);
    }
    return push(f, job, err);
}

/* -------------------------------------------------------- the reader's sink */

static plx_status on_file(void *ctx, const plx_source_file *file, bool *skip, plx_error *err)
{
    plx_feed *f = ctx;
    plx_status rc;

    free(f->visit.path);
    f->visit.path = NULL;
    rc = plx_files_visit(f->files, file, &f->visit, err);
    *skip = f->visit.fate != PLX_FILE_READ;
    return rc ? rc : push_file(f, PLX_JOB_FILE, file, false, err);
}

static plx_status on_file_done(void *ctx, const plx_source_file *file, bool failed, plx_error *err)
{
    return push_file(ctx, PLX_JOB_FILE_DONE, file, failed, err);
}

static plx_status on_item(void *ctx, plx_item *item, plx_error *err)
{
    plx_job *job = NULL;
    plx_status rc = plx_job_new(PLX_JOB_ITEM, NULL, &job, err);

    if (rc) {
        plx_item_free(item);
        return rc;
    }
    job->item = item;
    job->item_bytes = item->bytes.len;
    return push(ctx, job, err);
}

static plx_status on_failure(void *ctx, const char *where, const plx_error *why)
{
    return push_failure(ctx, where, why->msg, NULL);
}

/* ------------------------------------------------------------------ paths */

static plx_status read_path(plx_feed *f, const char *path)
{
    const plx_item_sink sink = { on_file, on_item, on_failure, on_file_done, f };
    plx_error why = { .code = PLX_OK };
    plx_status rc;

    if (f->source.absent_ok && strcmp(path, "-") != 0 && plx_path_is_absent(path))
        return PLX_OK;
    rc = plx_read_items(path, &sink, &why);
    if (rc == PLX_ERR_NOTFOUND) /* one wrong path does not stop the others */
        return push_failure(f, path, why.msg, &f->why);
    if (rc)
        f->why = why;
    return rc;
}

/* A name that is too long is a failure of the list, which goes on. */
static plx_status next_name(plx_feed *f, plx_file_list *list, const char **name)
{
    plx_status rc;

    do {
        rc = plx_file_list_next(list, name, &f->why);
        if (rc != PLX_ERR_LIMIT)
            return rc;
        rc = push_failure(f, f->source.list, f->why.msg, &f->why);
    } while (!rc);
    return rc;
}

/* In their order. */
static plx_status read_paths(plx_feed *f, plx_path_order *paths)
{
    plx_status rc = PLX_OK;
    size_t i;

    plx_path_order_sort(paths);
    for (i = 0; !rc && i < paths->count; i++)
        rc = read_path(f, plx_path_order_get(paths, i));
    plx_path_order_reset(paths);
    return rc;
}

/* The paths of a list join those given; of a huge one so many are put in order at a time. */
static plx_status add_list(plx_feed *f, plx_path_order *paths)
{
    plx_file_list *list = NULL;
    const char *name = NULL;
    plx_status rc = plx_file_list_open(f->source.list, f->source.nul_separated, &list, &f->why);

    while (!rc) {
        rc = next_name(f, list, &name);
        if (rc || !name)
            break;
        rc = plx_path_order_add(paths, name, &f->why);
        if (!rc && plx_path_order_bytes(paths) > PLX_FEED_ORDERED_BYTES)
            rc = read_paths(f, paths);
    }
    plx_file_list_close(list);
    return rc;
}

static plx_status read_all(plx_feed *f)
{
    plx_path_order paths = PLX_PATH_ORDER_INIT;
    plx_status rc = PLX_OK;
    size_t i;

    for (i = 0; !rc && i < f->source.count; i++)
        rc = plx_path_order_add(&paths, f->source.paths[i], &f->why);
    if (!rc && f->source.list)
        rc = add_list(f, &paths);
    if (!rc)
        rc = read_paths(f, &paths);
    plx_path_order_release(&paths);
    return rc;
}

void *plx_feed_run(void *feed)
{
    plx_feed *f = feed;
    double before = plx_thread_seconds();

    f->status = read_all(f);
    free(f->visit.path);
    f->visit.path = NULL;
    f->cpu_s = plx_thread_seconds() - before;
    plx_queue_end(f->queue);
    return NULL;
}
