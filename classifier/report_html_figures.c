/* Sections of a report's page with charts, each beside a table of the same figures. */
#include <stdio.h>

#include "base/markup.h"
#include "classifier/chart.h"
#include "classifier/report_html.h"

/* ------------------------------------------------------------ grid and curves */

/* Points of macro F1, as a table and a chart. */
static void add_points(plx_strbuf *out, const char *what, const plx_chart_point *points, size_t n,
                       double x_max)
{
    const char *const heads[] = { what, "macro F1", "95 % interval", NULL };
    plx_chart_line line = { .points = points, .count = n, .is_joined = true };
    plx_chart chart = { .title = "Macro F1 with its 95 % interval",
                        .summary = "The table beside it has the figures.",
                        .x_name = what,
                        .y_name = "macro F1",
                        .x_max = x_max,
                        .lines = &line,
                        .line_count = 1 };

    plx_strbuf_puts(out, "<div class=\"pair\">\n");
    plx_html_open_table(out, "Out of fold; intervals over sources", heads);
    for (size_t i = 0; i < n; i++)
        plx_markup_print(out, "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td></tr>\n",
                         points[i].place, plx_html_figure(points[i].y).s,
                         plx_html_interval(points[i].low, points[i].high).s);
    plx_html_close_table(out);
    plx_chart_print(&chart, out);
    plx_strbuf_puts(out, "</div></section>\n");
}

static void add_grid(const plx_train_report *r, plx_strbuf *out)
{
    plx_chart_point points[PLX_GRID_COSTS];
    plx_html_text place[PLX_GRID_COSTS];

    if (r->grid_count == 0)
        return;
    plx_html_open_section(out, "Regularisation");
    plx_markup_print(out, "<p>Costs that were tried; %s was taken.</p>\n",
                     plx_html_number(r->cost).s);
    for (size_t i = 0; i < r->grid_count; i++) {
        place[i] = plx_html_number(r->grid[i].cost);
        points[i] = (plx_chart_point){ .x = (double)i + 1,
                                       .y = r->grid[i].macro_f1,
                                       .low = r->grid[i].low,
                                       .high = r->grid[i].high,
                                       .place = place[i].s };
    }
    add_points(out, "cost", points, r->grid_count, (double)r->grid_count + 1);
}

static void add_curve(const plx_train_report *r, plx_strbuf *out)
{
    plx_chart_point points[PLX_CURVE_POINTS];
    plx_html_text place[PLX_CURVE_POINTS];
    unsigned most = 1;

    if (r->curve_count == 0)
        return;
    for (size_t i = 0; i < r->curve_count; i++) {
        const plx_curve_point *p = &r->curve[i];

        place[i] = plx_html_number(p->articles);
        most = p->articles > most ? p->articles : most;
        points[i] = (plx_chart_point){
            .x = p->articles, .y = p->macro_f1, .low = p->low, .high = p->high, .place = place[i].s
        };
    }
    plx_html_open_section(out, "Would more sources help?");
    plx_strbuf_puts(out, "<p>Learned from a quarter, a half, three quarters, and all of the "
                         "sources.</p>\n");
    add_points(out, "real articles learned from", points, r->curve_count, most * 1.1);
}

/* ------------------------------------------------------------ outlets */

static void fill_outlet(const double *error, plx_chart_point *points)
{
    static const char *const places[PLX_OUTLET_STEPS] = { "0", "10", "20", "30" };

    for (size_t i = 0; i < PLX_OUTLET_STEPS; i++)
        points[i] =
            (plx_chart_point){ .x = plx_outlet_steps[i], .y = error[i], .place = places[i] };
}

/* Outlets drawn; the table has them all. */
#define OUTLETS_DRAWN 20

static void chart_outlets(const plx_outlet_curves *c, plx_strbuf *out)
{
    plx_chart_point points[OUTLETS_DRAWN + 1][PLX_OUTLET_STEPS];
    plx_chart_line lines[OUTLETS_DRAWN + 1];
    plx_chart chart = { .title = "Share judged wrongly of an outlet not seen before, as it is "
                                 "learned: mean, and each outlet as a thin line",
                        .summary = "The table beside it has the figures.",
                        .x_name = "articles of the outlet learned",
                        .y_name = "share wrong",
                        .x_max = 33,
                        .lines = lines };

    for (size_t i = 0; i < c->count && i < OUTLETS_DRAWN; i++) {
        fill_outlet(c->items[i].error, points[i]);
        lines[chart.line_count++] = (plx_chart_line){ points[i], PLX_OUTLET_STEPS, true, true };
    }
    fill_outlet(c->mean, points[OUTLETS_DRAWN]);
    lines[chart.line_count++] =
        (plx_chart_line){ points[OUTLETS_DRAWN], PLX_OUTLET_STEPS, true, false };
    plx_chart_print(&chart, out);
}

static void add_outlet(plx_strbuf *out, const char *name, unsigned articles, const double *error)
{
    plx_html_row_head(out, name);
    if (articles)
        plx_markup_print(out, "<td>%u</td>", articles);
    else
        plx_strbuf_puts(out, "<td></td>");
    for (size_t i = 0; i < PLX_OUTLET_STEPS; i++)
        plx_markup_print(out, "<td>%s</td>", plx_html_figure(error[i]).s);
    plx_strbuf_puts(out, "</tr>\n");
}

static void add_outlets(const plx_train_report *r, plx_strbuf *out)
{
    static const char *const heads[] = {
        "outlet", "articles", "0 learned", "10", "20", "30", NULL
    };
    const plx_outlet_curves *c = &r->outlets;

    if (c->count == 0)
        return;
    plx_html_open_section(out, "An outlet that was never seen, and then is");
    plx_strbuf_puts(out, "<div class=\"pair\">\n");
    plx_html_open_table(out, "Share judged wrongly, mean of several draws", heads);
    for (size_t i = 0; i < c->count; i++)
        add_outlet(out, c->items[i].source, c->items[i].articles, c->items[i].error);
    add_outlet(out, "mean", 0, c->mean);
    plx_html_close_table(out);
    chart_outlets(c, out);
    plx_strbuf_puts(out, "</div></section>\n");
}

void plx_html_figures(const plx_train_report *r, plx_strbuf *out)
{
    add_grid(r, out);
    add_curve(r, out);
    add_outlets(r, out);
}
