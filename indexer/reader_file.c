#include "indexer/reader_file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "indexer/archive.h"
#include "indexer/charset.h"
#include "indexer/decompress.h"
#include "indexer/extract.h"
#include "indexer/file_stream.h"
#include "indexer/reader_csv.h"
#include "indexer/reader_feed.h"
#include "indexer/reader_json.h"
#include "indexer/reader_mail.h"
#include "indexer/sniff.h"
#include "indexer/warc.h"

/* --------------------------------------------------------------- failures */

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

/* ------------------------------------------------------------------ items */

static bool copy_hint(const char *from, char **to)
{
    if (!from)
        return true;
    *to = strdup(from);
    return *to != NULL;
}

plx_status plx_reading_item(const plx_reading *r, plx_item_kind kind, size_t line, plx_item **out,
                            plx_error *err)
{
    plx_status rc = plx_item_new(kind, r->path, r->member, out, err);

    if (rc != PLX_OK)
        return rc;
    (*out)->line = line;
    (*out)->is_cut_off = r->is_cut_off;
    if (copy_hint(r->url, &(*out)->url) && copy_hint(r->charset, &(*out)->charset))
        return PLX_OK;
    plx_item_free(*out);
    *out = NULL;
    return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", r->path);
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

/* ------------------------------------------------------------------ kinds */

static plx_status read_json(plx_reading *r, plx_stream *in, plx_error *err)
{
    plx_json_sink sink = { on_record, on_bad, r };
    plx_json_reader *reader = NULL;
    plx_error why = { .code = PLX_OK };
    plx_status input = PLX_OK;
    size_t n = 1;
    plx_status rc = plx_json_reader_new(&sink, r->layers.limits->record, &reader, err);

    while (rc == PLX_OK && input == PLX_OK && n > 0) {
        const char *p;

        input = plx_stream_next(in, &p, &n, &why);
        if (input == PLX_OK && n > 0)
            rc = plx_json_reader_feed(reader, p, n, err);
    }
    if (rc == PLX_OK && input != PLX_OK) /* a record cut off by that is no failure of its own */
        rc = plx_reading_failed_here(r, 0, &why, err);
    else if (rc == PLX_OK)
        rc = plx_json_reader_end(reader, err);
    plx_json_reader_free(reader);
    return rc;
}

/* All of a stream. What a crawler cut off may end in the middle of its coding. */
static plx_status read_whole(plx_reading *r, plx_stream *in, plx_strbuf *whole, plx_error *why)
{
    plx_status rc = plx_stream_read_all(in, r->layers.limits->page, "page", whole, why);

    return rc == PLX_ERR_CORRUPT && r->is_cut_off && whole->len > 0 ? PLX_OK : rc;
}

/* Hand on a page; its bytes move into the item. */
static plx_status give_page(plx_reading *r, plx_stream *in, plx_item_kind kind, plx_error *err)
{
    plx_error why = { .code = PLX_OK };
    plx_item *item = NULL;
    plx_status rc = plx_reading_item(r, kind, 0, &item, err);

    if (rc != PLX_OK)
        return rc;
    if (read_whole(r, in, &item->bytes, &why) == PLX_OK)
        return r->sink->on_item(r->sink->ctx, item, err);
    plx_item_free(item);
    return plx_reading_failed_here(r, 0, &why, err);
}

static plx_status read_html(plx_reading *r, plx_stream *in, plx_error *err)
{
    return give_page(r, in, PLX_ITEM_HTML, err);
}

static plx_status read_text(plx_reading *r, plx_stream *in, plx_error *err)
{
    return give_page(r, in, PLX_ITEM_TEXT, err);
}

static plx_status read_feed(plx_reading *r, plx_stream *in, plx_error *err)
{
    plx_strbuf whole = PLX_STRBUF_INIT;
    plx_error why = { .code = PLX_OK };

    if (read_whole(r, in, &whole, &why) == PLX_OK)
        return plx_read_feed(r, &whole, err);
    plx_strbuf_release(&whole);
    return plx_reading_failed_here(r, 0, &why, err);
}

static plx_status read_compression(plx_reading *r, plx_stream *in, plx_error *err)
{
    plx_error why = { .code = PLX_OK };
    plx_stream *unpacked = NULL;
    const char *p;
    size_t n;
    unsigned layer;
    plx_status rc;

    if (plx_layers_enter(&r->layers, false, &layer, &why) != PLX_OK)
        return plx_reading_failed_here(r, 0, &why, err);
    rc = plx_stream_peek(in, 1, &p, &n, err);
    if (rc == PLX_OK)
        rc = plx_decompress(in, plx_coding_find(p, n), &r->layers, layer, &unpacked, err);
    if (rc == PLX_OK)
        rc = plx_reading_stream(r, unpacked, err);
    plx_stream_close(unpacked);
    plx_layers_leave(&r->layers, false);
    return rc;
}

/* UTF-16 and UTF-32 may hold any kind of text. */
static plx_status read_wide(plx_reading *r, plx_stream *in, plx_error *err)
{
    plx_strbuf whole = PLX_STRBUF_INIT;
    plx_strbuf utf8 = PLX_STRBUF_INIT;
    plx_stream *text = NULL;
    const char *charset = r->charset;
    plx_error why = { .code = PLX_OK };
    plx_status rc;

    r->charset = NULL; /* does not hold for the text that comes out */
    if (read_whole(r, in, &whole, &why) != PLX_OK)
        rc = plx_reading_failed_here(r, 0, &why, err);
    else if ((rc = plx_charset_to_utf8(whole.s, whole.len, NULL, &utf8, err)) == PLX_OK &&
             (rc = plx_stream_memory(utf8.s, utf8.len, &text, err)) == PLX_OK)
        rc = plx_reading_stream(r, text, err);
    plx_stream_close(text);
    plx_strbuf_release(&utf8);
    plx_strbuf_release(&whole);
    r->charset = charset;
    return rc;
}

/* The kind by content; what looks like plain text under a name of JSON is broken JSON. */
static plx_status find_kind(const plx_reading *r, const char *p, size_t n, plx_kind *kind,
                            plx_error *err)
{
    plx_status rc = plx_sniff(p, n, kind, err);

    if (rc == PLX_OK && *kind == PLX_KIND_TEXT &&
        plx_sniff_name_is_json(r->member ? r->member : r->path))
        *kind = PLX_KIND_JSON;
    return rc;
}

/* What is of no kind that is read. Damage is the better reason, if there is any; and crawls hold
 * all sorts of things, whatever their headers say. */
static plx_status refuse(plx_reading *r, plx_stream *in, size_t n, plx_error *why, plx_error *err)
{
    const char *p;

    if (plx_stream_has_failed(in)) {
        plx_stream_take(in, n);
        plx_stream_peek(in, 1, &p, &n, why);
    } else if (r->url) {
        r->left_out++;
        return PLX_OK;
    }
    return plx_reading_failed_here(r, 0, why, err);
}

plx_status plx_reading_stream(plx_reading *r, plx_stream *in, plx_error *err)
{
    static plx_status (*const by_kind[PLX_KINDS])(plx_reading *, plx_stream *, plx_error *) = {
        [PLX_KIND_TEXT] = read_text,
        [PLX_KIND_HTML] = read_html,
        [PLX_KIND_JSON] = read_json,
        [PLX_KIND_CSV] = plx_read_csv,
        [PLX_KIND_FEED] = read_feed,
        [PLX_KIND_MAIL] = plx_read_mail,
        [PLX_KIND_WARC] = plx_read_warc,
        [PLX_KIND_ARCHIVE] = plx_read_archive,
        [PLX_KIND_COMPRESSION] = read_compression,
    };
    plx_error why = { .code = PLX_OK };
    plx_kind kind = PLX_KIND_TEXT;
    const char *p;
    size_t n;

    if (plx_stream_peek(in, PLX_STREAM_BYTES, &p, &n, &why) != PLX_OK)
        return plx_reading_failed_here(r, 0, &why, err);
    if (find_kind(r, p, n, &kind, &why) != PLX_OK)
        return refuse(r, in, n, &why, err);
    return plx_charset_is_wide(p, n) ? read_wide(r, in, err) : by_kind[kind](r, in, err);
}

/* ------------------------------------------------------------------- file */

static void describe(const char *path, plx_source_file *f)
{
    struct stat st;

    *f = (plx_source_file){ .path = path, .size = -1 };
    if (strcmp(path, "-") == 0 || stat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return;
    f->size = (long long)st.st_size;
    f->mtime_ns = (long long)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
}

static plx_status read_file(plx_reading *r, bool is_named, plx_source_file *f, plx_error *err)
{
    plx_error why = { .code = PLX_OK };
    plx_file_stream *file = NULL;
    plx_stream *in = NULL;
    plx_status rc;

    if (plx_file_stream_open(r->path, is_named, &r->layers.in, &file, &in, &why) != PLX_OK)
        return plx_reading_failed_here(r, 0, &why, err);
    plx_file_stream_stat(file, &f->size, &f->mtime_ns);
    rc = plx_reading_stream(r, in, err);
    plx_stream_close(in);
    if (rc == PLX_OK) /* a file that failed is not read on for its digest: it may be any size */
        plx_file_stream_digest(file, !r->failed, f->digest);
    plx_file_stream_close(file);
    return rc;
}

plx_status plx_reading_file(plx_reading *r, const char *path, bool is_named, plx_error *err)
{
    const plx_read_limits *limits = r->layers.limits;
    plx_source_file f;
    bool skip = false;
    plx_status rc = PLX_OK;

    describe(path, &f);
    r->path = path;
    r->failed = false;
    r->left_out = 0;
    r->layers = (plx_layers){ .limits = limits };
    if (r->sink->on_file)
        rc = r->sink->on_file(r->sink->ctx, &f, &skip, err);
    if (rc != PLX_OK || skip)
        return rc;
    rc = read_file(r, is_named, &f, err);
    f.left_out = r->left_out;
    if (rc == PLX_OK && r->sink->on_file_done)
        rc = r->sink->on_file_done(r->sink->ctx, &f, r->failed, err);
    return rc;
}
