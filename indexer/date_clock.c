#include "indexer/date_clock.h"

#include <string.h>

/* Minutes east of Greenwich. Names that mean several zones (IST) or a zone that depends on
 * the day (ET) are read over: the time stays as written. */
#define ZONE_UNKNOWN 9999
#define ZONE(hours)  ((hours)*60)

static const struct zone {
    const char *name;
    int minutes;
    bool is_american;
} zones[] = {
    { "z", 0, false },
    { "utc", 0, false },
    { "gmt", 0, false },
    { "bst", ZONE(1), false },
    { "cet", ZONE(1), false },
    { "mez", ZONE(1), false },
    { "cest", ZONE(2), false },
    { "mesz", ZONE(2), false },
    { "sast", ZONE(2), false },
    { "eet", ZONE(2), false },
    { "eest", ZONE(3), false },
    { "eat", ZONE(3), false },
    { "trt", ZONE(3), false },
    { "msk", ZONE(3), false },
    { "мск", ZONE(3), false },
    { "МСК", ZONE(3), false },
    { "irst", ZONE(3) + 30, false },
    { "irdt", ZONE(4) + 30, false },
    { "pkt", ZONE(5), false },
    { "hkt", ZONE(8), false },
    { "sgt", ZONE(8), false },
    { "jst", ZONE(9), false },
    { "kst", ZONE(9), false },
    { "aest", ZONE(10), false },
    { "aedt", ZONE(11), false },
    { "est", ZONE(-5), true },
    { "edt", ZONE(-4), true },
    { "cdt", ZONE(-5), true },
    { "mst", ZONE(-7), true },
    { "mdt", ZONE(-6), true },
    { "pst", ZONE(-8), true },
    { "pdt", ZONE(-7), true },
    { "et", ZONE_UNKNOWN, true },
    { "ct", ZONE_UNKNOWN, true },
    { "mt", ZONE_UNKNOWN, true },
    { "pt", ZONE_UNKNOWN, true },
    { "eastern time", ZONE_UNKNOWN, true },
    { "cst", ZONE_UNKNOWN, false },
    { "ist", ZONE_UNKNOWN, false },
    { "uhr", ZONE_UNKNOWN, false },
    { "hrs", ZONE_UNKNOWN, false },
    { "h", ZONE_UNKNOWN, false },
};

static const struct zone *find_zone(plx_scan *c)
{
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (plx_scan_word(c, zones[i].name))
            return &zones[i];
    return NULL;
}

/* "+03:00", "+0300", "+3" after an optional GMT or UTC. */
static bool read_offset(plx_scan *c, int *minutes)
{
    plx_scan t = *c;
    bool is_west = t.p < t.end && *t.p == '-';
    int hours;
    int rest = 0;

    if (!plx_scan_take(&t, "+-"))
        return false;
    if (plx_scan_number(&t, 4, 4, &hours)) {
        rest = hours % 100;
        hours /= 100;
    } else if (!plx_scan_number(&t, 1, 2, &hours)) {
        return false;
    } else if (t.p < t.end && *t.p == ':') {
        t.p++;
        if (!plx_scan_number(&t, 2, 2, &rest))
            return false;
    }
    if (hours > 14 || rest > 59)
        return false;
    *minutes = (hours * 60 + rest) * (is_west ? -1 : 1);
    *c = t;
    return true;
}

void plx_clock_read_zone(plx_scan *c, plx_clock *out)
{
    plx_scan t = *c;
    const struct zone *zone;
    int minutes;

    plx_scan_skip(&t, " \t(");
    zone = find_zone(&t);
    if (zone) {
        out->is_american = zone->is_american;
        out->has_zone = zone->minutes != ZONE_UNKNOWN;
        out->offset_minutes = out->has_zone ? zone->minutes : 0;
        *c = t;
        if (!out->has_zone || zone->minutes != 0 || !read_offset(&t, &minutes))
            return;
    } else if (!read_offset(&t, &minutes)) {
        return;
    }
    out->has_zone = true;
    out->offset_minutes = minutes;
    *c = t;
}

/* "am", "p.m." and the like in Arabic and Persian: adds to the hour; false if none is there. */
static bool read_half(plx_scan *c, int *hour)
{
    static const plx_scan_word_value halves[] = {
        { "am", 0 },    { "a.m", 0 },   { "pm", 12 },   { "p.m", 12 },
        { "a.m.", 0 },  { "p.m.", 12 }, { "a. m", 0 },  { "p. m", 12 },
        { "صباحا", 0 }, { "صباحًا", 0 }, { "مساء", 12 }, { "مساءً", 12 },
        { "ص", 0 },     { "م", 12 },    { "ق.ظ", 0 },   { "ب.ظ", 12 },
    };
    plx_scan t = *c;
    int more;

    plx_scan_skip(&t, " \t");
    if (*hour < 1 || *hour > 12 ||
        !plx_scan_value(&t, halves, sizeof halves / sizeof *halves, &more))
        return false;
    plx_scan_take(&t, ".");
    *hour = *hour % 12 + more;
    *c = t;
    return true;
}

static bool read_seconds(plx_scan *c, int *second)
{
    plx_scan t = *c;

    *second = 0;
    if (!plx_scan_take(c, ":"))
        return true;
    if (!plx_scan_number(c, 2, 2, second))
        return false;
    t = *c;
    if (plx_scan_take(&t, ".,") && plx_scan_digit(&t, NULL)) {
        plx_scan_pass_digits(&t);
        *c = t;
    }
    return true;
}

/* "h", " h ", "H" between hour and minute; nothing may follow the hour either ("12h"). */
static bool read_french(plx_scan *c, int *minute)
{
    plx_scan t = *c;

    plx_scan_skip(&t, " ");
    if (!plx_scan_take(&t, "hH") || plx_scan_letter(&t))
        return false;
    *c = t;
    plx_scan_skip(&t, " ");
    if (plx_scan_number(&t, 2, 2, minute))
        *c = t;
    return true;
}

/* Minutes and seconds after the hour. *is_loose: a time only if something else says so. */
static bool read_rest(plx_scan *c, int *minute, int *second, bool *is_loose)
{
    *minute = *second = 0;
    *is_loose = false;
    if (plx_scan_take(c, ":"))
        return plx_scan_number(c, 2, 2, minute) && read_seconds(c, second);
    if (read_french(c, minute))
        return true;
    *is_loose = true;
    return !plx_scan_take(c, ".") || plx_scan_number(c, 2, 2, minute);
}

static bool is_certain(const plx_scan *after, bool is_announced, const plx_scan *hour)
{
    plx_scan t = *after;

    plx_scan_skip(&t, " ");
    if (plx_scan_word(&t, "uhr"))
        return true;
    return is_announced && memchr(hour->p, '.', (size_t)(after->p - hour->p));
}

bool plx_clock_read(plx_scan *c, bool is_announced, plx_clock *out)
{
    plx_scan t = *c;
    int hour;
    int minute;
    int second;
    bool is_loose;

    *out = (plx_clock){ 0 };
    if (!plx_scan_number(&t, 1, 2, &hour) || !read_rest(&t, &minute, &second, &is_loose))
        return false;
    out->has_half = read_half(&t, &hour);
    if (is_loose && !out->has_half && !is_certain(&t, is_announced, c))
        return false;
    if (hour > 23 || minute > 59 || second > 60)
        return false;
    out->seconds = hour * 3600 + minute * 60 + (second == 60 ? 59 : second);
    plx_clock_read_zone(&t, out);
    *c = t;
    return true;
}
