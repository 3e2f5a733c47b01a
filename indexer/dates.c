#include "indexer/dates.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "indexer/date_jalali.h"
#include "indexer/date_numbers.h"
#include "indexer/date_words.h"
#include "indexer/extract.h"

/* Bytes of a refused text shown in the message. */
#define SHOWN_MAX 60
/* The longest word and gap before the first digit of a date: where no digit is so near, no
 * word has to be looked up. */
#define REACH_BYTES 64
/* Eight digits in an address are an id if they would be older (1990-01-01). */
#define URL_OLDEST 631152000
/* Texts that are nothing but a date are short. */
#define ALONE_BYTES 20

/* Blanks, commas and the small words between the parts of a written date. */
static void skip_between(plx_scan *c)
{
    static const char *const joins[] = { "of", "de", "del", "d'", "من", "ماه" };

    plx_scan_skip(c, " \t,.-/");
    for (size_t i = 0; i < sizeof joins / sizeof *joins; i++) {
        if (plx_scan_word(c, joins[i])) {
            plx_scan_skip(c, " \t");
            return;
        }
    }
}

static void skip_ordinal(plx_scan *c)
{
    static const char *const ends[] = { "st", "nd", "rd", "th", "er", "º", "ª" };

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (plx_scan_word(c, ends[i]))
            return;
}

/* What may stand between a date and its time; true if one of it announces a time. */
static bool skip_to_clock(plx_scan *c)
{
    static const plx_scan_word_value joins[] = {
        { "at", 1 },     { "um", 1 },   { "à", 1 },      { "a las", 1 },      { "alle ore", 1 },
        { "alle", 1 },   { "ore", 1 },  { "às", 1 },     { "om", 1 },         { "kl", 1 },
        { "saat", 1 },   { "в", 1 },    { "о", 1 },      { "o", 1 },          { "godz", 1 },
        { "o godz", 1 }, { "ساعت", 1 }, { "الساعة", 1 }, { "على الساعة", 1 }, { "T", 0 },
        { "on", 0 },     { "г", 0 },    { "года", 0 },   { "р", 0 },          { "року", 0 },
        { "r", 0 },      { "roku", 0 }, { "yılı", 0 },   { "م", 0 },
    };
    static const char *const marks[] = { "·", "•", "@", "(", "│" };
    bool is_announced = false;

    for (int i = 0; i < 6; i++) {
        int value;
        size_t k = 0;

        plx_scan_skip(c, " \t,|-/:.");
        if (plx_scan_value(c, joins, sizeof joins / sizeof *joins, &value)) {
            is_announced = is_announced || value;
            continue;
        }
        if (plx_date_words_weekday(c))
            continue;
        while (k < sizeof marks / sizeof *marks && !plx_scan_text(c, marks[k]))
            k++;
        if (k == sizeof marks / sizeof *marks)
            break;
    }
    return is_announced;
}

/* A month, and after a slash its other name: "أكتوبر/تشرين الأول". */
static bool read_month(plx_scan *c, plx_date_month *out)
{
    plx_scan t;
    plx_date_month other;

    if (!plx_date_words_month(c, out))
        return false;
    t = *c;
    plx_scan_skip(&t, " ");
    if (!plx_scan_take(&t, "/("))
        return true;
    plx_scan_skip(&t, " ");
    if (plx_date_words_month(&t, &other) && other.number == out->number) {
        plx_scan_take(&t, ")");
        *c = t;
    }
    return true;
}

/* After the month: four digits, or two after a dash or an apostrophe. */
static bool read_year_of(plx_scan *c, const plx_date_month *month, plx_date_span *out, int *year)
{
    plx_scan t = *c;
    bool is_tied = plx_scan_take(&t, "-");

    if (month->is_jalali) {
        skip_between(c);
        return plx_scan_number(c, 4, 4, year);
    }
    if (!is_tied) {
        plx_scan_skip(&t, " ,");
        is_tied = plx_scan_take(&t, "'") || plx_scan_text(&t, "’");
    }
    if (is_tied && plx_date_numbers_short_year(&t, year)) {
        out->is_short_year = true;
        *c = t;
        return true;
    }
    skip_between(c);
    return plx_date_numbers_year(c, year);
}

