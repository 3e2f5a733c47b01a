/* Packing in memory, and readings whose items are kept as text, for the tests of archives. */
#ifndef PLX_TESTS_ARCHIVE_FIXTURE_H
#define PLX_TESTS_ARCHIVE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <archive.h>
#include <archive_entry.h>
#include <brotli/encode.h>
#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include "base/strbuf.h"
#include "indexer/reader_file.h"

#define PACKED_MAX (4u << 20)

/* What came out: a line for each item ("kind member:line bytes...") and failure. */
struct seen {
    plx_strbuf items, failures;
    unsigned count, failed;
    unsigned long long left_out;
};

static inline void seen_init(struct seen *s)
{
    *s = (struct seen){ .items = PLX_STRBUF_INIT, .failures = PLX_STRBUF_INIT };
}

static inline void seen_release(struct seen *s)
{
    plx_strbuf_release(&s->items);
    plx_strbuf_release(&s->failures);
}

static inline plx_status seen_item(void *ctx, plx_item *item, plx_error *err)
{
    static const char *const kinds[] = { "json", "record", "html", "text" };
    struct seen *s = ctx;
    plx_strbuf place = PLX_STRBUF_INIT;

    (void)err;
    plx_item_place(item->file, item->member, item->line, &place);
    plx_strbuf_printf(&s->items, "%s %s", kinds[item->kind], place.s);
    if (item->url)
        plx_strbuf_printf(&s->items, " <%s>", item->url);
    if (item->charset)
        plx_strbuf_printf(&s->items, " %s", item->charset);
    if (item->is_cut_off)
        plx_strbuf_puts(&s->items, " cut off");
    plx_strbuf_printf(&s->items, " %.30s\n", item->bytes.s);
    s->count++;
    plx_strbuf_release(&place);
    plx_item_free(item);
    return PLX_OK;
}

static inline plx_status seen_failure(void *ctx, const char *where, const plx_error *why)
{
    struct seen *s = ctx;

    assert_memory_equal(why->msg, where, strlen(where) < 100 ? strlen(where) : 100);
    plx_strbuf_printf(&s->failures, "%s\n", why->msg);
    s->failed++;
    return PLX_OK;
}

/* Read bytes as the file "f", under limits (NULL: the usual). */
static inline void seen_read(struct seen *s, const void *p, size_t n, const plx_read_limits *limits)
{
    static const plx_read_limits usual = PLX_READ_LIMITS;
    const plx_item_sink sink = { .on_item = seen_item, .on_failure = seen_failure, .ctx = s };
    plx_reading r = { .sink = &sink, .path = "f", .layers.limits = limits ? limits : &usual };
    plx_stream *in;

    seen_init(s);
    r.layers.in = n;
    assert_int_equal(plx_stream_memory(p, n, &in, NULL), PLX_OK);
    assert_int_equal(plx_reading_stream(&r, in, NULL), PLX_OK);
    plx_stream_close(in);
    assert_int_equal(r.layers.open, 0);
    assert_int_equal(r.layers.archives, 0);
    assert_null(r.member);
    assert_null(r.url);
    assert_null(r.charset);
    assert_int_equal(r.failed, s->failed > 0);
    s->left_out = r.left_out;
}

static inline void expect_seen(const struct seen *s, const char *items, const char *failure)
{
    assert_string_equal(s->items.s, items);
    if (!failure)
        assert_string_equal(s->failures.s, "");
    else if (!strstr(s->failures.s, failure))
        fail_msg("'%s' lacks '%s'", s->failures.s, failure);
}

/* ---------------------------------------------------------------- packing */

static inline void pack_zlib(const char *p, size_t n, int window_bits, plx_strbuf *out)
{
    static char room[PACKED_MAX];
    z_stream z = { .next_in = (Bytef *)(uintptr_t)p, .avail_in = (uInt)n };

    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_out = (Bytef *)room;
    z.avail_out = sizeof room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    plx_strbuf_add(out, room, sizeof room - z.avail_out);
    deflateEnd(&z);
}

static inline void pack_gzip(const char *p, size_t n, plx_strbuf *out)
{
    pack_zlib(p, n, MAX_WBITS + 16, out);
}

static inline void pack_zstd(const char *p, size_t n, plx_strbuf *out)
{
    size_t room = ZSTD_compressBound(n);
    char *packed = malloc(room);
    size_t len = ZSTD_compress(packed, room, p, n, 3);

    assert_false(ZSTD_isError(len));
    plx_strbuf_add(out, packed, len);
    free(packed);
}

static inline void pack_xz(const char *p, size_t n, plx_strbuf *out)
{
    static uint8_t room[PACKED_MAX];
    size_t len = 0;

    assert_int_equal(lzma_easy_buffer_encode(0, LZMA_CHECK_CRC32, NULL, (const uint8_t *)p, n, room,
                                             &len, sizeof room),
                     LZMA_OK);
    plx_strbuf_add(out, room, len);
}

static inline void pack_bzip2(const char *p, size_t n, plx_strbuf *out)
{
    static char room[PACKED_MAX];
    unsigned len = sizeof room;

    assert_int_equal(
        BZ2_bzBuffToBuffCompress(room, &len, (char *)(uintptr_t)p, (unsigned)n, 1, 0, 0), BZ_OK);
    plx_strbuf_add(out, room, len);
}

static inline void pack_brotli(const char *p, size_t n, plx_strbuf *out)
{
    static uint8_t room[PACKED_MAX];
    size_t len = sizeof room;

    assert_true(BrotliEncoderCompress(5, 22, BROTLI_MODE_TEXT, n, (const uint8_t *)p, &len, room));
    plx_strbuf_add(out, room, len);
}

/* An archive being written; its members are added one by one. */
struct packer {
    struct archive *a;
    size_t n;
    char bytes[PACKED_MAX];
};

static inline struct packer *packer_new(int format, const char *options)
{
    struct packer *k = malloc(sizeof *k);

    assert_non_null(k);
    k->n = 0;
    k->a = archive_write_new();
    assert_int_equal(archive_write_set_format(k->a, format), ARCHIVE_OK);
    if (options)
        assert_int_equal(archive_write_set_options(k->a, options), ARCHIVE_OK);
    archive_write_set_bytes_per_block(k->a, 1);
    archive_write_set_bytes_in_last_block(k->a, 1);
    assert_int_equal(archive_write_set_passphrase(k->a, "secret"), ARCHIVE_OK);
    assert_int_equal(archive_write_open_memory(k->a, k->bytes, sizeof k->bytes, &k->n), ARCHIVE_OK);
    return k;
}

static inline void packer_add(struct packer *k, const char *name, const char *p, size_t n)
{
    struct archive_entry *e = archive_entry_new();

    archive_entry_set_pathname(e, name);
    archive_entry_set_size(e, (la_int64_t)n);
    archive_entry_set_filetype(e, AE_IFREG);
    archive_entry_set_perm(e, 0644);
    assert_true(archive_write_header(k->a, e) >= ARCHIVE_WARN);
    assert_int_equal(archive_write_data(k->a, p, n), n);
    assert_int_equal(archive_write_finish_entry(k->a), ARCHIVE_OK);
    archive_entry_free(e);
}

static inline void packer_add_text(struct packer *k, const char *name, const char *text)
{
    packer_add(k, name, text, strlen(text));
}

static inline void packer_finish(struct packer *k, plx_strbuf *out)
{
    assert_int_equal(archive_write_close(k->a), ARCHIVE_OK);
    plx_strbuf_add(out, k->bytes, k->n);
    archive_write_free(k->a);
    free(k);
}

#endif
