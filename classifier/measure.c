#include "classifier/measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BOOTSTRAP_ROUNDS 1000
/* Fewer sources than this say nothing about others: no interval. */
#define BOOTSTRAP_SOURCES 5

uint64_t plx_random(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

typedef unsigned confusion[PLX_LABELS_MAX][PLX_LABELS_MAX];

static bool is_counted(const plx_judged *j)
{
    return j->gold >= 0 && !j->synthetic && !j->in_training &&
           j->verdict.kind != PLX_KIND_NOT_JUDGED;
}

static plx_label_measure measure_label(confusion c, size_t labels, size_t k)
{
    plx_label_measure m = { .correct = c[k][k] };

    for (size_t i = 0; i < labels; i++) {
        m.gold += c[k][i];
        m.predicted += c[i][k];
    }
    m.precision = m.predicted ? (double)m.correct / m.predicted : 0;
    m.recall = m.gold ? (double)m.correct / m.gold : 0;
    m.f1 = m.gold + m.predicted ? 2.0 * m.correct / (m.gold + m.predicted) : 0;
    return m;
}

/* Mean F1 of the labels that are there, in gold or prediction. */
static double macro_f1(confusion c, size_t labels)
{
    double sum = 0;
    size_t n = 0;

    for (size_t k = 0; k < labels; k++) {
        plx_label_measure m = measure_label(c, labels, k);
        n += m.gold + m.predicted > 0;
        sum += m.f1;
    }
    return n ? sum / (double)n : 0;
}

static int by_group(const void *pa, const void *pb)
{
    uint32_t a = (*(const plx_judged *const *)pa)->group;
    uint32_t b = (*(const plx_judged *const *)pb)->group;

    return (a > b) - (a < b);
}

static int by_value(const void *pa, const void *pb)
{
    double a = *(const double *)pa, b = *(const double *)pb;

    return (a > b) - (a < b);
}

/* A confusion table for each source; malloc'd, NULL without memory. */
static confusion *tables_by_source(const plx_judged *items, size_t n, size_t *sources)
{
    const plx_judged **order = malloc((n + 1) * sizeof *order);
    confusion *tables = calloc(n + 1, sizeof *tables);
    size_t counted = 0;

    *sources = 0;
    for (size_t i = 0; order && i < n; i++)
        if (is_counted(&items[i]))
            order[counted++] = &items[i];
    if (counted)
        qsort(order, counted, sizeof *order, by_group);
    for (size_t i = 0; tables && i < counted; i++) {
        *sources += i == 0 || order[i]->group != order[i - 1]->group;
        tables[*sources - 1][order[i]->gold][order[i]->verdict.best]++;
    }
    if (!order) {
        free(tables);
        tables = NULL;
    }
    free(order);
    return tables;
}

/* Macro F1 and the F1 of each label, in every round of the bootstrap. */
typedef struct rounds {
    double macro[BOOTSTRAP_ROUNDS];
    double label[PLX_LABELS_MAX][BOOTSTRAP_ROUNDS];
} rounds;

/* Sources drawn with replacement: articles of one outlet are not independent. */
static void draw_round(confusion *tables, size_t sources, size_t labels, uint64_t *state,
                       rounds *out, size_t round)
{
    confusion sum = { { 0 } };

    for (size_t i = 0; i < sources; i++) {
        unsigned(*t)[PLX_LABELS_MAX] = tables[plx_random(state) % sources];
        for (size_t a = 0; a < labels; a++)
            for (size_t b = 0; b < labels; b++)
                sum[a][b] += t[a][b];
    }
    out->macro[round] = macro_f1(sum, labels);
    for (size_t k = 0; k < labels; k++)
        out->label[k][round] = measure_label(sum, labels, k).f1;
}

/* The middle 95 % of a figure's rounds. */
static void take_interval(double *values, double *low, double *high)
{
    qsort(values, BOOTSTRAP_ROUNDS, sizeof *values, by_value);
    *low = values[BOOTSTRAP_ROUNDS * 25 / 1000];
    *high = values[BOOTSTRAP_ROUNDS * 975 / 1000 - 1];
}

static plx_status bootstrap(const plx_judged *items, size_t n, unsigned seed, plx_measures *out,
                            plx_error *err)
{
    rounds *all = malloc(sizeof *all);
    uint64_t state = seed;
    size_t sources, labels = out->labels.count;
    confusion *tables = tables_by_source(items, n, &sources);

    if (!tables || !all) {
        free(tables);
        free(all);
        return plx_fail(err, PLX_ERR_NOMEM, "measures: out of memory");
    }
    for (size_t r = 0; sources >= BOOTSTRAP_SOURCES && r < BOOTSTRAP_ROUNDS; r++)
        draw_round(tables, sources, labels, &state, all, r);
    if (sources >= BOOTSTRAP_SOURCES) {
        take_interval(all->macro, &out->macro_low, &out->macro_high);
        for (size_t k = 0; k < labels; k++)
            take_interval(all->label[k], &out->label[k].f1_low, &out->label[k].f1_high);
    }
    free(tables);
    free(all);
    return PLX_OK;
}

/* Articles by the probability of their best label, in ten bins, and the mean distance of that
 * from how often it is right. */
static void fill_calibration(const plx_judged *items, size_t n, plx_measures *out)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++) {
        double best = (double)plx_verdict_probability(&items[i].verdict);
        plx_calibration_bin *bin =
            &out->bin[best >= 1 ? PLX_CALIBRATION_BINS - 1 : (size_t)(best * PLX_CALIBRATION_BINS)];

        if (!is_counted(&items[i]))
            continue;
        bin->articles++;
        bin->right += items[i].verdict.best == items[i].gold;
        bin->probability += best;
    }
    for (size_t b = 0; b < PLX_CALIBRATION_BINS; b++) {
        plx_calibration_bin *bin = &out->bin[b];

        sum += fabs(bin->probability - bin->right);
        bin->probability /= bin->articles ? bin->articles : 1;
    }
    out->calibration_error = out->articles ? sum / out->articles : 0;
}

