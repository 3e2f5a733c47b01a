#include "indexer/date_numbers.h"

#include <string.h>

#include "indexer/date_jalali.h"
#include "indexer/date_words.h"

/* Years of two digits: between these they say nothing certain. */
#define SHORT_LAST  49
#define SHORT_FIRST 70

bool plx_date_numbers_year(plx_scan *c, int *year)
{
    plx_scan t = *c;

    if (!plx_scan_number(&t, 4, 4, year) || *year < PLX_DATES_YEAR_MIN || *year > PLX_DATE_YEAR_MAX)
        return false;
    *c = t;
    return true;
}

static bool read_jalali_year(plx_scan *c, int *year)
{
    plx_scan t = *c;

    if (!plx_scan_number(&t, 4, 4, year) || *year < PLX_JALALI_YEAR_MIN ||
        *year > PLX_JALALI_YEAR_MAX)
        return false;
    *c = t;
    return true;
}

/* Two digits that no other number or letter touches: "1.2.19.4" is a version. */
bool plx_date_numbers_short_year(plx_scan *c, int *year)
{
    plx_scan t = *c;
    plx_scan after;

    if (!plx_scan_number(&t, 2, 2, year) || (*year > SHORT_LAST && *year < SHORT_FIRST) ||
        plx_scan_letter(&t))
        return false;
    after = t;
    if (plx_scan_take(&after, "./-:") && plx_scan_digit(&after, NULL))
        return false;
    *year += *year > SHORT_LAST ? 1900 : 2000;
    *c = t;
    return true;
}

/* Digits of Persian (U+06F0 on) are written with years of its calendar. */
static bool has_persian_digit(const char *from, const char *to)
{
    for (; from + 1 < to; from++)
        if ((unsigned char)from[0] == 0xdb && (unsigned char)from[1] >= 0xb0)
            return true;
    return false;
}

static void add_clock(plx_date *d, const plx_clock *clock)
{
    if (d->precision != PLX_DATE_DAY)
        return;
    d->start += clock->seconds - clock->offset_minutes * 60;
    d->has_zone = clock->has_zone;
    d->precision = PLX_DATE_TIME;
}

void plx_date_numbers_add_clock(plx_date_span *found, const plx_clock *clock)
{
    found->is_american = clock->is_american;
    found->has_half = clock->has_half;
    add_clock(&found->date, clock);
    for (int i = 0; i < PLX_DATE_ORDERS; i++)
        add_clock(&found->reading[i], clock);
}

/* The date is what its readings agree on. */
static bool agree(plx_date_span *out)
{
    const plx_date *only = NULL;

    out->is_numeric = true;
    for (int i = 0; i < PLX_DATE_ORDERS; i++) {
        const plx_date *d = &out->reading[i];

        if (d->precision == PLX_DATE_NONE)
            continue;
        out->is_ambiguous = out->is_ambiguous || (only && only->start != d->start);
        only = d;
    }
    if (only && !out->is_ambiguous)
        out->date = *only;
    return only != NULL;
}

/* Dots are put behind the day in most countries: the month is first only if it must be. */
static bool set_numeric(int a, int b, int year, char separator, plx_date_span *out)
{
    if (a == 0 || b == 0)
        return false;
    plx_date_from_civil(year, b, a, &out->reading[PLX_ORDER_DAY_FIRST]);
    if (separator != '.' || out->reading[PLX_ORDER_DAY_FIRST].precision == PLX_DATE_NONE)
        plx_date_from_civil(year, a, b, &out->reading[PLX_ORDER_MONTH_FIRST]);
    return agree(out);
}

bool plx_date_numbers_read(plx_scan *c, plx_date_span *out)
{
    plx_scan t = *c;
    char sep;
    int a;
    int b;
    int year;

    if (!plx_scan_number(&t, 1, 2, &a) || t.p == t.end || !strchr("./-", *t.p) || !*t.p)
        return false;
    sep = *t.p++;
    if (sep == '.')
        plx_scan_skip(&t, " ");
    if (!plx_scan_number(&t, 1, 2, &b) || t.p == t.end || *t.p++ != sep)
        return false;
    if (sep == '.')
        plx_scan_skip(&t, " ");
    if (has_persian_digit(c->p, t.p) && read_jalali_year(&t, &year)) {
        plx_date_from_jalali(year, b, a, &out->reading[PLX_ORDER_JALALI]);
        if (!agree(out))
            return false;
    } else {
        out->is_short_year = !plx_date_numbers_year(&t, &year);
        if ((out->is_short_year && !plx_date_numbers_short_year(&t, &year)) ||
            !set_numeric(a, b, year, sep, out))
            return false;
    }
    *c = t;
    return true;
}

