#include "indexer/reader_file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/json.h"
#include "base/utf8.h"
#include "indexer/charset.h"
#include "indexer/decompress.h"
#include "indexer/field_map.h"
#include "indexer/path_pattern.h"
#include "indexer/reader_json.h"
#include "indexer/sniff.h"

#define SNIFF_BYTES 65536 /* read before the kind is told */

plx_status plx_reading_failed(plx_reading *r, const char *where, const plx_error *why,
                              plx_error *err)
{
    plx_error e = *why;
    plx_status rc;

    if (why->code == PLX_ERR_NOMEM) { /* not the fault of the input */
        if (err)
            *err = *why;
        return why->code;
    }
    r->failed = true;
    plx_fail_prefix(&e, e.code, "%s", where);
    if (!r->opt->on_failure)
        return PLX_OK;
    rc = r->opt->on_failure(r->opt->ctx, where, &e);
    return rc == PLX_OK ? rc : plx_fail(err, rc, "reading was stopped at %s", where);
}

/* Fields from outside the record: table, path. */
static plx_status add_given(const plx_reading *r, plx_article *a, plx_error *err)
{
    plx_status rc = PLX_OK;

    if (r->meta)
        rc = plx_meta_csv_apply(r->meta, r->path, a, err);
    if (rc == PLX_OK && r->opt->path_pattern)
        rc = plx_path_pattern_apply(r->opt->path_pattern, r->path, a, err);
    if (rc == PLX_OK && r->opt->lang)
        rc = plx_article_set(&a->lang, r->opt->lang, strlen(r->opt->lang), err);
    return rc;
}

static plx_status deliver(const plx_reading *r, plx_article *a, const plx_extract_report *report,
                          plx_error *err)
{
    plx_status rc = PLX_OK;

    if (!a->source && r->opt->source)
        rc = plx_article_set(&a->source, r->opt->source, strlen(r->opt->source), err);
    if (rc == PLX_OK)
        rc = plx_article_ensure_id(a, err);
    return rc == PLX_OK ? r->opt->on_article(r->opt->ctx, a, report, err) : rc;
}

/* "October 10, 2019" in a record is read like any date; what cannot be read stays in extra
 * as date_raw. */
static void read_raw_date(plx_article *a)
{
    const char *raw = plx_article_extra(a, "date_raw");

    if (!*raw || a->date.precision != PLX_DATE_NONE ||
        plx_extract_date(raw, strlen(raw), &a->date, NULL, NULL) != PLX_OK)
        return;
    a->date_how = "given";
    json_object_del(a->extra, "date_raw");
    if (a->extra_text)
        json_object_del(a->extra_text, "date_raw");
}

static bool is_blank(const char *s)
{
    return !s || s[strspn(s, " \t\r\n")] == '\0';
}

/* Name the fields that are there: one of them is likely the text. */
static plx_status no_text(const json_t *obj, plx_error *err)
{
    plx_strbuf names = PLX_STRBUF_INIT;
    json_t *members = (json_t *)obj; /* jansson's iterators take no const */
    const char *key;
    json_t *v;

    json_object_foreach(members, key, v)
    {
        if (names.len < 120)
            plx_strbuf_printf(&names, "%s%.40s", names.len ? ", " : "", key);
    }
    plx_fail(err, PLX_ERR_INVALID,
             "neither 'text' nor 'title' (fields: %s); --map text=FIELD renames one", names.s);
    plx_strbuf_release(&names);
    return PLX_ERR_INVALID;
}

static plx_status article_of(const plx_reading *r, const json_t *obj, plx_article *a,
                             plx_error *err)
{
    plx_status rc = plx_article_from_json(obj, true, a, err);

    if (rc != PLX_OK)
        return rc;
    if (is_blank(a->text) && is_blank(a->title))
        return no_text(obj, err);
    read_raw_date(a);
    if (!r->opt->keep_label) {
        free(a->label);
        a->label = NULL;
    }
    return add_given(r, a, err);
}

