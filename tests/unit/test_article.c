/* The article record and the JSON helpers it is read and written with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/article.h"
#include "base/json.h"

static json_t *parse(const char *text)
{
    plx_error err = { 0 };
    json_t *v;

    if (plx_json_parse(text, strlen(text), &v, &err) != PLX_OK)
        fail_msg("%s: %s", text, err.msg);
    return v;
}

static plx_status read_as(const char *text, bool lenient, plx_article *a, plx_error *err)
{
    json_t *obj = parse(text);
    plx_status rc;

    plx_article_init(a);
    rc = plx_article_from_json(obj, lenient, a, err);
    json_decref(obj); /* the article must not need it */
    return rc;
}

static void assert_written(const plx_article *a, const char *want)
{
    plx_strbuf sb = PLX_STRBUF_INIT;
    json_t *obj = plx_article_to_json(a);

    plx_json_print(obj, false, &sb);
    assert_string_equal(sb.s, want);
    plx_strbuf_release(&sb);
    json_decref(obj);
}

static void a_full_record_comes_back_as_it_was(void **state)
{
    static const char text[] =
        "{\"id\":\"1\",\"url\":\"http://a/\",\"title\":\"T\",\"source\":\"S\","
        "\"original_source\":\"O\",\"author\":\"A; B\",\"lang\":\"en\",\"text\":\"x\\n\\ny\","
        "\"label\":\"neutral\",\"date\":\"2019-10-10T12:34:00Z\",\"date_how\":\"given\","
        "\"synthetic\":true,"
        "\"section\":\"World\",\"words\":12,\"weight\":0.1,\"tags\":[\"a\",{\"b\":null}]}";
    plx_article a;
    plx_error err = { 0 };

    (void)state;
    assert_int_equal(read_as(text, false, &a, &err), PLX_OK);
    assert_string_equal(a.original_source, "O");
    assert_string_equal(a.date_how, "given");
    assert_true(a.synthetic && a.date.has_zone);
    assert_int_equal(json_object_size(a.extra), 4);
    assert_written(&a, text);
    plx_article_release(&a);
    assert_null(a.text);
    assert_null(a.extra);
}

