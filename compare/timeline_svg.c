#include "compare/timeline_svg.h"

#include <string.h>

#include "base/svg.h"
#include "base/utf8.h"
#include "compare/timeline_axis.h"
#include "compare/timeline_notes.h"

/* The drawing, in its own units. */
#define WIDTH       960
#define LEFT        72
#define RIGHT       24
#define HEAD        34 /* down to the heading's line */
#define LEGEND_ROW  22
#define PANEL_TITLE 24  /* room above a panel for its name */
#define PLOT        300 /* height of a panel that is alone */
#define PLOT_SMALL  140
#define AXIS        34 /* room below a panel for the names of periods */
#define NOTE_ROW    18
#define BAR_MOST    48.0
/* About as wide as a letter of the legend and of the axis; a swatch and its gaps. */
#define LETTER      7.2
#define TICK_LETTER 6.6
#define SWATCH      14
#define SWATCH_GAP  6
#define LEGEND_GAP  22
/* Names are cut to so many letters, and queries. */
#define NAME_LETTERS  36u
#define QUERY_LETTERS 70u
/* With more bars than this none tells its figures when pointed at. */
#define TOLD_MOST 600u

#define COLOURS  6
#define PATTERNS 8

struct drawing {
    const plx_timeline_result *r;
    bool shares;
    size_t shown[PLX_AXIS_BANDS_MAX]; /* bands, from the bottom of a bar up */
    size_t count;
    uint32_t most;    /* at the top of the axis */
    uint32_t step;    /* between its ticks */
    double slot;      /* width for a period */
    double top, plot; /* of the panel that is drawn: where it begins, how high it is */
    plx_strbuf *out;
};

/* ----------------------------------------------------------------- styles */

static const char style[] =
    "<style>\n"
    "svg{font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\"DejaVu Sans\",sans-serif;"
    "font-size:12px}\n"
    "text{fill:#1c1e21;unicode-bidi:isolate}\n"
    ".paper{fill:#fff}.mark{fill:none;stroke:#fff;stroke-width:1.4}.dot{fill:#fff}\n"
    ".head{font-size:17px;font-weight:600}.name{font-weight:600}\n"
    ".tick,.note{fill:#565b62}.tick{font-variant-numeric:tabular-nums}\n"
    ".end{text-anchor:end}.middle{text-anchor:middle}\n"
    ".grid{stroke:#e2e4e8}.axis{stroke:#8b9098}.edge{stroke:#fff;stroke-width:.5}\n"
    ".hit{fill:#000;fill-opacity:0}.hit:hover{fill-opacity:.08}\n"
    ".c0{fill:#4477aa}.c1{fill:#ccbb44}.c2{fill:#ee6677}.c3{fill:#228833}.c4{fill:#aa3377}"
    ".c5{fill:#66ccee}\n"
    ".g1{fill:#8b9098}.g2{fill:#aeb3ba}.g3{fill:#c9cdd3}\n"
    "@media (prefers-color-scheme:dark){text{fill:#eceef1}.paper{fill:#17191d}"
    ".mark,.edge{stroke:#17191d}.dot{fill:#17191d}.tick,.note{fill:#a9afb8}.grid{stroke:#2d3138}"
    ".axis{stroke:#777d86}.hit{fill:#fff}.g2{fill:#6d737c}.g3{fill:#4c5159}}\n"
    "</style>\n";

/* What is drawn over the colour of a band, in a square of 8. */
static const char *const patterns[PATTERNS] = {
    "",
    "<path class=\"dot\" d=\"M1 1h2v2h-2zM5 5h2v2h-2z\"/>",
    "<path class=\"mark\" d=\"M-2 2L2 -2M0 8L8 0M6 10L10 6\"/>",
    "<path class=\"mark\" d=\"M0 2H8M0 6H8\"/>",
    "<path class=\"mark\" d=\"M2 0V8M6 0V8\"/>",
    "<path class=\"mark\" d=\"M-2 6L2 10M0 0L8 8M6 -2L10 2\"/>",
    "<path class=\"mark\" d=\"M0 4H8M4 0V8\"/>",
    "<path class=\"dot\" d=\"M2 4l2 -2l2 2l-2 2z\"/>",
};

/* Colour class and pattern of a band. */
struct look {
    char colour[4];
    unsigned pattern;
};

