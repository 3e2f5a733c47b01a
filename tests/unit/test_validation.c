/* What a random sample says: intervals, figures, shares corrected for the model's errors; which
 * votes count; and the file of what was asked. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "classifier/measure.h"
#include "collection/asked.h"
#include "collection/validation.h"

static char folder[64];
static plx_error err;

#define OK(call) assert_int_equal((call), PLX_OK)

static void assert_near(double value, double wanted, double by)
{
    if (!(fabs(value - wanted) <= by))
        fail_msg("%.9g is not %.9g", value, wanted);
}

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/plx-validation-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return plx_file_remove_tree(folder, NULL) ? -1 : 0;
}

static const char *path(const char *name)
{
    static char p[128];

    snprintf(p, sizeof p, "%s/%s", folder, name);
    return p;
}

/* ---------------------------------------------------------------- proportions */

static void wilsons_interval_is_that_of_the_formula(void **state)
{
    plx_proportion p = plx_proportion_of(81, 263), none = plx_proportion_of(0, 0);

    (void)state;
    /* Newcombe, Statistics in Medicine 17 (1998), table I: 0.2553 to 0.3662; 0 to 0.1611;
     * 0.0061 to 0.1718; 0.9037 to 1 by symmetry of 0 in 36 */
    assert_near(p.value, 0.30798, 1e-4);
    assert_near(p.low, 0.2553, 1e-4);
    assert_near(p.high, 0.3662, 1e-4);
    assert_near(plx_proportion_of(15, 148).low, 0.0624, 1e-4);
    assert_near(plx_proportion_of(15, 148).high, 0.1605, 1e-4);
    assert_near(plx_proportion_of(0, 20).low, 0, 1e-9);
    assert_near(plx_proportion_of(0, 20).high, 0.1611, 1e-4);
    assert_near(plx_proportion_of(1, 29).low, 0.0061, 1e-4);
    assert_near(plx_proportion_of(1, 29).high, 0.1718, 1e-4);
    assert_near(plx_proportion_of(20, 20).low, 1 - 0.1611, 1e-4);
    assert_near(none.low, 0, 1e-9);
    assert_near(none.high, 1, 1e-9);
}

static void under_thirty_is_too_few_to_say(void **state)
{
    (void)state;
    assert_true(plx_proportion_of(29, 29).is_too_few);
    assert_false(plx_proportion_of(0, 30).is_too_few);
}

/* -------------------------------------------------------------------- figures */

/* Add n articles. Two labels: words 0, 1, 2 unclear, 3 off-topic, 4 not-judged; labels 0, 1, 2
 * off-topic. */
static void add(plx_validated *items, size_t *count, size_t n, unsigned said, unsigned label)
{
    while (n--)
        items[(*count)++] = (plx_validated){ (uint8_t)said, (uint8_t)label, (uint32_t)label % 2 };
}

static void figures_by_hand(void **state)
{
    plx_validated items[200];
    plx_validation_input in = {
        .labels = 2, .items = items, .sources = 2, .population = { 600, 300, 100 }
    };
    plx_validation v;
    double var;

    (void)state;
    /* of 60 said to be a: 48 a, 12 b; of 30 said to be b: 6 a, 24 b; of 10 unclear: 5 and 5 */
    add(items, &in.count, 48, 0, 0);
    add(items, &in.count, 12, 0, 1);
    add(items, &in.count, 6, 1, 0);
    add(items, &in.count, 24, 1, 1);
    add(items, &in.count, 5, 2, 0);
    add(items, &in.count, 5, 2, 1);
    OK(plx_validation_measure(&in, &v, &err));
    assert_int_equal(v.table[0][1], 12);
    assert_near(v.precision[0].value, 0.8, 1e-9);
    assert_near(v.precision[1].value, 0.8, 1e-9);
    assert_near(v.recall[0].value, 48.0 / 59, 1e-9);
    assert_int_equal(v.precision[2].whole, 0);
    assert_true(v.precision[2].is_too_few);
    assert_near(v.committed.value, 0.9, 1e-9);
    assert_near(v.right.value, 72.0 / 90, 1e-9);
    assert_near(v.counted[0], 0.6, 1e-9);
    /* .6 * .8 + .3 * .2 + .1 * .5 */
    assert_near(v.share[0].value, 0.59, 1e-9);
    assert_near(v.share[1].value, 0.41, 1e-9);
    assert_near(v.share[2].value, 0, 1e-9);
    /* z^2 = 3.8415: q = 49.9207/63.8415 = .78195, 7.9207/33.8415 = .23405, .5; each
     * W^2 (1 - .1) q (1 - q)/(n + z^2) */
    var = 0.36 * 0.9 * 0.78195 * 0.21805 / 63.8415 + 0.09 * 0.9 * 0.23405 * 0.76595 / 33.8415 +
          0.01 * 0.9 * 0.25 / 13.8415;
    assert_near(v.share[0].low, 0.59 - 1.959964 * sqrt(var), 1e-5);
    assert_near(v.share[0].high, 0.59 + 1.959964 * sqrt(var), 1e-5);
    /* committed ones of source 0 (all a): 48 of 54 right; of source 1: 24 of 36 */
    assert_near(v.source[0].value, 48.0 / 54, 1e-9);
    assert_near(v.source[1].value, 24.0 / 36, 1e-9);
    plx_validation_release(&v);
}

