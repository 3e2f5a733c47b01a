/* Files, folders and streams to articles: formats, places of failures, limits, options. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zstd.h>

#include "base/file.h"
#include "base/hash.h"
#include "indexer/article_id.h"
#include "indexer/file_list.h"
#include "indexer/path_pattern.h"
#include "indexer/reader.h"

#define TEXT                                                                                       \
    "The harbour council voted on Tuesday to close the old ferry terminal, a decision that had "   \
    "been put off three times since the storm."

/* What came out of one reading: a line for each article and failure. */
struct seen {
    plx_strbuf articles; /* "id|title|source|date|text\n" */
    plx_strbuf failures; /* "message\n" */
    unsigned count, failed, files;
    plx_status stop;
};

static char dir[64];

static int make_dir(void **state)
{
    (void)state;
    strcpy(dir, "/tmp/plx-reader-XXXXXX");
    return mkdtemp(dir) ? 0 : -1;
}

static int remove_dir(void **state)
{
    (void)state;
    return plx_file_remove_tree(dir, NULL) == PLX_OK ? 0 : -1;
}

static const char *at(const char *name)
{
    static char path[4][4200];
    static unsigned turn;
    char *p = path[turn++ % 4];

    snprintf(p, sizeof path[0], "%s/%s", dir, name);
    return p;
}

