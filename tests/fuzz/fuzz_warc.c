/* Any bytes as a crawl, or (first byte odd) as the one response in it. What comes out must not
 * depend on how the bytes are cut when they are read; but of a damaged Brotli its library gives
 * now more, now less. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "indexer/warc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A stream that gives `step` bytes at a time. */
struct pieces {
    const char *p;
    size_t n, step;
};

static void require(int holds)
{
    if (!holds)
        abort();
}

static plx_status read_piece(void *self, char *p, size_t cap, size_t *n, plx_error *err)
{
    struct pieces *s = self;

    (void)err;
    *n = s->step < cap ? s->step : cap;
    *n = *n < s->n ? *n : s->n;
    if (*n > 0)
        memcpy(p, s->p, *n);
    s->p += *n;
    s->n -= *n;
    return PLX_OK;
}

static plx_status on_item(void *ctx, plx_item *item, plx_error *err)
{
    plx_strbuf *seen = ctx;

    (void)err;
    require(item->member && item->url);
    plx_strbuf_printf(seen, "%s %d %s %llx\n", item->member, (int)item->kind,
                      item->charset ? item->charset : "",
                      (unsigned long long)plx_hash64(item->bytes.s, item->bytes.len));
    plx_item_free(item);
    return PLX_OK;
}

static plx_status on_failure(void *ctx, const char *where, const plx_error *why)
{
    require(*where && why->code != PLX_OK && why->code != PLX_ERR_INTERNAL);
    plx_strbuf_printf(ctx, "%s\n", why->msg);
    return PLX_OK;
}

static void run(const char *p, size_t n, size_t step, plx_strbuf *seen)
{
    static const plx_read_limits limits = { 65536, 4096, PLX_NESTING_MAX, 1000, 100, 1u << 18 };
    static const plx_stream_ops ops = { .read = read_piece };
    const plx_item_sink sink = { .on_item = on_item, .on_failure = on_failure, .ctx = seen };
    plx_reading r = { .sink = &sink, .path = "f", .layers = { .limits = &limits, .in = n } };
    struct pieces pieces = { p, n, step };
    plx_stream *in;

    require(plx_stream_new(&ops, &pieces, &in, NULL) == PLX_OK);
    require(plx_read_warc(&r, in, NULL) == PLX_OK);
    require(!r.member && !r.url && !r.charset && !r.is_cut_off && r.layers.open == 0);
    plx_stream_close(in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    plx_strbuf warc = PLX_STRBUF_INIT;
    plx_strbuf whole = PLX_STRBUF_INIT;
    plx_strbuf pieces = PLX_STRBUF_INIT;

    if (size == 0)
        return 0;
    if (data[0] % 2)
        plx_strbuf_printf(&warc,
                          "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a/\r\n"
                          "Content-Type: application/http\r\nContent-Length: %zu\r\n\r\n",
                          size - 1);
    plx_strbuf_add(&warc, data + 1, size - 1);
    run(warc.s, warc.len, warc.len + 1, &whole);
    run(warc.s, warc.len, data[0] / 2 % 16 + 1, &pieces);
    if (!strstr(whole.s, "Brotli") && !strstr(pieces.s, "Brotli"))
        require(whole.len == pieces.len && memcmp(whole.s, pieces.s, whole.len) == 0);
    plx_strbuf_release(&warc);
    plx_strbuf_release(&whole);
    plx_strbuf_release(&pieces);
    return 0;
}
