/* Names of one thing: files of them, what they make of queries (tests/data/aliases.test), the
 * shipped file, and files that change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/map.h"
#include "search/alias_query.h"
#include "search/aliases.h"

#define CASES   "tests/data/aliases.test"
#define SHIPPED "models/aliases.tsv"
#define LINE    2048

static plx_error err;

static void ok(plx_status rc)
{
    if (rc)
        fail_msg("%s: %s", plx_status_name(rc), err.msg);
}

/* ------------------------------------------------------------------ asking */

static void append(void *ctx, const char *message)
{
    plx_strbuf_printf(ctx, "%s\n", message);
}

/* A table of one file's text; what was told goes into `told`, which may be NULL. */
static plx_alias_table *table_of(const char *text, size_t len, plx_strbuf *told,
                                 plx_alias_count *count)
{
    const plx_alias_source source = { "a.tsv", 0, text, len };
    const plx_alias_teller teller = { told ? append : NULL, told, 0 };
    plx_alias_table *t = NULL;
    plx_alias_count ignored;

    ok(plx_alias_table_new(&t, &err));
    ok(plx_alias_parse(t, &source, &teller, count ? count : &ignored, &err));
    plx_alias_table_finish(t);
    return t;
}

/* What a query becomes; free() it. */
static char *read_query(const plx_alias_table *t, const char *query)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    plx_analyser *an = NULL;
    plx_node *n = NULL;
    plx_tokens tokens;
    plx_alias_rewriting r = { t, NULL, &tokens };

    plx_tokens_init(&tokens);
    ok(plx_analyser_new(&an, &err));
    r.an = an;
    ok(plx_query_parse(query, strlen(query), NULL, false, &n, NULL, &err));
    ok(plx_alias_rewrite(&r, &n, &err));
    if (n)
        plx_node_describe(n, &out);
    plx_node_free(n);
    plx_tokens_release(&tokens);
    plx_analyser_free(an);
    return plx_strbuf_detach(&out);
}

static void becomes(const plx_alias_table *t, const char *query, const char *want)
{
    char *have = read_query(t, query);

    assert_string_equal(have, want);
    free(have);
}

static void text_becomes(const char *text, const char *query, const char *want)
{
    plx_alias_table *t = table_of(text, strlen(text), NULL, NULL);

    becomes(t, query, want);
    plx_alias_table_free(t);
}

/* ------------------------------------------------------------------- cases */

static bool run_case(const plx_alias_table *t, unsigned line, const char *query, const char *want)
{
    char *have = read_query(t, query);
    bool is_right = strcmp(have, want) == 0;

    if (!is_right)
        print_error("%s:%u: %s\n  want %s\n  have %s\n", CASES, line, query, want, have);
    free(have);
    return is_right;
}

static void queries_become_what_the_cases_say(void **state)
{
    plx_strbuf file = PLX_STRBUF_INIT;
    char line[LINE], query[LINE] = "";
    plx_alias_table *t = NULL;
    unsigned number = 0, cases = 0, failed = 0;
    FILE *f = fopen(CASES, "r");

    (void)state;
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = '\0';
        number++;
        if (strncmp(line, "| ", 2) == 0) {
            plx_strbuf_printf(&file, "%s\n", line + 2);
        } else if (!*line || *line == '#') {
            *query = '\0';
        } else if (!*query) {
            strcpy(query, line);
        } else {
            t = t ? t : table_of(file.s, file.len, NULL, NULL);
            failed += !run_case(t, number - 1, query, line);
            cases++;
        }
    }
    fclose(f);
    plx_alias_table_free(t);
    plx_strbuf_release(&file);
    assert_true(cases > 30);
    assert_int_equal(failed, 0);
}

/* ------------------------------------------------------------------- lines */

