/* indexer/http_message.h - an HTTP response as a crawler saved it */
#ifndef PLX_INDEXER_HTTP_MESSAGE_H
#define PLX_INDEXER_HTTP_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "indexer/layers.h"
#include "indexer/stream.h"

/** What a Content-Type says, in lower case; "" if it does not, or too much. */
typedef struct plx_media_type {
    char name[128]; /* "text/html" */
    char charset[64];
} plx_media_type;

void plx_media_type_parse(const char *p, size_t n, plx_media_type *out);

/** Can there be an article in it: a page, text, JSON, a feed, a table, a mail, or not told? */
bool plx_media_type_is_wanted(const plx_media_type *type);

/** What a response says of its body. gzip and zstd are not noted: they are told by content. */
typedef struct plx_http_head {
    int status;
    plx_media_type type;
    bool is_chunked;
    bool is_deflated;
    bool is_brotli;
} plx_http_head;

/**
 * Read the head of a response from a stream, which is at the body afterwards.
 *
 * @return PLX_OK; PLX_ERR_CORRUPT (no HTTP response, or it ends inside its head); PLX_ERR_LIMIT
 *         (64 KB); as plx_stream_peek()
 */
plx_status plx_http_head_read(plx_stream *in, plx_http_head *out, plx_error *err);

/** The body with its codings undone, as far as the stream has them: many crawlers undo them and
 * leave the header as it was. */
typedef struct plx_http_body {
    plx_stream *body; /* to be read; borrowed */
    plx_stream *dechunked, *unpacked;
    plx_layers *layers;
    bool has_layer;
} plx_http_body;

/**
 * @param in      behind the head; borrowed until the body is closed
 * @param layers  borrowed likewise
 * @return PLX_OK; as plx_stream_peek(), plx_layers_enter(); close it in any case
 */
plx_status plx_http_body_open(plx_stream *in, const plx_http_head *head, plx_layers *layers,
                              plx_http_body *out, plx_error *err);
void plx_http_body_close(plx_http_body *b);

/** A line of a header: name and value without blanks round it. */
typedef struct plx_header_field {
    const char *name, *value;
    size_t name_len, value_len;
} plx_header_field;

/**
 * The next line of a header in p[*at, n), its continuation lines with it.
 *
 * @return false at an empty line, which *at is behind then, or at the end
 */
bool plx_header_field_next(const char *p, size_t n, size_t *at, plx_header_field *out);
bool plx_header_field_is(const plx_header_field *f, const char *name);

/**
 * Look at a header up to the empty line that ends it.
 *
 * @param what  named in messages: "WARC header"
 * @param n     receives its length, the empty line included
 * @return PLX_OK; PLX_ERR_CORRUPT if the stream ends before; PLX_ERR_LIMIT; as plx_stream_peek()
 */
plx_status plx_header_peek(plx_stream *in, const char *what, const char **p, size_t *n,
                           plx_error *err);

#endif
