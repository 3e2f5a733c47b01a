/* daemon/api/blame.h - which parameter made a search refuse? */
#ifndef PLX_DAEMON_BLAME_H
#define PLX_DAEMON_BLAME_H

#include "daemon/problem.h"
#include "search/search.h"

/**
 * Make a problem of a refused search (PLX_ERR_INVALID, PLX_ERR_LIMIT), with the field at fault:
 * "stance", "facet", ..., "facets" or "q". Found by searching for parts of the request, so that
 * the rules of what is right stay in one place.
 */
void plx_blame_search(plx_searcher *s, const plx_search_request *req, const plx_error *err,
                      plx_problem *out);

#endif