static void bad_lines_are_told_by_file_and_line_and_the_rest_counts(void **state)
{
    static const struct {
        const char *line, *why;
    } bad[] = {
        { "alone", "a.tsv:2: one name only" },
        { "PMF Popular Mobilization Forces", "parted by tabs" },
        { "IS\tIslamic State", "'IS' is a common word" },
        { "of the\tx", "'of the' is a common word" },
        { "?!\tx", "'?!' has no words" },
        { "x => y => z", "several =>" },
        { "=> y", "on both sides" },
        { "x =>", "on both sides" },
        { "- never heard of", "'never heard of' is not known" },
        { "-", "there is none behind it" },
        { "a\xff\tb", "UTF-8" },
        { "a\x01\tb", "UTF-8" },
        { "a b c d e f g h i j k l m\tx", "over 12 words" },
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof bad / sizeof *bad; i++) {
        plx_strbuf text = PLX_STRBUF_INIT, told = PLX_STRBUF_INIT;
        plx_alias_count count;
        plx_alias_table *t;

        plx_strbuf_printf(&text, "# first\n%s\n  left \t right \r\n\nlast\tfinal", bad[i].line);
        t = table_of(text.s, text.len, &told, &count);
        if (!strstr(told.s, bad[i].why) || strncmp(told.s, "a.tsv:2: ", 9) != 0)
            fail_msg("'%s': '%s' does not say '%s'", bad[i].line, told.s, bad[i].why);
        assert_int_equal(count.faults, 1);
        assert_int_equal(count.groups, 2);
        becomes(t, "left", "(any-of left \"right\")");
        becomes(t, "final", "(any-of final \"last\")");
        plx_alias_table_free(t);
        plx_strbuf_release(&text);
        plx_strbuf_release(&told);
    }
}

static void too_much_is_refused_by_name_of_the_limit(void **state)
{
    plx_strbuf text = PLX_STRBUF_INIT, told = PLX_STRBUF_INIT;
    plx_alias_count count;
    int i;

    (void)state;
    for (i = 0; i <= PLX_ALIAS_LINE_NAMES_MAX; i++)
        plx_strbuf_printf(&text, "name%d\t", i);
    plx_strbuf_putc(&text, '\n');
    for (i = 0; i < PLX_ALIAS_GROUP_MAX; i++)
        plx_strbuf_printf(&text, "hub\tspoke%d\n", i);
    for (i = 0; i <= PLX_ALIAS_NAME_MAX; i++)
        plx_strbuf_putc(&text, 'x');
    plx_strbuf_puts(&text, "\tlong\n");
    plx_alias_table_free(table_of(text.s, text.len, &told, &count));
    assert_int_equal(count.faults, 3);
    assert_non_null(strstr(told.s, "a.tsv:1: over 32 names"));
    assert_non_null(strstr(told.s, "a.tsv:65: 'spoke63' would be one of over 64 names"));
    assert_non_null(strstr(told.s, "257 bytes"));
    plx_strbuf_reset(&text);
    for (i = 0; i <= PLX_ALIAS_LINES_MAX; i++)
        plx_strbuf_printf(&text, "a%d\tb%d\n", i, i);
    plx_strbuf_reset(&told);
    plx_alias_table_free(table_of(text.s, text.len, &told, &count));
    assert_int_equal(count.groups, PLX_ALIAS_LINES_MAX);
    assert_non_null(strstr(told.s, "a.tsv:20001: over 20000 lines"));
    plx_strbuf_release(&text);
    plx_strbuf_release(&told);
}

static void of_many_bad_lines_some_are_told_and_the_rest_counted(void **state)
{
    static const char text[] = "a\nb\nc\nd\ne\n";
    const plx_alias_source source = { "a.tsv", 0, text, sizeof text - 1 };
    plx_strbuf told = PLX_STRBUF_INIT;
    const plx_alias_teller teller = { append, &told, 2 };
    plx_alias_count count;
    plx_alias_table *t = NULL;

    (void)state;
    ok(plx_alias_table_new(&t, &err));
    ok(plx_alias_parse(t, &source, &teller, &count, &err));
    assert_int_equal(count.faults, 5);
    assert_non_null(strstr(told.s, "a.tsv:2:"));
    assert_null(strstr(told.s, "a.tsv:3:"));
    assert_non_null(strstr(told.s, "3 more lines"));
    plx_alias_table_free(t);
    plx_strbuf_release(&told);
}

