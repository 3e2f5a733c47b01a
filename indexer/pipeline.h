/* indexer/pipeline.h - a whole run: read, convert, prepare, put, commit, prune, report
 *
 * One thread reads (feed.h), several convert and prepare (convert.h, collection/prepare.h), the
 * calling one puts what they made into the index (intake.h), in the order of the input: what comes
 * out does not depend on the number of threads. Between them is a queue that is bounded in jobs
 * and bytes. */
#ifndef PLX_INDEXER_PIPELINE_H
#define PLX_INDEXER_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "classifier/model.h"
#include "collection/crew.h"
#include "collection/writer.h"
#include "indexer/reader.h"
#include "indexer/summary.h"

/** Most threads that convert and prepare. */
#define PLX_JOBS_MAX PLX_CREW_MAX

/** Whether articles go whose file is no longer there, or that their file no longer brings. */
typedef enum plx_prune {
    PLX_PRUNE_NOT = 0,
    PLX_PRUNE_CAREFULLY, /* not when more than half of the files known under a path would go */
    PLX_PRUNE_ALL
} plx_prune;

/** Zeroed: the defaults. */
typedef struct plx_index_options {
    plx_writer_options writer;
    plx_reader_options reader;
    unsigned jobs;          /* threads that convert and prepare; 0: as many as cores */
    double commit_s;        /* seconds between commits; 0: 5, more while a generation is built */
    const char *files_from; /* a list of further paths ("-": standard input), NULL: none */
    bool nul_separated;     /* its names end with NUL */
    bool retry_failed;      /* instead of paths: the files in which something failed before */
    bool no_learn;          /* leave in lines that repeat over the articles of a source */
    bool absent_ok;         /* a path that does not exist is no failure */
    plx_prune prune;
    const char *const *prune_under; /* NULL-ended; NULL: under the paths that are read */
    const char *labels_from_input;  /* coder name: `label` of the input becomes a person's label */
    /* called at most about ten times a second; another value than 0 stops the run after a
     * commit. May be NULL. */
    int (*progress)(void *ctx, const plx_index_summary *so_far, const char *path);
    void *ctx;
} plx_index_options;

/**
 * Index everything under the paths ("-": standard input). Unchanged files and articles are
 * skipped; failures are listed and the rest goes on.
 *
 * @param paths  NULL-ended
 * @param out    zeroed by the caller, or of earlier runs, which it is added to; released with
 *               plx_index_summary_release(), also after an error
 * @return PLX_OK, also with failures in *out; PLX_ERR_LOCKED, PLX_ERR_IO, ...: the run could not go
 *         on; what was committed stays
 */
plx_status plx_index_paths(const char *dir, const char *const *paths, const plx_index_options *opt,
                           plx_index_summary *out, plx_error *err);

#endif
