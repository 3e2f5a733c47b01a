/* search/weights.h - the numbers of ranking, and why they are what they are
 *
 * One configuration for all collections and all kinds of query. Each number was tried in steps
 * around the one it has; `make bench-retrieval` prints what they come to, docs/performance.md has
 * the table of what was tried. */
#ifndef PLX_SEARCH_WEIGHTS_H
#define PLX_SEARCH_WEIGHTS_H

/** BM25: how soon more of a word stops counting, and how much a long article has to have of it.
 * Flat around these values; title words count PLX_TITLE_WDF times (collection/schema.h). */
#define PLX_BM25_K1 1.6
#define PLX_BM25_B  0.65

/** How soon a word that is typed again stops counting more. Who repeats a word in a long request
 * means it, so to leave repetition out loses a sixth; more than about 20 only helps the longest. */
#define PLX_BM25_K3 12.0

/** What a pair of neighbours that is found together adds, as a share of both their weights. */
#define PLX_PROXIMITY_SHARE 0.25F
/** Positions from one to the other, at most: two other words between them. Farther ones say no more
 * than that both are there. */
#define PLX_PROXIMITY_REACH 3u
/** Share of the other order: "zone, green" for "green zone". */
#define PLX_PROXIMITY_REVERSED 0.25F
/** Articles that are looked at, from the first on: positions are dear (a third of a search at this
 * depth), and at 100 mean MAP is .0006 higher. */
#define PLX_PROXIMITY_DEPTH 30
/** Words of a query and spellings of a word that are looked at, each with its positions. */
#define PLX_PROXIMITY_WORDS_MAX     128
#define PLX_PROXIMITY_SPELLINGS_MAX 8

/** Queries of up to so many words show articles with all of them first: with few words, one that
 * is missing is the topic missed. */
#define PLX_FULL_FIRST_WORDS 3

/** With recency the score is multiplied by this plus 2^(-age / half-life): 1.5 for what is of
 * today, 1 at one half-life and for what has no date, 0.5 for what is very old. So age can outweigh
 * a score three times as high, and no more. */
#define PLX_RECENCY_FLOOR 0.5F
/** Days of a half-life, at most. */
#define PLX_RECENCY_DAYS_MAX 36500u

#endif
