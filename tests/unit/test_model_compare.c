#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "classifier/compare.h"
#include "tests/unit/classifier_data.h"

/* ------------------------------------------------------------ McNemar's test */

static void assert_near(double got, double want)
{
    if (!(fabs(got - want) < 1e-9))
        fail_msg("%.12g is not %.12g", got, want);
}

static void mcnemar_is_what_comes_out_by_hand(void **state)
{
    static const struct {
        unsigned a, b;
        double exact, mid;
        bool is_too_few;
    } cases[] = {
        { 0, 0, 1, 1, true },
        { 0, 1, 1, 0.5, true },                                  /* 2 * 1/2, - 1/2 */
        { 1, 7, 18.0 / 256, 10.0 / 256, true },                  /* 2 * (1 + 8)/256, - 8/256 */
        { 7, 1, 18.0 / 256, 10.0 / 256, true },                  /* whichever is first */
        { 0, 10, 2.0 / 1024, 1.0 / 1024, false },                /* 2 * 1/1024 */
        { 5, 5, 1, 1 - 0.5 * 252 / 1024, false },                /* 10 over 5 is 252 */
        { 3, 9, 2 * 299.0 / 4096, (598.0 - 220) / 4096, false }, /* 1 + 12 + 66 + 220 = 299 */
        { 6, 7, 1, 1 - 1716.0 / 8192, false },                   /* 13 over 6 is 1716 */
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        plx_mcnemar t = plx_mcnemar_test(cases[i].a, cases[i].b);
        assert_near(t.exact, cases[i].exact);
        assert_near(t.mid, cases[i].mid);
        assert_int_equal(t.is_too_few, cases[i].is_too_few);
    }
}

static void mcnemar_of_many_articles_is_a_probability(void **state)
{
    plx_mcnemar t = plx_mcnemar_test(100000, 101000);

    (void)state;
    assert_true(t.exact > t.mid && t.mid > 0 && t.exact < 1);
    t = plx_mcnemar_test(1, 1000000);
    assert_true(t.exact >= 0 && t.exact < 1e-9);
}

/* ------------------------------------------------------------ comparing */

static plx_article made_article(const char *id, const char *source, const char *text)
{
    plx_article a;

    plx_article_init(&a);
    plx_article_set(&a.id, id, strlen(id), NULL);
    plx_article_set(&a.title, "News", 4, NULL);
    plx_article_set(&a.source, source, strlen(source), NULL);
    plx_article_set(&a.text, text, strlen(text), NULL);
    return a;
}

/* A model of the same words whose labels are in another order, or told apart wrongly. */
static plx_model *other_model(const char *const *order, const char *target, bool is_wrong)
{
    plx_dataset *ds = NULL;
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_train_options opt = { .date = "2026-11-21",
                              .min_sources = 2,
                              .order = order,
                              .target = target,
                              .target_terms = "iran\n",
                              .name = "other" };
    plx_model *m = NULL;

    assert_int_equal(plx_dataset_new(&ds, NULL), PLX_OK);
    for (unsigned n = 0; n < 54; n++) {
        size_t label = n % 3;
        made_text(label, n + 500, &text);
        made_add(ds, made_labels[is_wrong ? (label + 1) % 3 : label], made_sources[n / 3 % 6],
                 "News", text.s, NULL);
    }
    assert_int_equal(plx_train(ds, &opt, &m, NULL, NULL), PLX_OK);
    plx_dataset_free(ds);
    plx_strbuf_release(&text);
    return m;
}

static void add(plx_comparer *c, const char *id, size_t label, unsigned n, const char *gold)
{
    static const char *const sources[] = { "One", "Two", "Three", "Four", "Five", "Six" };
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_article a;

    made_text(label, n, &text);
    a = made_article(id, sources[n % 6], text.s);
    assert_int_equal(plx_comparer_add(c, &a, gold, NULL), PLX_OK);
    plx_article_release(&a);
    plx_strbuf_release(&text);
}

static void a_model_agrees_with_itself_and_with_another_order_of_its_labels(void **state)
{
    static const char *const order[] = { "neutral", "anti-iran", "pro-iran", NULL };
    plx_model *a = made_model(NULL), *b = other_model(order, NULL, false);
    const plx_model_comparison *r;
    plx_comparer *c;

    (void)state;
    assert_int_equal(plx_comparer_new(a, b, 5, &c, NULL), PLX_OK);
    for (unsigned n = 0; n < 30; n++)
        add(c, "x", n % 3, 900 + n, NULL);
    assert_int_equal(plx_comparer_finish(c, &r, NULL), PLX_OK);
    assert_int_equal(r->articles, 30);
    assert_int_equal(r->same, 30);
    assert_near(r->kappa, 1);
    assert_int_equal(r->differ_count, 0);
    assert_int_equal(r->table[0][0], 10);
    assert_int_equal(r->gold, 0);
    plx_comparer_free(c);
    plx_model_free(a);
    plx_model_free(b);
}

