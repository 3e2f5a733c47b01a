#include "base/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

#define DAY_SECONDS 86400
/* Bytes of a refused date shown in the message. */
#define SHOWN_MAX 60
#define COUNT_MAX 9999 /* largest N in "Nd" */

/* What is left to read. */
struct cursor {
    const char *p;
    const char *end;
};

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_days(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return days[month - 1] + (month == 2 && is_leap(year));
}

/* Days from 1970-01-01 in the proleptic Gregorian calendar: Howard Hinnant, "chrono-
 * Compatible Low-Level Date Algorithms", days_from_civil. Years begin in March, so
 * that the leap day is the last; an era is 400 years, 146097 days. The years allowed
 * here are positive, so no division needs to round down. */
static int64_t days_from_civil(int year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = y / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* The inverse, civil_from_days of the same source. */
void plx_date_to_civil(int64_t t, int *year, int *month, int *day)
{
    int64_t z = floor_div(t, DAY_SECONDS) + 719468;
    int64_t era = floor_div(z, 146097);
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    int m = (int)(mp < 10 ? mp + 3 : mp - 9);

    if (year)
        *year = (int)(yoe + era * 400 + (m <= 2));
    if (month)
        *month = m;
    if (day)
        *day = (int)(doy - (153 * mp + 2) / 5 + 1);
}

/* In the years allowed? An instant from a damaged file or a wrong clock may be anything. */
static bool is_in_range(int64_t t)
{
    return t >= days_from_civil(PLX_DATE_YEAR_MIN, 1, 1) * DAY_SECONDS &&
           t < days_from_civil(PLX_DATE_YEAR_MAX + 1, 1, 1) * DAY_SECONDS;
}

bool plx_date_from_civil(int year, int month, int day, plx_date *out)
{
    *out = (plx_date){ 0 };
    if (year < PLX_DATE_YEAR_MIN || year > PLX_DATE_YEAR_MAX || month < 0 || month > 12 || day < 0)
        return false;
    if (month == 0 ? day > 0 : day > month_days(year, month))
        return false;
    out->precision = month == 0 ? PLX_DATE_YEAR : day == 0 ? PLX_DATE_MONTH : PLX_DATE_DAY;
    out->start = days_from_civil(year, month ? month : 1, day ? day : 1) * DAY_SECONDS;
    return true;
}

/* Exactly n digits. */
static bool read_digits(struct cursor *c, int n, int *out)
{
    *out = 0;
    if (c->end - c->p < n)
        return false;
    for (; n > 0; n--, c->p++) {
        if (*c->p < '0' || *c->p > '9')
            return false;
        *out = *out * 10 + (*c->p - '0');
    }
    return true;
}

/* Takes the next byte if it is one of set. */
static bool take(struct cursor *c, const char *set)
{
    if (c->p == c->end || *c->p == '\0' || !strchr(set, *c->p))
        return false;
    c->p++;
    return true;
}

/* "YYYY[-MM[-DD]]"; month and day must not be zero when written. */
static bool read_day(struct cursor *c, plx_date *out)
{
    int year;
    int month = 0;
    int day = 0;

    if (!read_digits(c, 4, &year))
        return false;
    if (take(c, "-") && (!read_digits(c, 2, &month) || month == 0))
        return false;
    if (month > 0 && take(c, "-") && (!read_digits(c, 2, &day) || day == 0))
        return false;
    return plx_date_from_civil(year, month, day, out);
}

/* "hh:mm[:ss[.fraction]]" as seconds; a leap second counts as the one before. */
static bool read_clock(struct cursor *c, int *seconds)
{
    int hour;
    int minute;
    int second = 0;
    int digit;

    if (!read_digits(c, 2, &hour) || !take(c, ":") || !read_digits(c, 2, &minute))
        return false;
    if (take(c, ":")) {
        if (!read_digits(c, 2, &second))
            return false;
        if (take(c, ".,")) {
            if (!read_digits(c, 1, &digit))
                return false;
            while (take(c, "0123456789"))
                continue;
        }
    }
    if (hour > 23 || minute > 59 || second > 60)
        return false;
    *seconds = hour * 3600 + minute * 60 + (second == 60 ? 59 : second);
    return true;
}

/* "", "Z", "+hh", "+hhmm", "+hh:mm": seconds east of Greenwich. */
static bool read_zone(struct cursor *c, bool *has_zone, int *offset)
{
    bool is_west;
    int hours;
    int minutes = 0;

    *offset = 0;
    *has_zone = c->p < c->end;
    if (!*has_zone || take(c, "Zz"))
        return true;
    is_west = *c->p == '-';
    if (!take(c, "+-") || !read_digits(c, 2, &hours))
        return false;
    if ((take(c, ":") || c->p < c->end) && !read_digits(c, 2, &minutes))
        return false;
    if (hours > 23 || minutes > 59)
        return false;
    *offset = (hours * 3600 + minutes * 60) * (is_west ? -1 : 1);
    return true;
}

static bool read_iso(struct cursor c, plx_date *out)
{
    int seconds;
    int offset;

    if (!read_day(&c, out))
        return false;
    if (c.p == c.end)
        return true;
    if (out->precision != PLX_DATE_DAY || !take(&c, "Tt "))
        return false;
    if (!read_clock(&c, &seconds) || !read_zone(&c, &out->has_zone, &offset) || c.p != c.end)
        return false;
    out->precision = PLX_DATE_TIME;
    out->start += seconds - offset;
    return is_in_range(out->start); /* the zone may have moved it over the edge */
}

static plx_status refuse(const char *s, size_t len, const char *also, plx_date *out, plx_error *err)
{
    int shown = (int)plx_utf8_cut(s, len < SHOWN_MAX ? len : SHOWN_MAX);

    *out = (plx_date){ 0 };
    return plx_fail(err, PLX_ERR_INVALID,
                    "not a date: '%.*s' (expected YYYY, YYYY-MM, YYYY-MM-DD or "
                    "YYYY-MM-DDThh:mm:ss with Z or +hh:mm, years %d to %d%s)",
                    shown, s, PLX_DATE_YEAR_MIN, PLX_DATE_YEAR_MAX, also);
}

plx_status plx_date_parse_iso(const char *s, size_t len, plx_date *out, plx_error *err)
{
    if (read_iso((struct cursor){ s, s + len }, out))
        return PLX_OK;
    return refuse(s, len, "", out, err);
}

/* The day that lies months before, or the last of its month if that is shorter. */
static bool months_before(int64_t now, int months, plx_date *out)
{
    int year;
    int month;
    int day;
    int last;
    int n;

    if (!is_in_range(now))
        return false;
    plx_date_to_civil(now, &year, &month, &day);
    n = year * 12 + (month - 1) - months;
    if (n < PLX_DATE_YEAR_MIN * 12 || n / 12 > PLX_DATE_YEAR_MAX)
        return false;
    last = month_days(n / 12, n % 12 + 1);
    return plx_date_from_civil(n / 12, n % 12 + 1, day < last ? day : last, out);
}

static bool days_before(int64_t now, int days, plx_date *out)
{
    int year;
    int month;
    int day;

    if (!is_in_range(now))
        return false;
    plx_date_to_civil(now - (int64_t)days * DAY_SECONDS, &year, &month, &day);
    return plx_date_from_civil(year, month, day, out);
}

/* "7d", "2w", "3m", "1y": a whole day. */
static bool read_relative(const char *s, size_t len, int64_t now, plx_date *out)
{
    static const struct {
        char letter;
        int days;
        int months;
    } units[] = { { 'd', 1, 0 }, { 'w', 7, 0 }, { 'm', 0, 1 }, { 'y', 0, 12 } };
    struct cursor c = { s, s + len };
    int n;

    if (len < 2 || len > 5 || !read_digits(&c, (int)len - 1, &n) || n > COUNT_MAX)
        return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if ((*c.p | 0x20) != units[i].letter)
            continue;
        return units[i].days ? days_before(now, n * units[i].days, out)
                             : months_before(now, n * units[i].months, out);
    }
    return false;
}

