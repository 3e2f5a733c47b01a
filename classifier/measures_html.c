/* classifier/measures_html.c - measures as sections of a page, each chart beside its table */
#include <math.h>
#include <stdio.h>

#include "base/markup.h"
#include "classifier/chart.h"
#include "classifier/report_html.h"

/* ------------------------------------------------------------ summary */

static void add_figure(plx_strbuf *out, const char *name, plx_html_text value,
                       plx_html_text between)
{
    plx_html_row_head(out, name);
    plx_markup_print(out, "<td>%s</td><td>%s</td></tr>\n", value.s, between.s);
}

static void add_share(plx_strbuf *out, const char *name, unsigned part, unsigned whole)
{
    plx_share s = plx_share_of(part, whole);

    if (whole)
        add_figure(out, name, plx_html_figure(s.value), plx_html_interval(s.low, s.high));
}

static void add_off_topic(const plx_measures *m, plx_strbuf *out)
{
    if (m->offtopic_gold + m->offtopic_found == 0)
        return;
    if (m->offtopic_gold >= PLX_MEASURE_LEAST) {
        add_share(out, "off-topic: precision", m->offtopic_right, m->offtopic_found);
        add_share(out, "off-topic: recall", m->offtopic_right, m->offtopic_gold);
        return;
    }
    plx_html_row_head(out, "off-topic");
    plx_markup_print(out,
                     "<td colspan=\"2\" class=\"text\">%u labelled so, %u found, %u right: too "
                     "few to say</td></tr>\n",
                     m->offtopic_gold, m->offtopic_found, m->offtopic_right);
}

static void add_summary(const plx_measures *m, plx_strbuf *out)
{
    static const char *const heads[] = { "figure", "value", "95 % interval", NULL };
    plx_html_text caption;

    snprintf(caption.s, sizeof caption.s, "%u articles, %u left out", m->articles, m->left_out);
    plx_html_open_section(out, "In short");
    plx_html_open_table(out, caption.s, heads);
    add_figure(out, "macro F1 (interval over sources)", plx_html_figure(m->macro_f1),
               plx_html_interval(m->macro_low, m->macro_high));
    add_figure(out, "accuracy", plx_html_figure(m->accuracy), plx_html_interval(0, 0));
    add_figure(out, "expected calibration error", plx_html_figure(m->calibration_error),
               plx_html_interval(0, 0));
    add_figure(out, "share labelled (not unclear, not off-topic)", plx_html_figure(m->coverage),
               plx_html_interval(0, 0));
    add_share(out, "right among those", m->covered_right, m->covered);
    add_off_topic(m, out);
    plx_html_close_table(out);
    plx_strbuf_puts(out, "</section>\n");
}

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
        if (!plx_label_is_too_few(&m->label[k]) && !isnan(m->label[k].f1))
            points[line.count++] = (plx_chart_point){ .x = (double)k + 1,
                                                      .y = m->label[k].f1,
                                                      .low = m->label[k].f1_low,
                                                      .high = m->label[k].f1_high,
                                                      .place = m->labels.name[k] };
    if (line.count)
        plx_chart_print(&chart, out);
}

static void add_labels(const plx_measures *m, plx_strbuf *out)
{
    static const char *const heads[] = { "label",         "precision", "recall", "F1",
                                         "95 % interval", "articles",  NULL };

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

    plx_markup_print(out, "<td class=\"shade d%u%s\">", (unsigned)(fmin(share, 1) * 10 + .5),
                     g == k ? " hit" : "");
    plx_markup_print(out, "%u (%u %%)</td>", m->confusion[g][k], (unsigned)(share * 100 + .5));
}

static void add_confusion(const plx_measures *m, plx_strbuf *out)
{
    const char *heads[PLX_LABELS_MAX + 2] = { "labelled" };

    for (size_t k = 0; k < m->labels.count; k++)
        heads[k + 1] = m->labels.name[k];
    plx_html_open_section(out, "What is taken for what");
    plx_html_open_table(out, "Rows: as labelled; columns: as the model judged", heads);
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

static void add_calibration(const plx_measures *m, plx_strbuf *out)
{
    static const char *const heads[] = { "probability", "articles",      "mean",
                                         "right",       "95 % interval", NULL };

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

void plx_html_measures(const plx_measures *m, plx_strbuf *out)
{
    add_summary(m, out);
    add_labels(m, out);
    add_confusion(m, out);
    add_calibration(m, out);
}
