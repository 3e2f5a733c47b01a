/* compare/compare.h - the same topic side by side: who says what, and in which words
 *
 * The articles of a query are put on sides: the labels of the model, or the values of any facet
 * (sources). Of each side come its best articles, and the terms (words, phrases of two words, names
 * of up to four) that it over-uses against all other sides together.
 *
 * What is read. Totals are exact; terms are counted in a sample of stories: near-copies are one
 * story on each side they are on, so that wire copies do not win. Of a side with more stories than
 * the limit those with the smallest hash of (seed, digest of the article) are read: the same on any
 * machine, in any order of indexing, and a larger sample holds the smaller one. Of each article the
 * title and the first PLX_COMPARE_TEXT_MAX bytes are read.
 *
 * What is counted. A story counts once for each term it uses, however often: words come in bursts,
 * stories are (nearly) independent draws, and the z-scores below take independent draws for
 * granted.
 *
 * Over-use is the log-odds ratio with an informative Dirichlet prior: Monroe, Colaresi, Quinn,
 * "Fightin' Words: Lexical Feature Selection and Evaluation for Identifying the Content of
 * Political Conflict", Political Analysis 16(4), 2008. Words and phrases are two vocabularies, each
 * with its own n and prior. The prior is what all sides together use, as if
 * PLX_COMPARE_PRIOR_STORIES average stories had been read on each side beforehand. Beside the
 * paper's z stands z_sources, which takes outlets, not stories, for independent: house style and
 * furniture of a few outlets have a high z and a low z_sources. compare_odds.h has both formulas.
 *
 * What is listed, by falling z_sources: terms of at least min_articles stories and min_sources
 * sources of the side, over-used by both (over 1.96). A term that one source carries (with 70 % of
 * its stories, or that is not over-used without it) is left out, unless that source has half of the
 * side: then it is marked. Of a term and a longer one that holds it, one
 * is listed: the longer one if it covers 70 % of the stories, else the one that comes first; both
 * where the shorter is over-used without the longer, too. A term whose z_sources is under `bound`
 * is weak: of thousands of terms some go over 1.96 by chance.
 *
 * Threads: as the searcher. Memory: about 100 MB for a sample of 3,000 articles, 500 MB at most. */
#ifndef PLX_COMPARE_H
#define PLX_COMPARE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "classifier/model.h"
#include "collection/snapshot.h"
#include "search/search.h"
#include "search/tally.h"

/** Most sides, articles and terms of each, and articles read on all sides together. */
#define PLX_COMPARE_SIDES_MAX    8
#define PLX_COMPARE_ARTICLES_MAX 100u
#define PLX_COMPARE_TERMS_MAX    500u
#define PLX_COMPARE_READ_MAX     50000u
/** For plx_compare_request.sample: as many as PLX_COMPARE_READ_MAX lets. */
#define PLX_COMPARE_ALL UINT32_MAX
/** Defaults: articles read on all sides together, sides of a facet, seed. */
#define PLX_COMPARE_READ_DEFAULT 3000u
#define PLX_COMPARE_SIDES        3u
#define PLX_COMPARE_SEED         1u
/** Bytes of an article's text that are read. */
#define PLX_COMPARE_TEXT_MAX (64u << 10)
/** What the prior weighs, in stories. */
#define PLX_COMPARE_PRIOR_STORIES 10.0
/** Chance of any false alarm among all terms compared (Bonferroni), behind `bound`. */
#define PLX_COMPARE_ALPHA 0.05
/** Sides with fewer articles are to be read with care. */
#define PLX_COMPARE_FEW 30u

/** Zeroed: all articles, by stance, with the defaults. Strings are borrowed for the call. */
typedef struct plx_compare_request {
    plx_search_request search; /* query, filters, deadline, snippets; what is about facets, pages
                                  and order does not matter */
    const char *by;            /* facet whose values are the sides; NULL: stance */
    const char *const *sides;  /* values, NULL-ended; NULL: the labels that have articles, or the
                                  PLX_COMPARE_SIDES most frequent values */
    uint32_t articles;         /* best articles of each side; 0 = 3 */
    uint32_t terms;            /* of each side; 0 = 15 */
    uint32_t sample;           /* articles read of each side at most; 0 = PLX_COMPARE_READ_DEFAULT
                                  over all; PLX_COMPARE_ALL */
    uint32_t seed;             /* 0 = PLX_COMPARE_SEED */
    uint32_t min_articles;     /* stories of a side that a term needs; 0 = 3 */
    uint32_t min_sources;      /* sources of a side; 0 = a tenth of them, at least 2 */
    const plx_model *model;    /* that judged, for the marks; NULL: no marks */
} plx_compare_request;

