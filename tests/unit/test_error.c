/* Error records: what a message may hold, and what survives when it is too long. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>

#include "base/error.h"
#include "base/utf8.h"

static void fail_sets_code_and_message(void **state)
{
    plx_error err = { 0 };

    (void)state;
    assert_int_equal(plx_fail(&err, PLX_ERR_LIMIT, "%s: %d bytes", "a.html", 7), PLX_ERR_LIMIT);
    assert_int_equal(err.code, PLX_ERR_LIMIT);
    assert_string_equal(err.msg, "a.html: 7 bytes");
}

static void no_error_record_is_allowed(void **state)
{
    (void)state;
    assert_int_equal(plx_fail(NULL, PLX_ERR_STALE, "x"), PLX_ERR_STALE);
    assert_int_equal(plx_fail_errno(NULL, "x"), PLX_ERR_IO);
    assert_int_equal(plx_fail_prefix(NULL, PLX_ERR_LOCKED, "x"), PLX_ERR_LOCKED);
}

static void control_characters_and_bad_bytes_become_question_marks(void **state)
{
    plx_error err;

    (void)state;
    plx_fail(&err, PLX_ERR_INVALID, "%s",
             "a\x1b[2J\r\nb\x7f\xc2\x9b"
             "c\xff"
             "d\xed\xa0\x80");
    assert_string_equal(err.msg, "a?[2J??b??c?d???");
    plx_fail(&err, PLX_ERR_INVALID, "%s", "caf\xc3\xa9 \xef\xbf\xbd \xf0\x9f\x98\x80");
    assert_string_equal(err.msg, "caf\xc3\xa9 \xef\xbf\xbd \xf0\x9f\x98\x80");
}

static void long_messages_are_cut_at_a_code_point(void **state)
{
    char text[3 * PLX_ERROR_MSG_BYTES];
    plx_error err;

    (void)state;
    for (size_t shift = 0; shift < 3; shift++) {
        memset(text, 'x', shift);
        for (size_t i = shift; i + 3 < sizeof text; i += 3)
            memcpy(text + i, "\xe2\x82\xac", 4);
        plx_fail(&err, PLX_ERR_INVALID, "%s", text);
        assert_true(strlen(err.msg) > PLX_ERROR_MSG_BYTES - 4);
        assert_true(strlen(err.msg) < PLX_ERROR_MSG_BYTES);
        assert_true(plx_utf8_valid(err.msg, strlen(err.msg)));
        assert_null(strchr(err.msg, '?'));
    }
}

static void errno_text_stays_behind_a_long_path(void **state)
{
    char path[2000];
    plx_error err;

    (void)state;
    memset(path, 'p', sizeof path);
    path[sizeof path - 1] = '\0';
    errno = ENOENT;
    assert_int_equal(plx_fail_errno(&err, "cannot open %s", path), PLX_ERR_IO);
    assert_int_equal(errno, ENOENT);
    assert_non_null(strstr(err.msg, "ppp: No such file or directory"));
    assert_true(strlen(err.msg) < PLX_ERROR_MSG_BYTES);
}

static void prefix_goes_in_front_and_keeps_the_cause(void **state)
{
    plx_error err;

    (void)state;
    plx_fail(&err, PLX_ERR_INVALID, "bad date");
    assert_int_equal(plx_fail_prefix(&err, PLX_ERR_INVALID, "%s:%d", "in.jsonl", 3),
                     PLX_ERR_INVALID);
    assert_string_equal(err.msg, "in.jsonl:3: bad date");
    for (int i = 0; i < 100; i++)
        plx_fail_prefix(&err, err.code, "level %d", i);
    assert_true(strlen(err.msg) < PLX_ERROR_MSG_BYTES);
    assert_memory_equal(err.msg, "level 99: level 98: ", 20);
}

static void old_message_may_be_an_argument(void **state)
{
    plx_error err;

    (void)state;
    plx_fail(&err, PLX_ERR_CORRUPT, "checksum");
    plx_fail(&err, PLX_ERR_CORRUPT, "model: %s", err.msg);
    assert_string_equal(err.msg, "model: checksum");
}

static void every_status_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (int i = 0; i < PLX_STATUS_COUNT; i++) {
        assert_non_null(plx_status_name((plx_status)i));
        for (int j = 0; j < i; j++)
            assert_string_not_equal(plx_status_name((plx_status)i), plx_status_name((plx_status)j));
    }
    assert_string_equal(plx_status_name(PLX_ERR_LOCKED), "locked");
    assert_string_equal(plx_status_name((plx_status)999), "internal");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fail_sets_code_and_message),
        cmocka_unit_test(no_error_record_is_allowed),
        cmocka_unit_test(control_characters_and_bad_bytes_become_question_marks),
        cmocka_unit_test(long_messages_are_cut_at_a_code_point),
        cmocka_unit_test(errno_text_stays_behind_a_long_path),
        cmocka_unit_test(prefix_goes_in_front_and_keeps_the_cause),
        cmocka_unit_test(old_message_may_be_an_argument),
        cmocka_unit_test(every_status_has_a_name_of_its_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
