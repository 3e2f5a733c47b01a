#include "indexer/csv.h"

#include <string.h>

/* Length of a line end at the next byte: "\n", "\r\n" or the end of the text. */
static size_t line_end(const plx_csv *c, bool *is_end)
{
    *is_end = true;
    if (c->at == c->n)
        return 0;
    if (c->p[c->at] == '\n')
        return 1;
    if (c->p[c->at] == '\r' && (c->at + 1 == c->n || c->p[c->at + 1] == '\n'))
        return c->at + 1 == c->n ? 1 : 2;
    *is_end = false;
    return 0;
}

static plx_status quoted(plx_csv *c, plx_error *err)
{
    bool is_end;

    for (c->at++; c->at < c->n; c->at++) {
        char b = c->p[c->at];

        if (b == '"') {
            c->at++;
            if (c->at == c->n || c->p[c->at] != '"') {
                line_end(c, &is_end);
                if (is_end || c->p[c->at] == ',')
                    return PLX_OK;
                return plx_fail(err, PLX_ERR_INVALID,
                                "text after a closing quote; write a quote inside as \"\"");
            }
        }
        c->lines += b == '\n';
        plx_strbuf_putc(&c->text, b);
    }
    return plx_fail(err, PLX_ERR_INVALID, "a quote is not closed");
}

static plx_status unquoted(plx_csv *c, plx_error *err)
{
    bool is_end = false;

    for (line_end(c, &is_end); !is_end && c->p[c->at] != ','; line_end(c, &is_end)) {
        if (c->p[c->at] == '"')
            return plx_fail(err, PLX_ERR_INVALID, "a quote inside a field that is not quoted");
        plx_strbuf_putc(&c->text, c->p[c->at++]);
    }
    return PLX_OK;
}

static plx_status record(plx_csv *c, plx_error *err)
{
    bool is_end = false;

    while (!is_end) {
        plx_status rc;

        if (c->count == PLX_CSV_FIELDS_MAX)
            return plx_fail(err, PLX_ERR_LIMIT, "more than %d fields", PLX_CSV_FIELDS_MAX);
        c->field[c->count++] = c->text.len;
        rc = c->at < c->n && c->p[c->at] == '"' ? quoted(c, err) : unquoted(c, err);
        if (rc != PLX_OK)
            return rc;
        plx_strbuf_putc(&c->text, '\0');
        c->at += line_end(c, &is_end);
        c->at += !is_end; /* the comma */
    }
    c->lines++;
    return c->text.failed ? plx_fail(err, PLX_ERR_NOMEM, "out of memory") : PLX_OK;
}

plx_status plx_csv_next(plx_csv *c, plx_error *err)
{
    bool is_end = true;
    size_t n;

    if (!c->text.s)
        plx_strbuf_init(&c->text);
    plx_strbuf_reset(&c->text);
    c->count = 0;
    while (c->at < c->n && (n = line_end(c, &is_end), is_end)) {
        c->at += n;
        c->lines++;
    }
    c->line = c->lines + 1;
    return c->at == c->n ? PLX_OK : record(c, err);
}

const char *plx_csv_field(const plx_csv *c, size_t i)
{
    return c->text.s + c->field[i];
}
