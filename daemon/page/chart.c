#include "daemon/page/chart.h"

#include <stdio.h>
#include <string.h>

#include "base/markup.h"
#include "base/period.h"
#include "compare/timeline_axis.h"
#include "compare/timeline_notes.h"
#include "daemon/page/chart_parts.h"
#include "daemon/page/page.h"

/* Down the drawing, in pixels. */
#define HEAD          7 /* half a letter of the uppermost number */
#define PLOT          180
#define PLOT_COMPACT  58
#define AXIS          22
#define STEPS         4
#define STEPS_COMPACT 2
/* Across, in percent: the most a period takes, and a bar in it. */
#define SLOT_MOST 25.0
#define BAR_MOST  8.0
#define GAP       0.14 /* of a slot, between bars */
/* About as wide as a letter of the axis, in pixels. */
#define LETTER 6.4
/* Over so many periods no bar is a link: the table has them. */
#define LINKS_MOST 400u

/* How wide the plot is in each density of the axis, in pixels, and the class of names shown then:
 * 40-chart.css knows the limits. */
static const struct density {
    double pixels;
    char class;
} densities[] = { { 250, 'n' }, { 420, 'm' }, { 600, 'w' } };
#define DENSITIES (sizeof densities / sizeof *densities)

struct drawing {
    const plx_timeline_result *r;
    const plx_timeline_series *s;
    const plx_chart_timeline_options *o;
    const char *id;
    size_t band[PLX_AXIS_BANDS_MAX]; /* shown, from the bottom of a bar up */
    plx_chart_part part[PLX_AXIS_BANDS_MAX];
    size_t count;
    plx_chart_scale scale;
    double slot;
    double plot;
    uint32_t stride[DENSITIES];
    plx_strbuf *out;
};

/* ------------------------------------------------------------ counts */

static unsigned look_of(const plx_timeline_result *r, size_t band)
{
    static const unsigned of_kind[PLX_BAND_KINDS] = {
        [PLX_BAND_UNCLEAR] = PLX_LABELS_MAX,        [PLX_BAND_OFF_TOPIC] = PLX_LABELS_MAX + 1,
        [PLX_BAND_NOT_JUDGED] = PLX_LABELS_MAX + 2, [PLX_BAND_OTHERS] = PLX_LABELS_MAX,
        [PLX_BAND_NONE] = PLX_LABELS_MAX + 2,
    };
    plx_band_kind kind = r->bands[band].kind;

    return kind == PLX_BAND_VALUE ? (unsigned)(band % PLX_LABELS_MAX) : of_kind[kind];
}

static uint32_t cell(const struct drawing *d, uint32_t p, size_t part)
{
    return plx_timeline_number(d->r, d->s->cell[(size_t)p * d->r->band_count + d->band[part]]);
}

/* The first so many parts of a bar, together. */
static uint32_t stacked(const struct drawing *d, uint32_t p, size_t parts)
{
    uint32_t sum = 0;

    for (size_t i = 0; i < parts; i++)
        sum += cell(d, p, i);
    return sum;
}

static uint32_t longest(const plx_timeline_result *r, const plx_timeline_series *s)
{
    uint32_t most = 0;

    for (uint32_t p = 0; p < r->periods; p++) {
        uint32_t sum = 0;

        for (size_t b = 0; b < r->band_count; b++)
            sum += plx_timeline_number(r, s->cell[(size_t)p * r->band_count + b]);
        most = sum > most ? sum : most;
    }
    return most;
}

uint32_t plx_chart_timeline_most(const plx_timeline_result *r)
{
    uint32_t most = 0;

    for (size_t i = 0; i < r->series_count; i++) {
        uint32_t n = longest(r, &r->series[i]);

        most = n > most ? n : most;
    }
    return most;
}

/* ------------------------------------------------------------ periods */

/* Room for "week of 12 September 2019". */
#define WORDS_BYTES 48

