/* search/mark.h - a whole text with the words of a query marked */
#ifndef PLX_SEARCH_MARK_H
#define PLX_SEARCH_MARK_H

#include "base/error.h"
#include "base/strbuf.h"
#include "text/analyser.h"

typedef struct plx_mark_options {
    const char *query;        /* NULL or "": nothing is marked */
    const char *lang;         /* of the text; NULL = English */
    const char *open, *close; /* marks */
} plx_mark_options;

/**
 * Append a text with marks round what the query looks for: its words by stem, its phrases as
 * such, prefixes; nothing that it excludes. A query that cannot be read marks nothing.
 *
 * @return PLX_OK; PLX_ERR_LIMIT; PLX_ERR_NOMEM
 */
plx_status plx_mark_matches(plx_analyser *an, const plx_mark_options *opt, const char *text,
                            plx_strbuf *out, plx_error *err);

#endif
