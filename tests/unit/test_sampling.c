/* Choosing articles to be read: the most telling, spread out; and a random sample. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "collection/sampling.h"

static void assert_near(double value, double wanted, double by)
{
    if (!(fabs(value - wanted) <= by))
        fail_msg("%.9g is not %.9g", value, wanted);
}

#define SOURCES 5
#define MONTHS  12
#define GROUPS  10

static uint32_t source_counts[SOURCES], month_counts[MONTHS], group_counts[GROUPS];

static plx_sample_spread fresh_spread(void)
{
    memset(source_counts, 0, sizeof source_counts);
    memset(month_counts, 0, sizeof month_counts);
    memset(group_counts, 0, sizeof group_counts);
    return (plx_sample_spread){ source_counts, month_counts, group_counts };
}

static plx_candidate candidate(uint32_t docid, float worth, uint32_t source)
{
    return (plx_candidate){ docid, worth, source, PLX_SAMPLE_NONE, PLX_SAMPLE_NONE };
}

static size_t pick(const plx_candidate *c, size_t n, size_t want, uint32_t *out)
{
    plx_sample_spread spread = fresh_spread();
    plx_sample_request r = { c, n, 1, want };
    plx_error err;
    size_t got;

    assert_int_equal(plx_sample_telling(&r, &spread, out, &got, &err), PLX_OK);
    return got;
}

static plx_verdict verdict(plx_stance_kind kind, float a, float b)
{
    plx_verdict v = { .kind = kind, .best = a >= b ? 0 : 1 };

    v.probability[0] = a;
    v.probability[1] = b;
    return v;
}

static void uncertainty_is_the_entropy_of_the_probabilities(void **state)
{
    plx_verdict even = verdict(PLX_KIND_UNCLEAR, 0.5f, 0.5f);
    plx_verdict sure = verdict(PLX_KIND_LABEL, 1, 0);
    plx_verdict between = verdict(PLX_KIND_LABEL, 0.75f, 0.25f);
    plx_verdict none = { .kind = PLX_KIND_NOT_JUDGED };

    (void)state;
    assert_near(plx_sample_uncertainty(&even, 2), 1, 1e-6);
    assert_near(plx_sample_uncertainty(&sure, 2), 0, 1e-6);
    /* -(.75 log2 .75 + .25 log2 .25) */
    assert_near(plx_sample_uncertainty(&between, 2), 0.811278, 1e-5);
    assert_near(plx_sample_uncertainty(&none, 2), 0, 1e-9);
}

static void unclear_articles_are_worth_more_than_any_other(void **state)
{
    plx_verdict unclear = verdict(PLX_KIND_UNCLEAR, 0.9f, 0.1f);
    plx_verdict labelled = verdict(PLX_KIND_LABEL, 0.5f, 0.5f);
    plx_verdict off_topic = verdict(PLX_KIND_OFF_TOPIC, 0.5f, 0.5f);
    plx_verdict theirs = verdict(PLX_KIND_LABEL, 0.5f, 0.5f);
    plx_verdict absent = { .kind = PLX_KIND_OFF_TOPIC, .reason = PLX_REASON_NO_MENTION };

    (void)state;
    theirs.by_person = true;
    assert_true(plx_sample_worth(&unclear, 2) > plx_sample_worth(&labelled, 2));
    assert_true(plx_sample_worth(&labelled, 2) > plx_sample_worth(&off_topic, 2));
    assert_true(plx_sample_worth(&labelled, 2) > plx_sample_worth(&theirs, 2));
    assert_true(plx_sample_worth(&off_topic, 2) > 0);
    assert_near(plx_sample_worth(&absent, 2), 0, 1e-9);
}

static void the_most_telling_come_first_and_nothing_comes_twice(void **state)
{
    plx_candidate c[] = { candidate(1, 0.2f, PLX_SAMPLE_NONE), candidate(2, 0.9f, PLX_SAMPLE_NONE),
                          candidate(3, 0, PLX_SAMPLE_NONE), candidate(4, 0.5f, PLX_SAMPLE_NONE) };
    uint32_t out[4];

    (void)state;
    assert_int_equal(pick(c, 4, 2, out), 2);
    assert_int_equal(out[0], 2);
    assert_int_equal(out[1], 4);
    /* what is worth nothing is never picked */
    assert_int_equal(pick(c, 4, 4, out), 3);
    assert_int_equal(pick(c, 0, 4, out), 0);
}

static void sources_take_turns(void **state)
{
    plx_candidate c[20];
    uint32_t out[10], seen[SOURCES] = { 0 };

    (void)state;
    /* source 0 has the ten best, the others' best are worth a little less */
    for (uint32_t i = 0; i < 20; i++)
        c[i] = candidate(i + 1, i < 10 ? 0.9f : 0.8f, i < 10 ? 0 : 1 + i % 4);
    assert_int_equal(pick(c, 20, 10, out), 10);
    for (size_t i = 0; i < 10; i++)
        seen[c[out[i] - 1].source]++;
    for (size_t s = 0; s < SOURCES; s++)
        assert_int_equal(seen[s], 2);
}

static void what_was_labelled_before_counts_as_a_turn(void **state)
{
    plx_candidate c[] = { candidate(1, 0.9f, 0), candidate(2, 0.8f, 1) };
    plx_sample_spread spread = fresh_spread();
    plx_sample_request r = { c, 2, 1, 1 };
    plx_error err;
    uint32_t out[1];
    size_t got;

    (void)state;
    plx_sample_count(&spread, &c[0]);
    assert_int_equal(plx_sample_telling(&r, &spread, out, &got, &err), PLX_OK);
    assert_int_equal(out[0], 2);
}

