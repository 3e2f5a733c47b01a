/* classifier/measure_read.c - measures out of the summary of a model */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "classifier/report.h"

static bool is_share(double x)
{
    return x >= 0 && x <= 1;
}

static double read_share(const json_t *o, const char *name)
{
    double x = plx_json_get_number(o, name);

    return is_share(x) ? x : NAN;
}

static void read_interval(const json_t *o, const char *name, double *low, double *high)
{
    const json_t *pair = json_object_get(o, name);

    *low = json_number_value(json_array_get(pair, 0));
    *high = json_number_value(json_array_get(pair, 1));
    if (!is_share(*low) || !is_share(*high) || *low > *high)
        *low = *high = 0;
}

static void read_label(const json_t *o, plx_label_measure *out)
{
    out->gold = plx_json_get_count(o, "gold");
    out->predicted = plx_json_get_count(o, "predicted");
    out->correct = plx_json_get_count(o, "correct");
    out->precision = read_share(o, "precision");
    out->recall = read_share(o, "recall");
    out->f1 = read_share(o, "f1");
    read_interval(o, "f1_interval", &out->f1_low, &out->f1_high);
}

static void read_labels(const json_t *list, plx_measures *m)
{
    const json_t *o;
    size_t i;

    json_array_foreach(list, i, o)
    {
        const char *name = plx_json_get_str(o, "label");
        int label = name ? plx_label_find(&m->labels, name) : -1;

        if (label >= 0)
            read_label(o, &m->label[label]);
    }
}

static void read_confusion(const json_t *rows, plx_measures *m)
{
    for (size_t g = 0; g < m->labels.count; g++)
        for (size_t k = 0; k < m->labels.count; k++) {
            const json_t *cell = json_array_get(json_array_get(rows, g), k);
            json_int_t n = json_integer_value(cell);

            m->confusion[g][k] = n > 0 && n < UINT32_MAX ? (unsigned)n : 0;
        }
}

static void read_bins(const json_t *list, plx_measures *m)
{
    for (size_t b = 0; b < PLX_CALIBRATION_BINS; b++) {
        const json_t *o = json_array_get(list, b);
        plx_calibration_bin *bin = &m->bin[b];

        bin->articles = plx_json_get_count(o, "articles");
        bin->right = plx_json_get_count(o, "right");
        bin->probability = read_share(o, "probability");
        if (bin->right > bin->articles || isnan(bin->probability))
            *bin = (plx_calibration_bin){ 0 };
    }
}

static void read_off_topic(const json_t *o, plx_measures *m)
{
    m->offtopic_gold = plx_json_get_count(o, "gold");
    m->offtopic_found = plx_json_get_count(o, "found");
    m->offtopic_right = plx_json_get_count(o, "right");
    if (m->offtopic_right > m->offtopic_found || m->offtopic_right > m->offtopic_gold)
        m->offtopic_gold = m->offtopic_found = m->offtopic_right = 0;
}

/* How many are covered is in the summary as shares only. */
static void read_covered(const json_t *o, plx_measures *m)
{
    m->coverage = read_share(o, "coverage");
    m->covered_precision = read_share(o, "covered_precision");
    if (isnan(m->coverage) || isnan(m->covered_precision))
        return;
    m->covered = (unsigned)(m->coverage * m->articles + .5);
    m->covered_right = (unsigned)(m->covered_precision * m->covered + .5);
}

bool plx_measures_read(const json_t *o, const plx_label_set *labels, plx_measures *out)
{
    *out = (plx_measures){ .labels = *labels };
    out->articles = plx_json_get_count(o, "articles");
    if (!out->articles)
        return false;
    out->left_out = plx_json_get_count(o, "left_out");
    out->in_training = plx_json_get_count(o, "in_training");
    out->picked = plx_json_get_count(o, "picked");
    out->unscored = plx_json_get_count(o, "unscored");
    out->without_source = plx_json_get_count(o, "without_source");
    out->macro_f1 = read_share(o, "macro_f1");
    read_interval(o, "macro_f1_interval", &out->macro_low, &out->macro_high);
    out->accuracy = read_share(o, "accuracy");
    out->calibration_error = read_share(o, "calibration_error");
    read_labels(json_object_get(o, "labels"), out);
    read_confusion(json_object_get(o, "confusion"), out);
    read_bins(json_object_get(o, "calibration"), out);
    read_covered(o, out);
    read_off_topic(json_object_get(o, "off_topic"), out);
    return true;
}
