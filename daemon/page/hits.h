/* daemon/page/hits.h - the articles of a search page, one below the other */
#ifndef PLX_DAEMON_PAGE_HITS_H
#define PLX_DAEMON_PAGE_HITS_H

#include "daemon/search_params.h"

/** Articles on a page, if the address does not say. */
#define PLX_PAGE_HITS_DEFAULT 10u

/** Append the hits as a list, and the links to the pages before and after. */
void plx_page_hits(plx_strbuf *out, const plx_search_params *p, const plx_search_result *r);

#endif
