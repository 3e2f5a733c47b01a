/* tests/unit/test_store_query.c - queries and matches */
#include "tests/unit/store_fixture.h"

/* ----------------------------------------------------------------- query */

static void each_operator_matches_what_it_says(void **state)
{
    plx_store *st = open_sample();
    (void)state;

    assert_string_equal(set_of(st, words(PLX_OP_AND, 0, "green", "attack")), "1 2");
    assert_string_equal(set_of(st, words(PLX_OP_OR, 0, "zone", "oil")), "1 3 5");
    assert_string_equal(set_of(st, words(PLX_OP_NOT, 0, "green", "zone")), "2");
    assert_string_equal(set_of(st, words(PLX_OP_FILTER, 0, "green", "trees")), "3");
    assert_string_equal(set_of(st, words(PLX_OP_AND_MAYBE, 0, "zone", "baghdad")), "1 3");
    assert_string_equal(set_of(st, words(PLX_OP_PHRASE, 0, "green", "zone")), "1");
    assert_string_equal(set_of(st, words(PLX_OP_PHRASE, 3, "attack", "green")), "");
    assert_string_equal(set_of(st, words(PLX_OP_PHRASE, 4, "attack", "green")), "2");
    assert_string_equal(set_of(st, words(PLX_OP_NEAR, 3, "green", "zone")), "1 3");
    assert_string_equal(set_of(st, words(PLX_OP_SYNONYM, 0, "oil", "trees")), "3 5");
    assert_string_equal(set_of(st, words(PLX_OP_MAX, 0, "oil", "trees")), "3 5");
    assert_string_equal(hits_of(st, words(PLX_OP_AND_MAYBE, 0, "zone", "trees"), NULL), "3 1");
    assert_string_equal(hits_of(st, combine(PLX_OP_OR, 0, word("oil"), NULL), NULL), "5");
    plx_store_close(st);
}

static void phrases_take_groups_of_words(void **state)
{
    plx_store *st = open_sample();
    plx_query *group, *prefix, *q;
    char *text;
    (void)state;

    group = words(PLX_OP_SYNONYM, 0, "embassy", "zone");
    assert_string_equal(set_of(st, combine(PLX_OP_PHRASE, 0, word("green"), group)), "1 2");
    OK(plx_query_prefix("zon", 3, 10, &prefix, &err));
    q = combine(PLX_OP_PHRASE, 0, word("relief"), prefix);
    assert_string_equal(set_of(st, q), "6");
    group = words(PLX_OP_PHRASE, 0, "green", "zone");
    assert_string_equal(set_of(st, combine(PLX_OP_SYNONYM, 0, group, word("oil"))), "1 5");
    OK(plx_query_prefix("nothing", 7, 10, &prefix, &err));
    assert_string_equal(set_of(st, combine(PLX_OP_NEAR, 0, word("relief"), prefix)), "");
    group = words(PLX_OP_OR, 0, "embassy", "zone");
    q = combine(PLX_OP_PHRASE, 0, word("green"), group);
    OK(plx_query_describe(q, &text, &err));
    assert_string_equal(text, "(green PHRASE/2 (embassy OR zone))");
    free(text);
    plx_query_free(q);
    plx_store_close(st);
}

static plx_status combine_status(plx_query_op op, plx_query *a, plx_query *b)
{
    plx_query *children[] = { a, b }, *q;
    plx_status rc = plx_query_combine(op, children, 2, 0, &q, &err);
    assert_null(q);
    return rc;
}

static void impossible_combinations_are_refused_and_freed(void **state)
{
    plx_query *range, *q = word("deep"), *out;
    plx_status rc = PLX_OK;
    (void)state;

    FAILS(PLX_ERR_INVALID, combine_status(PLX_OP_PHRASE, word("a"), everything()));
    FAILS(PLX_ERR_INVALID, combine_status(PLX_OP_NEAR, word("a"), words(PLX_OP_AND, 0, "b", "c")));
    FAILS(PLX_ERR_INVALID, combine_status((plx_query_op)12, word("a"), word("b")));
    FAILS(PLX_ERR_INVALID, combine_status(PLX_OP_OR, word("a"), NULL));
    OK(plx_query_value_range(1, NULL, NULL, &range, &err));
    FAILS(PLX_ERR_INVALID, combine_status(PLX_OP_SYNONYM, word("a"), range));
    FAILS(PLX_ERR_INVALID, plx_query_combine(PLX_OP_OR, NULL, 0, 0, &out, &err));
    FAILS(PLX_ERR_INVALID, plx_query_scale(word("a"), -1, &out, &err));
    assert_null(out);
    for (int i = 0; i < 300 && rc == PLX_OK; i++) {
        rc = plx_query_scale(q, 1, &out, &err);
        q = out;
    }
    FAILS(PLX_ERR_LIMIT, rc);
    plx_query_free(NULL);
}

