/* Stances as people write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "classifier/stance.h"

static const plx_label_set iran = { 3, { "pro-iran", "neutral", "anti-iran" } };
static const plx_label_set lean = { 4, { "left", "left-center", "center", "Offended" } };

static const struct spelling {
    const plx_label_set *set;
    const char *typed, *stance; /* NULL: refused */
} spellings[] = {
    { &iran, "pro-iran", "pro-iran" },
    { &iran, "Pro-Iran", "pro-iran" },
    { &iran, "PRO_IRAN", "pro-iran" },
    { &iran, "pro iran", "pro-iran" },
    { &iran, "proiran", "pro-iran" },
    { &iran, "  pro\xe2\x80\x93iran \r\n", "pro-iran" }, /* a dash of a word processor */
    { &iran, "pro\xc2\xa0iran", "pro-iran" },
    { &iran, "pro", "pro-iran" },
    { &iran, "anti", "anti-iran" },
    { &iran, "neutr", "neutral" },
    { &iran, "off", "off-topic" },
    { &iran, "offtopic", "off-topic" },
    { &iran, "off_topic", "off-topic" },
    { &iran, "Off Topic", "off-topic" },
    { &iran, "OFF-TOPIC.", "off-topic" },
    { &iran, "None", "none" },
    { &iran, "none", "none" },
    { &iran, "non", NULL }, /* taking back is said in full */
    { &iran, "no", NULL },
    { &iran, "p", NULL },
    { &iran, "an", NULL },
    { &iran, "", NULL },
    { &iran, "-", NULL },
    { &iran, "iran", NULL },
    { &iran, "pro-iranian", NULL },
    { &iran, "unclear", NULL },
    { &iran, "not-judged", NULL },
    { &iran, "pro-iran-pro-iran-pro-iran-pro-iran-pro-iran-pro-iran-pro-iran-pro-iran", NULL },
    { &iran, "\xff\xfe", NULL },
    { &lean, "left", "left" }, /* all of a name goes before the beginning of another */
    { &lean, "lef", NULL },
    { &lean, "left c", "left-center" },
    { &lean, "cen", "center" },
    { &lean, "off", NULL },
    { &lean, "offe", "Offended" },
    { &lean, "off-t", "off-topic" },
};

static void stances_are_read_as_people_write_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        const struct spelling *s = &spellings[i];
        const char *got;
        plx_error err = { 0 };
        plx_status rc = plx_stance_read(s->set, s->typed, &got, &err);

        if (rc != (s->stance ? PLX_OK : PLX_ERR_INVALID) ||
            (s->stance && strcmp(got, s->stance) != 0))
            fail_msg("'%s' is read as '%s'", s->typed, rc ? err.msg : got);
        if (rc)
            assert_null(got);
    }
}

static void a_refusal_names_what_there_is(void **state)
{
    const char *got;
    plx_error err;

    (void)state;
    assert_int_equal(plx_stance_read(&iran, "good", &got, &err), PLX_ERR_INVALID);
    assert_string_equal(err.msg,
                        "unknown stance 'good': pro-iran, neutral, anti-iran, off-topic or none");
}

static void off_topic_is_known_in_its_spellings_but_not_by_its_beginning(void **state)
{
    static const char *const yes[] = { "off-topic", "offtopic",  "off_topic",
                                       "off topic", "Off-Topic", "OFF TOPIC" };
    static const char *const no[] = { "off", "offtop", "topic", "off-topics", "" };

    (void)state;
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        assert_true(plx_stance_is_off_topic(yes[i]));
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        assert_false(plx_stance_is_off_topic(no[i]));
}

static void a_label_in_another_spelling_is_found_but_an_exact_one_first(void **state)
{
    static const plx_label_set set = { 3, { "pro-iran", "Pro Iran", "neutral" } };

    (void)state;
    assert_int_equal(plx_label_find(&set, "NEUTRAL"), -1);
    assert_int_equal(plx_label_find_alike(&set, "NEUTRAL"), 2);
    assert_int_equal(plx_label_find_alike(&set, "Pro Iran"), 1);
    assert_int_equal(plx_label_find_alike(&set, "PRO_IRAN"), 0);
    assert_int_equal(plx_label_find_alike(&set, "neutr"), -1);
    assert_int_equal(plx_label_find_alike(&set, ""), -1);
    assert_false(plx_label_is_alike("", ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stances_are_read_as_people_write_them),
        cmocka_unit_test(a_refusal_names_what_there_is),
        cmocka_unit_test(off_topic_is_known_in_its_spellings_but_not_by_its_beginning),
        cmocka_unit_test(a_label_in_another_spelling_is_found_but_an_exact_one_first),
    };

    return cmocka_run_group_tests_name("stance", tests, NULL, NULL);
}
