/* search/similar.h - more like this: articles that share the terms which tell one apart
 *
 * The source's terms are weighed as ranking weighs them (BM25: rare in the index, frequent in the
 * article), and the PLX_SIMILAR_TERMS heaviest become a query in which each counts by its weight
 * there. That is "offer weight" without relevance judgements: Robertson, Sparck Jones, "Simple,
 * proven approaches to text retrieval", 1994. Filters, facets and snippets work as in any search.
 * The source itself and its near-copies are left out, and of near-copies among the others only the
 * best is shown. */
#ifndef PLX_SEARCH_SIMILAR_H
#define PLX_SEARCH_SIMILAR_H

#include <stdint.h>

#include "base/article.h"
#include "base/error.h"
#include "search/query.h"
#include "search/search.h"
#include "search/tables.h"
#include "text/analyser.h"

/** Terms that are looked for. More add what the article says in passing. */
#define PLX_SIMILAR_TERMS 30
/** A term that more than one in so many articles hold tells nothing apart; unless they are few. */
#define PLX_SIMILAR_COMMON 8
#define PLX_SIMILAR_FEW    10
/** Bytes of a given article that are read, title included. */
#define PLX_SIMILAR_TEXT_MAX (256u << 10)

/** Like which article; borrowed. */
typedef struct plx_similar {
    uint32_t docid;             /* of the index; 0: the one below */
    const plx_article *article; /* not in the index, or perhaps in it as well */
    float self;                 /* receives what the source itself would score */
} plx_similar;

/**
 * The query as a tree, for search.c: (and (or TERM^WEIGHT ...) (not dup:ID)).
 *
 * @param an, tokens  to analyse a given article; tokens is working memory
 * @param out  free: plx_node_free()
 * @return PLX_OK, *out NULL if the source has no terms to go by; PLX_ERR_STALE; PLX_ERR_NOMEM
 */
plx_status plx_similar_tree(plx_tables *t, plx_analyser *an, plx_tokens *tokens, plx_similar *like,
                            plx_node **out, plx_error *err);

/**
 * Articles like one.
 *
 * @param req  its filters, limits, facets and snippets; query and order are not looked at
 * @param out  as of plx_search(); the score of a hit is its likeness to the source: 1 for an
 *             article of the very same terms. Released with plx_search_result_release()
 * @return as plx_search(); PLX_ERR_INVALID if the source has no terms to go by (too short)
 */
plx_status plx_search_similar(plx_searcher *s, const plx_search_request *req, plx_similar *like,
                              plx_search_result *out, plx_error *err);

/** The hits under what they are like: {"schema", "similar_to", "hits", "partial",
 * "explanation"}, the last two where there is something to say; a new reference, NULL without
 * memory. */
json_t *plx_similar_json(const plx_search_result *r, const char *id);

#endif
