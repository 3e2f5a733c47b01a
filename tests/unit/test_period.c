/* Periods of the calendar, held against a calendar that is counted day by day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/period.h"

#define DAY INT64_C(86400)

static bool is_leap(int year)
{
    return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
}

/* A calendar that goes on by one day. */
struct calendar {
    int64_t day; /* from 1970-01-01 */
    int year, month, date;
    int weekday;           /* 0: Monday */
    int week_year, week;   /* ISO 8601 */
    int64_t weeks, months; /* gone by */
};

/* How many Thursdays a year has, told by its first day. */
static int weeks_of(int year, int first_weekday)
{
    return first_weekday == 3 || (is_leap(year) && first_weekday == 2) ? 53 : 52;
}

static void go_on(struct calendar *c, int *new_year_weekday)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    c->day++;
    c->weekday = (c->weekday + 1) % 7;
    if (++c->date > days[c->month - 1] + (c->month == 2 && is_leap(c->year))) {
        c->date = 1;
        c->months++;
        if (++c->month > 12) {
            c->month = 1;
            c->year++;
        }
    }
    if (c->weekday)
        return;
    c->weeks++;
    if (++c->week > weeks_of(c->week_year, *new_year_weekday)) {
        c->week = 1;
        *new_year_weekday = (*new_year_weekday + (is_leap(c->week_year) ? 366 : 365)) % 7;
        c->week_year++;
    }
}

static void check_name(plx_period_unit unit, int64_t number, const char *expected)
{
    char name[PLX_PERIOD_BYTES];

    plx_period_name(unit, number, name);
    assert_string_equal(name, expected);
}

static void check_day(const struct calendar *c)
{
    int64_t t = c->day * DAY;
    char expected[40];

    for (int64_t at = t; at < t + DAY; at += DAY - 1) {
        snprintf(expected, sizeof expected, "%04d-%02d-%02d", c->year, c->month, c->date);
        check_name(PLX_PERIOD_DAY, plx_period_of(PLX_PERIOD_DAY, at), expected);
        snprintf(expected, sizeof expected, "%04d-W%02d", c->week_year, c->week);
        check_name(PLX_PERIOD_WEEK, plx_period_of(PLX_PERIOD_WEEK, at), expected);
        snprintf(expected, sizeof expected, "%04d-%02d", c->year, c->month);
        check_name(PLX_PERIOD_MONTH, plx_period_of(PLX_PERIOD_MONTH, at), expected);
        snprintf(expected, sizeof expected, "%04d-Q%d", c->year, (c->month + 2) / 3);
        check_name(PLX_PERIOD_QUARTER, plx_period_of(PLX_PERIOD_QUARTER, at), expected);
        snprintf(expected, sizeof expected, "%04d", c->year);
        check_name(PLX_PERIOD_YEAR, plx_period_of(PLX_PERIOD_YEAR, at), expected);
    }
}

static void every_day_lies_in_the_periods_that_a_calendar_gives(void **state)
{
    struct calendar c = { .year = 1401, .month = 1, .date = 1, .week_year = 1401, .week = 1 };
    int64_t first_week, first_month;
    int new_year_weekday;
    plx_date d;

    (void)state;
    assert_true(plx_date_from_civil(c.year, c.month, c.date, &d));
    c.day = d.start / DAY;
    c.weekday = new_year_weekday = (int)(((c.day + 3) % 7 + 7) % 7);
    first_week = plx_period_of(PLX_PERIOD_WEEK, d.start);
    first_month = plx_period_of(PLX_PERIOD_MONTH, d.start);
    if (new_year_weekday > 3) /* the first days belong to the year before */
        fail_msg("1401 does not begin with its first week");
    while (c.year <= 2200) {
        check_day(&c);
        assert_int_equal(plx_period_of(PLX_PERIOD_WEEK, c.day * DAY) - first_week, c.weeks);
        assert_int_equal(plx_period_of(PLX_PERIOD_MONTH, c.day * DAY) - first_month, c.months);
        go_on(&c, &new_year_weekday);
    }
}

