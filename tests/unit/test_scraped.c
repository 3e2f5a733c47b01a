/* Plain text as scraped: what is kept and what is found, over tests/data/scrapes. Each NAME.txt
 * has a NAME.json with "title", "date", "author", "source", "original_source", "url" (null: must
 * not be set; absent: not looked at), "date_raw" and "lines", the paragraphs of the text. All
 * were written for this test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dirent.h>
#include <jansson.h>
#include <stdio.h>

#include "base/file.h"
#include "indexer/extract.h"

#define FOLDER "tests/data/scrapes"

struct tally {
    unsigned wrong;                 /* fields */
    unsigned kept, right, expected; /* lines */
};

static void check_field(struct tally *t, const char *name, const json_t *expected,
                        const char *field, const char *found)
{
    const json_t *v = json_object_get(expected, field);
    const char *want = json_string_value(v);

    if (!v || (!want && !found) || (want && found && strcmp(want, found) == 0))
        return;
    print_error("%s: %s is '%s', expected '%s'\n", name, field, found ? found : "(none)",
                want ? want : "(none)");
    t->wrong++;
}

static bool is_in(const json_t *lines, const char *s, size_t n)
{
    size_t i;
    json_t *v;

    json_array_foreach(lines, i, v) if (json_string_length(v) == n &&
                                        memcmp(json_string_value(v), s, n) == 0) return true;
    return false;
}

static void check_lines(struct tally *t, const char *name, const json_t *lines, const char *text)
{
    unsigned right = 0;

    for (const char *p = text; *p;) {
        const char *end = strstr(p, "\n\n");
        size_t n = end ? (size_t)(end - p) : strlen(p);

        t->kept++;
        if (is_in(lines, p, n))
            right++;
        else
            print_error("%s: kept '%.*s'\n", name, (int)n, p);
        p += n + (end ? 2 : 0);
    }
    if (right < json_array_size(lines)) {
        size_t i;
        json_t *v;

        json_array_foreach(lines, i, v) if (!strstr(text, json_string_value(v)))
            print_error("%s: lost '%s'\n", name, json_string_value(v));
    }
    t->right += right;
    t->expected += (unsigned)json_array_size(lines);
}

static void check_scrape(struct tally *t, const char *name, const char *base)
{
    char path[512];
    char date[PLX_DATE_BYTES];
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_article a;
    json_t *expected;

    snprintf(path, sizeof path, FOLDER "/%s.json", base);
    expected = json_load_file(path, 0, NULL);
    assert_non_null(expected);
    snprintf(path, sizeof path, FOLDER "/%s", name);
    assert_int_equal(plx_file_read(path, 1u << 20, &text, NULL), PLX_OK);
    plx_article_init(&a);
    assert_int_equal(plx_extract_text(text.s, text.len, &a, NULL, NULL), PLX_OK);
    plx_date_format(&a.date, date);
    check_field(t, base, expected, "title", a.title);
    check_field(t, base, expected, "date", *date ? date : NULL);
    check_field(t, base, expected, "author", a.author);
    check_field(t, base, expected, "source", a.source);
    check_field(t, base, expected, "original_source", a.original_source);
    check_field(t, base, expected, "url", a.url);
    if (json_object_get(expected, "date_raw"))
        check_field(t, base, expected, "date_raw", plx_article_extra(&a, "date_raw"));
    check_lines(t, base, json_object_get(expected, "lines"), a.text ? a.text : "");
    json_decref(expected);
    plx_article_release(&a);
    plx_strbuf_release(&text);
}

static void articles_are_found_in_scrapes(void **state)
{
    struct tally t = { 0 };
    struct dirent **names;
    int count = scandir(FOLDER, &names, NULL, alphasort);
    double precision;
    double recall;

    (void)state;
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        char *name = names[i]->d_name;
        size_t n = strlen(name);
        char base[256];

        if (n > 4 && strcmp(name + n - 4, ".txt") == 0) {
            snprintf(base, sizeof base, "%.*s", (int)n - 4, name);
            check_scrape(&t, name, base);
        }
        free(names[i]);
    }
    free(names);
    precision = (double)t.right / t.kept;
    recall = (double)t.right / t.expected;
    print_message("lines: precision %.3f, recall %.3f; wrong fields: %u\n", precision, recall,
                  t.wrong);
    assert_true(precision >= 0.97);
    assert_true(recall >= 0.99);
    assert_int_equal(t.wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(articles_are_found_in_scrapes),
    };

    return cmocka_run_group_tests_name("scraped", tests, NULL, NULL);
}
