/* search/score.h - relevance: BM25 of every article with a word of the query
 *
 * Scores are added up leaf by leaf while posting lists are read for the sets, which has to be done
 * for exact totals anyway. That is as fast as the engine's own match (which prunes, and in 1.4
 * loses hits by it: AndMaybePostList::next() goes on behind the farther of two lists), and every
 * page, order and tie rests on the same numbers.
 *
 * BM25 as by Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond",
 * 2009; its numbers are in weights.h. The score of a leaf is its boost times
 *
 *   idf (k1 + 1) n / (n + K)     K = k1 ((1 - b) + b length / average)
 *
 * - n is how often the word is there. Other spellings and names of what was typed are the same
 * word: n is the sum of all, each times its weight (1 for what was typed), and idf that of the
 * articles with any of them. A rare spelling is so no rarer than the word, and what was typed comes
 * first, other things equal. A name of several words is there as often as the rarest of them.
 * - What was typed as several words in one (a phrase, "al-Khazali") is the sum over its words.
 *   Of a hyphenated word they count in all articles that are found, also without each other: the
 *   half of "low-blockage tunnel" is worth something where the whole is not there.
 * - A word that is typed q times counts (k3 + 1) q / (k3 + q) times, not q times.
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
    float *score; /* [docid] of articles outside of the found sets it may be anything */
    float *count; /* [docid] working memory, all 0 between calls */
    size_t cap;
} plx_scores;

/** All scores to 0; PLX_ERR_NOMEM. */
plx_status plx_scores_reset(plx_scores *s, uint32_t last_docid, plx_error *err);
void plx_scores_release(plx_scores *s);

/** What scoring reads; all borrowed. */
typedef struct plx_scoring {
    const plx_tables *tables;
    const plx_plan *plan;
    plx_deadline *deadline;
    plx_scores *scores;
} plx_scoring;

/** idf (k1 + 1) of what is in so many articles. */
float plx_score_weight(const plx_tables *t, uint32_t freq);

/** Does what was typed consist of several words that weigh without each other, too? */
bool plx_score_is_compound(const plx_plan *p, const plx_unit *u);

/** Read the list of a leaf of one term: its documents go into a set and get their scores. */
plx_status plx_score_term(const plx_scoring *s, const plx_unit *u, plx_bits *set, plx_error *err);

/** The same for a leaf of several terms, as the spellings of a name: each list is read once. */
plx_status plx_score_terms(const plx_scoring *s, const plx_unit *u, plx_bits *set, plx_error *err);

/**
 * Score any other leaf of words, within its set (but for hyphenated words, see above).
 *
 * @return PLX_OK; PLX_ERR_DEADLINE; PLX_ERR_STALE; PLX_ERR_NOMEM
 */
plx_status plx_score_leaf(const plx_scoring *s, const plx_unit *u, const plx_bits *set,
                          plx_error *err);

#endif