static bool set_date(int year, const plx_date_month *month, int day, plx_date *out)
{
    if (month->is_jalali)
        return plx_date_from_jalali(year, month->number, day, out);
    return plx_date_from_civil(year, month->number, day, out);
}

/* "10 October 2019", "10th of Oct., 2019", "10-Oct-2019", "10. Oktober 2019", "۱۸ مهر ۱۳۹۸" */
static bool read_day_month(plx_scan *c, plx_date_span *out)
{
    plx_scan t = *c;
    plx_date_month month;
    int day;
    int year;

    if (!plx_scan_number(&t, 1, 2, &day))
        return false;
    skip_ordinal(&t);
    skip_between(&t);
    if (day == 0 || !read_month(&t, &month) || !read_year_of(&t, &month, out, &year) ||
        !set_date(year, &month, day, &out->date))
        return false;
    *c = t;
    return true;
}

/* After "Oct 10": " 12:34:00 [+0300] 2019", as ctime() writes. */
static bool read_ctime(plx_scan *c, plx_clock *clock, int *year)
{
    plx_scan t = *c;

    plx_scan_skip(&t, " ");
    if (!plx_clock_read(&t, false, clock))
        return false;
    plx_scan_skip(&t, " )");
    if (!plx_date_numbers_year(&t, year))
        return false;
    *c = t;
    return true;
}

/* "October 10th, 2019", "Oct. 2019" */
static bool read_month_day(plx_scan *c, plx_date_span *out)
{
    plx_scan t = *c;
    plx_clock clock = { 0 };
    plx_date_month month;
    bool is_ctime = false;
    int day = 0;
    int year;

    if (!read_month(&t, &month))
        return false;
    skip_between(&t);
    if (month.is_jalali || !plx_date_numbers_year(&t, &year)) {
        if (!plx_scan_number(&t, 1, 2, &day) || day == 0)
            return false;
        skip_ordinal(&t);
        is_ctime = read_ctime(&t, &clock, &year);
        if (!is_ctime && !read_year_of(&t, &month, out, &year))
            return false;
    }
    if (!set_date(year, &month, day, &out->date))
        return false;
    if (is_ctime)
        plx_date_numbers_add_clock(out, &clock);
    *c = t;
    return true;
}

/* Is c the beginning of a longer number: 10.10.20191, 1.2.2019.4? */
static bool goes_on(const plx_scan *c)
{
    plx_scan t = *c;

    return plx_scan_digit(&t, NULL) || (plx_scan_take(&t, ".") && plx_scan_digit(&t, NULL));
}

static bool read_form(plx_scan *c, plx_date_span *out)
{
    static bool (*const forms[])(plx_scan *, plx_date_span *) = {
        plx_date_numbers_year_first, plx_date_numbers_basic, plx_date_numbers_read, read_day_month
    };

    *out = (plx_date_span){ 0 };
    if (!plx_scan_digit(c, NULL))
        return read_month_day(c, out);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (forms[i](c, out))
            return true;
        *out = (plx_date_span){ 0 };
    }
    return false;
}

/* A date at c with a time after it, if there is one. */
static bool read_date(plx_scan *c, plx_date_span *out)
{
    plx_scan t = *c;
    plx_clock clock;
    bool is_announced;

    if (!read_form(&t, out) || goes_on(&t))
        return false;
    *c = t;
    is_announced = skip_to_clock(&t);
    if (plx_clock_read(&t, is_announced, &clock)) {
        plx_date_numbers_add_clock(out, &clock);
        *c = t;
    }
    return true;
}

/* "12:34 GMT, 10 October 2019" */
static bool read_clock_date(plx_scan *c, plx_date_span *out)
{
    plx_scan t = *c;
    plx_clock clock;

    if (!plx_scan_digit(&t, NULL) || !plx_clock_read(&t, false, &clock))
        return false;
    for (int i = 0; i < 2; i++) { /* a weekday may stand between */
        skip_to_clock(&t);
        if (t.p < t.end && read_date(&t, out)) {
            if (out->date.precision != PLX_DATE_TIME)
                plx_date_numbers_add_clock(out, &clock);
            *c = t;
            return true;
        }
        plx_scan_pass_letters(&t);
    }
    return false;
}