static void put_bytes(const char *name, const void *p, size_t n)
{
    char *copy = strdup(at(name));
    char *slash = strrchr(copy, '/');
    FILE *f;

    *slash = '\0';
    assert_int_equal(plx_file_mkdirs(copy, NULL), PLX_OK);
    free(copy);
    f = fopen(at(name), "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(p, 1, n, f), n);
    fclose(f);
}

static void put(const char *name, const char *text)
{
    put_bytes(name, text, strlen(text));
}

static plx_status on_article(void *ctx, plx_article *a, const plx_extract_report *report,
                             plx_error *err)
{
    struct seen *s = ctx;
    char date[PLX_DATE_BYTES];

    (void)report;
    plx_date_format(&a->date, date);
    plx_strbuf_printf(&s->articles, "%s|%s|%s|%s|%.20s\n", a->id, a->title ? a->title : "",
                      a->source ? a->source : "", date, a->text ? a->text : "");
    s->count++;
    return s->stop == PLX_OK ? PLX_OK : plx_fail(err, s->stop, "enough");
}

static plx_status on_failure(void *ctx, const char *where, const plx_error *why)
{
    struct seen *s = ctx;

    assert_memory_equal(why->msg, where, strlen(where) < 60 ? strlen(where) : 60);
    plx_strbuf_printf(&s->failures, "%s\n", why->msg);
    s->failed++;
    return PLX_OK;
}

static plx_status on_file_done(void *ctx, const plx_source_file *f, bool failed, plx_error *err)
{
    struct seen *s = ctx;

    (void)f;
    (void)failed;
    (void)err;
    s->files++;
    return PLX_OK;
}

static plx_status drop_item(void *ctx, plx_item *item, plx_error *err)
{
    (void)ctx;
    (void)err;
    plx_item_free(item);
    return PLX_OK;
}

static void start(struct seen *s)
{
    *s = (struct seen){ .articles = PLX_STRBUF_INIT, .failures = PLX_STRBUF_INIT };
}

static plx_status read_with(const char *name, const plx_reader_options *o, struct seen *s,
                            plx_error *err)
{
    const plx_article_sink sink = { on_article, on_failure, s };

    return plx_read(at(name), o, &sink, err);
}

static void finish(struct seen *s)
{
    plx_strbuf_release(&s->articles);
    plx_strbuf_release(&s->failures);
}

static void read_all(const char *name, struct seen *s)
{
    const plx_item_sink files = { .on_item = drop_item, .on_file_done = on_file_done, .ctx = s };
    const plx_reader_options o = { 0 };

    start(s);
    assert_int_equal(read_with(name, &o, s, NULL), PLX_OK);
    assert_int_equal(plx_read_items(at(name), &files, NULL), PLX_OK);
}

static void lines_are_read_and_bad_ones_named_with_their_place(void **state)
{
    struct seen s;

    (void)state;
    put("a.jsonl", "\xef\xbb\xbf{\"id\":\"1\",\"title\":\"One\",\"text\":\"Text one\"}\r\n"
                   "\n"
                   "{\"id\":\"2\",\"title\":\n"
                   "[1,2]\n"
                   "{\"id\":\"3\",\"blurb\":\"x\"}\n"
                   "{\"id\":\"4\",\"text\":17,\"title\":{}}\n"
                   "{\"id\":\"5\",\"text\":\"Last, no newline\"}");
    read_all("a.jsonl", &s);
    assert_string_equal(s.articles.s, "1|One|||Text one\n5||||Last, no newline\n");
    assert_int_equal(s.failed, 4);
    assert_non_null(strstr(s.failures.s, "a.jsonl:3: json:"));
    assert_non_null(strstr(s.failures.s, "a.jsonl:4: expected a JSON object"));
    assert_non_null(strstr(s.failures.s,
                           "a.jsonl:5: neither 'text' nor 'title' (fields: id, blurb); "
                           "--map text=FIELD"));
    assert_non_null(strstr(s.failures.s, "a.jsonl:6: field 'title'"));
    finish(&s);
}

static void a_broken_first_line_hides_no_others(void **state)
{
    struct seen s;

    (void)state;
    put("a.jsonl", "garbage\n{\"id\":\"1\",\"text\":\"Text one\"}\n");
    read_all("a.jsonl", &s);
    assert_int_equal(s.count, 1);
    assert_non_null(strstr(s.failures.s, "a.jsonl:1: "));
    finish(&s);
    put("b.jsonl", "{\"id\":\"1\",\"text\":\"cut o\n{\"id\":\"2\",\"text\":\"Text two\"}\n");
    read_all("b.jsonl", &s);
    assert_string_equal(s.articles.s, "2||||Text two\n");
    finish(&s);
}

static void arrays_and_objects_over_lines_are_read(void **state)
{
    struct seen s;

    (void)state;
    put("a.json",
        "[\n {\"id\":\"1\",\"text\":\"a } ] \\\" b\"},\n {\"id\":\"2\",\"x\":{\"y\":[1]},\n"
        "  \"text\":\"two\"}, 5,\n {\"id\":\"3\",\"text\":\"three\"}\n]\n");
    read_all("a.json", &s);
    assert_string_equal(s.articles.s, "1||||a } ] \" b\n2||||two\n3||||three\n");
    assert_non_null(strstr(s.failures.s, "a.json:4: expected a JSON object"));
    finish(&s);
    put("b.json", "{\n  \"id\": \"1\",\n  \"text\": \"one article\"\n}\n");
    read_all("b.json", &s);
    assert_string_equal(s.articles.s, "1||||one article\n");
    assert_int_equal(s.failed, 0);
    finish(&s);
    put("c.json", "[{\"id\":\"1\",\"text\":\"one\"},{\"id\":\"2\",\"text\":\"tw");
    read_all("c.json", &s);
    assert_int_equal(s.count, 1);
    assert_non_null(strstr(s.failures.s, "c.json:1: the file ends inside this record"));
    finish(&s);
}

static void invalid_bytes_in_a_line_are_repaired(void **state)
{
    struct seen s;

    (void)state;
    put("a.jsonl", "{\"id\":\"1\",\"text\":\"caf\xe9 and a raw\ttab\"}\n");
    read_all("a.jsonl", &s);
    assert_string_equal(s.articles.s, "1||||caf\xc3\xa9 and a raw tab\n");
    assert_int_equal(s.failed, 0);
    finish(&s);
}

static void a_line_over_the_limit_is_skipped(void **state)
{
    FILE *f = fopen(at("a.jsonl"), "wb");
    struct seen s;

    (void)state;
    fputs("{\"id\":\"1\",\"text\":\"one\"}\n{\"id\":\"2\",\"text\":\"", f);
    for (size_t i = 0; i < (PLX_LINE_MAX >> 6) + 1; i++)
        fputs("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde ", f);
    fputs("\"}\n{\"id\":\"3\",\"text\":\"three\"}\n", f);
    fclose(f);
    read_all("a.jsonl", &s);
    assert_string_equal(s.articles.s, "1||||one\n3||||three\n");
    assert_non_null(strstr(s.failures.s, "a.jsonl:2: line is over 32 MB"));
    finish(&s);
}

static void dates_in_other_forms_are_read_or_kept_as_they_are(void **state)
{
    struct seen s;

    (void)state;
    put("a.jsonl", "{\"id\":\"1\",\"text\":\"a\",\"date\":\"October 10, 2019 at 12:34 pm\"}\n"
                   "{\"id\":\"2\",\"text\":\"b\",\"date\":1570710840}\n"
                   "{\"id\":\"3\",\"text\":\"c\",\"date\":\"10/9/2019\"}\n"
                   "{\"id\":\"4\",\"text\":\"d\",\"date\":null}\n");
    read_all("a.jsonl", &s);
    assert_string_equal(s.articles.s, "1|||2019-10-10T12:34:00|a\n2|||2019-10-10T12:34:00Z|b\n"
                                      "3||||c\n4||||d\n");
    assert_int_equal(s.failed, 0);
    finish(&s);
}

static void fields_are_renamed_by_the_map(void **state)
{
    static const char *const map[] = { "title=head.line", "text=body", "date=pub", NULL };
    static const char *const bad[] = { "title", NULL };
    plx_reader_options o = { 0 };
    plx_error err;
    struct seen s;

    (void)state;
    put("a.jsonl", "{\"id\":\"1\",\"head\":{\"line\":\"One\"},\"body\":\"Text\",\"pub\":\"2019\"}\n"
                   "{\"id\":\"2\",\"title\":\"Two\",\"body\":\"Text\"}\n");
    start(&s);
    o.map = map;
    o.source = "Gazette";
    assert_int_equal(read_with("a.jsonl", &o, &s, NULL), PLX_OK);
    assert_string_equal(s.articles.s, "1|One|Gazette|2019|Text\n2|Two|Gazette||Text\n");
    o.map = bad;
    assert_int_equal(read_with("a.jsonl", &o, &s, &err), PLX_ERR_INVALID);
    assert_non_null(strstr(err.msg, "FIELD=NAME"));
    finish(&s);
}

static void kinds_are_told_by_content(void **state)
{
    struct seen s;

    (void)state;
    put("1.json", "<!DOCTYPE html><title>Page</title><p>" TEXT "</p>");
    put("2.html", "Plain title\n\n" TEXT "\n");
    put("3.txt", "{\"id\":\"3\",\"title\":\"Json\",\"text\":\"x\"}\n");
    put("4.txt", "[Agency] The harbour is closed, and so is the quay beside it.\n");
    read_all("", &s);
    assert_int_equal(s.count, 4);
    assert_non_null(strstr(s.articles.s, "1.json|Page||"));
    assert_non_null(strstr(s.articles.s, "2.html|Plain title||"));
    assert_non_null(strstr(s.articles.s, "3|Json||"));
    assert_int_equal(s.failed, 0);
    finish(&s);
}

static void broken_json_under_a_name_of_json_is_no_prose(void **state)
{
    static const struct {
        const char *name, *text;
        unsigned articles;
        const char *why;
    } list[] = {
        { "a.jsonl", "{bad\n{bad\n", 0, "a.jsonl:2: json:" },
        { "b.json", "null\n", 0, "b.json:1: expected a JSON object" },
        { "c.NDJSON", "some words\n", 0, "c.NDJSON:1: json:" },
        { "d.json", "[1, {\"id\":\"1\",\"text\":\"x\"}]\n", 1, "d.json:1: expected a JSON object" },
        { "e.json", "[[[[[[\n{\"id\":\"1\",\"text\":\"x\"}]", 1, "e.json:1: expected a JSON" },
        { "f.json", "[{\"id\":\"1\",\"text\":\"x\"},\n", 1, "the file ends before the array does" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct seen s;

        put(list[i].name, list[i].text);
        read_all(list[i].name, &s);
        assert_int_equal(s.count, list[i].articles);
        if (!s.failures.s || !strstr(s.failures.s, list[i].why))
            fail_msg("'%s' lacks '%s'", s.failures.s, list[i].why);
        finish(&s);
    }
}

static void what_is_no_text_is_refused_with_its_reason(void **state)
{
    static const struct {
        const char *bytes;
        size_t n;
        const char *why;
    } list[] = {
        { "", 0, "empty file" },
        { "ab\0cd", 5, "looks like a binary file (NUL bytes, no known format)" },
        { "%PDF-1.4 abc", 12, "looks like a PDF file" },
        { "<?xml version='1.0'?><urlset></urlset>", 38, "looks like a site map" },
        { "123 456", 7, "no letters" },
        { "\x1f\x8b\x08\x00garbage", 11, "damaged compression" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct seen s;

        put_bytes("f", list[i].bytes, list[i].n);
        read_all("f", &s);
        assert_int_equal(s.count, 0);
        assert_int_equal(s.failed, 1);
        if (!strstr(s.failures.s, list[i].why))
            fail_msg("'%s' lacks '%s'", s.failures.s, list[i].why);
        finish(&s);
    }
}

static void compressed_files_are_read_through(void **state)
{
    static const char line[] = "{\"id\":\"1\",\"text\":\"packed\"}\n";
    static const unsigned char gz[] = { 0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03,
                                        0xab, 0x56, 0xca, 0x4c, 0x51, 0xb2, 0x52, 0x32, 0x54, 0xd2,
                                        0x51, 0x2a, 0x49, 0xad, 0x28, 0x01, 0x72, 0x0a, 0x12, 0x93,
                                        0xb3, 0x53, 0x53, 0x94, 0x6a, 0xb9, 0x00 };
    char packed[256];
    size_t n = ZSTD_compress(packed, sizeof packed, line, sizeof line - 1, 3);
    struct seen s;

    (void)state;
    assert_false(ZSTD_isError(n));
    put_bytes("a", packed, n);
    read_all("a", &s);
    assert_string_equal(s.articles.s, "1||||packed\n");
    assert_int_equal(s.failed, 0);
    finish(&s);
    put_bytes("b", packed, n - 4); /* cut off */
    read_all("b", &s);
    assert_int_equal(s.failed, 1);
    assert_non_null(strstr(s.failures.s, "damaged compression"));
    finish(&s);
    put_bytes("c", gz, sizeof gz); /* the end with checksum and length is missing */
    read_all("c", &s);
    assert_non_null(strstr(s.failures.s, "c: damaged compression (gzip): cut off"));
    finish(&s);
}

static void folders_are_walked_in_byte_order_without_hidden_files_and_linked_folders(void **state)
{
    struct seen s;

    (void)state;
    put("d/b.jsonl", "{\"id\":\"b\",\"text\":\"x\"}");
    put("d/B.jsonl", "{\"id\":\"B\",\"text\":\"x\"}");
    put("d/a/c.jsonl", "{\"id\":\"c\",\"text\":\"x\"}");
    put("d/new\nline.jsonl", "{\"id\":\"n\",\"text\":\"x\"}");
    put("d/.hidden", "{\"id\":\"h\",\"text\":\"x\"}");
    assert_int_equal(mkfifo(at("d/fifo"), 0600), 0);
    assert_int_equal(symlink("../d", at("d/loop")), 0);
    assert_int_equal(symlink("b.jsonl", at("d/z")), 0);
    assert_int_equal(symlink("nowhere", at("d/zz")), 0);
    read_all("d", &s);
    assert_string_equal(s.articles.s, "B||||x\nc||||x\nb||||x\nn||||x\nb||||x\n");
    assert_int_equal(s.failed, 1);
    assert_non_null(strstr(s.failures.s, "d/zz: link that leads nowhere"));
    assert_int_equal(s.files, 5);
    finish(&s);
}

static plx_status keep_file(void *ctx, const plx_source_file *f, bool failed, plx_error *err)
{
    struct seen *s = ctx;

    (void)err;
    plx_strbuf_printf(&s->articles, "%s %lld %d %s\n", strrchr(f->path, '/') + 1, f->size, failed,
                      f->digest);
    return PLX_OK;
}

static plx_status count_failure(void *ctx, const char *where, const plx_error *why)
{
    struct seen *s = ctx;

    (void)where;
    plx_strbuf_printf(&s->failures, "%s\n", why->msg);
    return PLX_OK;
}

static void a_file_is_done_with_the_digest_of_its_bytes(void **state)
{
    char expected[4][PLX_DIGEST_HEX + 1], line[200];
    struct seen s;
    const plx_item_sink sink = {
        .on_item = drop_item, .on_failure = count_failure, .on_file_done = keep_file, .ctx = &s
    };

    (void)state;
    put("g/a.jsonl", "{\"text\":\"x\"}\nbad\n");
    put("g/b.txt", TEXT);
    put("g/c.pdf", "%PDF-1.4 not read to its end");
    assert_int_equal(plx_file_digest(at("g/a.jsonl"), expected[0], NULL), PLX_OK);
    assert_int_equal(plx_file_digest(at("g/b.txt"), expected[1], NULL), PLX_OK);
    plx_digest_hex(TEXT, strlen(TEXT), expected[2]);
    assert_string_equal(expected[1], expected[2]);
    start(&s);
    assert_int_equal(plx_read_items(at("g"), &sink, NULL), PLX_OK);
    snprintf(line, sizeof line, "a.jsonl 17 0 %s\nb.txt ", expected[0]);
    assert_memory_equal(s.articles.s, line, strlen(line));
    assert_non_null(strstr(s.articles.s, expected[1]));
    assert_int_equal(plx_file_digest(at("g/none"), expected[0], NULL), PLX_ERR_NOTFOUND);
    assert_string_equal(expected[0], "");
    assert_int_equal(plx_file_digest(at("g"), expected[0], NULL), PLX_ERR_INVALID);
    finish(&s);
}

struct shrinking {
    const char *path;
    unsigned items;
    plx_strbuf failures;
    char digest[PLX_DIGEST_HEX + 1];
};

static plx_status cut_file(void *ctx, plx_item *item, plx_error *err)
{
    struct shrinking *s = ctx;

    (void)err;
    plx_item_free(item);
    if (s->items++ == 0)
        assert_int_equal(truncate(s->path, 100000), 0);
    return PLX_OK;
}

static plx_status keep_shrinking(void *ctx, const char *where, const plx_error *why)
{
    struct shrinking *s = ctx;

    (void)where;
    plx_strbuf_printf(&s->failures, "%s\n", why->msg);
    return PLX_OK;
}

static plx_status keep_digest(void *ctx, const plx_source_file *f, bool failed, plx_error *err)
{
    struct shrinking *s = ctx;

    (void)err;
    assert_true(failed);
    strcpy(s->digest, f->digest);
    return PLX_OK;
}

static void a_file_that_shrinks_while_it_is_read_is_reported(void **state)
{
    struct shrinking s = { .path = at("long.jsonl"), .failures = PLX_STRBUF_INIT };
    const plx_item_sink sink = {
        .on_item = cut_file, .on_failure = keep_shrinking, .on_file_done = keep_digest, .ctx = &s
    };
    FILE *f = fopen(s.path, "wb");

    (void)state;
    for (int i = 0; i < 20000; i++)
        fputs("{\"text\":\"one line\"}\n", f);
    fclose(f);
    strcpy(s.digest, "?");
    assert_int_equal(plx_read_items(s.path, &sink, NULL), PLX_OK);
    assert_in_range(s.items, 1000, 5000);
    assert_non_null(strstr(s.failures.s, "long.jsonl: the file became shorter while it was read"));
    assert_string_equal(s.digest, "");
    plx_strbuf_release(&s.failures);
}

static void odd_files_in_a_folder_are_told_or_left_out(void **state)
{
    struct seen s;
    int fd;

    (void)state;
    put("o/new\nline", "\x89PNG");
    put("o/bad\xff\xc2\x9b", "\x89PNG");
    assert_int_equal(symlink("/proc/self/maps", at("o/proc")), 0);
    fd = open(at("o/hollow"), O_CREAT | O_WRONLY, 0600);
    assert_int_equal(ftruncate(fd, (off_t)1 << 40), 0);
    close(fd);
    read_all("o", &s);
    assert_int_equal(s.failed, 4);
    assert_non_null(strstr(s.failures.s, "o/new\\nline: looks like a picture"));
    assert_non_null(strstr(s.failures.s, "o/bad\\xff\\xc2\\x9b: looks like a picture"));
    assert_non_null(strstr(s.failures.s, "o/proc: empty file"));
    assert_non_null(strstr(s.failures.s, "o/hollow: the file consists of holes"));
    finish(&s);
}

/* A child writes into the FIFO, as what is open at both ends in one process can hang. */
static void a_fifo_that_is_named_is_read_and_so_is_standard_input(void **state)
{
    static const char line[] = "{\"id\":\"1\",\"text\":\"piped\"}\n";
    const plx_reader_options o = { 0 };
    int ends[2], kept = dup(STDIN_FILENO);
    struct seen s;
    const plx_article_sink sink = { on_article, on_failure, &s };

    (void)state;
    assert_int_equal(mkfifo(at("fifo"), 0600), 0);
    if (fork() == 0) {
        int fd = open(at("fifo"), O_WRONLY);

        _exit(write(fd, line, sizeof line - 1) < 0);
    }
    start(&s);
    assert_int_equal(read_with("fifo", &o, &s, NULL), PLX_OK);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], line, sizeof line - 1), sizeof line - 1);
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    assert_int_equal(plx_read("-", &o, &sink, NULL), PLX_OK);
    dup2(kept, STDIN_FILENO);
    close(kept);
    wait(NULL);
    assert_string_equal(s.articles.s, "1||||piped\n1||||piped\n");
    assert_int_equal(s.failed, 0);
    finish(&s);
}