static struct look look_of(const plx_timeline_result *r, size_t band)
{
    static const struct look of_kind[PLX_BAND_KINDS] = {
        [PLX_BAND_UNCLEAR] = { "g1", 1 },    [PLX_BAND_OFF_TOPIC] = { "g2", 3 },
        [PLX_BAND_NOT_JUDGED] = { "g3", 2 }, [PLX_BAND_OTHERS] = { "g1", 4 },
        [PLX_BAND_NONE] = { "g3", 2 },
    };
    plx_band_kind kind = r->bands[band].kind;
    struct look look = { "c0", (unsigned)(band + band / COLOURS) % PATTERNS };

    if (kind != PLX_BAND_VALUE)
        return of_kind[kind];
    look.colour[1] = (char)('0' + band % COLOURS);
    return look;
}

static void draw_patterns(const struct drawing *d)
{
    plx_strbuf_puts(d->out, "<defs>\n");
    for (size_t i = 0; i < d->count; i++) {
        struct look look = look_of(d->r, d->shown[i]);

        plx_strbuf_printf(d->out,
                          "<pattern id=\"plx-band-%zu\" width=\"8\" height=\"8\" "
                          "patternUnits=\"userSpaceOnUse\"><rect class=\"%s\" width=\"8\" "
                          "height=\"8\"/>%s</pattern>\n",
                          d->shown[i], look.colour, patterns[look.pattern]);
    }
    plx_strbuf_puts(d->out, "</defs>\n");
}

/* ----------------------------------------------------------------- counts */

static uint32_t cell(const struct drawing *d, const plx_timeline_series *s, uint32_t p, size_t band)
{
    return plx_timeline_number(d->r, s->cell[(size_t)p * d->r->band_count + band]);
}

/* The first `bands` that are shown, together. */
static uint32_t stacked(const struct drawing *d, const plx_timeline_series *s, uint32_t p,
                        size_t bands)
{
    uint32_t sum = 0;

    for (size_t i = 0; i < bands; i++)
        sum += cell(d, s, p, d->shown[i]);
    return sum;
}

/* A round step, 1, 2 or 5 times a power of ten, so that there are at most five. */
static void choose_scale(struct drawing *d)
{
    static const uint32_t factor[] = { 1, 2, 5 };
    uint64_t step = 1, power = 1;

    for (size_t i = 0; step * 5 < d->most; i++) {
        if (i && i % 3 == 0)
            power *= 10;
        step = factor[i % 3] * power;
    }
    d->step = (uint32_t)step;
    d->most = (uint32_t)((d->most + step - 1) / step * step);
}

static void measure(struct drawing *d)
{
    const plx_timeline_result *r = d->r;

    for (size_t b = 0; b < r->band_count; b++)
        if (plx_timeline_shows(r, b, d->shares))
            d->shown[d->count++] = b;
    d->most = 1;
    for (size_t i = 0; i < r->series_count; i++)
        for (uint32_t p = 0; p < r->periods; p++) {
            uint32_t sum = stacked(d, &r->series[i], p, d->count);

            d->most = sum > d->most ? sum : d->most;
        }
    choose_scale(d);
    d->slot = r->periods ? (double)(WIDTH - LEFT - RIGHT) / r->periods : BAR_MOST;
    d->slot = d->slot < BAR_MOST ? d->slot : BAR_MOST;
    d->plot = r->per ? PLOT_SMALL : PLOT;
}

/* ------------------------------------------------------------------- bars */

static double across(const struct drawing *d, uint32_t p)
{
    return LEFT + d->slot * p;
}

/* From the top, of a number in a bar of `whole`. */
static double down(const struct drawing *d, uint32_t n, uint32_t whole)
{
    return d->top + d->plot * (1 - (double)n / (d->shares ? whole : d->most));
}

/* All bars of a band are one path. */
static void draw_band(const struct drawing *d, const plx_timeline_series *s, size_t at)
{
    size_t band = d->shown[at];
    double gap = d->slot > 4 ? d->slot * 0.14 : 0;

    plx_strbuf_printf(d->out, "<path%s fill=\"url(#plx-band-%zu)\" d=\"",
                      gap > 0 ? " class=\"edge\"" : "", band);
    for (uint32_t p = 0; p < d->r->periods; p++) {
        uint32_t n = cell(d, s, p, band), below, whole;
        double low, high;

        if (!n)
            continue;
        below = stacked(d, s, p, at);
        whole = stacked(d, s, p, d->count);
        low = down(d, below, whole);
        high = down(d, below + n, whole);
        plx_strbuf_printf(d->out, "M%.2f %.2fh%.2fv%.2fh%.2fz", across(d, p) + gap / 2, high,
                          d->slot - gap, low - high, gap - d->slot);
    }
    plx_strbuf_puts(d->out, "\"/>\n");
}

