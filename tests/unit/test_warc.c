/* Crawls: what is read of them and what left out, the codings of HTTP, damage. */
#include "tests/unit/archive_fixture.h"

#include "indexer/http_message.h"

#define PAGE "<!doctype html><title>Quay</title><p>The quay is closed.</p>"
#define SEEN "<!doctype html><title>Quay</ti\n"

static void add_record(plx_strbuf *out, const char *type, const char *uri, const char *header,
                       const char *p, size_t n)
{
    plx_strbuf_printf(out, "WARC/1.0\r\nWARC-Type: %s\r\n", type);
    if (uri)
        plx_strbuf_printf(out, "WARC-Target-URI: %s\r\n", uri);
    plx_strbuf_printf(out, "%sContent-Length: %zu\r\n\r\n", header, n);
    plx_strbuf_add(out, p, n);
    plx_strbuf_puts(out, "\r\n\r\n");
}

static void add_response(plx_strbuf *out, const char *uri, const char *head, const char *p,
                         size_t n)
{
    plx_strbuf http = PLX_STRBUF_INIT;

    plx_strbuf_printf(&http, "HTTP/1.1 %s\r\n\r\n", head);
    plx_strbuf_add(&http, p, n);
    add_record(out, "response", uri, "Content-Type: application/http; msgtype=response\r\n", http.s,
               http.len);
    plx_strbuf_release(&http);
}

static void add_page(plx_strbuf *out, const char *uri, const char *head)
{
    add_response(out, uri, head, PAGE, strlen(PAGE));
}

static void pages_are_read_and_the_rest_is_left_out(void **state)
{
    plx_strbuf w = PLX_STRBUF_INIT;
    struct seen s;

    (void)state;
    add_record(&w, "warcinfo", NULL, "Content-Type: application/warc-fields\r\n", "software: x\r\n",
               13);
    add_record(&w, "request", "https://a.example/1", "Content-Type: application/http\r\n",
               "GET / HTTP/1.1\r\n\r\n", 18);
    add_page(&w, "https://a.example/1", "200 OK\r\nContent-Type: text/html; Charset=\"UTF-8\"");
    add_page(&w, "<https://a.example/2>", "203 Fine\r\ncontent-type:\r\n text/html");
    add_page(&w, "https://a.example/3", "404 Not Found\r\nContent-Type: text/html");
    add_page(&w, "https://a.example/4", "301 Moved\r\nContent-Type: text/html");
    add_page(&w, "https://a.example/5.css", "200 OK\r\nContent-Type: text/css");
    add_page(&w, "https://a.example/6.png", "200 OK\r\nContent-Type: image/png");
    add_page(&w, "https://a.example/robots.txt", "200 OK\r\nContent-Type: text/plain");
    add_response(&w, "https://a.example/7", "200 OK\r\nContent-Type: text/html", "", 0);
    add_response(&w, "https://a.example/8", "200 OK\r\nContent-Type: text/html", "\x89PNG\0", 5);
    add_record(&w, "revisit", "https://a.example/1", "", "", 0);
    add_record(&w, "metadata", "https://a.example/1", "", "x", 1);
    add_record(&w, "resource", "metadata://crawler.example/log.txt", "Content-Type: text/plain\r\n",
               "Notes of the crawler.", 21);
    add_record(&w, "resource", "urn:text:https://a.example/1", "Content-Type: text/plain\r\n",
               "The quay is closed.", 19);
    add_record(&w, "response", "dns:a.example", "Content-Type: text/dns\r\n", "x", 1);
    add_record(&w, "response", "https://a.example/9",
               "Content-Type: application/http\r\nWARC-Segment-Number: 2\r\n", "x", 1);
    add_record(&w, "resource", "https://a.example/10", "Content-Type: text/html\r\n", PAGE,
               strlen(PAGE));
    add_record(&w, "conversion", "https://a.example/11", "Content-Type: text/plain\r\n",
               "The quay is closed.", 19);
    add_response(&w, "https://a.example/12", "200 OK\r\nContent-Type: application/json",
                 "{\"text\":\"x\"}", 12);
    seen_read(&s, w.s, w.len, NULL);
    expect_seen(&s,
                "html f!/https://a.example/1 <https://a.example/1> utf-8 " SEEN
                "html f!/https://a.example/2 <https://a.example/2> " SEEN
                "html f!/https://a.example/10 <https://a.example/10> " SEEN
                "text f!/https://a.example/11 <https://a.example/11> The quay is closed.\n"
                "json f!/https://a.example/12:1 <https://a.example/12> {\"text\":\"x\"}\n",
                NULL);
    assert_int_equal(s.left_out, 15);
    seen_release(&s);
    plx_strbuf_release(&w);
}

