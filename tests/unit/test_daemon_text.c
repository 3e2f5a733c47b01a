/* The printers of the daemon: HTML, addresses, problem records */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/json.h"
#include "base/markup.h"
#include "daemon/problem.h"
#include "daemon/url.h"

static plx_strbuf out = PLX_STRBUF_INIT;

static int empty(void **state)
{
    (void)state;
    plx_strbuf_release(&out);
    return 0;
}

static void arguments_of_html_are_always_escaped(void **state)
{
    (void)state;
    plx_markup_print(&out, "<a title=\"%s\">%s</a> %u%%", "\"><script>", "<b> & 'c'", 7u);
    assert_string_equal(out.s, "<a title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt; &amp; &#39;c&#39;"
                               "</a> 7%");
}

static void controls_become_blanks_in_html(void **state)
{
    (void)state;
    plx_markup_text(&out,
                    "a\x01"
                    "b\x1b[31m\nc\td\x7f",
                    13);
    assert_string_equal(out.s, "a b [31m\nc\td ");
}

static void marks_become_elements_and_nothing_else_does(void **state)
{
    const char *s = "\x01<b>\x02 & \x01iran\x02";

    (void)state;
    plx_markup_marked(&out, s, strlen(s));
    assert_string_equal(out.s, "<mark>&lt;b&gt;</mark> &amp; <mark>iran</mark>");
}

static void marks_are_balanced_whatever_comes(void **state)
{
    const char *s = "a\x02"
                    "b\x01\x01"
                    "c";

    (void)state;
    plx_markup_marked(&out, s, strlen(s));
    assert_string_equal(out.s, "ab<mark>c</mark>");
}

static void escapes_of_addresses_are_read_strictly(void **state)
{
    char good[] = "a%2Fb+%C3%A9", cut[] = "a%2", nul[] = "%00", bad[] = "%FF";
    size_t n;

    (void)state;
    assert_true(plx_url_decode(good, strlen(good), true, &n));
    assert_int_equal(n, 6);
    assert_memory_equal(good, "a/b \xc3\xa9", 6);
    assert_false(plx_url_decode(cut, strlen(cut), true, &n));
    assert_false(plx_url_decode(nul, strlen(nul), true, &n));
    assert_false(plx_url_decode(bad, strlen(bad), true, &n));
}

static void everything_but_plain_letters_is_escaped_in_an_address(void **state)
{
    (void)state;
    plx_url_encode(&out, "a/b?c=d&e f\"<é");
    assert_string_equal(out.s, "a%2Fb%3Fc%3Dd%26e%20f%22%3C%C3%A9");
}

static void only_web_addresses_may_be_links(void **state)
{
    (void)state;
    assert_true(plx_url_is_web("https://example.org/"));
    assert_true(plx_url_is_web("HTTP://example.org/"));
    assert_false(plx_url_is_web("javascript:alert(1)"));
    assert_false(plx_url_is_web(" https://example.org/"));
    assert_false(plx_url_is_web("data:text/html,x"));
    assert_false(plx_url_is_web("//example.org"));
    assert_false(plx_url_is_web(NULL));
}

static void a_problem_names_code_field_and_hint(void **state)
{
    plx_problem p;
    json_t *o;

    (void)state;
    plx_problem_set(&p, 400, "bad-number", "limit", "parameter '%s'", "limit");
    plx_problem_hint(&p, "give %d", 1);
    o = plx_problem_json(&p, "id-1");
    assert_int_equal(json_integer_value(json_object_get(o, "status")), 400);
    assert_string_equal(plx_json_get_str(o, "code"), "bad-number");
    assert_string_equal(plx_json_get_str(o, "field"), "limit");
    assert_string_equal(plx_json_get_str(o, "detail"), "parameter 'limit'");
    assert_string_equal(plx_json_get_str(o, "hint"), "give 1");
    assert_string_equal(plx_json_get_str(o, "id"), "id-1");
    assert_string_equal(plx_json_get_str(o, "title"), "Bad Request");
    json_decref(o);
}

static void our_own_failures_tell_the_client_no_details(void **state)
{
    const plx_error err = { PLX_ERR_CORRUPT, "/secret/path: bad block" };
    plx_problem p;

    (void)state;
    plx_problem_from_error(&p, &err);
    assert_int_equal(p.status, 500);
    assert_null(strstr(p.detail, "secret"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(arguments_of_html_are_always_escaped, empty, empty),
        cmocka_unit_test_setup_teardown(controls_become_blanks_in_html, empty, empty),
        cmocka_unit_test_setup_teardown(marks_become_elements_and_nothing_else_does, empty, empty),
        cmocka_unit_test_setup_teardown(marks_are_balanced_whatever_comes, empty, empty),
        cmocka_unit_test_setup_teardown(escapes_of_addresses_are_read_strictly, empty, empty),
        cmocka_unit_test_setup_teardown(everything_but_plain_letters_is_escaped_in_an_address,
                                        empty, empty),
        cmocka_unit_test_setup_teardown(only_web_addresses_may_be_links, empty, empty),
        cmocka_unit_test_setup_teardown(a_problem_names_code_field_and_hint, empty, empty),
        cmocka_unit_test_setup_teardown(our_own_failures_tell_the_client_no_details, empty, empty),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