static void add_value(const struct drawing *d, size_t band, plx_timeline_count count,
                      plx_timeline_count denominator)
{
    plx_share share;

    plx_svg_escape(d->out, d->r->bands[band].name, NAME_LETTERS);
    plx_strbuf_putc(d->out, ' ');
    plx_strbuf_put_count(d->out, plx_timeline_number(d->r, count));
    if (plx_timeline_share(d->r, band, count, denominator, &share))
        plx_strbuf_printf(d->out, " (%.0f %%)", share.value * 100);
}

/* "12 articles; pro-iran 3 (25 %), ..." */
static void add_figures(const struct drawing *d, plx_timeline_count n,
                        plx_timeline_count denominator, const plx_timeline_count *band)
{
    uint32_t number = plx_timeline_number(d->r, n);

    plx_strbuf_put_count(d->out, number);
    plx_strbuf_printf(d->out, " %s", plx_timeline_noun(d->r, number));
    for (size_t i = 0; number && i < d->count; i++) {
        plx_strbuf_puts(d->out, i ? ", " : ": ");
        add_value(d, d->shown[i], band[d->shown[i]], denominator);
    }
}

/* What a bar stands for, told when it is pointed at. */
static void draw_tips(const struct drawing *d, const plx_timeline_series *s)
{
    char name[PLX_PERIOD_BYTES];

    if (d->r->periods * d->r->series_count > TOLD_MOST)
        return;
    for (uint32_t p = 0; p < d->r->periods; p++) {
        plx_period_name(d->r->by, d->r->first + p, name);
        plx_strbuf_printf(d->out,
                          "<rect class=\"hit\" x=\"%.2f\" y=\"%.1f\" width=\"%.2f\" "
                          "height=\"%.1f\"><title>%s: ",
                          across(d, p), d->top, d->slot, d->plot, name);
        add_figures(d, s->n[p], s->denominators[p], &s->cell[(size_t)p * d->r->band_count]);
        plx_strbuf_puts(d->out, "</title></rect>\n");
    }
}

/* ------------------------------------------------------------------- axes */