static void scaling_changes_the_order(void **state)
{
    plx_store *st = open_sample();
    plx_query *oil, *trees;
    (void)state;

    OK(plx_query_scale(word("oil"), 5, &oil, &err));
    assert_string_equal(hits_of(st, combine(PLX_OP_OR, 0, oil, word("trees")), NULL), "5 3");
    OK(plx_query_scale(word("trees"), 5, &trees, &err));
    assert_string_equal(hits_of(st, combine(PLX_OP_OR, 0, word("oil"), trees), NULL), "3 5");
    plx_store_close(st);
}

static void value_ranges_are_by_bytes_and_open_ended(void **state)
{
    plx_store *st = open_sample();
    plx_bytes low = { "2019-10", 7 }, high = { "2019-12", 7 }, empty = { "", 0 };
    plx_query *q;
    (void)state;

    OK(plx_query_value_range(1, &low, &high, &q, &err));
    assert_string_equal(set_of(st, q), "1 5");
    OK(plx_query_value_range(1, &low, NULL, &q, &err));
    assert_string_equal(set_of(st, q), "1 4 5");
    OK(plx_query_value_range(1, NULL, &high, &q, &err));
    assert_string_equal(set_of(st, q), "1 2 5");
    OK(plx_query_value_range(1, NULL, NULL, &q, &err));
    assert_string_equal(set_of(st, q), "1 2 4 5");
    OK(plx_query_value_range(1, &empty, NULL, &q, &err));
    assert_string_equal(set_of(st, q), "1 2 4 5");
    OK(plx_query_value_range(1, &high, &low, &q, &err));
    assert_string_equal(set_of(st, q), "");
    plx_store_close(st);
}

static void prefix_takes_the_most_frequent_terms(void **state)
{
    plx_store *st = open_sample();
    plx_query *q;
    (void)state;

    OK(plx_query_prefix("sanction", 8, 100, &q, &err));
    assert_string_equal(set_of(st, q), "5 6");
    OK(plx_query_prefix("zon", 3, 1, &q, &err)); /* zone in two documents, zonal in one */
    assert_string_equal(set_of(st, q), "1 3");
    OK(plx_query_prefix("zzz", 3, 1, &q, &err));
    assert_string_equal(set_of(st, q), "");
    FAILS(PLX_ERR_LIMIT, plx_query_prefix("z", 1, 0, &q, &err));
    FAILS(PLX_ERR_LIMIT, plx_query_prefix("z", 1, 10001, &q, &err));
    FAILS(PLX_ERR_INVALID, plx_query_prefix("", 0, 10, &q, &err));
    plx_store_close(st);
}

static void all_and_nothing_match_all_and_nothing(void **state)
{
    plx_store *st = open_sample();
    plx_query *q;
    (void)state;

    assert_string_equal(set_of(st, everything()), "1 2 3 4 5 6");
    OK(plx_query_nothing(&q, &err));
    assert_string_equal(set_of(st, combine(PLX_OP_OR, 0, q, word("oil"))), "5");
    OK(plx_query_nothing(&q, &err));
    assert_string_equal(set_of(st, q), "");
    assert_string_equal(set_of(st, combine(PLX_OP_NOT, 0, everything(), word("green"))), "4 5 6");
    plx_store_close(st);
}

static bool is_even(void *ctx, uint32_t docid)
{
    if (ctx)
        ++*(int *)ctx;
    return docid % 2 == 0;
}

static plx_query *even(double weight)
{
    plx_query *q;
    OK(plx_query_predicate(is_even, NULL, 3, weight, &q, &err));
    return q;
}

