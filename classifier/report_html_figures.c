/* Sections of a report's page with charts, each beside a table of the same figures. */
#include <stdio.h>

#include "base/markup.h"
#include "classifier/chart.h"
#include "classifier/report_html.h"

/* ------------------------------------------------------------ labels */

static void chart_labels(const plx_measures *m, plx_strbuf *out)
{
    plx_chart_point points[PLX_LABELS_MAX];
    plx_chart_line line = { .points = points };
    plx_chart chart = { .title = "F1 of each label with its 95 % interval",
                        .summary = "The table beside it has the figures.",
                        .x_name = "label",
                        .y_name = "F1",
                        .x_max = (double)m->labels.count + 1,
                        .lines = &line,
                        .line_count = 1 };

    for (size_t k = 0; k < m->labels.count; k++)
        if (!plx_label_is_too_few(&m->label[k]))
            points[line.count++] = (plx_chart_point){ .x = (double)k + 1,
                                                      .y = m->label[k].f1,
                                                      .low = m->label[k].f1_low,
                                                      .high = m->label[k].f1_high,
                                                      .place = m->labels.name[k] };
    if (line.count)
        plx_chart_print(&chart, out);
}

static void add_labels(const plx_train_report *r, plx_strbuf *out)
{
    static const char *const heads[] = { "label",         "precision", "recall", "F1",
                                         "95 % interval", "articles",  NULL };
    const plx_measures *m = &r->cv;

    plx_html_open_section(out, "Each label");
    plx_strbuf_puts(out, "<div class=\"pair\">\n");
    plx_html_open_table(out, "By the best label, the threshold aside; intervals over sources",
                        heads);
    for (size_t k = 0; k < m->labels.count; k++) {
        const plx_label_measure *l = &m->label[k];

        plx_html_row_head(out, m->labels.name[k]);
        if (plx_label_is_too_few(l))
            plx_strbuf_puts(out, "<td colspan=\"4\">too few to say</td>");
        else
            plx_markup_print(out, "<td>%s</td><td>%s</td><td>%s</td><td>%s</td>",
                             plx_html_figure(l->precision).s, plx_html_figure(l->recall).s,
                             plx_html_figure(l->f1).s, plx_html_interval(l->f1_low, l->f1_high).s);
        plx_markup_print(out, "<td>%u</td></tr>\n", l->gold);
    }
    plx_html_close_table(out);
    chart_labels(m, out);
    plx_strbuf_puts(out, "</div></section>\n");
}

static void add_confusion_cell(const plx_measures *m, size_t g, size_t k, plx_strbuf *out)
{
    double share = m->label[g].gold ? (double)m->confusion[g][k] / m->label[g].gold : 0;

    plx_strbuf_printf(out, "<td class=\"shade%s\" style=\"--s:%.2f\">", g == k ? " hit" : "",
                      share * 0.6);
    plx_markup_print(out, "%u (%u %%)</td>", m->confusion[g][k], (unsigned)(share * 100 + .5));
}

static void add_confusion(const plx_train_report *r, plx_strbuf *out)
{
    const char *heads[PLX_LABELS_MAX + 2] = { "labelled" };
    const plx_measures *m = &r->cv;

    for (size_t k = 0; k < m->labels.count; k++)
        heads[k + 1] = m->labels.name[k];
    plx_html_open_section(out, "What is taken for what");
    plx_html_open_table(out, "Rows: as people labelled; columns: as the model judged", heads);
    for (size_t g = 0; g < m->labels.count; g++) {
        plx_html_row_head(out, m->labels.name[g]);
        for (size_t k = 0; k < m->labels.count; k++)
            add_confusion_cell(m, g, k, out);
        plx_strbuf_puts(out, "</tr>\n");
    }
    plx_html_close_table(out);
    plx_strbuf_puts(out, "</section>\n");
}

/* ------------------------------------------------------------ calibration */

static void chart_calibration(const plx_measures *m, plx_strbuf *out)
{
    plx_chart_point points[PLX_CALIBRATION_BINS];
    plx_html_text note[PLX_CALIBRATION_BINS];
    plx_chart_line line = { .points = points, .is_joined = true };
    plx_chart chart = { .title = "Reliability: probability given against share right",
                        .summary =
                            "On the dashed diagonal the probabilities say what they promise. "
                            "Numbers are articles; the table beside it has the figures.",
                        .x_name = "mean probability of the best label",
                        .y_name = "share right",
                        .x_max = 1,
                        .has_diagonal = true,
                        .lines = &line,
                        .line_count = 1 };

    for (size_t b = 0; b < PLX_CALIBRATION_BINS; b++) {
        const plx_calibration_bin *bin = &m->bin[b];
        plx_share s = plx_share_of(bin->right, bin->articles);

        if (!bin->articles)
            continue;
        snprintf(note[b].s, sizeof note[b].s, "%u", bin->articles);
        points[line.count++] =
            (plx_chart_point){ bin->probability, s.value, s.low, s.high, note[b].s, NULL };
    }
    if (line.count)
        plx_chart_print(&chart, out);
}

static void add_calibration(const plx_train_report *r, plx_strbuf *out)
{
    static const char *const heads[] = { "probability", "articles",      "mean",
                                         "right",       "95 % interval", NULL };
    const plx_measures *m = &r->cv;

    plx_html_open_section(out, "Do the probabilities hold?");
    plx_strbuf_puts(out, "<div class=\"pair\">\n");
    plx_html_open_table(out, "Articles by the probability of their best label", heads);
    for (int b = 0; b < PLX_CALIBRATION_BINS; b++) {
        const plx_calibration_bin *bin = &m->bin[b];
        plx_share s = plx_share_of(bin->right, bin->articles);
        plx_html_text from = plx_html_number(b / 10.0);

        if (!bin->articles)
            continue;
        plx_markup_print(out,
                         "<tr><th scope=\"row\">from %s</th><td>%u</td><td>%s</td><td>%s</td>"
                         "<td>%s</td></tr>\n",
                         from.s, bin->articles, plx_html_figure(bin->probability).s,
                         plx_html_figure(s.value).s, plx_html_interval(s.low, s.high).s);
    }
    plx_html_close_table(out);
    chart_calibration(m, out);
    plx_strbuf_puts(out, "</div></section>\n");
}

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
    add_labels(r, out);
    add_confusion(r, out);
    add_calibration(r, out);
    add_grid(r, out);
    add_curve(r, out);
    add_outlets(r, out);
}
