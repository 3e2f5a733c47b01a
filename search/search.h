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
#include "search/aliases.h"
#include "search/names.h"
#include "search/partial.h"
#include "search/tally.h"
#include "text/analyser.h"

/** Limits of one request. */
#define PLX_SEARCH_LIMIT_MAX     1000u
#define PLX_SEARCH_OFFSET_MAX    1000000u
#define PLX_FILTER_VALUES_MAX    64
#define PLX_SEARCH_LIMIT_DEFAULT 10u
#define PLX_FACET_TOP_DEFAULT    10u
#define PLX_SEARCH_FACETS_MAX    32 /* and two-way tables */
#define PLX_CELLS_MAX                                                                              \
    ((PLX_SEARCH_LIMIT_MAX + 2u) * (PLX_SEARCH_LIMIT_MAX + 2u)) /* of all tables */

typedef enum plx_search_sort {
    PLX_BY_RELEVANCE = 0,
    PLX_BY_DATE,
    PLX_BY_DATE_ASC,
    PLX_BY_ADDED /* as they came into the index, by docid: with `after` a page goes on where the
                    last one ended, also when articles were added. Say `any` or `all` with it: else
                    the first article with all words changes what the total counts */
} plx_search_sort;

/** Order of a facet's values. The default: by falling count; periods from the latest. */
typedef enum plx_facet_sort {
    PLX_FACET_AS_USUAL = 0,
    PLX_FACET_BY_COUNT,
    PLX_FACET_BY_VALUE /* stances as the model has them, periods in time, text by its bytes */
} plx_facet_sort;

/** A facet value wanted ("source" = "Tigris Wire"). Same name: OR; several names: AND. */
typedef struct plx_filter {
    const char *name;  /* "stance", "stance_by", "source", "original_source", "author", "lang",
                          "day", "week", "month", "quarter", "year", "date" (any of 2019, 2019-10,
                          2019-10-10), or a user facet */
    const char *value; /* as shown in facets; source, author: case and accents do not matter */
} plx_filter;

/** Zeroed: all articles, newest first, ten hits, no facets. Strings borrowed for the call. */
typedef struct plx_search_request {
    const char *query; /* NULL or "": everything */
    const plx_filter *filters;
    size_t filter_count;
    const char *since, *until; /* plx_date_parse_bound(); until includes all of its period */
    bool undated;              /* let undated articles through a date filter */
    bool likely;        /* stance filter also lets through unclear ones whose best label fits */
    const char *labels; /* "person", "model": only articles whose stance they gave; NULL, "all" */
    bool any;           /* any word is enough */
    bool counted;       /* by relevance, too, list only what the total counts */
    bool all;           /* only articles with all words are listed; not with any */
    bool strict;        /* refuse a malformed query */
    bool exact;         /* match surface words, not stems; reads articles: slow for common words */
    bool no_aliases;    /* look for what was typed only; exact says so, too */
    bool no_spellings;  /* names as they are typed only; exact says so, too */
    bool collapse;      /* articles of one group of near-copies are one hit: the best of them */
    plx_search_sort sort;
    uint32_t recency_days;  /* by relevance: half-life of a newer article's advantage (recency.h);
                               0: age plays no part */
    uint32_t offset, limit; /* limit 0 = 10 */
    bool no_hits;           /* totals and counts alone: nothing is ranked */
    const char *const *facets; /* names wanted, or two with '*' between them ("stance*source": a
                                  two-way table), NULL-ended; NULL = none */
    uint32_t facet_top;        /* values of each; 0 = 10 */
    plx_facet_sort facet_sort;
    bool snippets;
    const char *mark_open, *mark_close; /* round matches in snippets; NULL: "**" */
    uint32_t snippet_bytes;             /* about; 0 = 240 */
    uint32_t deadline_ms;               /* 0 = none */
    uint64_t work_max; /* postings looked at to match and count: a limit that is the same on every
                          machine. An article read to verify words counts 1,000; 0 = none */
    bool partial_ok;   /* when they run out, give what was found; plx_search_docids() never does */
    bool explain;
    struct plx_similar *like; /* not NULL: articles like this one, see plx_search_similar() */
    uint32_t after;           /* only articles with a higher docid: those added since; 0 = all.
                                 An index that is written anew (upgrade) has new docids */
    int64_t now;              /* for relative dates; 0 = the clock */
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
    /* The title with marks; NULL if it holds no word of the query or no snippets were asked for. */
    char *title_marked;
} plx_hit;

typedef struct plx_facet_value {
    char *value;
    uint32_t count;
    bool chosen;                /* is in the request's filters */
    struct plx_facet *children; /* date: the months of a year, the days of a month; NULL: not told.
                                   Missing of them are the articles dated less exactly */
} plx_facet_value;