static void expect_names(const char *bytes, size_t n, bool nul_separated, const char *expected)
{
    plx_strbuf names = PLX_STRBUF_INIT;
    plx_file_list *list = NULL;
    const char *name;

    put_bytes("list", bytes, n);
    assert_int_equal(plx_file_list_open(at("list"), nul_separated, &list, NULL), PLX_OK);
    while (plx_file_list_next(list, &name, NULL) == PLX_OK && name)
        plx_strbuf_printf(&names, "[%s]", name);
    assert_string_equal(names.s, expected);
    plx_file_list_close(list);
    plx_strbuf_release(&names);
}

static void names_come_from_a_list(void **state)
{
    static char long_names[200000];
    plx_file_list *list = NULL;
    const char *name;
    plx_error err;

    (void)state;
    expect_names("a\nb c\r\n\n-\nlast", 14, false, "[a][b c][./-][last]");
    expect_names("a\nb\0\0c\r\0", 8, true, "[a\nb][c\r]");
    expect_names("", 0, false, "");
    assert_int_equal(plx_file_list_open(at("nowhere"), false, &list, &err), PLX_ERR_NOTFOUND);
    assert_non_null(strstr(err.msg, "nowhere: cannot open: No such file"));
    memset(long_names, 'x', sizeof long_names);
    memcpy(long_names, "a\n", 2);
    memcpy(long_names + sizeof long_names - 3, "\nb\n", 3);
    put_bytes("list", long_names, sizeof long_names);
    assert_int_equal(plx_file_list_open(at("list"), false, &list, NULL), PLX_OK);
    assert_int_equal(plx_file_list_next(list, &name, NULL), PLX_OK);
    assert_int_equal(plx_file_list_next(list, &name, &err), PLX_ERR_LIMIT);
    assert_non_null(strstr(err.msg, "list:2: the name is over 65535 bytes"));
    assert_int_equal(plx_file_list_next(list, &name, NULL), PLX_OK);
    assert_string_equal(name, "b");
    assert_int_equal(plx_file_list_next(list, &name, NULL), PLX_OK);
    assert_null(name);
    plx_file_list_close(list);
}

