#include "indexer/http_message.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "indexer/decompress.h"

#define LOOK_BYTES       64  /* at a body, to see whether it is coded at all */
#define CHUNK_LINE_BYTES 512 /* size and extensions */
#define CHUNK_DIGITS     15  /* of a size, in hex */

/* ----------------------------------------------------------------- header */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static void trim(const char **p, size_t *n)
{
    while (*n > 0 && (is_blank(**p) || **p == '\r' || **p == '\n')) {
        ++*p;
        --*n;
    }
    while (*n > 0 && (is_blank((*p)[*n - 1]) || (*p)[*n - 1] == '\r' || (*p)[*n - 1] == '\n'))
        --*n;
}

/* Bytes of the line at p, its end included; 0 if it does not end. */
static size_t line_bytes(const char *p, size_t n)
{
    const char *end = n > 0 ? memchr(p, '\n', n) : NULL;

    return end ? (size_t)(end - p) + 1 : 0;
}

static bool is_empty_line(const char *p, size_t len)
{
    return len == 1 || (len == 2 && *p == '\r');
}

bool plx_header_field_next(const char *p, size_t n, size_t *at, plx_header_field *out)
{
    const char *colon;
    size_t len, more;

    len = line_bytes(p + *at, n - *at);
    out->name = p + *at;
    *at += len;
    if (len == 0 || is_empty_line(out->name, len))
        return false;
    while (*at < n && is_blank(p[*at]) && (more = line_bytes(p + *at, n - *at)) > 0) {
        *at += more;
        len += more;
    }
    colon = memchr(out->name, ':', len);
    out->name_len = colon ? (size_t)(colon - out->name) : 0; /* a line without: no name */
    out->value = colon ? colon + 1 : out->name;
    out->value_len = len - (size_t)(out->value - out->name);
    trim(&out->value, &out->value_len);
    return true;
}

bool plx_header_field_is(const plx_header_field *f, const char *name)
{
    return f->name_len == strlen(name) && strncasecmp(f->name, name, f->name_len) == 0;
}

/* Bytes to the end of the empty line, 0 if it is not there; *from is where to look next. */
static size_t find_header_end(const char *p, size_t n, size_t *from)
{
    size_t len;

    while ((len = line_bytes(p + *from, n - *from)) > 0) {
        if (is_empty_line(p + *from, len))
            return *from + len;
        *from += len;
    }
    return 0;
}

plx_status plx_header_peek(plx_stream *in, const char *what, const char **p, size_t *n,
                           plx_error *err)
{
    size_t wanted = 1;
    size_t from = 0;

    for (;;) {
        size_t end;
        plx_status rc = plx_stream_peek(in, wanted, p, n, err);

        if (rc != PLX_OK)
            return rc;
        end = find_header_end(*p, *n, &from);
        if (end > 0) {
            *n = end;
            return PLX_OK;
        }
        if (*n >= PLX_WARC_HEADER_MAX) {
            plx_stream_take(in, 1); /* so that who looks for the next does not find this one */
            return plx_fail(err, PLX_ERR_LIMIT, "%s is over %d KB", what,
                            PLX_WARC_HEADER_MAX >> 10);
        }
        if (*n < wanted) { /* the stream's own reason comes after what it gave */
            plx_stream_take(in, *n);
            rc = plx_stream_peek(in, 1, p, n, err);
            return rc != PLX_OK ? rc : plx_fail(err, PLX_ERR_CORRUPT, "%s is cut off", what);
        }
        wanted = *n + 1;
    }
}

/* ------------------------------------------------------------- media type */

static void copy_lower(const char *p, size_t n, char *out, size_t cap)
{
    if (n >= cap)
        n = 0;
    for (size_t i = 0; i < n; i++)
        out[i] = p[i] >= 'A' && p[i] <= 'Z' ? (char)(p[i] - 'A' + 'a') : p[i];
    out[n] = '\0';
}

/* "charset=utf-8", quoted or not */
static void take_parameter(const char *p, size_t n, plx_media_type *out)
{
    static const char name[] = "charset=";
    size_t len = sizeof name - 1;

    trim(&p, &n);
    if (n <= len || strncasecmp(p, name, len) != 0)
        return;
    p += len;
    n -= len;
    while (n > 0 && (*p == '"' || *p == '\'')) {
        p++;
        n--;
    }
    while (n > 0 && (p[n - 1] == '"' || p[n - 1] == '\''))
        n--;
    if (!memchr(p, '\0', n))
        copy_lower(p, n, out->charset, sizeof out->charset);
}

