#include "indexer/date_order.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "indexer/extract.h"

#define DAY_SECONDS 86400
#define NEAR_DAYS   3
#define TEXT_BYTES  (64u << 10)
#define TEXT_DATES  200
#define RAW_BYTES   200

/* Endings of hosts: the United States and the Philippines put the month first. */
static const char *const month_first_countries[] = { "us", "gov", "mil", "edu", "ph" };
static const char *const day_first_countries[] = {
    "uk", "ie", "au", "nz", "in", "pk", "bd", "lk", "np", "za", "ng", "ke", "gh", "ug", "tz", "fr",
    "de", "at", "ch", "es", "it", "pt", "nl", "be", "pl", "ru", "ua", "by", "tr", "gr", "ro", "bg",
    "cz", "sk", "si", "hr", "rs", "ba", "mk", "al", "fi", "no", "dk", "il", "ps", "sa", "ae", "qa",
    "kw", "bh", "om", "ye", "iq", "jo", "lb", "sy", "eg", "ma", "dz", "tn", "ly", "sd", "my", "sg",
    "id", "th", "vn", "br", "mx", "ar", "cl", "pe", "uy", "ve", "az", "am", "ge", "kz", "uz",
};
static const char *const persian_places[] = { "ir", "af" };
static const char *const persian_languages[] = { "fa", "ps", "prs" };

#define LISTED(s, n, list) is_listed(s, n, list, sizeof(list) / sizeof *(list))

static bool is_listed(const char *s, size_t n, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(list[i]) == n && strncasecmp(s, list[i], n) == 0)
            return true;
    return false;
}

void plx_date_evidence_init(plx_date_evidence *e, int64_t now)
{
    *e = (plx_date_evidence){ .now = now };
}

void plx_date_evidence_add_date(plx_date_evidence *e, const plx_date *d)
{
    if (d->precision >= PLX_DATE_MONTH && e->known_count < PLX_DATE_KNOWN_MAX)
        e->known[e->known_count++] = *d;
}

/* Letters of Persian that Arabic does not have: peh, tcheh, jeh, gaf. */
static bool has_persian_letter(const char *s, size_t n)
{
    static const char *const letters[] = { "پ", "چ", "ژ", "گ" };

    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (memmem(s, n, letters[i], 2))
            return true;
    return false;
}

/* The one reading of a date in numbers, or PLX_DATE_ORDERS. */
static plx_date_order only_order(const plx_date_span *d)
{
    plx_date_order only = PLX_DATE_ORDERS;

    for (int i = 0; i < PLX_DATE_ORDERS; i++) {
        if (d->reading[i].precision == PLX_DATE_NONE)
            continue;
        if (only != PLX_DATE_ORDERS)
            return PLX_DATE_ORDERS;
        only = (plx_date_order)i;
    }
    return only;
}

void plx_date_evidence_add_text(plx_date_evidence *e, const char *s, size_t n)
{
    plx_date_span d;

    n = n < TEXT_BYTES ? n : TEXT_BYTES;
    e->is_persian = e->is_persian || has_persian_letter(s, n);
    for (int i = 0; i < TEXT_DATES && plx_dates_find(s, n, &d); i++) {
        plx_date_order order = d.is_numeric ? only_order(&d) : PLX_DATE_ORDERS;

        if (order != PLX_DATE_ORDERS)
            e->votes[order]++;
        s += d.end;
        n -= d.end;
    }
}

void plx_date_evidence_add_locale(plx_date_evidence *e, const char *locale)
{
    size_t n = locale ? strcspn(locale, "-_") : 0;
    const char *region = n > 0 && locale[n] ? locale + n + 1 : "";
    size_t region_n = strcspn(region, "-_.@ ,;");
    bool is_english = n == 2 && strncasecmp(locale, "en", 2) == 0;

    if (n == 0)
        return;
    if (LISTED(locale, n, persian_languages))
        e->is_persian = true;
    else if (!is_english)
        e->by_locale = 1 + PLX_ORDER_DAY_FIRST;
    else if (LISTED(region, region_n, month_first_countries))
        e->by_locale = 1 + PLX_ORDER_MONTH_FIRST;
    else if (LISTED(region, region_n, day_first_countries) || strncasecmp(region, "gb", 2) == 0)
        e->by_locale = 1 + PLX_ORDER_DAY_FIRST;
}

/* "/2019/10/" in a path, where no day follows. */
static bool find_url_month(const char *path, plx_date *out)
{
    for (const char *p = strchr(path, '/'); p; p = strchr(p + 1, '/')) {
        bool fits = true;

        for (int i = 1; i <= 7 && fits; i++)
            fits = i == 5 ? p[i] == '/' : isdigit((unsigned char)p[i]) != 0;
        if (fits && p[8] == '/' && (p[1] == '1' || p[1] == '2'))
            return plx_date_from_civil((p[1] - '0') * 1000 + (p[2] - '0') * 100 +
                                           (p[3] - '0') * 10 + p[4] - '0',
                                       (p[6] - '0') * 10 + p[7] - '0', 0, out);
    }
    return false;
}

void plx_date_evidence_add_url(plx_date_evidence *e, const char *url)
{
    const char *host = url ? strstr(url, "://") : NULL;
    size_t n;
    size_t last;
    plx_date d;

    if (!host)
        return;
    host += 3;
    n = strcspn(host, "/:?#");
    for (last = n; last > 0 && host[last - 1] != '.'; last--)
        continue;
    if (LISTED(host + last, n - last, month_first_countries))
        e->by_country = 1 + PLX_ORDER_MONTH_FIRST;
    else if (LISTED(host + last, n - last, day_first_countries))
        e->by_country = 1 + PLX_ORDER_DAY_FIRST;
    else if (LISTED(host + last, n - last, persian_places))
        e->is_persian = true;
    if (plx_dates_in_url(url, &d) || find_url_month(host + n, &d))
        plx_date_evidence_add_date(e, &d);
}