static void folders_nested_too_deep_are_refused(void **state)
{
    char name[3 * (PLX_DEPTH_MAX + 4) + 10] = "n";
    struct seen s;

    (void)state;
    for (int i = 0; i < PLX_DEPTH_MAX + 2; i++)
        strcat(name, "/d");
    strcat(name, "/f");
    put(name, "{\"id\":\"1\",\"text\":\"x\"}");
    read_all("n", &s);
    assert_int_equal(s.count, 0);
    assert_non_null(strstr(s.failures.s, "nested deeper than 64"));
    finish(&s);
}

static void a_missing_path_and_an_unreadable_file_are_told_apart(void **state)
{
    plx_reader_options o = { 0 };
    struct seen s;
    plx_error err;

    (void)state;
    start(&s);
    assert_int_equal(read_with("none", &o, &s, &err), PLX_ERR_NOTFOUND);
    assert_non_null(strstr(err.msg, "none: No such file"));
    assert_int_equal(symlink("ring", at("ring")), 0);
    assert_int_equal(read_with("ring", &o, &s, &err), PLX_ERR_NOTFOUND);
    assert_non_null(strstr(err.msg, "ring: Too many levels"));
    put("locked", "text");
    chmod(at("locked"), 0);
    if (access(at("locked"), R_OK) != 0) { /* root may read anything */
        assert_int_equal(read_with("locked", &o, &s, &err), PLX_OK);
        assert_non_null(strstr(s.failures.s, "Permission denied"));
    }
    finish(&s);
}

