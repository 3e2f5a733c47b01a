/* daemon/page/told.h - what a search says of itself: how much there is, how the query was read, and
 * what was left out */
#ifndef PLX_DAEMON_PAGE_TOLD_H
#define PLX_DAEMON_PAGE_TOLD_H

#include "daemon/search_params.h"

/** Append the heading with the total, folding of near-copies, and the orders to choose from. */
void plx_page_summary(plx_strbuf *out, const plx_search_params *p, const plx_search_result *r);

/** Append the notes: what was meant, looked for besides, read otherwise, left out, not finished. */
void plx_page_told(plx_strbuf *out, const plx_search_params *p, const plx_search_result *r);

/** Append what to do where nothing was found. */
void plx_page_advice(plx_strbuf *out, const plx_search_params *p, uint32_t articles);

#endif