static bool is_future(const plx_date *d, const plx_date_evidence *e)
{
    return e->now > 0 && d->start > e->now + DAY_SECONDS;
}

static bool is_near(const plx_date *d, const plx_date *known)
{
    return d->start >= known->start - NEAR_DAYS * DAY_SECONDS &&
           d->start < plx_date_end(known) + NEAR_DAYS * DAY_SECONDS;
}

/* Keep what `keeps` says of; if that is nothing, or the evidence is for both, keep all. */
static bool narrow(plx_date readings[PLX_DATE_ORDERS], const bool keeps[PLX_DATE_ORDERS])
{
    unsigned left = 0;

    for (int i = 0; i < PLX_DATE_ORDERS; i++)
        left += keeps[i] && readings[i].precision != PLX_DATE_NONE;
    for (int i = 0; i < PLX_DATE_ORDERS && left == 1; i++)
        if (!keeps[i])
            readings[i] = (plx_date){ 0 };
    return left == 1;
}

static bool narrow_by_known(plx_date readings[PLX_DATE_ORDERS], const plx_date_evidence *e)
{
    bool keeps[PLX_DATE_ORDERS] = { false };

    for (int i = 0; i < PLX_DATE_ORDERS; i++)
        for (unsigned k = 0; k < e->known_count; k++)
            keeps[i] = keeps[i] || is_near(&readings[i], &e->known[k]);
    return narrow(readings, keeps);
}

static bool narrow_by_order(plx_date readings[PLX_DATE_ORDERS], unsigned one_based)
{
    bool keeps[PLX_DATE_ORDERS] = { false };

    if (one_based == 0)
        return false;
    keeps[one_based - 1] = true;
    return narrow(readings, keeps);
}

static bool narrow_by_votes(plx_date readings[PLX_DATE_ORDERS], const plx_date_evidence *e)
{
    bool day = e->votes[PLX_ORDER_DAY_FIRST] > 0;
    bool month = e->votes[PLX_ORDER_MONTH_FIRST] > 0;

    return day != month &&
           narrow_by_order(readings, 1 + (day ? PLX_ORDER_DAY_FIRST : PLX_ORDER_MONTH_FIRST));
}

static unsigned count_readings(const plx_date readings[PLX_DATE_ORDERS], const plx_date **only)
{
    unsigned n = 0;

    for (int i = 0; i < PLX_DATE_ORDERS; i++) {
        if (readings[i].precision == PLX_DATE_NONE)
            continue;
        *only = &readings[i];
        n++;
    }
    return n;
}

static void weigh(const plx_date_span *found, const plx_date_evidence *e,
                  plx_date readings[PLX_DATE_ORDERS])
{
    const unsigned american = 1 + PLX_ORDER_MONTH_FIRST;

    if (narrow_by_known(readings, e) ||
        narrow_by_order(readings, found->is_american ? american : 0) ||
        narrow_by_votes(readings, e) || narrow_by_order(readings, e->by_country) ||
        narrow_by_order(readings, e->by_locale))
        return;
    narrow_by_order(readings, found->has_half ? american : 0);
}

bool plx_date_settle(const plx_date_span *found, const plx_date_evidence *e, plx_date *out)
{
    plx_date readings[PLX_DATE_ORDERS];
    const plx_date *only = NULL;

    *out = (plx_date){ 0 };
    if (!found->is_ambiguous) {
        if (!found->is_short_year || !is_future(&found->date, e))
            *out = found->date;
        return out->precision != PLX_DATE_NONE;
    }
    memcpy(readings, found->reading, sizeof readings);
    if (!e->is_persian)
        readings[PLX_ORDER_JALALI] = (plx_date){ 0 };
    for (int i = 0; i < PLX_DATE_ORDERS; i++)
        if (is_future(&readings[i], e))
            readings[i] = (plx_date){ 0 };
    if (count_readings(readings, &only) > 1)
        weigh(found, e, readings);
    if (count_readings(readings, &only) != 1)
        return false;
    *out = *only;
    return true;
}

plx_status plx_date_keep_raw(plx_article *a, const char *s, size_t n, plx_error *err)
{
    json_t *raw;

    n = plx_utf8_cut(s, n < RAW_BYTES ? n : RAW_BYTES);
    if (!a->extra)
        a->extra = json_object();
    if (!a->extra)
        return plx_fail(err, PLX_ERR_NOMEM, "date: out of memory");
    if (json_object_get(a->extra, "date_raw"))
        return PLX_OK;
    raw = json_stringn(s, n);
    if (!raw && !plx_utf8_valid(s, n))
        return PLX_OK;
    if (!raw || json_object_set_new(a->extra, "date_raw", raw) != 0)
        return plx_fail(err, PLX_ERR_NOMEM, "date: out of memory");
    return PLX_OK;
}

plx_status plx_date_take(plx_article *a, const char *s, size_t n, const plx_date_evidence *e,
                         const char *how, plx_error *err)
{
    static const plx_date_evidence nothing = { 0 };
    plx_date_span found;
    plx_date d;

    if (a->date.precision != PLX_DATE_NONE)
        return PLX_OK;
    if (!plx_dates_find(s, n, &found)) {
        if (plx_extract_date(s, n, &d, NULL, NULL) != PLX_OK)
            return PLX_OK;
    } else if (!plx_date_settle(&found, e ? e : &nothing, &d)) {
        return plx_date_keep_raw(a, s + found.begin, found.end - found.begin, err);
    }
    a->date = d;
    a->date_how = plx_date_how_find(how);
    return PLX_OK;
}