static void other_names_and_forms_of_fields_are_read(void **state)
{
    static const struct {
        const char *in;
        const char *out;
    } cases[] = {
        { "{}", "{}" },
        { "{\"id\":17}", "{\"id\":\"17\"}" },
        { "{\"id\":1.5,\"title\":null,\"text\":\"\"}", "{\"id\":\"1.5\"}" },
        { "{\"author\":[\"A\",null,\"\",\"B\",3]}", "{\"author\":\"A; B; 3\"}" },
        { "{\"author\":[]}", "{}" },
        { "{\"authors\":[\"A\"]}", "{\"author\":\"A\"}" },
        { "{\"authors\":\"B\",\"author\":\"A\"}", "{\"author\":\"A\",\"authors\":\"B\"}" },
        { "{\"authors\":\"B\",\"author\":null}", "{\"author\":\"B\"}" },
        { "{\"author\":\"\",\"authors\":\"B\"}", "{\"author\":\"B\"}" },
        { "{\"language\":\"en-GB\"}", "{\"lang\":\"en\"}" },
        { "{\"lang\":\"FA\"}", "{\"lang\":\"fa\"}" },
        { "{\"date\":\"2019-10\"}", "{\"date\":\"2019-10\",\"date_how\":\"given\"}" },
        { "{\"date\":2019}", "{\"date\":\"2019\",\"date_how\":\"given\"}" },
        { "{\"date\":\"\"}", "{}" },
        { "{\"date\":null}", "{}" },
        { "{\"date\":\"2019-10-10T12:34:00\"}",
          "{\"date\":\"2019-10-10T12:34:00\",\"date_how\":\"given\"}" },
        { "{\"synthetic\":false}", "{}" },
        { "{\"title\":\"a\\u0000b\\u0007c\\td\"}", "{\"title\":\"a b c\\td\"}" },
        { "{\"other\":null}", "{\"other\":null}" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        plx_error err = { 0 };
        plx_article a;

        if (read_as(cases[i].in, false, &a, &err) != PLX_OK)
            fail_msg("%s: %s", cases[i].in, err.msg);
        assert_written(&a, cases[i].out);
        plx_article_release(&a);
    }
}

static void what_we_say_of_an_article_is_no_part_of_it(void **state)
{
    static const char text[] =
        "{\"id\":\"1\",\"stance\":\"neutral\",\"stance_best\":\"neutral\",\"stance_by\":\"model\","
        "\"stance_probability\":0.9,\"stance_reason\":\"\",\"model\":\"m\",\"probabilities\":{},"
        "\"evidence\":[],\"rank\":1,\"score\":2.5,\"snippet\":\"s\",\"schema\":1,"
        "\"date_precision\":\"day\",\"date_how\":\"url\",\"stances\":2}";
    plx_article a;
    plx_error err = { 0 };

    (void)state;
    assert_int_equal(read_as(text, false, &a, &err), PLX_OK);
    assert_null(a.date_how);
    assert_written(&a, "{\"id\":\"1\",\"stances\":2}");
    plx_article_release(&a);
}

static void the_words_for_how_a_date_was_found_are_known(void **state)
{
    static const char *const words[] = { "given",    "json-ld", "meta",         "microdata",
                                         "time",     "byline",  "url",          "path",
                                         "dateline", "updated", "metadata file" };

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_string_equal(plx_date_how_find(words[i]), words[i]);
    assert_null(plx_date_how_find("guessed"));
    assert_null(plx_date_how_find(NULL));
}

static void malformed_fields_are_named(void **state)
{
    static const char *const cases[][2] = {
        { "[]", "an array" },
        { "3", "a number" },
        { "{\"title\":{}}", "'title'" },
        { "{\"title\":[\"a\"]}", "'title'" },
        { "{\"id\":true}", "'id'" },
        { "{\"author\":[[\"a\"]]}", "'author'" },
        { "{\"authors\":[{\"name\":\"a\"}]}", "'authors'" },
        { "{\"date\":[2019]}", "'date'" },
        { "{\"date\":\"last week\"}", "field 'date': not a date: 'last week'" },
        { "{\"date\":1570710840}", "1570710840" },
        { "{\"synthetic\":1}", "'synthetic'" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        plx_error err = { 0 };
        plx_article a;

        assert_int_equal(read_as(cases[i][0], false, &a, &err), PLX_ERR_INVALID);
        if (!strstr(err.msg, cases[i][1]))
            fail_msg("%s: %s", cases[i][0], err.msg);
        plx_article_release(&a);
    }
    assert_int_equal(plx_article_from_json(NULL, false, NULL, NULL), PLX_ERR_INVALID);
}

static void a_lenient_reader_keeps_the_raw_date(void **state)
{
    plx_error err = { 0 };
    plx_article a;

    (void)state;
    assert_int_equal(read_as("{\"date\":\"Oct 10, 2019\"}", true, &a, &err), PLX_OK);
    assert_int_equal(a.date.precision, PLX_DATE_NONE);
    assert_null(a.date_how);
    assert_string_equal(plx_article_extra(&a, "date_raw"), "Oct 10, 2019");
    assert_string_equal(err.msg, "");
    plx_article_release(&a);
    assert_int_equal(read_as("{\"date\":1570710840}", true, &a, &err), PLX_OK);
    assert_string_equal(plx_article_extra(&a, "date_raw"), "1570710840");
    plx_article_release(&a);
}

static plx_status read_long(const char *field, size_t n, plx_error *err)
{
    char *value = malloc(n + 1);
    json_t *obj = json_object();
    plx_article a;
    plx_status rc;

    memset(value, 'v', n);
    value[n] = '\0';
    json_object_set_new(obj, field, json_string(value));
    plx_article_init(&a);
    rc = plx_article_from_json(obj, false, &a, err);
    plx_article_release(&a);
    json_decref(obj);
    free(value);
    return rc;
}

static void limits_are_kept_and_named(void **state)
{
    plx_error err = { 0 };

    (void)state;
    assert_int_equal(read_long("title", PLX_ARTICLE_FIELD_MAX, &err), PLX_OK);
    assert_int_equal(read_long("title", PLX_ARTICLE_FIELD_MAX + 1, &err), PLX_ERR_LIMIT);
    assert_non_null(strstr(err.msg, "'title' has 8193 bytes, the limit is 8192"));
    assert_int_equal(read_long("text", PLX_ARTICLE_TEXT_MAX, &err), PLX_OK);
    assert_int_equal(read_long("text", PLX_ARTICLE_TEXT_MAX + 1, &err), PLX_ERR_LIMIT);
    assert_non_null(strstr(err.msg, "4194304"));
    assert_int_equal(read_long("x", PLX_ARTICLE_EXTRA_MAX - 8, &err), PLX_OK);
    assert_int_equal(read_long("x", PLX_ARTICLE_EXTRA_MAX - 7, &err), PLX_ERR_LIMIT);
    assert_non_null(strstr(err.msg, "65536"));
    assert_int_equal(read_long("date", PLX_ARTICLE_FIELD_MAX + 1, &err), PLX_ERR_LIMIT);
}

static void setting_a_field_repairs_it(void **state)
{
    plx_article a;

    (void)state;
    plx_article_init(&a);
    assert_int_equal(plx_article_set(&a.title, "caf\xe9\0\r!", 7, NULL), PLX_OK);
    assert_string_equal(a.title, "caf\xef\xbf\xbd  !");
    assert_int_equal(plx_article_set(&a.title, "second", 3, NULL), PLX_OK);
    assert_string_equal(a.title, "sec");
    assert_int_equal(plx_article_set(&a.title, NULL, 0, NULL), PLX_OK);
    assert_string_equal(a.title, "");
    plx_article_release(&a);
}

static void extra_fields_are_given_as_text(void **state)
{
    plx_article a;

    (void)state;
    assert_int_equal(read_as("{\"s\":\"x\",\"i\":7,\"r\":0.1,\"t\":true,\"f\":false,\"n\":null,"
                             "\"a\":[1],\"o\":{}}",
                             false, &a, NULL),
                     PLX_OK);
    assert_string_equal(plx_article_extra(&a, "s"), "x");
    assert_string_equal(plx_article_extra(&a, "i"), "7");
    assert_string_equal(plx_article_extra(&a, "r"), "0.1");
    assert_string_equal(plx_article_extra(&a, "t"), "true");
    assert_string_equal(plx_article_extra(&a, "f"), "false");
    assert_string_equal(plx_article_extra(&a, "n"), "");
    assert_string_equal(plx_article_extra(&a, "a"), "");
    assert_string_equal(plx_article_extra(&a, "o"), "");
    assert_string_equal(plx_article_extra(&a, "none"), "");
    plx_article_release(&a);
    assert_string_equal(plx_article_extra(&a, "s"), "");
}

static void broken_json_is_refused_with_its_place(void **state)
{
    static const char *const bad[] = { "",      " ",   "{",        "{\"a\":1,}",
                                       "{} {}", "nul", "\"\xff\"", "{\"a\":1e999}",
                                       "'a'" };
    plx_error err = { 0 };
    json_t *v;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(plx_json_parse(bad[i], strlen(bad[i]), &v, &err), PLX_ERR_INVALID);
        assert_null(v);
        assert_non_null(strstr(err.msg, "(byte "));
    }
}

static void deep_nesting_is_refused(void **state)
{
    enum { DEPTH = 100000 };
    char *deep = malloc(DEPTH);
    plx_error err = { 0 };
    json_t *v;

    (void)state;
    memset(deep, '[', DEPTH);
    assert_int_equal(plx_json_parse(deep, DEPTH, &v, &err), PLX_ERR_LIMIT);
    assert_null(v);
    free(deep);
}

static void json_is_printed_in_one_line_or_indented(void **state)
{
    plx_strbuf sb = PLX_STRBUF_INIT;
    json_t *v = parse("{ \"b\": [1, 0.1],\n \"a\": \"\\u00e9\\n\" }");

    (void)state;
    plx_json_print(v, false, &sb);
    assert_string_equal(sb.s, "{\"b\":[1,0.1],\"a\":\"\xc3\xa9\\n\"}");
    plx_strbuf_reset(&sb);
    plx_json_print(v, true, &sb);
    assert_non_null(strstr(sb.s, "\n  \"b\": ["));
    plx_strbuf_reset(&sb);
    plx_json_print(NULL, false, &sb);
    assert_true(sb.failed);
    plx_strbuf_release(&sb);
    json_decref(v);
}

static void json_strings_are_repaired(void **state)
{
    json_t *v = plx_json_str("a\xff");

    (void)state;
    assert_string_equal(json_string_value(v), "a\xef\xbf\xbd");
    json_decref(v);
    v = plx_json_str(NULL);
    assert_true(json_is_null(v));
    v = parse("{\"a\":\"x\",\"b\":1}");
    assert_string_equal(plx_json_get_str(v, "a"), "x");
    assert_null(plx_json_get_str(v, "b"));
    assert_null(plx_json_get_str(v, "c"));
    json_decref(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_record_comes_back_as_it_was),
        cmocka_unit_test(other_names_and_forms_of_fields_are_read),
        cmocka_unit_test(what_we_say_of_an_article_is_no_part_of_it),
        cmocka_unit_test(the_words_for_how_a_date_was_found_are_known),
        cmocka_unit_test(malformed_fields_are_named),
        cmocka_unit_test(a_lenient_reader_keeps_the_raw_date),
        cmocka_unit_test(limits_are_kept_and_named),
        cmocka_unit_test(setting_a_field_repairs_it),
        cmocka_unit_test(extra_fields_are_given_as_text),
        cmocka_unit_test(broken_json_is_refused_with_its_place),
        cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(json_is_printed_in_one_line_or_indented),
        cmocka_unit_test(json_strings_are_repaired),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
