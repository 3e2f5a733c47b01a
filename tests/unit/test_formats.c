/* Tables, feeds, mails and saved pages to articles, and what records hold that is no plain text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "indexer/field_map.h"
#include "indexer/mail_message.h"
#include "indexer/reader.h"
#include "indexer/reader_feed.h"
#include "indexer/reader_mail.h"
#include "indexer/tags.h"

#define PROSE                                                                                      \
    "The harbour council voted on Tuesday to close the old ferry terminal, a decision that had "   \
    "been put off three times since the storm."
#define CHANNEL                                                                                    \
    "<rss version='2.0'><channel><title>Gulf Watch</title><link>https://g.example/</link>"
#define ITEM "<item><title>One</title><link>https://g.example/1</link>"

struct seen {
    plx_strbuf articles; /* "id|title|source|author|date how|lang|text\n" */
    plx_strbuf extras;   /* JSON of the last article */
    plx_strbuf failures; /* without the folder */
    unsigned count, failed;
};

static char dir[64];
static char file[80];

static int make_dir(void **state)
{
    (void)state;
    strcpy(dir, "/tmp/plx-formats-XXXXXX");
    return mkdtemp(dir) ? 0 : -1;
}

static int remove_dir(void **state)
{
    (void)state;
    return plx_file_remove_tree(dir, NULL) == PLX_OK ? 0 : -1;
}

static plx_status on_article(void *ctx, plx_article *a, const plx_extract_report *report,
                             plx_error *err)
{
    struct seen *s = ctx;
    char date[PLX_DATE_BYTES];
    json_t *obj = plx_article_to_json(a);
    char *json = json_dumps(obj, JSON_COMPACT);

    (void)report;
    (void)err;
    plx_date_format(&a->date, date);
    plx_strbuf_printf(&s->articles, "%s|%s|%s|%s|%s %s|%s|%s\n", a->id, a->title ? a->title : "",
                      a->source ? a->source : "", a->author ? a->author : "", date,
                      a->date_how ? a->date_how : "", a->lang ? a->lang : "",
                      a->text ? a->text : "");
    plx_strbuf_reset(&s->extras);
    plx_strbuf_puts(&s->extras, json);
    s->count++;
    free(json);
    json_decref(obj);
    return PLX_OK;
}

static plx_status on_failure(void *ctx, const char *where, const plx_error *why)
{
    struct seen *s = ctx;

    (void)where;
    plx_strbuf_printf(&s->failures, "%s\n", why->msg + strlen(dir) + 1);
    s->failed++;
    return PLX_OK;
}

static void finish(struct seen *s)
{
    plx_strbuf_release(&s->articles);
    plx_strbuf_release(&s->extras);
    plx_strbuf_release(&s->failures);
}

static void read_with(const char *p, size_t n, const plx_reader_options *o, struct seen *s)
{
    const plx_article_sink sink = { on_article, on_failure, s };
    FILE *f;

    *s = (struct seen){ .articles = PLX_STRBUF_INIT };
    plx_strbuf_init(&s->extras);
    plx_strbuf_init(&s->failures);
    snprintf(file, sizeof file, "%s/in", dir);
    f = fopen(file, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(p, 1, n, f), n);
    fclose(f);
    assert_int_equal(plx_read(file, o, &sink, NULL), PLX_OK);
}

static void read_text(const char *text, struct seen *s)
{
    const plx_reader_options o = { 0 };

    read_with(text, strlen(text), &o, s);
}

static void expect(const char *text, const char *articles, const char *failures)
{
    struct seen s;

    read_text(text, &s);
    assert_string_equal(s.articles.s, articles);
    assert_string_equal(s.failures.s, failures);
    finish(&s);
}

static void expect_extra(const char *text, const char *part)
{
    struct seen s;

    read_text(text, &s);
    if (!strstr(s.extras.s, part))
        fail_msg("'%s' lacks '%s'; %s", s.extras.s, part, s.failures.s);
    finish(&s);
}