/* Rogan and Gladen: a test with sensitivity .8 and specificity .9 that finds 31 % has a prevalence
 * of
 * (.31 + .9 - 1)/(.8 + .9 - 1) = .3. From the sample of such a test the estimator gives the same.
 */
static void two_labels_give_what_rogan_and_gladen_give(void **state)
{
    plx_validated items[1000];
    plx_validation_input in = {
        .labels = 2, .items = items, .sources = 2, .population = { 3100, 6900 }
    };
    plx_validation v;

    (void)state;
    add(items, &in.count, 240, 0, 0); /* .3 * .8 */
    add(items, &in.count, 70, 0, 1);  /* .7 * .1 */
    add(items, &in.count, 60, 1, 0);
    add(items, &in.count, 630, 1, 1);
    OK(plx_validation_measure(&in, &v, &err));
    assert_near(v.counted[0], 0.31, 1e-9);
    assert_near(v.share[0].value, 0.3, 1e-9);
    plx_validation_release(&v);
}

static void a_word_that_was_never_drawn_is_taken_to_be_as_the_others(void **state)
{
    plx_validated items[40];
    plx_validation_input in = {
        .labels = 2, .items = items, .sources = 2, .population = { 500, 400, 100 }
    };
    plx_validation v;

    (void)state;
    add(items, &in.count, 20, 0, 0);
    add(items, &in.count, 20, 1, 1);
    OK(plx_validation_measure(&in, &v, &err));
    assert_near(v.share[0].value, 500.0 / 900, 1e-9);
    assert_true(v.share[0].high - v.share[0].low > 0.1);
    plx_validation_release(&v);
}

static void where_all_was_read_no_doubt_is_left(void **state)
{
    plx_validated items[4];
    plx_validation_input in = { .labels = 2, .items = items, .sources = 2, .population = { 2, 2 } };
    plx_validation v;

    (void)state;
    add(items, &in.count, 1, 0, 0);
    add(items, &in.count, 1, 0, 1);
    add(items, &in.count, 2, 1, 1);
    OK(plx_validation_measure(&in, &v, &err));
    assert_false(v.share[0].is_too_few);
    assert_near(v.share[0].low, 0.25, 1e-9);
    assert_near(v.share[0].high, 0.25, 1e-9);
    plx_validation_release(&v);
}

static void nothing_measured_is_no_error(void **state)
{
    plx_validation_input in = { .labels = 2 };
    plx_validation v;

    (void)state;
    OK(plx_validation_measure(&in, &v, &err));
    assert_int_equal(v.committed.whole, 0);
    assert_true(v.share[0].is_too_few || v.population == 0);
    plx_validation_release(&v);
}

/* A population of 20000 in which the model errs, sampled 2000 times: the interval of each label
 * holds the truth about as often as it says. */
