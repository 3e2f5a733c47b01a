/* Dates: ISO 8601 in and out, relative bounds, the calendar itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/date.h"

/* 2019-10-10 is day 18179 */
#define DAY   ((int64_t)86400)
#define OCT10 (18179 * DAY)

static const struct {
    const char *text;
    int64_t start;
    plx_date_precision precision;
    const char *printed;
} good[] = {
    { "1970-01-01", 0, PLX_DATE_DAY, "1970-01-01" },
    { "2019", 17897 * DAY, PLX_DATE_YEAR, "2019" },
    { "2019-10", OCT10 - 9 * DAY, PLX_DATE_MONTH, "2019-10" },
    { "2019-10-10", OCT10, PLX_DATE_DAY, "2019-10-10" },
    { "2000-02-29", 11016 * DAY, PLX_DATE_DAY, "2000-02-29" },
    { "1969-12-31T23:59:59Z", -1, PLX_DATE_TIME, "1969-12-31T23:59:59Z" },
    { "2019-10-10T12:34", OCT10 + 45240, PLX_DATE_TIME, "2019-10-10T12:34:00" },
    { "2019-10-10 12:34:56", OCT10 + 45296, PLX_DATE_TIME, "2019-10-10T12:34:56" },
    { "2019-10-10t12:34:56.789z", OCT10 + 45296, PLX_DATE_TIME, "2019-10-10T12:34:56Z" },
    { "2019-10-10T12:34:56,7+03:30", OCT10 + 32696, PLX_DATE_TIME, "2019-10-10T09:04:56Z" },
    { "2019-10-10T00:30:00+0100", OCT10 - 1800, PLX_DATE_TIME, "2019-10-09T23:30:00Z" },
    { "2019-10-10T23:30:00-05", OCT10 + DAY + 16200, PLX_DATE_TIME, "2019-10-11T04:30:00Z" },
    { "2016-12-31T23:59:60Z", 17167 * DAY - 1, PLX_DATE_TIME, "2016-12-31T23:59:59Z" },
    { "1400-01-01", -208188 * DAY, PLX_DATE_DAY, "1400-01-01" },
    { "2200-12-31", 84370 * DAY, PLX_DATE_DAY, "2200-12-31" },
};

static void iso_dates_are_read_and_printed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        char printed[PLX_DATE_BYTES];
        plx_error err = { 0 };
        plx_date d;
        plx_date again;

        if (plx_date_parse_iso(good[i].text, strlen(good[i].text), &d, &err) != PLX_OK)
            fail_msg("%s: %s", good[i].text, err.msg);
        if (d.start != good[i].start)
            fail_msg("%s: %lld", good[i].text, (long long)d.start);
        assert_int_equal(d.precision, good[i].precision);
        plx_date_format(&d, printed);
        assert_string_equal(printed, good[i].printed);
        assert_int_equal(plx_date_parse_iso(printed, strlen(printed), &again, &err), PLX_OK);
        assert_true(again.start == d.start && again.has_zone == d.has_zone);
    }
}

static void what_is_not_a_date_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "2",
        "201",
        "20191",
        "2019-",
        "2019-1",
        "2019-13",
        "2019-00",
        "2019-10-",
        "2019-10-1",
        "2019-10-00",
        "2019-10-32",
        "2019-02-29",
        "1900-02-29",
        "2019-04-31",
        "1399",
        "2201",
        "-2019",
        "+2019",
        "2019-10-10T",
        "2019-10-10T1",
        "2019-10-10T12",
        "2019-10-10T12:3",
        "2019-10-10T24:00",
        "2019-10-10T12:60",
        "2019-10-10T12:00:61",
        "2019-10-10T12:00:00.",
        "2019-10-10T12:00:00+",
        "2019-10-10T12:00:00+1",
        "2019-10-10T12:00:00+01:",
        "2019-10-10T12:00:00+24:00",
        "2019-10-10T12:00:00+01:60",
        "2019-10-10T12:00:00Zx",
        "2019-10-10T12:00:00 Z",
        "2019-10T12:00",
        "2019T12:00",
        "2019-10-10x",
        " 2019",
        "2019 ",
        "10/10/2019",
        "yesterday",
        "7d",
        "1400-01-01T00:00+01:00",
        "2200-12-31T23:30-01",
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        plx_error err = { 0 };
        plx_date d = { 1, PLX_DATE_DAY, true };

        if (plx_date_parse_iso(bad[i], strlen(bad[i]), &d, &err) != PLX_ERR_INVALID)
            fail_msg("'%s' was taken", bad[i]);
        assert_true(d.start == 0 && d.precision == PLX_DATE_NONE && !d.has_zone);
        assert_non_null(strstr(err.msg, "YYYY-MM-DD"));
        assert_non_null(strstr(err.msg, bad[i]));
    }
    assert_int_equal(plx_date_parse_iso("2019\0", 5, &(plx_date){ 0 }, NULL), PLX_ERR_INVALID);
    assert_int_equal(plx_date_parse_iso(NULL, 0, &(plx_date){ 0 }, NULL), PLX_ERR_INVALID);
}

