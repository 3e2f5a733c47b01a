/* search/counting.h - all that a request wants counted: tally, facets, two-way tables */
#ifndef PLX_SEARCH_COUNTING_H
#define PLX_SEARCH_COUNTING_H

#include "base/error.h"
#include "search/facets.h"
#include "search/walk.h"

/** A search that has found its articles; all borrowed. */
typedef struct plx_counting {
    const plx_search_request *req;
    const plx_collector *collector;
    const plx_walk *walk;
    const plx_filters *filters;
    plx_docids *work;           /* reserved; overwritten */
    plx_facet_counters *counts; /* working memory */
} plx_counting;

/**
 * Count into a result. Lists are made anew only where a facet leaves out its own filter. Where a
 * part is enough (plx_collector.partial), nothing is half-counted: all of it is there, or none.
 *
 * @param out  facets, tables and tally are set, and released with it, also after an error; nothing
 *             where the request asks for nothing
 * @return PLX_OK; PLX_ERR_INVALID (an unknown facet: names those that exist); PLX_ERR_DEADLINE;
 *         PLX_ERR_STALE; PLX_ERR_NOMEM
 */
plx_status plx_counting_run(const plx_counting *c, plx_search_result *out, plx_error *err);

/** Free and forget what was counted. */
void plx_counting_drop(plx_search_result *out);

#endif
