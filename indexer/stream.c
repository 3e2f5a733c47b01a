#include "indexer/stream.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct plx_stream {
    const plx_stream_ops *ops;
    void *self;
    char *buffer;      /* PLX_STREAM_BYTES; made when first needed */
    size_t begin, end; /* bytes of buffer read and not taken */
    uint64_t taken;
    bool at_end;
    plx_status failed; /* what read() came to, told when the buffer is empty */
    plx_error why;
};

plx_status plx_stream_new(const plx_stream_ops *ops, void *self, plx_stream **out, plx_error *err)
{
    plx_stream *s = calloc(1, sizeof *s);

    *out = s;
    if (!s) {
        if (ops->free)
            ops->free(self);
        return plx_fail(err, PLX_ERR_NOMEM, "out of memory");
    }
    s->ops = ops;
    s->self = self;
    return PLX_OK;
}

void plx_stream_close(plx_stream *s)
{
    if (!s)
        return;
    if (s->ops->free)
        s->ops->free(s->self);
    free(s->buffer);
    free(s);
}

void plx_stream_restart(plx_stream *s)
{
    s->begin = s->end = 0;
    s->taken = 0;
    s->at_end = false;
    s->failed = PLX_OK;
}

static bool is_over(const plx_stream *s)
{
    return s->at_end || s->failed != PLX_OK;
}

/* One read(), its error or end kept. */
static size_t draw(plx_stream *s, char *p, size_t cap)
{
    size_t n = 0;

    s->failed = s->ops->read(s->self, p, cap, &n, &s->why);
    if (s->failed != PLX_OK)
        return 0;
    s->at_end = n == 0;
    return n;
}

static plx_status make_buffer(plx_stream *s, plx_error *err)
{
    if (!s->buffer)
        s->buffer = malloc(PLX_STREAM_BYTES);
    return s->buffer ? PLX_OK : plx_fail(err, PLX_ERR_NOMEM, "out of memory");
}

/* Until `want` bytes are in the buffer. */
static void fill(plx_stream *s, size_t want)
{
    if (s->begin + want > PLX_STREAM_BYTES || s->begin == s->end) {
        memmove(s->buffer, s->buffer + s->begin, s->end - s->begin);
        s->end -= s->begin;
        s->begin = 0;
    }
    while (s->end - s->begin < want && !is_over(s))
        s->end += draw(s, s->buffer + s->end, PLX_STREAM_BYTES - s->end);
}

static plx_status tell_failure(const plx_stream *s, plx_error *err)
{
    if (err)
        *err = s->why;
    return s->failed;
}

plx_status plx_stream_peek(plx_stream *s, size_t want, const char **p, size_t *n, plx_error *err)
{
    assert(want <= PLX_STREAM_BYTES);
    *p = "";
    *n = 0;
    if (make_buffer(s, err) != PLX_OK)
        return PLX_ERR_NOMEM;
    if (s->end - s->begin < want)
        fill(s, want);
    *p = s->buffer + s->begin;
    *n = s->end - s->begin;
    return *n == 0 && s->failed != PLX_OK ? tell_failure(s, err) : PLX_OK;
}

void plx_stream_take(plx_stream *s, size_t n)
{
    assert(n <= s->end - s->begin);
    s->begin += n;
    s->taken += n;
}

plx_status plx_stream_next(plx_stream *s, const char **p, size_t *n, plx_error *err)
{
    plx_status rc = plx_stream_peek(s, 1, p, n, err);

    if (rc == PLX_OK)
        plx_stream_take(s, *n);
    return rc;
}

plx_status plx_stream_read(plx_stream *s, char *p, size_t cap, size_t *n, plx_error *err)
{
    *n = s->end - s->begin;
    if (*n > 0) {
        *n = *n < cap ? *n : cap;
        memcpy(p, s->buffer + s->begin, *n);
        s->begin += *n;
    } else if (!is_over(s)) {
        *n = draw(s, p, cap); /* past the buffer */
    }
    s->taken += *n;
    return *n == 0 && s->failed != PLX_OK ? tell_failure(s, err) : PLX_OK;
}

plx_status plx_stream_read_all(plx_stream *s, size_t max, const char *what, plx_strbuf *out,
                               plx_error *err)
{
    size_t limit = out->len + max;

    for (;;) {
        const char *p;
        size_t n;
        plx_status rc = plx_stream_next(s, &p, &n, err);

        if (rc != PLX_OK || n == 0)
            return rc;
        if (n > limit - out->len)
            return max >= 1u << 20
                       ? plx_fail(err, PLX_ERR_LIMIT, "%s is over %zu MB", what, max >> 20)
                       : plx_fail(err, PLX_ERR_LIMIT, "%s is over %zu bytes", what, max);
        plx_strbuf_add(out, p, n);
        if (out->failed)
            return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", what);
    }
}

uint64_t plx_stream_at(const plx_stream *s)
{
    return s->taken;
}

bool plx_stream_has_failed(const plx_stream *s)
{
    return s->failed != PLX_OK;
}

plx_status plx_stream_resume(plx_stream *s, plx_error *err)
{
    plx_status rc;

    if (s->failed == PLX_OK)
        return PLX_OK;
    if (!s->ops->resume || s->failed != PLX_ERR_CORRUPT)
        return plx_fail(err, PLX_ERR_NOTFOUND, "nothing can be read behind the damage");
    rc = s->ops->resume(s->self, err);
    if (rc == PLX_OK)
        s->failed = PLX_OK;
    return rc;
}

/* ----------------------------------------------------------------- memory */

struct memory {
    const char *p;
    size_t n;
};

static plx_status read_memory(void *self, char *p, size_t cap, size_t *n, plx_error *err)
{
    struct memory *m = self;

    (void)err;
    *n = m->n < cap ? m->n : cap;
    if (*n > 0)
        memcpy(p, m->p, *n);
    m->p += *n;
    m->n -= *n;
    return PLX_OK;
}

plx_status plx_stream_memory(const char *p, size_t n, plx_stream **out, plx_error *err)
{
    static const plx_stream_ops ops = { read_memory, NULL, free };
    struct memory *m = malloc(sizeof *m);

    *out = NULL;
    if (!m)
        return plx_fail(err, PLX_ERR_NOMEM, "out of memory");
    m->p = p;
    m->n = n;
    return plx_stream_new(&ops, m, out, err);
}
