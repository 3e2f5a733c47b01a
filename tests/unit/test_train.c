#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/json.h"
#include "classifier/dataset.h"
#include "classifier/model_file.h"
#include "classifier/outlets.h"
#include "classifier/recalibrate.h"
#include "tests/unit/classifier_data.h"

#define OK(call) assert_int_equal(call, PLX_OK)

static const plx_train_options plain = { .date = "2026-11-21", .name = "made", .min_sources = 2 };

/* A text of a label from the made words, its number's own. */
static void add_made(plx_dataset *ds, size_t words_of, const char *label, const char *source,
                     unsigned n)
{
    plx_strbuf text = PLX_STRBUF_INIT;

    made_text(words_of, n, &text);
    OK(made_add(ds, label, source, "News of the day", text.s, NULL));
    plx_strbuf_release(&text);
}

/* ------------------------------------------------------------ shares */

static void intervals_of_shares_are_wilsons(void **state)
{
    plx_share s = plx_share_of(8, 10);

    (void)state;
    assert_true(fabs(s.value - 0.8) < 1e-9);
    assert_true(fabs(s.low - 0.4902) < 1e-4);
    assert_true(fabs(s.high - 0.9433) < 1e-4);
    s = plx_share_of(10, 10);
    assert_true(fabs(s.low - 0.7225) < 1e-4);
    assert_true(fabs(s.high - 1) < 1e-9);
    s = plx_share_of(0, 0);
    assert_true(s.low == 0 && s.high == 1);
}

/* ------------------------------------------------------------ contradictions */

static void a_text_with_two_labels_is_left_out(void **state)
{
    plx_dataset *ds = made_dataset(1);
    plx_strbuf out = PLX_STRBUF_INIT;
    size_t before = plx_dataset_count(ds);

    (void)state;
    add_made(ds, 0, "pro-iran", "Alpha Post", 900);
    add_made(ds, 0, "pro-iran", "beta.example", 900); /* again */
    assert_int_equal(plx_dataset_count(ds), before + 1);
    assert_int_equal(plx_dataset_repeated(ds), 1);
    add_made(ds, 0, "neutral", "beta.example", 900);
    assert_int_equal(plx_dataset_count(ds), before);
    assert_int_equal(plx_dataset_contested(ds), 1);
    add_made(ds, 0, "neutral", "beta.example", 900); /* a majority decides nothing */
    assert_int_equal(plx_dataset_count(ds), before);
    OK(plx_dataset_warnings(ds, &out, NULL));
    assert_non_null(strstr(out.s, "1 texts came with two labels and are left out"));
    add_made(ds, 1, "neutral", "Alpha Post", 901); /* places are right after the removal */
    add_made(ds, 1, "neutral", "Alpha Post", 901);
    assert_int_equal(plx_dataset_count(ds), before + 1);
    plx_strbuf_release(&out);
    plx_dataset_free(ds);
}

static void a_decided_label_outranks_those_of_files(void **state)
{
    plx_dataset *ds = made_dataset(1);
    size_t before = plx_dataset_count(ds);

    (void)state;
    plx_dataset_kind(ds, PLX_DATA_DECIDED);
    add_made(ds, 0, "anti-iran", "Alpha Post", 900);
    plx_dataset_kind(ds, 0);
    add_made(ds, 0, "pro-iran", "Alpha Post", 900);
    assert_int_equal(plx_dataset_count(ds), before + 1);
    assert_int_equal(plx_dataset_outranked(ds), 1);
    assert_int_equal(plx_dataset_contested(ds), 0);
    assert_string_equal(plx_map_key(ds->labels, ds->items[before].label, NULL), "anti-iran");
    plx_dataset_free(ds);
}

/* A long text, of which `changed` words of every hundred differ. */
static void add_long(plx_dataset *ds, const char *label, const char *source, unsigned changed)
{
    plx_strbuf text = PLX_STRBUF_INIT;

    for (unsigned i = 0; i < 300; i++)
        plx_strbuf_printf(&text, "Iran%s word%u ", i % 100 < changed ? " new" : "", i);
    OK(made_add(ds, label, source, "", text.s, NULL));
    plx_strbuf_release(&text);
}