/* ------------------------------------------------------------------ tables */

static void rows_become_articles(void **state)
{
    (void)state;
    expect("id,Headline,Full Text,Pub Date,Outlet,Byline,Link\r\n"
           "x1,\"A, b\",\"Two\r\nlines\",10 October 2019,Harbour Post,Mina "
           "Jawad,https://a.example/1\r\n"
           "2,Next,,,,,\r\n",
           "x1|A, b|Harbour Post|Mina Jawad|2019-10-10 given||Two\nlines\n"
           "9b5d57d48076303b89d6daec59f5892e|Next||| ||\n",
           "");
}

static void columns_keep_their_names_and_get_what_they_lack(void **state)
{
    (void)state;
    expect_extra("title,tag,tag,,ID\nA,x,y,z,7\n",
                 "\"tag\":\"x\",\"tag_2\":\"y\",\"column_4\":\"z\",\"ID\":\"7\"");
    expect_extra("id,title,text\n7,A,b\n", "\"row_id\":\"7\"");
    expect_extra("title,text\nM\xfcller,Stra\xdf"
                 "enbahn f\xe4hrt wieder\n",
                 "\"text\":\"Stra\xc3\x9f"
                 "enbahn f\xc3\xa4hrt wieder\"");
}

static void bad_rows_are_reported_with_the_lines_left_out(void **state)
{
    struct seen s;

    (void)state;
    read_text("title,text\nA,one\nB,\"two \"2\" and\nmore of it\nand more\nC,three\nD\nE,five", &s);
    assert_int_equal(s.count, 3);
    assert_string_equal(s.failures.s,
                        "in:3: text after a closing quote in field 2; write a quote inside as "
                        "\"\"; lines 3 to 5 are left out\n"
                        "in:7: 1 fields, the header has 2\n");
    finish(&s);
}

/* ------------------------------------------------------------------ fields */