/* A period as people read it: "October 2019", or briefly "Oct 2019", "7 Oct 2019". */
static void name_period(const struct drawing *d, uint32_t p, bool is_brief, char out[WORDS_BYTES])
{
    int year, month, day, letters = is_brief ? 3 : 9;

    plx_date_to_civil(plx_period_start(d->r->by, d->r->first + p), &year, &month, &day);
    switch (d->r->by) {
    case PLX_PERIOD_YEAR:
        snprintf(out, WORDS_BYTES, "%d", year);
        break;
    case PLX_PERIOD_QUARTER:
        snprintf(out, WORDS_BYTES, "Q%d %d", (month + 2) / 3, year);
        break;
    case PLX_PERIOD_MONTH:
        snprintf(out, WORDS_BYTES, "%.*s %d", letters, plx_page_month(month), year);
        break;
    default:
        snprintf(out, WORDS_BYTES, "%s%d %.*s %d",
                 d->r->by == PLX_PERIOD_WEEK && !is_brief ? "week of " : "", day, letters,
                 plx_page_month(month), year);
    }
}

/* As since= and until= take them. */
static void bounds(const struct drawing *d, uint32_t p, char since[PLX_PERIOD_BYTES],
                   char until[PLX_PERIOD_BYTES])
{
    plx_period_days(d->r->by, d->r->first + p, since, until);
    if (d->r->by == PLX_PERIOD_YEAR || d->r->by == PLX_PERIOD_MONTH) {
        plx_period_name(d->r->by, d->r->first + p, since);
        strcpy(until, since);
    }
}

/* Is what is named a whole year? Then it is called that. */
static bool names_years(const struct drawing *d, uint32_t stride)
{
    uint32_t in_a_year = d->r->by == PLX_PERIOD_MONTH ? 12 : d->r->by == PLX_PERIOD_QUARTER ? 4 : 0;

    return in_a_year && stride % in_a_year == 0;
}

static double room_for_name(const struct drawing *d, uint32_t stride)
{
    char name[WORDS_BYTES];

    name_period(d, 0, true, name);
    return (names_years(d, stride) ? 4 : (double)strlen(name)) * LETTER + 16;
}

/* How many periods from one name to the next: steps that people count in, with room for a name. */
static uint32_t choose_stride(const struct drawing *d, double pixels)
{
    static const uint32_t steps[PLX_PERIOD_UNITS][10] = {
        [PLX_PERIOD_DAY] = { 1, 2, 7, 14, 28, 91, 182, 364, 728, 0 },
        [PLX_PERIOD_WEEK] = { 1, 2, 4, 13, 26, 52, 104, 260, 520, 0 },
        [PLX_PERIOD_MONTH] = { 1, 2, 3, 6, 12, 24, 60, 120, 240, 600 },
        [PLX_PERIOD_QUARTER] = { 1, 2, 4, 8, 20, 40, 80, 200, 400, 0 },
        [PLX_PERIOD_YEAR] = { 1, 2, 5, 10, 20, 50, 100, 200, 0, 0 },
    };
    const uint32_t *step = steps[d->r->by];

    for (size_t i = 0; i < 9 && step[1]; i++, step++)
        if (*step * d->slot / 100 * pixels >= room_for_name(d, *step))
            break;
    return *step;
}

/* Months, quarters and years are named where a year begins, or a decade, if one does. */
static bool is_named(const struct drawing *d, uint32_t p, uint32_t stride)
{
    int64_t over = d->r->by >= PLX_PERIOD_MONTH ? d->r->first % stride : 0;
    uint32_t first = over ? (uint32_t)(over > 0 ? stride - over : -over) : 0;

    if (first >= d->r->periods)
        first = 0;
    return p >= first && (p - first) % stride == 0;
}

/* ------------------------------------------------------------ drawing */

static double across(const struct drawing *d, uint32_t p)
{
    return d->slot * p;
}

static double down(const struct drawing *d, uint32_t n)
{
    return HEAD + d->plot * (1 - (double)n / d->scale.top);
}

static void draw_counts_axis(const struct drawing *d)
{
    plx_strbuf_puts(d->out, "<g class=\"y\" aria-hidden=\"true\">");
    for (uint64_t n = 0; n <= d->scale.top; n += d->scale.step) {
        double y = down(d, (uint32_t)n);

        plx_strbuf_printf(d->out,
                          "<line%s x2=\"100%%\" y1=\"%.1f\" y2=\"%.1f\"/>"
                          "<text x=\"-8\" y=\"%.1f\" dy=\".35em\">",
                          n ? "" : " class=\"base\"", y, y, y);
        plx_strbuf_put_count(d->out, n);
        plx_strbuf_puts(d->out, "</text>");
    }
    plx_strbuf_puts(d->out, "</g>");
}

