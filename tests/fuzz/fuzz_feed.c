/* Any bytes as a feed, and each record to an article. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/reader_feed.h"
#include "tests/fuzz/records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_bytes(plx_reading *r, const char *p, size_t n)
{
    plx_strbuf whole = PLX_STRBUF_INIT;

    plx_strbuf_add(&whole, p, n);
    require(plx_read_feed(r, &whole, NULL) == PLX_OK);
    plx_strbuf_release(&whole);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const plx_read_limits limits = PLX_READ_LIMITS;
    static const plx_reader_options options = { 0 };
    static plx_converter *converter;      /* made once, as it costs more than an input */
    char *copy = malloc(size ? size : 1); /* of its own size: reading past the end is seen */

    require(copy && (converter || plx_converter_new(&options, &converter, NULL) == PLX_OK));
    if (size > 0)
        memcpy(copy, data, size);
    const plx_item_sink sink = { .on_item = take_item, .ctx = converter };
    plx_reading r = { .sink = &sink, .path = "-", .layers = { .limits = &limits } };
    plx_feed_knows(copy, size);
    read_bytes(&r, copy, size);
    free(copy);
    return 0;
}
