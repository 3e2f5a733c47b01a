/* Parsing of JSON: the fast way says what jansson says, or leaves it to it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/json_plain.h"

#define FLAGS (JSON_DECODE_ANY | JSON_ALLOW_NUL)

/* What plain JSON is; both ways must read it alike. */
static const char *const plain[] = {
    "{}",
    "[]",
    " \t\r\n{ } \n",
    "\"\"",
    "\"ship\"",
    "true",
    "[true,false,null]",
    "[ 0 , -0 , 7, -12, 999999999999999999, -999999999999999999 ]",
    "{\"b\":1,\"a\":2,\"b\":3}",
    "{\"id\":\"x-1\",\"n\":[{\"deep\":[[[]]]}],\"\":\"\"}",
    "\"a quote \\\" a slash \\\\ and \\/ \\b\\f\\n\\r\\t\"",
    "\"\\u0041\\u00e9\\u20AC\\uD83D\\uDE00\\uffff\"",
    "\"caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80 \x7f\"",
    "\"\\n\"",
    "{\"r\xc3\xa9sum\xc3\xa9\":\"12345678\\n12345678\"}",
};

/* What is left to jansson, good or bad. */
static const char *const other[] = {
    "",
    " ",
    "{",
    "}",
    "[1,]",
    "{\"a\":1,}",
    "{\"a\"}",
    "{\"a\":}",
    "{a:1}",
    "[1 2]",
    "[,]",
    "\"open",
    "\"\\",
    "\"\\u12\"",
    "\"\\u12g4\"",
    "\"\\x\"",
    "\"tab\there\"",
    "\"line\nend\"",
    "\"\\ud83d\"",
    "\"\\ud83d\\u0041\"",
    "\"\\ude00\"",
    "\"\\u0000\"",
    "\"\xff\"",
    "\"\xc3\"",
    "\"\xed\xa0\x80\"",
    "\"\xc3\\n\xa9\"",
    "{\"na\\u006de\":1}",
    "{\"\\u0000\":1}",
    "1.5",
    "1e3",
    "1E3",
    "01",
    "-",
    "-a",
    "--1",
    "1000000000000000000",
    "99999999999999999999",
    "+1",
    "nul",
    "nulls",
    "True",
    "true1",
    "1a",
    "{} {}",
    "[] x",
    "\xef\xbb\xbf{}",
};

static void plain_json_is_read_as_jansson_reads_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        json_t *expected = json_loadb(plain[i], strlen(plain[i]), FLAGS, NULL), *v = NULL;
        char *a, *b;

        assert_int_equal(plx_json_plain_parse(plain[i], strlen(plain[i]), &v), PLX_OK);
        assert_non_null(expected);
        assert_true(json_equal(v, expected));
        a = json_dumps(v, FLAGS | JSON_ENCODE_ANY); /* the order of members too */
        b = json_dumps(expected, FLAGS | JSON_ENCODE_ANY);
        assert_string_equal(a, b);
        free(a);
        free(b);
        json_decref(v);
        json_decref(expected);
    }
}

static void what_is_not_plain_is_left_to_jansson_and_its_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        size_t n = strlen(other[i]);
        json_t *expected = json_loadb(other[i], n, FLAGS, NULL), *v = NULL;
        plx_error err = { 0 };

        assert_int_equal(plx_json_plain_parse(other[i], n, &v), PLX_ERR_INVALID);
        assert_null(v);
        assert_int_equal(plx_json_parse(other[i], n, &v, &err) == PLX_OK, expected != NULL);
        assert_true(expected ? json_equal(v, expected) : strstr(err.msg, "(byte ") != NULL);
        json_decref(v);
        json_decref(expected);
    }
}

static void a_string_may_end_anywhere_in_a_block_of_eight(void **state)
{
    static const char *const ends[] = { "", "\\n", "\\u00e9", "\xc3\xa9", "\x7f" };
    char text[64];

    (void)state;
    for (size_t before = 0; before < 20; before++) {
        for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) {
            json_t *v, *expected;

            snprintf(text, sizeof text, "\"%.*s%szz\"", (int)before, "abcdefghijklmnopqrst",
                     ends[k]);
            expected = json_loadb(text, strlen(text), FLAGS, NULL);
            assert_int_equal(plx_json_plain_parse(text, strlen(text), &v), PLX_OK);
            assert_true(json_equal(v, expected));
            json_decref(v);
            json_decref(expected);
        }
    }
}

static void nothing_is_read_behind_the_given_length(void **state)
{
    static const char text[] = "{\"name\":[\"\\uD83D\\uDE00\",true,-12]}";

    (void)state;
    for (size_t n = 0; n + 1 < sizeof text - 1; n++) {
        char *copy = malloc(n ? n : 1); /* the sanitizer watches its end */
        json_t *v;

        assert_non_null(copy);
        memcpy(copy, text, n);
        assert_int_equal(plx_json_plain_parse(copy, n, &v), PLX_ERR_INVALID);
        assert_null(v);
        free(copy);
    }
}

static void levels_past_the_bound_are_left_to_jansson(void **state)
{
    char text[4200];
    json_t *v = NULL;
    plx_error err;

    (void)state;
    memset(text, '[', 2100);
    memset(text + 2100, ']', 2100);
    for (size_t levels = 1; levels <= 2100; levels += levels < 40 ? 1 : 103) {
        const char *from = text + 2100 - levels;

        assert_int_equal(plx_json_plain_parse(from, 2 * levels, &v) == PLX_OK, levels <= 32);
        json_decref(v);
        assert_int_equal(plx_json_parse(from, 2 * levels, &v, &err),
                         levels < 2048 ? PLX_OK : PLX_ERR_LIMIT);
        json_decref(v);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_json_is_read_as_jansson_reads_it),
        cmocka_unit_test(what_is_not_plain_is_left_to_jansson_and_its_words),
        cmocka_unit_test(a_string_may_end_anywhere_in_a_block_of_eight),
        cmocka_unit_test(nothing_is_read_behind_the_given_length),
        cmocka_unit_test(levels_past_the_bound_are_left_to_jansson),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
