/* search/retell.h - a query told back to the one who typed it, for --explain
 *
 * As a sentence, made of the tree that was read, and as a tree of the plan, each leaf with the
 * terms of the index that it stands for and in how many articles they are. */
#ifndef PLX_SEARCH_RETELL_H
#define PLX_SEARCH_RETELL_H

#include <jansson.h>

#include "base/strbuf.h"
#include "search/compile.h"
#include "search/query.h"
#include "search/search.h"

/** What is told; all borrowed. */
typedef struct plx_retelling {
    const plx_node *tree; /* NULL: everything */
    const plx_plan *plan; /* of it */
    const plx_search_request *req;
} plx_retelling;

/**
 * Append one line: "articles that have all, or some, of: green, zone; must not have: drone; dated
 * from 2019-10-01 to 2020-01-31".
 */
void plx_retell_sentence(const plx_retelling *r, plx_strbuf *out);

/** Append the plan, a unit a line, what is in it indented by two; "| " parts alternatives. */
void plx_retell_tree(const plx_plan *plan, plx_strbuf *out);

/**
 * The plan as JSON: {"kind", "text", "field", "required", "boost", "distance", "from", "to",
 * "alternatives": [{"terms": [{"term", "articles"}]}], "children": [...]}, each member where it
 * means something.
 *
 * @return a new reference (JSON null for all articles); NULL without memory
 */
json_t *plx_retell_json(const plx_plan *plan);

/** Days of a unit of dates as "2019-10-10"; "" where it has no such end. */
void plx_retell_days(const plx_unit *u, char from[PLX_DATE_BYTES], char to[PLX_DATE_BYTES]);

#endif
