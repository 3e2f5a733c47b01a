#include "base/period.h"

#include <stdio.h>

#define DAY_SECONDS INT64_C(86400)
/* 1 January 1970 was a Thursday: its week began this many days before. */
#define WEEK_SHIFT 3

const char *const plx_period_unit_names[PLX_PERIOD_UNITS + 1] = { "day",     "week", "month",
                                                                  "quarter", "year", NULL };

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

plx_date_precision plx_period_needs(plx_period_unit unit)
{
    static const plx_date_precision needs[PLX_PERIOD_UNITS] = {
        PLX_DATE_DAY, PLX_DATE_DAY, PLX_DATE_MONTH, PLX_DATE_MONTH, PLX_DATE_YEAR,
    };

    return needs[unit];
}

int64_t plx_period_of(plx_period_unit unit, int64_t t)
{
    int64_t day = floor_div(t, DAY_SECONDS);
    int year, month;

    if (unit == PLX_PERIOD_DAY)
        return day;
    if (unit == PLX_PERIOD_WEEK)
        return floor_div(day + WEEK_SHIFT, 7);
    plx_date_to_civil(t, &year, &month, NULL);
    if (unit == PLX_PERIOD_MONTH)
        return (int64_t)year * 12 + month - 1;
    return unit == PLX_PERIOD_QUARTER ? (int64_t)year * 4 + (month - 1) / 3 : year;
}

/* First month of a period of whole months, as a date of one. */
static plx_date month_of(plx_period_unit unit, int64_t number, bool is_last)
{
    static const int months[PLX_PERIOD_UNITS] = {
        [PLX_PERIOD_MONTH] = 1, [PLX_PERIOD_QUARTER] = 3, [PLX_PERIOD_YEAR] = 12
    };
    int64_t month = number * months[unit] + (is_last ? months[unit] - 1 : 0);
    plx_date d;

    plx_date_from_civil((int)(month / 12), (int)(month % 12 + 1), 0, &d);
    return d;
}

int64_t plx_period_start(plx_period_unit unit, int64_t number)
{
    if (unit == PLX_PERIOD_DAY)
        return number * DAY_SECONDS;
    if (unit == PLX_PERIOD_WEEK)
        return (number * 7 - WEEK_SHIFT) * DAY_SECONDS;
    return month_of(unit, number, false).start;
}

int64_t plx_period_end(plx_period_unit unit, int64_t number)
{
    plx_date last;

    if (unit == PLX_PERIOD_DAY || unit == PLX_PERIOD_WEEK)
        return plx_period_start(unit, number + 1);
    last = month_of(unit, number, true);
    return plx_date_end(&last);
}

/* 1 for the first of January: Jean Meeus, "Astronomical Algorithms", chapter 7. */
static int day_of_year(int year, int month, int day)
{
    bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return 275 * month / 9 - (is_leap ? 1 : 2) * ((month + 9) / 12) + day - 30;
}

/* Of the week that begins at `monday`. */
static void name_week(int64_t monday, char out[PLX_PERIOD_BYTES])
{
    int year, month, day;

    plx_date_to_civil(monday + 3 * DAY_SECONDS, &year, &month, &day);
    snprintf(out, PLX_PERIOD_BYTES, "%04d-W%02d", year,
             (day_of_year(year, month, day) - 1) / 7 + 1);
}

static void name_day(int64_t t, char out[PLX_PERIOD_BYTES])
{
    int year, month, day;

    plx_date_to_civil(t, &year, &month, &day);
    snprintf(out, PLX_PERIOD_BYTES, "%04d-%02d-%02d", year, month, day);
}

void plx_period_name(plx_period_unit unit, int64_t number, char out[PLX_PERIOD_BYTES])
{
    if (unit == PLX_PERIOD_DAY)
        name_day(plx_period_start(unit, number), out);
    else if (unit == PLX_PERIOD_WEEK)
        name_week(plx_period_start(unit, number), out);
    else if (unit == PLX_PERIOD_MONTH)
        snprintf(out, PLX_PERIOD_BYTES, "%04d-%02d", (int)(number / 12), (int)(number % 12 + 1));
    else if (unit == PLX_PERIOD_QUARTER)
        snprintf(out, PLX_PERIOD_BYTES, "%04d-Q%d", (int)(number / 4), (int)(number % 4 + 1));
    else
        snprintf(out, PLX_PERIOD_BYTES, "%04d", (int)number);
}

void plx_period_days(plx_period_unit unit, int64_t number, char first[PLX_PERIOD_BYTES],
                     char last[PLX_PERIOD_BYTES])
{
    name_day(plx_period_start(unit, number), first);
    name_day(plx_period_end(unit, number) - DAY_SECONDS, last);
}
