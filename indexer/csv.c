#include "indexer/csv.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"

#define FIELDS_FIRST 16

struct plx_csv {
    plx_stream *in;
    size_t fields_max;
    size_t columns; /* fields of the first row, 0 before it */
    char separator;
    char line_end; /* '\n', or '\r' in a table without '\n' */

    plx_strbuf held;   /* bytes of the stream from a row's first on, kept to read them again */
    size_t begin;      /* of the row, in held */
    size_t at;         /* next byte, in held */
    bool is_at_end;    /* the stream has nothing more */
    plx_status failed; /* of the stream */
    plx_error why;

    size_t line;     /* of held.s[begin] */
    size_t row_line; /* first line of the row just read */
    size_t lines;    /* line ends in the row so far */
    bool is_damaged; /* the row before could not be read */
    plx_strbuf text; /* values, each ended by a NUL */
    size_t *field;   /* where each begins in text, and one more */
    size_t count, room;
};

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "table: out of memory");
}

/* What the first row has most of outside quotes. */
static char find_separator(const char *p, size_t n)
{
    static const char separators[] = "\t;|,";
    size_t count[sizeof separators] = { 0 };
    size_t best = 3; /* on a tie with the comma, the rarer character is meant */
    bool in_quotes = false;

    for (size_t i = 0; i < n && (in_quotes || (p[i] != '\n' && p[i] != '\r')); i++) {
        const char *s = p[i] ? strchr(separators, p[i]) : NULL;

        in_quotes ^= p[i] == '"';
        if (s && !in_quotes)
            count[s - separators]++;
    }
    for (size_t i = 0; i < 3; i++)
        if (count[i] > count[best] || (best == 3 && count[i] > 0 && count[i] == count[best]))
            best = i;
    return separators[best];
}

plx_status plx_csv_new(plx_stream *in, size_t fields_max, plx_csv **out, plx_error *err)
{
    const char *p;
    size_t n;
    plx_status rc = plx_stream_peek(in, PLX_STREAM_BYTES, &p, &n, err);
    plx_csv *c = rc == PLX_OK ? calloc(1, sizeof *c) : NULL;

    *out = c;
    if (!c)
        return rc == PLX_OK ? no_memory(err) : rc;
    if (n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) {
        plx_stream_take(in, 3);
        p += 3;
        n -= 3;
    }
    c->in = in;
    c->fields_max = fields_max;
    c->separator = find_separator(p, n);
    c->line_end = memchr(p, '\r', n) && !memchr(p, '\n', n) ? '\r' : '\n';
    c->line = c->row_line = 1;
    plx_strbuf_init(&c->held);
    plx_strbuf_init(&c->text);
    return PLX_OK;
}

void plx_csv_free(plx_csv *c)
{
    if (!c)
        return;
    plx_strbuf_release(&c->held);
    plx_strbuf_release(&c->text);
    free(c->field);
    free(c);
}

bool plx_csv_is_over(const plx_csv *c)
{
    return c->is_at_end && c->begin == c->held.len;
}

size_t plx_csv_line(const plx_csv *c)
{
    return c->row_line;
}

size_t plx_csv_count(const plx_csv *c)
{
    return c->count;
}

const char *plx_csv_field(const plx_csv *c, size_t i, size_t *len)
{
    if (len)
        *len = c->field[i + 1] - c->field[i] - 1;
    return c->text.s + c->field[i];
}

char plx_csv_separator(const plx_csv *c)
{
    return c->separator;
}

/* ------------------------------------------------------------------ bytes */

/* Forget rows that were read; not at each row, as what is left is moved. */
static void drop_read(plx_csv *c)
{
    if (c->begin < c->held.len / 2 || c->begin == 0)
        return;
    memmove(c->held.s, c->held.s + c->begin, c->held.len - c->begin);
    plx_strbuf_truncate(&c->held, c->held.len - c->begin);
    c->at -= c->begin;
    c->begin = 0;
}

static bool is_row_too_long(const plx_csv *c)
{
    return c->at - c->begin > PLX_CSV_ROW_MAX;
}

