#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "classifier/report.h"
#include "classifier/report_html.h"

static const plx_label_set labels = { 2, { "for", "against" } };

static plx_measures made_measures(void)
{
    plx_measures m = { .labels = labels,
                       .articles = 90,
                       .left_out = 7,
                       .in_training = 1,
                       .picked = 2,
                       .unscored = 3,
                       .without_source = 4,
                       .label = { { 40, 42, 35, .833, .875, .854, .7, .9 },
                                  { 50, 48, 43, .896, .86, .878, .75, .95 } },
                       .confusion = { { 35, 5 }, { 7, 43 } },
                       .macro_f1 = .866,
                       .accuracy = .867,
                       .macro_low = .75,
                       .macro_high = .92,
                       .calibration_error = .04,
                       .covered = 60,
                       .covered_right = 54,
                       .coverage = 60 / 90.0,
                       .covered_precision = .9,
                       .offtopic_gold = 40,
                       .offtopic_found = 30,
                       .offtopic_right = 25 };

    m.bin[7] = (plx_calibration_bin){ 90, 78, .76 };
    return m;
}

static bool read_text(const char *text, plx_measures *out)
{
    json_t *o = json_loads(text, 0, NULL);
    bool is_read = plx_measures_read(o, &labels, out);

    json_decref(o);
    return is_read;
}

static void measures_come_back_out_of_their_json(void **state)
{
    const plx_measures m = made_measures();
    json_t *o = plx_measures_json(&m);
    plx_strbuf before = PLX_STRBUF_INIT, after = PLX_STRBUF_INIT;
    plx_measures same;

    (void)state;
    assert_true(plx_measures_read(o, &labels, &same));
    plx_measures_print(&m, &before);
    plx_measures_print(&same, &after);
    assert_string_equal(before.s, after.s);
    assert_int_equal(same.covered, m.covered);
    assert_int_equal(same.covered_right, m.covered_right);
    assert_memory_equal(same.bin, m.bin, sizeof m.bin);
    assert_memory_equal(same.confusion, m.confusion, sizeof m.confusion);
    json_decref(o);
    plx_strbuf_release(&before);
    plx_strbuf_release(&after);
}

static void labels_are_found_by_name_in_any_order(void **state)
{
    plx_measures m;

    (void)state;
    assert_true(read_text("{\"articles\":9,\"labels\":[{\"label\":\"against\",\"gold\":5},"
                          "{\"label\":\"other\",\"gold\":8},{\"label\":\"for\",\"gold\":4},7]}",
                          &m));
    assert_int_equal(m.label[0].gold, 4);
    assert_int_equal(m.label[1].gold, 5);
}

static void nothing_measured_is_said_so(void **state)
{
    plx_measures m;

    (void)state;
    assert_false(plx_measures_read(NULL, &labels, &m));
    assert_false(read_text("[]", &m));
    assert_false(read_text("{\"articles\":0}", &m));
    assert_false(read_text("{\"articles\":\"many\"}", &m));
}

static void what_is_missing_or_impossible_is_not_believed(void **state)
{
    static const char text[] =
        "{\"articles\":9,\"accuracy\":1e300,\"macro_f1\":-1,\"macro_f1_interval\":[2,3],"
        "\"coverage\":1,\"covered_precision\":\"x\",\"confusion\":[[-1,1e9],7],"
        "\"calibration\":[{\"articles\":1,\"right\":2,\"probability\":0.5}],"
        "\"off_topic\":{\"gold\":1,\"found\":1,\"right\":2},"
        "\"labels\":[{\"label\":\"for\",\"gold\":4e9,\"f1\":7}]}";
    plx_strbuf page = PLX_STRBUF_INIT;
    plx_measures m;

    (void)state;
    assert_true(read_text(text, &m));
    assert_true(isnan(m.accuracy) && isnan(m.macro_f1) && isnan(m.covered_precision));
    assert_true(m.macro_high <= 0);
    assert_int_equal(m.covered, 0);
    assert_int_equal(m.confusion[0][0], 0);
    assert_int_equal(m.bin[0].articles, 0);
    assert_int_equal(m.offtopic_gold, 0);
    assert_int_equal(m.label[0].gold, 0);
    plx_html_measures(&m, &page);
    assert_null(strstr(page.s, "nan"));
    plx_strbuf_release(&page);
}

static void a_page_of_measures_needs_no_inline_style(void **state)
{
    const plx_measures m = made_measures();
    plx_strbuf page = PLX_STRBUF_INIT;

    (void)state;
    plx_html_measures(&m, &page);
    assert_null(strstr(page.s, "style="));
    assert_non_null(strstr(page.s, "<td class=\"shade d9 hit\">35 (88 %)</td>"));
    plx_strbuf_release(&page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(measures_come_back_out_of_their_json),
        cmocka_unit_test(labels_are_found_by_name_in_any_order),
        cmocka_unit_test(nothing_measured_is_said_so),
        cmocka_unit_test(what_is_missing_or_impossible_is_not_believed),
        cmocka_unit_test(a_page_of_measures_needs_no_inline_style),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