static void of_two_models_the_one_that_is_right_is_found(void **state)
{
    plx_model *a = made_model(NULL), *b = other_model(NULL, NULL, true);
    const plx_model_comparison *r;
    plx_comparer *c;
    char id[16];

    (void)state;
    assert_int_equal(plx_comparer_new(a, b, 4, &c, NULL), PLX_OK);
    for (unsigned n = 0; n < 30; n++) {
        snprintf(id, sizeof id, "n%u", n);
        add(c, id, n % 3, 900 + n, made_labels[n % 3]);
    }
    add(c, "again", 0, 900, made_labels[0]);
    add(c, "other", 0, 990, "happy");
    add(c, "off", 0, 991, "OffTopic");
    assert_int_equal(plx_comparer_finish(c, &r, NULL), PLX_OK);
    assert_int_equal(r->gold, 33);
    assert_int_equal(r->repeated, 1);
    assert_int_equal(r->unknown, 1);
    assert_int_equal(r->measures[0].articles, 30);
    assert_int_equal(r->only_right[0], 30);
    assert_int_equal(r->only_right[1] + r->both_right + r->none_right, 0);
    assert_near(r->measures[0].accuracy, 1);
    assert_near(r->measures[1].macro_f1, 0);
    assert_true(r->mcnemar.mid < 1e-6);
    assert_false(r->mcnemar.is_too_few);
    assert_int_equal(r->differ_count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_true(i == 0 || r->differ[i].distance <= r->differ[i - 1].distance);
        assert_int_not_equal(r->differ[i].verdict[0].best, r->differ[i].verdict[1].best);
        assert_string_equal(r->differ[i].title, "News");
    }
    plx_comparer_free(c);
    plx_model_free(a);
    plx_model_free(b);
}

static void articles_that_one_was_trained_on_are_not_measured(void **state)
{
    plx_model *a = made_model(NULL), *b = other_model(NULL, NULL, true);
    const plx_model_comparison *r;
    plx_comparer *c;

    (void)state;
    assert_int_equal(plx_comparer_new(a, b, 4, &c, NULL), PLX_OK);
    add(c, "a", 0, 1, "pro-iran");  /* the first article of made_dataset() */
    add(c, "b", 1, 501, "neutral"); /* of the other model */
    add(c, "c", 1, 902, "neutral");
    assert_int_equal(plx_comparer_finish(c, &r, NULL), PLX_OK);
    assert_int_equal(r->in_training, 2);
    assert_int_equal(r->measures[0].articles, 1);
    assert_true(r->mcnemar.is_too_few);
    plx_comparer_free(c);
    plx_model_free(a);
    plx_model_free(b);
}

static void what_cannot_be_judged_counts_for_neither(void **state)
{
    plx_model *a = made_model(NULL);
    const plx_model_comparison *r;
    plx_comparer *c;
    plx_article article = made_article("short", "One", "Iran.");

    (void)state;
    assert_int_equal(plx_comparer_new(a, a, 4, &c, NULL), PLX_OK);
    assert_int_equal(plx_comparer_add(c, &article, "neutral", NULL), PLX_OK);
    assert_int_equal(plx_comparer_finish(c, &r, NULL), PLX_OK);
    assert_int_equal(r->table[5][5], 1);
    assert_string_equal(plx_compared_stance_name(&r->labels, 5), PLX_STANCE_NOT_JUDGED);
    assert_int_equal(r->measures[0].articles, 0);
    assert_true(isnan(r->kappa));
    plx_comparer_free(c);
    plx_article_release(&article);
    plx_model_free(a);
}

static void models_of_other_targets_or_labels_are_refused(void **state)
{
    plx_model *a = made_model(NULL), *b = other_model(NULL, "mars", false);
    plx_dataset *ds = made_dataset(3);
    plx_train_options opt = { .min_sources = 2, .name = "four" };
    plx_model *four = NULL;
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_comparer *c;
    plx_error err;

    (void)state;
    assert_int_equal(plx_comparer_new(a, b, 4, &c, &err), PLX_ERR_INVALID);
    assert_null(c);
    assert_non_null(strstr(err.msg, "'mars'"));
    for (unsigned n = 700; n < 712; n++) {
        made_text(1, n, &text);
        made_add(ds, "mixed", made_sources[n % 6], "News", text.s, NULL);
    }
    assert_int_equal(plx_train(ds, &opt, &four, NULL, NULL), PLX_OK);
    assert_int_equal(plx_comparer_new(a, four, 4, &c, &err), PLX_ERR_INVALID);
    assert_non_null(strstr(err.msg, "'mixed'"));
    assert_int_equal(plx_comparer_new(four, a, 4, &c, &err), PLX_ERR_INVALID);
    assert_non_null(strstr(err.msg, "'mixed'"));
    plx_strbuf_release(&text);
    plx_dataset_free(ds);
    plx_model_free(four);
    plx_model_free(a);
    plx_model_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mcnemar_is_what_comes_out_by_hand),
        cmocka_unit_test(mcnemar_of_many_articles_is_a_probability),
        cmocka_unit_test(a_model_agrees_with_itself_and_with_another_order_of_its_labels),
        cmocka_unit_test(of_two_models_the_one_that_is_right_is_found),
        cmocka_unit_test(articles_that_one_was_trained_on_are_not_measured),
        cmocka_unit_test(what_cannot_be_judged_counts_for_neither),
        cmocka_unit_test(models_of_other_targets_or_labels_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
