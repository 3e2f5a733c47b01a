/* daemon/page_facets.h - facets as links that add or remove a filter; chosen filters */
#ifndef PLX_DAEMON_PAGE_FACETS_H
#define PLX_DAEMON_PAGE_FACETS_H

#include "daemon/search_params.h"

/** Append an href with the address of the page under a change. */
void plx_page_href(plx_strbuf *out, const plx_search_params *p, const plx_params_change *change);

/** Append the filters that are in force, each a link that removes it; nothing if there are none. */
void plx_page_chosen(plx_strbuf *out, const plx_search_params *p);

/** Append all facets of a result. */
void plx_page_facets(plx_strbuf *out, const plx_search_params *p, const plx_search_result *r);

#endif
