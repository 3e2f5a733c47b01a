/* Drift: words a model does not know, its labels and how sure it is, beside its training. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "classifier/drift.h"
#include "classifier/model_file.h"
#include "tests/unit/classifier_data.h"

#define near(a, b) assert_true(fabs((a) - (b)) < 1e-9)

static plx_model *model;

static int make(void **state)
{
    plx_error err;

    (void)state;
    model = made_model(&err);
    return model ? 0 : -1;
}

static int release(void **state)
{
    (void)state;
    plx_model_free(model);
    return 0;
}

static void add(plx_drift *d, const char *text, const char *date, const char *lang)
{
    plx_article a;

    plx_article_init(&a);
    assert_int_equal(plx_article_set(&a.text, text, strlen(text), NULL), PLX_OK);
    if (lang)
        assert_int_equal(plx_article_set(&a.lang, lang, strlen(lang), NULL), PLX_OK);
    if (date)
        assert_int_equal(plx_date_parse_iso(date, strlen(date), &a.date, NULL), PLX_OK);
    assert_int_equal(plx_drift_add(d, &a, NULL), PLX_OK);
    plx_article_release(&a);
}

/* An article of a label that the model has not learned from, with words that nobody has written. */
static void add_made(plx_drift *d, size_t label, unsigned n, const char *more, const char *date)
{
    plx_strbuf text = PLX_STRBUF_INIT;

    made_text(label, 1000 + n, &text);
    plx_strbuf_puts(&text, more);
    add(d, text.s, date, NULL);
    plx_strbuf_release(&text);
}

static void a_share_of_words_has_the_interval_of_articles_not_of_words(void **state)
{
    plx_drift_figures f = { 0 };
    plx_verdict v = { .kind = PLX_KIND_LABEL, .probability = { 0.75f } };
    plx_share s;

    (void)state;
    plx_drift_count(&f, &v, 100, 90);
    s = plx_drift_unknown(&f);
    near(s.value, 0.1);
    near(s.low, 0); /* one article says nothing of others */
    near(s.high, 1);
    plx_drift_count(&f, &v, 100, 70);
    s = plx_drift_unknown(&f);
    near(s.value, 0.2);
    /* the residuals are +-10 words: sqrt(200 / 200^2 * 2) = 0.1 */
    near(s.low, 0.2 - 1.96 * 0.1);
    near(s.high, 0.2 + 1.96 * 0.1);
    s = plx_drift_probability(&f);
    near(s.value, 0.75);
    near(s.high, 0.75);
    s = plx_drift_unknown(&(plx_drift_figures){ 0 });
    near(s.value, 0);
    near(s.high, 1);
}

static void joined_figures_are_those_of_all_articles(void **state)
{
    plx_drift_figures both = { 0 }, a = { 0 }, b = { 0 };
    plx_verdict v = { .kind = PLX_KIND_UNCLEAR, .best = 1, .probability = { 0.4f, 0.6f } };

    (void)state;
    for (uint32_t i = 1; i < 9; i++) {
        plx_drift_count(&both, &v, 10 * i, 9 * i);
        plx_drift_count(i % 2 ? &a : &b, &v, 10 * i, 9 * i);
    }
    plx_drift_join(&a, &b);
    assert_int_equal(a.articles, 8);
    assert_int_equal(a.best[1], 8);
    assert_int_equal(a.unclear, 8);
    near(plx_drift_unknown(&a).low, plx_drift_unknown(&both).low);
    near(plx_drift_probability(&a).value, plx_drift_probability(&both).value);
}

static void a_model_carries_the_figures_of_its_training(void **state)
{
    plx_drift_figures f, again;
    json_t *sums;

    (void)state;
    assert_true(plx_drift_of_training(model, &f));
    assert_int_equal(f.articles, 54); /* all are real and name the target */
    assert_int_equal(f.best[0] + f.best[1] + f.best[2], 54);
    assert_true(f.words > 54 * 6 * 5 && f.known > 0 && f.known <= f.words);
    sums = plx_drift_sums_json(&f, plx_model_labels(model));
    json_decref(model->summary);
    model->summary = json_pack("{s:o}", "drift", sums);
    assert_true(plx_drift_of_training(model, &again));
    assert_memory_equal(&f, &again, sizeof f);
}

static void figures_that_cannot_be_are_none(void **state)
{
    json_t *mine = json_incref(model->summary), *sums;
    plx_drift_figures f;

    (void)state;
    for (int i = 0; i < 3; i++) {
        json_decref(model->summary);
        model->summary = json_deep_copy(mine);
        sums = json_object_get(model->summary, "drift");
        if (i == 0)
            json_object_set_new(sums, "words", json_real(1e300));
        else if (i == 1)
            json_object_set_new(sums, "known", json_real(-1));
        else
            json_object_set_new(sums, "articles", json_integer(-5));
        assert_false(plx_drift_of_training(model, &f));
        assert_int_equal(f.articles, 0);
    }
    json_decref(model->summary);
    model->summary = mine;
}

