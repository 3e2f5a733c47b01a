#include "indexer/reader_csv.h"

#include <stdlib.h>
#include <string.h>
#include <uchardet.h>

#include "base/map.h"
#include "base/utf8.h"
#include "indexer/charset.h"
#include "indexer/csv.h"
#include "indexer/field_map.h"

#define NAME_BYTES_MAX  64 /* of a column, where a table is to be told from prose */
#define ROWS_COMPARED   20
#define CHARSET_MAX     40
#define COLUMNS_IN_TEXT 3 /* separated by commas: fewer may be a list in a sentence */

struct table {
    plx_reading *r;
    plx_csv *csv;
    plx_map *names;            /* ordinals are the columns */
    char charset[CHARSET_MAX]; /* of the table, where it is not UTF-8; "" = each field tells */
};

static plx_status no_memory(const struct table *t, plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", t->r->path);
}

/* ----------------------------------------------------------------- header */

/* A value as UTF-8, its line ends "\n". */
static plx_status read_value(const struct table *t, size_t i, plx_strbuf *out, plx_error *err)
{
    size_t n;
    const char *s = plx_csv_field(t->csv, i, &n);

    plx_strbuf_reset(out);
    if (!plx_utf8_valid(s, n))
        return plx_charset_to_utf8(s, n, *t->charset ? t->charset : NULL, out, err);
    for (size_t from = 0; from < n;) {
        const char *cr = memchr(s + from, '\r', n - from);
        size_t end = cr ? (size_t)(cr - s) : n;

        plx_strbuf_add(out, s + from, end - from);
        from = end + 1;
        if (cr && (from == n || s[from] != '\n'))
            plx_strbuf_putc(out, '\n');
    }
    return out->failed ? no_memory(t, err) : PLX_OK;
}

/* A name that no column before has. */
static plx_status add_name(struct table *t, size_t i, plx_strbuf *name, plx_error *err)
{
    size_t len;
    bool is_new = false;

    plx_strbuf_trim(name);
    if (name->len == 0)
        plx_strbuf_printf(name, "column_%zu", i + 1);
    len = name->len;
    for (unsigned k = 2; !name->failed && !is_new; k++) {
        if (plx_map_add(t->names, name->s, name->len, &is_new) == PLX_MAP_NONE)
            return no_memory(t, err);
        if (!is_new) {
            plx_strbuf_truncate(name, len);
            plx_strbuf_printf(name, "_%u", k);
        }
    }
    return name->failed ? no_memory(t, err) : PLX_OK;
}

static plx_status read_header(struct table *t, plx_error *err)
{
    plx_strbuf name = PLX_STRBUF_INIT;
    plx_status rc = PLX_OK;

    for (size_t i = 0; i < plx_csv_count(t->csv) && rc == PLX_OK; i++) {
        rc = read_value(t, i, &name, err);
        if (rc == PLX_OK)
            rc = add_name(t, i, &name, err);
    }
    plx_strbuf_release(&name);
    return rc;
}

/* ------------------------------------------------------------------- rows */

static bool is_number(const plx_strbuf *s)
{
    return s->len > 0 && strspn(s->s, "0123456789") == s->len;
}

static plx_status put_column(const struct table *t, size_t i, plx_strbuf *value, json_t *record,
                             plx_error *err)
{
    const char *name = plx_map_key(t->names, (uint32_t)i, NULL);
    plx_status rc = read_value(t, i, value, err);

    if (rc != PLX_OK || value->len == 0)
        return rc;
    if (strcmp(name, "id") == 0 && is_number(value))
        name = "row_id"; /* counts the rows of its own table, and those of others */
    return json_object_set_new(record, name, json_stringn(value->s, value->len)) == 0
               ? PLX_OK
               : no_memory(t, err);
}

static plx_status give_row(const struct table *t, plx_error *err)
{
    plx_strbuf value = PLX_STRBUF_INIT;
    plx_item *item = NULL;
    plx_status rc = plx_reading_item(t->r, PLX_ITEM_RECORD, plx_csv_line(t->csv), &item, err);

    if (rc == PLX_OK) {
        item->record = json_object();
        rc = item->record ? PLX_OK : no_memory(t, err);
    }
    for (size_t i = 0; i < plx_csv_count(t->csv) && rc == PLX_OK; i++)
        rc = put_column(t, i, &value, item->record, err);
    plx_strbuf_release(&value);
    if (rc == PLX_OK)
        return t->r->sink->on_item(t->r->sink->ctx, item, err);
    plx_item_free(item);
    return rc;
}

/* Report a bad row, and how far the next sound one is from it: at line `next`. */
static plx_status report(const struct table *t, size_t line, size_t next, const plx_error *why,
                         plx_error *err)
{
    plx_error e = *why;

    if (next > line + 1)
        plx_fail(&e, why->code, "%s; lines %zu to %zu are left out", why->msg, line, next - 1);
    return plx_reading_failed_here(t->r, line, &e, err);
}