static void chunk(const char *p, size_t n, plx_strbuf *out)
{
    for (size_t i = 0; i < n;) {
        size_t k = n - i < 7 ? n - i : 7;

        plx_strbuf_printf(out, "%zX;x=y\r\n", k);
        plx_strbuf_add(out, p + i, k);
        plx_strbuf_puts(out, "\r\n");
        i += k;
    }
    plx_strbuf_puts(out, "0\r\nTrailer: x\r\n\r\n");
}

static void pack_deflate(const char *p, size_t n, plx_strbuf *out)
{
    pack_zlib(p, n, MAX_WBITS, out);
}

static void pack_bare_deflate(const char *p, size_t n, plx_strbuf *out)
{
    pack_zlib(p, n, -MAX_WBITS, out);
}

static void pack_nothing(const char *p, size_t n, plx_strbuf *out)
{
    plx_strbuf_add(out, p, n);
}

static const struct {
    const char *name; /* in Content-Encoding */
    void (*pack)(const char *p, size_t n, plx_strbuf *out);
} codings[] = {
    { "identity", pack_nothing }, { "gzip", pack_gzip },       { "x-gzip", pack_gzip },
    { "zstd", pack_zstd },        { "deflate", pack_deflate }, { "deflate", pack_bare_deflate },
    { "br", pack_brotli },        { "gzip", pack_nothing },    { "deflate", pack_nothing },
    { "br", pack_nothing } /* undone by the crawler, which left the header */
};
#define CODINGS (sizeof codings / sizeof *codings)

static void codings_of_http_are_undone_where_they_are(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3 * CODINGS; i++) {
        plx_strbuf w = PLX_STRBUF_INIT;
        plx_strbuf packed = PLX_STRBUF_INIT;
        plx_strbuf body = PLX_STRBUF_INIT;
        char head[200];
        struct seen s;

        codings[i / 3].pack(PAGE, strlen(PAGE), &packed);
        if (i % 3 == 1)
            chunk(packed.s, packed.len, &body);
        else
            plx_strbuf_add(&body, packed.s, packed.len);
        snprintf(head, sizeof head, "200 OK\r\nContent-Encoding: %s\r\n%sContent-Type: text/html",
                 codings[i / 3].name, i % 3 ? "Transfer-Encoding: chunked\r\n" : "");
        add_response(&w, "https://a.example/", head, body.s, body.len);
        seen_read(&s, w.s, w.len, NULL);
        if (s.count != 1 || s.failed)
            fail_msg("coding %zu, %zu: '%s' '%s'", i / 3, i % 3, s.items.s, s.failures.s);
        expect_seen(&s, "html f!/https://a.example/ <https://a.example/> " SEEN, NULL);
        seen_release(&s);
        plx_strbuf_release(&w);
        plx_strbuf_release(&packed);
        plx_strbuf_release(&body);
    }
}

static void a_damaged_body_fails_its_record_and_no_other(void **state)
{
    plx_strbuf w = PLX_STRBUF_INIT;
    plx_strbuf packed = PLX_STRBUF_INIT;
    struct seen s;

    (void)state;
    pack_gzip(PAGE, strlen(PAGE), &packed);
    add_response(&w, "https://a.example/1", "200 OK\r\nContent-Type: text/html", packed.s,
                 packed.len - 10);
    add_response(&w, "https://a.example/2",
                 "200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked",
                 "7\r\n<title>\r\nnone\r\n", 18);
    add_record(&w, "response", "https://a.example/3", "Content-Type: application/http\r\n",
               "no response", 11);
    add_page(&w, "https://a.example/4", "200 OK\r\nContent-Type: text/html");
    seen_read(&s, w.s, w.len, NULL);
    assert_int_equal(s.count, 1);
    assert_int_equal(s.failed, 3);
    assert_non_null(
        strstr(s.failures.s, "f!/https://a.example/1: damaged compression (gzip): cut"));
    assert_non_null(strstr(s.failures.s, "f!/https://a.example/2: damaged or cut off chunked"));
    assert_non_null(strstr(s.failures.s, "f!/https://a.example/3: HTTP header is cut off"));
    seen_release(&s);
    plx_strbuf_release(&w);
    plx_strbuf_release(&packed);
}