static void near_copies_with_two_labels_are_named(void **state)
{
    plx_dataset *ds = made_dataset(1);
    plx_strbuf out = PLX_STRBUF_INIT;
    size_t before = plx_dataset_count(ds);

    (void)state;
    add_long(ds, "pro-iran", "Alpha Post", 0);
    add_long(ds, "anti-iran", "beta.example", 3);
    assert_int_equal(plx_dataset_count(ds), before + 2);
    OK(plx_dataset_warnings(ds, &out, NULL));
    assert_non_null(strstr(out.s, "1 articles are near-copies of one with another label"));
    plx_strbuf_release(&out);
    plx_dataset_free(ds);
}

static void one_label_and_few_articles_are_warned_of(void **state)
{
    plx_dataset *ds;
    plx_strbuf out = PLX_STRBUF_INIT;

    (void)state;
    OK(plx_dataset_new(&ds, NULL));
    for (unsigned i = 0; i < 6; i++)
        add_made(ds, 1, "neutral", made_sources[i], i);
    OK(plx_dataset_warnings(ds, &out, NULL));
    assert_non_null(strstr(out.s, "all articles have one label, neutral"));
    assert_non_null(strstr(out.s, "6 articles of neutral: too few to say"));
    plx_strbuf_release(&out);
    plx_dataset_free(ds);
}

/* ------------------------------------------------------------ what is measured */

static void what_active_learning_picked_trains_and_is_not_measured(void **state)
{
    plx_dataset *ds = made_dataset(2);
    plx_train_report r;

    (void)state;
    plx_dataset_kind(ds, PLX_DATA_PICKED);
    for (unsigned i = 0; i < 5; i++)
        add_made(ds, 2, "anti-iran", "Alpha Post", 900 + i);
    OK(plx_train(ds, &plain, NULL, &r, NULL));
    assert_int_equal(r.cv.articles, 36);
    assert_int_equal(r.cv.picked, 5);
    assert_non_null(strstr(r.warnings, "5 articles were picked by `review`"));
    plx_train_report_release(&r);
    plx_dataset_free(ds);
}

static void what_the_base_learned_is_not_measured_again(void **state)
{
    plx_model *base = made_model(NULL);
    plx_dataset *ds = made_dataset(3); /* the very same articles */
    plx_train_options opt = plain;
    plx_model *m;
    plx_train_report r;

    (void)state;
    for (unsigned i = 0; i < 4; i++)
        add_made(ds, 0, "pro-iran", "Alpha Post", 900 + i);
    opt.base = base;
    OK(plx_train(ds, &opt, &m, &r, NULL));
    assert_int_equal(r.cv.articles, 4);
    assert_int_equal(r.cv.in_training, 54);
    assert_non_null(strstr(r.warnings, "learned by the adapted model already"));
    assert_string_equal(r.base, base->name);
    plx_train_report_release(&r);
    plx_model_free(m);
    plx_model_free(base);
    plx_dataset_free(ds);
}

static void one_label_alone_adapts_a_model(void **state)
{
    plx_model *base = made_model(NULL), *m;
    plx_train_options opt = plain;
    plx_dataset *ds;
    plx_error err;

    (void)state;
    OK(plx_dataset_new(&ds, NULL));
    for (unsigned i = 0; i < 6; i++)
        add_made(ds, 0, "pro-iran", "Eta Gazette", 900 + i);
    assert_int_equal(plx_train(ds, &opt, &m, NULL, &err), PLX_ERR_INVALID);
    assert_non_null(strstr(err.msg, "one label"));
    opt.base = base;
    OK(plx_train(ds, &opt, &m, NULL, NULL));
    assert_int_equal(plx_model_labels(m)->count, 3);
    plx_model_free(m);
    plx_model_free(base);
    plx_dataset_free(ds);
}

/* ------------------------------------------------------------ the report */

static const char hostile[] = "<script>alert(1)</script><img src=http://x.example/ onerror=\"y\">";

/* Articles with errors in them: some have words of another label. */
static plx_dataset *noisy_dataset(void)
{
    plx_dataset *ds = made_dataset(11);
    plx_strbuf text = PLX_STRBUF_INIT;

    for (unsigned i = 0; i < 12; i++) {
        made_text(i % 3, 2000 + i, &text);
        OK(made_add(ds, made_labels[(i + 1) % 3], i % 2 ? "<b>Eta & Co</b>" : "Theta", hostile,
                    text.s, NULL));
    }
    plx_strbuf_release(&text);
    return ds;
}

