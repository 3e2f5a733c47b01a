/* Measures as a table for people, and as JSON. */
#include "classifier/measure.h"

/* ------------------------------------------------------------ text */

static void print_label(const plx_measures *m, size_t k, plx_strbuf *out)
{
    const plx_label_measure *l = &m->label[k];

    plx_strbuf_printf(out, "%-16s", m->labels.name[k]);
    if (plx_label_is_too_few(l)) {
        plx_strbuf_printf(out, " %26s  %-14s %10u\n", "too few to say", "", l->gold);
        return;
    }
    plx_strbuf_printf(out, " %9.3f %8.3f %7.3f", l->precision, l->recall, l->f1);
    if (l->f1_high > 0)
        plx_strbuf_printf(out, "  %.3f to %.3f", l->f1_low, l->f1_high);
    else
        plx_strbuf_printf(out, "  %-14s", "");
    plx_strbuf_printf(out, " %10u\n", l->gold);
}

static void print_confusion(const plx_measures *m, plx_strbuf *out)
{
    plx_strbuf_puts(out, "\ngold \\ predicted");
    for (size_t k = 0; k < m->labels.count; k++)
        plx_strbuf_printf(out, " %12s", m->labels.name[k]);
    for (size_t g = 0; g < m->labels.count; g++) {
        plx_strbuf_printf(out, "\n%-16s", m->labels.name[g]);
        for (size_t k = 0; k < m->labels.count; k++)
            plx_strbuf_printf(out, " %12u", m->confusion[g][k]);
    }
    plx_strbuf_puts(out, "\n\n");
}

static void print_share(const char *what, unsigned part, unsigned whole, plx_strbuf *out)
{
    plx_share s = plx_share_of(part, whole);

    plx_strbuf_printf(out, "%-17s %.3f  (95 %% interval %.3f to %.3f; %u of %u)\n", what, s.value,
                      s.low, s.high, part, whole);
}

static void print_off_topic(const plx_measures *m, plx_strbuf *out)
{
    if (m->offtopic_gold + m->offtopic_found == 0)
        return;
    plx_strbuf_printf(out, "off-topic         %u labelled so, %u found, %u of them right%s\n",
                      m->offtopic_gold, m->offtopic_found, m->offtopic_right,
                      m->offtopic_gold < PLX_MEASURE_LEAST ? ": too few to say" : "");
    if (m->offtopic_gold < PLX_MEASURE_LEAST)
        return;
    print_share("  precision", m->offtopic_right, m->offtopic_found, out);
    print_share("  recall", m->offtopic_right, m->offtopic_gold, out);
}

static void print_covered(const plx_measures *m, plx_strbuf *out)
{
    plx_strbuf_printf(out, "not unclear       %.3f of the articles, %.3f of those right",
                      m->coverage, m->covered_precision);
    if (m->covered) {
        plx_share s = plx_share_of(m->covered_right, m->covered);
        plx_strbuf_printf(out, "  (95 %% interval %.3f to %.3f)", s.low, s.high);
    }
    plx_strbuf_putc(out, '\n');
}

static void print_left_out(const plx_measures *m, plx_strbuf *out)
{
    plx_strbuf_printf(
        out, "articles          %u, %u left out (%soff-topic, written, or not judged)\n",
        m->articles, m->left_out, m->in_training + m->picked + m->unscored ? "as below, or " : "");
    if (m->in_training)
        plx_strbuf_printf(out, "in training       %u, left out: the model learned from them\n",
                          m->in_training);
    if (m->picked)
        plx_strbuf_printf(out,
                          "picked            %u, left out: active learning chose them, and "
                          "measures what it finds hard\n",
                          m->picked);
    if (m->unscored)
        plx_strbuf_printf(out,
                          "without target    %u, left out: they never name it, so no label has "
                          "a score\n",
                          m->unscored);
    if (m->without_source)
        plx_strbuf_printf(out, "without source    %u, each counted as its own\n",
                          m->without_source);
}

static void print_figures(const plx_measures *m, plx_strbuf *out)
{
    plx_strbuf_printf(out,
                      "label            precision   recall      F1  95 %% interval    articles\n");
    for (size_t k = 0; k < m->labels.count; k++)
        print_label(m, k, out);
    print_confusion(m, out);
    plx_strbuf_printf(out, "macro F1          %.3f", m->macro_f1);
    if (m->macro_high > 0)
        plx_strbuf_printf(out, "  (95 %% interval over sources %.3f to %.3f)", m->macro_low,
                          m->macro_high);
    plx_strbuf_printf(out, "\naccuracy          %.3f\n", m->accuracy);
    plx_strbuf_printf(out, "calibration error %.3f\n", m->calibration_error);
    print_covered(m, out);
}

