/* search/saved_search.h - making a saved search of a request, and what there is of each */
#ifndef PLX_SEARCH_SAVED_SEARCH_H
#define PLX_SEARCH_SAVED_SEARCH_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "collection/saved.h"
#include "collection/snapshot.h"
#include "search/search.h"

/**
 * Append the query that says what a request asks for: its filters as fields. What no query can say
 * (any, exact, likely, undated) is left out.
 *
 * @return PLX_OK; PLX_ERR_INVALID (a value with a quotation mark; nothing is asked for);
 *         PLX_ERR_NOMEM
 */
plx_status plx_saved_query_write(const plx_search_request *req, plx_strbuf *out, plx_error *err);

/**
 * Is the query of a request, and the one written of it, sound? One that is malformed would spoil
 * every query it is named in; and what is sound only with its filters written behind it, as
 * "a) OR (b" in brackets, is not what was asked.
 *
 * @return as plx_search() of a strict request
 */
plx_status plx_saved_query_try(plx_searcher *s, const plx_search_request *req, const char *query,
                               plx_error *err);

/** How many articles a saved search finds, and how many of them were not there at the last look. */
typedef struct plx_saved_found {
    uint32_t total, fresh;
    bool is_known; /* false: it could not be searched for */
} plx_saved_found;

/** Count them. @param deadline_ms  of each of two searches; 0: none. @return as plx_search() */
plx_status plx_saved_count(plx_searcher *s, plx_snapshot *snap, const plx_saved_search *saved,
                           uint32_t deadline_ms, plx_saved_found *out, plx_error *err);

/** {"name","query","saved","looked","total","new"}, as `parallax searches` has it; NULL without
 * memory. */
json_t *plx_saved_json(const plx_saved_search *s, const plx_saved_found *f);

#endif