static void words_that_the_model_never_learned_are_counted_and_listed(void **state)
{
    plx_drift *d;
    plx_drift_word words[PLX_DRIFT_WORDS];
    plx_share none, some;
    size_t n;

    (void)state;
    assert_int_equal(plx_drift_new(model, &d, NULL), PLX_OK);
    for (unsigned i = 0; i < 4; i++)
        add_made(d, 2, i, "", NULL);
    none = plx_drift_unknown(plx_drift_all(d));
    assert_int_equal(plx_drift_words(d, words), 0);
    for (unsigned i = 0; i < 4; i++)
        add_made(d, 2, 10 + i, i ? "Drones hovered; a drone fell." : "Drones hovered quixotically.",
                 NULL);
    some = plx_drift_unknown(plx_drift_all(d));
    assert_true(some.value > none.value);
    n = plx_drift_words(d, words);
    assert_int_equal(n, 3);                       /* "quixotically" is in one article only */
    assert_string_equal(words[0].word, "drones"); /* drone is the same stem */
    assert_int_equal(words[0].articles, 4);
    assert_string_equal(words[1].word, "hovered");
    assert_string_equal(words[2].word, "fell");
    assert_int_equal(words[2].articles, 3);
    plx_drift_free(d);
}

static void what_is_no_part_of_the_figures_is_counted_by_its_reason(void **state)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    const plx_drift_left_out *out;
    plx_drift *d;

    (void)state;
    assert_int_equal(plx_drift_new(model, &d, NULL), PLX_OK);
    out = plx_drift_outside(d);
    made_text(2, 1, &text); /* learned under another label, so other words: not this one */
    add(d, "", NULL, NULL);
    assert_int_equal(out->not_judged, 1);
    add(d, text.s, NULL, "de");
    assert_int_equal(out->not_judged, 2);
    add(d,
        "A long note about a harbour and its boats, with no land named in it at all, goes on and "
        "on "
        "for more than twenty words.",
        NULL, NULL);
    assert_int_equal(out->no_mention, 1);
    made_text(0, 1, &text); /* the first of the data set */
    add(d, text.s, NULL, NULL);
    assert_int_equal(out->learned, 1);
    assert_int_equal(plx_drift_all(d)->articles, 0);
    plx_strbuf_release(&text);
    plx_drift_free(d);
}

static void months_come_in_order_of_date(void **state)
{
    static const char *const dates[] = { "2020-03-05",           "2019", "2018-12",
                                         "2020-01-01T10:00:00Z", NULL,   "2020-03" };
    const plx_drift_month *m;
    plx_drift *d;
    size_t n;

    (void)state;
    assert_int_equal(plx_drift_new(model, &d, NULL), PLX_OK);
    for (unsigned i = 0; i < 6; i++)
        add_made(d, 1, i, "", dates[i]);
    m = plx_drift_months(d, &n);
    assert_int_equal(n, 3); /* a year alone is in no month */
    assert_int_equal(m[0].year * 100 + m[0].month, 201812);
    assert_int_equal(m[1].year * 100 + m[1].month, 202001);
    assert_int_equal(m[2].year * 100 + m[2].month, 202003);
    assert_int_equal(m[2].figures.articles, 2);
    assert_int_equal(plx_drift_all(d)->articles, 6);
    plx_drift_free(d);
}

static void it_is_said_in_sentences_whether_words_are_missing(void **state)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    plx_drift *d;
    json_t *o;

    (void)state;
    assert_int_equal(plx_drift_new(model, &d, NULL), PLX_OK);
    for (unsigned i = 0; i < 29; i++)
        add_made(d, i % 3, i, "", "2020-01");
    plx_drift_print(d, &out);
    assert_non_null(strstr(out.s, "29 of the articles are about the target: fewer than 30"));
    for (unsigned i = 0; i < 31; i++)
        add_made(d, 2, 50 + i, "Drones hovered over quaint gazebos, said obstreperous pundits.",
                 "2020-06");
    plx_strbuf_reset(&out);
    plx_drift_print(d, &out);
    assert_non_null(strstr(out.s, "words are missing that it never learned"));
    assert_non_null(strstr(out.s, "The labels shift by up to"));
    assert_non_null(strstr(out.s, "2020-06        31"));
    o = plx_drift_json(d);
    assert_int_equal(json_array_size(json_object_get(o, "months")), 2);
    assert_true(json_array_size(json_object_get(o, "says")) >= 2);
    assert_true(json_is_object(json_object_get(o, "training")));
    json_decref(o);
    plx_drift_free(d);
    plx_strbuf_release(&out);
}

static void an_old_model_without_figures_says_so(void **state)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    json_t *mine = model->summary, *o;
    plx_drift *d;

    (void)state;
    model->summary = json_object();
    assert_int_equal(plx_drift_new(model, &d, NULL), PLX_OK);
    for (unsigned i = 0; i < 40; i++)
        add_made(d, i % 3, i, "", NULL);
    plx_drift_print(d, &out);
    assert_non_null(strstr(out.s, "has no figures of its training articles"));
    assert_null(strstr(out.s, "labels shift"));
    o = plx_drift_json(d);
    assert_true(json_is_null(json_object_get(o, "training")));
    json_decref(o);
    plx_drift_free(d);
    plx_strbuf_release(&out);
    json_decref(model->summary);
    model->summary = mine;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_share_of_words_has_the_interval_of_articles_not_of_words),
        cmocka_unit_test(joined_figures_are_those_of_all_articles),
        cmocka_unit_test(a_model_carries_the_figures_of_its_training),
        cmocka_unit_test(figures_that_cannot_be_are_none),
        cmocka_unit_test(words_that_the_model_never_learned_are_counted_and_listed),
        cmocka_unit_test(what_is_no_part_of_the_figures_is_counted_by_its_reason),
        cmocka_unit_test(months_come_in_order_of_date),
        cmocka_unit_test(it_is_said_in_sentences_whether_words_are_missing),
        cmocka_unit_test(an_old_model_without_figures_says_so),
    };

    return cmocka_run_group_tests(tests, make, release);
}
