/* daemon/search_params.h - a search as it stands in an address
 *
 * The names are those of plx_search_request, for the API and the page alike. */
#ifndef PLX_DAEMON_SEARCH_PARAMS_H
#define PLX_DAEMON_SEARCH_PARAMS_H

#include "base/strbuf.h"
#include "daemon/params.h"

typedef struct plx_search_params {
    const char *query, *since, *until; /* NULL: not given */
    const char *recency;               /* as given; NULL: age plays no part */
    uint32_t recency_days;
    plx_param_filters filters; /* in the order given */
    bool undated, likely, any, all, exact, no_aliases, no_spellings, collapse;
    bool copies;     /* the list of the page only, which folds near-copies: it does not */
    unsigned labels; /* index into plx_labels_words */
    unsigned sort;   /* plx_search_sort */
    uint32_t offset, limit;
    const char *more; /* the page only: the facet that is shown with all its values */
    /* the API only */
    bool strict, snippets, no_hits, explain;
    const char *cursor; /* NULL: not given */
    plx_param_list facets;
    uint32_t facet_top;
    unsigned facet_sort; /* plx_facet_sort */
    unsigned format;     /* for plx_format_choose() */
    char *memory;        /* holds the strings */
} plx_search_params;

/** Words of the parameter "sort", by plx_search_sort; NULL-ended. */
extern const char *const plx_sort_words[];
/** Words of the parameter "format"; NULL-ended. */
extern const char *const plx_search_formats[];
/** Whose labels count: "all", "person", "model"; NULL-ended. */
extern const char *const plx_labels_words[];
/** Words of the parameter "facet_sort", by plx_facet_sort; NULL-ended. */
extern const char *const plx_facet_sort_words[];

/**
 * Rows of a table of parameters: what makes the state of a search. The struct to fill is, or begins
 * with, a plx_search_params.
 */
/* clang-format off */
#define PLX_SEARCH_AT(field) offsetof(plx_search_params, field)
#define PLX_FILTER_PARAMS \
    { "stance", PLX_PARAM_FILTER, PLX_SEARCH_AT(filters), 0, 0, NULL, "only this stance: a label, unclear, off-topic, not-judged" }, \
    { "source", PLX_PARAM_FILTER, PLX_SEARCH_AT(filters), 0, 0, NULL, "only this outlet" }, \
    { "original_source", PLX_PARAM_FILTER, PLX_SEARCH_AT(filters), 0, 0, NULL, "only what credits this outlet" }, \
    { "author", PLX_PARAM_FILTER, PLX_SEARCH_AT(filters), 0, 0, NULL, "only this author" }, \
    { "lang", PLX_PARAM_FILTER, PLX_SEARCH_AT(filters), 0, 0, NULL, "only this language, by its code" }, \
    { "facet", PLX_PARAM_FACET, PLX_SEARCH_AT(filters), 0, 0, NULL, "only this value of any facet, as NAME:VALUE" }, \
    { "since", PLX_PARAM_BOUND, PLX_SEARCH_AT(since), 0, 0, NULL, "from this date on: 2019, 2019-10, 2019-10-10, 7d, 3m, yesterday" }, \
    { "until", PLX_PARAM_BOUND, PLX_SEARCH_AT(until), 0, 0, NULL, "up to this date and all of it" }, \
    { "undated", PLX_PARAM_SWITCH, PLX_SEARCH_AT(undated), 0, 0, NULL, "with since or until: undated articles, too" }, \
    { "likely", PLX_PARAM_SWITCH, PLX_SEARCH_AT(likely), 0, 0, NULL, "with stance: unclear articles, too, whose best label fits" }, \
    { "labels", PLX_PARAM_CHOICE, PLX_SEARCH_AT(labels), 0, 0, plx_labels_words, "only articles whose stance was given by a person, or by the model" }
#define PLX_COPIES_PARAM \
    { "copies", PLX_PARAM_SWITCH, PLX_SEARCH_AT(copies), 0, 0, NULL, "each near-copy stands by itself in the list" }
#define PLX_QUERY_PARAMS \
    { "q", PLX_PARAM_QUERY, PLX_SEARCH_AT(query), 0, 0, NULL, "the query; none: all articles" }, \
    PLX_FILTER_PARAMS, \
    { "any", PLX_PARAM_SWITCH, PLX_SEARCH_AT(any), 0, 0, NULL, "any word of the query is enough" }, \
    { "all", PLX_PARAM_SWITCH, PLX_SEARCH_AT(all), 0, 0, NULL, "only articles with all words" }, \
    { "exact", PLX_PARAM_SWITCH, PLX_SEARCH_AT(exact), 0, 0, NULL, "words as they are typed, not their stems" }, \
    { "no_aliases", PLX_PARAM_SWITCH, PLX_SEARCH_AT(no_aliases), 0, 0, NULL, "look for no other names of what the query names" }, \
    { "no_spellings", PLX_PARAM_SWITCH, PLX_SEARCH_AT(no_spellings), 0, 0, NULL, "names only as they are spelled in the query" }, \
    { "collapse", PLX_PARAM_SWITCH, PLX_SEARCH_AT(collapse), 0, 0, NULL, "near-copies of an article are one hit: the best of them" }
/* clang-format on */

/** Read the parameters of /api/v1/search (snippets are on unless asked otherwise). With a cursor
 * the order is that in which articles came into the index; what cannot be read so is refused. */
bool plx_search_params_read_api(const char *query, size_t n, plx_search_params *out,
                                plx_problem *problem);
/** Read those of the search page: the ones that make its state. */
bool plx_search_params_read_page(const char *query, size_t n, plx_search_params *out,
                                 plx_problem *problem);
/**
 * Read a table of one's own that holds PLX_QUERY_PARAMS or PLX_FILTER_PARAMS, and rows for members
 * behind the plx_search_params at the begin of a struct.
 *
 * @param out  the plx_search_params in that struct, which the caller has zeroed
 */
bool plx_search_params_read(const plx_param *table, const char *query, size_t n,
                            plx_search_params *out, plx_problem *problem);
/**
 * Refuse what does not go with a cursor, if there is one: another order, an offset, collapse.
 *
 * @param is_added  the order is that in which articles came into the index
 */
bool plx_search_params_check_cursor(const plx_search_params *p, bool is_added,
                                    plx_problem *problem);
/** Safe also after a refusal. */
void plx_search_params_release(plx_search_params *p);

/** Make a request of them, which borrows from p; the deadline and marks are left to the caller. */
void plx_search_params_request(const plx_search_params *p, plx_search_request *out);

/** A change to make while writing parameters as an address. */
typedef struct plx_params_change {
    const char *add_name, *add_value;   /* filter to add; NULL: none */
    const char *drop_name, *drop_value; /* filter to leave out; a NULL value: all of that name */
    bool drop_dates;                    /* leave out since, until, undated */
    const bool *copies;                 /* another value; NULL: as it is */
    const char *query;                  /* another query; NULL: as it is */
    bool set_undated, set_likely;
    const unsigned *sort; /* another sort; NULL: as it is */
    uint32_t offset;      /* where the answer starts */
} plx_params_change;

/**
 * Append "q=..." and all else that makes the state of the page, changed: the address of another
 * view of it. out ends in '?' or in parameters already.
 */
void plx_search_params_address(const plx_search_params *p, const plx_params_change *change,
                               plx_strbuf *out);

/** Can filters of this name stand under it ("source=x"), or as "facet=NAME:x"? */
bool plx_search_params_has_filter(const char *name);

#endif