static void what_the_crawler_cut_off_is_given_as_far_as_it_goes(void **state)
{
    static const char http[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
                               "Transfer-Encoding: chunked\r\n\r\nff\r\n" PAGE;
    plx_strbuf w = PLX_STRBUF_INIT;
    struct seen s;

    (void)state;
    add_record(&w, "response", "https://a.example/",
               "Content-Type: application/http\r\nWARC-Truncated: length\r\n", http,
               sizeof http - 1);
    seen_read(&s, w.s, w.len, NULL);
    expect_seen(&s, "html f!/https://a.example/ <https://a.example/> cut off " SEEN, NULL);
    seen_release(&s);
    plx_strbuf_release(&w);
}

static void a_damaged_header_is_reported_with_its_offset_and_gone_past(void **state)
{
    static const char *const bad[] = {
        "garbage\r\nbetween records\r\n\r\n",
        "WARC/1.0\r\nWARC-Type: response\r\n\r\n",
        "WARC/1.0\r\nContent-Length: -5\r\n\r\n",
        "WARC/1.0\r\nContent-Length: 99999999999999999999999\r\n\r\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        plx_strbuf w = PLX_STRBUF_INIT;
        char expected[80];
        struct seen s;

        add_page(&w, "https://a.example/1", "200 OK\r\nContent-Type: text/html");
        snprintf(expected, sizeof expected, "f: WARC record at byte %zu: ", w.len);
        plx_strbuf_puts(&w, bad[i]);
        add_page(&w, "https://a.example/2", "200 OK\r\nContent-Type: text/html");
        seen_read(&s, w.s, w.len, NULL);
        assert_int_equal(s.count, 2);
        assert_int_equal(s.failed, 1);
        if (!strstr(s.failures.s, expected))
            fail_msg("'%s' lacks '%s'", s.failures.s, expected);
        seen_release(&s);
        plx_strbuf_release(&w);
    }
}

static void a_header_without_end_is_refused_and_gone_past(void **state)
{
    plx_strbuf w = PLX_STRBUF_INIT;
    struct seen s;

    (void)state;
    plx_strbuf_puts(&w, "WARC/1.0\r\n");
    for (int i = 0; i < 3000; i++)
        plx_strbuf_printf(&w, "WARC-Field-%d: of no use at all\r\n", i);
    add_page(&w, "https://a.example/1", "200 OK\r\nContent-Type: text/html");
    add_page(&w, "https://a.example/2", "200 OK\r\nContent-Type: text/html");
    seen_read(&s, w.s, w.len, NULL);
    assert_int_equal(s.count, 2);
    assert_int_equal(s.failed, 1);
    assert_non_null(strstr(s.failures.s, "f: WARC record at byte 0: header is over 64 KB"));
    seen_release(&s);
    plx_strbuf_release(&w);
}

/* Each record packed on its own, as crawlers do; the second is damaged. */
static void pack_records(void (*pack)(const char *p, size_t n, plx_strbuf *out), bool is_damaged,
                         plx_strbuf *out)
{
    for (int i = 0; i < 5; i++) {
        plx_strbuf w = PLX_STRBUF_INIT;
        char uri[30];
        size_t before = out->len;

        snprintf(uri, sizeof uri, "https://a.example/%d", i);
        add_page(&w, uri, "200 OK\r\nContent-Type: text/html");
        pack(w.s, w.len, out);
        if (is_damaged && i == 1)
            memset(out->s + before + (out->len - before) / 2, 0x55, 12);
        plx_strbuf_release(&w);
    }
}

static void packed_records_are_read_over_a_damaged_one(void **state)
{
    void (*const packs[])(const char *p, size_t n, plx_strbuf *out) = { pack_gzip, pack_zstd,
                                                                        pack_bzip2, pack_xz };

    (void)state;
    for (size_t i = 0; i < 2 * sizeof packs / sizeof *packs; i++) {
        plx_strbuf w = PLX_STRBUF_INIT;
        struct seen s;

        pack_records(packs[i / 2], i % 2, &w);
        seen_read(&s, w.s, w.len, NULL);
        if (s.count != (i % 2 ? 4 : 5) || s.failed != i % 2)
            fail_msg("packing %zu: '%s' '%s'", i, s.items.s, s.failures.s);
        assert_non_null(strstr(s.items.s, "https://a.example/4"));
        seen_release(&s);
        plx_strbuf_release(&w);
    }
}

static void any_cut_or_flipped_byte_of_a_packed_crawl_is_survived(void **state)
{
    plx_strbuf w = PLX_STRBUF_INIT;
    unsigned silent = 0;

    (void)state;
    pack_records(pack_gzip, false, &w);
    for (size_t n = 10; n < w.len; n++) {
        char *copy = malloc(n); /* of its own size, so that reading past the end is seen */
        struct seen s;

        memcpy(copy, w.s, n);
        seen_read(&s, copy, n, NULL);
        assert_in_range(s.count, n * 4 / w.len, 5);
        silent += s.failed == 0;
        seen_release(&s);
        memcpy(copy, w.s, n);
        copy[n - 1] = (char)(copy[n - 1] ^ 0x24);
        seen_read(&s, copy, n, NULL);
        seen_release(&s);
        free(copy);
    }
    assert_int_equal(silent, 4); /* between two records: that is a crawl, too */
    plx_strbuf_release(&w);
}

static void a_crawl_may_be_in_an_archive(void **state)
{
    plx_strbuf w = PLX_STRBUF_INIT;
    plx_strbuf packed = PLX_STRBUF_INIT;
    struct packer *k = packer_new(ARCHIVE_FORMAT_ZIP, NULL);
    struct seen s;

    (void)state;
    pack_records(pack_gzip, true, &w);
    packer_add(k, "crawl.warc.gz", w.s, w.len);
    packer_finish(k, &packed);
    seen_read(&s, packed.s, packed.len, NULL);
    assert_int_equal(s.count, 4);
    assert_int_equal(s.failed, 1);
    assert_non_null(strstr(s.items.s, "html f!/crawl.warc.gz!/https://a.example/0 <https:"));
    seen_release(&s);
    plx_strbuf_release(&w);
    plx_strbuf_release(&packed);
}

static void media_types_are_taken_apart(void **state)
{
    static const struct {
        const char *value, *name, *charset;
        bool is_wanted;
    } list[] = {
        { "text/html", "text/html", "", true },
        { "Text/HTML ; charset=ISO-8859-1", "text/html", "iso-8859-1", true },
        { "text/html; a=b; charset='utf-8'; c", "text/html", "utf-8", true },
        { "", "", "", true },
        { ";;;", "", "", true },
        { "image/png", "image/png", "", false },
        { "application/javascript; charset=", "application/javascript", "", false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        plx_media_type t;

        plx_media_type_parse(list[i].value, strlen(list[i].value), &t);
        assert_string_equal(t.name, list[i].name);
        assert_string_equal(t.charset, list[i].charset);
        assert_int_equal(plx_media_type_is_wanted(&t), list[i].is_wanted);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_are_read_and_the_rest_is_left_out),
        cmocka_unit_test(codings_of_http_are_undone_where_they_are),
        cmocka_unit_test(a_damaged_body_fails_its_record_and_no_other),
        cmocka_unit_test(what_the_crawler_cut_off_is_given_as_far_as_it_goes),
        cmocka_unit_test(a_damaged_header_is_reported_with_its_offset_and_gone_past),
        cmocka_unit_test(a_header_without_end_is_refused_and_gone_past),
        cmocka_unit_test(packed_records_are_read_over_a_damaged_one),
        cmocka_unit_test(any_cut_or_flipped_byte_of_a_packed_crawl_is_survived),
        cmocka_unit_test(a_crawl_may_be_in_an_archive),
        cmocka_unit_test(media_types_are_taken_apart),
    };

    return cmocka_run_group_tests_name("warc", tests, NULL, NULL);
}
