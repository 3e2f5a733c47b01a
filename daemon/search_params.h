/* daemon/search_params.h - a search as it stands in an address
 *
 * The names are those of plx_search_request, for the API and the page alike. */
#ifndef PLX_DAEMON_SEARCH_PARAMS_H
#define PLX_DAEMON_SEARCH_PARAMS_H

#include "base/strbuf.h"
#include "daemon/params.h"

typedef enum plx_search_format {
    PLX_FORMAT_JSON = 0,
    PLX_FORMAT_JSONL,
    PLX_FORMAT_CSV,
    PLX_FORMAT_IDS,
    PLX_FORMATS
} plx_search_format;

typedef struct plx_search_params {
    const char *query, *since, *until; /* NULL: not given */
    plx_param_filters filters;         /* in the order given */
    bool undated, likely, any, strict, exact, collapse, snippets;
    unsigned sort; /* plx_search_sort */
    uint32_t offset, limit;
    plx_param_list facets;
    uint32_t facet_top;
    unsigned format; /* plx_search_format; the API only */
    char *memory;    /* holds the strings */
} plx_search_params;

/** Words of the parameter "sort", by plx_search_sort; NULL-ended. */
extern const char *const plx_sort_words[];

/** Read the parameters of /api/v1/search (snippets are on unless asked otherwise). */
bool plx_search_params_read_api(const char *query, size_t n, plx_search_params *out,
                                plx_problem *problem);
/** Read those of the search page: the ones that make its state. */
bool plx_search_params_read_page(const char *query, size_t n, plx_search_params *out,
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
    bool drop_collapse;
    const char *query; /* another query; NULL: as it is */
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
