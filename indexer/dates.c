#include "indexer/dates.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "indexer/date_clock.h"
#include "indexer/extract.h"

/* Bytes of a refused text shown in the message. */
#define SHOWN_MAX 60

/* English, German, French, Spanish, Italian, Portuguese, Dutch; compared as whole words. */
static const plx_scan_word_value months[] = {
    { "january", 1 },    { "jan", 1 },        { "februar", 2 },   { "february", 2 },
    { "feb", 2 },        { "march", 3 },      { "mar", 3 },       { "april", 4 },
    { "apr", 4 },        { "may", 5 },        { "june", 6 },      { "jun", 6 },
    { "july", 7 },       { "jul", 7 },        { "august", 8 },    { "aug", 8 },
    { "september", 9 },  { "sept", 9 },       { "sep", 9 },       { "october", 10 },
    { "oct", 10 },       { "november", 11 },  { "nov", 11 },      { "december", 12 },
    { "dec", 12 },       { "januar", 1 },     { "jänner", 1 },    { "märz", 3 },
    { "maerz", 3 },      { "mai", 5 },        { "juni", 6 },      { "juli", 7 },
    { "oktober", 10 },   { "okt", 10 },       { "dezember", 12 }, { "dez", 12 },
    { "janvier", 1 },    { "février", 2 },    { "fevrier", 2 },   { "mars", 3 },
    { "avril", 4 },      { "juin", 6 },       { "juillet", 7 },   { "août", 8 },
    { "aout", 8 },       { "septembre", 9 },  { "octobre", 10 },  { "novembre", 11 },
    { "décembre", 12 },  { "decembre", 12 },  { "enero", 1 },     { "ene", 1 },
    { "febrero", 2 },    { "marzo", 3 },      { "abril", 4 },     { "abr", 4 },
    { "mayo", 5 },       { "junio", 6 },      { "julio", 7 },     { "agosto", 8 },
    { "ago", 8 },        { "septiembre", 9 }, { "setiembre", 9 }, { "octubre", 10 },
    { "noviembre", 11 }, { "diciembre", 12 }, { "dic", 12 },      { "gennaio", 1 },
    { "febbraio", 2 },   { "aprile", 4 },     { "maggio", 5 },    { "giugno", 6 },
    { "luglio", 7 },     { "settembre", 9 },  { "ottobre", 10 },  { "dicembre", 12 },
    { "janeiro", 1 },    { "fevereiro", 2 },  { "março", 3 },     { "maio", 5 },
    { "junho", 6 },      { "julho", 7 },      { "setembro", 9 },  { "outubro", 10 },
    { "out", 10 },       { "novembro", 11 },  { "dezembro", 12 }, { "januari", 1 },
    { "februari", 2 },   { "maart", 3 },      { "mei", 5 },       { "augustus", 8 },
};

static bool read_month(plx_scan *c, int *month)
{
    return plx_scan_value(c, months, sizeof months / sizeof *months, month);
}

/* Blanks, commas and the small words between the parts of a written date. */
static void skip_between(plx_scan *c)
{
    plx_scan_skip(c, " \t,.-/");
    if (plx_scan_word(c, "of") || plx_scan_word(c, "de") || plx_scan_word(c, "del"))
        plx_scan_skip(c, " \t");
}

static void skip_ordinal(plx_scan *c)
{
    static const char *const ends[] = { "st", "nd", "rd", "th", "er", "º" };

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (plx_scan_word(c, ends[i]))
            return;
}

static bool read_year(plx_scan *c, int *year)
{
    return plx_scan_number(c, 4, 4, year) && *year >= PLX_DATE_YEAR_MIN &&
           *year <= PLX_DATE_YEAR_MAX;
}

/* What may stand between a date and its time. */
static void skip_to_clock(plx_scan *c)
{
    static const char *const joins[] = { "at", "um", "à", "a las", "alle", "às", "om", "kl",
                                         "T",  "—",  "–", "·",     "•",    "on", "@" };

    for (int i = 0; i < 4; i++) {
        size_t k = 0;

        plx_scan_skip(c, " \t,|-/:.");
        while (k < sizeof joins / sizeof *joins && !plx_scan_text(c, joins[k]))
            k++;
        if (k == sizeof joins / sizeof *joins)
            return;
    }
}