static void of_near_copies_one_is_picked(void **state)
{
    plx_candidate c[6];
    uint32_t out[6];

    (void)state;
    for (uint32_t i = 0; i < 6; i++) {
        c[i] = candidate(i + 1, 0.5f, PLX_SAMPLE_NONE);
        c[i].group = i / 3;
    }
    assert_int_equal(pick(c, 6, 6, out), 2);
    assert_int_not_equal((out[0] - 1) / 3, (out[1] - 1) / 3);
}

/* The same by looking at all candidates at each step. */
static uint32_t slow_pick(const plx_candidate *c, size_t n, const bool *taken)
{
    double best = 0;
    uint32_t docid = 0;

    for (size_t i = 0; i < n; i++) {
        double value = (double)c[i].worth / ((1 + 1.0 * source_counts[c[i].source]) *
                                             (1 + 0.25 * month_counts[c[i].month]));

        if (!taken[i] && !group_counts[c[i].group] && value > best) {
            best = value;
            docid = c[i].docid;
        }
    }
    return docid;
}

static void the_queue_gives_what_looking_at_all_gives(void **state)
{
    enum { N = 200, WANT = 10 };
    plx_candidate c[N];
    bool taken[N] = { false };
    uint32_t out[WANT];
    plx_sample_spread spread;

    (void)state;
    srand(7);
    for (uint32_t i = 0; i < N; i++)
        c[i] = (plx_candidate){ i + 1, (float)(rand() % 100000 + 1) / 100000,
                                (uint32_t)rand() % SOURCES, (uint32_t)rand() % MONTHS,
                                (uint32_t)rand() % GROUPS };
    assert_int_equal(pick(c, N, WANT, out), GROUPS);
    spread = fresh_spread();
    for (size_t i = 0; i < WANT; i++) {
        uint32_t docid = slow_pick(c, N, taken);

        assert_int_equal(out[i], docid);
        taken[docid - 1] = true;
        plx_sample_count(&spread, &c[docid - 1]);
    }
}

static void equals_go_by_the_seed_and_the_same_seed_gives_the_same(void **state)
{
    plx_candidate c[50];
    uint32_t a[5], b[5], other[5];
    plx_sample_spread spread = fresh_spread();
    plx_sample_request r = { c, 50, 2, 5 };
    plx_error err;
    size_t got;

    (void)state;
    for (uint32_t i = 0; i < 50; i++)
        c[i] = candidate(i + 1, 0.5f, PLX_SAMPLE_NONE);
    pick(c, 50, 5, a);
    pick(c, 50, 5, b);
    assert_memory_equal(a, b, sizeof a);
    assert_int_equal(plx_sample_telling(&r, &spread, other, &got, &err), PLX_OK);
    assert_memory_not_equal(a, other, sizeof a);
}

/* ------------------------------------------------------------------- random */

static void shuffle(uint32_t *docids, size_t n, uint64_t seed)
{
    plx_error err;

    for (uint32_t i = 0; i < n; i++)
        docids[i] = i + 1;
    assert_int_equal(plx_sample_shuffle(docids, n, seed, &err), PLX_OK);
}

static void a_shuffle_holds_all_and_depends_on_the_seed(void **state)
{
    uint32_t a[100], b[100], other[100];
    uint64_t sum = 0;

    (void)state;
    shuffle(a, 100, 1);
    shuffle(b, 100, 1);
    shuffle(other, 100, 2);
    assert_memory_equal(a, b, sizeof a);
    assert_memory_not_equal(a, other, sizeof a);
    for (size_t i = 0; i < 100; i++)
        sum += a[i];
    assert_int_equal(sum, 5050);
}

static void articles_added_later_leave_the_order_of_the_others(void **state)
{
    uint32_t few[50], many[60], left[60];
    size_t n = 0;

    (void)state;
    shuffle(few, 50, 3);
    shuffle(many, 60, 3);
    for (size_t i = 0; i < 60; i++)
        if (many[i] <= 50)
            left[n++] = many[i];
    assert_int_equal(n, 50);
    assert_memory_equal(few, left, sizeof few);
}

static void each_article_is_drawn_equally_often(void **state)
{
    uint32_t docids[20], drawn[21] = { 0 };

    (void)state;
    for (uint64_t seed = 1; seed <= 4000; seed++) {
        shuffle(docids, 20, seed);
        for (size_t i = 0; i < 5; i++)
            drawn[docids[i]]++;
    }
    /* 1000 expected, standard deviation 27 */
    for (size_t d = 1; d <= 20; d++)
        assert_in_range(drawn[d], 880, 1120);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(uncertainty_is_the_entropy_of_the_probabilities),
        cmocka_unit_test(unclear_articles_are_worth_more_than_any_other),
        cmocka_unit_test(the_most_telling_come_first_and_nothing_comes_twice),
        cmocka_unit_test(sources_take_turns),
        cmocka_unit_test(what_was_labelled_before_counts_as_a_turn),
        cmocka_unit_test(of_near_copies_one_is_picked),
        cmocka_unit_test(the_queue_gives_what_looking_at_all_gives),
        cmocka_unit_test(equals_go_by_the_seed_and_the_same_seed_gives_the_same),
        cmocka_unit_test(a_shuffle_holds_all_and_depends_on_the_seed),
        cmocka_unit_test(articles_added_later_leave_the_order_of_the_others),
        cmocka_unit_test(each_article_is_drawn_equally_often),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