static void a_name_that_is_taken_out_is_in_none_of_the_lines_above(void **state)
{
    (void)state;
    text_becomes("a1\ta2\ta3\n- a1\n", "a1", "a1");
    text_becomes("a1\ta2\ta3\n- a1\n", "a2", "(any-of a2 \"a3\")");
    text_becomes("a1\ta2\ta3\n- a3\n", "a1", "(any-of a1 \"a2\")");
    text_becomes("a1\ta2\ta3\n- a2\na3\ta4", "a1", "(any-of a1 \"a3\" \"a4\")");
    text_becomes("a1\ta2\n- a1\ta2\n", "a2", "a2");
    text_becomes("a1 => b1\n- a1\n", "a1", "a1");
    text_becomes("a1 => b1\n- b1\n", "a1", "a1");
    text_becomes("a1\ta2\n- a1\na1\tnew thing\n", "a1", "(any-of a1 \"new thing\")");
    text_becomes("a1\ta2\n- a1\na1\tnew thing\n", "a2", "a2");
}

/* ----------------------------------------------------------- the shipped file */

/* Names of a line whose words are those of another, here or above. */
static unsigned count_repeated(plx_analyser *an, plx_map *seen, char *line, unsigned number)
{
    plx_tokens tokens;
    char *name, *rest = NULL;
    unsigned repeated = 0;

    plx_tokens_init(&tokens);
    for (name = strtok_r(line, "\t\n", &rest); name; name = strtok_r(NULL, "\t\n", &rest)) {
        plx_strbuf key = PLX_STRBUF_INIT;
        bool is_new;

        ok(plx_analyser_run(an, "en", name, strlen(name), &tokens, &err));
        plx_alias_key_add(&key, &tokens);
        plx_map_add(seen, key.s, key.len, &is_new);
        if (!is_new)
            print_error("%s:%u: '%s' is there before\n", SHIPPED, number, name);
        repeated += !is_new;
        plx_strbuf_release(&key);
    }
    plx_tokens_release(&tokens);
    return repeated;
}

static void the_shipped_file_has_no_bad_line_and_no_name_twice(void **state)
{
    plx_strbuf text = PLX_STRBUF_INIT, told = PLX_STRBUF_INIT;
    plx_analyser *an = NULL;
    plx_map *seen = plx_map_new();
    plx_alias_count count;
    char line[LINE];
    unsigned number = 0, repeated = 0;
    FILE *f = fopen(SHIPPED, "r");

    (void)state;
    assert_non_null(f);
    ok(plx_analyser_new(&an, &err));
    while (fgets(line, sizeof line, f)) {
        number++;
        plx_strbuf_puts(&text, line);
        if (*line != '#' && !strstr(line, "=>"))
            repeated += count_repeated(an, seen, line, number);
    }
    fclose(f);
    plx_alias_table_free(table_of(text.s, text.len, &told, &count));
    assert_string_equal(told.s, "");
    assert_int_equal(repeated, 0);
    assert_true(count.groups >= 250 && count.leads >= 20);
    plx_map_free(seen);
    plx_analyser_free(an);
    plx_strbuf_release(&text);
    plx_strbuf_release(&told);
}

/* ------------------------------------------------------------- files that change */

static char folder[64], shipped[96], own[96];

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/plx-aliases-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(shipped, sizeof shipped, "%s/shipped.tsv", folder);
    snprintf(own, sizeof own, "%s/own.tsv", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    return plx_file_remove_tree(folder, NULL) ? -1 : 0;
}

static void write_file(const char *path, const char *text)
{
    ok(plx_file_replace(path, text, strlen(text), &err));
}

static plx_aliases *open_files(plx_strbuf *told)
{
    const plx_alias_file files[] = { { shipped, false }, { own, true } };
    const plx_alias_teller teller = { append, told, 0 };
    plx_aliases *a = NULL;

    ok(plx_aliases_open(files, 2, &teller, &a, &err));
    return a;
}

