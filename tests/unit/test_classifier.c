#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>
#include <zstd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/json.h"
#include "classifier/calibrate.h"
#include "classifier/dataset.h"
#include "tests/unit/classifier_data.h"

/* ------------------------------------------------------------ stance */

static void a_verdict_survives_encoding(void **state)
{
    plx_verdict v = { .kind = PLX_KIND_UNCLEAR,
                      .best = 2,
                      .by_person = true,
                      .probability = { 0.25f, 0.125f, 0.625f } };
    unsigned char bytes[PLX_VERDICT_BYTES];
    plx_verdict back;
    size_t n = plx_verdict_encode(&v, 3, bytes);

    (void)state;
    assert_true(plx_verdict_decode(bytes, n, &back));
    assert_int_equal(back.kind, PLX_KIND_UNCLEAR);
    assert_int_equal(back.best, 2);
    assert_true(back.by_person);
    for (int k = 0; k < 3; k++)
        assert_true(fabsf(back.probability[k] - v.probability[k]) < 2e-5f);
}

static void bytes_that_are_no_verdict_are_refused(void **state)
{
    plx_verdict v = { .kind = PLX_KIND_LABEL, .best = 1, .probability = { 0.4f, 0.6f } };
    unsigned char bytes[PLX_VERDICT_BYTES];
    size_t n = plx_verdict_encode(&v, 2, bytes);
    plx_verdict back;

    (void)state;
    for (size_t cut = 0; cut < n; cut++)
        assert_false(plx_verdict_decode(bytes, cut, &back));
    bytes[2] = 7; /* best beyond the labels */
    assert_false(plx_verdict_decode(bytes, n, &back));
    assert_int_equal(back.kind, PLX_KIND_NOT_JUDGED);
    assert_int_equal(back.reason, PLX_REASON_NO_MODEL);
}

static void a_stance_is_a_label_or_one_of_three_words(void **state)
{
    plx_label_set set = { .count = 2, .name = { "for", "against" } };
    plx_verdict v = { .kind = PLX_KIND_LABEL, .best = 1, .probability = { 0.1f, 0.9f } };

    (void)state;
    assert_string_equal(plx_verdict_stance(&v, &set), "against");
    v.kind = PLX_KIND_UNCLEAR;
    assert_string_equal(plx_verdict_stance(&v, &set), "unclear");
    assert_string_equal(plx_verdict_best(&v, &set), "against");
    v.kind = PLX_KIND_OFF_TOPIC;
    assert_string_equal(plx_verdict_stance(&v, &set), "off-topic");
    v.kind = PLX_KIND_NOT_JUDGED;
    assert_string_equal(plx_verdict_stance(&v, &set), "not-judged");
    assert_string_equal(plx_verdict_best(&v, &set), "");
    assert_string_equal(plx_stance_reason_name(PLX_REASON_TOO_SHORT), "too short");
}

/* ------------------------------------------------------------ data set */

static void a_repeated_text_is_left_out_and_counted(void **state)
{
    plx_dataset *ds;

    (void)state;
    assert_int_equal(plx_dataset_new(&ds, NULL), PLX_OK);
    assert_int_equal(made_add(ds, "a", "x", "One", "The same words.", NULL), PLX_OK);
    assert_int_equal(made_add(ds, "a", "y", "Two", "The  SAME words", NULL), PLX_OK);
    assert_int_equal(plx_dataset_count(ds), 1);
    assert_int_equal(plx_dataset_repeated(ds), 1);
    plx_dataset_free(ds);
}

static void add_credited(plx_dataset *ds, const char *source, const char *credit, const char *text)
{
    plx_article a;

    plx_article_init(&a);
    assert_int_equal(plx_article_set(&a.label, "neutral", 7, NULL), PLX_OK);
    assert_int_equal(plx_article_set(&a.source, source, strlen(source), NULL), PLX_OK);
    if (credit)
        assert_int_equal(plx_article_set(&a.original_source, credit, strlen(credit), NULL), PLX_OK);
    assert_int_equal(plx_article_set(&a.text, text, strlen(text), NULL), PLX_OK);
    assert_int_equal(plx_dataset_add(ds, &a, NULL), PLX_OK);
    plx_article_release(&a);
}

static void folds_may_follow_the_outlet_that_is_credited(void **state)
{
    for (int by_credit = 0; by_credit < 2; by_credit++) {
        plx_dataset *ds;

        (void)state;
        assert_int_equal(plx_dataset_new(&ds, NULL), PLX_OK);
        if (by_credit)
            plx_dataset_group_by_credit(ds);
        add_credited(ds, "Gazette", "Wire", "one word");
        add_credited(ds, "Post", "WIRE", "two words");
        add_credited(ds, "Gazette", NULL, "three words here");
        assert_int_not_equal(ds->items[0].source, ds->items[1].source);
        assert_int_equal(ds->items[0].source, ds->items[2].source);
        assert_int_equal(ds->items[0].group == ds->items[1].group, by_credit);
        assert_int_equal(ds->items[0].group == ds->items[2].group, !by_credit);
        plx_dataset_free(ds);
    }
}

