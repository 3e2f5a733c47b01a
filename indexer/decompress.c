#include "indexer/decompress.h"

#include <brotli/decode.h>
#include <bzlib.h>
#include <lzma.h>
#include <stdlib.h>
#include <string.h>
#define ZLIB_CONST /* zlib then promises not to write to its input */
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#define START_BYTES 16 /* enough to know any compression */

enum progress { GOES_ON, ENDED, DAMAGED, WINDOW_TOO_LARGE, NO_MEMORY };

/* Input and room of one step; both are moved on by it. */
struct io {
    const char *in;
    size_t in_n;
    char *out;
    size_t out_n;
};

union decoder {
    z_stream z;
    ZSTD_DStream *zstd;
    lzma_stream xz;
    bz_stream bz;
    BrotliDecoderState *brotli;
};

struct coder {
    const char *name;
    bool (*starts)(const char *p, size_t n); /* NULL: cannot be told */
    /* begins a compression whose first bytes are p; false without memory */
    bool (*begin)(union decoder *d, const char *p, size_t n, size_t window_max);
    enum progress (*step)(union decoder *d, struct io *io);
    void (*end)(union decoder *d);
};

struct unpacker {
    const struct coder *coder;
    plx_stream *in;
    plx_layers *layers;
    unsigned layer;
    bool is_open;         /* inside a compression: decoder is to be ended */
    bool had_first;       /* compression */
    bool has_moved;       /* some of the current one was read */
    enum progress broken; /* DAMAGED and the like, to be told behind the bytes before it */
    union decoder decoder;
};

/* ------------------------------------------------------------ zlib: gzip, deflate */

static bool starts_gzip(const char *p, size_t n)
{
    return n >= 4 && memcmp(p, "\x1f\x8b\x08", 3) == 0 && (p[3] & 0xe0) == 0;
}

static bool begin_zlib(union decoder *d, int window_bits)
{
    memset(&d->z, 0, sizeof d->z);
    return inflateInit2(&d->z, window_bits) == Z_OK;
}

static bool begin_gzip(union decoder *d, const char *p, size_t n, size_t window_max)
{
    (void)p;
    (void)n;
    (void)window_max;
    return begin_zlib(d, MAX_WBITS + 16);
}

/* "deflate" in HTTP is zlib's format, but some servers send it bare. */
static bool begin_deflate(union decoder *d, const char *p, size_t n, size_t window_max)
{
    const unsigned char *u = (const unsigned char *)p;
    bool has_header = n >= 2 && (u[0] & 15) == Z_DEFLATED && (u[0] << 8 | u[1]) % 31 == 0;

    (void)window_max;
    return begin_zlib(d, has_header ? MAX_WBITS : -MAX_WBITS);
}

static enum progress step_zlib(union decoder *d, struct io *io)
{
    int rc;

    d->z.next_in = (const Bytef *)io->in;
    d->z.avail_in = (uInt)io->in_n;
    d->z.next_out = (Bytef *)io->out;
    d->z.avail_out = (uInt)io->out_n;
    rc = inflate(&d->z, Z_NO_FLUSH);
    io->in_n = d->z.avail_in;
    io->out_n = d->z.avail_out;
    if (rc == Z_MEM_ERROR)
        return NO_MEMORY;
    if (rc == Z_STREAM_END)
        return ENDED;
    return rc == Z_OK || rc == Z_BUF_ERROR ? GOES_ON : DAMAGED;
}

static void end_zlib(union decoder *d)
{
    inflateEnd(&d->z);
}

/* ------------------------------------------------------------------- zstd */

/* A frame, or one to be skipped, with which some programs begin (0x184D2A50 to 5F). */
static bool starts_zstd(const char *p, size_t n)
{
    return n >= 4 && (memcmp(p, "\x28\xb5\x2f\xfd", 4) == 0 ||
                      ((p[0] & 0xf0) == 0x50 && memcmp(p + 1, "\x2a\x4d\x18", 3) == 0));
}