static void predicate_filters_and_never_invents_documents(void **state)
{
    plx_store *st = open_sample();
    (void)state;

    assert_string_equal(set_of(st, combine(PLX_OP_FILTER, 0, word("green"), even(0))), "2");
    assert_string_equal(set_of(st, combine(PLX_OP_NOT, 0, word("green"), even(0))), "1 3");
    assert_string_equal(set_of(st, combine(PLX_OP_OR, 0, word("oil"), even(1))), "2 4 5 6");
    assert_string_equal(set_of(st, even(0)), "2 4 6");
    plx_store_close(st);
    st = open_writer();
    OK(plx_store_delete(st, "Q4", 2, &err));
    OK(plx_store_commit(st, &err));
    assert_string_equal(set_of(st, even(2)), "2 6");
    assert_string_equal(set_of(st, combine(PLX_OP_OR, 0, word("oil"), even(1))), "2 5 6");
    assert_string_equal(set_of(st, combine(PLX_OP_AND, 0, even(1), even(1))), "2 6");
    plx_store_close(st);
}

static void docids_match_the_documents_of_an_array(void **state)
{
    static const uint32_t ids[] = { 2, 4, 5, 90 }, falling[] = { 3, 2 }, zero[] = { 0 };
    plx_store *st = open_sample();
    plx_query *q;
    (void)state;

    OK(plx_query_docids(ids, 4, 1, &q, &err));
    assert_string_equal(set_of(st, q), "2 4 5");
    OK(plx_query_docids(ids, 4, 0, &q, &err));
    assert_string_equal(set_of(st, combine(PLX_OP_FILTER, 0, word("attack"), q)), "2 4");
    OK(plx_query_docids(NULL, 0, 0, &q, &err));
    assert_string_equal(set_of(st, q), "");
    FAILS(PLX_ERR_INVALID, plx_query_docids(falling, 2, 0, &q, &err));
    FAILS(PLX_ERR_INVALID, plx_query_docids(zero, 1, 0, &q, &err));
    plx_store_close(st);
}

static void long_docid_arrays_are_galloped_through(void **state)
{
    static uint32_t ids[1500];
    plx_store *st = open_writer();
    plx_match_options opt = { .count_only = true, .exact_total = true };
    plx_query *q;
    plx_matches m;
    char id[16];
    (void)state;

    for (uint32_t i = 0; i < 1500; i++) {
        ids[i] = 2 * i + 1;
        snprintf(id, sizeof id, "Q%u", i);
        put(st, id, i % 97 == 0 ? "rare common" : "common", NULL);
    }
    OK(plx_store_commit(st, &err));
    for (int rare = 0; rare < 2; rare++) {
        OK(plx_query_docids(ids, 1500, 0, &q, &err));
        q = combine(PLX_OP_FILTER, 0, word(rare ? "rare" : "common"), q);
        OK(plx_store_match(st, q, &opt, &m, &err));
        assert_int_equal(m.total, rare ? 8 : 750); /* docids 1, 98, 195, ...: every other is odd */
        assert_true(m.total_exact);
        assert_int_equal(m.count, 0);
        plx_matches_release(&m);
        plx_query_free(q);
    }
    plx_store_close(st);
}

/* ----------------------------------------------------------------- match */

static void best_matches_come_first_and_pages_fit_together(void **state)
{
    plx_store *st = open_sample();
    plx_match_options page = { .offset = 1, .limit = 1 };
    plx_bm25 flat = { .k1 = 0, .k3 = 1, .b = 0, .min_normlen = 0.5 };
    plx_match_options opt = { .bm25 = &flat };
    (void)state;

    assert_string_equal(hits_of(st, word("attack"), NULL), "4 1 2");
    assert_string_equal(hits_of(st, word("attack"), &page), "1");
    page.offset = 3;
    assert_string_equal(hits_of(st, word("attack"), &page), "");
    page.offset = UINT32_MAX;
    page.limit = UINT32_MAX;
    assert_string_equal(hits_of(st, word("attack"), &page), "");
    assert_string_equal(hits_of(st, word("attack"), &opt), "1 2 4"); /* counts do not matter */
    plx_store_close(st);
}

static void weights_that_are_no_numbers_are_refused(void **state)
{
    plx_store *st = open_sample();
    plx_bm25 bad = { .k1 = 1, .k3 = 1, .b = -0.5, .min_normlen = 0.5 };
    plx_match_options opt = { .bm25 = &bad };
    plx_query *q = word("attack"), *out;
    plx_matches m;
    (void)state;

    FAILS(PLX_ERR_INVALID, plx_store_match(st, q, &opt, &m, &err));
    plx_query_free(q);
    FAILS(PLX_ERR_INVALID, plx_query_scale(word("a"), strtod("nan", NULL), &out, &err));
    FAILS(PLX_ERR_INVALID, plx_query_predicate(is_even, NULL, 1, -1, &out, &err));
    plx_store_close(st);
}

