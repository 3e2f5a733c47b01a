/* indexer/summary.h - what a run did: counts, failures, examples, where the time went */
#ifndef PLX_INDEXER_SUMMARY_H
#define PLX_INDEXER_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/article.h"
#include "base/error.h"
#include "indexer/extract.h"

/** Failures kept with their text; the rest are only counted. */
#define PLX_FAILURES_KEPT 1000
/** Extractions with removed lines shown at the end of a run. */
#define PLX_EXAMPLES_KEPT 3

typedef struct plx_index_failure {
    char *where; /* path, path:line, path!/member */
    char *reason;
} plx_index_failure;

typedef struct plx_index_example {
    char *origin, *title;
    char *removed; /* lines "reason<TAB>text" */
    unsigned lines;
} plx_index_example;

/** Seconds of CPU time of the threads, by step. */
typedef struct plx_index_times {
    double read, convert, prepare, put;
    double invert; /* postings made of what was put, beside the other steps */
    double commit; /* with the writing of generations */
} plx_index_times;

/** A generation that is being written: postings, estimated; 0 of 0 while none is. */
typedef struct plx_index_writing {
    uint64_t done, total;
} plx_index_writing;

/** What a run did. Zeroed by the caller before; several runs add up in one. */
typedef struct plx_index_summary {
    /* articles */
    uint64_t seen; /* read without failure */
    uint64_t added, updated, unchanged, removed;
    uint64_t copies;       /* near-copies of another */
    uint64_t stale_labels; /* given to another text */
    uint64_t label_faults; /* lines of the file of labels that are none, passed over */
    char *label_fault;     /* "PATH:LINE: WHY" of the first; NULL */
    uint64_t cleaned;      /* read before, with lines learned now */
    uint64_t with_title, with_date, with_source, with_author; /* of those seen */
    uint64_t text_bytes;
    /* files */
    uint64_t files, files_skipped, files_moved, files_vanished, files_failed;
    uint64_t file_bytes;    /* of files done, skipped ones too */
    uint64_t skipped_bytes; /* of those skipped */
    uint64_t left_out;      /* records and members in them that are no articles */
    uint64_t item_bytes;    /* of records of the file under way */
    /* failures: of lines, members, files, paths */
    uint64_t failed;
    plx_index_failure *failures;
    size_t failure_count;

    plx_index_example examples[PLX_EXAMPLES_KEPT];
    size_t example_count;

    double seconds;
    plx_index_times cpu;
    plx_index_writing writing;
    uint32_t generations; /* written whole, because little was there or much was changed */
    bool is_refused;      /* the index is of a format that is not so written */
    char *slowest;        /* origin of the article that took most CPU time; NULL */
    double slowest_s;
    uint32_t documents; /* in the index at the end */
    unsigned long long index_bytes;
    bool stopped; /* ended on request; what was done is committed */
    bool is_dry;  /* nothing was written: counts of what would be */
} plx_index_summary;

/** Count a failure, and keep its text if there is room. PLX_ERR_NOMEM. */
plx_status plx_summary_fail(plx_index_summary *s, const char *where, const char *reason,
                            plx_error *err);

/** Count what an article tells, and keep what was removed from it as an example. PLX_ERR_NOMEM. */
plx_status plx_summary_article(plx_index_summary *s, const plx_article *a,
                               const plx_extract_report *report, plx_error *err);

/** An article took so much CPU time. PLX_ERR_NOMEM. */
plx_status plx_summary_took(plx_index_summary *s, const char *origin, double seconds,
                            plx_error *err);

/** Release what it holds, and zero it. */
void plx_index_summary_release(plx_index_summary *s);

#endif
