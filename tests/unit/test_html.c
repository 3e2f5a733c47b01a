/* Pages and fragments: where the text of a page is, who wrote it, whom it credits; all samples
 * were written for these tests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

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
#define SIDE                                                                                       \
    "<div class=rightcol><p>Our guide to the ten best beaches, with maps, prices and all that "    \
    "you need for a long weekend by the sea.</p><p>Where to eat fish this summer: the readers of " \
    "this paper have voted, and the winner is a surprise to everybody.</p><p>Win two tickets for " \
    "the regatta in our great summer contest, open to all subscribers until the end of "           \
    "August.</p></div>"

#define LINKS                                                                                      \
    "<ul><li><a href=/1>Harbour</a><li><a href=/2>Island</a><li><a href=/3>Weather</a><li>"        \
    "<a href=/4>Sport</a></ul>"

static void read_fragment(struct result *r, const char *html)
{
    plx_article_init(&r->a);
    plx_extract_report_init(&r->report);
    r->err = (plx_error){ .code = PLX_OK };
    r->rc = plx_extract_fragment(html, strlen(html), &r->a, &r->report, &r->err);
}

static void check_string(const char *found, const char *wanted)
{
    if (wanted)
        assert_string_equal(found ? found : "(nothing)", wanted);
    else
        assert_null(found);
}

static void check_date(const plx_article *a, const char *iso, const char *how)
{
    char found[PLX_DATE_BYTES];

    plx_date_format(&a->date, found);
    assert_string_equal(found, iso);
    check_string(a->date_how, how);
}

static void the_body_is_found_in_every_layout(void **state)
{
    static const struct {
        const char *html, *text;
    } list[] = {
        /* paragraphs made of line breaks, in tables */
        { "<title>Ferry</title><table><tr><td><a href=/a>News</a><br><a "
          "href=/b>Sport</a></td><td><b>Ferry</b><br><br>" P1 "<br><br>" P2 "<br /><br />" P3
          "</td></tr></table>",
          P1 "\n\n" P2 "\n\n" P3 },
        /* a short text beside a long column */
        { "<title>Ferry closes</title><div class=page><div class=main><h1>Ferry closes</h1><div>"
          "<p>" P1 "</p></div></div>" LINKS LINKS LINKS SIDE "</div>",
          P1 },
        /* text shorter than the links around it */
        { "<div class=entry><h1>Ferry</h1><p>The ferry does not sail today because of the "
          "storm.</p><p><a href=/1>One</a> <a href=/2>Two</a> <a href=/3>Three</a></p></div>",
          "The ferry does not sail today because of the storm." },
        /* an anchor that was never closed is no link */
        { "<body><a name=top><a href='#x'><div><h1>Ferry</h1><p>" P1 "</p><p>" P2
          " <a href=/x>more</a></p></div></body>",
          P1 "\n\n" P2 " more" },
        /* what the text is named counts more than what it is for */
        { "<div class=page><div id=content_print class=article-content><h1>Ferry</h1><p>" P1
          "</p><p>" P2 "</p></div>" SIDE SIDE "</div>",
          P1 "\n\n" P2 },
        /* a first paragraph in a box of its own, and a second heading */
        { "<div><h1>Ferry closes</h1><p class=article-lead>" P1 "</p><ul><li><a href=/>Mail</a>"
          "</ul><div class=article-body><p>" P2 "</p><p>" P3 "</p></div></div>",
          P1 "\n\n" P2 "\n\n" P3 },
        { "<article><header><h1>Ferry closes</h1><h2 class=sub-head>After three delays the vote "
          "came as a surprise even to those who asked for it</h2></header><p>" P1 "</p><p>" P2
          "</p></article>",
          P1 "\n\n" P2 },
        /* a text in pieces between adverts */
        { "<div><div class=story-text><p>" P1 "</p></div><div class=ad>Buy now</div><div "
          "class=story-text><p>" P2 "</p></div><ul><li><a href=/1>A b c</a><li><a href=/2>D e "
          "f</a><li><a href=/3>G h i</a></ul></div>",
          P1 "\n\n" P2 },
        /* a paragraph may end in an ellipsis */
        { "<title>Late boats</title><div><h1>Late boats</h1><div class=entry-content><p>Boats were "
          "late, and so was the band that should have played for them on the "
          "pier…</p></div></div>" LINKS LINKS LINKS SIDE,
          "Boats were late, and so was the band that should have played for them on the pier…" },
        /* the teasers of other articles are in <article> too */
        { "<main><article><h1>Ferry</h1><p>" P1 "</p><p>" P2 "</p></article><section class=related>"
          "<article><h2><a href=/a>Storm</a></h2><p>The storm of the century has left the island "
          "without power for three days, officials said.</p></article></section></main>",
          P1 "\n\n" P2 },
        /* a press release presents its sender */
        { "<div><h1>Example opens</h1><p>" P1 "</p><p>" P2 "</p><p>" P3 "</p><h3>About Example "
          "Ltd</h3><p>Example is a leading provider of solutions for harbours.</p></div>",
          P1 "\n\n" P2 "\n\n" P3 },
        /* a question about cookies longer than the text */
        { "<title>Late boats</title><div class=cookie-notice><p>" P2 "</p><p>" P3
          "</p></div><div><h1>"
          "Late boats</h1><p>" P1 "</p></div>",
          P1 },
        /* a caption shown twice */
        { "<div class=article-body><p>" P1
          "</p><div>The old pier of the harbour as it was after the "
          "storm</div><div>The old pier of the harbour as it was after the storm</div><p>" P2
          "</p></div>",
          P1 "\n\nThe old pier of the harbour as it was after the storm\n\n" P2 },
        /* AMP, HTML 5 without <body>, a table that is part of the text */
        { "<html amp><body><amp-sidebar><a href=/>Home</a></amp-sidebar><article><h1>Ferry</h1>"
          "<amp-ad type=x>Buy</amp-ad><p>" P1 "</p><p>" P2 "</p></article></body></html>",
          P1 "\n\n" P2 },
        { "<meta charset=utf-8><title>Ferry</title><article><h1>Ferry</h1><p>" P1 "</p></article>",
          P1 },
        { "<div class=article-body><p>" P1 "</p><table><tr><td>Pier</td><td>1950</td></tr></table>"
          "<p>" P2 "</p></div>",
          P1 "\n\nPier\n\n1950\n\n" P2 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct result r;

        read_page(&r, list[i].html);
        assert_int_equal(r.rc, PLX_OK);
        assert_string_equal(r.a.text, list[i].text);
        release(&r);
    }
}

