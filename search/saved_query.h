/* search/saved_query.h - saved searches inside of queries: `@embargo tanker`
 *
 * A word that begins with @ and is the name of a saved search stands for its query in brackets;
 * that may name others in turn. Inside quotes an @ is a sign like others. What names no saved
 * search ("@potus") stays a word. */
#ifndef PLX_SEARCH_SAVED_QUERY_H
#define PLX_SEARCH_SAVED_QUERY_H

#include <stdbool.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "collection/saved.h"
#include "collection/snapshot.h"

/** Saved searches in saved searches, at most so deep. */
#define PLX_SAVED_DEPTH_MAX 8
/** Bytes of an expanded query: as much as a query may have. */
#define PLX_SAVED_EXPANDED_MAX 16384

/** May a query name a saved search? Cheap. */
bool plx_saved_query_applies(const char *query);

/**
 * Append a query with the names in it replaced.
 *
 * @param notice  appended to, which names are no saved searches; may be NULL
 * @return PLX_OK; PLX_ERR_LIMIT (deeper than PLX_SAVED_DEPTH_MAX, as searches that name each other
 *         are; or too long); PLX_ERR_NOMEM
 */
plx_status plx_saved_query_expand(const plx_saved_list *list, const char *query, plx_strbuf *out,
                                  plx_strbuf *notice, plx_error *err);

/** The same with the saved searches of a snapshot's index. Also PLX_ERR_IO. */
plx_status plx_saved_query_read(const plx_snapshot *snap, const char *query, plx_strbuf *out,
                                plx_strbuf *notice, plx_error *err);

#endif
