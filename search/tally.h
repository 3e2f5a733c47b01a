/* search/tally.h - what stands behind the counts of a list of articles: the denominator
 *
 * Whoever shows counts by stance, source or time shows this beside them: of how many articles, who
 * judged them, how many have no label and why, how many have no date, and how many stories they are
 * when near-copies are counted once. Exact; one pass over columns in memory. */
#ifndef PLX_SEARCH_TALLY_H
#define PLX_SEARCH_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "classifier/stance.h"

struct plx_tables;

/**
 * Each article is one of by_person, by_model, unclear, off_topic, not_judged: their sum is the
 * total. Those with a label are by_person + by_model, the sum of label[].
 */
typedef struct plx_tally {
    uint32_t total;                          /* articles */
    uint32_t by_person;                      /* with a label that a person gave */
    uint32_t by_model;                       /* with a label that the model gave */
    uint32_t label[PLX_LABELS_MAX];          /* [label of the model] whoever gave it */
    uint32_t person[PLX_LABELS_MAX];         /* [label of the model] of these, by a person */
    uint32_t labels;                         /* of the model; behind them both are 0 */
    uint32_t unclear, off_topic, not_judged; /* whoever said so */
    uint32_t undated;
    uint32_t stories; /* articles, those of one group of near-copies counted once */
} plx_tally;

/**
 * Count. Who holds a searcher and no tables takes plx_searcher_tables() (search.h).
 *
 * @param docids  each at most once, such as plx_search_docids() gives
 * @param out     set whole; holds no memory
 * @return PLX_OK; PLX_ERR_STALE: refresh the snapshot and ask again; PLX_ERR_NOMEM
 */
plx_status plx_tally_count(struct plx_tables *t, const uint32_t *docids, size_t n, plx_tally *out,
                           plx_error *err);

#endif
