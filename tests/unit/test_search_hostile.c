/* Queries that are meant to hurt, or hold hardly anything: each is answered, or refused by the name
 * of a limit, at a bounded cost. */
#include "search_fixture.h"

#include "search/query.h"

#define ARTICLES 40
#define WORDS    60

static int make_index(void **state)
{
    static char text[WORDS * 16];
    plx_writer *w;
    int i, j;

    if (make_folder(state))
        return -1;
    w = open_writer(NULL);
    for (i = 0; i < ARTICLES; i++) {
        plx_article a;
        char id[16], author[32];
        size_t n = 0;

        for (j = 0; j < WORDS; j++)
            n += (size_t)snprintf(text + n, sizeof text - n, "the word%c%c%c%c ", 'a' + i / 26,
                                  'a' + i % 26, 'b' + j / 20, 'b' + j % 20);
        snprintf(id, sizeof id, "a%d", i);
        snprintf(author, sizeof author, "John Doe %d", i);
        plx_article_init(&a);
        fill_article(&a, id, text);
        a.author = strdup(author);
        a.synthetic = true;
        put_article(w, &a);
    }
    close_writer(w);
    open_searcher();
    return 0;
}

/* n times a piece of a query. */
static char *repeat(const char *piece, size_t n)
{
    size_t len = strlen(piece), i;
    char *s = malloc(n * len + 1);

    assert_non_null(s);
    for (i = 0; i < n; i++)
        memcpy(s + i * len, piece, len);
    s[n * len] = '\0';
    return s;
}

/* Answered within the limits, or refused with these words. */
static void ask(char *query, const char *refusal)
{
    plx_search_request req = { .query = query, .explain = true, .snippets = true };
    plx_search_result r;
    plx_status rc = plx_search(searcher, &req, &r, &err);

    if (refusal && (rc == PLX_OK || !strstr(err.msg, refusal)))
        fail_msg("'%.40s' is not refused with '%s': %s", query, refusal, rc ? err.msg : "found");
    if (!refusal && rc)
        fail_msg("'%.40s' is refused: %s", query, err.msg);
    plx_search_result_release(&r);
    free(query);
}

static void long_queries_are_refused_by_the_name_of_the_limit(void **state)
{
    (void)state;
    ask(repeat("word ", 10000), "16384");
    ask(repeat("x ", 8000), "512 words");
    ask(repeat("x", 1 << 20), "1048576 bytes, at most 16384");
    ask(repeat("word ", 512), NULL);
    ask(repeat("x", PLX_QUERY_BYTES_MAX), NULL);
}

static void phrases_are_bounded(void **state)
{
    (void)state;
    ask(repeat("\"wordaabb the\" ", 512), "128 phrases");
    ask(repeat("wordaabb-the ", 300), "128 phrases");
    ask(repeat("\"no such\" ", 512), NULL);
    ask(repeat("\"wordaabb the\" ", 128), NULL);
    ask(repeat("\"a b c d\" ", 512), "1024 words");
}

static void near_is_bounded(void **state)
{
    (void)state;
    ask(repeat("the NEAR/1000 ", 17), "joins over 16");
    ask(repeat("the NEAR/1000 ", 16), NULL);
    ask(repeat("(the OR \"the the\" OR \"the the the\") NEAR ", 15), NULL);
    ask(repeat("NEAR/5 ", 500), "joins over 16");
}

static size_t count_terms(const json_t *unit)
{
    const json_t *list = json_object_get(unit, "alternatives"), *children;
    size_t n = json_array_size(list), i;

    children = json_object_get(unit, "children");
    for (i = 0; i < json_array_size(children); i++)
        n += count_terms(json_array_get(children, i));
    return n;
}

static void prefixes_share_what_they_may_stand_for(void **state)
{
    plx_search_request req = { .explain = true };
    char *query = repeat("word* ", 200);
    plx_search_result r;
    size_t n;

    (void)state;
    req.query = query;
    OK(plx_search(searcher, &req, &r, &err));
    n = count_terms(r.reading_tree);
    assert_true(n > 0 && n <= PLX_PREFIXES_WORDS_MAX);
    assert_non_null(strstr(r.notice, "10 most frequent of 2401"));
    assert_true(strlen(r.notice) < 200);
    plx_search_result_release(&r);
    free(query);
    ask(repeat("a* b* c* ", 100), NULL);
}

static void lookups_of_values_are_bounded(void **state)
{
    (void)state;
    ask(repeat("author:doe ", 65), "over 2000 values");
    ask(repeat("author:nobody ", 65), "64 values");
    ask(repeat("author:nobody ", 64), NULL);
    ask(repeat("author:\"john doe 1\" ", 500), NULL);
}

static void brackets_and_operators_are_bounded(void **state)
{
    (void)state;
    ask(repeat("(", 33), "nested deeper than 32");
    ask(repeat("(", 32), NULL);
    ask(repeat("(", 16000), "nested deeper than 32");
    ask(repeat(")", 16000), NULL);
    ask(repeat("() ", 5000), NULL);
    ask(repeat("\"", 16000), NULL);
    ask(repeat("NOT ", 4000), NULL);
    ask(repeat("AND ", 500), NULL);
    ask(repeat("+-=^*", 3000), NULL);
    ask(repeat("x^", 500), NULL);
    ask(repeat("a^1000 ", 500), NULL);
}

static void what_holds_no_word_is_everything(void **state)
{
    static const char *const queries[] = {
        "",  " ",     "\t\n",         "*",        "***",          "?!.,;:",   "\"\"", "()",
        "-", "+ - =", "\x01\x1b\x7f", "\xff\xfe", "\xe2\x80\x8f", "\xc2\xa0",
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof queries / sizeof *queries; i++) {
        plx_search_request req = { .query = queries[i] };
        plx_search_result r;

        OK(plx_search(searcher, &req, &r, &err));
        if (r.total != ARTICLES)
            fail_msg("query %zu finds %u", i, (unsigned)r.total);
        plx_search_result_release(&r);
    }
}

static void a_far_page_is_empty_and_a_farther_one_refused(void **state)
{
    plx_search_request req = { .query = "the", .offset = PLX_SEARCH_OFFSET_MAX };
    plx_search_result r;

    (void)state;
    OK(plx_search(searcher, &req, &r, &err));
    assert_int_equal(r.hit_count, 0);
    assert_int_equal(r.total, ARTICLES);
    plx_search_result_release(&r);
    req.offset++;
    assert_int_equal(plx_search(searcher, &req, &r, &err), PLX_ERR_LIMIT);
    assert_non_null(strstr(err.msg, "1000000"));
}

static void any_and_all_exclude_each_other(void **state)
{
    plx_search_request req = { .query = "the", .any = true, .all = true };
    plx_search_result r;

    (void)state;
    assert_int_equal(plx_search(searcher, &req, &r, &err), PLX_ERR_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_queries_are_refused_by_the_name_of_the_limit),
        cmocka_unit_test(phrases_are_bounded),
        cmocka_unit_test(near_is_bounded),
        cmocka_unit_test(prefixes_share_what_they_may_stand_for),
        cmocka_unit_test(lookups_of_values_are_bounded),
        cmocka_unit_test(brackets_and_operators_are_bounded),
        cmocka_unit_test(what_holds_no_word_is_everything),
        cmocka_unit_test(a_far_page_is_empty_and_a_farther_one_refused),
        cmocka_unit_test(any_and_all_exclude_each_other),
    };

    return cmocka_run_group_tests(tests, make_index, remove_search_index);
}
