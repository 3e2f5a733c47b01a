/* search/alias_query.h - other names of what a query names
 *
 * Works on the tree, between parsing and compiling. Words side by side that are a name of the
 * table, the longest first, become one PLX_NODE_ANY_OF: what was typed, then the other names as
 * phrases. Words of title: likewise. What stands in quotes or behind '=' means just itself, and a
 * name of several words ends at a sign ('+', '-', '^') or an operator. */
#ifndef PLX_SEARCH_ALIAS_QUERY_H
#define PLX_SEARCH_ALIAS_QUERY_H

#include "base/error.h"
#include "search/alias_table.h"
#include "search/compile.h"
#include "search/query.h"
#include "search/search.h"

/** Names added for one of a query; for all of a query. More are left out. */
#define PLX_ALIAS_ADDED_MAX     16
#define PLX_ALIAS_ADDED_ALL_MAX 64

/** What rewriting needs; all borrowed. */
typedef struct plx_alias_rewriting {
    const plx_alias_table *table;
    plx_analyser *an;
    plx_tokens *tokens; /* working memory */
} plx_alias_rewriting;

/**
 * Add other names to a tree. Cost O(words): each is analysed and looked up, and so are up to
 * PLX_ALIAS_WORDS_MAX behind one that a name begins with.
 *
 * @param tree  changed in place; *tree NULL: a query without words. Well-formed after an error, too
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_alias_rewrite(const plx_alias_rewriting *r, plx_node **tree, plx_error *err);

/**
 * Which names were looked for beside those typed, of those that are in the index: by a plan that
 * was made of the tree, and collected.
 *
 * @return PLX_OK; PLX_ERR_NOMEM: what there is is in *out, for plx_search_result_release()
 */
plx_status plx_alias_uses_list(const plx_node *tree, const plx_plan *plan, plx_search_result *out,
                               plx_error *err);
void plx_alias_use_release(plx_alias_use *u);

#endif
