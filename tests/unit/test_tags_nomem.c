/* Tags, saved searches, their names in queries, citations and exports without memory: each runs
 * again and again, and each time one allocation later fails, until none does. Nothing may crash,
 * leak (under the sanitizers) or be half done. Those of jansson are left alone: without memory it
 * says of sound JSON that it is none. */
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
#include <strings.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <utf8proc.h>

static char *try_strndup(const char *s, size_t n)
{
    return fails_now() ? NULL : strndup(s, n);
}

#define malloc  try_malloc
#define calloc  try_calloc
#define realloc try_realloc
#undef strdup
#undef strndup
#define strdup  try_strdup
#define strndup try_strndup
#include "base/map.c"
#include "base/strbuf.c"
#define append append_line
#include "base/json.c"
#undef append
#include "collection/line_file.c"
#include "collection/note_name.c"
#define no_memory  no_memory_for_tags
#define check_line check_tag_line
#define on_line    on_tag_line
#define on_anew    on_tags_anew
#define on_fault   on_tag_fault
#include "collection/tags.c"
#undef no_memory
#undef check_line
#undef on_line
#undef on_anew
#undef on_fault
#include "collection/saved.c"
#include "search/saved_query.c"
#define make_room make_room_for_keys
#include "search/cite.c"
#undef make_room
#undef malloc
#undef calloc
#undef realloc
#undef strdup
#undef strndup

#define ROUNDS_MAX 100000

static char path[64];

