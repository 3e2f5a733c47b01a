/* Any bytes as a table, in one piece and in small ones: the same rows must come out. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/csv.h"
#include "indexer/reader_csv.h"

#define FIELDS_MAX 16

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Gives a few bytes at a time. */
struct drip {
    const char *p;
    size_t n;
    size_t step;
};

static void require(int holds)
{
    if (!holds)
        abort();
}

static plx_status read_drip(void *self, char *p, size_t cap, size_t *n, plx_error *err)
{
    struct drip *d = self;

    (void)err;
    *n = d->n < d->step ? d->n : d->step;
    *n = *n < cap ? *n : cap;
    if (*n > 0)
        memcpy(p, d->p, *n);
    d->p += *n;
    d->n -= *n;
    return PLX_OK;
}

/* Rows and bad rows as text. */
static void read_rows(plx_stream *in, plx_strbuf *out)
{
    size_t last = 0;
    plx_csv *csv;
    plx_error err;
    plx_status rc;

    require(plx_csv_new(in, FIELDS_MAX, &csv, &err) == PLX_OK);
    while ((rc = plx_csv_next(csv, &err)) != PLX_OK || plx_csv_count(csv) > 0) {
        require(rc == PLX_OK || rc == PLX_ERR_INVALID || rc == PLX_ERR_LIMIT);
        require(plx_csv_line(csv) > last && plx_csv_count(csv) <= FIELDS_MAX);
        last = plx_csv_line(csv);
        plx_strbuf_printf(out, "%zu:", last);
        for (size_t i = 0; rc == PLX_OK && i < plx_csv_count(csv); i++) {
            size_t n;
            const char *s = plx_csv_field(csv, i, &n);

            require(s[n] == '\0');
            plx_strbuf_add(out, s, n + 1);
        }
    }
    plx_csv_free(csv);
}

static plx_status take_item(void *ctx, plx_item *item, plx_error *err)
{
    (void)ctx;
    (void)err;
    require(item->kind == PLX_ITEM_RECORD && json_is_object(item->record) && item->line > 1);
    plx_item_free(item);
    return PLX_OK;
}

static void read_as_file(const char *p, size_t n)
{
    const plx_read_limits limits = PLX_READ_LIMITS;
    const plx_item_sink sink = { .on_item = take_item };
    plx_reading r = { .sink = &sink, .path = "t.csv", .layers = { .limits = &limits } };
    plx_stream *in;

    require(plx_stream_memory(p, n, &in, NULL) == PLX_OK);
    require(plx_read_csv(&r, in, NULL) == PLX_OK);
    plx_stream_close(in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const plx_stream_ops ops = { read_drip, NULL, NULL };
    struct drip drip;
    plx_strbuf whole = PLX_STRBUF_INIT;
    plx_strbuf pieces = PLX_STRBUF_INIT;
    plx_stream *in;
    char *copy;

    if (size == 0)
        return 0;
    copy = malloc(size); /* of its own size: reading past the end is seen */
    require(copy != NULL);
    memcpy(copy, data + 1, size - 1);
    plx_csv_knows(copy, size - 1);
    require(plx_stream_memory(copy, size - 1, &in, NULL) == PLX_OK);
    read_rows(in, &whole);
    plx_stream_close(in);
    drip = (struct drip){ copy, size - 1, data[0] % 16 + 1u };
    require(plx_stream_new(&ops, &drip, &in, NULL) == PLX_OK);
    read_rows(in, &pieces);
    plx_stream_close(in);
    require(whole.len == pieces.len && memcmp(whole.s, pieces.s, whole.len) == 0);
    read_as_file(copy, size - 1);
    plx_strbuf_release(&whole);
    plx_strbuf_release(&pieces);
    free(copy);
    return 0;
}
