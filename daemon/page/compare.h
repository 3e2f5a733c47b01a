/* daemon/page/compare.h - the parts of the page that compares: what it was asked, the choice of
 * sides, a side */
#ifndef PLX_DAEMON_PAGE_COMPARE_H
#define PLX_DAEMON_PAGE_COMPARE_H

#include "compare/compare.h"
#include "compare/timeline.h"
#include "daemon/params.h"
#include "daemon/search_params.h"

/** What stands in the address; begins with the search, as plx_search_params_read() wants it. */
typedef struct plx_compare_params {
    plx_search_params search;
    const char *by;         /* NULL: stance */
    plx_param_list sides;   /* sides=a,b */
    plx_param_filters side; /* side=a&side=b: as forms send them, commas allowed */
    uint32_t articles, terms, sample, seed, min_articles, min_sources; /* 0: the defaults */
} plx_compare_params;

/** Facet whose values are the sides. */
const char *plx_compare_params_by(const plx_compare_params *p);

/** Append the address of this view by another facet, with no side chosen; not escaped. */
void plx_compare_params_address(const plx_compare_params *p, const char *by, plx_strbuf *out);

/** Append the choice of facet and sides; facet: that of the sides with its counts, NULL: unknown.
 */
void plx_page_compare_choice(plx_strbuf *out, const plx_compare_params *p, const plx_snapshot *snap,
                             const plx_facet *facet, const plx_comparison *c);

/** All that a side is drawn from. */
typedef struct plx_page_side {
    const plx_compare_params *params;
    const plx_comparison *c;
    const plx_compared_side *side;
    size_t number;                   /* of the side, from 0 */
    const plx_timeline_result *time; /* series for each side; NULL: none */
} plx_page_side;

/** Append one side: totals, best articles, over-used terms, timeline. */
void plx_page_compare_side(plx_strbuf *out, const plx_page_side *s);

/** Append the address of the search that finds the articles of a side, not escaped.
 *
 * @param term  and this term; NULL: all of them
 */
void plx_page_side_address(const plx_page_side *s, const plx_compared_term *term, plx_strbuf *out);

#endif