static void count_off_topic(const plx_judged *j, plx_measures *out)
{
    bool found = j->verdict.kind == PLX_KIND_OFF_TOPIC, gold = j->gold == PLX_GOLD_OFF_TOPIC;

    if (j->synthetic || j->in_training || j->verdict.kind == PLX_KIND_NOT_JUDGED)
        return;
    out->offtopic_gold += gold;
    out->offtopic_found += found;
    out->offtopic_right += gold && found;
}

plx_status plx_measure(const plx_label_set *labels, const plx_judged *items, size_t n,
                       unsigned seed, plx_measures *out, plx_error *err)
{
    unsigned right = 0, covered = 0, covered_right = 0;

    memset(out, 0, sizeof *out);
    out->labels = *labels;
    for (size_t i = 0; i < n; i++) {
        const plx_judged *j = &items[i];
        bool is_right = j->gold == j->verdict.best;
        out->in_training += j->in_training;
        count_off_topic(j, out);
        if (!is_counted(j)) {
            out->left_out++;
            continue;
        }
        out->articles++;
        out->without_source += j->without_source;
        out->confusion[j->gold][j->verdict.best]++;
        right += is_right;
        covered += j->verdict.kind == PLX_KIND_LABEL;
        covered_right += j->verdict.kind == PLX_KIND_LABEL && is_right;
    }
    for (size_t k = 0; k < labels->count; k++)
        out->label[k] = measure_label(out->confusion, labels->count, k);
    out->macro_f1 = macro_f1(out->confusion, labels->count);
    out->accuracy = out->articles ? (double)right / out->articles : 0;
    out->coverage = out->articles ? (double)covered / out->articles : 0;
    out->covered_precision = covered ? (double)covered_right / covered : 0;
    fill_calibration(items, n, out);
    return bootstrap(items, n, seed, out, err);
}

/* ------------------------------------------------------------ printing */

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

static void print_off_topic(const plx_measures *m, plx_strbuf *out)
{
    if (m->offtopic_gold + m->offtopic_found == 0)
        return;
    plx_strbuf_printf(out, "off-topic         %u labelled so, %u found, %u of them right\n",
                      m->offtopic_gold, m->offtopic_found, m->offtopic_right);
}

void plx_measures_print(const plx_measures *m, plx_strbuf *out)
{
    plx_strbuf_printf(out, "label            precision   recall       F1   articles\n");
    for (size_t k = 0; k < m->labels.count; k++)
        plx_strbuf_printf(out, "%-16s %9.3f %8.3f %8.3f %10u\n", m->labels.name[k],
                          m->label[k].precision, m->label[k].recall, m->label[k].f1,
                          m->label[k].gold);
    print_confusion(m, out);
    plx_strbuf_printf(out, "macro F1          %.3f", m->macro_f1);
    if (m->macro_high > 0)
        plx_strbuf_printf(out, "  (95 %% interval over sources %.3f to %.3f)", m->macro_low,
                          m->macro_high);
    plx_strbuf_printf(out, "\naccuracy          %.3f\n", m->accuracy);
    plx_strbuf_printf(out, "calibration error %.3f\n", m->calibration_error);
    plx_strbuf_printf(out, "not unclear       %.3f of the articles, %.3f of those right\n",
                      m->coverage, m->covered_precision);
    print_off_topic(m, out);
    plx_strbuf_printf(out,
                      "articles          %u, %u left out (off-topic, written, or not judged)\n",
                      m->articles, m->left_out);
    if (m->without_source)
        plx_strbuf_printf(out, "without source    %u, each counted as its own\n",
                          m->without_source);
}

static json_t *labels_json(const plx_measures *m)
{
    json_t *list = json_array();

    for (size_t k = 0; list && k < m->labels.count; k++) {
        const plx_label_measure *l = &m->label[k];
        json_array_append_new(list,
                              json_pack("{s:s, s:i, s:i, s:i, s:f, s:f, s:f}", "label",
                                        m->labels.name[k], "gold", (int)l->gold, "predicted",
                                        (int)l->predicted, "correct", (int)l->correct, "precision",
                                        l->precision, "recall", l->recall, "f1", l->f1));
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

json_t *plx_measures_json(const plx_measures *m)
{
    return json_pack(
        "{s:i, s:i, s:i, s:o, s:o, s:f, s:[f, f], s:f, s:f, s:f, s:f, s:{s:i, s:i, s:i}}",
        "articles", (int)m->articles, "left_out", (int)m->left_out, "without_source",
        (int)m->without_source, "labels", labels_json(m), "confusion", confusion_json(m),
        "macro_f1", m->macro_f1, "macro_f1_interval", m->macro_low, m->macro_high, "accuracy",
        m->accuracy, "calibration_error", m->calibration_error, "coverage", m->coverage,
        "covered_precision", m->covered_precision, "off_topic", "gold", (int)m->offtopic_gold,
        "found", (int)m->offtopic_found, "right", (int)m->offtopic_right);
}
