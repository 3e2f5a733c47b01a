/* daemon/page/start.h - what stands above the newest articles on the page without a search */
#ifndef PLX_DAEMON_PAGE_START_H
#define PLX_DAEMON_PAGE_START_H

#include "daemon/route.h"
#include "daemon/search_params.h"
#include "search/search.h"

/** Does the address ask for nothing: no query, no filter? */
bool plx_page_is_start(const plx_search_params *p);

/**
 * Append what the index holds in one line, queries to try, made of names in the newest articles,
 * and the saved searches.
 *
 * @param r  of the newest articles
 * @return PLX_OK; PLX_ERR_STALE, PLX_ERR_NOMEM, PLX_ERR_IO
 */
plx_status plx_page_start(plx_context *c, const plx_search_result *r, plx_error *err);

#endif
