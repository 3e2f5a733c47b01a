/* Articles out of pages and of text as scraped; all samples were written for these tests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/file.h"
#include "base/hash.h"
#include "indexer/charset.h"
#include "indexer/extract.h"
#include "tests/unit/extract_fixture.h"

#define P1                                                                                         \
    "The harbour council voted on Tuesday to close the old ferry terminal, a decision that had "   \
    "been put off three times since the storm damaged its northern pier."
#define P2                                                                                         \
    "Residents of the island, who depend on the crossing for work and school, said that nobody "   \
    "had asked them, and announced a protest for the coming weekend."
#define P3                                                                                         \
    "A new quay is to be built further south, but engineers doubt that it can be ready before "    \
    "the winter, when the sea route is the only way to the mainland."

static void from_text(struct result *r, const char *text)
{
    plx_article_init(&r->a);
    plx_extract_report_init(&r->report);
    r->err = (plx_error){ .code = PLX_OK };
    r->rc = plx_extract_text(text, strlen(text), &r->a, &r->report, &r->err);
}

static void check_date(const plx_article *a, const char *iso, const char *how)
{
    char found[PLX_DATE_BYTES];

    plx_date_format(&a->date, found);
    assert_string_equal(found, iso);
    if (how)
        assert_string_equal(a->date_how, how);
}

static void body_and_metadata_of_a_page_are_found(void **state)
{
    struct result r;

    (void)state;
    read_page(&r,
              "<!doctype html><html lang=en-GB><head><title>Ferry terminal to close - Island "
              "Gazette</title><meta property=og:site_name content='Island Gazette'>"
              "<meta property='article:published_time' content='2019-10-10T12:34:00+02:00'>"
              "<meta name=author content='By Jane Doe'>"
              "<link rel=canonical href='https://gazette.example/2019/ferry#top'></head><body>"
              "<nav><ul><li><a href=/>Home</a><li><a href=/news>News of the day</a></ul></nav>"
              "<div class=content><h1>Ferry terminal to close</h1><p class=byline>By Jane Doe</p>"
              "<figure><img src=x.jpg><figcaption>The pier after the storm.</figcaption></figure>"
              "<p>" P1 "</p><p>READ MORE: Storm leaves island without power</p><p>" P2
              "</p><div class='share-tools'>Share this with your friends today.</div><p>" P3
              "</p><h3>Related stories</h3><ul><li><a href=/a>Ten lighthouses to see</a></li>"
              "</ul></div><footer><p>Copyright Island Gazette. All rights reserved.</p></footer>"
              "</body></html>");
    assert_int_equal(r.rc, PLX_OK);
    assert_string_equal(r.a.title, "Ferry terminal to close");
    assert_string_equal(r.a.source, "Island Gazette");
    assert_string_equal(r.a.author, "Jane Doe");
    assert_string_equal(r.a.lang, "en");
    assert_string_equal(r.a.url, "https://gazette.example/2019/ferry#top");
    check_date(&r.a, "2019-10-10T10:34:00Z", "meta");
    assert_string_equal(r.a.text, P1 "\n\n" P2 "\n\n" P3);
    assert_non_null(strstr(r.report.removed.s, "teaser\tREAD MORE: Storm"));
    assert_non_null(strstr(r.report.removed.s, "caption\t"));
    assert_true(r.report.lines > 3);
    release(&r);
}

static void json_ld_is_trusted_most(void **state)
{
    struct result r;

    (void)state;
    read_page(&r,
              "<html><head><script type='application/ld+json'>{\"@graph\":[{\"@type\":\"WebPage\","
              "\"datePublished\":\"2001-01-01\"},{\"@type\":[\"NewsArticle\"],\"headline\":\"A raw "
              "line\nend\",\"datePublished\":\"2019-10-10\",\"author\":[{\"name\":\"Jane Doe\"},"
              "{\"name\":\"John Roe\"}],\"publisher\":{\"name\":\"Gazette\"}}]}</script>"
              "<meta name=date content=2005-05-05></head><body><p>" P1 "</p><p>" P2
              "</p></body></html>");
    assert_int_equal(r.rc, PLX_OK);
    check_date(&r.a, "2019-10-10", "json-ld");
    assert_string_equal(r.a.title, "A raw line end");
    assert_string_equal(r.a.author, "Jane Doe; John Roe");
    assert_string_equal(r.a.source, "Gazette");
    release(&r);
}

static void text_that_only_json_ld_has_is_taken(void **state)
{
    struct result r;

    (void)state;
    read_page(&r,
              "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"articleBody\":\"" P1
              "\\n\\n" P2 "\\n\\n" P3 "\"}</script><body><div id=app>Loading, please wait.</div>");
    assert_int_equal(r.rc, PLX_OK);
    assert_string_equal(r.a.text, P1 "\n\n" P2 "\n\n" P3);
    release(&r);
}

static void date_comes_from_time_byline_or_address_in_that_order(void **state)
{
    struct result r;

    (void)state;
    read_page(&r, "<h1>Title of it</h1><time datetime='2019-10-10'>today</time><p>" P1 "</p>");
    check_date(&r.a, "2019-10-10", "time");
    release(&r);
    read_page(&r, "<h1>Title of it</h1><div>By Jane Doe | October 11, 2019</div><p>" P1 "</p>");
    check_date(&r.a, "2019-10-11", "byline");
    assert_string_equal(r.a.author, "Jane Doe");
    assert_string_equal(r.a.text, P1);
    release(&r);
    read_page(&r, "<link rel=canonical href='https://a.example/2019/10/12/x'><h1>Title</h1><p>" P1
                  "</p>");
    check_date(&r.a, "2019-10-12", "url");
    release(&r);
    read_page(&r, "<h1>Title</h1><p>On 1 October 2019 it began. " P1 "</p>");
    check_date(&r.a, "", NULL);
    release(&r);
}

static void fields_given_before_are_kept(void **state)
{
    static const char html[] = "<title>Other</title><html lang=fr><p>" P1 "</p>";
    plx_article a;

    (void)state;
    plx_article_init(&a);
    assert_int_equal(plx_article_set(&a.title, "Given", 5, NULL), PLX_OK);
    assert_int_equal(plx_extract_html(html, strlen(html), NULL, &a, NULL, NULL), PLX_OK);
    assert_string_equal(a.title, "Given");
    plx_article_release(&a);
}

static void site_names_are_cut_off_titles(void **state)
{
    static const char *const titles[] = {
        "Ferry terminal closes after vote | Gazette",
        "Ferry terminal closes after vote - News - Gazette",
        "Ferry terminal closes after vote",
    };

    (void)state;
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        char html[1024];
        struct result r;

        snprintf(html, sizeof html, "<title>%s</title><p>" P1 "</p>", titles[i]);
        read_page(&r, html);
        assert_string_equal(r.a.title, "Ferry terminal closes after vote");
        release(&r);
    }
}

static void a_wide_page_named_like_furniture_is_still_read(void **state)
{
    struct result r;

    (void)state;
    read_page(&r, "<body class=has-sidebar><div class='sidebar-left comments-open'><p>" P1
                  "</p><p>" P2 "</p></div></body>");
    assert_int_equal(r.rc, PLX_OK);
    assert_string_equal(r.a.text, P1 "\n\n" P2);
    release(&r);
}

static void comments_below_the_article_are_left_out(void **state)
{
    struct result r;

    (void)state;
    read_page(&r,
              "<div><h1>Ferry</h1><p>" P1 "</p><p>" P2 "</p><h3>Comments</h3><p>I have taken that "
              "ferry for thirty years and it was late every single day of them.</p></div>");
    assert_string_equal(r.a.text, P1 "\n\n" P2);
    release(&r);
}

static void old_character_sets_are_read(void **state)
{
    static const struct {
        const char *html;
        const char *charset;
        const char *word;
    } list[] = {
        { "<meta charset=windows-1251><p>\xcf\xf0\xe8\xe2\xe5\xf2 " P1 "</p>", NULL, "Привет" },
        { "<meta charset=iso-8859-1><p>caf\xe9 \x93quoted\x94 " P1 "</p>", NULL, "café “quoted”" },
        { "<p>caf\xe9 " P1 "</p>", "iso-8859-15", "café" },
        { "<meta charset=iso-8859-1><p>caf\xc3\xa9 " P1 "</p>", NULL, "café" },
        { "<p>it&#146;s &amp; co&shy;op " P1 "</p>", NULL, "it’s & coop" },
        { "\xef\xbb\xbf<p>caf\xc3\xa9 " P1 "</p>", NULL, "café" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        plx_article a;

        plx_article_init(&a);
        assert_int_equal(
            plx_extract_html(list[i].html, strlen(list[i].html), list[i].charset, &a, NULL, NULL),
            PLX_OK);
        assert_non_null(strstr(a.text, list[i].word));
        plx_article_release(&a);
    }
}

static void utf16_text_is_read(void **state)
{
    static const char wide[] = "\xff\xfe"
                               "a\0b\0\r\0\n\0\xe9\0";
    plx_strbuf out = PLX_STRBUF_INIT;

    (void)state;
    assert_int_equal(plx_charset_to_utf8(wide, sizeof wide - 1, NULL, &out, NULL), PLX_OK);
    assert_string_equal(out.s, "ab \né");
    plx_strbuf_release(&out);
}

static char *repeat(const char *head, const char *unit, size_t times, const char *tail)
{
    size_t n = strlen(unit);
    char *s = malloc(strlen(head) + n * times + strlen(tail) + 1);
    char *p = s;

    assert_non_null(s);
    p = stpcpy(p, head);
    for (size_t i = 0; i < times; i++)
        p = stpcpy(p, unit);
    strcpy(p, tail);
    return s;
}

static void hostile_pages_end_in_time(void **state)
{
    static const struct {
        const char *head;
        const char *unit;
        size_t times;
    } list[] = {
        { "<p>", "<b>", 400000 },
        { "<p ", "a b=c ", 400000 },
        { "<p ", "class=a ", 300000 },
        { "", "<svg>", 400000 },
        { "", "<!--", 400000 },
        { "", "<time>2019-10-10</time>", 100000 },
        { "", "<div class=share><p>a", 100000 },
        { "<table>", "<tr><td>", 200000 },
        { "<p>", "&#x41;", 400000 },
        { "", "</div>", 400000 },
        { "<script type='application/ld+json'>", "[", 400000 },
        { "", "<h1>a b c</h1>", 100000 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        char *html = repeat(list[i].head, list[i].unit, list[i].times, "<p>" P1 "</p>");
        struct result r;

        read_page(&r, html);
        release(&r);
        free(html);
    }
}

static void pages_over_the_limits_are_refused_or_cut(void **state)
{
    char *deep = repeat("<p>" P1 "</p>", "<div>", 1000, "<p>" P2 "</p>");
    char *big = repeat("", "0123456789abcdef", (PLX_PAGE_MAX >> 4) + 1, "");
    struct result r;

    (void)state;
    read_page(&r, deep);
    assert_int_equal(r.rc, PLX_OK);
    assert_string_equal(r.a.text, P1);
    assert_non_null(strstr(r.report.removed.s, "limit\t"));
    release(&r);
    read_page(&r, big);
    assert_int_equal(r.rc, PLX_ERR_LIMIT);
    assert_non_null(strstr(r.err.msg, "32 MB"));
    release(&r);
    free(deep);
    free(big);
}

static void pages_without_text_are_refused(void **state)
{
    static const char *const pages[] = { "", "<html></html>", "<script>var a;</script>", "<!--",
                                         "<nav><a href=/>Home</a></nav>" };

    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct result r;

        read_page(&r, pages[i]);
        assert_int_equal(r.rc, PLX_ERR_INVALID);
        assert_non_null(strstr(r.err.msg, "no article text"));
        release(&r);
    }
}

static void a_scrape_loses_its_furniture(void **state)
{
    struct result r;

    (void)state;
    from_text(
        &r, "cheap pills and casino here\r\nYour harbour daily since 1950\r\n\r\n"
            "Ferry terminal to close before winter\r\n\r\nOctober 10, 2019 at 12:34 pm\r\n\r\n"
            "By Jane Doe\r\n\r\nThe northern pier after the storm on 1 September 2019 [Ali Hasan "
            "/ Example Agency]\r\n\r\n" P1 "\r\n\r\nREAD: Storm leaves island without power\r\n\r\n"
            "Old pier\r\n\r\nOld pier\r\n\r\n" P2 "\r\n\r\n" P3 "\r\n\r\nSource » Island Post\r\n"
            "\r\nThe views expressed in this article belong to the author and do not necessarily "
            "reflect the editorial policy of Harbour Daily.\r\n\r\nYou May Be Interested\r\n"
            "cheap pills and casino here");
    assert_int_equal(r.rc, PLX_OK);
    assert_string_equal(r.a.title, "Ferry terminal to close before winter");
    assert_string_equal(r.a.author, "Jane Doe");
    assert_string_equal(r.a.original_source, "Island Post");
    assert_string_equal(r.a.source, "Harbour Daily");
    check_date(&r.a, "2019-10-10T12:34:00", "byline");
    assert_string_equal(r.a.text, P1 "\n\n" P2 "\n\n" P3);
    assert_non_null(strstr(r.report.removed.s, "repeated at top and end\tcheap pills"));
    assert_non_null(strstr(r.report.removed.s, "caption\tOld pier"));
    assert_non_null(strstr(r.report.removed.s, "related\tYou May"));
    release(&r);
}

static void title_may_follow_the_byline(void **state)
{
    struct result r;

    (void)state;
    from_text(
        &r,
        "18.11.2021 Author: Viktor Example\n\nIsland: the ferry is gone, the struggle goes on\n"
        "\n\n" P1 "\n\n" P2 "\n\nViktor Example, member of the harbour club, exclusively for the "
        "magazine “New Outlook” .\n");
    assert_string_equal(r.a.title, "Island: the ferry is gone, the struggle goes on");
    assert_string_equal(r.a.author, "Viktor Example");
    assert_string_equal(r.a.original_source, "New Outlook");
    check_date(&r.a, "2021-11-18", "byline");
    assert_string_equal(r.a.text, P1 "\n\n" P2);
    release(&r);
}

static void dates_told_in_the_story_do_not_date_it(void **state)
{
    struct result r;

    (void)state;
    from_text(&r, "Ferry terminal to close\n\nOn October 10, 2019 the council met. " P1
                  "\n\nIt was 18.11.2018 when the storm came. " P2 "\n");
    check_date(&r.a, "", NULL);
    release(&r);
}

static void wrapped_paragraphs_are_joined_and_a_dateline_dates(void **state)
{
    struct result r;

    (void)state;
    from_text(
        &r, "Ferry terminal to close\n\nISLAND, Oct 10, 2019 (Agency) - The council of the harbour "
            "voted\non Tuesday to close the old ferry terminal, a decision that had been\nput off "
            "three times since the last storm damaged its northern pier.\n");
    assert_string_equal(r.a.title, "Ferry terminal to close");
    check_date(&r.a, "2019-10-10", "dateline");
    assert_null(strchr(r.a.text, '\n'));
    release(&r);
}

static void labelled_lines_on_top_become_fields(void **state)
{
    struct result r;

    (void)state;
    from_text(
        &r, "Title: Ferry terminal to close\nURL: https://gazette.example/ferry\nDate: 10 October "
            "2019\n\n" P1 "\n");
    assert_string_equal(r.a.title, "Ferry terminal to close");
    assert_string_equal(r.a.url, "https://gazette.example/ferry");
    check_date(&r.a, "2019-10-10", "byline");
    assert_string_equal(r.a.text, P1);
    release(&r);
}

static void short_texts_are_kept_whole(void **state)
{
    struct result r;

    (void)state;
    from_text(&r, "Ferry sinks\n\nNobody hurt.\n");
    assert_int_equal(r.rc, PLX_OK);
    assert_string_equal(r.a.title, "Ferry sinks");
    assert_string_equal(r.a.text, "Nobody hurt.");
    release(&r);
    from_text(&r, P1);
    assert_string_equal(r.a.text, P1);
    assert_null(r.a.title);
    release(&r);
}

static void text_without_letters_is_refused(void **state)
{
    struct result r;

    (void)state;
    from_text(&r, "12345 --- 67.8\n\n!!!\n");
    assert_int_equal(r.rc, PLX_ERR_INVALID);
    assert_non_null(strstr(r.err.msg, "no letters"));
    release(&r);
}

/* The three scrapes that users gave as examples; not part of the repository, nor are their
 * titles: digests of them stand here. */