static plx_status set_origin(const plx_reading *r, size_t line, plx_article *a, plx_error *err)
{
    plx_strbuf sb = PLX_STRBUF_INIT;

    plx_strbuf_puts(&sb, r->shown);
    if (line > 0)
        plx_strbuf_printf(&sb, ":%zu", line);
    a->origin = plx_strbuf_detach(&sb);
    return a->origin ? PLX_OK : plx_fail(err, PLX_ERR_NOMEM, "article: out of memory");
}

static plx_status on_object(void *ctx, size_t line, json_t *obj, plx_error *err)
{
    plx_reading *r = ctx;
    plx_error why = { .code = PLX_OK };
    plx_article a;
    plx_status rc;

    plx_article_init(&a);
    rc = set_origin(r, line, &a, err);
    if (rc == PLX_OK) {
        plx_status made = plx_field_map_apply(r->opt->map, obj, &why);

        if (made == PLX_OK)
            made = article_of(r, obj, &a, &why);
        rc =
            made == PLX_OK ? deliver(r, &a, NULL, err) : plx_reading_failed(r, a.origin, &why, err);
    }
    plx_article_release(&a);
    return rc;
}

static plx_status on_bad(void *ctx, size_t line, const plx_error *why, plx_error *err)
{
    plx_reading *r = ctx;
    plx_article place; /* only its origin */
    plx_status rc;

    plx_article_init(&place);
    rc = set_origin(r, line, &place, err);
    if (rc == PLX_OK)
        rc = plx_reading_failed(r, place.origin, why, err);
    plx_article_release(&place);
    return rc;
}

static plx_status read_json(plx_reading *r, plx_input *in, const char *p, size_t n, plx_error *err)
{
    plx_json_sink sink = { on_object, on_bad, r };
    plx_json_reader *reader = NULL;
    plx_error why = { .code = PLX_OK };
    plx_status input = PLX_OK;
    plx_status rc = plx_json_reader_new(&sink, PLX_LINE_MAX, &reader, err);

    while (rc == PLX_OK && n > 0) {
        rc = plx_json_reader_feed(reader, p, n, err);
        n = 0;
        if (rc == PLX_OK && in) {
            p = r->chunk;
            input = plx_input_read(in, r->chunk, PLX_CHUNK_BYTES, &n, &why);
        }
    }
    if (rc == PLX_OK)
        rc = plx_json_reader_end(reader, err);
    if (rc == PLX_OK && input != PLX_OK)
        rc = plx_reading_failed(r, r->shown, &why, err);
    plx_json_reader_free(reader);
    return rc;
}

/* All of a page, for which p[0, n) has been read. */
static plx_status read_rest(plx_reading *r, plx_input *in, const char *p, size_t n,
                            plx_strbuf *page, plx_error *err)
{
    plx_status rc = PLX_OK;

    plx_strbuf_add(page, p, n);
    while (rc == PLX_OK && n > 0 && page->len <= PLX_PAGE_MAX) {
        rc = plx_input_read(in, r->chunk, PLX_CHUNK_BYTES, &n, err);
        plx_strbuf_add(page, r->chunk, n);
    }
    if (rc == PLX_OK && page->failed)
        return plx_fail(err, PLX_ERR_NOMEM, "page: out of memory");
    if (rc == PLX_OK && page->len > PLX_PAGE_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "page is over %u MB", PLX_PAGE_MAX >> 20);
    return rc;
}

static plx_status read_page(plx_reading *r, const plx_strbuf *page, plx_kind kind, plx_error *err)
{
    plx_extract_report report;
    plx_error why = { .code = PLX_OK };
    plx_article a;
    plx_status rc;

    plx_extract_report_init(&report);
    plx_article_init(&a);
    rc = set_origin(r, 0, &a, err);
    if (rc == PLX_OK)
        rc = add_given(r, &a, err);
    if (rc == PLX_OK) {
        plx_status made = kind == PLX_KIND_HTML
                              ? plx_extract_html(page->s, page->len, NULL, &a, &report, &why)
                              : plx_extract_text(page->s, page->len, &a, &report, &why);
        rc = made == PLX_OK ? deliver(r, &a, &report, err)
                            : plx_reading_failed(r, r->shown, &why, err);
    }
    plx_article_release(&a);
    plx_extract_report_release(&report);
    return rc;
}