static bool is_word(const char *s, size_t len, const char *word)
{
    return len == strlen(word) && strncasecmp(s, word, len) == 0;
}

plx_status plx_date_parse_bound(const char *s, size_t len, int64_t now, plx_date *out,
                                plx_error *err)
{
    if (is_word(s, len, "today") && days_before(now, 0, out))
        return PLX_OK;
    if (is_word(s, len, "yesterday") && days_before(now, 1, out))
        return PLX_OK;
    if (read_relative(s, len, now, out) || read_iso((struct cursor){ s, s + len }, out))
        return PLX_OK;
    return refuse(s, len, ", or today, yesterday, 7d, 2w, 3m, 1y", out, err);
}

int64_t plx_date_end(const plx_date *d)
{
    int year;
    int month;

    if (!is_in_range(d->start))
        return d->start;
    plx_date_to_civil(d->start, &year, &month, NULL);
    switch (d->precision) {
    case PLX_DATE_YEAR:
        return days_from_civil(year + 1, 1, 1) * DAY_SECONDS;
    case PLX_DATE_MONTH:
        return days_from_civil(year + month / 12, month % 12 + 1, 1) * DAY_SECONDS;
    case PLX_DATE_DAY:
        return d->start + DAY_SECONDS;
    case PLX_DATE_TIME:
        return d->start + 1;
    default:
        return d->start;
    }
}

void plx_date_format(const plx_date *d, char out[PLX_DATE_BYTES])
{
    int64_t second = d->start - floor_div(d->start, DAY_SECONDS) * DAY_SECONDS;
    int year;
    int month;
    int day;

    out[0] = '\0';
    if (!is_in_range(d->start))
        return;
    plx_date_to_civil(d->start, &year, &month, &day);
    if (d->precision == PLX_DATE_YEAR)
        snprintf(out, PLX_DATE_BYTES, "%04d", year);
    else if (d->precision == PLX_DATE_MONTH)
        snprintf(out, PLX_DATE_BYTES, "%04d-%02d", year, month);
    else if (d->precision == PLX_DATE_DAY)
        snprintf(out, PLX_DATE_BYTES, "%04d-%02d-%02d", year, month, day);
    else if (d->precision == PLX_DATE_TIME)
        snprintf(out, PLX_DATE_BYTES, "%04d-%02d-%02dT%02d:%02d:%02d%s", year, month, day,
                 (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60),
                 d->has_zone ? "Z" : "");
}

const char *plx_date_precision_name(plx_date_precision p)
{
    static const char *const names[PLX_DATE_PRECISIONS] = { "none", "year", "month", "day",
                                                            "time" };

    return (unsigned)p < PLX_DATE_PRECISIONS ? names[p] : names[0];
}

int64_t plx_date_epoch(void)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");

    if (!epoch || !*epoch || epoch[strspn(epoch, "0123456789")])
        return 0;
    return (int64_t)strtoll(epoch, NULL, 10);
}
