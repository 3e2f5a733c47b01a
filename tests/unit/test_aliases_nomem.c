/* Aliases without memory: reading a file and rewriting a query run again and again, and each time
 * one allocation later fails, until none does. Nothing may crash, leak (under the sanitizers) or be
 * half done. The sources under test are included, so that their calls of the allocator fail. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "failing_memory.h"

#define malloc  try_malloc
#define calloc  try_calloc
#define realloc try_realloc
#define strdup  try_strdup
#include "base/map.c"
#include "base/strbuf.c"
#include "search/alias_parse.c"
#define no_memory no_memory_for_query
#include "search/alias_query.c"
#undef no_memory
#define grow      grow_list
#define no_memory no_memory_for_table
#include "search/alias_table.c"
#undef no_memory
#undef grow
#undef malloc
#undef calloc
#undef realloc
#undef strdup

#define ROUNDS_MAX 100000

static const char text[] = "PMF\tPMU\tPopular Mobilization Forces\nbad\nmobilization => PMF\n"
                           "- PMU\nthird\tPMF\nlong name\ta\xc3\xa9\n";

static plx_status read_table(plx_alias_table **out, plx_error *err)
{
    const plx_alias_source source = { "a.tsv", 0, text, sizeof text - 1 };
    plx_alias_count count;
    plx_status rc = plx_alias_table_new(out, err);

    if (!rc)
        rc = plx_alias_parse(*out, &source, NULL, &count, err);
    if (!rc)
        plx_alias_table_finish(*out);
    return rc;
}

static void a_file_is_read_or_refused(void **state)
{
    bool is_done = false;
    long round;

    (void)state;
    for (round = 0; !is_done && round < ROUNDS_MAX; round++) {
        plx_alias_table *t = NULL;
        plx_error err = { PLX_OK, "" };
        plx_status rc;

        countdown = round;
        rc = read_table(&t, &err);
        is_done = was_spared();
        assert_int_equal(rc, is_done ? PLX_OK : PLX_ERR_NOMEM);
        assert_true(is_done || err.msg[0]);
        plx_alias_table_free(t);
    }
    assert_true(is_done && round > 10);
}

/* The parser of queries has a test of its own; only the rewriting fails here. */
static void a_query_is_rewritten_or_stays_whole(void **state)
{
    static const char query[] = "the popular mobilization forces -(pmf x) title:third OR third";
    plx_analyser *an = NULL;
    plx_alias_table *t = NULL;
    plx_tokens tokens;
    bool is_done = false;
    long round;

    (void)state;
    plx_tokens_init(&tokens);
    assert_int_equal(plx_analyser_new(&an, NULL), PLX_OK);
    assert_int_equal(read_table(&t, NULL), PLX_OK);
    for (round = 0; !is_done && round < ROUNDS_MAX; round++) {
        const plx_alias_rewriting r = { t, an, &tokens };
        plx_node *tree = NULL;
        plx_strbuf out = PLX_STRBUF_INIT;
        plx_error err;
        plx_status rc;

        assert_int_equal(plx_query_parse(query, strlen(query), NULL, false, &tree, NULL, &err),
                         PLX_OK);
        countdown = round;
        rc = plx_alias_rewrite(&r, &tree, &err);
        is_done = was_spared();
        assert_int_equal(rc, is_done ? PLX_OK : PLX_ERR_NOMEM);
        plx_node_describe(tree, &out);
        assert_non_null(strstr(out.s, "popular mobilization forces"));
        plx_node_free(tree);
        plx_strbuf_release(&out);
    }
    assert_true(is_done && round > 10);
    plx_alias_table_free(t);
    plx_tokens_release(&tokens);
    plx_analyser_free(an);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_read_or_refused),
        cmocka_unit_test(a_query_is_rewritten_or_stays_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
