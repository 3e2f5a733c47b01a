#include "compare/timeline_notes.h"

bool plx_timeline_shows(const plx_timeline_result *r, size_t band, bool shares)
{
    plx_band_kind kind = r->bands[band].kind;
    bool shows = kind == PLX_BAND_VALUE;

    for (size_t i = 0; i < r->series_count; i++)
        shows = shows || r->series[i].band[band].articles > 0;
    return shows && (!shares || (kind != PLX_BAND_NOT_JUDGED && kind != PLX_BAND_NONE));
}

/* "N WHAT", with a comma before it where it is not the first. */
static void add_item(uint32_t n, const char *what, bool is_first, plx_strbuf *out)
{
    plx_strbuf_puts(out, is_first ? "" : ", ");
    plx_strbuf_put_count(out, n);
    plx_strbuf_printf(out, " %s", what);
}

static void add_unplaced(const plx_timeline_result *r, plx_strbuf *out)
{
    const struct {
        plx_timeline_count count;
        const char *what;
    } item[] = { { r->undated, "undated" },
                 { r->only_year, "dated only to the year" },
                 { r->only_month, "dated only to the month" } };
    bool is_first = true;

    for (size_t i = 0; i < sizeof item / sizeof *item; i++) {
        uint32_t n = plx_timeline_number(r, item[i].count);

        if (!n)
            continue;
        plx_strbuf_puts(out, is_first ? "in no period: " : "");
        add_item(n, item[i].what, is_first, out);
        is_first = false;
    }
    plx_strbuf_puts(out, is_first ? "" : "\n");
}

/* Does a count by values come to more than there are? */
static bool counts_twice(const plx_timeline_result *r)
{
    uint64_t series = 0, bands = 0, n = 0;

    for (size_t i = 0; i < r->series_count; i++) {
        series += r->series[i].total.articles;
        n += r->series[i].placed.articles;
        for (size_t b = 0; b < r->band_count; b++)
            bands += r->series[i].band[b].articles;
    }
    return series > r->total.articles || bands > n;
}

void plx_timeline_notes(const plx_timeline_result *r, bool shares, plx_strbuf *out)
{
    add_unplaced(r, out);
    if (counts_twice(r))
        plx_strbuf_puts(out, "an article with several values counts under each\n");
    if (r->collapse)
        plx_strbuf_puts(out, "stories are counted: near-copies once, as the first of them\n");
    if (!shares || !r->periods)
        return;
    plx_strbuf_puts(out, "shares are of the ");
    plx_timeline_denominator_name(r, out);
    plx_strbuf_putc(out, '\n');
}