static void add_clock(plx_date_span *found, const plx_clock *clock)
{
    plx_date *d = &found->date;

    if (found->is_ambiguous || d->precision != PLX_DATE_DAY)
        return;
    d->start += clock->seconds - clock->offset_minutes * 60;
    d->has_zone = clock->has_zone;
    d->precision = PLX_DATE_TIME;
}

/* "/" or "-" between numbers: month first in one country, day first in the next. Right only
 * if one order is impossible or both are the same. */
static bool set_numeric(int a, int b, int year, bool is_day_first, plx_date_span *out)
{
    plx_date other;
    bool as_day_first = plx_date_from_civil(year, b, a, &out->date) && a > 0 && b > 0;
    bool as_month_first = plx_date_from_civil(year, a, b, &other) && a > 0 && b > 0;

    if (is_day_first || (as_day_first && a == b))
        return as_day_first;
    if (as_day_first && as_month_first) {
        out->date = (plx_date){ 0 };
        out->is_ambiguous = true;
    } else if (as_month_first) {
        out->date = other;
    }
    return as_day_first || as_month_first;
}

/* "10.10.2019", "10/13/2019", "13-10-2019" */
static bool read_numeric(plx_scan *c, plx_date_span *out)
{
    plx_scan t = *c;
    char sep;
    int a;
    int b;
    int year;

    if (!plx_scan_number(&t, 1, 2, &a) || t.p == t.end || !strchr("./-", *t.p))
        return false;
    sep = *t.p++;
    if (sep == '.')
        plx_scan_skip(&t, " ");
    if (!plx_scan_number(&t, 1, 2, &b) || t.p == t.end || *t.p++ != sep)
        return false;
    if (sep == '.')
        plx_scan_skip(&t, " ");
    if (!read_year(&t, &year) || !set_numeric(a, b, year, sep == '.', out))
        return false;
    *c = t;
    return true;
}

/* "2019-10-10", "2019/10/10", "2019.10.10", "2019-Oct-10", "2019年10月10日" */
static bool read_year_first(plx_scan *c, plx_date_span *out)
{
    plx_scan t = *c;
    int year;
    int month;
    int day;

    if (!read_year(&t, &year))
        return false;
    if (plx_scan_text(&t, "年")) {
        if (!plx_scan_number(&t, 1, 2, &month) || !plx_scan_text(&t, "月") ||
            !plx_scan_number(&t, 1, 2, &day) || !plx_scan_text(&t, "日"))
            return false;
    } else {
        char sep = t.p < t.end ? *t.p : '\0';

        if (!plx_scan_take(&t, "-/. "))
            return false;
        if (!read_month(&t, &month) && (sep == ' ' || !plx_scan_number(&t, 1, 2, &month)))
            return false;
        if (t.p == t.end || *t.p++ != sep || !plx_scan_number(&t, 1, 2, &day))
            return false;
    }
    if (month == 0 || day == 0 || !plx_date_from_civil(year, month, day, &out->date))
        return false;
    *c = t;
    return true;
}

/* "20191010T123400Z" */
static bool read_basic(plx_scan *c, plx_date_span *out)
{
    plx_scan t = *c;
    plx_clock clock = { 0 };
    int ymd;
    int hms;

    if (!plx_scan_number(&t, 8, 8, &ymd) || !plx_scan_take(&t, "T") ||
        !plx_scan_number(&t, 6, 6, &hms) || hms / 10000 > 23 || hms / 100 % 100 > 59 ||
        hms % 100 > 59 || ymd / 100 % 100 == 0 || ymd % 100 == 0 ||
        !plx_date_from_civil(ymd / 10000, ymd / 100 % 100, ymd % 100, &out->date))
        return false;
    clock.seconds = hms / 10000 * 3600 + hms / 100 % 100 * 60 + hms % 100;
    plx_clock_read_zone(&t, &clock);
    add_clock(out, &clock);
    *c = t;
    return true;
}

