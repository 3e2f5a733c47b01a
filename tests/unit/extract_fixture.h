/* tests/unit/extract_fixture.h - what came out of a page, for the tests of extraction */
#ifndef PLX_TEST_EXTRACT_FIXTURE_H
#define PLX_TEST_EXTRACT_FIXTURE_H

#include <string.h>

#include "indexer/extract.h"

struct result {
    plx_article a;
    plx_extract_report report;
    plx_error err;
    plx_status rc;
};

static inline void read_page(struct result *r, const char *html)
{
    plx_article_init(&r->a);
    plx_extract_report_init(&r->report);
    r->err = (plx_error){ .code = PLX_OK };
    r->rc = plx_extract_html(html, strlen(html), NULL, &r->a, &r->report, &r->err);
}

static inline void release(struct result *r)
{
    plx_article_release(&r->a);
    plx_extract_report_release(&r->report);
}

#endif
