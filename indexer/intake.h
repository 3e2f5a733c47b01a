/* indexer/intake.h - the writer's side of a run: jobs, in order, into index and summary
 *
 * One thread. Commits every few seconds; the manifest follows each commit. While the writer builds
 * a generation (plx_writing), which costs something for all it takes over, commits are rarer. */
#ifndef PLX_INDEXER_INTAKE_H
#define PLX_INDEXER_INTAKE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "collection/writer.h"
#include "indexer/files.h"
#include "indexer/job.h"
#include "indexer/learning.h"
#include "indexer/pipeline.h"
#include "indexer/queue.h"
#include "indexer/summary.h"

/** A set of document numbers. Zeroed: empty. */
typedef struct plx_docid_set {
    unsigned char *bits;
    size_t bytes;
} plx_docid_set;

/** One run; the first members are filled by the caller, the rest is zeroed. */
typedef struct plx_intake {
    const plx_index_options *opt;
    plx_index_summary *sum;
    plx_writer *writer;
    plx_files *files;
    plx_queue *queue;       /* of the pass under way: workers rest for some commits */
    plx_learning *learning; /* NULL: nothing is learned */
    char *labels_path;
    plx_strbuf labels; /* lines that the next commit appends there */

    double started, committed, shown; /* times of the clock */
    double looked;                    /* when `arrived` began to be counted */
    size_t arrived;                   /* articles since then */
    double busy;                      /* last time when many had arrived */
    double seconds_before;            /* of earlier runs in the same summary */
    double cpu_before;                /* CPU time that is no step of this run */
    char *path;                       /* of the file under way */
    uint32_t file;                    /* its number */
    bool item_failed;                 /* something in it could not be converted or stored */
    uint64_t articles;                /* of it */
    size_t held_bytes, held_articles; /* text that the engine may hold in memory, and of how many */
    plx_docid_set met;                /* articles read in this run, where that is asked for */
    bool keeps_met;
} plx_intake;

/** Take over a job, and free it. PLX_ERR_STOPPED if the caller's progress function said so; else
 * what ends a run: PLX_ERR_NOMEM, the store's errors. */
plx_status plx_intake_take(plx_intake *in, plx_job *job, plx_error *err);

/** Nothing came for a while: show it, and commit what is due. As plx_intake_take(). */
plx_status plx_intake_wait(plx_intake *in, plx_error *err);

/** For plx_writer_options.progress, ctx being the intake: a generation is being written. */
void plx_intake_writing(void *ctx, uint64_t done, uint64_t total);

/** Make all visible and durable; no worker is at work. */
plx_status plx_intake_commit(plx_intake *in, plx_error *err);

/** All was read: clean articles that hold lines learned after them, commit, and keep what was
 * learned; no worker is at work. */
plx_status plx_intake_finish(plx_intake *in, plx_error *err);

bool plx_docid_set_has(const plx_docid_set *set, uint32_t docid);
void plx_docid_set_release(plx_docid_set *set);
void plx_intake_release(plx_intake *in);

#endif