static void names_that_mean_a_field_are_read_as_it(void **state)
{
    static const struct {
        const char *record, *expected;
    } list[] = {
        { "{\"headline\":\"A\",\"body\":\"b\"}", "{\"title\":\"A\",\"text\":\"b\"}" },
        { "{\"title\":\"A\",\"headline\":\"B\"}", "{\"title\":\"A\",\"headline\":\"B\"}" },
        { "{\"title\":\"\",\"Headline\":\"B\"}", "{\"title\":\"B\"}" },
        { "{\"content\":\"c\",\"full_text\":\"f\"}", "{\"content\":\"c\",\"text\":\"f\"}" },
        { "{\"body\":{\"x\":1},\"published\":true}", "{\"body\":{\"x\":1},\"published\":true}" },
        { "{\"Pub Date\":20191010,\"Authors\":[\"a\"]}", "{\"date\":20191010,\"author\":[\"a\"]}" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        json_t *obj = json_loads(list[i].record, 0, NULL);
        json_t *expected = json_loads(list[i].expected, 0, NULL);

        assert_int_equal(plx_field_map_synonyms(obj, NULL), PLX_OK);
        if (!json_equal(obj, expected))
            fail_msg("%s", list[i].record);
        json_decref(obj);
        json_decref(expected);
    }
}

static void a_map_wins_over_what_names_usually_mean(void **state)
{
    static const char *const map[] = { "text=summary", "their_body=body", NULL };
    static const char text[] = "{\"id\":\"1\",\"summary\":\"s\",\"body\":\"b\"}";
    const plx_reader_options o = { .map = map };
    struct seen s;

    (void)state;
    read_with(text, strlen(text), &o, &s);
    assert_string_equal(s.articles.s, "1|||| ||s\n");
    assert_non_null(strstr(s.extras.s, "\"their_body\":\"b\""));
    finish(&s);
}

static void markup_in_records_becomes_text(void **state)
{
    static const char *const map[] = { "html=content", NULL };
    static const char mapped[] = "{\"id\":\"1\",\"content\":\"<p>One.</p><p>Two.</p>\"}";
    const plx_reader_options o = { .map = map };
    struct seen s;

    (void)state;
    expect("{\"id\":\"1\",\"title\":\"A &amp; <b>B</b>\",\"text\":\"<p>One &ndash; "
           "1.</p><p>Two.</p>\"}",
           "1|A & B||| ||One \xe2\x80\x93 1.\n\nTwo.\n", "");
    expect("{\"id\":\"1\",\"text\":\"5 < 6, a <tag> & 7 > 3 &amp; so\"}",
           "1|||| ||5 < 6, a <tag> & 7 > 3 &amp; so\n", "");
    expect("{\"id\":\"1\",\"text\":\"Q&amp;A\\n\\n&#8220;x&#148;\"}",
           "1|||| ||Q&A\n\n\xe2\x80\x9cx\xe2\x80\x9d\n", "");
    expect("{\"id\":\"1\",\"title\":\"Own\",\"html\":\"<html><head><title>Of page</title></head>"
           "<body><article><p>" PROSE "</p></article></body></html>\"}",
           "1|Own||| |en|" PROSE "\n", "");
    read_with(mapped, strlen(mapped), &o, &s);
    assert_string_equal(s.articles.s, "1|||| ||One.\n\nTwo.\n");
    assert_null(strstr(s.extras.s, "content"));
    finish(&s);
}

static void furniture_leaves_records_only_if_asked(void **state)
{
    static const char text[] = "{\"id\":\"1\",\"title\":\"T\",\"text\":\"" PROSE
                               "\\n\\nShare\\n\\nREAD ALSO: More\\n\\n" PROSE "\"}";
    const plx_reader_options plain = { 0 };
    const plx_reader_options clean = { .clean = true };
    struct seen s;

    (void)state;
    read_with(text, strlen(text), &plain, &s);
    assert_non_null(strstr(s.articles.s, "READ ALSO"));
    finish(&s);
    read_with(text, strlen(text), &clean, &s);
    assert_null(strstr(s.articles.s, "READ ALSO"));
    assert_non_null(strstr(s.articles.s, PROSE));
    finish(&s);
}

static void what_a_record_says_settles_its_date(void **state)
{
    (void)state;
    expect("{\"id\":\"1\",\"text\":\"x\",\"date\":\"10/9/2019\"}", "1|||| ||x\n", "");
    expect("{\"id\":\"1\",\"text\":\"x\",\"date\":\"10/9/2019\",\"url\":"
           "\"https://a.example/2019/09/10/x\"}",
           "1||||2019-09-10 given||x\n", "");
    expect("{\"id\":\"1\",\"text\":\"x\",\"updated\":\"2019-09-10\"}",
           "1||||2019-09-10 updated||x\n", "");
    expect("{\"id\":\"1\",\"text\":\"x\",\"date\":\"2150-01-01\"}", "1||||2150-01-01 given||x\n",
           "");
}

static void text_in_the_wrong_character_set_is_refused(void **state)
{
    static const char latin[] = "{\"id\":\"1\",\"text\":\"Stra\xdf"
                                "e, \xfc"
                                "ber, f\xe4hrt\"}";
    const plx_reader_options right = { .charset = "windows-1252" };
    const plx_reader_options unknown = { .charset = "klingon" };
    plx_error err = { .msg = "" };
    struct seen s;

    (void)state;
    read_with(latin, strlen(latin), &right, &s);
    assert_non_null(strstr(s.articles.s, "Stra\xc3\x9f"
                                         "e, \xc3\xbc"
                                         "ber"));
    finish(&s);
    assert_int_equal(plx_read(file, &unknown, &(plx_article_sink){ 0 }, &err), PLX_ERR_INVALID);
    assert_non_null(strstr(err.msg, "--charset 'klingon'"));
    read_text("{\"id\":\"1\",\"text\":\"a \xef\xbf\xbd b \xef\xbf\xbd c \xef\xbf\xbd d\"}", &s);
    assert_int_equal(s.count, 0);
    assert_string_equal(s.failures.s, "in:1: 3 of 13 characters cannot be read; --charset NAME "
                                      "gives the character set\n");
    finish(&s);
}

/* ------------------------------------------------------------------- feeds */

static void rss_entries_become_articles(void **state)
{
    (void)state;
    expect(CHANNEL ITEM
           "<pubDate>Thu, 10 Oct 2019 12:34:00 +0300</pubDate><author>d@g.example (Mina Jawad)"
           "</author><description>Short.</description><content:encoded><![CDATA[<p>" PROSE
           "</p><p>Share this</p><p>" PROSE "</p>]]></content:encoded></item></channel></rss>",
           "https://g.example/1|One|Gulf Watch|Mina Jawad|2019-10-10T09:34:00Z given|en|" PROSE
           "\n\n" PROSE "\n",
           "");
    expect("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
           "xmlns='http://purl.org/rss/1.0/' xmlns:d='http://purl.org/dc/elements/1.1/'>"
           "<channel><title>Old</title></channel><image><title>Logo</title></image>"
           "<item><title>A &amp;amp; B</title><link>https://o.example/1</link>"
           "<d:date>2005-01-02</d:date><d:creator>X</d:creator></item></rdf:RDF>",
           "https://o.example/1|A & B|Old|X|2005-01-02 given||\n", "");
    expect_extra(CHANNEL ITEM "<guid>g</guid><category>a</category><category>b</category>"
                              "<description>Short &lt;b&gt;x&lt;/b&gt;.</description></item>",
                 "\"guid\":\"g\",\"category\":\"a; b\",\"is_summary\":true");
}

static void atom_entries_become_articles(void **state)
{
    (void)state;
    expect(
        "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'>"
        "<title>Post</title><link href='https://p.example/'/><entry><title type='html'>A "
        "&lt;i&gt;b&lt;/i&gt;</title><link rel='self' href='/self'/><link href='/a?x=1&amp;y=2'/>"
        "<id>tag:1</id><updated>2020-01-02T00:00:00Z</updated><author><name>X</name>"
        "<email>e@p.example</email></author><author><name>Y</name></author><content "
        "type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>" PROSE
        "</p><p>1 &lt; 2, and so it goes on for a while.<br/>It does.</p></div></content>"
        "<summary>s</summary></entry></feed>",
        "https://p.example/a?x=1&y=2|A b|Post|X; Y|2020-01-02T00:00:00Z updated|en|" PROSE
        "\n\n1 < 2, and so it goes on for a while.\nIt does.\n",
        "");
    expect(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>P</title><entry><id>7</id>"
        "<content>a &lt;b&gt; c</content></entry><entry><id>8</id><content type='image/png'>"
        "iVBO</content><source><id>q</id><title>Q</title></source><title>T</title></entry></feed>",
        "7||P|| ||a <b> c\n8|T|Q|| ||\n", "");
}

static void json_feeds_become_articles(void **state)
{
    (void)state;
    expect("{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"J\",\"items\":[{\"id\":"
           "\"1\",\"url\":\"https://j.example/1\",\"title\":\"A\",\"content_html\":\"<p>One.</p>"
           "<p>Two.</p>\",\"date_published\":\"2020-02-02\",\"authors\":[{\"name\":\"X\"}]},"
           "{\"id\":\"2\",\"content_text\":\"a <b>\"},7]}",
           "https://j.example/1|A|J|X|2020-02-02 given||One.\n\nTwo.\n2||J|| ||a <b>\n",
           "in: neither 'text' nor 'title' (fields: id, source); --map text=FIELD renames one\n");
}

static void broken_feeds_give_what_can_be_made_out(void **state)
{
    struct seen s;

    (void)state;
    read_text(CHANNEL "<item><title>5 < 6 &nbsp; AT&T</title><link>https://g.example/1</link>"
                      "<item><title>Two <b>x</i></title><link>https://g.example/2?a&b</link></item>"
                      "<item><title>Three",
              &s);
    assert_int_equal(s.count, 3);
    assert_non_null(strstr(s.articles.s, "https://g.example/1|5 < 6 AT&T|Gulf Watch|"));
    assert_non_null(strstr(s.articles.s, "https://g.example/2?a&b|Two x|"));
    assert_non_null(strstr(s.articles.s, "|Three|"));
    assert_non_null(strstr(s.failures.s, "in: the feed cannot be read to its end: "));
    finish(&s);
}

static void no_entity_of_a_feed_is_expanded(void **state)
{
    (void)state;
    expect("<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]>" CHANNEL
           "<item><title>&b;</title></item></channel></rss>",
           "", "in: feed with a DTD of its own, which is not read\n");
    expect("<!DOCTYPE rss PUBLIC '-//N//DTD RSS 0.91//EN' 'http://n.example/r.dtd'>" CHANNEL ITEM
           "</item></channel></rss>",
           "https://g.example/1|One|Gulf Watch|| ||\n", "");
}

static void hostile_feeds_end(void **state)
{
    plx_strbuf feed = PLX_STRBUF_INIT;
    struct seen s;

    (void)state;
    plx_strbuf_puts(&feed, CHANNEL);
    for (int i = 0; i < 100000; i++)
        plx_strbuf_puts(&feed, "<item/>");
    read_text(feed.s, &s);
    assert_int_equal(s.count, 0);
    assert_int_equal(s.failed, 100001);
    finish(&s);

    plx_strbuf_reset(&feed);
    plx_strbuf_puts(&feed, CHANNEL ITEM "<description>");
    for (int i = 0; i < 100000; i++)
        plx_strbuf_puts(&feed, "<div>");
    read_text(feed.s, &s);
    assert_int_equal(s.count, 1);
    assert_int_equal(s.failed, 1);
    finish(&s);
    plx_strbuf_release(&feed);
}

static void feeds_are_told_from_other_xml(void **state)
{
    static const char *const feeds[] = { "<rss>", " <?xml version='1.0'?><!-- a > b --><rss v='2'>",
                                         "<rdf:RDF x>",
                                         "<feed xmlns='http://www.w3.org/2005/Atom'>",
                                         "{\"version\":\"https://jsonfeed.org/version/1\"" };
    static const char *const others[] = { "",          "<html>", "<urlset>", "<feed>",
                                          "{\"a\":1}", "rss",    "<!-- rss", "<rssx>" };

    (void)state;
    for (size_t i = 0; i < sizeof feeds / sizeof *feeds; i++)
        if (!plx_feed_knows(feeds[i], strlen(feeds[i])))
            fail_msg("no feed: %s", feeds[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (plx_feed_knows(others[i], strlen(others[i])))
            fail_msg("a feed: %s", others[i]);
}

/* -------------------------------------------------------------------- mail */

#define HEADERS                                                                                    \
    "From: \"The Brief\" <news@b.example>\r\nTo: a@x.example\r\nSubject: "                         \
    "=?utf-8?Q?H=C3=A4fen?=\r\n"                                                                   \
    "Date: Thu, 10 Oct 2019 12:34:00 +0300\r\nMessage-ID: <1@b.example>\r\nMIME-Version: 1.0\r\n"

static void mails_become_articles(void **state)
{
    (void)state;
    expect(HEADERS "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: "
                   "text/plain\r\n\r\nplain\r\n--b\r\nContent-Type: text/html; charset=iso-8859-1"
                   "\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html><body><p>Caf=E9 "
                   "&amp; bar.</p><p>Two.</p></body></html>\r\n--b--\r\n",
           "mid:1@b.example|H\xc3\xa4"
           "fen|The Brief||2019-10-10T09:34:00Z given||"
           "Caf\xc3\xa9 & bar.\n\nTwo.\n",
           "");
    expect("List-Id: \"Gulf Watch\" <g.example>\n" HEADERS
           "Content-Type: text/plain; charset=utf-8\n"
           "\nText.\n\nX wrote:\n> old\n\nMore.\n-- \nSig\n",
           "mid:1@b.example|H\xc3\xa4"
           "fen|Gulf Watch|The Brief|2019-10-10T09:34:00Z given||"
           "Text.\n\nMore.\n",
           "");
}

static void mailboxes_are_read_message_by_message(void **state)
{
    struct seen s;

    (void)state;
    read_text(
        "From a@x Thu Oct 10 12:00:00 2019\nSubject: One\nFrom: a@x.example\nMIME-Version: 1.0\n"
        "\n>From the sea.\nFrom here on.\n\n"
        "From a@x Thu Oct 10 12:00:00 2019\nSubject: Two\nFrom: a@x.example\nMIME-Version: 1.0\n"
        "Content-Type: image/png\n\nx\n\n"
        "From a@x Thu Oct 10 12:00:00 2019\nSubject: Three\nFrom: a@x.example\n"
        "MIME-Version: 1.0\n\nLast.",
        &s);
    assert_int_equal(s.count, 2);
    assert_non_null(strstr(s.articles.s, "|One|x.example|| ||From the sea.\nFrom here on.\n"));
    assert_non_null(strstr(s.articles.s, "|Three|x.example|| ||Last.\n"));
    assert_string_equal(s.failures.s, "in:9: the message has no part with text or HTML\n");
    finish(&s);
}

static void pages_saved_by_browsers_are_pages(void **state)
{
    (void)state;
    expect(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/x\r\nSubject: S"
        "\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=b"
        "\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: "
        "base64\r\nContent-Location: https://a.example/x\r\n\r\n"
        "PGh0bWw+PGJvZHk+PGFydGljbGU+PGgxPkZlcnJ5IGNsb3NlczwvaDE+PHA+"
        "VGhlIGhhcmJvdXIgY291bmNpbCB2\r\n"
        "b3RlZCBvbiBUdWVzZGF5IHRvIGNsb3NlIHRoZSBvbGQgZmVycnkgdGVybWluYWwsIGEgZGVjaXNpb24gdGhhdCBo\r"
        "\n"
        "YWQgYmVlbiBwdXQgb2ZmIHRocmVlIHRpbWVzIHNpbmNlIHRoZSBzdG9ybS48L3A+"
        "PC9hcnRpY2xlPjwvYm9keT48\r\n"
        "L2h0bWw+\r\n--b--\r\n",
        "https://a.example/x|Ferry closes||| |en|" PROSE "\n", "");
}

static void hostile_mails_end(void **state)
{
    plx_strbuf mail = PLX_STRBUF_INIT;
    struct seen s;

    (void)state;
    plx_strbuf_puts(&mail, HEADERS "Content-Type: multipart/mixed; boundary=b\r\n\r\n");
    for (int i = 0; i < 10000; i++)
        plx_strbuf_puts(&mail, "--b\r\nContent-Type: text/x\r\n\r\nx\r\n");
    read_text(mail.s, &s);
    assert_string_equal(s.failures.s, "in: the message has more than 1000 parts\n");
    finish(&s);

    plx_strbuf_reset(&mail);
    plx_strbuf_puts(&mail, HEADERS);
    for (int i = 0; i < 10000; i++)
        plx_strbuf_printf(&mail, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i,
                          i);
    read_text(mail.s, &s);
    assert_int_equal(s.count, 0);
    assert_int_equal(s.failed, 1);
    finish(&s);

    expect(HEADERS "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!\r\n",
           "mid:1@b.example|H\xc3\xa4"
           "fen|The Brief||2019-10-10T09:34:00Z given||\n",
           "");
    plx_strbuf_release(&mail);
}

static void mails_are_told_from_texts_with_labels(void **state)
{
    static const char *const mails[] = { HEADERS "\r\n", "Return-Path: <a>\nFrom: b\n folded\n\nx",
                                         "From a@b c\nReceived: x\nFrom: y\n\n" };
    static const char *const others[] = { "", "Title: A\nSource: B\n\nText", "From the sea\n\nText",
                                          "Subject: A\nDate: B\n\nText", "From A to B\nit goes" };

    (void)state;
    for (size_t i = 0; i < sizeof mails / sizeof *mails; i++)
        if (!plx_mail_knows(mails[i], strlen(mails[i])))
            fail_msg("no mail: %s", mails[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (plx_mail_knows(others[i], strlen(others[i])))
            fail_msg("a mail: %s", others[i]);
}

static void flowed_text_is_joined(void **state)
{
    static const char text[] = "One \ntwo.\n\n\n\nThree \n\nFour.";
    plx_strbuf out = PLX_STRBUF_INIT;

    (void)state;
    plx_mail_text(text, strlen(text), true, &out);
    assert_string_equal(out.s, "One two.\n\nThree \nFour.");
    plx_strbuf_release(&out);
}

/* -------------------------------------------------------------------- tags */

static void tags_and_references_are_taken_out(void **state)
{
    static const struct {
        const char *html, *line, *text;
    } list[] = {
        { "a <b>b</b>  c", "a b c", "a b  c" },
        { "<p>a<p>b<br>c", "abc", "a\n\nb\n\nc" },
        { "1 < 2 > 0 &lt;p&gt;", "1 < 2 > 0 <p>", "1 < 2 > 0 <p>" },
        { "&nbsp;&#x41;&#65;&bogus; &#xd800; &", "AA&bogus; \xef\xbf\xbd &",
          " AA&bogus; \xef\xbf\xbd &" },
        { "x<script>if (a<b) c</script>y<!-- z -->", "xif (ay", "xy" },
        { "<a <a <a", "<a <a <a", "<a <a <a" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        plx_strbuf out = PLX_STRBUF_INIT;

        plx_tags_line(list[i].html, strlen(list[i].html), &out);
        assert_string_equal(out.s, list[i].line);
        plx_strbuf_reset(&out);
        plx_tags_text(list[i].html, strlen(list[i].html), &out);
        assert_string_equal(out.s, list[i].text);
        plx_strbuf_release(&out);
    }
}

#define TEST(f) cmocka_unit_test(f)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rows_become_articles),
        TEST(columns_keep_their_names_and_get_what_they_lack),
        TEST(bad_rows_are_reported_with_the_lines_left_out),
        TEST(names_that_mean_a_field_are_read_as_it),
        TEST(a_map_wins_over_what_names_usually_mean),
        TEST(markup_in_records_becomes_text),
        TEST(furniture_leaves_records_only_if_asked),
        TEST(what_a_record_says_settles_its_date),
        TEST(text_in_the_wrong_character_set_is_refused),
        TEST(rss_entries_become_articles),
        TEST(atom_entries_become_articles),
        TEST(json_feeds_become_articles),
        TEST(broken_feeds_give_what_can_be_made_out),
        TEST(no_entity_of_a_feed_is_expanded),
        TEST(hostile_feeds_end),
        TEST(feeds_are_told_from_other_xml),
        TEST(mails_become_articles),
        TEST(mailboxes_are_read_message_by_message),
        TEST(pages_saved_by_browsers_are_pages),
        TEST(hostile_mails_end),
        TEST(mails_are_told_from_texts_with_labels),
        TEST(flowed_text_is_joined),
        TEST(tags_and_references_are_taken_out),
    };

    return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
