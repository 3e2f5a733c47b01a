/* search/stats.h - what an index holds: articles by stance, source, year and language, labels by
 * people, bytes on disk
 *
 * What `parallax stats` and /api/v1/stats give out. Cost: a count over all articles, one pass over
 * the file of labels, one over the names in the folder. */
#ifndef PLX_SEARCH_STATS_H
#define PLX_SEARCH_STATS_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "search/search.h"

/** Values of each count, if not told. */
#define PLX_STATS_TOP_DEFAULT 20u

/** Parts of the index directory; the database is the current generation. */
typedef enum plx_stats_part {
    PLX_STATS_DATABASE = 0,
    PLX_STATS_MODEL,
    PLX_STATS_LABELS,
    PLX_STATS_MANIFEST,
    PLX_STATS_OTHER,
    PLX_STATS_PARTS
} plx_stats_part;

/** "database", "model", "labels", "manifest", "other". */
const char *plx_stats_part_name(plx_stats_part part);

/** Zero it before the first use. */
typedef struct plx_stats {
    plx_search_result counts; /* facets stance, source, year, lang; tally; no hits */
    const char *version;      /* of the state; borrowed from the snapshot, like the model */
    const plx_model_info *model;
    uint32_t articles;
    size_t votes;        /* by people, those that stand */
    size_t label_faults; /* lines of the file of labels that are none */
    char *first_fault;   /* "PATH:LINE: WHY"; NULL: none */
    unsigned long long bytes[PLX_STATS_PARTS], all_bytes;
} plx_stats;

/** Zeroed: the defaults. Strings are borrowed for the call. */
typedef struct plx_stats_request {
    const char *labels_path; /* NULL: labels.jsonl in the index */
    uint32_t top;            /* values of each count; 0: PLX_STATS_TOP_DEFAULT */
    uint32_t deadline_ms;    /* 0: none */
} plx_stats_request;

/**
 * Gather.
 *
 * @param s    of the snapshot
 * @param out  released with plx_stats_release(), also after an error
 * @return PLX_OK; as plx_search(); PLX_ERR_IO
 */
plx_status plx_stats_gather(plx_snapshot *snap, plx_searcher *s, const plx_stats_request *req,
                            plx_stats *out, plx_error *err);
void plx_stats_release(plx_stats *s);

/**
 * As JSON, schema 1; new reference, NULL without memory.
 *
 * @param index  path to tell; NULL: it is not told
 */
json_t *plx_stats_json(const plx_stats *s, const char *index);

#endif
