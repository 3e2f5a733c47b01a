/* indexer/stream.h - bytes that come one after another, whatever they come out of
 *
 * A file, what a compression holds, a member of an archive and the payload of a WARC record are
 * the same thing to their reader. Streams stack: one reads from another and never holds more of
 * it than a buffer, so that memory is bounded and nothing is unpacked to disk. Not for several
 * threads at once. */
#ifndef PLX_INDEXER_STREAM_H
#define PLX_INDEXER_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"

/** As far as plx_stream_peek() looks ahead. */
#define PLX_STREAM_BYTES 65536

typedef struct plx_stream plx_stream;

/** What a kind of stream does. */
typedef struct plx_stream_ops {
    /* Up to cap (> 0) bytes; *n = 0 only at the end. After an error or the end it is not called
     * again, unless resume() said PLX_OK in between. */
    plx_status (*read)(void *self, char *p, size_t cap, size_t *n, plx_error *err);
    /* After an error: go to the next place from which reading can go on. PLX_ERR_NOTFOUND if
     * there is none. May be NULL: there is never one. */
    plx_status (*resume)(void *self, plx_error *err);
    void (*free)(void *self); /* may be NULL */
} plx_stream_ops;

/**
 * Make a stream.
 *
 * @param self  the stream's from here on, also when it fails
 * @return PLX_OK; PLX_ERR_NOMEM. *out is NULL on error.
 */
plx_status plx_stream_new(const plx_stream_ops *ops, void *self, plx_stream **out, plx_error *err);
/** The bytes p[0, n), borrowed for as long as the stream lives. */
plx_status plx_stream_memory(const char *p, size_t n, plx_stream **out, plx_error *err);
/** NULL allowed. A stream it reads from stays open. */
void plx_stream_close(plx_stream *s);

/**
 * Look at the next bytes: at least `want` (at most PLX_STREAM_BYTES) unless the stream ends
 * before, perhaps more. *n is 0 only at the end. An error is told when the bytes before it have
 * been taken, and stays.
 *
 * @param p  receives the bytes, valid until the next call
 * @return PLX_OK; PLX_ERR_IO; PLX_ERR_CORRUPT (damaged or cut off); PLX_ERR_LIMIT (a limit of
 *         limits.h); PLX_ERR_NOMEM. The message is without the place.
 */
plx_status plx_stream_peek(plx_stream *s, size_t want, const char **p, size_t *n, plx_error *err);

/** Go past n of the bytes looked at. */
void plx_stream_take(plx_stream *s, size_t n);

/** Look at what is there and take it: the whole stream by blocks. As plx_stream_peek(). */
plx_status plx_stream_next(plx_stream *s, const char **p, size_t *n, plx_error *err);

/** Copy up to cap bytes; *n is 0 only at the end. As plx_stream_peek(). */
plx_status plx_stream_read(plx_stream *s, char *p, size_t cap, size_t *n, plx_error *err);

/**
 * Append all that is left to out; on an error what came before it is there.
 *
 * @param max   bytes; what is longer is PLX_ERR_LIMIT
 * @param what  named in the message: "page"
 * @return as plx_stream_peek(); PLX_ERR_LIMIT
 */
plx_status plx_stream_read_all(plx_stream *s, size_t max, const char *what, plx_strbuf *out,
                               plx_error *err);

/** Bytes taken so far. */
uint64_t plx_stream_at(const plx_stream *s);

/** Has an error been met (that peek() tells when it is reached)? */
bool plx_stream_has_failed(const plx_stream *s);

/** After an error: try to go on behind the damage. PLX_OK; PLX_ERR_NOTFOUND if that cannot be. */
plx_status plx_stream_resume(plx_stream *s, plx_error *err);

/** Forget what was read ahead, the end and errors: `self` has something new to give. */
void plx_stream_restart(plx_stream *s);

#endif