static plx_status read_rows(struct table *t, plx_error *err)
{
    plx_error why = { .code = PLX_OK };
    size_t bad_line = 0; /* of a row not yet reported, 0: none */
    plx_status rc = PLX_OK;

    while (rc == PLX_OK) {
        plx_error now;
        plx_status row = plx_csv_next(t->csv, &now);
        size_t line = plx_csv_line(t->csv);

        if (row == PLX_ERR_NOMEM)
            return plx_fail(err, row, "%s", now.msg);
        if (bad_line > 0)
            rc = report(t, bad_line, line, &why, err);
        bad_line = row == PLX_OK ? 0 : line;
        why = now;
        if (rc == PLX_OK && row != PLX_OK && plx_csv_is_over(t->csv))
            return plx_reading_failed_here(t->r, line, &why, err);
        if (rc == PLX_OK && row == PLX_OK) {
            if (plx_csv_count(t->csv) == 0)
                break;
            rc = give_row(t, err);
        }
    }
    return rc;
}

static plx_status read_table(struct table *t, plx_error *err)
{
    plx_error why;
    plx_status rc = plx_csv_next(t->csv, &why);

    if (rc == PLX_ERR_NOMEM)
        return plx_fail(err, rc, "%s", why.msg);
    if (rc != PLX_OK) {
        plx_fail_prefix(&why, rc, "the header cannot be read, so nothing of the table was");
        return plx_reading_failed_here(t->r, plx_csv_line(t->csv), &why, err);
    }
    rc = read_header(t, err);
    return rc == PLX_OK ? read_rows(t, err) : rc;
}

/* A field is too short to tell its character set: the beginning of the table does. */
static void find_charset(struct table *t, plx_stream *in)
{
    const char *given = t->r->charset;
    uchardet_t detector = NULL;
    const char *p;
    size_t n;

    if (!given && plx_stream_peek(in, PLX_STREAM_BYTES, &p, &n, NULL) == PLX_OK &&
        !plx_utf8_valid(p, plx_utf8_cut(p, n)))
        detector = uchardet_new();
    if (detector && uchardet_handle_data(detector, p, n) == 0) {
        uchardet_data_end(detector);
        given = uchardet_get_charset(detector);
    }
    if (given && strlen(given) < CHARSET_MAX)
        strcpy(t->charset, given);
    if (detector)
        uchardet_delete(detector);
}

plx_status plx_read_csv(plx_reading *r, plx_stream *in, plx_error *err)
{
    struct table t = { .r = r, .names = plx_map_new() };
    plx_error why;
    plx_status rc = t.names ? PLX_OK : no_memory(&t, err);

    find_charset(&t, in);
    if (rc == PLX_OK && plx_csv_new(in, PLX_CSV_COLUMNS_MAX, &t.csv, &why) != PLX_OK)
        rc = plx_reading_failed_here(r, 0, &why, err);
    if (rc == PLX_OK && t.csv)
        rc = read_table(&t, err);
    plx_csv_free(t.csv);
    plx_map_free(t.names);
    return rc;
}

/* --------------------------------------------------------- telling a table */

/* What the first row is like. */
struct header {
    unsigned known; /* names of fields */
    bool has_body;  /* one of text or title */
    bool looks_like_names;
};

static struct header judge_header(const plx_csv *csv)
{
    struct header h = { .looks_like_names = true };

    for (size_t i = 0; i < plx_csv_count(csv); i++) {
        size_t n;
        const char *s = plx_csv_field(csv, i, &n);
        const char *meaning = plx_field_map_meaning(s, n);

        h.known += meaning != NULL;
        h.has_body = h.has_body ||
                     (meaning && (strcmp(meaning, "title") == 0 || strcmp(meaning, "text") == 0));
        if (n > NAME_BYTES_MAX || (n > 0 && strchr(".!?:", s[n - 1])))
            h.looks_like_names = false;
    }
    return h;
}

/* Rows that have as many fields as the first; false if one has not. The last one may be cut. */
static bool count_rows(plx_csv *csv, size_t *rows)
{
    plx_status rc = PLX_OK;

    for (*rows = 0; *rows < ROWS_COMPARED; ++*rows) {
        rc = plx_csv_next(csv, NULL);
        if (rc != PLX_OK || plx_csv_count(csv) == 0)
            break;
    }
    if (rc == PLX_OK)
        return true;
    rc = plx_csv_next(csv, NULL);
    return rc == PLX_OK && plx_csv_count(csv) == 0; /* the bad one was the last */
}

static bool is_table(plx_csv *csv)
{
    struct header h;
    size_t rows;
    bool agree;
    size_t columns;

    if (plx_csv_next(csv, NULL) != PLX_OK || plx_csv_count(csv) < 2)
        return false;
    columns = plx_csv_count(csv);
    h = judge_header(csv);
    if (!h.looks_like_names)
        return false;
    if (h.has_body && h.known >= 2)
        return true;
    agree = count_rows(csv, &rows);
    if (h.has_body && agree && rows > 0)
        return true;
    return agree && rows >= 2 && (columns >= COLUMNS_IN_TEXT || plx_csv_separator(csv) != ',');
}

bool plx_csv_knows(const char *p, size_t n)
{
    plx_stream *in = NULL;
    plx_csv *csv = NULL;
    bool is = plx_stream_memory(p, n, &in, NULL) == PLX_OK &&
              plx_csv_new(in, PLX_CSV_COLUMNS_MAX, &csv, NULL) == PLX_OK && is_table(csv);

    plx_csv_free(csv);
    plx_stream_close(in);
    return is;
}