static void a_callback_ends_the_reading_with_its_status(void **state)
{
    plx_reader_options o = { 0 };
    struct seen s;
    plx_error err;

    (void)state;
    put("a.jsonl", "{\"id\":\"1\",\"text\":\"x\"}\n{\"id\":\"2\",\"text\":\"x\"}\n");
    start(&s);
    s.stop = PLX_ERR_STOPPED;
    assert_int_equal(read_with("a.jsonl", &o, &s, &err), PLX_ERR_STOPPED);
    assert_string_equal(err.msg, "enough");
    assert_int_equal(s.count, 1);
    finish(&s);
}

static void metadata_comes_from_a_table(void **state)
{
    plx_reader_options o = { 0 };
    struct seen s;

    (void)state;
    put("m/pages/1.txt", "First title\n\n" TEXT);
    put("m/pages/2.txt", "Second title\n\n" TEXT);
    put("m/pages/3.txt", "Third title\n\n" TEXT);
    put("m/meta.csv", "path,source,date,title,desk\r\n"
                      "pages/1.txt,\"Gazette, \"\"the\"\" paper\",2019-10-10,,news\r\n"
                      "2.txt,Post,10 October 2019,Given title,\r\n");
    start(&s);
    o.meta_file = at("m/meta.csv");
    assert_int_equal(read_with("m/pages", &o, &s, NULL), PLX_OK);
    assert_non_null(strstr(s.articles.s, "1.txt|First title|Gazette, \"the\" paper|2019-10-10|"));
    assert_non_null(strstr(s.articles.s, "2.txt|Given title|Post|2019-10-10|"));
    assert_non_null(strstr(s.articles.s, "3.txt|Third title|||"));
    finish(&s);
}

