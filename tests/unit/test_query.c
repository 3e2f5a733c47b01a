/* How queries are read: cases stand in tests/data/query.test */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/query.h"

#define CASES "tests/data/query.test"
#define LINE  8192

static const char *const fields[] = { "lean", "topic", NULL };

static const char *after(const char *s, const char *prefix)
{
    size_t n = strlen(prefix);

    return strncmp(s, prefix, n) == 0 ? s + n : NULL;
}

/* "\\xHH" becomes the byte, in place; returns the length, as the byte may be 0. */
static size_t unescape(char *s)
{
    char *out = s, *start = s;
    unsigned byte;

    while (*s) {
        if (strncmp(s, "\\x", 2) == 0 && sscanf(s + 2, "%2x", &byte) == 1) {
            *out++ = (char)byte;
            s += 4;
        } else {
            *out++ = *s++;
        }
    }
    *out = '\0';
    return (size_t)(out - start);
}

/* One case; says what is wrong and returns false. */
static bool run_case(unsigned line, char *query, char *want, const char *want_notice)
{
    const char *strict = after(query, "strict: "), *want_error = after(want, "error: ");
    plx_strbuf tree = PLX_STRBUF_INIT, notice = PLX_STRBUF_INIT;
    plx_error err = { PLX_OK, "" };
    plx_node *n = NULL;
    plx_status rc;
    size_t len;
    bool ok;

    if (strict)
        query += strlen("strict: ");
    len = unescape(query);
    unescape(want);
    rc = plx_query_parse(query, len, fields, strict != NULL, &n, &notice, &err);
    if (n)
        plx_node_describe(n, &tree);
    if (want_error)
        ok = rc == PLX_ERR_INVALID && !n && strstr(err.msg, want_error);
    else
        ok = !rc && strcmp(n ? tree.s : "everything", want) == 0 &&
             (want_notice ? strstr(notice.s, want_notice) != NULL : !notice.len);
    if (!ok)
        print_error("%s:%u: %s\n  want %s (%s)\n  have %s (%s) %s\n", CASES, line, query, want,
                    want_notice ? want_notice : "", n ? tree.s : "everything", notice.s, err.msg);
    plx_node_free(n);
    plx_strbuf_release(&tree);
    plx_strbuf_release(&notice);
    return ok;
}

static bool read_line(FILE *f, char *line, unsigned *number)
{
    if (!fgets(line, LINE, f))
        return false;
    line[strcspn(line, "\n")] = '\0';
    ++*number;
    return true;
}

static void queries_are_read_as_the_table_says(void **state)
{
    static char query[LINE], want[LINE], notice[LINE];
    unsigned line = 0, cases = 0, failed = 0;
    FILE *f = fopen(CASES, "r");

    (void)state;
    assert_non_null(f);
    while (read_line(f, query, &line)) {
        unsigned start = line;
        const char *n = NULL;

        if (query[0] == '#' || !query[0])
            continue;
        if (!read_line(f, want, &line))
            break;
        if (read_line(f, notice, &line))
            n = after(notice, "notice: ");
        failed += !run_case(start, query, want, n);
        cases++;
        if (n)
            read_line(f, notice, &line);
    }
    fclose(f);
    assert_true(cases > 160);
    assert_int_equal(failed, 0);
}

static plx_status parse_text(const char *s, size_t len, plx_error *err)
{
    plx_node *n = NULL;
    plx_status rc = plx_query_parse(s, len, NULL, false, &n, NULL, err);

    assert_true(!rc || !n);
    plx_node_free(n);
    return rc;
}

static void an_empty_query_is_everything(void **state)
{
    plx_node *n = (plx_node *)1;

    (void)state;
    assert_int_equal(plx_query_parse("", 0, NULL, true, &n, NULL, NULL), PLX_OK);
    assert_null(n);
}

static void limits_are_refused_by_name(void **state)
{
    char *s = malloc(PLX_QUERY_BYTES_MAX + 1);
    plx_error err;
    size_t i;

    (void)state;
    assert_non_null(s);
    memset(s, 'a', PLX_QUERY_BYTES_MAX + 1);
    assert_int_equal(parse_text(s, PLX_QUERY_BYTES_MAX, &err), PLX_OK);
    assert_int_equal(parse_text(s, PLX_QUERY_BYTES_MAX + 1, &err), PLX_ERR_LIMIT);
    assert_non_null(strstr(err.msg, "16384"));
    for (i = 1; i < PLX_QUERY_BYTES_MAX; i += 2)
        s[i] = ' ';
    assert_int_equal(parse_text(s, 2 * PLX_QUERY_WORDS_MAX, &err), PLX_OK);
    assert_int_equal(parse_text(s, 2 * PLX_QUERY_WORDS_MAX + 2, &err), PLX_ERR_LIMIT);
    assert_non_null(strstr(err.msg, "512"));
    memset(s, '(', 100);
    assert_int_equal(parse_text(s, 100, &err), PLX_ERR_LIMIT);
    assert_non_null(strstr(err.msg, "32"));
    free(s);
}

static void long_chains_of_operators_need_no_stack(void **state)
{
    char *s = malloc(PLX_QUERY_BYTES_MAX);
    size_t n;

    (void)state;
    assert_non_null(s);
    for (n = 0; n + 8 < PLX_QUERY_BYTES_MAX; n += 4)
        memcpy(s + n, "NOT ", 4);
    s[n++] = 'a';
    assert_int_equal(parse_text(s, n, NULL), PLX_OK);
    memset(s, '+', n);
    assert_int_equal(parse_text(s, n, NULL), PLX_OK);
    memset(s, '"', n);
    assert_int_equal(parse_text(s, n, NULL), PLX_OK);
    free(s);
}

static void any_bytes_are_survived(void **state)
{
    static const char alphabet[] = "ab \"()+-=*:^5/ANDNEAR ORT\xe2\x80\x9c\xff\0title:";
    unsigned seed = 1, round;
    char s[64];

    (void)state;
    for (round = 0; round < 20000; round++) {
        size_t n = round % sizeof s, i;

        for (i = 0; i < n; i++) {
            seed = seed * 1103515245u + 12345u;
            s[i] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
        }
        parse_text(s, n, NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queries_are_read_as_the_table_says),
        cmocka_unit_test(an_empty_query_is_everything),
        cmocka_unit_test(limits_are_refused_by_name),
        cmocka_unit_test(long_chains_of_operators_need_no_stack),
        cmocka_unit_test(any_bytes_are_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
