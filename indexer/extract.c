#include "indexer/extract.h"

#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "indexer/charset.h"
#include "indexer/furniture.h"
#include "indexer/html.h"
#include "indexer/html_body.h"
#include "indexer/html_jsonld.h"
#include "indexer/html_meta.h"
#include "indexer/scraped.h"

void plx_extract_report_init(plx_extract_report *r)
{
    plx_strbuf_init(&r->removed);
    r->lines = 0;
}

void plx_extract_report_release(plx_extract_report *r)
{
    plx_strbuf_release(&r->removed);
    r->lines = 0;
}

static plx_status check_size(size_t n, plx_error *err)
{
    if (n <= PLX_PAGE_MAX)
        return PLX_OK;
    return plx_fail(err, PLX_ERR_LIMIT, "page has %zu bytes, the limit is %u MB", n,
                    PLX_PAGE_MAX >> 20);
}

static plx_status set_text(plx_article *out, const plx_strbuf *text, plx_error *err)
{
    if (text->len > PLX_ARTICLE_TEXT_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "text has %zu bytes, the limit is %u MB", text->len,
                        PLX_ARTICLE_TEXT_MAX >> 20);
    if (out->text || text->len == 0)
        return PLX_OK;
    return plx_article_set(&out->text, text->s, text->len, err);
}

static plx_status read_page(plx_html *h, const plx_jsonld *ld, plx_article *out,
                            plx_extract_report *report, plx_error *err)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_status rc = plx_html_meta(h, ld, out, err);

    if (rc == PLX_OK)
        rc = plx_html_byline(h, out, err);
    if (rc == PLX_OK)
        rc = plx_html_body(h, out->title, ld->body.s, &text, report, err);
    if (rc == PLX_OK)
        rc = set_text(out, &text, err);
    plx_strbuf_release(&text);
    if (rc == PLX_OK && !out->text)
        rc = h->is_cut ? plx_fail(err, PLX_ERR_LIMIT,
                                  "page is nested over 256 or has over %u elements, and no "
                                  "text was found before that",
                                  PLX_HTML_ELEMENTS_MAX)
                       : plx_fail(err, PLX_ERR_INVALID, "no article text found in the page");
    if (rc == PLX_OK && h->is_cut)
        plx_furniture_report(report, "limit", "rest of the page, nested or long over the limits",
                             48);
    return rc;
}

plx_status plx_extract_html(const char *p, size_t n, const char *charset, plx_article *out,
                            plx_extract_report *report, plx_error *err)
{
    plx_strbuf utf8 = PLX_STRBUF_INIT;
    plx_jsonld ld = { .headline = PLX_STRBUF_INIT };
    plx_html h = { .doc = NULL };
    plx_status rc = check_size(n, err);
    bool is_parsed = false;

    if (rc == PLX_OK)
        rc = plx_charset_to_utf8(p, n, charset, &utf8, err);
    if (rc == PLX_OK) {
        is_parsed = true;
        rc = plx_html_parse(utf8.s, utf8.len, &h, err);
    }
    plx_strbuf_release(&utf8);
    if (is_parsed) {
        if (rc == PLX_OK && !h.doc)
            rc = plx_fail(err, PLX_ERR_INVALID, "no article text found in the page");
        plx_status ld_rc =
            plx_jsonld_read(h.jsonld.s, h.jsonld.len, &ld, rc == PLX_OK ? err : NULL);
        rc = rc == PLX_OK ? ld_rc : rc;
        if (rc == PLX_OK)
            rc = read_page(&h, &ld, out, report, err);
        plx_jsonld_release(&ld);
        plx_html_release(&h);
    }
    return rc;
}

static bool has_letter(const char *p, size_t n)
{
    for (size_t i = 0; i < n;) {
        uint32_t cp;
        utf8proc_category_t c;

        i += plx_utf8_decode(p + i, n - i, &cp);
        c = utf8proc_category((utf8proc_int32_t)cp);
        if (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO)
            return true;
    }
    return false;
}

plx_status plx_extract_text(const char *p, size_t n, plx_article *out, plx_extract_report *report,
                            plx_error *err)
{
    plx_strbuf utf8 = PLX_STRBUF_INIT;
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_status rc = check_size(n, err);

    if (rc == PLX_OK)
        rc = plx_charset_to_utf8(p, n, NULL, &utf8, err);
    if (rc == PLX_OK && !has_letter(utf8.s, utf8.len))
        rc = plx_fail(err, PLX_ERR_INVALID, "no letters in the text");
    if (rc == PLX_OK)
        rc = plx_scraped_read(utf8.s, utf8.len, out, &text, report, err);
    if (rc == PLX_OK)
        rc = set_text(out, &text, err);
    if (rc == PLX_OK && !out->text && !out->title)
        rc = plx_fail(err, PLX_ERR_INVALID, "nothing but furniture of a page in the text");
    plx_strbuf_release(&text);
    plx_strbuf_release(&utf8);
    return rc;
}