static int make_path(void **state)
{
    int fd;

    (void)state;
    strcpy(path, "/tmp/plx-tags-XXXXXX");
    fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int remove_path(void **state)
{
    (void)state;
    return unlink(path);
}

/* What a call may answer in a round. */
static void check_answer(plx_status rc, bool spared, const plx_error *err)
{
    if (rc != PLX_OK && rc != PLX_ERR_NOMEM)
        fail_msg("%s", err->msg);
    assert_true(!spared || rc == PLX_OK);
    assert_true(!rc || err->msg[0]);
}

static void append_many_tags(size_t n)
{
    plx_strbuf lines = PLX_STRBUF_INIT;

    for (size_t i = 0; i < n; i++)
        assert_int_equal(
            plx_tag_print(i % 2 ? "a" : "b", i % 3 ? "case" : "Draft", true, 0, &lines, NULL),
            PLX_OK);
    for (size_t i = 0; i < n; i++)
        plx_strbuf_printf(&lines, "{\"id\":\"n%zu\",\"tag\":\"t%zu\",\"on\":true}\n", i, i % 7);
    plx_strbuf_puts(&lines, "no tag\n");
    assert_int_equal(plx_tags_append(path, &lines, NULL), PLX_OK);
    plx_strbuf_release(&lines);
}

static void check_tags(const plx_tags *t)
{
    size_t n;
    const plx_tagging *item = plx_tags_list(t, &n);

    assert_int_equal(n, 4 + 100);
    for (size_t i = 0; i < n; i++)
        assert_true(item[i].is_on && plx_tags_name(t, item[i].tag) &&
                    plx_tags_id(t, item[i].article));
    assert_true(plx_tags_has(t, "a", "draft") && plx_tags_has(t, "n99", "t1"));
}

/* What could not be read is read by the next call; no pair comes without its names. */
static void reading_tags_goes_on_where_memory_failed(void **state)
{
    bool spared = false;

    (void)state;
    append_many_tags(100);
    for (long round = 0; !spared && round < ROUNDS_MAX; round++) {
        plx_tags *t = NULL;
        plx_error err = { 0 };
        plx_status rc;

        countdown = round;
        rc = plx_tags_open(path, &t, &err);
        if (!rc)
            rc = plx_tags_read(t, NULL, &err);
        spared = was_spared();
        check_answer(rc, spared, &err);
        if (t) {
            assert_int_equal(plx_tags_read(t, NULL, &err), PLX_OK);
            check_tags(t);
        }
        plx_tags_close(t);
    }
    assert_true(spared);
}

static void a_tag_is_kept_or_refused(void **state)
{
    size_t kept = 0, n;
    bool spared = false;
    plx_tags *t = NULL;

    (void)state;
    for (long round = 0; !spared && round < ROUNDS_MAX; round++) {
        plx_strbuf line = PLX_STRBUF_INIT;
        plx_error err = { 0 };
        char id[24];
        plx_status rc;

        snprintf(id, sizeof id, "a%ld", round);
        countdown = round;
        rc = plx_tag_print(id, "Zürich", true, 0, &line, &err);
        if (!rc)
            rc = plx_tags_append(path, &line, &err);
        spared = was_spared();
        check_answer(rc, spared, &err);
        kept += rc == PLX_OK;
        plx_strbuf_release(&line);
    }
    assert_true(spared);
    assert_int_equal(plx_tags_open(path, &t, NULL), PLX_OK);
    assert_int_equal(plx_tags_read(t, NULL, NULL), PLX_OK);
    plx_tags_list(t, &n);
    assert_int_equal(n, kept);
    plx_tags_close(t);
}

static void searches_are_read_and_expanded_or_refused(void **state)
{
    bool spared = false;

    (void)state;
    assert_int_equal(plx_saved_put(path, "zone", "green @port", 0, NULL), PLX_OK);
    assert_int_equal(plx_saved_put(path, "port", "harbour", 0, NULL), PLX_OK);
    assert_int_equal(plx_saved_mark(path, "zone", 7, 0, NULL), PLX_OK);
    assert_int_equal(plx_saved_put(path, "gone", "x", 0, NULL), PLX_OK);
    assert_int_equal(plx_saved_put(path, "gone", NULL, 0, NULL), PLX_OK);
    for (long round = 0; !spared && round < ROUNDS_MAX; round++) {
        plx_strbuf out = PLX_STRBUF_INIT, notice = PLX_STRBUF_INIT;
        plx_saved_list list;
        plx_error err = { 0 };
        plx_status rc;

        countdown = round;
        rc = plx_saved_load(path, &list, &err);
        if (!rc)
            rc = plx_saved_query_expand(&list, "@zone @nobody", &out, &notice, &err);
        spared = was_spared();
        check_answer(rc, spared, &err);
        if (!rc)
            assert_string_equal(out.s, "(green (harbour)) @nobody");
        plx_saved_release(&list);
        plx_strbuf_release(&out);
        plx_strbuf_release(&notice);
    }
    assert_true(spared);
}

static void a_search_is_kept_or_refused(void **state)
{
    bool spared = false;

    (void)state;
    for (long round = 0; !spared && round < ROUNDS_MAX; round++) {
        plx_error err = { 0 };
        plx_status rc;

        countdown = round;
        rc = plx_saved_put(path, "zone", "green", 0, &err);
        if (!rc)
            rc = plx_saved_mark(path, "zone", 7, 0, &err);
        spared = was_spared();
        check_answer(rc, spared, &err);
    }
    assert_true(spared);
}

static void citations_are_whole_or_refused(void **state)
{
    static char title[] = "One {long} title", source[] = "Salt & Sons",
                author[] = "A; B and C; D, E";
    plx_article a = { .id = title, .title = title, .source = source, .author = author };
    plx_verdict v = { .kind = PLX_KIND_NOT_JUDGED };
    bool spared = false;

    (void)state;
    for (long round = 0; !spared && round < ROUNDS_MAX; round++) {
        plx_strbuf key = PLX_STRBUF_INIT, out = PLX_STRBUF_INIT;
        plx_citation c = { "key", &a, &v, NULL };
        plx_error err = { 0 };
        plx_cite_keys *keys;
        plx_status rc = PLX_OK;
        json_t *item;

        countdown = round;
        keys = plx_cite_keys_new();
        for (int i = 0; !rc && keys && i < 100; i++)
            rc = plx_cite_key(keys, &a, &key, &err);
        plx_cite_bibtex(&c, &out);
        item = plx_cite_csl(&c);
        spared = was_spared();
        check_answer(rc, spared, &err);
        if (!out.failed)
            assert_string_equal(out.s + out.len - 4, "\n}\n\n");
        assert_true(!spared || (keys && item && !out.failed && strstr(key.s, "-100")));
        json_decref(item);
        plx_cite_keys_free(keys);
        plx_strbuf_release(&key);
        plx_strbuf_release(&out);
    }
    assert_true(spared);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reading_tags_goes_on_where_memory_failed, make_path,
                                        remove_path),
        cmocka_unit_test_setup_teardown(a_tag_is_kept_or_refused, make_path, remove_path),
        cmocka_unit_test_setup_teardown(searches_are_read_and_expanded_or_refused, make_path,
                                        remove_path),
        cmocka_unit_test_setup_teardown(a_search_is_kept_or_refused, make_path, remove_path),
        cmocka_unit_test(citations_are_whole_or_refused),
    };

    return cmocka_run_group_tests_name("tags and exports without memory", tests, NULL, NULL);
}