static void draw_part(const struct drawing *d, size_t part)
{
    double width = d->slot * (1 - GAP) < BAR_MOST ? d->slot * (1 - GAP) : BAR_MOST;
    double left = (d->slot - width) / 2;

    plx_strbuf_puts(d->out, "<g");
    plx_chart_fill(d->out, d->id, d->part[part].look);
    plx_strbuf_putc(d->out, '>');
    for (uint32_t p = 0; p < d->r->periods; p++) {
        uint32_t n = cell(d, p, part), below;

        if (!n)
            continue;
        below = stacked(d, p, part);
        plx_strbuf_printf(
            d->out, "<rect x=\"%.2f%%\" y=\"%.1f\" width=\"%.2f%%\" height=\"%.1f\"/>",
            across(d, p) + left, down(d, below + n), width, down(d, below) - down(d, below + n));
    }
    plx_strbuf_puts(d->out, "</g>");
}

static void draw_name(const struct drawing *d, uint32_t p, const char *classes, bool years)
{
    double x = across(d, p) + d->slot / 2;
    double edge = years ? 2.5 : 5; /* nearer to an end a name would stand out */
    const char *anchor = x < edge ? " begin" : x > 100 - edge ? " end" : "";
    char name[WORDS_BYTES];

    name_period(d, p, true, name);
    plx_strbuf_printf(d->out,
                      "<line class=\"%s\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"%.1f\" y2=\"%.1f\"/>"
                      "<text class=\"%s%s\" x=\"%.2f%%\" y=\"%.1f\">%s</text>",
                      classes, x, x, HEAD + d->plot, HEAD + d->plot + 4, classes, anchor, x,
                      HEAD + d->plot + 17, years ? strrchr(name, ' ') + 1 : name);
}

/* The same period may be "Jan 2019" with much room and "2019" with little: one name for each way
 * to call it. */
static void draw_names(const struct drawing *d, uint32_t p, bool years)
{
    char classes[2 * DENSITIES + 1];
    size_t n = 0;

    for (size_t i = 0; i < DENSITIES; i++) {
        if (names_years(d, d->stride[i]) != years || !is_named(d, p, d->stride[i]))
            continue;
        if (n)
            classes[n++] = ' ';
        classes[n++] = densities[i].class;
    }
    classes[n] = '\0';
    if (n)
        draw_name(d, p, classes, years);
}

static void draw_periods_axis(const struct drawing *d)
{
    plx_strbuf_puts(d->out, "<g class=\"x\" aria-hidden=\"true\">");
    for (uint32_t p = 0; p < d->r->periods; p++) {
        draw_names(d, p, false);
        draw_names(d, p, true);
    }
    plx_strbuf_puts(d->out, "</g>");
}

/* "12 articles: pro-iran 3, neutral 9" */
static void add_figures(const struct drawing *d, plx_timeline_count n,
                        const plx_timeline_count *band, plx_strbuf *out)
{
    uint32_t number = plx_timeline_number(d->r, n);
    const char *between = ": ";

    plx_strbuf_put_count(out, number);
    plx_strbuf_printf(out, " %s", plx_timeline_noun(d->r, number));
    for (size_t i = 0; i < d->count; i++) {
        uint32_t here = plx_timeline_number(d->r, band[d->band[i]]);

        if (!here)
            continue;
        plx_strbuf_printf(out, "%s%s ", between, d->part[i].name);
        plx_strbuf_put_count(out, here);
        between = ", ";
    }
}