static void labels_that_cannot_be_are_refused(void **state)
{
    static const char *const bad[] = { "", "unclear", "not-judged",
                                       "a-label-that-is-far-too-long-to-be-one" };
    plx_dataset *ds;
    plx_error err;

    (void)state;
    assert_int_equal(plx_dataset_new(&ds, NULL), PLX_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(made_add(ds, bad[i], "x", "t", "Some words.", &err), PLX_ERR_INVALID);
    assert_int_equal(made_add(ds, "a", "x", "", " - ", &err), PLX_ERR_INVALID);
    assert_int_equal(plx_dataset_count(ds), 0);
    plx_dataset_free(ds);
}

static void a_label_from_one_outlet_is_warned_of(void **state)
{
    plx_dataset *ds = made_dataset(5); /* 30 of each label */
    plx_strbuf out = PLX_STRBUF_INIT;

    (void)state;
    assert_int_equal(plx_dataset_warnings(ds, &out, NULL), PLX_OK);
    assert_string_equal(out.s, "");
    for (int i = 0; i < 29; i++) {
        char text[64];
        snprintf(text, sizeof text, "Iran article number%d", i);
        made_add(ds, "neutral", "Alpha Post", "", text, NULL);
    }
    made_add(ds, "neutral", NULL, "", "Iran article without outlet", NULL);
    assert_int_equal(plx_dataset_warnings(ds, &out, NULL), PLX_OK);
    assert_non_null(strstr(out.s, "34 of 60 neutral articles come from one source, alpha post"));
    assert_non_null(strstr(out.s, "1 articles have no source"));
    plx_strbuf_release(&out);
    plx_dataset_free(ds);
}

/* ------------------------------------------------------------ training */

static void training_needs_two_labels_with_five_articles_each(void **state)
{
    plx_train_options opt = { .date = "2026-11-21" };
    plx_model *m;
    plx_dataset *ds;
    plx_error err;

    (void)state;
    assert_int_equal(plx_dataset_new(&ds, NULL), PLX_OK);
    assert_int_equal(plx_train(ds, &opt, &m, NULL, &err), PLX_ERR_INVALID);
    plx_dataset_free(ds);
    ds = made_dataset(1);
    made_add(ds, "rare", "Alpha Post", "", "Iran is mentioned here only once", NULL);
    assert_int_equal(plx_train(ds, &opt, &m, NULL, &err), PLX_ERR_INVALID);
    assert_null(m);
    assert_non_null(strstr(err.msg, "'rare'"));
    plx_dataset_free(ds);
}

static void the_labels_of_outlets_not_seen_are_learned(void **state)
{
    plx_dataset *ds = made_dataset(3);
    plx_train_options opt = { .date = "2026-11-21", .min_sources = 2 };
    plx_train_report report;
    plx_measures cv, same;
    plx_model *m;

    (void)state;
    assert_int_equal(plx_train(ds, &opt, &m, &report, NULL), PLX_OK);
    cv = report.cv;
    assert_false(report.random_folds);
    assert_int_equal(cv.articles, 54);
    assert_true(cv.macro_f1 > 0.95);
    assert_true(cv.macro_low <= cv.macro_f1 && cv.macro_f1 <= cv.macro_high);
    assert_string_equal(plx_model_labels(m)->name[0], "pro-iran"); /* the target's own order */
    assert_string_equal(plx_model_name(m), "iran-2026-11-21");
    assert_int_equal(plx_evaluate(m, ds, &same, NULL), PLX_OK);
    assert_int_equal(same.articles, 0); /* what it learned from measures nothing */
    assert_int_equal(same.in_training, 54);
    plx_train_report_release(&report);
    plx_model_free(m);
    plx_dataset_free(ds);
}

static void the_same_input_gives_the_same_model(void **state)
{
    plx_model *a = made_model(NULL), *b = made_model(NULL);

    (void)state;
    assert_string_equal(plx_model_digest(a), plx_model_digest(b));
    plx_model_free(a);
    plx_model_free(b);
}

static void outlet_names_are_masked(void **state)
{
    plx_model *m = made_model(NULL);
    const json_t *names = json_object_get(plx_model_summary(m), "masked");
    size_t i, found = 0;
    json_t *name;

    (void)state;
    json_array_foreach(names, i, name) found +=
        strcmp(json_string_value(name), "delta tribune") == 0 ||
        strcmp(json_string_value(name), "zetapress") == 0;
    assert_int_equal(found, 2);
    plx_model_free(m);
}

/* ------------------------------------------------------------ judging */

typedef struct bench {
    plx_model *m;
    plx_judge *judge;
    plx_analyser *an;
    plx_tokens title, text;
} bench;

static void bench_open(bench *b, bool with_model)
{
    b->m = with_model ? made_model(NULL) : NULL;
    assert_int_equal(plx_judge_new(b->m, &b->judge, NULL), PLX_OK);
    assert_int_equal(plx_analyser_new(&b->an, NULL), PLX_OK);
    plx_tokens_init(&b->title);
    plx_tokens_init(&b->text);
}

static void bench_close(bench *b)
{
    plx_tokens_release(&b->title);
    plx_tokens_release(&b->text);
    plx_analyser_free(b->an);
    plx_judge_free(b->judge);
    plx_model_free(b->m);
}

static plx_verdict judged(bench *b, const char *text, const char *lang)
{
    plx_verdict v;

    assert_int_equal(plx_analyser_run(b->an, "en", "News", 4, &b->title, NULL), PLX_OK);
    assert_int_equal(plx_analyser_run(b->an, "en", text, strlen(text), &b->text, NULL), PLX_OK);
    assert_int_equal(plx_judge_tokens(b->judge, &b->title, &b->text, lang, &v, NULL), PLX_OK);
    return v;
}

static void what_is_not_judged_says_why(void **state)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    bench b;

    (void)state;
    made_text(0, 99, &text);
    bench_open(&b, false);
    assert_int_equal(judged(&b, text.s, NULL).reason, PLX_REASON_NO_MODEL);
    bench_close(&b);
    bench_open(&b, true);
    assert_int_equal(judged(&b, text.s, "fr").reason, PLX_REASON_LANGUAGE);
    assert_int_equal(judged(&b, "Iran again.", "en").reason, PLX_REASON_TOO_SHORT);
    assert_int_equal(judged(&b, text.s, NULL).kind, PLX_KIND_LABEL);
    bench_close(&b);
    plx_strbuf_release(&text);
}

