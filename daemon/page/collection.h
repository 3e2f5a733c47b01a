/* daemon/page/collection.h - the parts of the page on what the index holds */
#ifndef PLX_DAEMON_PAGE_COLLECTION_H
#define PLX_DAEMON_PAGE_COLLECTION_H

#include "daemon/route.h"
#include "search/search.h"

/** Append a link to the search for a value of a facet, with the words given; value NULL: to all. */
void plx_collection_link(plx_strbuf *out, const char *facet, const char *value, const char *words);

/** Append a count as such a link. */
void plx_collection_count(plx_strbuf *out, const char *facet, const char *value, uint32_t n);

/** Append stances by source: bars and table of a two-way table source*stance; nothing if it is
 * empty. */
void plx_page_collection_sources(plx_strbuf *out, const plx_cross *table,
                                 const plx_label_set *labels);

/**
 * Append labels by people: how many, by label and by how they came to be; by coder only to who has
 * a token.
 *
 * @return as plx_labels_read()
 */
plx_status plx_page_collection_people(const plx_context *c, plx_strbuf *out, plx_error *err);

/** Append what was read into the index and what failed; names of files only to who has a token. */
plx_status plx_page_collection_files(const plx_context *c, plx_strbuf *out, plx_error *err);

#endif