static bool in_range(const plx_date *d)
{
    int year;

    if (d->precision == PLX_DATE_NONE)
        return true;
    plx_date_to_civil(d->start, &year, NULL, NULL);
    return year >= PLX_DATES_YEAR_MIN && year <= PLX_DATE_YEAR_MAX;
}

/* To the next word or number: a date never begins inside one. */
static void pass_piece(plx_scan *c)
{
    const char *from = c->p;

    plx_scan_pass_digits(c);
    if (c->p == from)
        plx_scan_pass_letters(c);
    if (c->p == from)
        c->p++;
}

/* Does a digit begin in the bytes that the words before a date may take? *digit is the first
 * one at or after c->p, found once for all the places before it. */
static bool is_digit_near(const plx_scan *c, plx_scan *digit)
{
    if (digit->p < c->p)
        digit->p = c->p;
    while (digit->p < digit->end && !plx_scan_digit(digit, NULL))
        digit->p++;
    return digit->p < digit->end && digit->p - c->p < REACH_BYTES;
}

bool plx_dates_find(const char *s, size_t n, plx_date_span *out)
{
    plx_scan c = { s, s + n };
    plx_scan digit = c;

    for (; c.p < c.end; pass_piece(&c)) {
        plx_scan t = c;

        if (!is_digit_near(&c, &digit)) {
            if (digit.p == digit.end)
                break;
            continue;
        }
        if (!plx_scan_digit(&c, NULL) && !plx_scan_letter(&c))
            continue;
        if ((read_clock_date(&t, out) || read_date(&t, out)) && in_range(&out->date)) {
            out->begin = (size_t)(c.p - s);
            out->end = (size_t)(t.p - s);
            return true;
        }
    }
    *out = (plx_date_span){ 0 };
    return false;
}

/* Seconds or milliseconds since 1970: ten or thirteen digits. */
static bool read_unix_time(const char *s, size_t n, plx_date *out)
{
    int64_t t = 0;

    if (n != 10 && n != 13)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9')
            return false;
        t = i < 10 ? t * 10 + (s[i] - '0') : t;
    }
    *out = (plx_date){ t, PLX_DATE_TIME, true };
    return in_range(out);
}

/* Forms that are a date only where nothing else is in the text: "2019", "2019-10",
 * "10/2019", "20191010", seconds or milliseconds since 1970. */
static bool read_alone(const char *s, size_t n, plx_date *out)
{
    plx_scan c = { s, s + n };
    int a;
    int b;

    if (n > ALONE_BYTES)
        return false;
    if (read_unix_time(s, n, out) || (plx_date_numbers_packed(&c, out) && c.p == c.end))
        return true;
    c.p = s;
    if (plx_date_numbers_year(&c, &a)) {
        if (c.p == c.end)
            return plx_date_from_civil(a, 0, 0, out);
        return plx_scan_take(&c, "-/.") && plx_scan_number(&c, 1, 2, &b) && c.p == c.end && b > 0 &&
               plx_date_from_civil(a, b, 0, out);
    }
    c.p = s;
    return plx_scan_number(&c, 1, 2, &b) && plx_scan_take(&c, "-/.") &&
           plx_date_numbers_year(&c, &a) && c.p == c.end && b > 0 &&
           plx_date_from_civil(a, b, 0, out);
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
    const char *end = url + strlen(url);
    const char *p = strstr(url, "://");

    p = strchr(p ? p + 3 : url, '/');
    for (; p && *p && *p != '?' && *p != '#'; p = strpbrk(p + 1, "/_-?#")) {
        plx_scan c = { p + 1, end };
        plx_date_span found = { 0 };
        plx_date packed;

        if (!strchr("/_-", *p))
            break;
        if (plx_date_numbers_year_first(&c, &found) && !plx_scan_digit(&c, NULL)) {
            *out = found.is_ambiguous ? found.reading[PLX_ORDER_JALALI] : found.date;
            return true;
        }
        if (plx_date_numbers_packed(&c, &packed) && packed.start >= URL_OLDEST) {
            *out = packed;
            return true;
        }
    }
    return false;
}