static void sorting_by_value_puts_documents_without_one_last(void **state)
{
    plx_store *st = open_sample();
    plx_match_options opt = { .sort = PLX_SORT_VALUE_DESC, .sort_slot = 1 };
    (void)state;

    assert_string_equal(hits_of(st, everything(), &opt), "4 1 5 2 3 6");
    opt.sort = PLX_SORT_VALUE_ASC;
    assert_string_equal(hits_of(st, everything(), &opt), "2 1 5 4 3 6");
    opt.limit = 2;
    assert_string_equal(hits_of(st, everything(), &opt), "2 1");
    opt.offset = 3;
    assert_string_equal(hits_of(st, everything(), &opt), "4 3");
    opt.sort = (plx_sort)3;
    plx_matches m;
    plx_query *q = everything();
    FAILS(PLX_ERR_INVALID, plx_store_match(st, q, &opt, &m, &err));
    assert_null(m.items);
    plx_query_free(q);
    plx_store_close(st);
}

static int collect_docid(void *ctx, uint32_t docid)
{
    char *text = ctx;
    snprintf(text + strlen(text), 64 - strlen(text), "%u ", docid);
    return docid == 4;
}

static void each_match_is_shown_once_in_docid_order(void **state)
{
    plx_store *st = open_sample();
    char seen[64] = "";
    plx_match_options opt = { .limit = 1, .on_match = collect_docid, .ctx = seen };
    plx_query *q = words(PLX_OP_OR, 0, "green", "oil");
    plx_matches m;
    (void)state;

    OK(plx_store_match(st, q, &opt, &m, &err));
    assert_string_equal(seen, "1 2 3 5 ");
    assert_int_equal(m.count, 1);
    assert_int_equal(m.total, 4);
    assert_true(m.total_exact);
    plx_matches_release(&m);
    opt.sort = PLX_SORT_VALUE_DESC;
    opt.sort_slot = 1;
    seen[0] = 0;
    OK(plx_store_match(st, q, &opt, &m, &err));
    assert_string_equal(seen, "1 2 3 5 ");
    plx_matches_release(&m);
    opt.count_only = true;
    seen[0] = 0;
    OK(plx_store_match(st, q, &opt, &m, &err));
    assert_string_equal(seen, "1 2 3 5 ");
    plx_matches_release(&m);
    plx_query_free(q);
    q = word("attack");
    seen[0] = 0;
    FAILS(PLX_ERR_STOPPED, plx_store_match(st, q, &opt, &m, &err));
    assert_string_equal(seen, "1 2 4 ");
    assert_null(m.items);
    plx_query_free(q);
    plx_store_close(st);
}

static void totals_are_exact_when_asked_for(void **state)
{
    plx_store *st = open_writer();
    plx_match_options opt = { .limit = 1, .exact_total = true };
    plx_query *q;
    plx_matches m;
    char id[16];
    (void)state;

    for (int i = 1; i <= 500; i++) {
        snprintf(id, sizeof id, "Q%d", i);
        put(st, id, i % 2 ? (i % 5 ? "a" : "a b") : "b c", NULL);
    }
    OK(plx_store_commit(st, &err));
    q = words(PLX_OP_AND, 0, "a", "b");
    OK(plx_store_match(st, q, &opt, &m, &err));
    assert_int_equal(m.total, 50);
    assert_true(m.total_exact);
    plx_matches_release(&m);
    plx_query_free(q);
    q = words(PLX_OP_OR, 0, "a", "b"); /* every document */
    OK(plx_store_match(st, q, &opt, &m, &err));
    assert_int_equal(m.total, 500);
    assert_true(m.total_exact);
    plx_matches_release(&m);
    plx_query_free(q);
    q = even(1);
    OK(plx_store_match(st, q, NULL, &m, &err));
    assert_int_equal(m.count, 10);
    plx_matches_release(&m);
    plx_matches_release(NULL);
    plx_query_free(q);
    plx_store_close(st);
}

/* 20000 documents in which every word pair occurs, but never one behind the other. */
static plx_store *open_heavy(void)
{
    static char text[40 * 8 + 8];
    plx_store *st = open_writer();
    char id[16];

    text[0] = 0;
    for (int i = 0; i < 40; i++)
        strcat(text, i % 2 ? "b filler " : "a ");
    text[strlen(text) - 1] = 0;
    for (int i = 0; i < 20000; i++) {
        snprintf(id, sizeof id, "Q%d", i);
        put(st, id, text, NULL);
    }
    OK(plx_store_commit(st, &err));
    return st;
}

