#include "search/recency.h"

#include <math.h>

#include "search/weights.h"

#define DAY_SECONDS 86400.0F

float plx_recency_factor(const plx_recency *r, const plx_date_column *dates, uint32_t docid)
{
    int64_t start = dates && docid <= dates->last_docid ? dates->start[docid] : INT64_MIN;
    float age;

    if (!r->days || start == INT64_MIN)
        return 1;
    age = start < r->now ? (float)(r->now - start) / DAY_SECONDS : 0;
    return PLX_RECENCY_FLOOR + exp2f(-age / (float)r->days);
}

static uint32_t days_of(char unit)
{
    static const struct {
        char letter;
        uint32_t days;
    } units[] = { { '\0', 1 }, { 'd', 1 }, { 'w', 7 }, { 'm', 30 }, { 'y', 365 } };

    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (unit == units[i].letter)
            return units[i].days;
    return 0;
}

plx_status plx_recency_parse(const char *text, uint32_t *days, plx_error *err)
{
    const char *p = text;
    uint32_t n = 0, unit;

    for (; *p >= '0' && *p <= '9' && n <= PLX_RECENCY_DAYS_MAX; p++)
        n = n * 10 + (uint32_t)(*p - '0');
    unit = days_of(*p);
    *days = 0;
    if (!n || !unit || (*p && p[1]) || n > PLX_RECENCY_DAYS_MAX / unit)
        return plx_fail(err, PLX_ERR_INVALID,
                        "'%.40s' is no half-life: 30d, 2w, 6m or 1y, up to %u days", text,
                        PLX_RECENCY_DAYS_MAX);
    *days = n * unit;
    return PLX_OK;
}
