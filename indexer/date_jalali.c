#include "indexer/date_jalali.h"

#define DAY_SECONDS 86400

/* Of 33 years these eight are leap years: the same as the astronomical rule from 1244 to 1472
 * (K. M. Borkowski, "The Persian calendar for 3000 years", Earth, Moon, and Planets 74, 1996). */
static bool is_leap(int year)
{
    static const int leap[] = { 1, 5, 9, 13, 17, 22, 26, 30 };

    for (int i = 0; i < 8; i++)
        if (year % 33 == leap[i])
            return true;
    return false;
}

/* Six months of 31 days, five of 30, one of 29 or 30. */
static int month_days(int year, int month)
{
    if (month <= 6)
        return 31;
    return month <= 11 || is_leap(year) ? 30 : 29;
}

bool plx_date_from_jalali(int year, int month, int day, plx_date *out)
{
    plx_date first;
    int64_t days = day - 1;

    *out = (plx_date){ 0 };
    if (year < PLX_JALALI_YEAR_MIN || year > PLX_JALALI_YEAR_MAX || month < 1 || month > 12 ||
        day < 1 || day > month_days(year, month))
        return false;
    for (int y = PLX_JALALI_YEAR_MIN; y < year; y++)
        days += 365 + is_leap(y);
    for (int m = 1; m < month; m++)
        days += month_days(year, m);
    plx_date_from_civil(1921, 3, 21, &first); /* 1 Farvardin 1300 */
    *out = (plx_date){ first.start + days * DAY_SECONDS, PLX_DATE_DAY, false };
    return true;
}
