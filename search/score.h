/* search/score.h - relevance: BM25 of every article with a word of the query
 *
 * Scores are added up leaf by leaf while posting lists are read for the sets, which has to be done
 * for exact totals anyway. That is as fast as the engine's own match (which prunes, and in 1.4
 * loses hits by it: AndMaybePostList::next() goes on behind the farther of two lists), and every
 * page, order and tie rests on the same numbers.
 *
 * BM25 as by Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond",
 * 2009, with k1 and b that did best over ten test collections. Term counts in queries play no part.
 */
#ifndef PLX_SEARCH_SCORE_H
#define PLX_SEARCH_SCORE_H

#include <stdint.h>

#include "base/error.h"
#include "search/bits.h"
#include "search/compile.h"
#include "search/deadline.h"
#include "search/tables.h"

/** Scores by docid, kept between searches. Zeroed at first. */
typedef struct plx_scores {
    float *score;    /* [docid] */
    uint32_t *count; /* [docid] working memory, all 0 between calls */
    size_t cap;
} plx_scores;

/** All scores to 0; PLX_ERR_NOMEM. */
plx_status plx_scores_reset(plx_scores *s, uint32_t last_docid, plx_error *err);
void plx_scores_release(plx_scores *s);

/** What scoring reads; all borrowed. */
typedef struct plx_scoring {
    const plx_tables *tables;
    const plx_plan *plan;
    const plx_deadline *deadline;
    plx_scores *scores;
} plx_scoring;

/** Read a term's list: its documents go into a set and get their scores. */
plx_status plx_score_term(const plx_scoring *s, const plx_plan_term *t, plx_bits *set,
                          plx_error *err);

/**
 * Score a leaf of several terms within its set. Alternatives of one term each count as one word;
 * of phrases their words count, each once.
 */
plx_status plx_score_leaf(const plx_scoring *s, const plx_unit *u, const plx_bits *set,
                          plx_error *err);

#endif
