/* Lines that repeat over the articles of one source. */
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
#include "indexer/repeat_counts.h"
#include "indexer/repeats.h"

#define BOX "Get the harbour letter every morning before breakfast, free of charge."
#define LONG                                                                                       \
    "The council had promised a new quay before the winter storms, and nobody believed it then."

/* Seven lines: the box is at the end, LONG in the middle. */
static void write_text(char *out, size_t room, unsigned i)
{
    snprintf(out, room,
             "Story %u begins here, as stories do.\n\nSecond line of story %u.\n\nThird of %u.\n\n"
             "Fourth of %u.\n\n" LONG "\n\nSixth of %u.\n\nSeventh of %u.\n\nEighth of %u.\n\n"
             "Ninth of %u.\n\n" BOX,
             i, i, i, i, i, i, i, i);
}

static plx_status learn(plx_repeats *r, const char *source, const char *text, uint32_t docid,
                        plx_repeats_docs *crossed)
{
    const plx_repeats_article a = { source, text, docid, plx_repeats_count(r) };

    return plx_repeats_learn(r, &a, crossed, NULL);
}

static void learn_stories(plx_repeats *r, const char *source, unsigned from, unsigned to,
                          plx_repeats_docs *crossed)
{
    char text[1000];

    for (unsigned i = from; i < to; i++) {
        write_text(text, sizeof text, i);
        assert_int_equal(learn(r, source, text, i, crossed), PLX_OK);
    }
}

static char *clean(plx_repeats *r, const char *source, const char *text, plx_extract_report *report)
{
    plx_strbuf b = PLX_STRBUF_INIT;

    plx_strbuf_puts(&b, text);
    assert_int_equal(plx_repeats_clean(r, source, &b, report, NULL), PLX_OK);
    return plx_strbuf_detach(&b);
}

static void a_line_of_five_articles_is_furniture(void **state)
{
    plx_repeats *r = plx_repeats_new();
    plx_repeats_docs crossed = { 0 };
    plx_extract_report report;
    char text[1000];
    char *left;

    (void)state;
    plx_extract_report_init(&report);
    learn_stories(r, "Gazette", 0, 4, &crossed);
    assert_int_equal(plx_repeats_count(r), 0);
    assert_int_equal(crossed.count, 0);
    learn_stories(r, "Gazette", 4, 5, &crossed);
    assert_int_equal(plx_repeats_count(r), 1);
    plx_repeats_docs_sort(&crossed);
    assert_int_equal(crossed.count, 5);
    for (uint32_t i = 0; i < 5; i++)
        assert_int_equal(crossed.docid[i], i);
    write_text(text, sizeof text, 77);
    left = clean(r, "Gazette", text, &report);
    assert_null(strstr(left, BOX));
    assert_non_null(strstr(left, LONG));
    assert_true(left[strlen(left) - 1] == '.');
    assert_non_null(strstr(report.removed.s, "repeated in this source\tGet the"));
    free(left);
    left = clean(r, "Another", text, NULL);
    assert_string_equal(left, text);
    free(left);
    plx_extract_report_release(&report);
    plx_repeats_docs_release(&crossed);
    plx_repeats_free(r);
}

static void an_article_cleaned_with_all_that_is_known_is_not_handed_out(void **state)
{
    plx_repeats *r = plx_repeats_new();
    plx_repeats_docs crossed = { 0 };
    char text[1000];
    plx_repeats_article late = { "Gazette", text, 9, 0 };

    (void)state;
    learn_stories(r, "Gazette", 0, 5, &crossed);
    crossed.count = 0;
    learn_stories(r, "Gazette", 5, 8, &crossed);
    assert_int_equal(crossed.count, 0);
    write_text(text, sizeof text, 9);
    assert_int_equal(plx_repeats_learn(r, &late, &crossed, NULL), PLX_OK);
    assert_int_equal(crossed.count, 1); /* it was cleaned before the line was learned */
    assert_int_equal(crossed.docid[0], 9);
    plx_repeats_docs_release(&crossed);
    plx_repeats_free(r);
}

static void one_article_counts_once(void **state)
{
    plx_repeats *r = plx_repeats_new();
    plx_repeats_docs crossed = { 0 };

    (void)state;
    for (int i = 0; i < 20; i++)
        assert_int_equal(learn(r, "Gazette", BOX "\n\n" BOX "\n\nText.", 3, &crossed), PLX_OK);
    assert_int_equal(plx_repeats_count(r), 0);
    for (uint32_t i = 0; i < 20; i++) /* nothing is learned without a source */
        assert_int_equal(learn(r, i % 2 ? NULL : "", BOX, i, &crossed), PLX_OK);
    assert_int_equal(plx_repeats_count(r), 0);
    assert_int_equal(crossed.count, 0);
    plx_repeats_free(r);
}

