/* daemon/page/take.h - what can be taken from a search: data, feed, a name for it */
#ifndef PLX_DAEMON_PAGE_TAKE_H
#define PLX_DAEMON_PAGE_TAKE_H

#include "daemon/route.h"
#include "daemon/search_params.h"

/**
 * Append links to all articles and to those of this page as data, the feed, and the form that saves
 * the search under a name; for those without a token, where one is taken. Nobody saves a search
 * that asks for nothing, or where the daemon only reads.
 */
void plx_page_take(plx_context *c, const plx_search_params *p);

#endif