static void an_article_without_the_target_is_off_topic(void **state)
{
    plx_verdict v;
    bench b;

    (void)state;
    bench_open(&b, true);
    v = judged(&b,
               "The town council met on Monday to talk about the river bridge, the price of "
               "bread, the school roof and the new park behind the old railway station.",
               NULL);
    assert_int_equal(v.kind, PLX_KIND_OFF_TOPIC);
    bench_close(&b);
}

static void probabilities_add_up_to_one(void **state)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    float sum = 0;
    plx_verdict v;
    bench b;

    (void)state;
    bench_open(&b, true);
    made_text(2, 77, &text);
    v = judged(&b, text.s, NULL);
    for (int k = 0; k < 3; k++)
        sum += v.probability[k];
    assert_true(fabsf(sum - 1) < 1e-5f);
    assert_string_equal(plx_verdict_best(&v, plx_model_labels(b.m)), "anti-iran");
    bench_close(&b);
    plx_strbuf_release(&text);
}

/* ------------------------------------------------------------ measures */

static void measures_are_those_done_by_hand(void **state)
{
    plx_label_set labels = { .count = 2, .name = { "a", "b" } };
    plx_judged items[6] = { 0 };
    const int gold[] = { 0, 0, 0, 1, 1, PLX_GOLD_OFF_TOPIC };
    const uint8_t best[] = { 0, 0, 1, 1, 1, 0 };
    plx_measures m;

    (void)state;
    for (size_t i = 0; i < 6; i++) {
        items[i].gold = gold[i];
        items[i].verdict = (plx_verdict){ .kind = PLX_KIND_LABEL, .best = best[i] };
        items[i].verdict.probability[best[i]] = 0.9f;
    }
    items[2].verdict.kind = PLX_KIND_UNCLEAR;
    items[5].verdict.kind = PLX_KIND_OFF_TOPIC;
    assert_int_equal(plx_measure(&labels, items, 6, 1, &m, NULL), PLX_OK);
    assert_int_equal(m.articles, 5);
    assert_int_equal(m.left_out, 1);
    assert_true(fabs(m.macro_f1 - 0.8) < 1e-9); /* both labels: 2*2/(3+2) and 2*2/(2+3) */
    assert_true(fabs(m.coverage - 0.8) < 1e-9);
    assert_true(fabs(m.covered_precision - 1) < 1e-9);
    assert_true(fabs(m.calibration_error - 0.1) < 1e-6);
    assert_int_equal(m.offtopic_right, 1);
}

