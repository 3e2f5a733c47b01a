/* search/diagnostic.h - what of a query is not well-formed: read otherwise with a notice, or
 * refused
 *
 * One text for both: "the quote at column 5 is never closed and is left out", or, read strictly,
 * "query, column 5: the quote is never closed: close it with a second one". */
#ifndef PLX_SEARCH_DIAGNOSTIC_H
#define PLX_SEARCH_DIAGNOSTIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"

/** Bytes of notices of one query, at most: then "...". */
#define PLX_NOTICE_MAX 1000
/** Bytes of a word of the query shown in a message. */
#define PLX_DIAGNOSTIC_SHOWN_MAX 40

/** How a query is read; all borrowed. */
typedef struct plx_reading {
    const char *query;
    bool strict;
    plx_strbuf *notice; /* may be NULL */
    plx_error *err;
} plx_reading;

/** One thing that is not well-formed. */
typedef struct plx_diagnostic {
    const char *at;    /* into the query */
    size_t shown;      /* bytes from there on that are shown, if it has no name */
    const char *name;  /* "the quote"; NULL: the bytes themselves */
    const char *state; /* "is never closed" */
    const char *done;  /* "is left out" */
    const char *hint;  /* "close it with a second one" */
} plx_diagnostic;

/** Column of a place in the query: from 1, in characters. */
uint32_t plx_reading_column(const plx_reading *r, const char *at);

/** @return PLX_OK, a notice made; PLX_ERR_INVALID with the column and the hint if strict */
plx_status plx_diagnostic_report(const plx_reading *r, const plx_diagnostic *d);

#endif
