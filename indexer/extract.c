#include "indexer/extract.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "indexer/charset.h"
#include "indexer/furniture.h"
#include "indexer/html.h"
#include "indexer/html_body.h"
#include "indexer/html_credit.h"
#include "indexer/html_jsonld.h"
#include "indexer/html_meta.h"
#include "indexer/mojibake.h"
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

static plx_status check_text(const plx_strbuf *text, plx_error *err)
{
    if (text->len <= PLX_ARTICLE_TEXT_MAX)
        return PLX_OK;
    return plx_fail(err, PLX_ERR_LIMIT, "text has %zu bytes, the limit is %u MB", text->len,
                    PLX_ARTICLE_TEXT_MAX >> 20);
}

/* Clean UTF-8 without mojibake. What could not be read is told in the report. */
static plx_status to_utf8(const char *p, size_t n, const char *charset, plx_strbuf *out,
                          plx_extract_report *report, plx_error *err)
{
    plx_charset_result how;
    char note[120];
    plx_status rc = plx_charset_read(p, n, charset, out, &how, err);

    if (rc == PLX_OK)
        rc = plx_charset_check(&how, err);
    if (rc == PLX_OK && how.replaced > 0) {
        snprintf(note, sizeof note, "%zu of %zu characters cannot be read as %s (%s)", how.replaced,
                 how.characters, how.name, how.how);
        plx_furniture_report(report, "charset", note, strlen(note));
    }
    return rc == PLX_OK ? plx_mojibake_repair(out, NULL, err) : rc;
}

static plx_status set_text(plx_article *out, const plx_strbuf *text, plx_error *err)
{
    if (check_text(text, err) != PLX_OK)
        return PLX_ERR_LIMIT;
    if (out->text || text->len == 0)
        return PLX_OK;
    return plx_article_set(&out->text, text->s, text->len, err);
}

static plx_status read_page(plx_html *h, const plx_jsonld *ld, plx_article *out,
                            plx_extract_report *report, plx_error *err)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_html_metas metas;
    plx_status rc;

    plx_html_metas_read(h, &metas);
    rc = plx_html_meta(h, &metas, ld, out, err);
    if (rc == PLX_OK)
        rc = plx_html_byline(h, &metas, ld, out, err);
    if (rc == PLX_OK)
        rc = plx_html_body(h, out->title, ld->body.s, &text, report, err);
    if (rc == PLX_OK)
        rc = set_text(out, &text, err);
    plx_strbuf_release(&text);
    if (rc == PLX_OK)
        rc = plx_html_credit(h, &metas, ld, out, err);
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
        rc = to_utf8(p, n, charset, &utf8, report, err);
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

/* Does markup divide the text, so that line ends mean nothing? */
static bool has_blocks(const char *p, size_t n)
{
    static const char *const tags[] = { "p",  "br", "div",     "li",      "td",         "h1",
                                        "h2", "h3", "section", "article", "blockquote", "pre" };

    for (const char *lt = p; (lt = memchr(lt, '<', (size_t)(p + n - lt))); lt++) {
        for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
            size_t k = strlen(tags[i]);

            if ((size_t)(p + n - lt) > k + 1 && strncasecmp(lt + 1, tags[i], k) == 0 &&
                strchr(" \t\n/>", lt[1 + k]))
                return true;
        }
    }
    return false;
}

static void add_line_breaks(const char *p, size_t n, plx_strbuf *out)
{
    for (size_t i = 0; i < n; i++) {
        if (p[i] == '\n')
            plx_strbuf_puts(out, "<br>");
        else if (p[i] != '\r')
            plx_strbuf_putc(out, p[i]);
    }
}

static plx_status read_fragment(const plx_strbuf *markup, plx_article *out,
                                plx_extract_report *report, plx_error *err)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_html h = { .doc = NULL };
    plx_status rc = markup->failed ? plx_fail(err, PLX_ERR_NOMEM, "fragment: out of memory")
                                   : plx_html_parse(markup->s, markup->len, &h, err);

    if (rc == PLX_OK)
        rc = plx_html_fragment(&h, out->title, &text, report, err);
    if (rc == PLX_OK && text.len == 0)
        rc = plx_fail(err, PLX_ERR_INVALID, "no text in the markup");
    if (rc == PLX_OK)
        rc = check_text(&text, err);
    if (rc == PLX_OK)
        rc = plx_article_set(&out->text, text.s, text.len, err);
    if (rc == PLX_OK && h.is_cut)
        plx_furniture_report(report, "limit", "rest of the text, nested or long over the limits",
                             48);
    plx_html_release(&h);
    plx_strbuf_release(&text);
    return rc;
}

plx_status plx_extract_fragment(const char *p, size_t n, plx_article *out,
                                plx_extract_report *report, plx_error *err)
{
    plx_strbuf utf8 = PLX_STRBUF_INIT;
    plx_strbuf markup = PLX_STRBUF_INIT;
    plx_status rc = check_size(n, err);

    if (rc != PLX_OK)
        return rc;
    plx_utf8_clean(p, n, &utf8);
    if (has_blocks(utf8.s, utf8.len))
        plx_strbuf_add(&markup, utf8.s, utf8.len);
    else
        add_line_breaks(utf8.s, utf8.len, &markup);
    markup.failed = markup.failed || utf8.failed;
    plx_strbuf_release(&utf8);
    rc = read_fragment(&markup, out, report, err);
    plx_strbuf_release(&markup);
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
        rc = to_utf8(p, n, NULL, &utf8, report, err);
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
