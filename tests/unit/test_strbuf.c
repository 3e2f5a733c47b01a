/* String buffers: growing, trimming, handing over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/strbuf.h"

static void a_new_buffer_is_an_empty_string_without_memory(void **state)
{
    plx_strbuf sb = PLX_STRBUF_INIT;

    (void)state;
    assert_string_equal(sb.s, "");
    plx_strbuf_add(&sb, NULL, 0);
    plx_strbuf_puts(&sb, "");
    plx_strbuf_printf(&sb, "%s", "");
    plx_strbuf_trim(&sb);
    plx_strbuf_truncate(&sb, 0);
    plx_strbuf_reset(&sb);
    assert_ptr_equal(sb.s, plx_strbuf_empty);
    assert_int_equal(sb.cap, 0);
    plx_strbuf_release(&sb);
}

static void appended_parts_make_one_string(void **state)
{
    plx_strbuf sb = PLX_STRBUF_INIT;

    (void)state;
    plx_strbuf_puts(&sb, "ab");
    plx_strbuf_putc(&sb, 'c');
    plx_strbuf_add(&sb, "de", 1);
    plx_strbuf_printf(&sb, "-%03d-%s", 7, "x");
    assert_string_equal(sb.s, "abcd-007-x");
    assert_int_equal(sb.len, 10);
    plx_strbuf_release(&sb);
    assert_string_equal(sb.s, "");
    plx_strbuf_puts(&sb, "again");
    assert_string_equal(sb.s, "again");
    plx_strbuf_release(&sb);
}

static void growing_keeps_what_is_there(void **state)
{
    plx_strbuf sb = PLX_STRBUF_INIT;

    (void)state;
    for (int i = 0; i < 100000; i++)
        plx_strbuf_printf(&sb, "%05d", i);
    assert_int_equal(sb.len, 500000);
    assert_true(sb.cap < 1000000);
    for (int i = 0; i < 100000; i++)
        assert_int_equal(strtol((char[6]){ sb.s[5 * i], sb.s[5 * i + 1], sb.s[5 * i + 2],
                                           sb.s[5 * i + 3], sb.s[5 * i + 4], '\0' },
                                NULL, 10),
                         i);
    plx_strbuf_release(&sb);
}

static void nul_bytes_are_kept(void **state)
{
    plx_strbuf sb = PLX_STRBUF_INIT;

    (void)state;
    plx_strbuf_add(&sb, "a\0b", 3);
    plx_strbuf_putc(&sb, '\0');
    assert_int_equal(sb.len, 4);
    assert_memory_equal(sb.s, "a\0b\0", 5);
    plx_strbuf_release(&sb);
}

static void trim_takes_white_space_from_both_ends(void **state)
{
    static const char *const cases[][2] = { { " \t a b\r\n", "a b" },
                                            { "ab", "ab" },
                                            { " \n\v\f ", "" },
                                            { "x ", "x" },
                                            { "\xc2\xa0x", "\xc2\xa0x" } };
    plx_strbuf sb = PLX_STRBUF_INIT;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        plx_strbuf_reset(&sb);
        plx_strbuf_puts(&sb, cases[i][0]);
        plx_strbuf_trim(&sb);
        assert_string_equal(sb.s, cases[i][1]);
        assert_int_equal(sb.len, strlen(cases[i][1]));
    }
    plx_strbuf_release(&sb);
}

static void truncate_never_lengthens(void **state)
{
    plx_strbuf sb = PLX_STRBUF_INIT;

    (void)state;
    plx_strbuf_puts(&sb, "abc");
    plx_strbuf_truncate(&sb, 9);
    assert_string_equal(sb.s, "abc");
    plx_strbuf_truncate(&sb, 1);
    assert_string_equal(sb.s, "a");
    plx_strbuf_release(&sb);
}

static void detached_string_belongs_to_the_caller(void **state)
{
    plx_strbuf sb = PLX_STRBUF_INIT;
    char *s;

    (void)state;
    plx_strbuf_puts(&sb, "mine");
    s = plx_strbuf_detach(&sb);
    assert_string_equal(s, "mine");
    assert_ptr_equal(sb.s, plx_strbuf_empty);
    free(s);
    s = plx_strbuf_detach(&sb);
    assert_string_equal(s, "");
    s[0] = '\0';
    free(s);
}

static void impossible_size_fails_and_stays_failed(void **state)
{
    plx_strbuf sb = PLX_STRBUF_INIT;

    (void)state;
    plx_strbuf_puts(&sb, "kept");
    plx_strbuf_add(&sb, "x", SIZE_MAX - 2);
    assert_true(sb.failed);
    plx_strbuf_puts(&sb, "ignored");
    assert_string_equal(sb.s, "kept");
    assert_null(plx_strbuf_detach(&sb));
    assert_false(sb.failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_buffer_is_an_empty_string_without_memory),
        cmocka_unit_test(appended_parts_make_one_string),
        cmocka_unit_test(growing_keeps_what_is_there),
        cmocka_unit_test(nul_bytes_are_kept),
        cmocka_unit_test(trim_takes_white_space_from_both_ends),
        cmocka_unit_test(truncate_never_lengthens),
        cmocka_unit_test(detached_string_belongs_to_the_caller),
        cmocka_unit_test(impossible_size_fails_and_stays_failed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
