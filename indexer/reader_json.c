#include "indexer/reader_json.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"

#define LINES_LOOKED_AT 10 /* for JSON Lines whose first line is broken */
#define NO_OBJECT       "expected a JSON object with the fields of an article"

enum layout {
    UNKNOWN,
    LINES,  /* a record a line */
    OBJECTS /* braces tell: an array, or objects over several lines */
};

struct plx_json_reader {
    plx_json_sink sink;
    size_t max_record;
    enum layout layout;
    size_t line;        /* of the next byte, from 1 */
    size_t start_line;  /* of the record in pending */
    plx_strbuf pending; /* beginning of a record that goes on in the next bytes */
    bool is_skipping;   /* the record is too long: only its end is looked for */
    /* OBJECTS */
    unsigned depth; /* of braces and brackets inside the record */
    bool in_record;
    bool in_string;
    bool is_escaped;
    bool is_array;    /* the outermost bracket is open */
    bool is_reported; /* junk between records was reported; once is enough */
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t skip_spaces(const char *p, size_t i, size_t n)
{
    while (i < n && is_space(p[i]))
        i++;
    return i;
}

static size_t skip_bom(const char *p, size_t n)
{
    return n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

/* "{" and then a name or "}" */
static bool is_object_start(const char *p, size_t i, size_t n)
{
    if (i >= n || p[i] != '{')
        return false;
    i = skip_spaces(p, i + 1, n);
    return i == n || p[i] == '"' || p[i] == '}';
}

/* Among the first lines, does one begin and end like an object? */
static bool has_object_line(const char *p, size_t n)
{
    size_t i = 0;

    for (int k = 0; k < LINES_LOOKED_AT && i < n; k++) {
        const char *nl = memchr(p + i, '\n', n - i);
        size_t end = nl ? (size_t)(nl - p) : n;
        size_t last = end;
        size_t from = skip_spaces(p, i, end);

        while (last > from && is_space(p[last - 1]))
            last--;
        if (last > from && is_object_start(p, from, last) && (p[last - 1] == '}' || !nl))
            return true;
        i = end + 1;
    }
    return false;
}

bool plx_json_reader_knows(const char *p, size_t n)
{
    size_t i = skip_spaces(p, skip_bom(p, n), n);
    size_t next;

    if (i == n)
        return false;
    if (is_object_start(p, i, n))
        return true;
    next = skip_spaces(p, i + 1, n);
    if (p[i] == '[' && (next == n || p[next] == ']' || is_object_start(p, next, n)))
        return true;
    return has_object_line(p + i, n - i);
}

plx_status plx_json_reader_new(const plx_json_sink *sink, size_t max_record, plx_json_reader **out,
                               plx_error *err)
{
    *out = calloc(1, sizeof **out);
    if (!*out)
        return plx_fail(err, PLX_ERR_NOMEM, "json: out of memory");
    (*out)->sink = *sink;
    (*out)->max_record = max_record;
    (*out)->line = 1;
    plx_strbuf_init(&(*out)->pending);
    return PLX_OK;
}

void plx_json_reader_free(plx_json_reader *r)
{
    if (!r)
        return;
    plx_strbuf_release(&r->pending);
    free(r);
}

static plx_status bad(plx_json_reader *r, size_t line, plx_status code, const char *why,
                      plx_error *err)
{
    plx_error e;

    plx_fail(&e, code, "%s", why);
    return r->sink.on_bad(r->sink.ctx, line, &e, err);
}

static plx_status too_long(plx_json_reader *r, plx_error *err)
{
    plx_error e;

    plx_fail(&e, PLX_ERR_LIMIT, "%s is over %zu MB; split it",
             r->layout == LINES ? "line" : "record", r->max_record >> 20);
    return r->sink.on_bad(r->sink.ctx, r->start_line, &e, err);
}

/* Invalid UTF-8 and raw controls inside strings are repaired, if that makes it JSON. */
static plx_status parse_repaired(const char *p, size_t n, json_t **out, plx_error *err)
{
    plx_strbuf sb = PLX_STRBUF_INIT;
    plx_status rc = PLX_ERR_NOMEM;

    plx_utf8_clean(p, n, &sb);
    for (size_t i = 0; i < sb.len; i++)
        if (sb.s[i] == '\t')
            sb.s[i] = ' ';
    if (!sb.failed)
        rc = plx_json_parse(sb.s, sb.len, out, NULL);
    else
        plx_fail(err, rc, "json: out of memory");
    plx_strbuf_release(&sb);
    return rc;
}

plx_status plx_json_record_parse(const char *p, size_t n, json_t **out, plx_error *err)
{
    plx_status rc = plx_json_parse(p, n, out, err);

    if (rc != PLX_OK && rc != PLX_ERR_NOMEM && parse_repaired(p, n, out, err) == PLX_OK)
        rc = PLX_OK;
    if (rc == PLX_OK && !json_is_object(*out)) {
        json_decref(*out);
        *out = NULL;
        rc = plx_fail(err, PLX_ERR_INVALID, NO_OBJECT);
    }
    return rc;
}

static plx_status record(plx_json_reader *r, const char *p, size_t n, plx_error *err)
{
    if (skip_spaces(p, 0, n) == n)
        return PLX_OK;
    return r->sink.on_record(r->sink.ctx, r->start_line, p, n, err);
}

/* Bytes of a record whose end is not in sight; over the limit they are dropped. */
static plx_status hold(plx_json_reader *r, const char *p, size_t n, plx_error *err)
{
    if (r->is_skipping)
        return PLX_OK;
    if (r->pending.len + n > r->max_record) {
        plx_strbuf_release(&r->pending);
        r->is_skipping = true;
        return too_long(r, err);
    }
    plx_strbuf_add(&r->pending, p, n);
    return r->pending.failed ? plx_fail(err, PLX_ERR_NOMEM, "json: out of memory") : PLX_OK;
}

/* The record ends with these bytes. */
static plx_status finish(plx_json_reader *r, const char *p, size_t n, plx_error *err)
{
    plx_status rc;

    if (r->pending.len == 0 && !r->is_skipping && n <= r->max_record)
        return record(r, p, n, err); /* the usual case: nothing is copied */
    rc = hold(r, p, n, err);
    if (rc == PLX_OK && !r->is_skipping)
        rc = record(r, r->pending.s, r->pending.len, err);
    plx_strbuf_reset(&r->pending);
    r->is_skipping = false;
    return rc;
}

static plx_status feed_lines(plx_json_reader *r, const char *p, size_t n, plx_error *err)
{
    const char *end = p + n;
    plx_status rc = PLX_OK;

    while (p < end && rc == PLX_OK) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));

