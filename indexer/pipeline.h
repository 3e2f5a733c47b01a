/* indexer/pipeline.h - a whole run: read, put, commit every few seconds, report */
#ifndef PLX_INDEXER_PIPELINE_H
#define PLX_INDEXER_PIPELINE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "classifier/model.h"
#include "collection/writer.h"
#include "indexer/reader.h"

/** Failures kept with their text; the rest are only counted. */
#define PLX_FAILURES_KEPT 1000
/** Extractions with removed lines shown at the end of a run. */
#define PLX_EXAMPLES_KEPT 3

typedef struct plx_index_failure {
    char *where; /* path, path:line */
    char *reason;
} plx_index_failure;

typedef struct plx_index_example {
    char *origin, *title;
    char *removed; /* lines "reason<TAB>text" */
    unsigned lines;
} plx_index_example;

/** What a run did. */
typedef struct plx_index_summary {
    uint64_t added, updated, unchanged, failed, files, files_skipped;
    uint64_t seen;                                            /* articles read */
    uint64_t with_title, with_date, with_source, with_author; /* of those seen */
    uint64_t text_bytes;
    double seconds;
    uint32_t documents; /* in the index at the end */
    unsigned long long index_bytes;
    bool stopped; /* ended on request; what was done is committed */
    plx_index_failure *failures;
    size_t failure_count;
    plx_index_example examples[PLX_EXAMPLES_KEPT];
    size_t example_count;
} plx_index_summary;

/** Zeroed: the defaults. */
typedef struct plx_index_options {
    plx_writer_options writer;
    plx_reader_options reader;
    double commit_s;               /* seconds between commits; 0 = 5 */
    const char *labels_from_input; /* coder name: `label` of the input becomes a person's label */
    /* called at most about ten times a second; another value than 0 stops the run after a
     * commit. May be NULL. */
    int (*progress)(void *ctx, const plx_index_summary *so_far, const char *path);
    void *ctx;
} plx_index_options;

/**
 * Index everything under the paths ("-": standard input). Unchanged files and articles are
 * skipped; failures are listed and the rest goes on.
 *
 * @param out  released with plx_index_summary_release(), also after an error
 * @return PLX_OK, also with failures in *out; PLX_ERR_LOCKED, PLX_ERR_IO, ...: the run could not go
 *         on; what was committed stays
 */
plx_status plx_index_paths(const char *dir, const char *const *paths, size_t n,
                           const plx_index_options *opt, plx_index_summary *out, plx_error *err);
void plx_index_summary_release(plx_index_summary *s);

#endif
