#include "cli/timeline_text.h"

#include <ctype.h>
#include <string.h>

#include "cli/counts.h"
#include "cli/hits.h"
#include "cli/print.h"
#include "compare/timeline_axis.h"
#include "compare/timeline_notes.h"

/* Columns of a bar: no wider, and if narrower the counts of bands are left out for it. */
#define BAR_MOST  100u
#define BAR_LEAST 20u
/* Blanks between columns. */
#define GAP        2u
#define LEGEND_GAP 3u
/* Bytes of what a bar is made of. */
#define GLYPH_BYTES 5

/* How a band looks. */
struct look {
    char glyph[GLYPH_BYTES];
    enum cli_style style;
};

/* Columns and scale of all series, so that they compare. */
struct layout {
    const struct cli *cli;
    const plx_timeline_result *r;
    bool shares;
    size_t shown[PLX_AXIS_BANDS_MAX]; /* bands that are drawn */
    size_t count;
    struct look look[PLX_AXIS_BANDS_MAX]; /* [band] */
    size_t period_columns, n_columns, count_columns, bar_columns;
    bool has_counts; /* of bands */
    uint32_t most;   /* that a bar stands for */
};

/* ------------------------------------------------------------------- look */

/* The first letter of a name that stands for no other band, else any letter or digit. */
static char letter_for(const char *name, bool used[128])
{
    static const char any[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    for (const char *p = name; *p; p++) {
        unsigned char c = (unsigned char)*p;

        if (c < 128 && isalnum(c) && !used[toupper(c)])
            return (char)toupper(c);
    }
    for (const char *p = any; *p; p++)
        if (!used[(unsigned char)*p])
            return *p;
    return '*';
}

static void choose_glyph(const struct layout *l, size_t band, bool used[128], struct look *out)
{
    static const char *const blocks[] = { "█", "░", "▚", "▓", "═", "▒", "╱", "╳" };
    static const char *const of_kind[PLX_BAND_KINDS] = {
        [PLX_BAND_UNCLEAR] = "?", [PLX_BAND_OFF_TOPIC] = "-", [PLX_BAND_NOT_JUDGED] = ".",
        [PLX_BAND_OTHERS] = "+",  [PLX_BAND_NONE] = ".",
    };
    const plx_band *b = &l->r->bands[band];

    if (of_kind[b->kind]) {
        strcpy(out->glyph, of_kind[b->kind]);
    } else if (l->cli->terminal.utf8 && band < sizeof blocks / sizeof *blocks) {
        strcpy(out->glyph, blocks[band]);
    } else {
        out->glyph[0] = letter_for(b->name, used);
        out->glyph[1] = '\0';
        used[(unsigned char)out->glyph[0]] = true;
    }
}

/* Labels have the colours of search; other values are in no order. */
static enum cli_style choose_style(const plx_timeline_result *r, size_t band)
{
    static const enum cli_style labels[] = { CLI_GREEN,   CLI_YELLOW, CLI_RED,
                                             CLI_MAGENTA, CLI_BLUE,   CLI_CYAN };
    static const enum cli_style values[] = { CLI_BLUE,  CLI_YELLOW, CLI_MAGENTA,
                                             CLI_GREEN, CLI_CYAN,   CLI_RED };
    size_t n = sizeof labels / sizeof *labels;

    if (r->bands[band].kind != PLX_BAND_VALUE)
        return CLI_DIM;
    return r->is_stance ? labels[band % n] : values[band % n];
}

/* ----------------------------------------------------------------- layout */

static uint32_t number_of(const struct layout *l, const plx_timeline_series *s, uint32_t p,
                          size_t band)
{
    return plx_timeline_number(l->r, s->cell[(size_t)p * l->r->band_count + band]);
}

/* What a bar stands for: with several values an article is in it more than once. */
static uint32_t bar_of(const struct layout *l, const plx_timeline_series *s, uint32_t p)
{
    uint32_t sum = 0;

    for (size_t i = 0; i < l->count; i++)
        sum += number_of(l, s, p, l->shown[i]);
    return sum;
}

static plx_timeline_count n_of(const struct layout *l, const plx_timeline_series *s)
{
    return l->shares ? s->denominator : s->placed;
}

/* Sums are the widest numbers. */
static void measure_numbers(struct layout *l)
{
    uint32_t n = 0, of_band = 0;

    for (size_t i = 0; i < l->r->series_count; i++) {
        const plx_timeline_series *s = &l->r->series[i];
        uint32_t placed = plx_timeline_number(l->r, n_of(l, s));

        n = placed > n ? placed : n;
        for (size_t k = 0; k < l->count; k++) {
            uint32_t sum = plx_timeline_number(l->r, s->band[l->shown[k]]);

            of_band = sum > of_band ? sum : of_band;
        }
        for (uint32_t p = 0; p < l->r->periods; p++) {
            uint32_t bar = bar_of(l, s, p);

            l->most = bar > l->most ? bar : l->most;
        }
    }
    l->n_columns = cli_count_columns(n);
    l->count_columns = l->shares ? strlen("100") : cli_count_columns(of_band);
}

static void measure_columns(struct layout *l)
{
    char name[PLX_PERIOD_BYTES];
    size_t width = l->cli->terminal.width, fixed, counts;

    plx_period_name(l->r->by, l->r->first, name);
    l->period_columns = strlen(name);
    fixed = l->period_columns + GAP + l->n_columns + GAP;
    counts = l->count * (l->count_columns + GAP);
    l->has_counts = l->count > 1 && fixed + counts + BAR_LEAST <= width;
    if (l->has_counts)
        fixed += counts;
    l->bar_columns = width > fixed + 1 ? width - fixed - 1 : 1;
    if (l->bar_columns > BAR_MOST)
        l->bar_columns = BAR_MOST;
}

static void make_layout(const struct cli *cli, const plx_timeline_result *r, bool shares,
                        struct layout *l)
{
    bool used[128] = { false };

    *l = (struct layout){ .cli = cli, .r = r, .shares = shares };
    for (size_t b = 0; b < r->band_count; b++) {
        if (!plx_timeline_shows(r, b, shares))
            continue;
        choose_glyph(l, b, used, &l->look[b]);
        l->look[b].style = choose_style(r, b);
        l->shown[l->count++] = b;
    }
    if (l->count == 1) /* as cli_add_bar() draws it */
        strcpy(l->look[l->shown[0]].glyph, cli->terminal.utf8 ? "█" : "#");
    measure_numbers(l);
    measure_columns(l);
}

/* ------------------------------------------------------------------- bars */

/* Deal out cells by the largest remainders, so that they sum up. */
static void deal(const uint32_t *part, size_t n, uint32_t whole, size_t cells, size_t *out)
{
    uint64_t rest[PLX_AXIS_BANDS_MAX];
    size_t left = cells;

    for (size_t i = 0; i < n; i++) {
        uint64_t exact = (uint64_t)part[i] * cells;

        out[i] = (size_t)(exact / whole);
        rest[i] = exact % whole;
        left -= out[i];
    }
    for (; left; left--) {
        size_t most = 0;

        for (size_t i = 1; i < n; i++)
            most = rest[i] > rest[most] ? i : most;
        out[most]++;
        rest[most] = 0;
    }
}

static void add_run(const struct layout *l, size_t band, size_t cells, plx_strbuf *out)
{
    plx_strbuf run = PLX_STRBUF_INIT;

    while (cells--)
        plx_strbuf_puts(&run, l->look[band].glyph);
    if (run.len)
        cli_add_styled(l->cli, out, l->look[band].style, run.s);
    plx_strbuf_release(&run);
}

/* A single band has a bar as exact as search's. */
static void add_single(const struct layout *l, uint32_t n, uint32_t most, plx_strbuf *out)
{
    plx_strbuf bar = PLX_STRBUF_INIT;

    cli_add_bar(l->cli, &bar, n, most, (unsigned)l->bar_columns);
    cli_add_styled(l->cli, out, l->look[l->shown[0]].style, bar.s);
    plx_strbuf_release(&bar);
}

static void add_bar(const struct layout *l, const plx_timeline_series *s, uint32_t p,
                    plx_strbuf *out)
{
    uint32_t part[PLX_AXIS_BANDS_MAX], whole = bar_of(l, s, p), most = l->shares ? whole : l->most;
    size_t cells[PLX_AXIS_BANDS_MAX], all;

    if (!whole)
        return;
    if (l->count == 1) {
        add_single(l, whole, most, out);
        return;
    }
    for (size_t i = 0; i < l->count; i++)
        part[i] = number_of(l, s, p, l->shown[i]);
    all = (size_t)(((uint64_t)whole * l->bar_columns + most / 2) / most);
    deal(part, l->count, whole, all ? all : 1, cells);
    for (size_t i = 0; i < l->count; i++)
        add_run(l, l->shown[i], cells[i], out);
}

/* ------------------------------------------------------------------ lines */

static void add_right(const char *s, size_t columns, plx_strbuf *out)
{
    size_t have = cli_columns(s, strlen(s));

    for (; have < columns; have++)
        plx_strbuf_putc(out, ' ');
    plx_strbuf_puts(out, s);
}

static void add_left(const char *s, size_t columns, plx_strbuf *out)
{
    size_t have = strlen(s);

    plx_strbuf_puts(out, s);
    for (; have < columns; have++)
        plx_strbuf_putc(out, ' ');
}

static void add_number(uint32_t n, size_t columns, plx_strbuf *out)
{
    plx_strbuf text = PLX_STRBUF_INIT;

    plx_strbuf_put_count(&text, n);
    add_right(text.s, columns + GAP, out);
    plx_strbuf_release(&text);
}

/* Of one band: its count, or its share in percent; a point where there is nothing. */
static void add_value(const struct layout *l, size_t band, plx_timeline_count c,
                      plx_timeline_count denominator, plx_strbuf *out)
{
    plx_share share;
    uint32_t n = plx_timeline_number(l->r, c);

    if (l->shares && n && plx_timeline_share(l->r, band, c, denominator, &share))
        n = (uint32_t)(share.value * 100 + 0.5);
    else if (l->shares || !n) {
        add_right(".", l->count_columns + GAP, out);
        return;
    }
    add_number(n, l->count_columns, out);
}

static void end_line(plx_strbuf *out)
{
    while (out->len && out->s[out->len - 1] == ' ')
        plx_strbuf_truncate(out, out->len - 1);
    plx_strbuf_putc(out, '\n');
}

static void add_header(const struct layout *l, plx_strbuf *out)
{
    add_left("", l->period_columns, out);
    add_right("n", l->n_columns + GAP, out);
    for (size_t i = 0; l->has_counts && i < l->count; i++) {
        const struct look *look = &l->look[l->shown[i]];

        add_right("", l->count_columns + GAP - 1, out);
        cli_add_styled(l->cli, out, look->style, look->glyph);
    }
    end_line(out);
}

static void add_numbers(const struct layout *l, const char *name, plx_timeline_count n,
                        const plx_timeline_count *band, plx_strbuf *out)
{
    add_left(name, l->period_columns, out);
    add_number(plx_timeline_number(l->r, n), l->n_columns, out);
    for (size_t i = 0; l->has_counts && i < l->count; i++)
        add_value(l, l->shown[i], band[l->shown[i]], n, out);
}

static void add_period(const struct layout *l, const plx_timeline_series *s, uint32_t p,
                       plx_strbuf *out)
{
    char name[PLX_PERIOD_BYTES];

    plx_period_name(l->r->by, l->r->first + p, name);
    add_numbers(l, name, l->shares ? s->denominators[p] : s->n[p],
                &s->cell[(size_t)p * l->r->band_count], out);
    add_left("", GAP, out);
    add_bar(l, s, p, out);
    end_line(out);
}

/* In bold, wrapped. */
static void add_title(const struct layout *l, const char *text, plx_strbuf *out)
{
    plx_strbuf styled = PLX_STRBUF_INIT;

    cli_add_styled(l->cli, &styled, CLI_BOLD, text);
    cli_wrap(out, styled.s, 0, 2, l->cli->terminal.width);
    plx_strbuf_release(&styled);
}

static void add_series_name(const struct layout *l, const plx_band *value, plx_strbuf *out)
{
    plx_strbuf name = PLX_STRBUF_INIT;

    cli_add_line(&name, value->name);
    if (value->kind == PLX_BAND_OTHERS)
        plx_strbuf_printf(&name, ": %u values", (unsigned)value->values);
    plx_strbuf_putc(out, '\n');
    add_title(l, name.s, out);
    plx_strbuf_release(&name);
}

static void add_series(const struct layout *l, const plx_timeline_series *s, plx_strbuf *out)
{
    if (s->value.name)
        add_series_name(l, &s->value, out);
    add_header(l, out);
    for (uint32_t p = 0; p < l->r->periods; p++)
        add_period(l, s, p, out);
    add_numbers(l, "all", n_of(l, s), s->band, out);
    end_line(out);
}

/* -------------------------------------------------------- heading, legend */

static void add_heading(const struct layout *l, plx_strbuf *out)
{
    const plx_timeline_result *r = l->r;
    plx_strbuf text = PLX_STRBUF_INIT;
    char first[PLX_PERIOD_BYTES], last[PLX_PERIOD_BYTES];

    plx_period_name(r->by, r->first, first);
    plx_period_name(r->by, r->first + r->periods - 1, last);
    plx_strbuf_printf(&text, "%s by %s%s%s, %s to %s", r->facet, plx_period_unit_names[r->by],
                      r->per ? " per " : "", r->per ? r->per : "", first, last);
    add_title(l, text.s, out);
    plx_strbuf_release(&text);
}

static void add_legend_item(const struct layout *l, size_t band, plx_strbuf *out)
{
    const plx_band *b = &l->r->bands[band];

    cli_add_styled(l->cli, out, l->look[band].style, l->look[band].glyph);
    plx_strbuf_putc(out, ' ');
    cli_add_line(out, b->name);
    if (b->kind == PLX_BAND_OTHERS)
        plx_strbuf_printf(out, ": %u values", (unsigned)b->values);
}

/* In lines, as many bands in one as there is room for. */
static void add_legend(const struct layout *l, plx_strbuf *out)
{
    size_t column = 0;

    for (size_t i = 0; i < l->count; i++) {
        plx_strbuf item = PLX_STRBUF_INIT;
        size_t columns;

        add_legend_item(l, l->shown[i], &item);
        columns = cli_columns(item.s, item.len);
        if (column && column + LEGEND_GAP + columns > l->cli->terminal.width) {
            plx_strbuf_putc(out, '\n');
            column = 0;
        }
        add_left("", column ? LEGEND_GAP : 0, out);
        plx_strbuf_puts(out, item.s);
        column += (column ? LEGEND_GAP : 0) + columns;
        plx_strbuf_release(&item);
    }
    plx_strbuf_putc(out, '\n');
}

/* ----------------------------------------------------------------- footer */

static void add_hidden(const plx_search_result *r, plx_strbuf *out)
{
    if (r->total && r->total_any > r->total) {
        plx_strbuf_put_count(out, r->total_any - r->total);
        plx_strbuf_puts(out, " more hold only some of the words: --any counts them\n");
    }
    cli_add_hidden(r, out);
}

static void add_footer(const struct layout *l, plx_strbuf *out)
{
    const plx_timeline_result *r = l->r;

    plx_timeline_notes(r, l->shares, out);
    add_hidden(&r->search, out);
    if (r->periods && !l->shares) {
        plx_strbuf_puts(out, "the longest bar: ");
        plx_strbuf_put_count(out, l->most);
        plx_strbuf_printf(out, " %s\n", plx_timeline_noun(r, l->most));
    }
    if (r->periods && r->by_chosen)
        plx_strbuf_printf(out, "--by %s was chosen; also: day, week, month, quarter, year\n",
                          plx_period_unit_names[r->by]);
}

/* Each line wrapped on a terminal, further ones of it indented. */
static void add_lines(const struct cli *cli, const char *text, plx_strbuf *out)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        plx_strbuf line = PLX_STRBUF_INIT;

        plx_strbuf_add(&line, text, n);
        cli_wrap(out, line.s, 0, 4, cli->terminal.out_is_terminal ? cli->terminal.width : 0);
        text += n + (text[n] == '\n');
        plx_strbuf_release(&line);
    }
}

void cli_add_timeline(const struct cli *cli, const plx_timeline_result *r, bool shares,
                      plx_strbuf *out)
{
    plx_strbuf footer = PLX_STRBUF_INIT;
    struct layout l;

    make_layout(cli, r, shares, &l);
    if (r->periods) {
        add_heading(&l, out);
        add_legend(&l, out);
        for (size_t i = 0; i < r->series_count; i++)
            add_series(&l, &r->series[i], out);
        plx_strbuf_putc(out, '\n');
    }
    cli_add_tally(cli, &r->tally, out);
    add_footer(&l, &footer);
    add_lines(cli, footer.s, out);
    out->failed = out->failed || footer.failed;
    plx_strbuf_release(&footer);
}
