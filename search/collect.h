/* search/collect.h - the exact set of articles that a plan stands for
 *
 * Every leaf becomes a set (posting lists read in bulk, phrases by positions, NEAR by the engine's
 * match, stances, dates and groups from columns, tags from their file), and sets are joined as the
 * plan says. Two are made: what holds all words, and what holds any. What the words are worth in
 * each article is added up on the way (score.h), since the lists are read once.
 *
 * When time or work runs out and a part is enough, both sets hold what is known to belong there:
 * of a leaf that was cut what was read of it, and where the plan refuses such a leaf, nothing. What
 * is refused is therefore read first. */
#ifndef PLX_SEARCH_COLLECT_H
#define PLX_SEARCH_COLLECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "search/bits.h"
#include "search/compile.h"
#include "search/deadline.h"
#include "search/partial.h"
#include "search/score.h"
#include "search/tables.h"
#include "text/analyser.h"

/** Sets lent out during one search and used again by the next. */
typedef struct plx_bits_pool {
    plx_bits **item;
    size_t count, cap, used;
} plx_bits_pool;

/** An empty set, until the pool's `used` is set back. */
plx_status plx_bits_take(plx_bits_pool *pool, uint32_t last_docid, plx_bits **out, plx_error *err);
/** Free all sets but `keep`. */
void plx_bits_pool_trim(plx_bits_pool *pool, size_t keep);
void plx_bits_pool_release(plx_bits_pool *pool);

/** What collecting needs; all borrowed. */
typedef struct plx_collector {
    plx_tables *tables;
    plx_analyser *an; /* for exact words */
    plx_bits_pool *pool;
    plx_deadline *deadline;
    unsigned *partial;  /* NULL: all or nothing; else receives what is missing */
    plx_scores *scores; /* receives the relevance of what is found */
} plx_collector;

/** Sets of the pool, or of the tables. */
typedef struct plx_sets {
    const plx_bits *full; /* all words */
    const plx_bits *any;  /* any word (and all that is required, nothing that is refused) */
    bool all;             /* all words are asked for: `any` never stands in for `full` */
} plx_sets;

/** @return PLX_OK (see c->partial); PLX_ERR_DEADLINE; PLX_ERR_STALE; PLX_ERR_CORRUPT (exact words);
 *          PLX_ERR_NOMEM */
plx_status plx_collect(const plx_collector *c, const plx_plan *plan, plx_sets *out, plx_error *err);

/**
 * Put what the engine finds into a set: for what needs positions.
 *
 * @param q      taken over, also after an error
 * @param found  receives the number of matches
 * @return as plx_collect()
 */
plx_status plx_collect_matches(const plx_collector *c, plx_query *q, plx_bits *set, uint32_t *found,
                               plx_error *err);

#endif