/** Counted over what the total counts, but without this facet's own filter; by falling count, then
 * value (periods: the latest first), unless facet_sort says otherwise. */
typedef struct plx_facet {
    char *name;
    plx_facet_value *values;
    size_t count;      /* values listed; chosen ones are always among them */
    uint32_t distinct; /* values with a count */
    uint32_t others;   /* sum of the counts that are not listed */
    uint32_t missing;  /* articles without a value */
    uint32_t n;        /* articles counted */
    bool has_several;  /* some articles have several values, and count in each */
} plx_facet;

/** The lines of one side of a two-way table: listed values, then all others together (if any),
 * then the articles without a value (if any). */
typedef struct plx_cross_side {
    char *facet;
    char **value; /* [count] */
    size_t count;
    size_t lines;      /* with the two more */
    uint32_t *total;   /* [lines] articles; of the others: the sum over these values */
    uint32_t distinct; /* values with a count */
    bool has_others, has_missing;
    bool has_several; /* some articles have several values: cells add up to more than totals */
} plx_cross_side;

/** A two-way table over exactly what the total counts: all filters hold. */
typedef struct plx_cross {
    plx_cross_side rows, columns;
    uint32_t *cell; /* [rows.lines][columns.lines] */
    uint32_t n;     /* articles */
} plx_cross;

/** Other names that a word or words of the query were looked for by, too. */
typedef struct plx_alias_use {
    char *typed;
    char **used; /* those that some article holds */
    size_t count;
} plx_alias_use;

typedef struct plx_search_result {
    char *query;
    char *notice;         /* what was read otherwise, NULL if nothing */
    char *did_you_mean;   /* the query with nearer words for those that no article holds; NULL */
    char *explanation;    /* with explain: the reading, and the tree as indented lines */
    char *reading;        /* with explain: what is looked for, as one sentence */
    json_t *reading_tree; /* with explain: plx_retell_json() */
    plx_alias_use *aliases;
    size_t alias_count;
    plx_spelling_uses spellings; /* names, and how they were looked for, too */
    /* Articles that hold all words (any word, where none holds all) and pass the filters. */
    uint32_t total;
    uint32_t total_any; /* that hold any word and pass */
    bool total_exact;   /* else there may be more: partial */
    unsigned partial;   /* plx_partial bits: what is missing; 0: nothing */
    uint64_t work;      /* what work_max bounds */
    bool is_collapsed;
    uint32_t collapsed;      /* with collapse: the total, each group of near-copies counted once */
    uint32_t listed;         /* hits of all pages together */
    uint32_t hidden_undated; /* left out by the date filter for having none */
    uint32_t hidden_unclear; /* left out by the stance filter for being unclear */
    bool is_likely;          /* those that lean the way asked for were let through */
    uint32_t hidden_off_topic, hidden_not_judged; /* likewise */
    plx_hit *hits;
    size_t hit_count;
    plx_facet *facets;
    size_t facet_count;
    plx_cross *tables; /* two-way */
    size_t table_count;
    bool has_tally;              /* with facets, tables or no_hits, and from plx_search_docids() */
    plx_tally tally;             /* of what the total counts */
    const plx_model_info *model; /* borrowed from the snapshot */
} plx_search_result;

/** Working memory; one for each thread, with a snapshot of its own. */
typedef struct plx_searcher plx_searcher;

plx_status plx_searcher_new(plx_snapshot *snap, plx_searcher **out, plx_error *err);
void plx_searcher_free(plx_searcher *s);
/** Look for other names, too, in every search from now on. Borrowed; NULL: do not. */
void plx_searcher_set_aliases(plx_searcher *s, plx_aliases *aliases);

/** What it has worked out of the index (search/tables.h), in the state of its last search: for
 * further counts over the articles found. Borrowed. */
struct plx_tables *plx_searcher_tables(plx_searcher *s);

/**
 * Search.
 *
 * With partial_ok, matching ends at 60 % of the time and counting at 70 %, so that the hits can
 * still be filled; the last snippet begins at 95 %.
 *
 * @return PLX_OK (hit_count 0 when nothing matches); PLX_ERR_INVALID names the parameter, and for
 *         an unknown field, facet or stance those that exist; PLX_ERR_LIMIT; PLX_ERR_DEADLINE
 *         (with partial_ok: before an article was found); PLX_ERR_STALE: refresh the
 *         snapshot and ask again; PLX_ERR_NOMEM
 */
plx_status plx_search(plx_searcher *s, const plx_search_request *req, plx_search_result *out,
                      plx_error *err);
void plx_search_result_release(plx_search_result *r);
void plx_hit_release(plx_hit *h);

/**
 * All articles that the total counts, without reading any: what a sample is drawn from.
 *
 * @param docids  receives out->total docids in rising order, malloc'd; NULL after an error
 * @param out     totals, tally and notice; no hits, no facets
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