        if (r->pending.len == 0 && !r->is_skipping)
            r->start_line = r->line;
        if (!nl)
            return hold(r, p, (size_t)(end - p), err);
        rc = finish(r, p, (size_t)(nl - p), err);
        r->line++;
        p = nl + 1;
    }
    return rc;
}

/* A byte between records. */
static plx_status between(plx_json_reader *r, char c, plx_error *err)
{
    if (c == '{') {
        r->in_record = true;
        r->start_line = r->line;
        r->is_reported = false;
        return PLX_OK;
    }
    if (is_space(c) || (r->is_array && c == ','))
        return PLX_OK;
    if (r->is_array && c == ']') {
        r->is_array = false;
        return PLX_OK;
    }
    if (c == '[' && !r->is_array) {
        r->is_array = true;
        return PLX_OK;
    }
    if (r->is_reported)
        return PLX_OK;
    r->is_reported = true;
    return bad(r, r->line, PLX_ERR_INVALID, NO_OBJECT, err);
}

/* Follow one byte inside a record; true at its closing brace. */
static bool ends_record(plx_json_reader *r, char c)
{
    if (r->in_string) {
        bool was_escaped = r->is_escaped;

        r->is_escaped = !was_escaped && c == '\\';
        r->in_string = was_escaped || c != '"';
        return false;
    }
    if (c == '"') {
        r->in_string = true;
    } else if (c == '{' || c == '[') {
        r->depth++;
    } else if (c == '}' || c == ']') {
        r->depth--;
        return r->depth == 0;
    }
    return false;
}

static plx_status feed_objects(plx_json_reader *r, const char *p, size_t n, plx_error *err)
{
    size_t from = 0;
    plx_status rc = PLX_OK;

    for (size_t i = 0; i < n && rc == PLX_OK; i++) {
        if (!r->in_record) {
            rc = between(r, p[i], err);
            from = i;
        }
        if (r->in_record && ends_record(r, p[i])) {
            rc = finish(r, p + from, i + 1 - from, err);
            r->in_record = false;
        }
        r->line += p[i] == '\n';
    }
    if (rc == PLX_OK && r->in_record)
        rc = hold(r, p + from, n - from, err);
    return rc;
}

/* An object that goes on after its first line and not with another object: it is laid out
 * over lines. */
static enum layout find_layout(const char *p, size_t n)
{
    size_t i = skip_spaces(p, 0, n);
    const char *nl = i < n ? memchr(p + i, '\n', n - i) : NULL;
    size_t last;
    size_t next;

    if (i < n && p[i] == '[')
        return OBJECTS;
    if (!nl || p[i] != '{')
        return LINES;
    last = (size_t)(nl - p);
    next = skip_spaces(p, last, n);
    while (last > i && is_space(p[last - 1]))
        last--;
    return p[last - 1] == '}' || next == n || p[next] == '{' ? LINES : OBJECTS;
}

plx_status plx_json_reader_feed(plx_json_reader *r, const char *p, size_t n, plx_error *err)
{
    if (r->layout == UNKNOWN && n > 0) {
        size_t bom = skip_bom(p, n);

        p += bom;
        n -= bom;
        r->layout = find_layout(p, n);
    }
    return r->layout == LINES ? feed_lines(r, p, n, err) : feed_objects(r, p, n, err);
}

plx_status plx_json_reader_end(plx_json_reader *r, plx_error *err)
{
    if (r->layout == LINES)
        return r->pending.len > 0 || r->is_skipping ? finish(r, "", 0, err) : PLX_OK;
    if (r->in_record && !r->is_skipping)
        return bad(r, r->start_line, PLX_ERR_INVALID, "the file ends inside this record", err);
    if (r->is_array)
        return bad(r, r->line, PLX_ERR_INVALID, "the file ends before the array does", err);
    return PLX_OK;
}