typedef enum plx_compare_kind {
    PLX_COMPARE_WORD = 0,
    PLX_COMPARE_PHRASE,
    PLX_COMPARE_NAME
} plx_compare_kind;

/** "word", "phrase", "name". */
const char *plx_compare_kind_name(plx_compare_kind kind);

/** A sentence with the term marked as the search request says. */
typedef struct plx_compare_example {
    uint32_t docid; /* 0: none was found */
    char *sentence, *id, *title, *source;
} plx_compare_example;

typedef struct plx_compared_term {
    char *term; /* as it mostly stands in the examples looked at; names with capitals */
    plx_compare_kind kind;
    double z, log_odds;                 /* of Monroe et al. */
    double z_sources;                   /* z with outlets, not stories, as independent draws */
    uint32_t articles, articles_others; /* stories read that use it */
    uint32_t count, count_others;       /* times they use it */
    uint32_t sources; /* of the side that use it; articles without source are one */
    bool in_model;    /* the model looks at it, or a word of it: it would find its own echo */
    bool weak;        /* z_sources under the bound */
    bool one_source;  /* without its main source it is not over-used */
    plx_compare_example example;
} plx_compared_term;

typedef struct plx_compared_side {
    char *name;
    const char *title;        /* display name of a label, else NULL; borrowed from the snapshot */
    plx_tally tally;          /* of its articles; exact */
    uint32_t read;            /* stories read for the terms */
    uint32_t sources;         /* of what was read */
    uint32_t top_source_read; /* stories read of its most frequent source */
    char *top_source;         /* its name; NULL: none */
    plx_search_result best;   /* its best articles: hits and total */
    plx_compared_term *terms; /* by falling z_sources */
    size_t term_count;
    uint32_t left_out_terms; /* of too few sources, or of one */
} plx_compared_side;

/** Zero it before the first use. */
typedef struct plx_comparison {
    plx_search_result all; /* query, notice, totals, hidden; no hits */
    char *by;
    bool by_stance;
    bool by_person;     /* labels by people alone */
    bool by_model;      /* labels by the model alone */
    plx_tally tally;    /* of all that the total counts */
    uint32_t documents; /* of the index */
    uint32_t left_out;  /* articles on no side: other values or none (by stance also unclear,
                           off-topic, not judged) */
    uint32_t several;   /* articles on several sides: counted on each, read for none */
    plx_compared_side *sides;
    size_t side_count;
    uint32_t seed, sample; /* used: most articles read of each side */
    uint32_t terms_compared;
    double bound;       /* z of PLX_COMPARE_ALPHA over all comparisons */
    bool is_cut;        /* the vocabulary was full before all was read */
    char **query_words; /* left out of the terms: the topic itself */
    size_t query_word_count;
} plx_comparison;

/**
 * Compare.
 *
 * @param out  released with plx_comparison_release(), also after an error
 * @return PLX_OK (side_count 0 or 1: there is nothing to compare with; terms are then empty);
 *         PLX_ERR_INVALID names facet or side and those that exist; PLX_ERR_LIMIT;
 *         PLX_ERR_DEADLINE; PLX_ERR_STALE: refresh the snapshot and ask again; PLX_ERR_NOMEM
 */
plx_status plx_compare(plx_snapshot *snap, plx_searcher *s, const plx_compare_request *req,
                       plx_comparison *out, plx_error *err);
void plx_comparison_release(plx_comparison *c);

/** The whole as JSON; new reference, NULL without memory. */
json_t *plx_comparison_json(const plx_comparison *c);
/** Append the terms of all sides as CSV with a line of column names. */
void plx_comparison_csv(const plx_comparison *c, plx_strbuf *out);

#endif
