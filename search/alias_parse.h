/* search/alias_parse.h - a file of aliases, line by line
 *
 *     # a comment
 *     PMF<TAB>PMU<TAB>Popular Mobilization Forces      names of the same thing
 *     nuclear deal => JCPOA                            who asks for the left gets the right, too
 *     - PMU                                            forget this name, and what lines above say
 *
 * UTF-8, names parted by tabs, at most PLX_ALIAS_LINE_NAMES_MAX on a line. Lines that share a name
 * say it of the same thing. A bad line is told and left out; the others count. */
#ifndef PLX_SEARCH_ALIAS_PARSE_H
#define PLX_SEARCH_ALIAS_PARSE_H

#include <stddef.h>

#include "base/error.h"
#include "search/alias_table.h"

/** Limits of a file. */
#define PLX_ALIAS_LINES_MAX      20000 /* lines with names */
#define PLX_ALIAS_LINE_NAMES_MAX 32

/** Who is told of bad lines and files. */
typedef struct plx_alias_teller {
    void (*tell)(void *ctx, const char *message); /* NULL: nobody */
    void *ctx;
    size_t most; /* bad lines told of each file, then their number; 0: all */
} plx_alias_teller;

/** What a file held. */
typedef struct plx_alias_count {
    size_t groups; /* lines of names of the same thing */
    size_t leads;  /* lines with => */
    size_t removals;
    size_t faults; /* lines left out */
} plx_alias_count;

/** A file that was read. */
typedef struct plx_alias_source {
    const char *path; /* for messages */
    unsigned file;    /* its number, for plx_alias_name */
    const char *text;
    size_t len;
} plx_alias_source;

/**
 * Add what a file says to a table.
 *
 * @param out  receives the counts
 * @return PLX_OK, whatever the lines hold; PLX_ERR_NOMEM
 */
plx_status plx_alias_parse(plx_alias_table *t, const plx_alias_source *source,
                           const plx_alias_teller *teller, plx_alias_count *out, plx_error *err);

#endif