/* "年10月10日" after a year; Korean too. */
static bool read_eastern(plx_scan *c, int *month, int *day)
{
    static const char *const marks[][3] = { { "年", "月", "日" }, { "년", "월", "일" } };

    for (size_t i = 0; i < 2; i++) {
        plx_scan t = *c;

        if (!plx_scan_text(&t, marks[i][0]))
            continue;
        plx_scan_skip(&t, " ");
        if (!plx_scan_number(&t, 1, 2, month) || !plx_scan_text(&t, marks[i][1]))
            return false;
        plx_scan_skip(&t, " ");
        if (!plx_scan_number(&t, 1, 2, day) || !plx_scan_text(&t, marks[i][2]))
            return false;
        *c = t;
        return true;
    }
    return false;
}

/* "-10-10", "/oct/10", " Oct 10", ". 10. 10" after a year. */
static bool read_month_day(plx_scan *c, int *month, int *day)
{
    char sep = c->p < c->end ? *c->p : '\0';
    plx_date_month name;

    if (!plx_scan_take(c, "-/. "))
        return false;
    if (sep == '.')
        plx_scan_skip(c, " ");
    if (plx_date_words_month(c, &name) && !name.is_jalali)
        *month = name.number;
    else if (sep == ' ' || !plx_scan_number(c, 1, 2, month))
        return false;
    if (c->p == c->end || *c->p++ != sep)
        return false;
    if (sep == '.')
        plx_scan_skip(c, " ");
    return plx_scan_number(c, 1, 2, day);
}

bool plx_date_numbers_year_first(plx_scan *c, plx_date_span *out)
{
    plx_scan t = *c;
    bool is_jalali;
    int year;
    int month;
    int day;

    is_jalali = read_jalali_year(&t, &year);
    if (!is_jalali && !plx_date_numbers_year(&t, &year))
        return false;
    if (!read_eastern(&t, &month, &day) && !read_month_day(&t, &month, &day))
        return false;
    if (is_jalali) {
        if (!plx_date_from_jalali(year, month, day, &out->reading[PLX_ORDER_JALALI]))
            return false;
        out->is_numeric = true;
        out->is_ambiguous = !has_persian_digit(c->p, t.p);
        if (!out->is_ambiguous)
            out->date = out->reading[PLX_ORDER_JALALI];
    } else if (month == 0 || day == 0 || !plx_date_from_civil(year, month, day, &out->date)) {
        return false;
    }
    *c = t;
    return true;
}

bool plx_date_numbers_packed(plx_scan *c, plx_date *out)
{
    plx_scan t = *c;
    int ymd;

    if (!plx_scan_number(&t, 8, 8, &ymd) || ymd / 10000 < PLX_DATES_YEAR_MIN ||
        ymd / 100 % 100 == 0 || ymd % 100 == 0 ||
        !plx_date_from_civil(ymd / 10000, ymd / 100 % 100, ymd % 100, out))
        return false;
    *c = t;
    return true;
}

static bool set_clock(int hms, plx_clock *out)
{
    *out = (plx_clock){ .seconds = hms / 10000 * 3600 + hms / 100 % 100 * 60 + hms % 100 };
    return hms / 10000 <= 23 && hms / 100 % 100 <= 59 && hms % 100 <= 59;
}

bool plx_date_numbers_basic(plx_scan *c, plx_date_span *out)
{
    plx_scan t = *c;
    plx_scan day = { c->p, c->p + 8 };
    plx_clock clock;
    int hms;

    if (c->end - c->p < 14)
        return false;
    t.p += 8;
    if (!plx_date_numbers_packed(&day, &out->date) || day.p != t.p)
        return false;
    plx_scan_take(&t, "T");
    if (!plx_scan_number(&t, 6, 6, &hms) || !set_clock(hms, &clock))
        return false;
    plx_clock_read_zone(&t, &clock);
    plx_date_numbers_add_clock(out, &clock);
    *c = t;
    return true;
}
