/* Any bytes as a file: sniffed, unpacked, archives in it opened, all readers of formats run, under
 * small limits. Articles are not made of the items: fuzz_html and the like do that. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "indexer/reader_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds)
        abort();
}

static plx_status on_item(void *ctx, plx_item *item, plx_error *err)
{
    size_t *bytes = ctx;

    (void)err;
    require(strcmp(item->file, "f") == 0);
    *bytes += item->bytes.len;
    plx_item_free(item);
    return PLX_OK;
}

static plx_status on_failure(void *ctx, const char *where, const plx_error *why)
{
    (void)ctx;
    require(plx_utf8_valid(where, strlen(where)) && !strpbrk(where, "\n\r"));
    require(why->code != PLX_OK && why->code != PLX_ERR_INTERNAL && *why->msg);
    return PLX_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const plx_read_limits limits = { 65536, 4096, PLX_NESTING_MAX, 100, 100, 1u << 18 };
    size_t bytes = 0;
    const plx_item_sink sink = { .on_item = on_item, .on_failure = on_failure, .ctx = &bytes };
    plx_reading r = { .sink = &sink, .path = "f", .layers = { .limits = &limits, .in = size } };
    plx_stream *in;
    char *copy = malloc(size ? size : 1); /* of its own size: reading past the end is seen */

    if (!copy)
        return 0;
    memcpy(copy, data, size);
    require(plx_stream_memory(copy, size, &in, NULL) == PLX_OK);
    require(plx_reading_stream(&r, in, NULL) == PLX_OK);
    require(!r.member && !r.url && !r.charset && r.layers.open == 0 && r.layers.archives == 0);
    plx_stream_close(in);
    free(copy);
    return 0;
}
