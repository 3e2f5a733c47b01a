/* Labels without memory: reading and appending run again and again, and each time one allocation
 * later fails, until none does. Nothing may crash, leak (under the sanitizers) or be half done.
 * Those of jansson are left alone: without memory it says of sound JSON that it is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <jansson.h>

#include "failing_memory.h"

/* Headers of the system first: the names below must not reach them. */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>

#define malloc  try_malloc
#define calloc  try_calloc
#define realloc try_realloc
#undef strdup
#define strdup try_strdup
#include "base/json.c"
#include "base/strbuf.c"
#include "collection/label_file.c"
#include "collection/label_line.c"
#include "collection/labels.c"
#include "collection/line_file.c"
#undef malloc
#undef calloc
#undef realloc
#undef strdup

#define ROUNDS_MAX 100000

static char path[64];

static int make_path(void **state)
{
    int fd;

    (void)state;
    strcpy(path, "/tmp/plx-labels-XXXXXX");
    fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int remove_path(void **state)
{
    (void)state;
    return unlink(path);
}

static void append_many(size_t n)
{
    plx_strbuf lines = PLX_STRBUF_INIT;

    for (size_t i = 0; i < n; i++)
        plx_strbuf_printf(&lines, "{\"id\":\"a%zu\",\"target\":\"t\",\"label\":\"l\"}\n", i % 90);
    assert_int_equal(plx_labels_append_lines(path, &lines, NULL), PLX_OK);
    plx_strbuf_release(&lines);
}

/* What could not be read is read by the next call; no vote comes twice. */
static void reading_goes_on_where_memory_failed(void **state)
{
    bool spared = false;

    (void)state;
    append_many(200);
    for (long round = 0; !spared && round < ROUNDS_MAX; round++) {
        plx_labels *l = NULL;
        plx_error err = { 0 };
        plx_status rc;

        countdown = round;
        rc = plx_labels_open(path, &l, &err);
        if (!rc)
            rc = plx_labels_read(l, NULL, NULL, &err);
        spared = was_spared();
        assert_true(rc == PLX_OK || rc == PLX_ERR_NOMEM);
        assert_true(!spared || rc == PLX_OK);
        if (l) {
            assert_int_equal(plx_labels_read(l, NULL, NULL, &err), PLX_OK);
            assert_int_equal(plx_labels_count(l), 200);
            assert_string_equal(plx_labels_find(l, "a89", "t")->label, "l");
        }
        plx_labels_close(l);
    }
    assert_true(spared);
}

static void a_vote_is_kept_or_refused(void **state)
{
    const plx_label v = { .id = "x", .label = "a", .target = "t", .coder = "ann" };
    size_t kept = 0;
    bool spared = false;
    plx_labels *l = NULL;

    (void)state;
    for (long round = 0; !spared && round < ROUNDS_MAX; round++) {
        plx_error err = { 0 };
        plx_status rc;

        countdown = round;
        rc = plx_labels_append(path, &v, &err);
        spared = was_spared();
        if (rc && rc != PLX_ERR_NOMEM)
            fail_msg("%s", err.msg);
        kept += rc == PLX_OK;
    }
    assert_true(spared);
    assert_int_equal(plx_labels_open(path, &l, NULL), PLX_OK);
    assert_int_equal(plx_labels_read(l, NULL, NULL, NULL), PLX_OK);
    assert_int_equal(plx_labels_count(l), kept);
    plx_labels_close(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reading_goes_on_where_memory_failed, make_path,
                                        remove_path),
        cmocka_unit_test_setup_teardown(a_vote_is_kept_or_refused, make_path, remove_path),
    };

    return cmocka_run_group_tests_name("labels without memory", tests, NULL, NULL);
}
