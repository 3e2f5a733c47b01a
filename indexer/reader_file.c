#include "indexer/reader_file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "indexer/charset.h"
#include "indexer/decompress.h"
#include "indexer/extract.h"
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
    if (!r->sink->on_failure)
        return PLX_OK;
    rc = r->sink->on_failure(r->sink->ctx, where, &e);
    return rc == PLX_OK ? rc : plx_fail(err, rc, "reading was stopped at %s", where);
}

plx_status plx_reading_failed_here(plx_reading *r, size_t line, const plx_error *why,
                                   plx_error *err)
{
    plx_strbuf place = PLX_STRBUF_INIT;
    plx_status rc;

    plx_item_place(r->path, r->member, line, &place);
    rc = place.failed ? plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", r->path)
                      : plx_reading_failed(r, place.s, why, err);
    plx_strbuf_release(&place);
    return rc;
}

plx_status plx_reading_item(const plx_reading *r, plx_item_kind kind, size_t line, plx_item **out,
                            plx_error *err)
{
    plx_status rc = plx_item_new(kind, r->path, r->member, out, err);

    if (rc == PLX_OK)
        (*out)->line = line;
    return rc;
}

static plx_status on_record(void *ctx, size_t line, const char *p, size_t n, plx_error *err)
{
    plx_reading *r = ctx;
    plx_item *item = NULL;
    plx_status rc = plx_reading_item(r, PLX_ITEM_JSON, line, &item, err);

    if (rc != PLX_OK)
        return rc;
    plx_strbuf_add(&item->bytes, p, n);
    if (item->bytes.failed) {
        plx_item_free(item);
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", r->path);
    }
    return r->sink->on_item(r->sink->ctx, item, err);
}

static plx_status on_bad(void *ctx, size_t line, const plx_error *why, plx_error *err)
{
    return plx_reading_failed_here(ctx, line, why, err);
}

static plx_status read_json(plx_reading *r, plx_input *in, const char *p, size_t n, plx_error *err)
{
    plx_json_sink sink = { on_record, on_bad, r };
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
        rc = plx_reading_failed_here(r, 0, &why, err);
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

/* Hand on a page; its bytes move into the item. */
static plx_status give_page(plx_reading *r, plx_strbuf *page, plx_kind kind, plx_error *err)
{
    plx_item *item = NULL;
    plx_status rc =
        plx_reading_item(r, kind == PLX_KIND_HTML ? PLX_ITEM_HTML : PLX_ITEM_TEXT, 0, &item, err);

    if (rc != PLX_OK)
        return rc;
    item->bytes = *page;
    plx_strbuf_init(page);
    return r->sink->on_item(r->sink->ctx, item, err);
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
        rc = plx_reading_failed_here(r, 0, &why, err);
    else if (rc == PLX_OK && kind == PLX_KIND_JSON)
        rc = read_json(r, NULL, utf8.s, utf8.len, err);
    else if (rc == PLX_OK)
        rc = give_page(r, &utf8, kind, err);
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
        rc = plx_reading_failed_here(r, 0, &why, err);
    else if (plx_charset_has_wide_bom(page.s, page.len))
        rc = read_wide(r, &page, kind, err);
    else
        rc = give_page(r, &page, kind, err);
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
        return plx_reading_failed_here(r, 0, &why, err);
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
    r->failed = false;
    if (r->sink->on_file)
        rc = r->sink->on_file(r->sink->ctx, &f, &skip, err);
    if (rc != PLX_OK || skip)
        return rc;
    if (plx_input_open(path, !is_named, &in, &why) == PLX_OK)
        rc = read_input(r, in, err);
    else
        rc = plx_reading_failed_here(r, 0, &why, err);
    plx_input_close(in);
    if (rc == PLX_OK && r->sink->on_file_done)
        rc = r->sink->on_file_done(r->sink->ctx, &f, r->failed, err);
    return rc;
}