/* Is there a byte at c->at? It is fetched if need be. */
static bool has_byte(plx_csv *c)
{
    const char *p;
    size_t n;

    if (c->at < c->held.len)
        return true;
    if (c->is_at_end || is_row_too_long(c))
        return false;
    c->failed = plx_stream_next(c->in, &p, &n, &c->why);
    c->is_at_end = c->failed != PLX_OK || n == 0;
    if (c->is_at_end)
        return false;
    plx_strbuf_add(&c->held, p, n);
    return !c->held.failed;
}

/* Why there was no byte; PLX_OK at the end of the table. */
static plx_status why_none(plx_csv *c, plx_error *err)
{
    if (c->held.failed || c->text.failed)
        return no_memory(err);
    if (c->failed != PLX_OK) {
        c->begin = c->at = c->held.len;
        if (err)
            *err = c->why;
        return c->failed;
    }
    if (is_row_too_long(c))
        return plx_fail(err, PLX_ERR_LIMIT, "the row is over %u MB; is a quote not closed?",
                        PLX_CSV_ROW_MAX >> 20);
    return PLX_OK;
}

/* Length of a line end at c->at, 0 if there is none. */
static size_t line_end(plx_csv *c)
{
    const char *p = c->held.s;

    if (p[c->at] == c->line_end)
        return 1;
    if (p[c->at] != '\r')
        return 0;
    c->at++;
    bool is_end = !has_byte(c) || c->held.s[c->at] == '\n';
    c->at--;
    return !is_end ? 0 : c->at + 1 == c->held.len ? 1 : 2;
}

/* ----------------------------------------------------------------- fields */

static plx_status check_field(const plx_csv *c, plx_error *err)
{
    if (c->text.len - c->field[c->count] <= PLX_CSV_FIELD_MAX)
        return PLX_OK;
    return plx_fail(err, PLX_ERR_LIMIT, "field %zu is over %u MB; is a quote not closed?",
                    c->count + 1, PLX_CSV_FIELD_MAX >> 20);
}

/* Take held bytes [at, end) as value. */
static plx_status take_value(plx_csv *c, size_t end, plx_error *err)
{
    const char *p = c->held.s + c->at;
    size_t n = end - c->at;

    plx_strbuf_add(&c->text, p, n);
    for (const char *nl = p; (nl = memchr(nl, c->line_end, n - (size_t)(nl - p))); nl++)
        c->lines++;
    c->at = end;
    return check_field(c, err);
}

/* Behind a quote inside quotes: is it doubled, or does the field end? */
static plx_status after_quote(plx_csv *c, bool *is_closed, plx_error *err)
{
    *is_closed = !has_byte(c) || c->held.s[c->at] != '"';
    if (!*is_closed)
        return take_value(c, c->at + 1, err);
    if (c->at == c->held.len)
        return why_none(c, err);
    if (c->held.s[c->at] == c->separator || line_end(c) > 0)
        return PLX_OK;
    return plx_fail(err, PLX_ERR_INVALID,
                    "text after a closing quote in field %zu; write a quote inside as \"\"",
                    c->count + 1);
}

static plx_status quoted(plx_csv *c, plx_error *err)
{
    bool is_closed = false;
    plx_status rc = PLX_OK;

    c->at++;
    while (rc == PLX_OK && !is_closed && has_byte(c)) {
        const char *p = c->held.s + c->at;
        const char *quote = memchr(p, '"', c->held.len - c->at);

        rc = take_value(c, quote ? (size_t)(quote - c->held.s) : c->held.len, err);
        if (rc == PLX_OK && quote) {
            c->at++;
            rc = after_quote(c, &is_closed, err);
        }
    }
    if (rc != PLX_OK || is_closed)
        return rc;
    rc = why_none(c, err);
    return rc == PLX_OK
               ? plx_fail(err, PLX_ERR_INVALID, "a quote is not closed, in field %zu", c->count + 1)
               : rc;
}