void plx_media_type_parse(const char *p, size_t n, plx_media_type *out)
{
    const char *end = p + n;
    bool is_first = true;

    memset(out, 0, sizeof *out);
    while (p < end) {
        const char *semicolon = memchr(p, ';', (size_t)(end - p));
        const char *stop = semicolon ? semicolon : end;
        size_t len = (size_t)(stop - p);

        if (is_first) {
            trim(&p, &len);
            copy_lower(p, len, out->name, sizeof out->name);
        } else {
            take_parameter(p, len, out);
        }
        is_first = false;
        p = semicolon ? semicolon + 1 : end;
    }
}

bool plx_media_type_is_wanted(const plx_media_type *type)
{
    static const char *const wanted[] = { "",
                                          "text/html",
                                          "application/xhtml+xml",
                                          "text/plain",
                                          "application/json",
                                          "application/x-ndjson",
                                          "application/jsonl",
                                          "application/ld+json",
                                          "text/json",
                                          "application/rss+xml",
                                          "application/atom+xml",
                                          "application/rdf+xml",
                                          "application/feed+json",
                                          "application/xml",
                                          "text/xml",
                                          "text/csv",
                                          "text/tab-separated-values",
                                          "message/rfc822",
                                          "multipart/related" };

    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (strcmp(type->name, wanted[i]) == 0)
            return true;
    return false;
}

/* ------------------------------------------------------------------- head */

/* Is the word one of a list "gzip, chunked"? */
static bool lists(const plx_header_field *f, const char *word)
{
    size_t len = strlen(word);

    for (size_t i = 0; i + len <= f->value_len; i++)
        if (strncasecmp(f->value + i, word, len) == 0 &&
            (i == 0 || strchr(" ,\t", f->value[i - 1])) &&
            (i + len == f->value_len || strchr(" ,;\t", f->value[i + len])))
            return true;
    return false;
}

static void note_field(const plx_header_field *f, plx_http_head *out)
{
    if (plx_header_field_is(f, "content-type")) {
        plx_media_type_parse(f->value, f->value_len, &out->type);
    } else if (plx_header_field_is(f, "transfer-encoding")) {
        out->is_chunked |= lists(f, "chunked");
    } else if (plx_header_field_is(f, "content-encoding")) {
        out->is_deflated |= lists(f, "deflate");
        out->is_brotli |= lists(f, "br");
    }
}

/* "HTTP/1.1 200 OK", "HTTP/2 200" */
static bool parse_status(const char *p, size_t n, int *status)
{
    size_t i = 5;

    if (n < i || strncasecmp(p, "HTTP/", i) != 0)
        return false;
    while (i < n && !is_blank(p[i]))
        i++;
    while (i < n && is_blank(p[i]))
        i++;
    *status = 0;
    for (int k = 0; k < 3; k++, i++) {
        if (i >= n || p[i] < '0' || p[i] > '9')
            return false;
        *status = *status * 10 + (p[i] - '0');
    }
    return true;
}

plx_status plx_http_head_read(plx_stream *in, plx_http_head *out, plx_error *err)
{
    plx_header_field f;
    const char *p;
    size_t n, at;
    plx_status rc = plx_header_peek(in, "HTTP header", &p, &n, err);

    memset(out, 0, sizeof *out);
    if (rc != PLX_OK)
        return rc;
    at = line_bytes(p, n);
    if (!parse_status(p, at, &out->status))
        return plx_fail(err, PLX_ERR_CORRUPT, "no HTTP response");
    while (plx_header_field_next(p, n, &at, &f))
        note_field(&f, out);
    plx_stream_take(in, n);
    return PLX_OK;
}

/* ---------------------------------------------------------------- chunked */

struct chunks {
    plx_stream *in;
    uint64_t left; /* of the current chunk */
    bool had_first;
    bool is_over;
};

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "1a2b;extension\r\n". Returns the bytes of the line, 0 if it is none. */
static size_t parse_chunk_line(const char *p, size_t n, uint64_t *size)
{
    size_t len = line_bytes(p, n < CHUNK_LINE_BYTES ? n : CHUNK_LINE_BYTES);
    size_t i = 0;

    *size = 0;
    while (i < len && i < CHUNK_DIGITS && hex_digit(p[i]) >= 0)
        *size = *size * 16 + (uint64_t)hex_digit(p[i++]);
    return i > 0 && i < len && strchr(" \t;\r\n", p[i]) ? len : 0;
}