static void furniture_is_known_in_the_main_languages(void **state)
{
    static const struct {
        const char *line, *reason;
    } list[] = {
        { "Lire aussi : La tempête prive l'île d'électricité", "teaser" },
        { "Lesen Sie auch: Der Sturm nimmt der Insel den Strom", "teaser" },
        { "Te puede interesar: La tormenta deja la isla sin luz", "teaser" },
        { "Читайте также: Шторм оставил остров без света", "teaser" },
        { "ИЛИ реклама", NULL },
        { "Реклама", "advert" },
        { "İlgili Haber: Fırtına adayı karanlıkta bıraktı", "teaser" },
        { "اقرأ أيضاً: العاصفة تقطع الكهرباء", "teaser" },
        { "بیشتر بخوانید: طوفان جزیره", "teaser" },
        { "Publicité", "advert" },
        { "Publicité pour le tabac", NULL },
        { "Der alte Hafen nach dem Sturm (Foto: Erika Beispiel)", "caption" },
        { "The old pier (built in 1950)", NULL },
        { "Alle Rechte vorbehalten", "copyright" },
        { "5 Oct 2018 - Posted by: Jane Doe - Category: Sea and coast", "byline" },
        { "It was posted by Jane Doe on the door of the harbour office.", NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        char html[4096];
        struct result r;

        snprintf(html, sizeof html,
                 "<div class=article-body><p>" P1 "</p><p>%s</p><p>" P2 "</p></div>", list[i].line);
        read_page(&r, html);
        assert_int_equal(r.rc, PLX_OK);
        if (list[i].reason) {
            snprintf(html, sizeof html, "%s\t%s", list[i].reason, list[i].line);
            assert_non_null(strstr(r.report.removed.s, html));
            assert_string_equal(r.a.text, P1 "\n\n" P2);
        } else {
            assert_non_null(strstr(r.a.text, list[i].line));
        }
        release(&r);
    }
}

static void authors_are_persons(void **state)
{
    static const struct {
        const char *head, *author, *credited;
    } list[] = {
        { "<meta name=author content='By Jane Doe and John Roe'>", "Jane Doe; John Roe", NULL },
        { "<meta name=author content='Gazette Staff'>", NULL, NULL },
        { "<meta name=author content='Island Gazette'>", NULL, NULL },
        { "<meta name=author content='https://social.example/jane'><meta name=byl content='Jane "
          "Doe'>",
          "Jane Doe", NULL },
        { "<meta name=author content='gazette.example'>", NULL, NULL },
        { "<meta name=author content='Reuters'>", NULL, "Reuters" },
        { "<meta name=author content='Jane Doe, Associated Press'>", "Jane Doe",
          "Associated Press" },
        { "<div itemprop=author itemscope>By <a href=/j><span itemprop=name>Jane Doe</span></a> "
          "Senior Writer</div>",
          "Jane Doe", NULL },
        { "<a rel=author href=/j>Jane Doe</a>", "Jane Doe", NULL },
        { "<h1>Ferry</h1><div class=post-author>Von Jana Beispiel</div>", "Jana Beispiel", NULL },
        { "<h1>Ferry</h1><p>By Jane Doe, Executive Editor | More by her</p>", "Jane Doe", NULL },
        { "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"author\":[{\"@type\":"
          "\"Person\",\"name\":\"Jane Doe\"},{\"@type\":\"Organization\",\"name\":\"AFP\"}]}"
          "</script>",
          "Jane Doe", "AFP" },
        { "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"author\":{\"@type\":"
          "\"Organization\",\"name\":\"Harbour Works\"}}</script>",
          NULL, NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        char html[4096];
        struct result r;

        snprintf(html, sizeof html,
                 "<meta property=og:site_name content='Island Gazette'>%s<p>" P1 "</p><p>" P2
                 "</p>",
                 list[i].head);
        read_page(&r, html);
        check_string(r.a.author, list[i].author);
        check_string(r.a.original_source, list[i].credited);
        release(&r);
    }
}

static void credited_outlets_are_found(void **state)
{
    static const struct {
        const char *head, *before, *after, *credited;
    } list[] = {
        { "<meta name=original-source content='https://www.island.example/ferry'>", "", "",
          "island.example" },
        { "<meta name=syndication-source content='https://www.gazette.example/x'>", "", "", NULL },
        { "<link rel=canonical href='https://island.example/ferry'>", "", "", "island.example" },
        { "<link rel=canonical href='https://m.gazette.example/ferry'>", "", "", NULL },
        { "<script type='application/ld+json'>{\"@type\":\"Article\",\"isBasedOn\":"
          "\"https://island.example/1\"}</script>",
          "", "", "island.example" },
        { "<script type='application/ld+json'>{\"@type\":\"Article\",\"publisher\":{\"name\":"
          "\"Gazette\"},\"provider\":{\"name\":\"Gazette\"}}</script>",
          "", "", NULL },
        { "", "HARBOUR TOWN (Reuters) - ", "", "Reuters" },
        { "", "HARBOUR TOWN, Oct 10 (AFP) — ", "", "AFP" },
        { "", "AP — ", "", "Associated Press" },
        { "", "Tehran, IRNA – ", "", "IRNA" },
        { "", "TEHRAN - IRNA - ", "", "IRNA" },
        { "", "",
          "<p>This article was originally published by Island Post and is used with "
          "permission.</p>",
          "Island Post" },
        { "", "", "<p>First published May 11, 2017.</p>", NULL },
        { "", "", "<p>The Associated Press contributed to this report.</p>", NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        char html[4096];
        struct result r;

        snprintf(html, sizeof html,
                 "<meta property=og:url content='https://www.gazette.example/ferry'>%s<article>"
                 "<h1>Ferry closes</h1><p>%s" P1 "</p><p>" P2 "</p>%s</article>",
                 list[i].head, list[i].before, list[i].after);
        read_page(&r, html);
        check_string(r.a.original_source, list[i].credited);
        release(&r);
    }
}

static void dates_are_of_the_article(void **state)
{
    static const struct {
        const char *html, *date, *how;
    } list[] = {
        { "<meta name=xy-post-date content=2019/11/19>", "2019-11-19", "meta" },
        { "<span property='schema:datePublished' content='2019-10-10'></span>", "2019-10-10",
          "microdata" },
        { "<meta property=article:modified_time content='2020-01-02'><h1>A title</h1><time "
          "datetime=2019-10-10></time>",
          "2019-10-10", "time" },
        { "<meta property=article:modified_time content='2020-01-02'>", "2020-01-02", "updated" },
        { "<h1>A title</h1><time class=updated datetime=2019-10-10>today</time>", "2019-10-10",
          "updated" },
        { "<h1>A title</h1><div>Updated: October 10, 2019</div>", "2019-10-10", "updated" },
        { "<div class=related-posts><time datetime=2018-01-01></time></div>", "", NULL },
        { "<ul class=comments><li itemprop=datePublished content=2018-01-01>x</ul>", "", NULL },
        { "<footer>Copyright 2019 Gazette</footer>", "", NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        char html[4096];
        struct result r;

        snprintf(html, sizeof html, "%s<article><p>" P1 "</p><p>" P2 "</p></article>",
                 list[i].html);
        read_page(&r, html);
        check_date(&r.a, list[i].date, list[i].how);
        release(&r);
    }
}

/* 10/9/2019 in a page of this language; what stays open is kept as found. */
static void check_numeric(const char *lang, const char *iso)
{
    plx_strbuf page = PLX_STRBUF_INIT;
    struct result r;

    plx_strbuf_printf(&page,
                      "<html%s><meta name=date content=\"10/9/2019\"><h1>Ferry</h1>"
                      "<article><p>The council voted on Tuesday to close the old ferry "
                      "terminal, which it had put off since the storm.</p></article>",
                      lang);
    read_page(&r, page.s);
    assert_int_equal(r.rc, PLX_OK);
    check_date(&r.a, iso, *iso ? "meta" : NULL);
    assert_string_equal(plx_article_extra(&r.a, "date_raw"), *iso ? "" : "10/9/2019");
    release(&r);
    plx_strbuf_release(&page);
}

static void day_and_month_are_settled_by_the_locale_or_left_open(void **state)
{
    (void)state;
    check_numeric(" lang=en-US", "2019-10-09");
    check_numeric(" lang=en-GB", "2019-09-10");
    check_numeric(" lang=fr", "2019-09-10");
    check_numeric(" lang=en", "");
    check_numeric("", "");
}

static void broken_json_ld_is_mended(void **state)
{
    static const char *const scripts[] = {
        "{\"@type\":\"NewsArticle\",\"headline\":\"Ferry closes\",\"articleSection\":[\"Sea\"],}",
        "<!-- {\"@type\":\"NewsArticle\",\"headline\":\"Ferry\ncloses\",\"articleSection\":\"Sea\"}"
        " -->",
        "//<![CDATA[\n[{\"@type\":\"WebSite\"},{\"@type\":[\"Thing\",\"NewsArticle\"],\"headline\":"
        "\"Ferry closes\",\"articleSection\":\"Sea\"}];\n//]]>",
        "{\"@graph\":[{\"@type\":\"WebPage\",\"mainEntity\":{\"@type\":\"Article\",\"headline\":"
        "\"Ferry closes\",\"articleSection\":\"Sea\"}}]}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        char html[4096];
        struct result r;

        snprintf(html, sizeof html,
                 "<script type='application/ld+json'>%s</script><title>x</title><p>" P1 "</p>",
                 scripts[i]);
        read_page(&r, html);
        check_string(r.a.title, "Ferry closes");
        check_string(plx_article_extra(&r.a, "section"), "Sea");
        release(&r);
    }
}

static void the_name_of_the_site_is_no_title(void **state)
{
    struct result r;

    (void)state;
    read_page(&r, "<title>Ferry closes | The Ferry Gazette</title><h1><a href='https://f.example/'>"
                  "The Ferry Gazette</a></h1><h2>Ferry closes</h2><p>" P1 "</p>");
    check_string(r.a.title, "Ferry closes");
    release(&r);
}

static void fragments_keep_all_prose(void **state)
{
    static const struct {
        const char *html, *text;
    } list[] = {
        { "<p>One &amp; two.</p><p>Three.</p>", "One & two.\n\nThree." },
        { "One &amp; two.<br><br>Three.<br>Four.", "One & two.\n\nThree.\nFour." },
        { "One &lt;b&gt; two.\n\nThree.\nFour.", "One <b> two.\n\nThree.\nFour." },
        { "Only words", "Only words" },
        { "<h1>Heading</h1><p>Short.</p><ul><li>First</li><li>Second</li></ul>",
          "Heading\n\nShort.\n\nFirst\n\nSecond" },
        { "<div>" P1 "<script>var a = 1;</script></div><ul class=share-links><li>Tweet this"
          "</ul><p>Read more: the storm</p>",
          P1 },
        { "<p>" P1 "</p><blockquote>It was late.</blockquote><figure><img src=x><figcaption>The "
          "pier.</figcaption></figure>",
          P1 "\n\nIt was late." },
        { "<div class=comments>Short.</div>", "Short." },
        { "a < b and c > d", "a < b and c > d" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct result r;

        read_fragment(&r, list[i].html);
        assert_int_equal(r.rc, PLX_OK);
        assert_string_equal(r.a.text, list[i].text);
        release(&r);
    }
}

static void a_fragment_replaces_the_text_and_drops_the_title(void **state)
{
    static const char html[] = "<h2>Ferry closes</h2><p>" P1 "</p>";
    plx_article a;

    (void)state;
    plx_article_init(&a);
    assert_int_equal(plx_article_set(&a.title, "Ferry closes", 12, NULL), PLX_OK);
    assert_int_equal(plx_article_set(&a.text, "old", 3, NULL), PLX_OK);
    assert_int_equal(plx_extract_fragment(html, sizeof html - 1, &a, NULL, NULL), PLX_OK);
    assert_string_equal(a.text, P1);
    plx_article_release(&a);
}

static void fragments_without_text_are_refused(void **state)
{
    static const char *const list[] = { "", " \n ", "<p></p>", "<script>x</script>",
                                        "<img src=x>" };

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct result r;

        read_fragment(&r, list[i]);
        assert_int_equal(r.rc, PLX_ERR_INVALID);
        assert_null(r.a.text);
        release(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_body_is_found_in_every_layout),
        cmocka_unit_test(furniture_is_known_in_the_main_languages),
        cmocka_unit_test(authors_are_persons),
        cmocka_unit_test(credited_outlets_are_found),
        cmocka_unit_test(dates_are_of_the_article),
        cmocka_unit_test(day_and_month_are_settled_by_the_locale_or_left_open),
        cmocka_unit_test(broken_json_ld_is_mended),
        cmocka_unit_test(the_name_of_the_site_is_no_title),
        cmocka_unit_test(fragments_keep_all_prose),
        cmocka_unit_test(a_fragment_replaces_the_text_and_drops_the_title),
        cmocka_unit_test(fragments_without_text_are_refused),
    };

    return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}