static plx_train_report noisy_report(plx_model **m)
{
    plx_train_options opt = plain;
    plx_dataset *ds = noisy_dataset();
    plx_train_report r;

    opt.grid = opt.curve = true;
    opt.errors = 12;
    OK(plx_train(ds, &opt, m, &r, NULL));
    plx_dataset_free(ds);
    return r;
}

static void a_report_has_all_that_was_found(void **state)
{
    plx_train_report r = noisy_report(NULL);
    plx_strbuf text = PLX_STRBUF_INIT;
    json_t *j = plx_train_report_json(&r);

    (void)state;
    assert_string_equal(r.name, "made");
    assert_null(r.base);
    assert_int_equal(r.articles, 3 * 6 * 11 + 12);
    assert_int_equal(r.sources_all, 8);
    assert_int_equal(r.source_count, 8);
    assert_int_equal(r.sources[0].total, 33);
    assert_int_equal(r.grid_count, PLX_GRID_COSTS);
    assert_in_range(r.curve_count, 2, PLX_CURVE_POINTS); /* of 8 sources a share may be none */
    assert_true(r.error_count >= 6);
    assert_non_null(j);
    assert_int_equal(json_array_size(json_object_get(j, "errors")), r.error_count);
    assert_int_equal(json_array_size(json_object_get(j, "grid")), PLX_GRID_COSTS);
    assert_true(json_is_null(json_object_get(j, "outlet_curves")));
    assert_int_equal(
        json_array_size(json_object_get(json_object_get(j, "cross_validation"), "calibration")),
        PLX_CALIBRATION_BINS);
    plx_train_report_print(&r, &text);
    assert_non_null(strstr(text.s, "macro F1"));
    assert_non_null(strstr(text.s, "The surest errors"));
    json_decref(j);
    plx_strbuf_release(&text);
    plx_train_report_release(&r);
}

static void a_page_holds_nothing_that_runs_or_is_fetched(void **state)
{
    plx_train_report r = noisy_report(NULL);
    plx_strbuf page = PLX_STRBUF_INIT;

    (void)state;
    free(r.name);
    r.name = strdup("</title><script>model</script>");
    plx_train_report_html(&r, &page);
    assert_false(page.failed);
    assert_non_null(strstr(page.s, "&lt;script&gt;alert(1)"));
    assert_non_null(strstr(page.s, "&lt;b&gt;eta &amp; co&lt;/b&gt;"));
    assert_null(strstr(page.s, "<script"));
    assert_null(strstr(page.s, "<img"));
    assert_null(strstr(page.s, "href="));
    assert_null(strstr(page.s, "url("));
    assert_non_null(strstr(page.s, "<svg role=\"img\""));
    assert_non_null(strstr(page.s, "</main></body></html>"));
    plx_strbuf_release(&page);
    plx_train_report_release(&r);
}

static void labels_of_few_articles_are_too_few_to_say(void **state)
{
    plx_dataset *ds = made_dataset(6); /* 36 of each */
    plx_train_options opt = plain;
    plx_strbuf text = PLX_STRBUF_INIT, page = PLX_STRBUF_INIT;
    plx_train_report r;
    json_t *j;

    (void)state;
    for (unsigned i = 0; i < 12; i++)
        add_made(ds, 1, "mixed", made_sources[i % 6], 3000 + i);
    OK(plx_train(ds, &opt, NULL, &r, NULL));
    plx_train_report_print(&r, &text);
    assert_non_null(strstr(text.s, "too few to say"));
    plx_train_report_html(&r, &page);
    assert_non_null(strstr(page.s, "too few to say</td><td>12</td>"));
    j = plx_measures_json(&r.cv);
    for (size_t k = 0; k < r.cv.labels.count; k++) {
        const json_t *l = json_array_get(json_object_get(j, "labels"), k);
        assert_int_equal(json_is_true(json_object_get(l, "too_few")),
                         strcmp(r.cv.labels.name[k], "mixed") == 0);
    }
    json_decref(j);
    plx_strbuf_release(&text);
    plx_strbuf_release(&page);
    plx_train_report_release(&r);
    plx_dataset_free(ds);
}

