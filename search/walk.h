/* search/walk.h - filters over the found sets: totals, what is hidden, what is counted
 *
 * With filters, every article that holds any word is tested by each filter once, over columns; the
 * rest is joining of sets. */
#ifndef PLX_SEARCH_WALK_H
#define PLX_SEARCH_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "search/bits.h"
#include "search/collect.h"
#include "search/filters.h"

/** Working memory, kept between searches. Zeroed at first. */
typedef struct plx_docids {
    uint32_t *item; /* room for every docid */
    size_t cap;
} plx_docids;

/** Room for the docids 1..last_docid; PLX_ERR_NOMEM. */
plx_status plx_docids_reserve(plx_docids *d, uint32_t last_docid, plx_error *err);
void plx_docids_release(plx_docids *d);

/** What is walked over; all borrowed, for as long as the walk. */
typedef struct plx_walk_input {
    const plx_collector *collector;
    const plx_sets *sets;
    const plx_filters *filters;
    bool any; /* any word is enough */
} plx_walk_input;

/** Sets are of the pool. */
typedef struct plx_walk {
    const plx_collector *collector;
    const plx_filters *filters;
    const plx_bits *base;    /* what totals and facets are about, before filters: the articles with
                                all words, or with any where none has all (unless all are asked
                                for) or any is enough */
    const plx_bits *any;     /* with any word, passing all filters */
    const plx_bits *full;    /* with all words, before filters */
    const plx_bits **passed; /* [filter] */
    uint32_t total, total_any, total_full;
    /* left out by the filters of dates; by those of stances */
    uint32_t hidden_undated, hidden_unclear, hidden_off_topic, hidden_not_judged;
} plx_walk;

/**
 * @param work  reserved by the caller
 * @param out   released with plx_walk_release(), also after an error
 * @return PLX_OK; PLX_ERR_DEADLINE; PLX_ERR_NOMEM
 */
plx_status plx_walk_run(const plx_walk_input *in, plx_docids *work, plx_walk *out, plx_error *err);
void plx_walk_release(plx_walk *w);

/**
 * Docids of the base that pass all filters but one.
 *
 * @param but     index of that filter; w->filters->tests for none
 * @param docids  reserved by the caller
 * @param n       receives their number
 */
plx_status plx_walk_list(const plx_walk *w, size_t but, plx_docids *docids, size_t *n,
                         plx_error *err);

#endif
