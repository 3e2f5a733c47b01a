/* Any bytes as mail, or a saved page, and each record to an article. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "indexer/convert.h"
#include "indexer/reader_mail.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds)
        abort();
}

static void check_field(const char *s)
{
    require(!s || plx_utf8_valid(s, strlen(s)));
}

static plx_status take_item(void *ctx, plx_item *item, plx_error *err)
{
    plx_extract_report report;
    plx_article a;
    plx_status rc;

    (void)err;
    require(item->kind == PLX_ITEM_HTML || json_is_object(item->record));
    plx_extract_report_init(&report);
    plx_article_init(&a);
    rc = plx_convert(ctx, item, &a, &report, NULL);
    require(rc != PLX_OK || (a.id && (a.title || a.text)));
    check_field(a.title);
    check_field(a.text);
    check_field(a.author);
    check_field(a.url);
    plx_article_release(&a);
    plx_extract_report_release(&report);
    plx_item_free(item);
    return PLX_OK;
}

static void read_bytes(plx_reading *r, const char *p, size_t n)
{
    plx_stream *in;

    require(plx_stream_memory(p, n, &in, NULL) == PLX_OK);
    require(plx_read_mail(r, in, NULL) == PLX_OK);
    plx_stream_close(in);
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
    plx_mail_knows(copy, size);
    read_bytes(&r, copy, size);
    free(copy);
    return 0;
}
