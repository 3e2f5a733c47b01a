/* daemon/page/chart_bars.c - charts of chart.h that lie: stacked bars, single bars, a line */
#include "base/markup.h"
#include "classifier/report.h"
#include "daemon/page/chart.h"
#include "daemon/page/chart_parts.h"

/* Down the line's drawing, in pixels. */
#define HEAD 7
#define PLOT 120
#define AXIS 22
/* Points named on its axis, at most. */
#define NAMES_MOST 6u

/* ------------------------------------------------------------ stacked bars */

static void print_address(const plx_chart_bars *c, size_t row, size_t part, plx_strbuf *out)
{
    plx_strbuf address = PLX_STRBUF_INIT;

    c->address(c->ctx, row, part, &address);
    plx_chart_href(out, &address);
    plx_strbuf_release(&address);
}

static void print_name(const plx_chart_row *row, plx_strbuf *out)
{
    if (row->address)
        plx_markup_print(out, "<a href=\"%s\"><bdi>%s</bdi></a>", row->address, row->name);
    else
        plx_markup_print(out, "<bdi>%s</bdi>", row->name);
}

static uint64_t sum(const plx_chart_bars *c, const plx_chart_row *row)
{
    uint64_t n = 0;

    for (size_t i = 0; i < c->part_count; i++)
        n += row->count[i];
    return n;
}

static unsigned percent(uint32_t part, uint32_t whole)
{
    return whole ? (unsigned)(100.0 * part / whole + .5) : 0;
}

/* The parts of one bar, all its length whatever n is. */
static void draw_row(const plx_chart_bars *c, const plx_chart_row *row, plx_strbuf *out)
{
    uint64_t whole = sum(c, row), before = 0;

    plx_strbuf_puts(out, "<svg class=\"stack\" height=\"14\" aria-hidden=\"true\">");
    for (size_t i = 0; i < c->part_count; i++) {
        uint32_t n = row->count[i];

        if (!n)
            continue;
        plx_strbuf_printf(out, "<rect x=\"%.2f%%\" width=\"%.2f%%\" height=\"14\"",
                          100.0 * (double)before / (double)whole, 100.0 * n / (double)whole);
        plx_chart_fill(out, c->id, c->parts[i].look);
        plx_markup_print(out, "><title>%s: ", c->parts[i].name);
        plx_strbuf_put_count(out, n);
        plx_markup_print(out, " (%u %%)</title></rect>", percent(n, row->n));
        before += n;
    }
    plx_strbuf_puts(out, "</svg>");
}

static void draw_rows(const plx_chart_bars *c, plx_strbuf *out)
{
    plx_strbuf_puts(out, "<ul class=\"stacks\">");
    for (size_t i = 0; i < c->row_count; i++) {
        plx_strbuf_puts(out, "<li><span class=\"name\">");
        print_name(&c->rows[i], out);
        plx_strbuf_puts(out, "</span><span class=\"n\">");
        plx_strbuf_put_count(out, c->rows[i].n);
        plx_strbuf_puts(out, "</span>");
        draw_row(c, &c->rows[i], out);
        plx_strbuf_puts(out, "</li>");
    }
    plx_strbuf_puts(out, "</ul>");
}

/* One number; part == part_count: of the whole row. */
static void print_cell(const plx_chart_bars *c, size_t row, size_t part, plx_strbuf *out)
{
    const plx_chart_row *r = &c->rows[row];
    uint32_t n = part < c->part_count ? r->count[part] : r->n;

    plx_strbuf_puts(out, "<td>");
    if (c->address && n) {
        plx_strbuf_puts(out, "<a");
        print_address(c, row, part, out);
        plx_strbuf_putc(out, '>');
    }
    plx_strbuf_put_count(out, n);
    plx_strbuf_puts(out, c->address && n ? "</a>" : "");
    if (part < c->part_count && n)
        plx_markup_print(out, " <span class=\"quiet\">%u %%</span>", percent(n, r->n));
    plx_strbuf_puts(out, "</td>");
}

static void print_table(const plx_chart_bars *c, plx_strbuf *out)
{
    plx_chart_table_open(out, c->caption);
    plx_markup_print(out, "<th scope=\"col\">%s</th><th scope=\"col\">All</th>", c->head);
    for (size_t i = 0; i < c->part_count; i++)
        plx_markup_print(out, "<th scope=\"col\"><bdi>%s</bdi></th>", c->parts[i].name);
    plx_strbuf_puts(out, "</tr></thead><tbody>");
    for (size_t i = 0; i < c->row_count; i++) {
        plx_strbuf_puts(out, "<tr><th scope=\"row\">");
        print_name(&c->rows[i], out);
        plx_strbuf_puts(out, "</th>");
        print_cell(c, i, c->part_count, out);
        for (size_t k = 0; k < c->part_count; k++)
            print_cell(c, i, k, out);
        plx_strbuf_puts(out, "</tr>");
    }
    plx_chart_table_close(out);
}

/* The fills stand in a drawing of their own, which all rows refer to. */
static void print_fills(const plx_chart_bars *c, plx_strbuf *out)
{
    uint32_t looks = 0;

    for (size_t i = 0; i < c->part_count; i++)
        looks |= 1u << c->parts[i].look;
    plx_strbuf_puts(out, "<svg class=\"fills\" width=\"0\" height=\"0\" aria-hidden=\"true\">");
    plx_chart_fills(out, c->id, looks);
    plx_strbuf_puts(out, "</svg>");
}

