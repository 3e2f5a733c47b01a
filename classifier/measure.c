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

bool plx_judged_counts(const plx_judged *j)
{
    return j->gold >= 0 && !j->synthetic && !j->picked && !j->in_training &&
           plx_verdict_is_scored(&j->verdict);
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
        if (plx_judged_counts(&items[i]))
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

        if (!plx_judged_counts(&items[i]))
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

    if (j->synthetic || j->picked || j->in_training || j->verdict.kind == PLX_KIND_NOT_JUDGED)
        return;
    out->offtopic_gold += gold;
    out->offtopic_found += found;
    out->offtopic_right += gold && found;
}

/* An article that is measured. */
static void count_article(const plx_judged *j, plx_measures *out)
{
    bool is_right = j->gold == j->verdict.best, is_covered = j->verdict.kind == PLX_KIND_LABEL;

    out->articles++;
    out->without_source += j->without_source;
    out->confusion[j->gold][j->verdict.best]++;
    out->covered += is_covered;
    out->covered_right += is_covered && is_right;
}

static void count_left_out(const plx_judged *j, plx_measures *out)
{
    out->left_out++;
    out->in_training += j->in_training;
    out->picked += j->picked;
    out->unscored += j->gold >= 0 && j->verdict.reason == PLX_REASON_NO_MENTION;
}

/* What follows from the counts. */
static void fill_figures(plx_measures *m)
{
    size_t labels = m->labels.count;
    unsigned right = 0;

    for (size_t k = 0; k < labels; k++) {
        m->label[k] = measure_label(m->confusion, labels, k);
        right += m->label[k].correct;
    }
    m->macro_f1 = macro_f1(m->confusion, labels);
    m->accuracy = m->articles ? (double)right / m->articles : 0;
    m->coverage = m->articles ? (double)m->covered / m->articles : 0;
    m->covered_precision = m->covered ? (double)m->covered_right / m->covered : 0;
}

plx_status plx_measure(const plx_label_set *labels, const plx_judged *items, size_t n,
                       unsigned seed, plx_measures *out, plx_error *err)
{
    memset(out, 0, sizeof *out);
    out->labels = *labels;
    for (size_t i = 0; i < n; i++) {
        count_off_topic(&items[i], out);
        if (plx_judged_counts(&items[i]))
            count_article(&items[i], out);
        else
            count_left_out(&items[i], out);
    }
    fill_figures(out);
    fill_calibration(items, n, out);
    return bootstrap(items, n, seed, out, err);
}

bool plx_label_is_too_few(const plx_label_measure *m)
{
    return m->gold < PLX_MEASURE_LEAST;
}

plx_share plx_share_of(unsigned part, unsigned whole)
{
    const double z2 = 1.959964 * 1.959964; /* of 95 % */
    double n = whole, p = whole ? part / n : 0;
    double middle, half;

    if (!whole)
        return (plx_share){ 0, 0, 1 };
    middle = (p + z2 / (2 * n)) / (1 + z2 / n);
    half = sqrt(z2 * (p * (1 - p) / n + z2 / (4 * n * n))) / (1 + z2 / n);
    /* the ends are exact where the formula gives them but for rounding */
    return (plx_share){ p, part == 0 ? 0 : fmax(0, middle - half),
                        part == whole ? 1 : fmin(1, middle + half) };
}
