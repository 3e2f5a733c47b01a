/* Any bytes as a date, a byline, an address and a path pattern. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "indexer/byline.h"
#include "indexer/charset.h"
#include "indexer/credits.h"
#include "indexer/date_order.h"
#include "indexer/dates.h"
#include "indexer/extract.h"
#include "indexer/mojibake.h"
#include "indexer/path_pattern.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds)
        abort();
}

static void check_date(const char *s, size_t n)
{
    char iso[PLX_DATE_BYTES];
    size_t used = 0;
    plx_date d;
    plx_date again;

    if (plx_extract_date(s, n, &d, &used, NULL) != PLX_OK) {
        require(d.precision == PLX_DATE_NONE);
        return;
    }
    require(used > 0 && used <= n && d.precision != PLX_DATE_NONE);
    plx_date_format(&d, iso);
    require(plx_extract_date(iso, strlen(iso), &again, NULL, NULL) == PLX_OK);
    require(again.start == d.start && again.precision == d.precision);
}

static void check_lines(const char *s, size_t n)
{
    plx_strbuf name = PLX_STRBUF_INIT;
    plx_date_span span;
    plx_byline b;
    plx_credit c;

    if (plx_byline_read(s, n, &b))
        require(b.author + b.author_len <= n);
    if (plx_byline_dateline(s, n, &span))
        require(span.begin < span.end && span.end <= n);
    if (plx_credit_read(s, n, true, &c))
        require(c.begin + c.len <= n);
    if (plx_credit_in_disclaimer(s, n, &c))
        require(c.begin + c.len <= n);
    if (plx_credit_in_note(s, n, &c))
        require(c.begin + c.len <= n);
    require(plx_byline_names(s, n) <= n);
    plx_credit_agency(s, n);
    plx_credit_dateline(s, n);
    plx_byline_clean_author(s, n, &name);
    plx_strbuf_release(&name);
}

/* What is settled is one of the readings, and not in the future. */
static void check_order(const char *s, size_t n, const char *url)
{
    plx_date_evidence e;
    plx_date_span span;
    plx_article a;
    plx_date d;

    plx_date_evidence_init(&e, 1700000000);
    if (plx_dates_find(s, n, &span)) {
        int readings = 0;

        require(span.begin < span.end && span.end <= n);
        require(span.is_ambiguous == (span.date.precision == PLX_DATE_NONE));
        plx_date_evidence_add_text(&e, s, n);
        plx_date_evidence_add_url(&e, url);
        plx_date_evidence_add_locale(&e, url);
        if (plx_date_settle(&span, &e, &d) && span.is_ambiguous) {
            for (int i = 0; i < PLX_DATE_ORDERS; i++)
                readings += span.reading[i].start == d.start;
            require(readings > 0 && d.start <= e.now + 86400);
        }
    }
    plx_article_init(&a);
    require(plx_date_take(&a, s, n, &e, "given", NULL) == PLX_OK);
    plx_article_release(&a);
}

static void check_characters(const char *s, size_t n)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_charset_result r;
    size_t repaired;

    require(plx_charset_read(s, n, NULL, &text, &r, NULL) == PLX_OK);
    require(plx_utf8_valid(text.s, text.len) && *r.name && r.how);
    require(plx_mojibake_repair(&text, &repaired, NULL) == PLX_OK);
    require(plx_utf8_valid(text.s, text.len));
    plx_strbuf_release(&text);
}

/* The first line is a pattern, the rest a path. */
static void check_pattern(const char *s)
{
    char *copy = strdup(s);
    char *nl = copy ? strchr(copy, '\n') : NULL;
    plx_date d;
    plx_article a;

    plx_article_init(&a);
    if (nl) {
        *nl = '\0';
        if (plx_path_pattern_check(copy, NULL) == PLX_OK)
            require(plx_path_pattern_apply(copy, nl + 1, &a, NULL) == PLX_OK);
    }
    plx_dates_in_url(s, &d);
    plx_article_release(&a);
    free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy = malloc(size ? size : 1); /* of its own size: reading past the end is seen */
    char *text = malloc(size + 1);

    if (copy && text && size > 0) {
        memcpy(copy, data, size);
        memcpy(text, data, size);
        text[size] = '\0';
        check_date(copy, size);
        check_lines(copy, size);
        check_order(copy, size, text);
        if (copy[size - 1] % 16 == 0) /* detection costs more than all the rest */
            check_characters(copy, size);
        check_pattern(text);
    }
    free(copy);
    free(text);
    return 0;
}