static bool begin_zstd(union decoder *d, const char *p, size_t n, size_t window_max)
{
    int log = 0;

    (void)p;
    (void)n;
    while (window_max >> (log + 1) > 0)
        log++;
    d->zstd = ZSTD_createDStream();
    return d->zstd && !ZSTD_isError(ZSTD_DCtx_setParameter(d->zstd, ZSTD_d_windowLogMax, log));
}

static enum progress step_zstd(union decoder *d, struct io *io)
{
    ZSTD_inBuffer in = { io->in, io->in_n, 0 };
    ZSTD_outBuffer out = { io->out, io->out_n, 0 };
    size_t rc = ZSTD_decompressStream(d->zstd, &out, &in);

    io->in_n -= in.pos;
    io->out_n -= out.pos;
    if (!ZSTD_isError(rc))
        return rc == 0 ? ENDED : GOES_ON;
    switch (ZSTD_getErrorCode(rc)) {
    case ZSTD_error_frameParameter_windowTooLarge:
        return WINDOW_TOO_LARGE;
    case ZSTD_error_memory_allocation:
        return NO_MEMORY;
    default:
        return DAMAGED;
    }
}

static void end_zstd(union decoder *d)
{
    ZSTD_freeDStream(d->zstd);
}

/* --------------------------------------------------------------- xz, lzip */

static bool starts_xz(const char *p, size_t n)
{
    return n >= 6 && (memcmp(p,
                             "\xfd"
                             "7zXZ\0",
                             6) == 0 ||
                      memcmp(p, "LZIP\1", 5) == 0);
}

static bool begin_xz(union decoder *d, const char *p, size_t n, size_t window_max)
{
    static const lzma_stream nothing = LZMA_STREAM_INIT;

    (void)p;
    (void)n;
    d->xz = nothing;
    return lzma_auto_decoder(&d->xz, window_max, 0) == LZMA_OK;
}

static enum progress step_xz(union decoder *d, struct io *io)
{
    lzma_ret rc;

    d->xz.next_in = (const uint8_t *)io->in;
    d->xz.avail_in = io->in_n;
    d->xz.next_out = (uint8_t *)io->out;
    d->xz.avail_out = io->out_n;
    rc = lzma_code(&d->xz, LZMA_RUN);
    io->in_n = d->xz.avail_in;
    io->out_n = d->xz.avail_out;
    switch (rc) {
    case LZMA_OK:
    case LZMA_BUF_ERROR:
        return GOES_ON;
    case LZMA_STREAM_END:
        return ENDED;
    case LZMA_MEMLIMIT_ERROR:
        return WINDOW_TOO_LARGE;
    case LZMA_MEM_ERROR:
        return NO_MEMORY;
    default:
        return DAMAGED;
    }
}

static void end_xz(union decoder *d)
{
    lzma_end(&d->xz);
}

/* ------------------------------------------------------------------ bzip2 */