void plx_measures_print(const plx_measures *m, plx_strbuf *out)
{
    if (m->articles)
        print_figures(m, out);
    else
        plx_strbuf_puts(out, "nothing measured  no article is left that may measure it\n");
    print_off_topic(m, out);
    print_left_out(m, out);
}

/* ------------------------------------------------------------ JSON */

/* [low, high], null where there is none. */
static json_t *interval_json(double low, double high)
{
    return high > 0 ? json_pack("[f, f]", low, high) : json_null();
}

static json_t *labels_json(const plx_measures *m)
{
    json_t *list = json_array();

    for (size_t k = 0; list && k < m->labels.count; k++) {
        const plx_label_measure *l = &m->label[k];
        json_array_append_new(list,
                              json_pack("{s:s, s:i, s:i, s:i, s:f, s:f, s:f, s:o, s:b}", "label",
                                        m->labels.name[k], "gold", (int)l->gold, "predicted",
                                        (int)l->predicted, "correct", (int)l->correct, "precision",
                                        l->precision, "recall", l->recall, "f1", l->f1,
                                        "f1_interval", interval_json(l->f1_low, l->f1_high),
                                        "too_few", (int)plx_label_is_too_few(l)));
    }
    return list;
}

static json_t *confusion_json(const plx_measures *m)
{
    json_t *rows = json_array();

    for (size_t g = 0; rows && g < m->labels.count; g++) {
        json_t *row = json_array();
        for (size_t k = 0; row && k < m->labels.count; k++)
            json_array_append_new(row, json_integer(m->confusion[g][k]));
        json_array_append_new(rows, row);
    }
    return rows;
}

static json_t *calibration_json(const plx_measures *m)
{
    json_t *list = json_array();

    for (int b = 0; list && b < PLX_CALIBRATION_BINS; b++)
        json_array_append_new(
            list,
            json_pack("{s:f, s:f, s:i, s:i, s:f}", "from", b / (double)PLX_CALIBRATION_BINS, "to",
                      (b + 1) / (double)PLX_CALIBRATION_BINS, "articles", (int)m->bin[b].articles,
                      "right", (int)m->bin[b].right, "probability", m->bin[b].probability));
    return list;
}

static json_t *share_json(unsigned part, unsigned whole)
{
    plx_share s = plx_share_of(part, whole);

    return whole ? json_pack("{s:f, s:[f, f]}", "value", s.value, "interval", s.low, s.high)
                 : json_null();
}

static json_t *off_topic_json(const plx_measures *m)
{
    return json_pack("{s:i, s:i, s:i, s:o, s:o, s:b}", "gold", (int)m->offtopic_gold, "found",
                     (int)m->offtopic_found, "right", (int)m->offtopic_right, "precision",
                     share_json(m->offtopic_right, m->offtopic_found), "recall",
                     share_json(m->offtopic_right, m->offtopic_gold), "too_few",
                     (int)(m->offtopic_gold < PLX_MEASURE_LEAST));
}

/* A figure of n articles; null where there are none. */
static json_t *figure_json(double value, unsigned n)
{
    return n ? json_real(value) : json_null();
}

json_t *plx_measures_json(const plx_measures *m)
{
    plx_share covered = plx_share_of(m->covered_right, m->covered);

    return json_pack(
        "{s:i, s:i, s:i, s:i, s:i, s:i, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, "
        "s:o, s:o}",
        "articles", (int)m->articles, "left_out", (int)m->left_out, "in_training",
        (int)m->in_training, "picked", (int)m->picked, "unscored", (int)m->unscored,
        "without_source", (int)m->without_source, "labels", labels_json(m), "confusion",
        confusion_json(m), "macro_f1", figure_json(m->macro_f1, m->articles), "macro_f1_interval",
        interval_json(m->macro_low, m->macro_high), "accuracy",
        figure_json(m->accuracy, m->articles), "calibration_error",
        figure_json(m->calibration_error, m->articles), "calibration", calibration_json(m),
        "coverage", figure_json(m->coverage, m->articles), "covered_precision",
        figure_json(m->covered_precision, m->covered), "covered_precision_interval",
        m->covered ? interval_json(covered.low, covered.high) : json_null(), "off_topic",
        off_topic_json(m));
}
