/* daemon/api/cursor.h - where deep reading goes on: neither misses nor repeats while the index
 * changes
 *
 * What is read with a cursor comes in the order in which it came into the index (docid rising),
 * which later commits only add to: an article keeps its place when it is changed, and leaves it
 * empty when it is deleted. A cursor names the last article read, by docid and by id, and the
 * generation that the docid is of. Where the index was rebuilt since (`compact`, `upgrade`), the
 * docid that the article has now counts; if it was deleted before that, its place is not known any
 * more, and reading starts anew.
 *
 * To the client it is an opaque word: base64url (RFC 4648) without padding. */
#ifndef PLX_DAEMON_CURSOR_H
#define PLX_DAEMON_CURSOR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "collection/snapshot.h"
#include "daemon/problem.h"
#include "daemon/reply.h"
#include "daemon/request.h"

/** The word that reading begins with. */
#define PLX_CURSOR_START "start"

/** What a cursor says; strings live in the memory they were read into. */
typedef struct plx_cursor {
    const char *generation; /* "gen-2" */
    uint32_t docid;
    const char *id;
} plx_cursor;

/**
 * Take a cursor apart.
 *
 * @param text    of any kind
 * @param memory  receives what the strings are in; memory->failed is set without memory
 * @return false: it is none
 */
bool plx_cursor_parse(const char *text, plx_strbuf *memory, plx_cursor *out);

/** Append a cursor; out->failed is set without memory. */
void plx_cursor_print(const plx_cursor *cursor, plx_strbuf *out);

/** Append the cursor behind an article; out->failed is set without memory. */
void plx_cursor_write(const plx_snapshot *snap, uint32_t docid, const char *id, plx_strbuf *out);

/**
 * Read a cursor.
 *
 * @param text     PLX_CURSOR_START, or as plx_cursor_write() made it; anything else, by anybody
 * @param after    receives the docid behind which to go on; 0: from the first
 * @param problem  set where it is none, or its place is lost; the status is PLX_OK then, too
 * @return PLX_OK; PLX_ERR_STALE; PLX_ERR_NOMEM; as plx_snapshot_find()
 */
plx_status plx_cursor_read(plx_snapshot *snap, const char *text, uint32_t *after,
                           plx_problem *problem, plx_error *err);

/**
 * Tell where to go on as the header Link (RFC 8288): the address of the request with another
 * cursor. reply->body.failed is set without memory.
 */
void plx_cursor_link(const plx_request *rq, const char *cursor, plx_reply *reply);

#endif
