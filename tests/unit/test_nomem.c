/* Without memory: each test runs again and again, and each time one allocation later
 * fails, until none does. Nothing may crash, leak (under the sanitizers) or be half done.
 *
 * The sources under test are included, so that their calls of the allocator can be
 * replaced without the help of the linker; jansson has a hook of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "failing_memory.h"

#define malloc  try_malloc
#define calloc  try_calloc
#define realloc try_realloc
#include "base/article.c"
#include "base/json.c"
#include "base/json_plain.c"
#include "base/map.c"
#include "base/strbuf.c"
#undef malloc
#undef calloc
#undef realloc

#define ROUNDS_MAX 100000

static void a_string_buffer_fails_once_and_for_all(void **state)
{
    (void)state;
    for (long n = 0; n < ROUNDS_MAX; n++) {
        plx_strbuf sb = PLX_STRBUF_INIT;
        char *s;

        countdown = n;
        for (int i = 0; i < 1000; i++)
            plx_strbuf_printf(&sb, "%d ", i);
        plx_strbuf_putc(&sb, '.');
        assert_int_equal(strlen(sb.s), sb.len);
        if (was_spared()) {
            assert_int_equal(sb.len, 3891);
            plx_strbuf_release(&sb);
            return;
        }
        assert_true(sb.failed);
        assert_true(sb.len == 0 || sb.s[sb.len - 1] != '.');
        s = plx_strbuf_detach(&sb);
        assert_null(s);
    }
    fail();
}

static void an_empty_string_cannot_be_detached_without_memory(void **state)
{
    plx_strbuf sb = PLX_STRBUF_INIT;

    (void)state;
    countdown = 0;
    assert_null(plx_strbuf_detach(&sb));
    countdown = -1;
}

/* Adds keys; each that is refused is tried once more, and must get its ordinal then. */
static void fill_map(plx_map *m)
{
    char key[16];

    for (uint32_t i = 0; i < 3000; i++) {
        size_t len = (size_t)snprintf(key, sizeof key, "k%u", i);
        bool is_new;
        uint32_t ordinal = plx_map_add(m, key, len, &is_new);

        if (ordinal == PLX_MAP_NONE) {
            assert_false(is_new);
            assert_int_equal(plx_map_count(m), i);
            assert_int_equal(plx_map_find(m, key, len), PLX_MAP_NONE);
            ordinal = plx_map_add(m, key, len, &is_new);
        }
        assert_true(is_new);
        assert_int_equal(ordinal, i);
    }
    for (uint32_t i = 0; i < 3000; i++)
        assert_int_equal(plx_map_find(m, key, (size_t)snprintf(key, sizeof key, "k%u", i)), i);
}

static void a_map_stays_whole_when_it_cannot_grow(void **state)
{
    (void)state;
    for (long n = 0; n < ROUNDS_MAX; n++) {
        plx_map *m;

        countdown = n;
        m = plx_map_new();
        if (!m)
            continue;
        fill_map(m);
        plx_map_free(m);
        if (was_spared())
            return;
    }
    fail();
}

static const char record[] =
    "{\"id\":1,\"title\":\"T\",\"authors\":[\"A\",\"B\"],\"language\":\"en-GB\",\"text\":\"x\","
    "\"date\":\"soon\",\"words\":12,\"tags\":[\"a\",{\"b\":[1,2,3]}],\"synthetic\":true}";

/* Read, write and read back; the first failure ends it. */
static plx_status round_trip(plx_article *a, plx_strbuf *out, plx_error *err)
{
    json_t *obj = NULL;
    plx_status rc = plx_json_parse(record, strlen(record), &obj, err);

    if (rc != PLX_OK) { /* jansson may blame the token it had no memory for */
        assert_null(obj);
        return PLX_ERR_NOMEM;
    }
    rc = plx_article_from_json(obj, true, a, err);
    json_decref(obj);
    if (rc != PLX_OK)
        return rc;
    obj = plx_article_to_json(a);
    if (obj)
        plx_json_print(obj, false, out);
    rc = obj && !out->failed ? PLX_OK : PLX_ERR_NOMEM;
    json_decref(obj);
    return rc;
}

static void an_article_reports_that_memory_is_gone(void **state)
{
    static const char want[] =
        "{\"id\":\"1\",\"title\":\"T\",\"author\":\"A; B\",\"lang\":\"en\",\"text\":\"x\","
        "\"synthetic\":true,\"date_raw\":\"soon\",\"words\":12,"
        "\"tags\":[\"a\",{\"b\":[1,2,3]}]}";

    (void)state;
    for (long n = 0; n < ROUNDS_MAX; n++) {
        plx_strbuf out = PLX_STRBUF_INIT;
        plx_error err = { 0 };
        plx_article a;
        plx_status rc;

        plx_article_init(&a);
        countdown = n;
        rc = round_trip(&a, &out, &err);
        bool spared = was_spared();
        if (rc == PLX_OK)
            assert_string_equal(out.s, want);
        else
            assert_int_equal(rc, PLX_ERR_NOMEM);
        plx_article_release(&a);
        plx_strbuf_release(&out);
        if (spared) {
            assert_int_equal(rc, PLX_OK);
            return;
        }
    }
    fail();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_string_buffer_fails_once_and_for_all),
        cmocka_unit_test(an_empty_string_cannot_be_detached_without_memory),
        cmocka_unit_test(a_map_stays_whole_when_it_cannot_grow),
        cmocka_unit_test(an_article_reports_that_memory_is_gone),
    };

    json_set_alloc_funcs(try_malloc, free);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
