#include "classifier/chart.h"

#include "base/markup.h"
#include "base/svg.h"

/* The drawing in its own units, and the frame in it. */
#define WIDTH  480
#define HEIGHT 300
#define LEFT   56
#define RIGHT  16
#define TOP    16
#define BOTTOM 48
/* Half the bar at a whisker's end. */
#define CAP 4.0

static double across(const plx_chart *c, double x)
{
    return LEFT + (WIDTH - LEFT - RIGHT) * (c->x_max > 0 ? x / c->x_max : 0);
}

static double down(double y)
{
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - y);
}

static void print_axes(const plx_chart *c, plx_strbuf *out)
{
    for (int i = 0; i <= 5; i++) {
        double y = down(i / 5.0);

        plx_strbuf_printf(out,
                          "<line class=\"%s\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                          "<text class=\"tick end\" x=\"%d\" y=\"%.1f\">%.1f</text>\n",
                          i ? "grid" : "axis", LEFT, WIDTH - RIGHT, y, y, LEFT - 6, y + 4, i / 5.0);
    }
    plx_strbuf_printf(out, "<text class=\"name\" x=\"%d\" y=\"%d\">", (LEFT + WIDTH - RIGHT) / 2,
                      HEIGHT - 8);
    plx_markup_print(out, "%s</text>\n", c->x_name);
    plx_strbuf_printf(out, "<text class=\"name\" transform=\"translate(14 %d) rotate(-90)\">",
                      (TOP + HEIGHT - BOTTOM) / 2);
    plx_markup_print(out, "%s</text>\n", c->y_name);
    for (int i = 0; c->has_diagonal && i <= 5; i++)
        plx_strbuf_printf(out, "<text class=\"tick middle\" x=\"%.1f\" y=\"%d\">%.1f</text>\n",
                          across(c, i / 5.0), HEIGHT - BOTTOM + 16, i / 5.0);
    if (c->has_diagonal)
        plx_strbuf_printf(out,
                          "<line class=\"ideal\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" "
                          "y2=\"%d\"/>\n",
                          LEFT, down(0), WIDTH - RIGHT, TOP);
}

static void print_joined(const plx_chart *c, const plx_chart_line *l, plx_strbuf *out)
{
    plx_strbuf_printf(out, "<polyline class=\"line%s\" points=\"", l->is_faint ? " faint" : "");
    for (size_t i = 0; i < l->count; i++)
        plx_strbuf_printf(out, "%s%.1f,%.1f", i ? " " : "", across(c, l->points[i].x),
                          down(l->points[i].y));
    plx_strbuf_puts(out, "\"/>\n");
}

static void print_whisker(double x, const plx_chart_point *p, plx_strbuf *out)
{
    double low = down(p->low), high = down(p->high);

    plx_strbuf_printf(out,
                      "<path class=\"whisker\" d=\"M%.1f %.1fH%.1fM%.1f %.1fV%.1fM%.1f "
                      "%.1fH%.1f\"/>",
                      x - CAP, low, x + CAP, x, low, high, x - CAP, high, x + CAP);
}

static void print_point(const plx_chart *c, const plx_chart_point *p, plx_strbuf *out)
{
    double x = across(c, p->x), y = down(p->y);

    if (p->high > 0)
        print_whisker(x, p, out);
    plx_strbuf_printf(out, "<circle class=\"point\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>", x, y);
    if (p->note)
        plx_svg_text(out, "tick", x + 7, y - 5, p->note);
    if (p->place)
        plx_svg_text(out, "tick middle", x, HEIGHT - BOTTOM + 16, p->place);
    plx_strbuf_putc(out, '\n');
}

void plx_chart_print(const plx_chart *c, plx_strbuf *out)
{
    plx_strbuf_printf(out, "<svg role=\"img\" viewBox=\"0 0 %d %d\" aria-label=\"", WIDTH, HEIGHT);
    plx_markup_print(out, "%s\">\n<title>%s</title>\n<desc>%s</desc>\n", c->title, c->title,
                     c->summary);
    print_axes(c, out);
    for (size_t l = 0; l < c->line_count; l++) {
        const plx_chart_line *line = &c->lines[l];

        if (line->is_joined)
            print_joined(c, line, out);
        for (size_t i = 0; !line->is_faint && i < line->count; i++)
            print_point(c, &line->points[i], out);
    }
    plx_strbuf_puts(out, "</svg>\n");
}
