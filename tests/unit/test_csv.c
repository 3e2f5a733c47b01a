/* Writing CSV: what the reader of tables gets back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/csv.h"
#include "indexer/csv.h"

static void values_are_quoted_only_where_needed(void **state)
{
    static const char *const line[] = {
        "plain", "say \"hi\", twice", "", "two\nlines", " end", "a b", NULL
    };
    plx_strbuf out = PLX_STRBUF_INIT;

    (void)state;
    plx_csv_put_line(&out, line);
    assert_string_equal(out.s, "plain,\"say \"\"hi\"\", twice\",,\"two\nlines\",\" end\",a b\r\n");
    plx_strbuf_reset(&out);
    plx_csv_put_value(&out, NULL);
    assert_string_equal(out.s, "");
    plx_strbuf_release(&out);
}

static void what_looks_like_a_formula_is_left_as_it_is(void **state)
{
    static const char *const line[] = { "=cmd|x", "+1", "-3", "@a", NULL };
    plx_strbuf out = PLX_STRBUF_INIT;

    (void)state;
    plx_csv_put_line(&out, line);
    assert_string_equal(out.s, "=cmd|x,+1,-3,@a\r\n");
    plx_strbuf_release(&out);
}

static void every_value_is_read_back_as_it_was(void **state)
{
    static const char *const line[] = {
        "a,b", "\"", "\"\"", "\r\n", " ", "x\ry", "é, \"ü\"", NULL
    };
    plx_strbuf out = PLX_STRBUF_INIT;
    plx_csv csv = { 0 };
    plx_error err;

    (void)state;
    plx_csv_put_line(&out, line);
    csv.p = out.s;
    csv.n = out.len;
    assert_int_equal(plx_csv_next(&csv, &err), PLX_OK);
    assert_int_equal(csv.count, 7);
    for (size_t i = 0; i < csv.count; i++)
        assert_string_equal(plx_csv_field(&csv, i), line[i]);
    plx_strbuf_release(&csv.text);
    plx_strbuf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_quoted_only_where_needed),
        cmocka_unit_test(what_looks_like_a_formula_is_left_as_it_is),
        cmocka_unit_test(every_value_is_read_back_as_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