static void draw_rule(const struct drawing *d, double y, bool is_axis)
{
    plx_strbuf_printf(d->out, "<line class=\"%s\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                      is_axis ? "axis" : "grid", LEFT, WIDTH - RIGHT, y, y);
}

static void draw_counts_axis(const struct drawing *d)
{
    uint32_t most = d->shares ? 100 : d->most, step = d->shares ? 25 : d->step;

    for (uint32_t n = 0; n <= most; n += step) {
        double y = d->top + d->plot * (1 - (double)n / most);
        plx_strbuf text = PLX_STRBUF_INIT;

        draw_rule(d, y, n == 0);
        plx_strbuf_put_count(&text, n);
        plx_strbuf_puts(&text, d->shares ? " %" : "");
        plx_svg_text(d->out, "tick end", LEFT - 8, y + 4, text.s);
        plx_strbuf_putc(d->out, '\n');
        plx_strbuf_release(&text);
    }
}

/* How many periods from one name to the next: steps that people count in, with room for a name. */
static uint32_t choose_stride(const struct drawing *d)
{
    static const uint32_t steps[PLX_PERIOD_UNITS][10] = {
        [PLX_PERIOD_DAY] = { 1, 2, 7, 14, 28, 91, 182, 364, 728, 0 },
        [PLX_PERIOD_WEEK] = { 1, 2, 4, 13, 26, 52, 104, 260, 520, 0 },
        [PLX_PERIOD_MONTH] = { 1, 2, 3, 6, 12, 24, 60, 120, 240, 600 },
        [PLX_PERIOD_QUARTER] = { 1, 2, 4, 8, 20, 40, 80, 200, 400, 0 },
        [PLX_PERIOD_YEAR] = { 1, 2, 5, 10, 20, 50, 100, 200, 0, 0 },
    };
    const uint32_t *step = steps[d->r->by];
    char name[PLX_PERIOD_BYTES];
    double room;

    plx_period_name(d->r->by, d->r->first, name);
    room = ((double)strlen(name) + 2) * TICK_LETTER;
    while (*step * d->slot < room && step[1])
        step++;
    return *step;
}

/* Months, quarters and years are named where a year begins, or a decade. */
static bool is_named(const struct drawing *d, uint32_t p, uint32_t stride)
{
    return d->r->by >= PLX_PERIOD_MONTH ? (d->r->first + p) % stride == 0 : p % stride == 0;
}

static void draw_periods_axis(const struct drawing *d)
{
    uint32_t stride = choose_stride(d);
    double y = d->top + d->plot;
    char name[PLX_PERIOD_BYTES];

    for (uint32_t p = 0; p < d->r->periods; p++) {
        double x = across(d, p) + d->slot / 2;

        if (!is_named(d, p, stride))
            continue;
        plx_period_name(d->r->by, d->r->first + p, name);
        plx_strbuf_printf(d->out,
                          "<line class=\"axis\" x1=\"%.2f\" x2=\"%.2f\" y1=\"%.1f\" y2=\"%.1f\"/>",
                          x, x, y, y + 4);
        plx_svg_text(d->out, "tick middle", x, y + 18, name);
        plx_strbuf_putc(d->out, '\n');
    }
}

/* What is counted, upwards along the axis. */
static void draw_axis_name(const struct drawing *d)
{
    plx_strbuf_printf(d->out,
                      "<text class=\"note middle\" transform=\"translate(16 %.1f) "
                      "rotate(-90)\">%s</text>\n",
                      d->top + d->plot / 2, d->shares ? "share" : plx_timeline_noun(d->r, 0));
}

/* ------------------------------------------------------------------ parts */

static void draw_panel_name(const struct drawing *d, const plx_timeline_series *s)
{
    plx_strbuf_printf(d->out, "<text class=\"name\" x=\"%d\" y=\"%.1f\">", LEFT, d->top - 8);
    plx_svg_escape(d->out, s->value.name, QUERY_LETTERS);
    if (s->value.kind == PLX_BAND_OTHERS)
        plx_strbuf_printf(d->out, ": %u values", (unsigned)s->value.values);
    plx_strbuf_puts(d->out, "<tspan class=\"note\" font-weight=\"400\">  ");
    plx_strbuf_put_count(d->out, plx_timeline_number(d->r, s->placed));
    plx_strbuf_puts(d->out, "</tspan></text>\n");
}

static void draw_series(struct drawing *d, const plx_timeline_series *s)
{
    plx_strbuf_puts(d->out, "<g>\n");
    if (s->value.name) {
        d->top += PANEL_TITLE;
        draw_panel_name(d, s);
    }
    draw_counts_axis(d);
    draw_axis_name(d);
    for (size_t i = 0; i < d->count; i++)
        draw_band(d, s, i);
    draw_rule(d, d->top + d->plot, true);
    draw_periods_axis(d);
    draw_tips(d, s);
    plx_strbuf_puts(d->out, "</g>\n");
    d->top += d->plot + AXIS;
}

/* "Stance by month per source: green zone" */
static void add_heading(const struct drawing *d, size_t letters)
{
    const plx_timeline_result *r = d->r;
    bool has_query = r->search.query && r->search.query[strspn(r->search.query, " \t\r\n")];

    plx_svg_escape(d->out, r->facet, 0);
    plx_strbuf_printf(d->out, " by %s", plx_period_unit_names[r->by]);
    if (r->per) {
        plx_strbuf_puts(d->out, " per ");
        plx_svg_escape(d->out, r->per, 0);
    }
    plx_strbuf_puts(d->out, ": ");
    plx_svg_escape(d->out, has_query ? r->search.query : "all articles", letters);
}

static double legend_width(const plx_band *b)
{
    size_t letters = plx_utf8_count(b->name, strlen(b->name));

    letters = letters < NAME_LETTERS ? letters : NAME_LETTERS + 1;
    return SWATCH + SWATCH_GAP + (double)letters * LETTER + LEGEND_GAP;
}

/* In rows, as many in one as there is room for; d->top goes below them. */
static void draw_legend(struct drawing *d)
{
    double x = LEFT;

    for (size_t i = 0; i < d->count; i++) {
        const plx_band *b = &d->r->bands[d->shown[i]];

        if (i && x + legend_width(b) > WIDTH - RIGHT) {
            x = LEFT;
            d->top += LEGEND_ROW;
        }
        plx_strbuf_printf(d->out,
                          "<rect x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\" "
                          "fill=\"url(#plx-band-%zu)\"/><text x=\"%.1f\" y=\"%.1f\">",
                          x, d->top - 11, SWATCH, SWATCH, d->shown[i], x + SWATCH + SWATCH_GAP,
                          d->top);
        plx_svg_escape(d->out, b->name, NAME_LETTERS);
        plx_strbuf_puts(d->out, "</text>\n");
        x += legend_width(b);
    }
    d->top += LEGEND_ROW;
}

static void add_item(uint32_t n, const char *what, const char *between, plx_strbuf *out)
{
    plx_strbuf_puts(out, between);
    plx_strbuf_put_count(out, n);
    plx_strbuf_printf(out, " %s", what);
}

/* All that is to be said of what is drawn, in lines. */
static void add_notes(const struct drawing *d, plx_strbuf *out)
{
    const plx_tally *t = &d->r->tally;

    add_item(t->total, t->total == 1 ? "article (" : "articles (", "n = ", out);
    add_item(t->stories, t->stories == 1 ? "story): " : "stories): ", "", out);
    add_item(t->by_person, "labelled by people", "", out);
    add_item(t->by_model, "by the model", ", ", out);
    add_item(t->unclear, "unclear", ", ", out);
    add_item(t->off_topic, "off-topic", ", ", out);
    add_item(t->not_judged, "not judged", ", ", out);
    plx_strbuf_putc(out, '\n');
    plx_timeline_notes(d->r, d->shares, out);
}

static void draw_notes(struct drawing *d)
{
    plx_strbuf notes = PLX_STRBUF_INIT;

    add_notes(d, &notes);
    for (char *line = notes.s; *line; d->top += NOTE_ROW) {
        size_t n = strcspn(line, "\n");
        char *next = line + n + (line[n] == '\n');

        line[n] = '\0';
        plx_svg_text(d->out, "note", LEFT, d->top, line);
        plx_strbuf_putc(d->out, '\n');
        line = next;
    }
    d->out->failed = d->out->failed || notes.failed;
    plx_strbuf_release(&notes);
}

/* For those who hear it: what is drawn, and the sums. */
static void add_description(const struct drawing *d)
{
    const plx_timeline_result *r = d->r;
    plx_strbuf notes = PLX_STRBUF_INIT;
    char first[PLX_PERIOD_BYTES], last[PLX_PERIOD_BYTES];

    plx_strbuf_puts(d->out, "<title id=\"plx-title\">");
    add_heading(d, 0);
    plx_strbuf_puts(d->out, "</title>\n<desc id=\"plx-desc\">");
    plx_period_name(r->by, r->first, first);
    plx_period_name(r->by, r->first + (r->periods ? r->periods : 1) - 1, last);
    if (r->periods)
        plx_strbuf_printf(d->out, "Stacked bars for %u periods from %s to %s.\n",
                          (unsigned)r->periods, first, last);
    for (size_t i = 0; r->periods && i < r->series_count; i++) {
        const plx_timeline_series *s = &r->series[i];

        if (s->value.name) {
            plx_svg_escape(d->out, s->value.name, QUERY_LETTERS);
            plx_strbuf_puts(d->out, ": ");
        }
        add_figures(d, s->placed, s->denominator, s->band);
        plx_strbuf_puts(d->out, ".\n");
    }
    add_notes(d, &notes);
    plx_svg_escape(d->out, notes.s, 0);
    plx_strbuf_release(&notes);
    plx_strbuf_puts(d->out, "</desc>\n");
}

/* Everything below the style; its height is known at the end. */
static void draw(struct drawing *d)
{
    plx_strbuf_printf(d->out, "<text class=\"head\" x=\"%d\" y=\"%d\">", LEFT, HEAD);
    add_heading(d, QUERY_LETTERS);
    plx_strbuf_puts(d->out, "</text>\n");
    d->top = HEAD + LEGEND_ROW + 6;
    if (d->r->periods) {
        draw_legend(d);
        for (size_t i = 0; i < d->r->series_count; i++)
            draw_series(d, &d->r->series[i]);
    } else {
        plx_svg_text(d->out, "name", LEFT, d->top, "There is no article to draw.");
        d->top += LEGEND_ROW;
    }
    d->top += 4;
    draw_notes(d);
}

void plx_timeline_svg(const plx_timeline_result *r, bool shares, plx_strbuf *out)
{
    plx_strbuf body = PLX_STRBUF_INIT;
    struct drawing d = { .r = r, .shares = shares, .out = &body };
    int height;

    measure(&d);
    draw(&d);
    height = (int)d.top + 8;
    plx_strbuf_printf(out,
                      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
                      "viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"plx-title "
                      "plx-desc\">\n",
                      WIDTH, height, WIDTH, height);
    d.out = out;
    add_description(&d);
    plx_strbuf_puts(out, style);
    draw_patterns(&d);
    plx_strbuf_printf(out, "<rect class=\"paper\" width=\"%d\" height=\"%d\"/>\n", WIDTH, height);
    plx_strbuf_add(out, body.s, body.len);
    plx_strbuf_puts(out, "</svg>\n");
    out->failed = out->failed || body.failed;
    plx_strbuf_release(&body);
}