static void the_same_seed_gives_the_same_bytes(void **state)
{
    plx_model *m[2];
    plx_strbuf json[2] = { PLX_STRBUF_INIT, PLX_STRBUF_INIT };

    (void)state;
    for (int i = 0; i < 2; i++) {
        plx_train_report r = noisy_report(&m[i]);
        json_t *j = plx_train_report_json(&r);

        plx_json_print(j, true, &json[i]);
        json_decref(j);
        plx_train_report_release(&r);
    }
    assert_string_equal(json[0].s, json[1].s);
    assert_int_equal(m[0]->size, m[1]->size);
    assert_memory_equal(m[0]->bytes, m[1]->bytes, m[0]->size);
    for (int i = 0; i < 2; i++) {
        plx_strbuf_release(&json[i]);
        plx_model_free(m[i]);
    }
}

/* ------------------------------------------------------------ recalibration */

/* Articles of which the model is sure, and every third has another label than it says. */
static plx_dataset *doubtful_sample(unsigned n)
{
    plx_dataset *ds;

    OK(plx_dataset_new(&ds, NULL));
    for (unsigned i = 0; i < n; i++)
        add_made(ds, i % 2 ? 2 : 0, made_labels[i % 3 ? (i % 2 ? 2 : 0) : 1], "Eta Gazette",
                 5000 + i);
    return ds;
}

static void a_model_too_sure_of_a_sample_is_made_less_so(void **state)
{
    const plx_recalibrate_options opt = { .date = "2026-11-22" };
    plx_model *m = made_model(NULL), *again, *same;
    plx_dataset *ds = doubtful_sample(120);
    plx_recalibration r;

    (void)state;
    OK(plx_recalibrate(m, ds, &opt, &again, &r, NULL));
    assert_int_equal(r.articles, 120);
    assert_true(r.before.calibration_error > 0.2);
    assert_true(r.after.calibration_error < r.before.calibration_error / 2);
    assert_true(r.temperature > r.old_temperature);
    assert_false(r.has_margin);
    assert_memory_equal(m->dict.weight, again->dict.weight,
                        m->dict.count * m->labels.count * sizeof *m->dict.weight);
    assert_non_null(json_object_get(plx_model_summary(again), "recalibration"));
    assert_string_equal(plx_model_date(again), "2026-11-22");
    assert_non_null(strstr(plx_model_name(again), "-recalibrated"));
    OK(plx_recalibrate(m, ds, &opt, &same, &r, NULL));
    assert_memory_equal(again->bytes, same->bytes, again->size);
    plx_model_free(m);
    plx_model_free(again);
    plx_model_free(same);
    plx_dataset_free(ds);
}

static void labels_commoner_in_the_sample_shift_the_scores(void **state)
{
    const plx_recalibrate_options opt = { .date = "2026-11-22" };
    plx_model *m = made_model(NULL), *again;
    plx_recalibration r;
    plx_dataset *ds;

    (void)state;
    OK(plx_dataset_new(&ds, NULL));
    for (unsigned i = 0; i < 200; i++) /* what looks like praise is mostly report here */
        add_made(ds, i % 5 ? 0 : 2,
                 i % 5 == 0   ? "anti-iran"
                 : i % 5 == 1 ? "pro-iran"
                              : "neutral",
                 "Eta Gazette", 7000 + i);
    OK(plx_recalibrate(m, ds, &opt, &again, &r, NULL));
    assert_true(r.has_shift);
    assert_true(r.shift[1] > r.shift[0]);
    assert_true(r.after.accuracy > r.before.accuracy);
    plx_model_free(m);
    plx_model_free(again);
    plx_dataset_free(ds);
}

static void a_sample_that_is_too_small_or_known_is_refused(void **state)
{
    const plx_recalibrate_options opt = { .date = "2026-11-22" };
    plx_model *m = made_model(NULL), *again;
    plx_dataset *known = made_dataset(3), *few = doubtful_sample(PLX_RECALIBRATE_LEAST - 1);
    plx_recalibration r;
    plx_error err;

    (void)state;
    assert_int_equal(plx_recalibrate(m, few, &opt, &again, &r, &err), PLX_ERR_INVALID);
    assert_non_null(strstr(err.msg, "only 29 articles"));
    assert_null(again);
    assert_int_equal(plx_recalibrate(m, known, &opt, &again, &r, &err), PLX_ERR_INVALID);
    assert_non_null(strstr(err.msg, "54 the model learned from"));
    plx_model_free(m);
    plx_dataset_free(known);
    plx_dataset_free(few);
}