static void periods_begin_where_the_one_before_ends(void **state)
{
    (void)state;
    for (int unit = 0; unit < PLX_PERIOD_UNITS; unit++) {
        plx_period_unit u = (plx_period_unit)unit;
        plx_date low, high;

        assert_true(plx_date_from_civil(PLX_DATE_YEAR_MIN, 1, 1, &low));
        assert_true(plx_date_from_civil(PLX_DATE_YEAR_MAX, 12, 31, &high));
        for (int64_t n = plx_period_of(u, low.start); n < plx_period_of(u, high.start); n++) {
            int64_t start = plx_period_start(u, n), end = plx_period_end(u, n);

            assert_true(start < end);
            assert_int_equal(plx_period_of(u, end - 1), n);
            assert_int_equal(plx_period_of(u, end), n + 1);
            assert_int_equal(plx_period_start(u, n + 1), end);
        }
    }
}

static const struct {
    const char *date;
    plx_period_unit unit;
    const char *name, *first, *last;
} known[] = {
    /* week 53, and days of one year in a week of another (ISO 8601) */
    { "2020-12-31", PLX_PERIOD_WEEK, "2020-W53", "2020-12-28", "2021-01-03" },
    { "2021-01-03", PLX_PERIOD_WEEK, "2020-W53", "2020-12-28", "2021-01-03" },
    { "2021-01-04", PLX_PERIOD_WEEK, "2021-W01", "2021-01-04", "2021-01-10" },
    { "2018-12-31", PLX_PERIOD_WEEK, "2019-W01", "2018-12-31", "2019-01-06" },
    { "2005-01-01", PLX_PERIOD_WEEK, "2004-W53", "2004-12-27", "2005-01-02" },
    { "2019-10-10", PLX_PERIOD_WEEK, "2019-W41", "2019-10-07", "2019-10-13" },
    { "2000-02-29", PLX_PERIOD_DAY, "2000-02-29", "2000-02-29", "2000-02-29" },
    { "1900-02-28", PLX_PERIOD_MONTH, "1900-02", "1900-02-01", "1900-02-28" },
    { "2000-02-01", PLX_PERIOD_MONTH, "2000-02", "2000-02-01", "2000-02-29" },
    { "1969-12-31", PLX_PERIOD_WEEK, "1970-W01", "1969-12-29", "1970-01-04" },
    { "1969-12-31", PLX_PERIOD_QUARTER, "1969-Q4", "1969-10-01", "1969-12-31" },
    { "1400-01-01", PLX_PERIOD_WEEK, "1400-W01", "1399-12-30", "1400-01-05" },
    { "2200-12-31", PLX_PERIOD_WEEK, "2201-W01", "2200-12-29", "2201-01-04" },
    { "2200-12-31", PLX_PERIOD_QUARTER, "2200-Q4", "2200-10-01", "2200-12-31" },
    { "2200-12-31", PLX_PERIOD_YEAR, "2200", "2200-01-01", "2200-12-31" },
};

static void known_periods_have_their_names_and_days(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        char first[PLX_PERIOD_BYTES], last[PLX_PERIOD_BYTES];
        plx_date d;
        int64_t n;

        assert_int_equal(plx_date_parse_iso(known[i].date, strlen(known[i].date), &d, NULL), 0);
        n = plx_period_of(known[i].unit, d.start);
        check_name(known[i].unit, n, known[i].name);
        plx_period_days(known[i].unit, n, first, last);
        assert_string_equal(first, known[i].first);
        assert_string_equal(last, known[i].last);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_lies_in_the_periods_that_a_calendar_gives),
        cmocka_unit_test(periods_begin_where_the_one_before_ends),
        cmocka_unit_test(known_periods_have_their_names_and_days),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