static void intervals_hold_the_truth(void **state)
{
    enum { ROUNDS = 2000, SAMPLE = 100 };
    /* of 100 articles: said a 50 (40 a, 8 b, 2 off), said b 30 (3, 26, 1), unclear 10, off 10 */
    static const unsigned per_cent[4][3] = { { 40, 8, 2 }, { 3, 26, 1 }, { 5, 5, 0 }, { 0, 1, 9 } };
    static const double truth[3] = { 0.48, 0.40, 0.12 };
    plx_validated all[100], items[SAMPLE];
    plx_validation_input in = {
        .labels = 2, .items = items, .sources = 2, .population = { 10000, 6000, 2000, 2000 }
    };
    uint64_t seed = 5;
    unsigned held[3] = { 0 };
    size_t n = 0;

    (void)state;
    for (unsigned h = 0; h < 4; h++)
        for (unsigned k = 0; k < 3; k++)
            add(all, &n, per_cent[h][k], h, k);
    for (int round = 0; round < ROUNDS; round++) {
        plx_validation v;

        for (in.count = 0; in.count < SAMPLE; in.count++)
            items[in.count] = all[plx_random(&seed) % 100];
        OK(plx_validation_measure(&in, &v, &err));
        for (size_t k = 0; k < 3; k++)
            held[k] += v.share[k].low <= truth[k] && truth[k] <= v.share[k].high;
        plx_validation_release(&v);
    }
    for (size_t k = 0; k < 3; k++)
        assert_in_range(held[k], ROUNDS * 92 / 100, ROUNDS);
}

/* ---------------------------------------------------------------------- votes */

static void vote(const char *coder, const char *label, plx_label_how how, const char *time)
{
    const plx_label v = {
        .id = "x", .target = "t", .coder = coder, .label = label, .how = how, .time = time
    };

    OK(plx_labels_append(path("labels.jsonl"), &v, &err));
}

/* What counts now, of one coder or of all; "" if nothing. */
static const char *counts(const char *coder)
{
    static char label[32];
    plx_labels *l;
    const plx_label *v;

    OK(plx_labels_open(path("labels.jsonl"), &l, &err));
    OK(plx_labels_read(l, NULL, NULL, &err));
    v = plx_validation_vote(l, "x", "t", coder);
    snprintf(label, sizeof label, "%s", v ? v->label : "");
    plx_labels_close(l);
    return label;
}

static void only_votes_of_validation_measure(void **state)
{
    (void)state;
    vote("ann", "a", PLX_HOW_GIVEN, "2026-01-01T00:00:00Z");
    assert_string_equal(counts(NULL), "");
    vote("ann", "b", PLX_HOW_VALIDATE, "2026-01-02T00:00:00Z");
    assert_string_equal(counts(NULL), "b");
    /* said later, having seen more: the blind answer stays */
    vote("ann", "a", PLX_HOW_GIVEN, "2026-01-03T00:00:00Z");
    assert_string_equal(counts("ann"), "b");
    vote("ben", "c", PLX_HOW_VALIDATE, "2026-01-04T00:00:00Z");
    assert_string_equal(counts(NULL), "c");
    assert_string_equal(counts("ann"), "b");
    assert_string_equal(counts("cleo"), "");
}

static void an_answer_taken_back_does_not_count_and_another_coders_comes_back(void **state)
{
    (void)state;
    vote("ann", "b", PLX_HOW_VALIDATE, "2026-01-02T00:00:00Z");
    vote("ben", "c", PLX_HOW_VALIDATE, "2026-01-04T00:00:00Z");
    vote("ben", NULL, PLX_HOW_VALIDATE, "2026-01-04T00:00:00Z");
    assert_string_equal(counts(NULL), "b");
    assert_string_equal(counts("ben"), "");
    vote("ann", NULL, PLX_HOW_GIVEN, "2026-01-05T00:00:00Z");
    assert_string_equal(counts(NULL), "");
    /* put together later from elsewhere, but given before it was taken back */
    vote("ann", "a", PLX_HOW_VALIDATE, "2026-01-01T00:00:00Z");
    assert_string_equal(counts("ann"), "");
}

/* ---------------------------------------------------------------------- asked */

