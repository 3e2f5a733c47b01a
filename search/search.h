/* search/search.h - a request in, ranked hits with snippets and facet counts out
 *
 * By relevance all articles with any word are listed; up to three words, those with all of them
 * first. By date, and without words, those that the total counts are. Ties end at the docid, so
 * that pages neither overlap nor leave gaps.
 *
 * What the command line and the daemon both call. Names of the fields here are the names
 * of the options, of the API parameters and of the JSON. */
#ifndef PLX_SEARCH_H
#define PLX_SEARCH_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/article.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "collection/snapshot.h"
#include "text/analyser.h"

/** Limits of one request. */
#define PLX_SEARCH_LIMIT_MAX  1000u
#define PLX_SEARCH_OFFSET_MAX 1000000u
#define PLX_FILTER_VALUES_MAX 64
#define PLX_FACET_TOP_DEFAULT 10u

typedef enum plx_search_sort { PLX_BY_RELEVANCE = 0, PLX_BY_DATE, PLX_BY_DATE_ASC } plx_search_sort;

/** A facet value wanted ("source" = "Tigris Wire"). Same name: OR; several names: AND. */
typedef struct plx_filter {
    const char *name;  /* "stance", "source", "original_source", "author", "lang", "month", "year",
                        or a  user facet */
    const char *value; /* as shown in facets; source, author: case and accents do not matter */
} plx_filter;

/** Zeroed: all articles, newest first, ten hits, no facets. Strings borrowed for the call. */
typedef struct plx_search_request {
    const char *query; /* NULL or "": everything */
    const plx_filter *filters;
    size_t filter_count;
    const char *since, *until; /* plx_date_parse_bound(); until includes all of its period */
    bool undated;              /* let undated articles through a date filter */
    bool likely;   /* stance filter also lets through unclear ones whose best label fits */
    bool any;      /* any word is enough */
    bool strict;   /* refuse a malformed query */
    bool exact;    /* match surface words, not stems; reads articles: slow for common words */
    bool collapse; /* articles of one group of near-copies are one hit: the best of them */
    plx_search_sort sort;
    uint32_t offset, limit;    /* limit 0 = 10 */
    const char *const *facets; /* names wanted, NULL-ended; NULL = none */
    uint32_t facet_top;        /* values of each; 0 = 10 */
    bool snippets;
    const char *mark_open, *mark_close; /* round matches in snippets; NULL: "**" */
    uint32_t snippet_bytes;             /* about; 0 = 240 */
    uint32_t deadline_ms;               /* 0 = none */
    bool explain;
    int64_t now; /* for relative dates; 0 = the clock */
} plx_search_request;

typedef struct plx_hit {
    uint32_t docid;
    double score;
    bool full;           /* holds all words */
    uint32_t duplicates; /* with collapse: others of its group that are listed with it */
    char *group;         /* name of the group, NULL if there are no such others */
    plx_article article; /* fields; text only while the snippet is made */
    plx_verdict verdict;
    char *snippet; /* with marks, NULL if not asked for */
} plx_hit;

typedef struct plx_facet_value {
    char *value;
    uint32_t count;
    bool chosen; /* is in the request's filters */
} plx_facet_value;

/** Counted over what the total counts, but without this facet's own filter; by falling count, then
 * value (stances: in the model's order; month and year: newest first). */
typedef struct plx_facet {
    char *name;
    plx_facet_value *values;
    size_t count;      /* values listed; chosen ones are always among them */
    uint32_t distinct; /* values with a count */
    uint32_t others;   /* sum of the counts that are not listed */
} plx_facet;

typedef struct plx_search_result {
    char *query;
    char *notice;      /* what was read otherwise, NULL if nothing */
    char *explanation; /* with explain */
    uint32_t
        total; /* articles that hold all words (any word, where none does) and pass the filters */
    uint32_t total_any; /* that hold any word and pass */
    bool total_exact;
    bool is_collapsed;
    uint32_t collapsed;      /* with collapse: the total, each group of near-copies counted once */
    uint32_t listed;         /* hits of all pages together */
    uint32_t hidden_undated; /* left out by the date filter for having none */
    uint32_t hidden_unclear; /* left out by the stance filter for being unclear */
    plx_hit *hits;
    size_t hit_count;
    plx_facet *facets;
    size_t facet_count;
    const plx_model_info *model; /* borrowed from the snapshot */
} plx_search_result;

/** Working memory; one for each thread, with a snapshot of its own. */
typedef struct plx_searcher plx_searcher;

plx_status plx_searcher_new(plx_snapshot *snap, plx_searcher **out, plx_error *err);
void plx_searcher_free(plx_searcher *s);

/**
 * Search.
 *
 * @return PLX_OK (hit_count 0 when nothing matches); PLX_ERR_INVALID names the parameter, and for
 * an unknown field, facet or stance those that exist; PLX_ERR_LIMIT; PLX_ERR_DEADLINE;
 *         PLX_ERR_STALE: refresh the snapshot and ask again; PLX_ERR_NOMEM
 */
plx_status plx_search(plx_searcher *s, const plx_search_request *req, plx_search_result *out,
                      plx_error *err);
void plx_search_result_release(plx_search_result *r);

/**
 * All articles that the total counts, without reading any: what a sample is drawn from.
 *
 * @param docids  receives out->total docids in rising order, malloc'd; NULL after an error
 * @param out     totals and notice; no hits, no facets
 * @return as plx_search()
 */
plx_status plx_search_docids(plx_searcher *s, const plx_search_request *req, uint32_t **docids,
                             plx_search_result *out, plx_error *err);

/** The result as the JSON of DESIGN "search --format json"; new reference. */
json_t *plx_search_result_json(const plx_search_result *r);
/** One hit as the object used in json and jsonl. */
json_t *plx_hit_json(const plx_hit *h, const plx_model_info *model);
/** Append the line of column names, and a line of one hit (rank: from 1, with the offset); what
 * `--format csv` gives on the command line and over HTTP. out->failed is set without memory. */
void plx_hit_csv_header(plx_strbuf *out);
void plx_hit_csv(const plx_hit *h, const plx_model_info *model, uint32_t rank, plx_strbuf *out);
/** An article with its verdict, for show, export and the API ("stance", "stance_best",
 * "stance_probability", "stance_by", "model" beside the article's own fields). */
json_t *plx_article_verdict_json(const plx_article *a, const plx_verdict *v,
                                 const plx_model_info *model);

#endif
