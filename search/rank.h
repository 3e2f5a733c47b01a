/* search/rank.h - which of the found articles come first
 *
 * Relevance is BM25 over the words of the query, OR-ed, inside a set that is known exactly. With at
 * most PLX_FULL_FIRST_WORDS words articles with all of them come before the others; the more words,
 * the less having the last one says. Age may count, too (recency.h). By date, the newest first (or
 * oldest), undated last, ties by relevance. As they were added: by docid. All ties end at the
 * docid, so that pages neither overlap nor leave gaps. */
#ifndef PLX_SEARCH_RANK_H
#define PLX_SEARCH_RANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "search/collapse.h"
#include "search/collect.h"
#include "search/compile.h"
#include "search/recency.h"
#include "search/search.h"
#include "search/walk.h"

/** What is ranked; all borrowed. */
typedef struct plx_ranking {
    const plx_collector *collector;
    const plx_plan *plan;
    const plx_walk *walk;
    plx_docids *work;
    plx_search_sort sort;
    plx_recency recency;    /* for relevance */
    bool any;               /* any word is enough: full matches do not come first */
    bool all;               /* only articles with all words are listed */
    plx_collapse *collapse; /* begun; NULL: near-copies are hits like others */
    uint32_t offset, limit; /* limit > 0 */
} plx_ranking;

typedef struct plx_ranked {
    uint32_t docid;
    double score;
} plx_ranked;

/**
 * One page of hits.
 *
 * By relevance it runs over all articles with any word; in other orders, and without words, over
 * those that the total counts. Without time for the neighbours they are left out of account, where
 * the collector takes a part for an answer.
 *
 * @param out     room for r->limit
 * @param n       receives the number of hits
 * @param listed  receives that of all pages together
 * @return PLX_OK; PLX_ERR_DEADLINE; PLX_ERR_STALE; PLX_ERR_NOMEM
 */
plx_status plx_rank(const plx_ranking *r, plx_ranked *out, size_t *n, size_t *listed,
                    plx_error *err);

#endif