static void real_scrapes_come_out_right(void **state)
{
    static const struct {
        const char *path, *title_digest, *date, *author, *first, *last;
    } list[] = {
        { "../shared/data/scraped/a.txt", "e86dca3113b3696e5cc87c4d84f6c8b2", "2019-10-10T12:34:00",
          NULL, "Having failed", "“Axis of Resistance”." },
        { "../shared/data/scraped/b.txt", "523555a1bd10b5af4a167265222491f9", "2021-11-18",
          "Viktor Mikhin", "The daring", "as a sovereign country." },
        { "../shared/data/scraped/c.txt", "bdb94ea9064b4cba93d656e3a65adf9d", "", NULL,
          "In the wake", "institutions and Iraq’s economy." },
    };

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        char digest[PLX_DIGEST_HEX + 1];
        plx_strbuf in = PLX_STRBUF_INIT;
        struct result r;

        if (plx_file_read(list[i].path, 1 << 20, &in, NULL) != PLX_OK) {
            print_message("skipped: %s is not there\n", list[i].path);
            skip();
        }
        from_text(&r, in.s);
        plx_digest_hex(r.a.title, strlen(r.a.title), digest);
        assert_string_equal(digest, list[i].title_digest);
        check_date(&r.a, list[i].date, NULL);
        if (list[i].author)
            assert_string_equal(r.a.author, list[i].author);
        else
            assert_null(r.a.author);
        assert_memory_equal(r.a.text, list[i].first, strlen(list[i].first));
        assert_string_equal(r.a.text + strlen(r.a.text) - strlen(list[i].last), list[i].last);
        assert_null(strstr(r.a.text, "READ:"));
        release(&r);
        plx_strbuf_release(&in);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(body_and_metadata_of_a_page_are_found),
        cmocka_unit_test(json_ld_is_trusted_most),
        cmocka_unit_test(text_that_only_json_ld_has_is_taken),
        cmocka_unit_test(date_comes_from_time_byline_or_address_in_that_order),
        cmocka_unit_test(fields_given_before_are_kept),
        cmocka_unit_test(site_names_are_cut_off_titles),
        cmocka_unit_test(a_wide_page_named_like_furniture_is_still_read),
        cmocka_unit_test(comments_below_the_article_are_left_out),
        cmocka_unit_test(old_character_sets_are_read),
        cmocka_unit_test(utf16_text_is_read),
        cmocka_unit_test(hostile_pages_end_in_time),
        cmocka_unit_test(pages_over_the_limits_are_refused_or_cut),
        cmocka_unit_test(pages_without_text_are_refused),
        cmocka_unit_test(a_scrape_loses_its_furniture),
        cmocka_unit_test(title_may_follow_the_byline),
        cmocka_unit_test(dates_told_in_the_story_do_not_date_it),
        cmocka_unit_test(wrapped_paragraphs_are_joined_and_a_dateline_dates),
        cmocka_unit_test(labelled_lines_on_top_become_fields),
        cmocka_unit_test(short_texts_are_kept_whole),
        cmocka_unit_test(text_without_letters_is_refused),
        cmocka_unit_test(real_scrapes_come_out_right),
    };

    return cmocka_run_group_tests_name("extract", tests, NULL, NULL);
}