static void what_was_skipped_is_remembered_by_coder_and_target(void **state)
{
    const plx_skip s = { "x", "t", "ann" }, ben = { "x", "t", "ben" }, other = { "x", "u", "ann" };
    plx_asked *a;

    (void)state;
    OK(plx_asked_open(path("labels.jsonl"), &a, &err));
    assert_false(plx_asked_is_skipped(a, &s));
    OK(plx_asked_skip(a, &s, false, "2026-01-01T00:00:00Z", &err));
    assert_true(plx_asked_is_skipped(a, &s));
    plx_asked_close(a);
    OK(plx_asked_open(path("labels.jsonl"), &a, &err));
    assert_true(plx_asked_is_skipped(a, &s));
    assert_false(plx_asked_is_skipped(a, &ben));
    assert_false(plx_asked_is_skipped(a, &other));
    OK(plx_asked_skip(a, &s, true, "2026-01-01T00:00:00Z", &err));
    assert_false(plx_asked_is_skipped(a, &s));
    plx_asked_close(a);
}

static void the_latest_sample_of_a_query_is_found_again(void **state)
{
    const char *ids[] = { "one", "t\"wo" };
    plx_drawn_sample s = { .target = "t",
                           .query = "q",
                           .seed = 1,
                           .size = 5,
                           .ids = ids,
                           .count = 2,
                           .time = "2026-01-01T00:00:00Z" };
    const plx_drawn_sample *found;
    plx_asked *a;

    (void)state;
    OK(plx_asked_open(path("labels.jsonl"), &a, &err));
    OK(plx_asked_draw(a, &s, &err));
    s.seed = 2;
    s.count = 1;
    OK(plx_asked_draw(a, &s, &err));
    plx_asked_close(a);
    OK(plx_asked_open(path("labels.jsonl"), &a, &err));
    assert_int_equal(plx_asked_samples(a), 2);
    found = plx_asked_sample(a, &(plx_drawn_sample){ .target = "t", .query = "q" });
    assert_non_null(found);
    assert_int_equal(found->seed, 2);
    found = plx_asked_sample(a, &(plx_drawn_sample){ .target = "t", .query = "q", .seed = 1 });
    assert_int_equal(found->count, 2);
    assert_string_equal(found->ids[1], "t\"wo");
    assert_null(plx_asked_sample(a, &(plx_drawn_sample){ .target = "t", .query = "" }));
    assert_null(plx_asked_sample(a, &(plx_drawn_sample){ .target = "t", .query = "q", .size = 4 }));
    plx_asked_close(a);
}

static void bad_lines_are_passed_over_and_counted(void **state)
{
    static const char text[] =
        "nonsense\n[]\n{\"asked\":\"dance\",\"id\":\"x\",\"target\":\"t\",\"coder\":\"ann\"}\n"
        "{\"asked\":\"sample\",\"target\":\"t\",\"query\":\"\",\"size\":1,\"ids\":[1]}\n"
        "{\"asked\":\"sample\",\"target\":\"t\",\"query\":\"\",\"size\":-1,\"seed\":1,\"ids\":[]}\n"
        "\n{\"asked\":\"skip\",\"id\":\"x\",\"target\":\"t\",\"coder\":\"ann\"}\n{\"asked\":\"sk";
    plx_asked *a;

    (void)state;
    OK(plx_file_replace(path("labels.jsonl.asked"), text, strlen(text), &err));
    OK(plx_asked_open(path("labels.jsonl"), &a, &err));
    assert_int_equal(plx_asked_faults(a), 5);
    assert_int_equal(plx_asked_samples(a), 0);
    assert_true(plx_asked_is_skipped(a, &(plx_skip){ "x", "t", "ann" }));
    plx_asked_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wilsons_interval_is_that_of_the_formula),
        cmocka_unit_test(under_thirty_is_too_few_to_say),
        cmocka_unit_test(figures_by_hand),
        cmocka_unit_test(two_labels_give_what_rogan_and_gladen_give),
        cmocka_unit_test(a_word_that_was_never_drawn_is_taken_to_be_as_the_others),
        cmocka_unit_test(where_all_was_read_no_doubt_is_left),
        cmocka_unit_test(nothing_measured_is_no_error),
        cmocka_unit_test(intervals_hold_the_truth),
        cmocka_unit_test_setup_teardown(only_votes_of_validation_measure, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(
            an_answer_taken_back_does_not_count_and_another_coders_comes_back, make_folder,
            remove_folder),
        cmocka_unit_test_setup_teardown(what_was_skipped_is_remembered_by_coder_and_target,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(the_latest_sample_of_a_query_is_found_again, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(bad_lines_are_passed_over_and_counted, make_folder,
                                        remove_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
