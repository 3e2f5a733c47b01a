/* search/methods.h - how a set of articles came about, for the methods part of a paper
 *
 * What another person needs to draw the same set again, or to judge what it is worth: the query
 * and how it was read, filters, what they hid, the state of the index, the model with its digest,
 * and the counts behind the shares. Markdown. */
#ifndef PLX_SEARCH_METHODS_H
#define PLX_SEARCH_METHODS_H

#include "base/strbuf.h"
#include "search/search.h"

/** What is told; all borrowed. */
typedef struct plx_methods {
    const plx_search_request *request;
    const plx_search_result *result; /* of plx_search_docids() for it, with the explanation */
    const char *version;             /* name of the index's state: plx_snapshot_version() */
    uint32_t documents;              /* in the index */
    uint32_t written;                /* articles that were written out */
    int64_t now;                     /* seconds since 1970 */
} plx_methods;

/** Append the note; out->failed is set without memory. */
void plx_methods_note(const plx_methods *m, plx_strbuf *out);

#endif