static void a_bad_table_is_refused_before_anything_is_read(void **state)
{
    static const struct {
        const char *csv;
        const char *why;
    } list[] = {
        { "", ":1: the file is empty" },
        { "file,source\na,b\n", ":1: no column 'path'" },
        { "path,source\na,b\nc\n", ":3: 1 fields, the header has 2" },
        { "path,source\na,\"b\n", ":2: a quote is not closed" },
        { "path,source\na,\"b\"c\n", ":2: text after a closing quote" },
        { "path,source\na,b\"c\n", ":2: a quote inside" },
        { "path,date\na,2019\nb,10/9/2019\n", ":3: day and month" },
        { "path\na\n\na\n", ":4: path 'a' is there twice" },
        { "path,path\na,b\n", ":1: column 'path' is there twice" },
        { "path\n\xe9\n", "not UTF-8" },
    };

    (void)state;
    put("a.txt", TEXT);
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        plx_reader_options o = { 0 };
        struct seen s;
        plx_error err = { .msg = "" };

        put("meta.csv", list[i].csv);
        start(&s);
        o.meta_file = at("meta.csv");
        assert_int_equal(read_with("a.txt", &o, &s, &err), PLX_ERR_INVALID);
        if (!strstr(err.msg, list[i].why))
            fail_msg("'%s' lacks '%s'", err.msg, list[i].why);
        assert_int_equal(s.count, 0);
        finish(&s);
    }
}