static void deadline_ends_a_heavy_match(void **state)
{
    plx_store *st = open_heavy();
    plx_match_options opt = { .exact_total = true };
    plx_query *queries[3];
    (void)state;

    queries[0] = words(PLX_OP_PHRASE, 0, "b", "a"); /* finds nothing, looks at everything */
    queries[1] =
        combine(PLX_OP_OR, 0, words(PLX_OP_PHRASE, 0, "b", "a"), words(PLX_OP_PHRASE, 0, "a", "a"));
    queries[2] = combine(PLX_OP_OR, 0, words(PLX_OP_OR, 0, "a", "b"), word("filler"));
    for (int i = 0; i < 3; i++) {
        plx_matches m;
        double start = now_ms(), full, cut;
        opt.deadline_ms = 0;
        OK(plx_store_match(st, queries[i], &opt, &m, &err));
        full = now_ms() - start;
        plx_matches_release(&m);
        start = now_ms();
        opt.deadline_ms = 1;
        FAILS(PLX_ERR_DEADLINE, plx_store_match(st, queries[i], &opt, &m, &err));
        cut = now_ms() - start;
        assert_null(m.items);
        print_message("  full %.1f ms, cut after %.1f ms\n", full, cut);
        assert_true(cut < full);
        opt.deadline_ms = 60000;
        start = now_ms();
        OK(plx_store_match(st, queries[i], &opt, &m, &err));
        print_message("  with a far deadline %.1f ms\n", now_ms() - start);
        plx_matches_release(&m);
        plx_query_free(queries[i]);
    }
    plx_store_close(st);
}

/* A far deadline must not change what is found, how it ranks, or the totals. */
static void far_deadline_changes_no_result(void **state)
{
    plx_store *st = open_sample();
    plx_match_options with = { .limit = 100, .exact_total = true, .deadline_ms = 60000 };
    plx_match_options without = { .limit = 100, .exact_total = true };
    plx_query *queries[6];
    plx_matches a, b;
    (void)state;

    queries[0] = words(PLX_OP_OR, 0, "green", "attack");
    queries[1] = words(PLX_OP_PHRASE, 0, "green", "zone");
    queries[2] = combine(PLX_OP_SYNONYM, 0, words(PLX_OP_PHRASE, 0, "green", "zone"), word("oil"));
    queries[3] =
        combine(PLX_OP_PHRASE, 0, word("green"), words(PLX_OP_SYNONYM, 0, "embassy", "zone"));
    queries[4] = combine(PLX_OP_OR, 0, even(1), word("oil"));
    queries[5] = combine(PLX_OP_MAX, 0, words(PLX_OP_NEAR, 4, "attack", "green"), word("oil"));
    for (int i = 0; i < 6; i++) {
        OK(plx_store_match(st, queries[i], &with, &a, &err));
        OK(plx_store_match(st, queries[i], &without, &b, &err));
        assert_int_equal(a.count, b.count);
        assert_int_equal(a.total, b.total);
        assert_true(a.count > 0);
        for (size_t k = 0; k < a.count; k++) {
            assert_int_equal(a.items[k].docid, b.items[k].docid);
            assert_true(a.items[k].score == b.items[k].score);
        }
        plx_matches_release(&a);
        plx_matches_release(&b);
        plx_query_free(queries[i]);
    }
    plx_store_close(st);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, make_root, remove_root)
    const struct CMUnitTest tests[] = {
        T(each_operator_matches_what_it_says),
        T(phrases_take_groups_of_words),
        T(impossible_combinations_are_refused_and_freed),
        T(scaling_changes_the_order),
        T(value_ranges_are_by_bytes_and_open_ended),
        T(prefix_takes_the_most_frequent_terms),
        T(all_and_nothing_match_all_and_nothing),
        T(predicate_filters_and_never_invents_documents),
        T(docids_match_the_documents_of_an_array),
        T(long_docid_arrays_are_galloped_through),
        T(best_matches_come_first_and_pages_fit_together),
        T(weights_that_are_no_numbers_are_refused),
        T(sorting_by_value_puts_documents_without_one_last),
        T(each_match_is_shown_once_in_docid_order),
        T(totals_are_exact_when_asked_for),
        T(deadline_ends_a_heavy_match),
        T(far_deadline_changes_no_result),
    };
#undef T
    plx_store_process_init(0);
    return cmocka_run_group_tests_name("store_query", tests, NULL, NULL);
}