/* Passing mentions among others: articles that name the land once in a long text. */
static void add_passing(plx_dataset *ds, unsigned n)
{
    plx_strbuf text = PLX_STRBUF_INIT;

    plx_strbuf_puts(&text, "Iran was named once. ");
    for (unsigned i = 0; i < 150; i++)
        plx_strbuf_printf(&text, "harbour%u mayor street%u. ", n, i);
    OK(made_add(ds, "offtopic", "Eta Gazette", "", text.s, NULL));
    plx_strbuf_release(&text);
}

static void the_gate_moves_with_enough_articles_off_topic(void **state)
{
    const plx_recalibrate_options opt = { .date = "2026-11-22" };
    plx_model *m = made_model(NULL), *again;
    plx_dataset *ds = doubtful_sample(60);
    plx_recalibration r;

    (void)state;
    for (unsigned i = 0; i < 20; i++)
        add_passing(ds, i);
    OK(plx_recalibrate(m, ds, &opt, &again, &r, NULL));
    assert_true(r.has_margin);
    assert_int_equal(r.after.offtopic_gold, 20);
    assert_true(r.after.offtopic_right >= 18);
    assert_true(fabsf(again->gate.bias - (m->gate.bias - (float)r.margin)) < 1e-4f);
    plx_model_free(m);
    plx_model_free(again);
    plx_dataset_free(ds);
}

/* ------------------------------------------------------------ outlets */

/* An outlet that means the contrary: irony, say. */
static void an_outlet_is_learned_from_some_of_its_articles(void **state)
{
    plx_dataset *ds = made_dataset(4);
    plx_train_options opt = plain;
    plx_outlet_curves c;

    (void)state;
    for (unsigned i = 0; i < 60; i++)
        add_made(ds, i % 2 ? 2 : 0, i % 2 ? "pro-iran" : "anti-iran", "Contrary Mary", 9000 + i);
    OK(plx_train_outlets(ds, &opt, &c, NULL));
    assert_int_equal(c.count, 1);
    assert_int_equal(c.items[0].articles, 60);
    assert_string_equal(c.items[0].source, "contrary mary");
    assert_true(c.items[0].error[0] > 0.9);
    assert_true(c.items[0].error[3] < 0.3);
    assert_true(fabs(c.mean[3] - c.items[0].error[3]) < 1e-9);
    plx_outlet_curves_release(&c);
    plx_dataset_free(ds);
}

static void outlets_without_which_nothing_is_left_are_counted(void **state)
{
    plx_train_options opt = plain;
    plx_outlet_curves c;
    plx_dataset *ds;

    (void)state;
    OK(plx_dataset_new(&ds, NULL));
    for (unsigned i = 0; i < 60; i++)
        add_made(ds, i % 2, made_labels[i % 2], i < 50 ? "Alpha Post" : "beta.example", i);
    for (unsigned i = 0; i < 10; i++)
        add_made(ds, 2, "anti-iran", "Alpha Post", 100 + i);
    OK(plx_train_outlets(ds, &opt, &c, NULL));
    assert_int_equal(c.count, 0);
    assert_int_equal(c.impossible, 1);
    plx_outlet_curves_release(&c);
    plx_dataset_free(ds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_of_shares_are_wilsons),
        cmocka_unit_test(a_text_with_two_labels_is_left_out),
        cmocka_unit_test(a_decided_label_outranks_those_of_files),
        cmocka_unit_test(near_copies_with_two_labels_are_named),
        cmocka_unit_test(one_label_and_few_articles_are_warned_of),
        cmocka_unit_test(what_active_learning_picked_trains_and_is_not_measured),
        cmocka_unit_test(what_the_base_learned_is_not_measured_again),
        cmocka_unit_test(one_label_alone_adapts_a_model),
        cmocka_unit_test(a_report_has_all_that_was_found),
        cmocka_unit_test(a_page_holds_nothing_that_runs_or_is_fetched),
        cmocka_unit_test(labels_of_few_articles_are_too_few_to_say),
        cmocka_unit_test(the_same_seed_gives_the_same_bytes),
        cmocka_unit_test(a_model_too_sure_of_a_sample_is_made_less_so),
        cmocka_unit_test(labels_commoner_in_the_sample_shift_the_scores),
        cmocka_unit_test(a_sample_that_is_too_small_or_known_is_refused),
        cmocka_unit_test(the_gate_moves_with_enough_articles_off_topic),
        cmocka_unit_test(an_outlet_is_learned_from_some_of_its_articles),
        cmocka_unit_test(outlets_without_which_nothing_is_left_are_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