static void the_threshold_keeps_the_wanted_precision(void **state)
{
    float p[100], weight[100];
    uint8_t right[100];
    float t;

    (void)state;
    for (int i = 0; i < 100; i++) {
        p[i] = (float)i / 100;
        weight[i] = 1;
        right[i] = i >= 40 || i % 2 == 0;
    }
    t = plx_choose_threshold(p, right, weight, 100);
    assert_true(t > 0.1f && t < 0.35f); /* 0.85 is reached long before the coverage ends */
    for (int i = 0; i < 100; i++)
        right[i] = i >= 70;
    assert_true(plx_choose_threshold(p, right, weight, 100) >= 0.5f);
}

static void temperature_softens_scores_that_are_too_sure(void **state)
{
    float scores[200], weight[100];
    uint8_t gold[100];
    plx_scored s = { .scores = scores, .gold = gold, .weight = weight, .n = 100, .labels = 2 };
    float p[2], t;

    (void)state;
    for (int i = 0; i < 100; i++) {
        scores[2 * i] = 8;
        scores[2 * i + 1] = 0;
        gold[i] = i % 4 == 0; /* the first label is right in three of four */
        weight[i] = 1;
    }
    t = plx_fit_temperature(&s);
    plx_softmax(scores, 2, t, p);
    assert_true(fabsf(p[0] - 0.75f) < 0.01f);
}

/* ------------------------------------------------------------ real articles */

static bool add_lines(plx_dataset *ds, const char *path)
{
    plx_strbuf packed = PLX_STRBUF_INIT;
    size_t size = 64u << 20;
    char *text = malloc(size);
    bool ok = text && plx_file_read(path, size, &packed, NULL) == PLX_OK;

    if (ok)
        size = ZSTD_decompress(text, size, packed.s, packed.len);
    ok = ok && !ZSTD_isError(size);
    for (size_t at = 0; ok && at < size;) {
        const char *end = memchr(text + at, '\n', size - at);
        size_t n = end ? (size_t)(end - (text + at)) : size - at;
        json_t *o = NULL;
        plx_article a;
        plx_article_init(&a);
        if (plx_json_parse(text + at, n, &o, NULL) == PLX_OK &&
            plx_article_from_json(o, true, &a, NULL) == PLX_OK)
            plx_dataset_add(ds, &a, NULL);
        plx_article_release(&a);
        json_decref(o);
        at += n + 1;
    }
    plx_strbuf_release(&packed);
    free(text);
    return ok;
}

static void real_outlets_not_seen_are_judged_well_enough(void **state)
{
    plx_dataset *train, *test;
    plx_train_options opt = { .date = "2026-11-21" };
    plx_measures measures;
    plx_model *m;

    (void)state;
    assert_int_equal(plx_dataset_new(&train, NULL), PLX_OK);
    assert_int_equal(plx_dataset_new(&test, NULL), PLX_OK);
    if (!add_lines(train, "../shared/data/framing.jsonl.zst") ||
        !add_lines(test, "../shared/data/framing-validation.jsonl.zst")) {
        print_message("skipped: no labelled set beside the repository\n");
        plx_dataset_free(train);
        plx_dataset_free(test);
        skip();
    }
    assert_int_equal(plx_train(train, &opt, &m, NULL, NULL), PLX_OK);
    assert_int_equal(plx_evaluate(m, test, &measures, NULL), PLX_OK);
    print_message("macro F1 %.3f without written articles\n", measures.macro_f1);
    assert_true(measures.macro_f1 > 0.58);
    plx_model_free(m);
    plx_dataset_free(train);
    plx_dataset_free(test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_verdict_survives_encoding),
        cmocka_unit_test(bytes_that_are_no_verdict_are_refused),
        cmocka_unit_test(a_stance_is_a_label_or_one_of_three_words),
        cmocka_unit_test(a_repeated_text_is_left_out_and_counted),
        cmocka_unit_test(folds_may_follow_the_outlet_that_is_credited),
        cmocka_unit_test(labels_that_cannot_be_are_refused),
        cmocka_unit_test(a_label_from_one_outlet_is_warned_of),
        cmocka_unit_test(training_needs_two_labels_with_five_articles_each),
        cmocka_unit_test(the_labels_of_outlets_not_seen_are_learned),
        cmocka_unit_test(the_same_input_gives_the_same_model),
        cmocka_unit_test(outlet_names_are_masked),
        cmocka_unit_test(what_is_not_judged_says_why),
        cmocka_unit_test(an_article_without_the_target_is_off_topic),
        cmocka_unit_test(probabilities_add_up_to_one),
        cmocka_unit_test(measures_are_those_done_by_hand),
        cmocka_unit_test(the_threshold_keeps_the_wanted_precision),
        cmocka_unit_test(temperature_softens_scores_that_are_too_sure),
        cmocka_unit_test(real_outlets_not_seen_are_judged_well_enough),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