static void a_text_is_never_emptied(void **state)
{
    plx_repeats *r = plx_repeats_new();
    plx_repeats_docs crossed = { 0 };
    char *left;

    (void)state;
    learn_stories(r, "Gazette", 0, 5, &crossed);
    left = clean(r, "Gazette", BOX, NULL);
    assert_string_equal(left, BOX);
    free(left);
    left = clean(r, "Gazette", "", NULL);
    assert_string_equal(left, "");
    free(left);
    plx_repeats_docs_release(&crossed);
    plx_repeats_free(r);
}

static char *read_all(const char *path)
{
    plx_strbuf b = PLX_STRBUF_INIT;

    assert_int_equal(plx_file_read(path, 1u << 20, &b, NULL), PLX_OK);
    return plx_strbuf_detach(&b);
}

static void what_is_learned_does_not_depend_on_the_order(void **state)
{
    char path[] = "/tmp/plx-repeats-XXXXXX";
    int fd = mkstemp(path);
    char *first = NULL;

    (void)state;
    assert_true(fd >= 0);
    close(fd);
    for (int round = 0; round < 2; round++) {
        plx_repeats *r = plx_repeats_new();
        plx_repeats_docs crossed = { 0 };
        char *found;

        for (unsigned k = 0; k < 12; k++) {
            unsigned i = round ? 11 - k : k;
            learn_stories(r, i % 2 ? "Gazette" : "Mirror", i, i + 1, &crossed);
        }
        assert_int_equal(plx_repeats_save(r, path, NULL), PLX_OK);
        found = read_all(path);
        plx_repeats_docs_sort(&crossed);
        assert_int_equal(crossed.count, 10);
        if (first)
            assert_string_equal(found, first);
        free(first);
        first = found;
        plx_repeats_docs_release(&crossed);
        plx_repeats_free(r);
    }
    free(first);
    unlink(path);
}

static void what_was_learned_is_read_back(void **state)
{
    static const char good[] = "{\"source\":\"Gazette\",\"line\":\"" BOX "\",\"articles\":7}\n";
    static const char *const bad[] = { "{\"source\":\"Gazette\"}\n", "{\n", "[]\n",
                                       "{\"source\":\"\",\"line\":\"a\"}\n" };
    char path[] = "/tmp/plx-repeats-XXXXXX";
    int fd = mkstemp(path);
    plx_repeats *r = plx_repeats_new();
    plx_error err = { .code = PLX_OK };
    char *text;

    (void)state;
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(plx_repeats_load(r, "/tmp/there/is/no/such/file", &err), PLX_OK);
    assert_int_equal(plx_file_replace(path, good, strlen(good), NULL), PLX_OK);
    assert_int_equal(plx_repeats_load(r, path, &err), PLX_OK);
    assert_int_equal(plx_repeats_count(r), 1);
    text = clean(r, "Gazette", "Text of a story.\n\n" BOX, NULL);
    assert_string_equal(text, "Text of a story.");
    free(text);
    assert_int_equal(plx_repeats_save(r, path, NULL), PLX_OK);
    text = read_all(path);
    assert_string_equal(text, good);
    free(text);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(plx_file_replace(path, bad[i], strlen(bad[i]), NULL), PLX_OK);
        assert_int_equal(plx_repeats_load(r, path, &err), PLX_ERR_INVALID);
        assert_non_null(strstr(err.msg, "entry 1"));
    }
    plx_repeats_free(r);
    unlink(path);
}

static void rare_keys_are_forgotten_when_there_is_no_room(void **state)
{
    plx_repeat_counts *c = plx_repeat_counts_new(4000);
    const plx_repeat_entry *e = NULL;

    (void)state;
    for (uint32_t doc = 1; doc <= 50; doc++) {
        assert_true(plx_repeat_counts_add(c, 42, doc, &e)); /* in every document */
        for (uint64_t k = 0; k < 1000; k++)
            assert_true(
                plx_repeat_counts_add(c, doc * UINT64_C(0x9e3779b97f4a7c15) + k * 77, doc, &e));
    }
    assert_true(plx_repeat_counts_add(c, 42, 51, &e));
    assert_non_null(e);
    assert_int_equal(e->count, 51);
    plx_repeat_counts_free(c);
    plx_repeat_counts_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_of_five_articles_is_furniture),
        cmocka_unit_test(an_article_cleaned_with_all_that_is_known_is_not_handed_out),
        cmocka_unit_test(one_article_counts_once),
        cmocka_unit_test(a_text_is_never_emptied),
        cmocka_unit_test(what_is_learned_does_not_depend_on_the_order),
        cmocka_unit_test(what_was_learned_is_read_back),
        cmocka_unit_test(rare_keys_are_forgotten_when_there_is_no_room),
    };

    return cmocka_run_group_tests_name("repeats", tests, NULL, NULL);
}