static void a_date_ends_where_the_next_begins(void **state)
{
    static const char *const next[][2] = {
        { "2019", "2020-01-01" },
        { "2019-10", "2019-11-01" },
        { "2019-12", "2020-01-01" },
        { "2020-02", "2020-03-01" },
        { "2019-12-31", "2020-01-01" },
        { "2200", "2201-01-01" },
        { "2019-10-10T23:59:59Z", "2019-10-11" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof next / sizeof *next; i++) {
        plx_date d;
        int year;
        int month;
        int day;
        char printed[32];

        plx_date_parse_iso(next[i][0], strlen(next[i][0]), &d, NULL);
        plx_date_to_civil(plx_date_end(&d), &year, &month, &day);
        assert_true(plx_date_end(&d) % DAY == 0);
        snprintf(printed, sizeof printed, "%04d-%02d-%02d", year, month, day);
        assert_string_equal(printed, next[i][1]);
    }
    assert_true(plx_date_end(&(plx_date){ 0 }) == 0);
    for (int p = 0; p < PLX_DATE_PRECISIONS; p++) /* damaged */
        assert_true(plx_date_end(&(plx_date){ INT64_MAX, (plx_date_precision)p, true }) ==
                    INT64_MAX);
}

static void bounds_are_relative_to_now(void **state)
{
    static const char *const cases[][3] = {
        /* now, bound, day */
        { "2019-10-10T15:00:00Z", "today", "2019-10-10" },
        { "2019-10-10T15:00:00Z", "Yesterday", "2019-10-09" },
        { "2019-10-10T15:00:00Z", "0d", "2019-10-10" },
        { "2019-10-10T15:00:00Z", "7d", "2019-10-03" },
        { "2019-10-10T15:00:00Z", "2w", "2019-09-26" },
        { "2019-10-10T15:00:00Z", "3m", "2019-07-10" },
        { "2019-10-10T15:00:00Z", "1Y", "2018-10-10" },
        { "2019-10-31T00:00:00Z", "8m", "2019-02-28" },
        { "2020-02-29T00:00:00Z", "1y", "2019-02-28" },
        { "2019-01-31T00:00:00Z", "11m", "2018-02-28" },
        { "2019-10-10T15:00:00Z", "2018", "2018" },
        { "2019-10-10T15:00:00Z", "2018-05-06", "2018-05-06" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char printed[PLX_DATE_BYTES];
        plx_error err = { 0 };
        plx_date now;
        plx_date d;

        plx_date_parse_iso(cases[i][0], strlen(cases[i][0]), &now, NULL);
        if (plx_date_parse_bound(cases[i][1], strlen(cases[i][1]), now.start, &d, &err) != PLX_OK)
            fail_msg("%s: %s", cases[i][1], err.msg);
        plx_date_format(&d, printed);
        assert_string_equal(printed, cases[i][2]);
    }
}

static void impossible_bounds_are_refused(void **state)
{
    static const char *const bad[] = { "",         "d",     "7",     "7x",     "-7d",
                                       "7 d",      "9999y", "9999m", "99999d", "todays",
                                       "tomorrow", "7dd",   "soon" };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        plx_error err = { 0 };
        plx_date d;

        if (plx_date_parse_bound(bad[i], strlen(bad[i]), OCT10, &d, &err) != PLX_ERR_INVALID)
            fail_msg("'%s' was taken", bad[i]);
        assert_int_equal(d.precision, PLX_DATE_NONE);
        assert_non_null(strstr(err.msg, "yesterday"));
    }
    assert_int_equal(plx_date_parse_bound("9999d", 5, INT64_MIN + 1, &(plx_date){ 0 }, NULL),
                     PLX_ERR_INVALID);
    assert_int_equal(plx_date_parse_bound("1m", 2, INT64_MAX, &(plx_date){ 0 }, NULL),
                     PLX_ERR_INVALID);
}

static void every_day_of_the_calendar_goes_there_and_back(void **state)
{
    plx_date d;
    int64_t count = 0;
    int64_t first;

    (void)state;
    assert_true(plx_date_from_civil(PLX_DATE_YEAR_MIN, 1, 1, &d));
    first = d.start;
    for (int y = PLX_DATE_YEAR_MIN; y <= PLX_DATE_YEAR_MAX; y++)
        for (int m = 1; m <= 12; m++)
            for (int day = 1; plx_date_from_civil(y, m, day, &d); day++, count++) {
                int got[3];

                assert_true(d.start == first + count * DAY);
                plx_date_to_civil(d.start + DAY - 1, &got[0], &got[1], &got[2]);
                assert_true(got[0] == y && got[1] == m && got[2] == day);
            }
    assert_int_equal(count, 292559); /* 801 years with 194 leap days */
}

static void civil_fields_may_be_unknown_but_not_impossible(void **state)
{
    plx_date d;

    (void)state;
    assert_true(plx_date_from_civil(2019, 0, 0, &d) && d.precision == PLX_DATE_YEAR);
    assert_true(plx_date_from_civil(2019, 5, 0, &d) && d.precision == PLX_DATE_MONTH);
    assert_false(plx_date_from_civil(2019, 0, 5, &d));
    assert_int_equal(d.precision, PLX_DATE_NONE);
    assert_false(plx_date_from_civil(2019, 2, 30, &d));
    assert_false(plx_date_from_civil(2019, -1, 1, &d));
    assert_false(plx_date_from_civil(2019, 1, -1, &d));
    assert_false(plx_date_from_civil(0, 1, 1, &d));
}

static void undated_and_damaged_dates_print_nothing(void **state)
{
    char out[PLX_DATE_BYTES];

    (void)state;
    plx_date_format(&(plx_date){ 0 }, out);
    assert_string_equal(out, "");
    plx_date_format(&(plx_date){ INT64_MAX, PLX_DATE_TIME, true }, out);
    assert_string_equal(out, "");
    plx_date_format(&(plx_date){ INT64_MIN, PLX_DATE_DAY, true }, out);
    assert_string_equal(out, "");
    plx_date_format(&(plx_date){ 0, (plx_date_precision)77, true }, out);
    assert_string_equal(out, "");
}

static void precisions_have_names(void **state)
{
    (void)state;
    assert_string_equal(plx_date_precision_name(PLX_DATE_NONE), "none");
    assert_string_equal(plx_date_precision_name(PLX_DATE_TIME), "time");
    assert_string_equal(plx_date_precision_name((plx_date_precision)77), "none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(iso_dates_are_read_and_printed),
        cmocka_unit_test(what_is_not_a_date_is_refused),
        cmocka_unit_test(a_date_ends_where_the_next_begins),
        cmocka_unit_test(bounds_are_relative_to_now),
        cmocka_unit_test(impossible_bounds_are_refused),
        cmocka_unit_test(every_day_of_the_calendar_goes_there_and_back),
        cmocka_unit_test(civil_fields_may_be_unknown_but_not_impossible),
        cmocka_unit_test(undated_and_damaged_dates_print_nothing),
        cmocka_unit_test(precisions_have_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