static bool starts_bzip2(const char *p, size_t n)
{
    return n >= 10 && memcmp(p, "BZh", 3) == 0 && p[3] >= '1' && p[3] <= '9' &&
           (memcmp(p + 4, "1AY&SY", 6) == 0 || memcmp(p + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0);
}

static bool begin_bzip2(union decoder *d, const char *p, size_t n, size_t window_max)
{
    (void)p;
    (void)n;
    (void)window_max;
    memset(&d->bz, 0, sizeof d->bz);
    return BZ2_bzDecompressInit(&d->bz, 0, 0) == BZ_OK;
}

static enum progress step_bzip2(union decoder *d, struct io *io)
{
    int rc;

    d->bz.next_in = (char *)io->in; /* the library takes no const and writes nothing there */
    d->bz.avail_in = (unsigned)io->in_n;
    d->bz.next_out = io->out;
    d->bz.avail_out = (unsigned)io->out_n;
    rc = BZ2_bzDecompress(&d->bz);
    io->in_n = d->bz.avail_in;
    io->out_n = d->bz.avail_out;
    if (rc == BZ_MEM_ERROR)
        return NO_MEMORY;
    if (rc == BZ_STREAM_END)
        return ENDED;
    return rc == BZ_OK ? GOES_ON : DAMAGED;
}

static void end_bzip2(union decoder *d)
{
    BZ2_bzDecompressEnd(&d->bz);
}

/* ----------------------------------------------------------------- Brotli */

static bool begin_brotli(union decoder *d, const char *p, size_t n, size_t window_max)
{
    (void)p;
    (void)n;
    (void)window_max; /* 16 MB by its format */
    d->brotli = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    return d->brotli != NULL;
}

static enum progress step_brotli(union decoder *d, struct io *io)
{
    const uint8_t *in = (const uint8_t *)io->in;
    uint8_t *out = (uint8_t *)io->out;

    switch (BrotliDecoderDecompressStream(d->brotli, &io->in_n, &in, &io->out_n, &out, NULL)) {
    case BROTLI_DECODER_RESULT_SUCCESS:
        return ENDED;
    case BROTLI_DECODER_RESULT_ERROR:
        return DAMAGED;
    default:
        return GOES_ON;
    }
}

static void end_brotli(union decoder *d)
{
    BrotliDecoderDestroyInstance(d->brotli);
}

/* ------------------------------------------------------------------- all */

static const struct coder coders[] = {
    [PLX_CODING_GZIP] = { "gzip", starts_gzip, begin_gzip, step_zlib, end_zlib },
    [PLX_CODING_ZSTD] = { "zstd", starts_zstd, begin_zstd, step_zstd, end_zstd },
    [PLX_CODING_XZ] = { "xz", starts_xz, begin_xz, step_xz, end_xz },
    [PLX_CODING_BZIP2] = { "bzip2", starts_bzip2, begin_bzip2, step_bzip2, end_bzip2 },
    [PLX_CODING_DEFLATE] = { "deflate", NULL, begin_deflate, step_zlib, end_zlib },
    [PLX_CODING_BROTLI] = { "Brotli", NULL, begin_brotli, step_brotli, end_brotli },
};

plx_coding plx_coding_find(const char *p, size_t n)
{
    for (size_t i = PLX_CODING_GZIP; i < sizeof coders / sizeof *coders; i++)
        if (coders[i].starts && coders[i].starts(p, n))
            return (plx_coding)i;
    return PLX_CODING_NONE;
}

static plx_status damaged(const struct unpacker *u, const char *why, plx_error *err)
{
    return plx_fail(err, PLX_ERR_CORRUPT, "damaged compression (%s): %s", u->coder->name, why);
}

static void end_decoder(struct unpacker *u)
{
    if (u->is_open)
        u->coder->end(&u->decoder);
    u->is_open = false;
}

static plx_status begin_decoder(struct unpacker *u, const char *p, size_t n, plx_error *err)
{
    u->is_open = true; /* what a failed begin() has made is freed */
    u->had_first = true;
    u->has_moved = false;
    if (u->coder->begin(&u->decoder, p, n, plx_layers_window_max(u->layer)))
        return PLX_OK;
    return plx_fail(err, PLX_ERR_NOMEM, "out of memory");
}

/* Between compressions: at the next one, or at the end. Zeros may fill the space, as tapes do. */
static plx_status find_next(struct unpacker *u, bool *is_end, plx_error *err)
{
    const char *p;
    size_t n, zeros;
    plx_status rc;

    *is_end = u->had_first && !u->coder->starts;
    if (*is_end)
        return PLX_OK;
    for (;;) {
        rc = plx_stream_peek(u->in, START_BYTES, &p, &n, err);
        if (rc != PLX_OK)
            return rc;
        for (zeros = 0; u->had_first && zeros < n && p[zeros] == '\0';)
            zeros++;
        if (zeros == 0)
            break;
        plx_stream_take(u->in, zeros);
    }
    *is_end = n == 0;
    if (n == 0)
        return PLX_OK;
    if (u->had_first && !u->coder->starts(p, n))
        return damaged(u, "other bytes follow its end", err);
    return begin_decoder(u, p, n, err);
}

static plx_status explain(const struct unpacker *u, enum progress what, plx_error *err)
{
    switch (what) {
    case NO_MEMORY:
        return plx_fail(err, PLX_ERR_NOMEM, "out of memory");
    case WINDOW_TOO_LARGE:
        return plx_fail(err, PLX_ERR_LIMIT,
                        "%s: needs over %zu MB of memory to unpack; pack it with a smaller window",
                        u->coder->name, plx_layers_window_max(u->layer) >> 20);
    default:
        return damaged(u, "its data makes no sense", err);
    }
}

/* One step of the decoder; *n bytes come out. */
static plx_status step(struct unpacker *u, char *p, size_t cap, size_t *n, plx_error *err)
{
    struct io io = { .out = p, .out_n = cap };
    const char *in;
    size_t in_n;
    enum progress what;
    plx_status rc = plx_stream_peek(u->in, 1, &in, &in_n, err);

    if (rc != PLX_OK)
        return rc;
    io.in = in;
    io.in_n = in_n;
    what = u->coder->step(&u->decoder, &io);
    plx_stream_take(u->in, in_n - io.in_n);
    u->has_moved |= in_n > io.in_n;
    *n = cap - io.out_n;
    if (what == ENDED)
        end_decoder(u);
    else if (what != GOES_ON && *n > 0)
        u->broken = what;
    else if (what != GOES_ON)
        return explain(u, what, err);
    else if (*n == 0 && in_n == 0)
        return damaged(u, "cut off", err);
    else if (*n == 0 && io.in_n == in_n)
        return damaged(u, "it does not go on", err);
    return *n > 0 ? plx_layers_spend(u->layers, u->layer, *n, err) : PLX_OK;
}

static plx_status read_unpacked(void *self, char *p, size_t cap, size_t *n, plx_error *err)
{
    struct unpacker *u = self;
    plx_status rc = PLX_OK;
    bool is_end = false;

    *n = 0;
    if (u->broken != GOES_ON)
        return explain(u, u->broken, err);
    cap = cap < PLX_STREAM_BYTES ? cap : PLX_STREAM_BYTES; /* fits the counters of all libraries */
    while (rc == PLX_OK && *n == 0 && !is_end) {
        if (!u->is_open)
            rc = find_next(u, &is_end, err);
        if (rc == PLX_OK && !is_end)
            rc = step(u, p, cap, n, err);
    }
    return rc;
}

/* The next place that begins like a compression of this kind. */
static plx_status resume(void *self, plx_error *err)
{
    struct unpacker *u = self;
    const char *p;
    size_t n;

    end_decoder(u);
    u->broken = GOES_ON;
    while (u->coder->starts && plx_stream_peek(u->in, START_BYTES, &p, &n, NULL) == PLX_OK &&
           n > 0) {
        size_t i = u->has_moved ? 0 : 1; /* not the same one again */

        u->has_moved = true;
        while (i < n && !u->coder->starts(p + i, n - i))
            i++;
        if (i < n) {
            plx_stream_take(u->in, i);
            return PLX_OK;
        }
        /* one may begin in the last bytes */
        plx_stream_take(u->in, n < START_BYTES ? n : n - START_BYTES + 1);
    }
    return plx_fail(err, PLX_ERR_NOTFOUND, "no further compression");
}

static void free_unpacker(void *self)
{
    struct unpacker *u = self;

    end_decoder(u);
    free(u);
}

plx_status plx_decompress(plx_stream *in, plx_coding coding, plx_layers *layers, unsigned layer,
                          plx_stream **out, plx_error *err)
{
    static const plx_stream_ops ops = { read_unpacked, resume, free_unpacker };
    struct unpacker *u = calloc(1, sizeof *u);

    *out = NULL;
    if (!u)
        return plx_fail(err, PLX_ERR_NOMEM, "out of memory");
    u->coder = &coders[coding];
    u->in = in;
    u->layers = layers;
    u->layer = layer;
    return plx_stream_new(&ops, u, out, err);
}