/* The kind by content; what looks like plain text under a name of JSON is broken JSON. */
static plx_status find_kind(const plx_reading *r, const char *p, size_t n, plx_kind *kind,
                            plx_error *err)
{
    plx_status rc = plx_sniff(p, n, kind, err);

    if (rc == PLX_OK && *kind == PLX_KIND_TEXT && plx_sniff_name_is_json(r->path))
        *kind = PLX_KIND_JSON;
    return rc;
}

/* UTF-16 and UTF-32 may hold JSON as well. */
static plx_status read_wide(plx_reading *r, const plx_strbuf *page, plx_kind kind, plx_error *err)
{
    plx_strbuf utf8 = PLX_STRBUF_INIT;
    plx_error why;
    plx_status rc = plx_charset_to_utf8(page->s, page->len, NULL, &utf8, err);

    if (rc == PLX_OK && find_kind(r, utf8.s, utf8.len, &kind, &why) != PLX_OK)
        rc = plx_reading_failed(r, r->shown, &why, err);
    else if (rc == PLX_OK && kind == PLX_KIND_JSON)
        rc = read_json(r, NULL, utf8.s, utf8.len, err);
    else if (rc == PLX_OK)
        rc = read_page(r, &utf8, kind, err);
    plx_strbuf_release(&utf8);
    return rc;
}

static plx_status read_whole(plx_reading *r, plx_input *in, const char *p, size_t n, plx_kind kind,
                             plx_error *err)
{
    plx_strbuf page = PLX_STRBUF_INIT;
    plx_error why = { .code = PLX_OK };
    plx_status rc;

    if (read_rest(r, in, p, n, &page, &why) != PLX_OK)
        rc = plx_reading_failed(r, r->shown, &why, err);
    else if (plx_charset_has_wide_bom(page.s, page.len))
        rc = read_wide(r, &page, kind, err);
    else
        rc = read_page(r, &page, kind, err);
    plx_strbuf_release(&page);
    return rc;
}

static plx_status read_input(plx_reading *r, plx_input *in, plx_error *err)
{
    plx_error why = { .code = PLX_OK };
    plx_kind kind = PLX_KIND_TEXT;
    size_t got = 1;
    size_t n = 0;
    plx_status rc = PLX_OK;

    for (; n < SNIFF_BYTES && got > 0 && rc == PLX_OK; n += got)
        rc = plx_input_read(in, r->chunk + n, PLX_CHUNK_BYTES - n, &got, &why);
    if (rc == PLX_OK)
        rc = find_kind(r, r->chunk, n, &kind, &why);
    if (rc != PLX_OK)
        return plx_reading_failed(r, r->shown, &why, err);
    return kind == PLX_KIND_JSON && !plx_charset_has_wide_bom(r->chunk, n)
               ? read_json(r, in, r->chunk, n, err)
               : read_whole(r, in, r->chunk, n, kind, err);
}

static void describe(const char *path, plx_source_file *f)
{
    struct stat st;

    *f = (plx_source_file){ .path = path, .size = -1 };
    if (strcmp(path, "-") == 0 || stat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return;
    f->size = (long long)st.st_size;
    f->mtime_ns = (long long)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
}

plx_status plx_reading_file(plx_reading *r, const char *path, bool is_named, plx_error *err)
{
    plx_input *in = NULL;
    plx_error why = { .code = PLX_OK };
    plx_source_file f;
    bool skip = false;
    plx_status rc = PLX_OK;

    describe(path, &f);
    r->path = path;
    r->shown = strcmp(path, "-") == 0 ? "standard input" : path;
    r->failed = false;
    if (r->opt->on_file)
        rc = r->opt->on_file(r->opt->ctx, &f, &skip, err);
    if (rc != PLX_OK || skip)
        return rc;
    if (plx_input_open(path, !is_named, &in, &why) == PLX_OK)
        rc = read_input(r, in, err);
    else
        rc = plx_reading_failed(r, r->shown, &why, err);
    plx_input_close(in);
    if (rc == PLX_OK && r->opt->on_file_done)
        rc = r->opt->on_file_done(r->opt->ctx, &f, r->failed, err);
    return rc;
}
