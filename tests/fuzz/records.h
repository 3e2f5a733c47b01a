/* tests/fuzz/records.h - what the targets of readers that make records share: each record to an
 * article, which must be well-formed */
#ifndef PLX_FUZZ_RECORDS_H
#define PLX_FUZZ_RECORDS_H

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "indexer/convert.h"

static inline void require(int holds)
{
    if (!holds)
        abort();
}

static inline void check_field(const char *s)
{
    require(!s || plx_utf8_valid(s, strlen(s)));
}

static inline plx_status take_item(void *ctx, plx_item *item, plx_error *err)
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

#endif
