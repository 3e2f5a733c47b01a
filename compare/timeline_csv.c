/* compare/timeline_csv.c - a timeline as CSV: one line for each series, period and band
 *
 * The tidy form that R and pandas expect. `count` of `n`, and `share` of `denominator` with its
 * interval, are of articles, or of stories where those were asked for. */
#include "base/csv.h"
#include "compare/timeline.h"

static const char *const columns[] = {
    "period", "start", "end",      "series",  "value", "count",       "share",
    "low",    "high",  "articles", "stories", "n",     "denominator", NULL,
};

/* Empty where there is no share. */
static void put_share(const plx_timeline_result *r, size_t band, plx_timeline_count count,
                      plx_timeline_count denominator, plx_strbuf *out)
{
    plx_share share;

    if (plx_timeline_share(r, band, count, denominator, &share))
        plx_strbuf_printf(out, "%.4f,%.4f,%.4f", share.value, share.low, share.high);
    else
        plx_strbuf_puts(out, ",,");
}

static void put_line(const plx_timeline_result *r, const plx_timeline_series *s, uint32_t p,
                     size_t band, plx_strbuf *out)
{
    plx_timeline_count c = s->cell[(size_t)p * r->band_count + band];

    plx_strbuf_putc(out, ',');
    plx_csv_put_value(out, s->value.name);
    plx_strbuf_putc(out, ',');
    plx_csv_put_value(out, r->bands[band].name);
    plx_strbuf_printf(out, ",%u,", (unsigned)plx_timeline_number(r, c));
    put_share(r, band, c, s->denominators[p], out);
    plx_strbuf_printf(out, ",%u,%u,%u,%u", (unsigned)c.articles, (unsigned)c.stories,
                      (unsigned)plx_timeline_number(r, s->n[p]),
                      (unsigned)plx_timeline_number(r, s->denominators[p]));
    plx_csv_end_line(out);
}

static void put_period(const plx_timeline_result *r, const plx_timeline_series *s, uint32_t p,
                       plx_strbuf *out)
{
    char name[PLX_PERIOD_BYTES], first[PLX_PERIOD_BYTES], last[PLX_PERIOD_BYTES];

    plx_period_name(r->by, r->first + p, name);
    plx_period_days(r->by, r->first + p, first, last);
    for (size_t b = 0; b < r->band_count; b++) {
        plx_strbuf_printf(out, "%s,%s,%s", name, first, last);
        put_line(r, s, p, b, out);
    }
}

void plx_timeline_csv(const plx_timeline_result *r, plx_strbuf *out)
{
    plx_csv_put_line(out, columns);
    for (size_t i = 0; i < r->series_count; i++)
        for (uint32_t p = 0; p < r->periods; p++)
            put_period(r, &r->series[i], p, out);
}