static plx_status next_chunk(struct chunks *c, plx_error *err)
{
    const char *p;
    size_t n, len, skip;
    plx_status rc = plx_stream_peek(c->in, CHUNK_LINE_BYTES, &p, &n, err);

    if (rc != PLX_OK)
        return rc;
    skip = c->had_first && n > 0 && *p == '\r'; /* the line end behind the chunk before */
    skip += c->had_first && n > skip && p[skip] == '\n';
    len = parse_chunk_line(p + skip, n - skip, &c->left);
    if (len == 0)
        return plx_fail(err, PLX_ERR_CORRUPT, "damaged or cut off chunked coding");
    plx_stream_take(c->in, skip + len);
    c->had_first = true;
    c->is_over = c->left == 0; /* trailers are of no use here */
    return PLX_OK;
}

static plx_status read_chunks(void *self, char *p, size_t cap, size_t *n, plx_error *err)
{
    struct chunks *c = self;
    plx_status rc;

    *n = 0;
    if (c->left == 0 && !c->is_over) {
        rc = next_chunk(c, err);
        if (rc != PLX_OK)
            return rc;
    }
    if (c->is_over)
        return PLX_OK;
    rc = plx_stream_read(c->in, p, cap < c->left ? cap : (size_t)c->left, n, err);
    c->left -= *n;
    if (rc == PLX_OK && *n == 0)
        rc = plx_fail(err, PLX_ERR_CORRUPT, "damaged or cut off chunked coding");
    return rc;
}

static plx_status open_chunks(plx_stream *in, plx_stream **out, plx_error *err)
{
    static const plx_stream_ops ops = { read_chunks, NULL, free };
    struct chunks *c = calloc(1, sizeof *c);

    if (!c)
        return plx_fail(err, PLX_ERR_NOMEM, "out of memory");
    c->in = in;
    return plx_stream_new(&ops, c, out, err);
}

/* ------------------------------------------------------------------- body */

/* Text as it is, whatever the header says? Packed bytes hardly ever look so. */
static bool is_plain(const char *p, size_t n)
{
    n = plx_utf8_cut(p, n < LOOK_BYTES ? n : LOOK_BYTES);
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)p[i] < ' ' && !strchr("\t\r\n", p[i]))
            return false;
    return n >= 8 && plx_utf8_valid(p, n);
}

static plx_status undo_chunks(plx_http_body *b, plx_error *err)
{
    const char *p;
    size_t n;
    uint64_t size;
    plx_status rc = plx_stream_peek(b->body, CHUNK_LINE_BYTES, &p, &n, err);

    if (rc != PLX_OK || parse_chunk_line(p, n, &size) == 0)
        return rc;
    rc = open_chunks(b->body, &b->dechunked, err);
    b->body = b->dechunked;
    return rc;
}

static plx_status undo_packing(plx_http_body *b, plx_coding coding, plx_error *err)
{
    const char *p;
    size_t n;
    unsigned layer;
    plx_status rc = plx_stream_peek(b->body, LOOK_BYTES, &p, &n, err);

    if (rc != PLX_OK || n == 0 || is_plain(p, n) || plx_coding_find(p, n) != PLX_CODING_NONE)
        return rc;
    rc = plx_layers_enter(b->layers, false, &layer, err);
    b->has_layer = rc == PLX_OK;
    if (rc == PLX_OK)
        rc = plx_decompress(b->body, coding, b->layers, layer, &b->unpacked, err);
    b->body = b->unpacked;
    return rc;
}

plx_status plx_http_body_open(plx_stream *in, const plx_http_head *head, plx_layers *layers,
                              plx_http_body *out, plx_error *err)
{
    plx_status rc = PLX_OK;

    *out = (plx_http_body){ .body = in, .layers = layers };
    if (head->is_chunked)
        rc = undo_chunks(out, err);
    if (rc == PLX_OK && (head->is_deflated || head->is_brotli))
        rc = undo_packing(out, head->is_brotli ? PLX_CODING_BROTLI : PLX_CODING_DEFLATE, err);
    return rc;
}

void plx_http_body_close(plx_http_body *b)
{
    plx_stream_close(b->unpacked);
    plx_stream_close(b->dechunked);
    if (b->has_layer)
        plx_layers_leave(b->layers, false);
}