/* A link, or where there is nothing to find, no more than the bounds: a range may begin there. */
static void open_hit(const struct drawing *d, uint32_t p, bool is_first)
{
    char since[PLX_PERIOD_BYTES], until[PLX_PERIOD_BYTES];
    plx_strbuf address = PLX_STRBUF_INIT;

    bounds(d, p, since, until);
    if (!d->s->n[p].articles) {
        plx_markup_print(d->out, "<g data-since=\"%s\" data-until=\"%s\">", since, until);
        return;
    }
    d->o->address(d->o->ctx, since, until, &address);
    plx_strbuf_puts(d->out, "<a");
    plx_chart_href(d->out, &address);
    plx_markup_print(d->out, " data-since=\"%s\" data-until=\"%s\"", since, until);
    plx_strbuf_puts(d->out, is_first ? "" : " tabindex=\"-1\"");
    plx_strbuf_release(&address);
}

/* What a bar stands for, over all of its height. */
static void draw_hit(const struct drawing *d, uint32_t p, bool is_open, bool is_first)
{
    bool is_link = is_open && d->s->n[p].articles > 0;
    plx_strbuf figures = PLX_STRBUF_INIT;
    char name[WORDS_BYTES];

    name_period(d, p, false, name);
    plx_strbuf_printf(&figures, "%s: ", name);
    add_figures(d, d->s->n[p], &d->s->cell[(size_t)p * d->r->band_count], &figures);
    if (is_open)
        open_hit(d, p, is_first);
    if (is_link)
        plx_markup_print(d->out, " aria-label=\"%s\">", figures.s);
    plx_strbuf_printf(d->out, "<rect x=\"%.2f%%\" width=\"%.2f%%\" height=\"%.0f\">", across(d, p),
                      d->slot, HEAD + d->plot);
    plx_markup_print(d->out, "<title>%s</title></rect>", figures.s);
    plx_strbuf_puts(d->out, is_link ? "</a>" : is_open ? "</g>" : "");
    d->out->failed = d->out->failed || figures.failed;
    plx_strbuf_release(&figures);
}

static bool has_links(const struct drawing *d)
{
    return d->o->address && d->r->periods <= LINKS_MOST;
}

static void draw_hits(const struct drawing *d)
{
    bool is_first = true;

    if (d->r->periods > LINKS_MOST)
        return;
    plx_strbuf_puts(d->out, "<g class=\"hits\">");
    for (uint32_t p = 0; p < d->r->periods; p++) {
        draw_hit(d, p, has_links(d), is_first);
        is_first = is_first && !d->s->n[p].articles;
    }
    plx_strbuf_puts(d->out, "</g>");
}

static void draw(const struct drawing *d)
{
    char first[WORDS_BYTES], last[WORDS_BYTES];
    plx_strbuf figures = PLX_STRBUF_INIT;
    uint32_t looks = 0;

    for (size_t i = 0; i < d->count; i++)
        looks |= 1u << d->part[i].look;
    name_period(d, 0, false, first);
    name_period(d, d->r->periods - 1, false, last);
    add_figures(d, d->s->placed, d->s->band, &figures);
    plx_strbuf_printf(d->out, "<svg class=\"plot\" height=\"%.0f\" role=\"%s\"",
                      HEAD + d->plot + AXIS, has_links(d) ? "group" : "img");
    plx_markup_print(d->out, " aria-label=\"Stacked bars by %s from %s to %s. %s\">",
                     plx_period_unit_names[d->r->by], first, last, figures.s);
    plx_chart_fills(d->out, d->id, looks);
    draw_counts_axis(d);
    plx_strbuf_puts(d->out, "<g class=\"bands\" aria-hidden=\"true\">");
    for (size_t i = 0; i < d->count; i++)
        draw_part(d, i);
    plx_strbuf_puts(d->out, "</g>");
    draw_periods_axis(d);
    draw_hits(d);
    plx_strbuf_puts(d->out, "</svg>");
    d->out->failed = d->out->failed || figures.failed;
    plx_strbuf_release(&figures);
}

/* ------------------------------------------------------------ table */

static void print_period_head(const struct drawing *d, uint32_t p)
{
    char since[PLX_PERIOD_BYTES], until[PLX_PERIOD_BYTES], name[WORDS_BYTES];
    plx_strbuf address = PLX_STRBUF_INIT;

    name_period(d, p, true, name);
    plx_strbuf_puts(d->out, "<tr><th scope=\"row\">");
    if (d->o->address && d->s->n[p].articles) {
        bounds(d, p, since, until);
        d->o->address(d->o->ctx, since, until, &address);
        plx_strbuf_puts(d->out, "<a");
        plx_chart_href(d->out, &address);
        plx_markup_print(d->out, ">%s</a></th>", name);
    } else {
        plx_markup_print(d->out, "%s</th>", name);
    }
    plx_strbuf_release(&address);
}

