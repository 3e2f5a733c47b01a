/* Agreement of coders: published examples, and cases that can be worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>

#include "collection/agreement.h"

#define RATINGS_MAX 4096

static plx_error err;
static plx_rating ratings[RATINGS_MAX];
static plx_agreement got;

#define NEAR(a, b) assert_true(fabs((a) - (b)) < 0.0005)

static int forget(void **state)
{
    (void)state;
    plx_agreement_release(&got);
    return 0;
}

/* One row a coder, one letter a unit; a point: not coded. Labels are a, b, c, ... or 1, 2, ... */
static void measure(const char *const *row, size_t coders, char first_label)
{
    plx_agreement_shape shape = { strlen(row[0]), coders, 5, 1 };
    size_t n = 0;

    for (uint32_t c = 0; c < coders; c++)
        for (uint32_t u = 0; row[c][u]; u++)
            if (row[c][u] != '.')
                ratings[n++] = (plx_rating){ u, c, (uint32_t)(row[c][u] - first_label) };
    assert_int_equal(plx_agreement_measure(ratings, n, &shape, &got, &err), PLX_OK);
}

/* ------------------------------------------- Krippendorff, "Computing ...", 2011 */

static void binary_data_of_two_observers_as_published(void **state)
{
    static const char *const rows[] = { "0100000010", "1110010000" };

    (void)state;
    measure(rows, 2, '0');
    NEAR(got.alpha, 0.095);
    NEAR(got.observed, 0.6);
    assert_int_equal(got.units, 10);
    assert_int_equal(got.differing, 4);
}

static void nominal_data_of_two_observers_as_published(void **state)
{
    static const char *const rows[] = { "aabbdcccedda", "babbbccceddd" };

    (void)state;
    measure(rows, 2, 'a');
    NEAR(got.alpha, 0.692);
}

static void nominal_data_of_four_observers_with_gaps_as_published(void **state)
{
    static const char *const rows[] = { "123321412...", "1233224125.3", ".3332342251.",
                                        "12332441251." };

    (void)state;
    measure(rows, 4, '1');
    NEAR(got.alpha, 0.743);
    assert_int_equal(got.units, 11); /* the twelfth has one value, which pairs with none */
    assert_int_equal(got.ratings, 40);
}

/* ----------------------------------------------------------------------- others */

static void of_one_label_alone_nothing_can_be_said(void **state)
{
    static const char *const rows[] = { "aaaa", "aaaa" };

    (void)state;
    measure(rows, 2, 'a');
    assert_true(isnan(got.alpha));
    assert_true(isnan(got.low) && isnan(got.high));
    NEAR(got.observed, 1);
    NEAR(got.labels[0].specific, 1);
    assert_true(isnan(got.labels[0].alpha));
}

static void nothing_coded_twice_is_no_agreement(void **state)
{
    static const char *const rows[] = { "ab..", "..ab" };

    (void)state;
    measure(rows, 2, 'a');
    assert_int_equal(got.units, 0);
    assert_int_equal(got.pair_count, 0);
    assert_true(got.is_too_few && isnan(got.alpha) && isnan(got.observed));
}

static void no_ratings_at_all(void **state)
{
    const plx_agreement_shape shape = { 0 };

    (void)state;
    assert_int_equal(plx_agreement_measure(ratings, 0, &shape, &got, &err), PLX_OK);
    assert_int_equal(got.units, 0);
}

static void pairs_are_counted_where_both_have_coded(void **state)
{
    static const char *const rows[] = { "abab.", "abba.", "a...b", "....b" };

    (void)state;
    measure(rows, 4, 'a');
    assert_int_equal(got.pair_count, 4);
    assert_int_equal(got.pairs[0].a, 0);
    assert_int_equal(got.pairs[0].b, 1);
    assert_int_equal(got.pairs[0].units, 4);
    assert_int_equal(got.pairs[0].agreed, 2);
    assert_int_equal(got.pairs[3].a, 2);
    assert_int_equal(got.pairs[3].b, 3);
    assert_int_equal(got.pairs[3].agreed, 1);
}

static void alpha_of_two_labels_is_that_of_each_against_the_other(void **state)
{
    static const char *const rows[] = { "abbabaabbbab", "abbaabaababb" };

    (void)state;
    measure(rows, 2, 'a');
    NEAR(got.labels[0].alpha, got.alpha);
    NEAR(got.labels[1].alpha, got.alpha);
    assert_true(isnan(got.labels[2].alpha)); /* nobody used it */
}

/* Many units, three of four alike. */
static void measure_many(uint32_t units, uint64_t seed)
{
    const plx_agreement_shape shape = { units, 2, 2, seed };
    size_t n = 0;

    for (uint32_t u = 0; u < units; u++) {
        ratings[n++] = (plx_rating){ u, 0, u % 2 };
        ratings[n++] = (plx_rating){ u, 1, u % 4 == 3 ? 0 : u % 2 };
    }
    assert_int_equal(plx_agreement_measure(ratings, n, &shape, &got, &err), PLX_OK);
}

static void the_interval_holds_alpha_narrows_and_depends_on_the_seed_alone(void **state)
{
    double width, low;

    (void)state;
    measure_many(40, 7);
    assert_false(got.is_too_few);
    assert_true(got.low < got.alpha && got.alpha < got.high && got.high <= 1);
    width = got.high - got.low;
    low = got.low;
    plx_agreement_release(&got);
    measure_many(40, 7);
    assert_true(got.low == low);
    plx_agreement_release(&got);
    measure_many(1000, 7);
    assert_true(got.high - got.low < width / 2);
}

static void under_thirty_units_are_too_few(void **state)
{
    (void)state;
    measure_many(29, 1);
    assert_true(got.is_too_few);
    plx_agreement_release(&got);
    measure_many(30, 1);
    assert_false(got.is_too_few);
}

static void too_many_coders_are_refused(void **state)
{
    const plx_agreement_shape shape = { 1, PLX_AGREEMENT_CODERS + 1, 1, 1 };

    (void)state;
    ratings[0] = (plx_rating){ 0, 0, 0 };
    assert_int_equal(plx_agreement_measure(ratings, 1, &shape, &got, &err), PLX_ERR_LIMIT);
    assert_non_null(strstr(err.msg, "1001 coders"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(binary_data_of_two_observers_as_published, forget),
        cmocka_unit_test_teardown(nominal_data_of_two_observers_as_published, forget),
        cmocka_unit_test_teardown(nominal_data_of_four_observers_with_gaps_as_published, forget),
        cmocka_unit_test_teardown(of_one_label_alone_nothing_can_be_said, forget),
        cmocka_unit_test_teardown(nothing_coded_twice_is_no_agreement, forget),
        cmocka_unit_test_teardown(no_ratings_at_all, forget),
        cmocka_unit_test_teardown(pairs_are_counted_where_both_have_coded, forget),
        cmocka_unit_test_teardown(alpha_of_two_labels_is_that_of_each_against_the_other, forget),
        cmocka_unit_test_teardown(the_interval_holds_alpha_narrows_and_depends_on_the_seed_alone,
                                  forget),
        cmocka_unit_test_teardown(under_thirty_units_are_too_few, forget),
        cmocka_unit_test_teardown(too_many_coders_are_refused, forget),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
