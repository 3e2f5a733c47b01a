/* daemon/page/facets.h - facets as links that add or remove a filter; chosen filters */
#ifndef PLX_DAEMON_PAGE_FACETS_H
#define PLX_DAEMON_PAGE_FACETS_H

#include "collection/snapshot.h"
#include "daemon/search_params.h"

/** Values shown of a facet; and of the one that is shown whole, at most. */
#define PLX_PAGE_FACET_FEW 8u
#define PLX_PAGE_FACET_ALL 500u

/** Names of the facets that a page counts; the strings are static, or of the snapshot. */
typedef struct plx_page_facet_names {
    const char *name[PLX_SEARCH_FACETS_MAX + 1]; /* NULL-ended */
} plx_page_facet_names;

/** Those of an index: the usual ones, and its own. */
void plx_page_facets_of(const plx_snapshot *s, plx_page_facet_names *out);

/** Append an href with the address of the page under a change. */
void plx_page_href(plx_strbuf *out, const plx_search_params *p, const plx_params_change *change);

/** Append the filters that are in force, each a link that removes it; nothing if there are none. */
void plx_page_chosen(plx_strbuf *out, const plx_search_params *p);

/** Is there a facet that tells something? Not where all articles have the same value, or none has
 * any. */
bool plx_page_has_facets(const plx_search_result *r);

/** Append all facets of a result that tell something; nothing if none does. */
void plx_page_facets(plx_strbuf *out, const plx_search_params *p, const plx_search_result *r);

#endif