static void fields_come_from_the_end_of_the_path(void **state)
{
    static const struct {
        const char *pattern, *path, *expected;
    } list[] = {
        { "{source}/{date}/*", "/x/y/Gazette/2019-10-10/a.html", "Gazette|2019-10-10|" },
        { "{source}/{date}/*", "Gazette/20191010/a.html", "Gazette|2019-10-10|" },
        { "{source}_{date}.txt", "d/Gazette_2019-10.txt", "Gazette|2019-10|" },
        { "{date}-{title}", "d/2019-my-first_page.html.gz", "|2019|my first page" },
        { "{source}/*", "a.html", "||" },
        { "*/{source}/x*.txt", "a/b/y.txt", "||" },
        { "news-{source}/*", "/news-a/b", "a||" },
        { "{lang}/{title}", "d/en/Some Title-x", "||Some Title-x" },
    };
    static const char *const bad[] = { "{name}/*", "*/*", "{source}{date}", "{source}/{source}",
                                       "" };
    plx_error err;

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        char found[200];
        char date[PLX_DATE_BYTES];
        plx_article a;

        plx_article_init(&a);
        assert_int_equal(plx_path_pattern_check(list[i].pattern, &err), PLX_OK);
        assert_int_equal(plx_path_pattern_apply(list[i].pattern, list[i].path, &a, NULL), PLX_OK);
        plx_date_format(&a.date, date);
        snprintf(found, sizeof found, "%s|%s|%s", a.source ? a.source : "", date,
                 a.title ? a.title : "");
        assert_string_equal(found, list[i].expected);
        plx_article_release(&a);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(plx_path_pattern_check(bad[i], &err), PLX_ERR_INVALID);
        assert_non_null(strstr(err.msg, "path pattern"));
    }
}

