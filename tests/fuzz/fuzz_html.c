/* Any bytes as a page, a fragment of one or a scrape: the first byte chooses which, the rest is
 * the input. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "indexer/extract.h"
#include "indexer/sniff.h"

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

static void check(const plx_article *a, plx_status rc)
{
    check_field(a->title);
    check_field(a->text);
    check_field(a->source);
    check_field(a->original_source);
    check_field(a->author);
    check_field(a->url);
    check_field(a->lang);
    if (rc == PLX_OK)
        require((a->text && *a->text) || (a->title && *a->title));
    require((a->date.precision == PLX_DATE_NONE) == (a->date_how == NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    plx_extract_report report;
    plx_article a;
    plx_kind kind;
    plx_status rc;
    char *copy;

    if (size == 0)
        return 0;
    copy = malloc(size); /* of its own size, so that reading past the end is seen */
    if (!copy)
        return 0;
    size--;
    memcpy(copy, data + 1, size);
    plx_article_init(&a);
    plx_extract_report_init(&report);
    plx_sniff(copy, size, &kind, NULL);
    if (data[0] % 4 == 0)
        rc = plx_extract_text(copy, size, &a, &report, NULL);
    else if (data[0] % 4 == 3)
        rc = plx_extract_fragment(copy, size, &a, &report, NULL);
    else
        rc = plx_extract_html(copy, size, data[0] % 4 == 1 ? "windows-1252" : NULL, &a, &report,
                              NULL);
    check(&a, rc);
    require(plx_utf8_valid(report.removed.s, report.removed.len));
    plx_extract_report_release(&report);
    plx_article_release(&a);
    free(copy);
    return 0;
}
