/* Parsing and printing of JSON: the fast ways say what jansson says, or leave it to it. */
#include <math.h>
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
#include "base/strbuf.h"

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

/* --------------------------------------------------------------- printing */

/* What is printed is what jansson dumps, also behind something else. */
static void assert_printed_alike(const json_t *v)
{
    for (int indent = 0; indent < 2; indent++) {
        char *expected = json_dumps(v, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15) |
                                           (indent ? JSON_INDENT(2) : JSON_COMPACT));
        plx_strbuf out = PLX_STRBUF_INIT;

        assert_non_null(expected);
        plx_strbuf_puts(&out, "before ");
        plx_json_print(v, indent, &out);
        assert_false(out.failed);
        assert_string_equal(out.s + strlen("before "), expected);
        plx_strbuf_release(&out);
        free(expected);
    }
}

static unsigned seed = 1;

static unsigned draw(unsigned n)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 8) % n;
}

/* Characters of one to four bytes, most of them ASCII with its controls. */
static json_t *draw_text(void)
{
    static const char *const wide[] = { "\xc2\x80",     "\xc3\xa9",     "\xdf\xbf",
                                        "\xe2\x80\xa8", "\xef\xbf\xbf", "\xf0\x9f\x98\x80" };
    plx_strbuf text = PLX_STRBUF_INIT;
    json_t *v;

    for (unsigned left = draw(40); left; left--) {
        if (draw(4))
            plx_strbuf_putc(&text, (char)draw(0x80));
        else
            plx_strbuf_puts(&text, wide[draw(sizeof wide / sizeof *wide)]);
    }
    v = json_stringn(text.s, text.len);
    plx_strbuf_release(&text);
    return v;
}

/* Of any size, rounded to some places or not. */
static double draw_real(void)
{
    double x = ((double)draw(1u << 24) + (double)draw(1u << 24) / (1u << 24)) / (1u << 24);

    x = ldexp(draw(2) ? x : -x, (int)draw(80) - 40);
    return draw(2) ? x : round(x * pow(10, draw(7))) / pow(10, draw(7));
}

static json_t *draw_value(unsigned levels)
{
    json_t *v;
    char name[32];

    switch (draw(levels ? 9 : 6)) {
    case 0:
        return json_boolean(draw(2));
    case 1:
        return json_null();
    case 2:
        return json_integer((json_int_t)((uint64_t)draw(1u << 24) << draw(50)) *
                            (draw(2) ? 1 : -1));
    case 3:
        return json_real(draw_real());
    case 4:
    case 5:
        return draw_text();
    case 6:
        v = json_array();
        for (unsigned left = draw(6); left; left--)
            json_array_append_new(v, draw_value(levels - 1));
        return v;
    default:
        v = json_object();
        for (unsigned left = draw(6); left; left--) {
            snprintf(name, sizeof name, "%u\n\"\xc3\xa9", draw(100));
            json_object_set_new(v, name, draw_value(levels - 1));
        }
        return v;
    }
}

static void random_values_are_printed_as_jansson_dumps_them(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 20000; i++) {
        json_t *v = draw_value(4);

        assert_non_null(v);
        assert_printed_alike(v);
        json_decref(v);
    }
}

static void numbers_at_their_bounds_are_printed_as_jansson_dumps_them(void **state)
{
    static const double reals[] = {
        0,
        -0.0,
        1,
        -1,
        0.1,
        0.5,
        0.0001,
        -0.0001,
        0.00005,
        0.00015,
        0.99995,
        0.9999,
        1e-5,
        1e10,
        1e11,
        -1e11,
        1e14,
        1e15,
        1e16,
        1e22,
        1e300,
        5e-324,
        1.0 / 3,
        2.0 / 3,
        123.4567,
        99999999999.9999,
        0.30000000000000004,
        1e-300,
        12345678.9,
        0.12345678,
        4503599627370496.5,
        1.7976931348623157e308,
    };
    static const json_int_t integers[] = { 0, -1, 9, 10, -10, INT32_MIN, INT64_MAX, INT64_MIN };

    (void)state;
    for (size_t i = 0; i < sizeof reals / sizeof *reals; i++) {
        json_t *v = json_real(reals[i]);

        assert_printed_alike(v);
        json_decref(v);
    }
    for (size_t i = 0; i < sizeof integers / sizeof *integers; i++) {
        json_t *v = json_integer(integers[i]);

        assert_printed_alike(v);
        json_decref(v);
    }
}

static void each_byte_of_ascii_is_escaped_as_jansson_does(void **state)
{
    (void)state;
    for (int c = 0; c < 0x80; c++) {
        json_t *v = json_stringn((char[]){ 'a', (char)c, 'b' }, 3);

        assert_printed_alike(v);
        json_decref(v);
    }
}

static void assert_not_printed(const json_t *v)
{
    plx_strbuf out = PLX_STRBUF_INIT;

    plx_json_print(v, false, &out);
    assert_true(out.failed);
    plx_strbuf_release(&out);
}

static void what_is_no_json_is_not_printed(void **state)
{
    json_t *text = json_stringn_nocheck("\xff", 1), *holder = json_array();

    (void)state;
    assert_not_printed(NULL);
    assert_not_printed(text);
    json_array_append_new(holder, text);
    assert_not_printed(holder);
    json_decref(holder);
    holder = json_object();
    json_object_set_new_nocheck(holder, "\xc3", json_null());
    assert_not_printed(holder);
    json_decref(holder);
}

static void a_value_nested_too_deep_or_in_itself_is_not_printed(void **state)
{
    json_t *deep = json_array(), *a = json_array(), *b = json_object();

    (void)state;
    for (unsigned level = 1; level < PLX_JSON_LEVELS_MAX; level++) {
        json_t *outer = json_array();

        json_array_append_new(outer, deep);
        deep = outer;
    }
    assert_printed_alike(deep);
    json_array_append(a, deep);
    assert_not_printed(a);
    json_array_clear(a);
    json_array_append(a, b);
    json_array_append(a, b);
    json_object_set(b, "a", a);
    assert_not_printed(a);
    json_object_clear(b);
    json_decref(deep);
    json_decref(a);
    json_decref(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_values_are_printed_as_jansson_dumps_them),
        cmocka_unit_test(numbers_at_their_bounds_are_printed_as_jansson_dumps_them),
        cmocka_unit_test(each_byte_of_ascii_is_escaped_as_jansson_does),
        cmocka_unit_test(what_is_no_json_is_not_printed),
        cmocka_unit_test(a_value_nested_too_deep_or_in_itself_is_not_printed),
        cmocka_unit_test(plain_json_is_read_as_jansson_reads_it),
        cmocka_unit_test(what_is_not_plain_is_left_to_jansson_and_its_words),
        cmocka_unit_test(a_string_may_end_anywhere_in_a_block_of_eight),
        cmocka_unit_test(nothing_is_read_behind_the_given_length),
        cmocka_unit_test(levels_past_the_bound_are_left_to_jansson),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
