/* indexer/job.h - what passes from the reading thread over the workers to the writer
 *
 * Records, and between them, in their order, what happened to the files they are in. */
#ifndef PLX_INDEXER_JOB_H
#define PLX_INDEXER_JOB_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/hash.h"
#include "collection/prepare.h"
#include "indexer/extract.h"
#include "indexer/files.h"
#include "indexer/item.h"

typedef enum plx_job_kind {
    PLX_JOB_FILE = 0, /* a file begins, or is skipped */
    PLX_JOB_ITEM,
    PLX_JOB_FAILURE,
    PLX_JOB_FILE_DONE, /* to its end */
    PLX_JOB_KINDS
} plx_job_kind;

typedef struct plx_job {
    plx_job_kind kind;
    char *place; /* FILE, FILE_DONE: path as walked; FAILURE: where */

    /* FILE, FILE_DONE */
    plx_file_visit visit;
    long long size; /* bytes; -1: a stream */
    char digest[PLX_DIGEST_HEX + 1];
    bool failed;                 /* something in it */
    unsigned long long left_out; /* records in it that are no articles */

    char *reason; /* FAILURE */

    /* ITEM */
    plx_item *item;
    size_t item_bytes;
    plx_prepared *prepared; /* by a worker */
    plx_extract_report report;
    bool may_learn;    /* furniture, from this article (learning.h) */
    size_t known;      /* lines learned when it was cleaned, 0 if it was not */
    char *raw_text;    /* before; NULL: nothing was taken out */
    plx_status status; /* of converting and preparing; why says more */
    plx_error why;
    double cpu_s; /* the worker's CPU time for it */
} plx_job;

/** An empty job. PLX_ERR_NOMEM. */
plx_status plx_job_new(plx_job_kind kind, const char *place, plx_job **out, plx_error *err);
/** NULL allowed. */
void plx_job_free(plx_job *job);

/** About how many bytes it and what a worker makes of it take. */
size_t plx_job_weight(const plx_job *job);

/** Seconds of CPU time of the calling thread. */
double plx_thread_seconds(void);
/** The same of all threads of the process. */
double plx_process_seconds(void);

#endif