static plx_status unquoted(plx_csv *c, plx_error *err)
{
    plx_status rc = PLX_OK;

    while (rc == PLX_OK && has_byte(c)) {
        size_t end = c->at;
        char b = '\0';

        while (end < c->held.len && (b = c->held.s[end]) != c->separator && b != '\n' &&
               b != '\r' && b != '"')
            end++;
        rc = take_value(c, end, err);
        if (rc != PLX_OK || end == c->held.len)
            continue;
        if (b == c->separator || line_end(c) > 0)
            return PLX_OK;
        if (b == '"' && c->separator != '\t')
            return plx_fail(err, PLX_ERR_INVALID, "a quote inside field %zu, which is not quoted",
                            c->count + 1);
        rc = take_value(c, c->at + 1, err);
    }
    return rc == PLX_OK ? why_none(c, err) : rc;
}

/* ------------------------------------------------------------------- rows */

static plx_status begin_field(plx_csv *c, plx_error *err)
{
    if (c->count == c->fields_max)
        return plx_fail(err, PLX_ERR_LIMIT, "the row has more than %zu fields", c->fields_max);
    if (c->count + 2 > c->room) {
        size_t room = c->room ? c->room * 2 : FIELDS_FIRST;
        size_t *grown = realloc(c->field, room * sizeof *grown);

        if (!grown)
            return no_memory(err);
        c->field = grown;
        c->room = room;
    }
    c->field[c->count] = c->text.len;
    return PLX_OK;
}

static plx_status read_field(plx_csv *c, plx_error *err)
{
    plx_status rc = begin_field(c, err);

    if (rc == PLX_OK)
        rc = has_byte(c) && c->held.s[c->at] == '"' ? quoted(c, err) : unquoted(c, err);
    if (rc != PLX_OK)
        return rc;
    plx_strbuf_putc(&c->text, '\0');
    c->field[++c->count] = c->text.len;
    return PLX_OK;
}

static plx_status read_row(plx_csv *c, plx_error *err)
{
    plx_status rc = read_field(c, err);

    while (rc == PLX_OK && has_byte(c) && c->held.s[c->at] == c->separator) {
        c->at++;
        rc = read_field(c, err);
    }
    if (rc == PLX_OK && has_byte(c)) {
        c->at += line_end(c);
        c->lines++;
    }
    return rc == PLX_OK && (c->held.failed || c->text.failed) ? no_memory(err) : rc;
}

/* Go to the row that begins at c->at. */
static void move_on(plx_csv *c, size_t lines)
{
    c->begin = c->at;
    c->line += lines;
    drop_read(c);
}

static void skip_empty_lines(plx_csv *c)
{
    size_t n;

    while (has_byte(c) && (n = line_end(c)) > 0) {
        c->at += n;
        move_on(c, 1);
    }
}

/* Go behind the first line end from the beginning of the row on, which need not be held. */
static void skip_line(plx_csv *c)
{
    c->at = c->begin;
    while (has_byte(c)) {
        const char *p = c->held.s + c->at;
        const char *end = memchr(p, c->line_end, c->held.len - c->at);

        c->at = end ? (size_t)(end - c->held.s) + 1 : c->held.len;
        move_on(c, end != NULL);
        if (end)
            return;
    }
}

static plx_status try_row(plx_csv *c, plx_error *err)
{
    plx_status rc;

    plx_strbuf_reset(&c->text);
    c->count = c->lines = 0;
    skip_empty_lines(c);
    c->row_line = c->line;
    if (!has_byte(c))
        return why_none(c, err);
    rc = read_row(c, err);
    c->is_damaged = rc != PLX_OK;
    if (rc == PLX_OK && c->columns == 0)
        c->columns = c->count;
    if (rc != PLX_OK || c->count == c->columns)
        return rc;
    c->is_damaged = c->lines > 1; /* a stray quote may have joined several rows */
    return plx_fail(err, PLX_ERR_INVALID, "%zu fields, the header has %zu", c->count, c->columns);
}

plx_status plx_csv_next(plx_csv *c, plx_error *err)
{
    bool was_damaged = c->is_damaged;
    plx_status rc;

    do {
        if (c->is_damaged)
            skip_line(c);
        else
            move_on(c, c->lines);
        rc = try_row(c, err);
    } while (was_damaged && (rc == PLX_ERR_INVALID || rc == PLX_ERR_LIMIT) && !plx_csv_is_over(c));
    return rc;
}