static void ids_are_url_path_or_digest(void **state)
{
    char roundabout[4300];
    plx_item *item;
    plx_article a;

    (void)state;
    plx_article_init(&a);
    assert_int_equal(plx_article_set(&a.url, "https://a.example/x#y", 21, NULL), PLX_OK);
    assert_int_equal(plx_article_ensure_id(&a, NULL, NULL), PLX_OK);
    assert_string_equal(a.id, "https://a.example/x");
    plx_article_release(&a);

    put("f.txt", TEXT);
    snprintf(roundabout, sizeof roundabout, "%s/../%s/f.txt", dir, strrchr(dir, '/') + 1);
    assert_int_equal(plx_item_new(PLX_ITEM_TEXT, roundabout, "b/c.html", &item, NULL), PLX_OK);
    assert_int_equal(plx_article_ensure_id(&a, item, NULL), PLX_OK);
    snprintf(roundabout, sizeof roundabout, "%s!/b/c.html", at("f.txt"));
    assert_string_equal(a.id, roundabout);
    plx_article_release(&a);

    item->line = 3;
    assert_int_equal(plx_article_set(&a.text, "text", 4, NULL), PLX_OK);
    assert_int_equal(plx_article_ensure_id(&a, item, NULL), PLX_OK);
    assert_int_equal(strlen(a.id), 32);
    plx_article_release(&a);
    plx_item_free(item);
}

static void utf16_json_lines_are_read(void **state)
{
    static const char wide[] = "\xff\xfe{\0\"\0i\0d\0\"\0:\0\"\0"
                               "7\0\"\0,\0\"\0t\0e\0x\0t\0\"\0:\0\"\0"
                               "w\0\"\0}\0\n\0";
    struct seen s;

    (void)state;
    put_bytes("a.jsonl", wide, sizeof wide - 1);
    read_all("a.jsonl", &s);
    assert_string_equal(s.articles.s, "7||||w\n");
    finish(&s);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, make_dir, remove_dir)
    const struct CMUnitTest tests[] = {
        TEST(lines_are_read_and_bad_ones_named_with_their_place),
        TEST(a_broken_first_line_hides_no_others),
        TEST(arrays_and_objects_over_lines_are_read),
        TEST(invalid_bytes_in_a_line_are_repaired),
        TEST(a_line_over_the_limit_is_skipped),
        TEST(dates_in_other_forms_are_read_or_kept_as_they_are),
        TEST(fields_are_renamed_by_the_map),
        TEST(kinds_are_told_by_content),
        TEST(broken_json_under_a_name_of_json_is_no_prose),
        TEST(what_is_no_text_is_refused_with_its_reason),
        TEST(compressed_files_are_read_through),
        TEST(folders_are_walked_in_byte_order_without_hidden_files_and_linked_folders),
        TEST(a_file_is_done_with_the_digest_of_its_bytes),
        TEST(a_file_that_shrinks_while_it_is_read_is_reported),
        TEST(odd_files_in_a_folder_are_told_or_left_out),
        TEST(a_fifo_that_is_named_is_read_and_so_is_standard_input),
        TEST(names_come_from_a_list),
        TEST(folders_nested_too_deep_are_refused),
        TEST(a_missing_path_and_an_unreadable_file_are_told_apart),
        TEST(a_callback_ends_the_reading_with_its_status),
        TEST(metadata_comes_from_a_table),
        TEST(a_bad_table_is_refused_before_anything_is_read),
        TEST(fields_come_from_the_end_of_the_path),
        TEST(ids_are_url_path_or_digest),
        TEST(utf16_json_lines_are_read),
    };

    return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