/* "10 October 2019", "10th of Oct., 2019", "10-Oct-2019", "10. Oktober 2019" */
static bool read_day_month(plx_scan *c, plx_date_span *out)
{
    plx_scan t = *c;
    int day;
    int month;
    int year;

    if (!plx_scan_number(&t, 1, 2, &day))
        return false;
    skip_ordinal(&t);
    skip_between(&t);
    if (day == 0 || !read_month(&t, &month))
        return false;
    skip_between(&t);
    if (!read_year(&t, &year) || !plx_date_from_civil(year, month, day, &out->date))
        return false;
    *c = t;
    return true;
}

/* After "Oct 10": " 12:34:00 [+0300] 2019", as ctime() writes. */
static bool read_ctime(plx_scan *c, plx_clock *clock, int *year)
{
    plx_scan t = *c;

    plx_scan_skip(&t, " ");
    if (!plx_clock_read(&t, clock))
        return false;
    plx_scan_skip(&t, " )");
    if (!read_year(&t, year))
        return false;
    *c = t;
    return true;
}

/* "October 10th, 2019", "Oct. 2019" */
static bool read_month_day(plx_scan *c, plx_date_span *out)
{
    plx_scan t = *c;
    plx_clock clock = { 0 };
    bool is_ctime = false;
    int month;
    int day = 0;
    int year;

    if (!read_month(&t, &month))
        return false;
    skip_between(&t);
    if (!read_year(&t, &year)) {
        if (!plx_scan_number(&t, 1, 2, &day) || day == 0)
            return false;
        skip_ordinal(&t);
        is_ctime = read_ctime(&t, &clock, &year);
        if (!is_ctime) {
            skip_between(&t);
            if (!read_year(&t, &year))
                return false;
        }
    }
    if (!plx_date_from_civil(year, month, day, &out->date))
        return false;
    if (is_ctime)
        add_clock(out, &clock);
    *c = t;
    return true;
}

/* A date at c with a time after it, if there is one. */
static bool read_date(plx_scan *c, plx_date_span *out)
{
    plx_scan t = *c;
    plx_clock clock;

    *out = (plx_date_span){ 0 };
    if (!(plx_scan_is_digit(*c->p) ? read_year_first(&t, out) || read_basic(&t, out) ||
                                         read_numeric(&t, out) || read_day_month(&t, out)
                                   : read_month_day(&t, out)))
        return false;
    /* not the beginning of a longer number or word: 10.10.20191, 1.2.2019.4 */
    if (t.p < t.end && plx_scan_is_digit(*t.p))
        return false;
    if (t.end - t.p > 1 && *t.p == '.' && plx_scan_is_digit(t.p[1]))
        return false;
    *c = t;
    skip_to_clock(&t);
    if (plx_clock_read(&t, &clock)) {
        add_clock(out, &clock);
        *c = t;
    }
    return true;
}

/* "12:34 GMT, 10 October 2019" */
static bool read_clock_date(plx_scan *c, plx_date_span *out)
{
    plx_scan t = *c;
    plx_clock clock;

    if (!plx_scan_is_digit(*t.p) || !plx_clock_read(&t, &clock))
        return false;
    for (int i = 0; i < 2; i++) { /* a weekday may stand between */
        skip_to_clock(&t);
        if (t.p < t.end && read_date(&t, out)) {
            add_clock(out, &clock);
            *c = t;
            return true;
        }
        while (t.p < t.end && plx_scan_is_letter(*t.p))
            t.p++;
    }
    return false;
}

static bool in_range(const plx_date *d)
{
    int year;

    plx_date_to_civil(d->start, &year, NULL, NULL);
    return year >= PLX_DATE_YEAR_MIN && year <= PLX_DATE_YEAR_MAX;
}