/* What a query becomes now, or once the files have been looked at again. */
static bool soon_becomes(plx_aliases *a, const char *query, const char *want)
{
    bool is_right = false;
    int i;

    for (i = 0; i < 500 && !is_right; i++) {
        char *have = read_query(plx_aliases_borrow(a), query);

        plx_aliases_give_back(a);
        is_right = strcmp(have, want) == 0;
        free(have);
        if (!is_right)
            usleep(20000);
    }
    return is_right;
}

static void a_users_file_adds_to_the_shipped_one_and_takes_out_of_it(void **state)
{
    plx_strbuf told = PLX_STRBUF_INIT;
    plx_aliases *a;

    (void)state;
    write_file(shipped, "PMF\tPMU\n");
    write_file(own, "PMU\tMobilized Units\nPMX\tPMF\n- PMU\nMOD\n");
    a = open_files(&told);
    assert_true(soon_becomes(a, "PMF", "(any-of PMF \"PMX\" \"Mobilized Units\")"));
    assert_true(soon_becomes(a, "PMU", "PMU"));
    assert_int_equal(plx_aliases_count(a, 0).groups, 1);
    assert_int_equal(plx_aliases_count(a, 1).groups, 2);
    assert_int_equal(plx_aliases_count(a, 1).faults, 1);
    assert_non_null(strstr(told.s, "own.tsv:4: one name only"));
    plx_aliases_close(a);
    plx_strbuf_release(&told);
}

static void a_file_that_changes_is_read_again_and_a_broken_one_is_not(void **state)
{
    plx_strbuf told = PLX_STRBUF_INIT;
    plx_aliases *a;

    (void)state;
    write_file(shipped, "PMF\tPMU\n");
    a = open_files(&told);
    assert_true(soon_becomes(a, "PMF", "(any-of PMF \"PMU\")"));
    write_file(own, "PMF\tthird\n");
    assert_true(soon_becomes(a, "PMF", "(any-of PMF \"PMU\" \"third\")"));
    assert_int_equal(remove(shipped), 0);
    while (!told.len)
        assert_true(soon_becomes(a, "third", "(any-of third \"PMF\" \"PMU\")"));
    assert_non_null(strstr(told.s, "shipped.tsv"));
    assert_non_null(strstr(told.s, "those read before stay in force"));
    write_file(shipped, "PMF\tPMV\n");
    assert_true(soon_becomes(a, "PMF", "(any-of PMF \"PMV\" \"third\")"));
    assert_int_equal(remove(own), 0);
    assert_true(soon_becomes(a, "PMF", "(any-of PMF \"PMV\")"));
    plx_aliases_close(a);
    plx_strbuf_release(&told);
}

static void a_file_that_is_needed_and_missing_is_an_error(void **state)
{
    const plx_alias_file file = { own, false };
    plx_aliases *a = NULL;

    (void)state;
    assert_int_equal(plx_aliases_open(&file, 1, NULL, &a, &err), PLX_ERR_NOTFOUND);
    assert_null(a);
    assert_non_null(strstr(err.msg, "own.tsv"));
    ok(plx_aliases_open(NULL, 0, NULL, &a, &err));
    assert_true(soon_becomes(a, "PMF", "PMF"));
    plx_aliases_close(a);
}

#define FILES(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queries_become_what_the_cases_say),
        cmocka_unit_test(bad_lines_are_told_by_file_and_line_and_the_rest_counts),
        cmocka_unit_test(too_much_is_refused_by_name_of_the_limit),
        cmocka_unit_test(of_many_bad_lines_some_are_told_and_the_rest_counted),
        cmocka_unit_test(a_name_that_is_taken_out_is_in_none_of_the_lines_above),
        cmocka_unit_test(the_shipped_file_has_no_bad_line_and_no_name_twice),
        FILES(a_users_file_adds_to_the_shipped_one_and_takes_out_of_it),
        FILES(a_file_that_changes_is_read_again_and_a_broken_one_is_not),
        FILES(a_file_that_is_needed_and_missing_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
