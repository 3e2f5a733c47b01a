/* The one order of the paths of a run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/path_order.h"

static plx_error err;

static void add_all(plx_path_order *o, const char *const *paths, size_t n)
{
    for (size_t i = 0; i < n; i++)
        assert_int_equal(plx_path_order_add(o, paths[i], &err), PLX_OK);
}

static void paths_come_as_folders_are_walked_and_standard_input_last(void **state)
{
    static const char *const given[] = { "b",     "-",     "a-b",       "a/z", "a/b/c",  "a",
                                         "a/b.c", "/\xff", "/\xc3\xa9", "ab",  "a\x01b", "-x" };
    static const char *const sorted[] = { "/\xc3\xa9", "/\xff",  "-x",  "a",  "a/b/c", "a/b.c",
                                          "a/z",       "a\x01b", "a-b", "ab", "b",     "-" };
    plx_path_order o = PLX_PATH_ORDER_INIT;

    (void)state;
    add_all(&o, given, sizeof given / sizeof *given);
    plx_path_order_sort(&o);
    for (size_t i = 0; i < o.count; i++)
        assert_string_equal(plx_path_order_get(&o, i), sorted[i]);
    plx_path_order_release(&o);
}

static void one_that_was_emptied_is_used_again(void **state)
{
    plx_path_order o = PLX_PATH_ORDER_INIT;

    (void)state;
    plx_path_order_sort(&o); /* nothing to be sorted */
    assert_int_equal(plx_path_order_bytes(&o), 0);
    add_all(&o, (const char *const[]){ "one", "two" }, 2);
    assert_true(plx_path_order_bytes(&o) >= 8);
    plx_path_order_reset(&o);
    assert_int_equal(plx_path_order_bytes(&o), 0);
    add_all(&o, (const char *const[]){ "z", "" }, 2);
    plx_path_order_sort(&o);
    assert_int_equal(o.count, 2);
    assert_string_equal(plx_path_order_get(&o, 0), "");
    assert_string_equal(plx_path_order_get(&o, 1), "z");
    plx_path_order_release(&o);
}

static void many_paths_are_put_in_order_whatever_theirs_was(void **state)
{
    plx_path_order o = PLX_PATH_ORDER_INIT;
    char path[32];

    (void)state;
    for (unsigned i = 0; i < 50000; i++) {
        snprintf(path, sizeof path, "in/%05u/page.html", i * 7919 % 50000);
        assert_int_equal(plx_path_order_add(&o, path, &err), PLX_OK);
    }
    plx_path_order_sort(&o);
    for (unsigned i = 0; i < 50000; i++) {
        snprintf(path, sizeof path, "in/%05u/page.html", i);
        assert_string_equal(plx_path_order_get(&o, i), path);
    }
    plx_path_order_release(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_come_as_folders_are_walked_and_standard_input_last),
        cmocka_unit_test(one_that_was_emptied_is_used_again),
        cmocka_unit_test(many_paths_are_put_in_order_whatever_theirs_was),
    };

    return cmocka_run_group_tests_name("path order", tests, NULL, NULL);
}
