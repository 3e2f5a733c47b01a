#include "indexer/date_clock.h"

#include <string.h>

/* Minutes east of Greenwich. Names that mean several zones (IST) or a zone that depends on
 * the day (ET) are read over: the time stays as written. */
#define ZONE_UNKNOWN 9999
static const plx_scan_word_value zones[] = {
    { "z", 0 },
    { "utc", 0 },
    { "gmt", 0 },
    { "bst", 60 },
    { "cet", 60 },
    { "cest", 120 },
    { "eet", 120 },
    { "eest", 180 },
    { "msk", 180 },
    { "jst", 540 },
    { "kst", 540 },
    { "est", -300 },
    { "edt", -240 },
    { "cdt", -300 },
    { "mst", -420 },
    { "mdt", -360 },
    { "pst", -480 },
    { "pdt", -420 },
    { "cst", ZONE_UNKNOWN },
    { "ist", ZONE_UNKNOWN },
    { "et", ZONE_UNKNOWN },
    { "ct", ZONE_UNKNOWN },
    { "mt", ZONE_UNKNOWN },
    { "pt", ZONE_UNKNOWN },
    { "uhr", ZONE_UNKNOWN },
};

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
    int minutes;

    plx_scan_skip(&t, " \t(");
    if (plx_scan_value(&t, zones, sizeof zones / sizeof *zones, &minutes)) {
        out->has_zone = minutes != ZONE_UNKNOWN;
        out->offset_minutes = out->has_zone ? minutes : 0;
        *c = t;
        if (!out->has_zone || minutes != 0 || !read_offset(&t, &minutes))
            return;
    } else if (!read_offset(&t, &minutes)) {
        return;
    }
    out->has_zone = true;
    out->offset_minutes = minutes;
    *c = t;
}

/* "am", "p.m.": adds to the hour; false if there is neither. */
static bool read_half(plx_scan *c, int *hour)
{
    plx_scan t = *c;
    bool is_pm;

    plx_scan_skip(&t, " \t");
    if (t.p == t.end || !strchr("aApP", *t.p) || *hour < 1 || *hour > 12)
        return false;
    is_pm = (*t.p | 0x20) == 'p';
    t.p++;
    plx_scan_take(&t, ".");
    if (!plx_scan_take(&t, "mM") || (t.p < t.end && plx_scan_is_letter(*t.p)))
        return false;
    plx_scan_take(&t, ".");
    *hour = *hour % 12 + (is_pm ? 12 : 0);
    *c = t;
    return true;
}

static bool read_seconds(plx_scan *c, int *second)
{
    *second = 0;
    if (!plx_scan_take(c, ":"))
        return true;
    if (!plx_scan_number(c, 2, 2, second))
        return false;
    if (c->end - c->p > 1 && strchr(".,", *c->p) && plx_scan_is_digit(c->p[1])) {
        c->p++;
        while (c->p < c->end && plx_scan_is_digit(*c->p))
            c->p++;
    }
    return true;
}

/* "12:34[:56]", "12h34", "3.30 pm", "3 pm", with a zone. */
bool plx_clock_read(plx_scan *c, plx_clock *out)
{
    plx_scan t = *c;
    int hour;
    int minute = 0;
    int second = 0;
    bool is_loose = false; /* only a time if am or pm follows */

    *out = (plx_clock){ 0 };
    if (!plx_scan_number(&t, 1, 2, &hour))
        return false;
    if (plx_scan_take(&t, ":hH")) {
        if (!plx_scan_number(&t, 2, 2, &minute) || !read_seconds(&t, &second))
            return false;
    } else {
        is_loose = true;
        if (plx_scan_take(&t, ".") && !plx_scan_number(&t, 2, 2, &minute))
            return false;
    }
    if (!read_half(&t, &hour) && is_loose)
        return false;
    if (hour > 23 || minute > 59 || second > 60)
        return false;
    out->seconds = hour * 3600 + minute * 60 + (second == 60 ? 59 : second);
    plx_clock_read_zone(&t, out);
    *c = t;
    return true;
}