static void print_table(const struct drawing *d, const char *caption)
{
    plx_chart_table_open(d->out, caption);
    plx_markup_print(d->out, "<th scope=\"col\">%s</th><th scope=\"col\">All</th>",
                     d->r->by == PLX_PERIOD_WEEK ? "Week of" : "Period");
    for (size_t i = 0; i < d->count; i++)
        plx_markup_print(d->out, "<th scope=\"col\"><bdi>%s</bdi></th>", d->part[i].name);
    plx_strbuf_puts(d->out, "</tr></thead><tbody>");
    for (uint32_t p = 0; p < d->r->periods; p++) {
        print_period_head(d, p);
        plx_chart_cell(d->out, plx_timeline_number(d->r, d->s->n[p]));
        for (size_t i = 0; i < d->count; i++)
            plx_chart_cell(d->out, cell(d, p, i));
        plx_strbuf_puts(d->out, "</tr>");
    }
    plx_strbuf_puts(d->out, "<tr class=\"sum\"><th scope=\"row\">All</th>");
    plx_chart_cell(d->out, plx_timeline_number(d->r, d->s->placed));
    for (size_t i = 0; i < d->count; i++)
        plx_chart_cell(d->out, plx_timeline_number(d->r, d->s->band[d->band[i]]));
    plx_strbuf_puts(d->out, "</tr>");
    plx_chart_table_close(d->out);
}

/* ------------------------------------------------------------ figure */

static void measure(struct drawing *d)
{
    uint32_t most = longest(d->r, d->s);

    for (size_t b = 0; b < d->r->band_count; b++)
        if (plx_timeline_shows(d->r, b, false)) {
            d->part[d->count] = (plx_chart_part){ d->r->bands[b].name, look_of(d->r, b) };
            d->band[d->count++] = b;
        }
    d->scale = plx_chart_scale_for(most > d->o->most ? most : d->o->most,
                                   d->o->is_compact ? STEPS_COMPACT : STEPS);
    d->plot = d->o->is_compact ? PLOT_COMPACT : PLOT;
    d->slot = 100.0 / d->r->periods < SLOT_MOST ? 100.0 / d->r->periods : SLOT_MOST;
    for (size_t i = 0; i < DENSITIES; i++)
        d->stride[i] = choose_stride(d, densities[i].pixels);
}

/* "Articles by month and stance" */
static void name_figure(const struct drawing *d, plx_strbuf *out)
{
    if (d->o->caption)
        plx_strbuf_puts(out, d->o->caption);
    else
        plx_strbuf_printf(out, "%s by %s and %s", d->r->collapse ? "Stories" : "Articles",
                          plx_period_unit_names[d->r->by], d->r->facet);
}

void plx_chart_timeline(plx_strbuf *out, const plx_timeline_result *r,
                        const plx_chart_timeline_options *options)
{
    plx_strbuf caption = PLX_STRBUF_INIT;
    struct drawing d = { .r = r,
                         .s = &r->series[options->series],
                         .o = options,
                         .id = options->id ? options->id : "time",
                         .out = out };

    if (!r->periods)
        return;
    measure(&d);
    name_figure(&d, &caption);
    plx_markup_print(out, "<figure class=\"chart timeline%s\" data-by=\"%s\"%s>",
                     options->is_compact ? " compact" : "", plx_period_unit_names[r->by],
                     has_links(&d) ? " data-brush" : "");
    plx_markup_print(out, "<figcaption>%s</figcaption>", caption.s);
    draw(&d);
    if (!options->no_legend)
        plx_chart_legend(out, d.id, d.part, d.count);
    print_table(&d, caption.s);
    plx_strbuf_puts(out, "</figure>");
    out->failed = out->failed || caption.failed;
    plx_strbuf_release(&caption);
}