void plx_chart_bars_stacked(plx_strbuf *out, const plx_chart_bars *c)
{
    if (!c->row_count)
        return;
    plx_markup_print(out, "<figure class=\"chart bars\"><figcaption>%s</figcaption>", c->caption);
    print_fills(c, out);
    plx_chart_legend(out, c->id, c->parts, c->part_count);
    draw_rows(c, out);
    print_table(c, out);
    plx_strbuf_puts(out, "</figure>");
}

void plx_chart_bar(plx_strbuf *out, double value, double most, bool is_hollow)
{
    double width = most > 0 && value > 0 ? 100 * value / most : 0;

    width = width < 100 ? width : 100;
    plx_strbuf_printf(out,
                      "<svg class=\"bar%s\" height=\"8\" aria-hidden=\"true\"><rect "
                      "width=\"%.1f%%\" height=\"8\"/></svg>",
                      is_hollow ? " hollow" : "", width);
}

/* ------------------------------------------------------------ line */

static double across(const plx_chart_line *c, size_t i)
{
    return 100.0 * ((double)i + .5) / (double)c->count;
}

static double share_of(const plx_chart_point *p)
{
    return p->whole ? (double)p->part / p->whole : 0;
}

static void draw_shares_axis(plx_strbuf *out)
{
    plx_strbuf_puts(out, "<g class=\"y\" aria-hidden=\"true\">");
    for (unsigned n = 0; n <= 100; n += 50) {
        double y = HEAD + PLOT * (1 - n / 100.0);

        plx_strbuf_printf(out,
                          "<line%s x2=\"100%%\" y1=\"%.1f\" y2=\"%.1f\"/><text x=\"-8\" "
                          "y=\"%.1f\" dy=\".35em\">%u %%</text>",
                          n ? "" : " class=\"base\"", y, y, y, n);
    }
    plx_strbuf_puts(out, "</g>");
}

/* The line is stretched, its width is not; points are drawn for themselves. */
static void draw_line(const plx_chart_line *c, plx_strbuf *out)
{
    plx_strbuf_printf(out,
                      "<svg y=\"%d\" width=\"100%%\" height=\"%d\" viewBox=\"0 0 100 100\" "
                      "preserveAspectRatio=\"none\" aria-hidden=\"true\"><polyline points=\"",
                      HEAD, PLOT);
    for (size_t i = 0; i < c->count; i++)
        plx_strbuf_printf(out, "%s%.2f,%.2f", i ? " " : "", across(c, i),
                          100 * (1 - share_of(&c->points[i])));
    plx_strbuf_puts(out, "\"/></svg>");
}

/* The interval of a point (Wilson) as a thin upright, so that ten answers look like ten. */
static void draw_point(const plx_chart_line *c, size_t i, plx_strbuf *out)
{
    const plx_chart_point *p = &c->points[i];
    plx_share share = plx_share_of(p->part, p->whole);
    double x = across(c, i);

    plx_strbuf_printf(out,
                      "<line class=\"interval\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"%.1f\" "
                      "y2=\"%.1f\"/><circle cx=\"%.2f%%\" cy=\"%.1f\" r=\"4\"><title>",
                      x, x, HEAD + PLOT * (1 - share.low), HEAD + PLOT * (1 - share.high), x,
                      HEAD + PLOT * (1 - share.value));
    plx_markup_print(out, "%s %u to %u: %u of %u %s</title></circle>", c->head, p->from, p->to,
                     p->part, p->whole, c->value);
}

static void draw_names(const plx_chart_line *c, plx_strbuf *out)
{
    size_t stride = (c->count + NAMES_MOST - 1) / NAMES_MOST;

    plx_strbuf_puts(out, "<g class=\"x\" aria-hidden=\"true\">");
    for (size_t i = 0; i < c->count; i += stride ? stride : 1)
        plx_strbuf_printf(out, "<text x=\"%.2f%%\" y=\"%d\">%u</text>", across(c, i),
                          HEAD + PLOT + 17, (unsigned)c->points[i].to);
    plx_strbuf_puts(out, "</g>");
}

static void print_points(const plx_chart_line *c, plx_strbuf *out)
{
    plx_chart_table_open(out, c->caption);
    plx_markup_print(out,
                     "<th scope=\"col\">%s</th><th scope=\"col\">All</th><th scope=\"col\">%s"
                     "</th><th scope=\"col\">Share (95 %% interval)</th></tr></thead><tbody>",
                     c->head, c->value);
    for (size_t i = 0; i < c->count; i++) {
        const plx_chart_point *p = &c->points[i];
        plx_share share = plx_share_of(p->part, p->whole);

        plx_markup_print(out, "<tr><th scope=\"row\">%u to %u</th>", p->from, p->to);
        plx_chart_cell(out, p->whole);
        plx_chart_cell(out, p->part);
        plx_strbuf_printf(out, "<td>%.0f %% (%.0f to %.0f)</td></tr>", 100 * share.value,
                          100 * share.low, 100 * share.high);
    }
    plx_chart_table_close(out);
}

void plx_chart_line_draw(plx_strbuf *out, const plx_chart_line *c)
{
    if (!c->count)
        return;
    plx_markup_print(out,
                     "<figure class=\"chart line\"><figcaption>%s</figcaption><svg class=\"plot\" "
                     "height=\"%u\" role=\"img\" aria-label=\"%s: %u points, in the table\">",
                     c->caption, (unsigned)(HEAD + PLOT + AXIS), c->caption, (unsigned)c->count);
    draw_shares_axis(out);
    draw_line(c, out);
    plx_strbuf_puts(out, "<g class=\"points\">");
    for (size_t i = 0; i < c->count; i++)
        draw_point(c, i, out);
    plx_strbuf_puts(out, "</g>");
    draw_names(c, out);
    plx_strbuf_puts(out, "</svg>");
    print_points(c, out);
    plx_strbuf_puts(out, "</figure>");
}
