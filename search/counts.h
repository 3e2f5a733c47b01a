/* search/counts.h - facets, two-way tables and tallies as JSON and CSV
 *
 * The one form in which all that counts gives them out: search, timeline and compare, on the
 * command line and over HTTP. */
#ifndef PLX_SEARCH_COUNTS_H
#define PLX_SEARCH_COUNTS_H

#include <jansson.h>

#include "base/strbuf.h"
#include "search/search.h"

/* New references; NULL without memory. */

/** {"stance": [{"value", "count", "chosen", "children"}]}; chosen only where it is, children where
 * they were counted. */
json_t *plx_facets_json(const plx_facet *facets, size_t n);
/** {"stance": {"n", "distinct", "others", "missing", "several"}}; several only where it is so. */
json_t *plx_facets_more_json(const plx_facet *facets, size_t n);

/**
 * {"rows", "columns": {"facet", "lines": [{"kind", "value"}], "distinct", "several"}, "counts":
 * [[line]], "row_totals", "column_totals", "n"}. The kind of a line is value, others or missing.
 */
json_t *plx_cross_json(const plx_cross *c);

/** {"n", "stories", "person", "model", "unclear", "off_topic", "not_judged", "undated", "labels":
 * {name: {"count", "person"}}}. */
json_t *plx_tally_json(const plx_tally *t, const plx_label_set *labels);

/** Append it as a line of words: "n = 120 articles (95 stories): 12 labelled by people, 80 by the
 * model, 28 unclear; 3 undated". out->failed is set without memory. */
void plx_tally_words(const plx_tally *t, plx_strbuf *out);

/** What the filters hid: {"undated", "unclear", "off_topic", "not_judged"}. */
json_t *plx_hidden_json(const plx_search_result *r);

/* Append CSV; out->failed is set without memory. Values stand as they are (base/csv.h); the lines
 * of others and of articles without a value are called "(others)" and "(none)". */

/** Lines of value, count, share (of all articles counted); of dates all levels under each other. */
void plx_facet_csv(const plx_facet *f, plx_strbuf *out);
/** A line for each row, a column for each value, and the totals as last line and column. */
void plx_cross_csv(const plx_cross *c, plx_strbuf *out);

/** How the CSV calls them, and the terminal does. */
#define PLX_COUNTS_OTHERS  "(others)"
#define PLX_COUNTS_MISSING "(none)"

/** Name of a line of a table. */
const char *plx_cross_line_name(const plx_cross_side *s, size_t line);

#endif