bool plx_dates_find(const char *s, size_t n, plx_date_span *out)
{
    const char *end = s + n;
    const char *p = s;

    *out = (plx_date_span){ 0 };
    while (p < end) {
        plx_scan c = { p, end };
        bool is_word = plx_scan_is_digit(*p);

        if ((plx_scan_is_digit(*p) || plx_scan_is_letter(*p)) &&
            (read_clock_date(&c, out) || read_date(&c, out)) && in_range(&out->date)) {
            out->begin = (size_t)(p - s);
            out->end = (size_t)(c.p - s);
            return true;
        }
        *out = (plx_date_span){ 0 };
        if (is_word || plx_scan_is_letter(*p)) /* on to the next word or number */
            while (p < end && (is_word ? plx_scan_is_digit(*p) : plx_scan_is_letter(*p)))
                p++;
        else
            p++;
    }
    return false;
}

/* Forms that are a date only where nothing else is in the text: "2019", "2019-10",
 * "10/2019", seconds or milliseconds since 1970. */
static bool read_alone(const char *s, size_t n, plx_date *out)
{
    plx_scan c = { s, s + n };
    int64_t t = 0;
    int a;
    int b;

    if (n == 10 || n == 13) {
        size_t i = 0;

        for (; i < n && plx_scan_is_digit(s[i]); i++)
            t = i < 10 ? t * 10 + (s[i] - '0') : t;
        *out = (plx_date){ t, PLX_DATE_TIME, true };
        return i == n && in_range(out);
    }
    if (n == 8 && plx_scan_number(&c, 8, 8, &a))
        return a / 100 % 100 > 0 && a % 100 > 0 &&
               plx_date_from_civil(a / 10000, a / 100 % 100, a % 100, out);
    if (read_year(&c, &a)) {
        if (c.p == c.end)
            return plx_date_from_civil(a, 0, 0, out);
        return plx_scan_take(&c, "-/.") && plx_scan_number(&c, 1, 2, &b) && c.p == c.end && b > 0 &&
               plx_date_from_civil(a, b, 0, out);
    }
    c.p = s;
    return plx_scan_number(&c, 1, 2, &b) && plx_scan_take(&c, "-/.") && read_year(&c, &a) &&
           c.p == c.end && b > 0 && plx_date_from_civil(a, b, 0, out);
}

plx_status plx_extract_date(const char *s, size_t n, plx_date *out, size_t *used, plx_error *err)
{
    plx_date_span span;
    size_t from = 0;
    size_t to = n;

    *out = (plx_date){ 0 };
    while (from < to && strchr(" \t\r\n", s[from]) && s[from])
        from++;
    while (to > from && strchr(" \t\r\n", s[to - 1]) && s[to - 1])
        to--;
    if (plx_dates_find(s, n, &span) && !span.is_ambiguous) {
        *out = span.date;
        if (used)
            *used = span.end;
        return PLX_OK;
    }
    if (!span.is_ambiguous && read_alone(s + from, to - from, out)) {
        if (used)
            *used = to;
        return PLX_OK;
    }
    *out = (plx_date){ 0 };
    to = from + plx_utf8_cut(s + from, to - from < SHOWN_MAX ? to - from : SHOWN_MAX);
    return plx_fail(err, PLX_ERR_INVALID,
                    span.is_ambiguous ? "day and month cannot be told apart in '%.*s'; "
                                        "write it as 2019-10-31 or 31 Oct 2019"
                                      : "no date with a year of four digits in '%.*s'",
                    (int)(to - from), s + from);
}

bool plx_dates_in_url(const char *url, plx_date *out)
{
    const char *p = strstr(url, "://");

    p = strchr(p ? p + 3 : url, '/');
    for (; p && *p && *p != '?' && *p != '#'; p = strpbrk(p + 1, "/_-?#")) {
        plx_scan c = { p + 1, p + strlen(p) };
        plx_date_span found = { 0 };
        int ymd;

        if (!strchr("/_-", *p))
            break;
        if (read_year_first(&c, &found) && (c.p == c.end || !plx_scan_is_digit(*c.p))) {
            *out = found.date;
            return true;
        }
        if (plx_scan_number(&c, 8, 8, &ymd) && ymd / 100 % 100 > 0 && ymd % 100 > 0 &&
            ymd / 10000 >= 1990 &&
            plx_date_from_civil(ymd / 10000, ymd / 100 % 100, ymd % 100, out))
            return true;
    }
    return false;
}
