#include "classifier/recalibrate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "classifier/calibrate.h"
#include "classifier/gate.h"
#include "classifier/judge_run.h"
#include "classifier/measure.h"

#define FOLDS 10
/* Bounds and steps of each search along one line, and rounds over all of them. */
#define LOG_TEMPERATURE_MAX 3.0
#define SHIFT_MAX           4.0
#define LINE_STEPS          30
#define ROUNDS              8
/* Probabilities are not taken to be smaller than this. */
#define LEAST_PROBABILITY 1e-30f

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "recalibration: out of memory");
}

/* An article of the sample. */
typedef struct scored {
    float score[PLX_LABELS_MAX]; /* of the model, before its temperature, but for a constant */
    float topic;                 /* of the gate */
    size_t item;                 /* in the data set */
    uint8_t fold;
    bool fits; /* it has a label and scores */
    bool is_off_topic;
    bool has_mention;
} scored;

/* What is fitted. */
typedef struct setting {
    double log_temperature;
    double shift[PLX_LABELS_MAX];
    double threshold, margin;
} setting;

typedef struct task {
    const plx_model *model;
    const plx_dataset *ds;
    plx_judged *items; /* of the data set, as the model judged them */
    float *topics;
    scored *list;
    size_t count, labelled, off_topic;
    size_t labels;
    /* what a search is over */
    uint8_t held_out; /* fold; FOLDS: none */
    float *best;
    float *weight;
    uint8_t *is_right;
} task;

/* ------------------------------------------------------------ log loss */

static bool is_fitted_on(const task *t, const scored *s)
{
    return s->fits && s->fold != t->held_out;
}

/* Log of the probability of every label; returns the best. */
static size_t log_probabilities(const task *t, const setting *by, const scored *s, double *out)
{
    double divisor = exp(by->log_temperature), sum = 0;
    size_t best = 0;

    for (size_t k = 0; k < t->labels; k++) {
        out[k] = (double)s->score[k] / divisor + by->shift[k];
        best = out[k] > out[best] ? k : best;
    }
    for (size_t k = 0; k < t->labels; k++)
        sum += exp(out[k] - out[best]);
    sum = log(sum) + out[best];
    for (size_t k = 0; k < t->labels; k++)
        out[k] -= sum;
    return best;
}

static double loss_of(const task *t, const setting *by, const scored *s)
{
    double p[PLX_LABELS_MAX];

    log_probabilities(t, by, s, p);
    return -p[t->items[s->item].gold];
}

/* Of the articles fitted on; a shift costs as if one article stood against it. */
static double loss(const task *t, const setting *by)
{
    double sum = 0;

    for (size_t k = 0; k < t->labels; k++)
        sum += by->shift[k] * by->shift[k] / 2;
    for (size_t i = 0; i < t->count; i++)
        if (is_fitted_on(t, &t->list[i]))
            sum += loss_of(t, by, &t->list[i]);
    return sum;
}

/* Move one number of a setting to where the loss is least: golden section. */
static void search_line(const task *t, setting *s, double *number, double bound)
{
    const double ratio = 0.6180339887498949;
    double low = -bound, high = bound;
    double a = high - ratio * (high - low), b = low + ratio * (high - low), fa, fb;

    *number = a;
    fa = loss(t, s);
    *number = b;
    fb = loss(t, s);
    for (int i = 0; i < LINE_STEPS; i++) {
        bool is_left = fa <= fb;

        *(is_left ? &high : &low) = is_left ? b : a;
        if (is_left) {
            b = a;
            fb = fa;
            *number = a = high - ratio * (high - low);
            fa = loss(t, s);
        } else {
            a = b;
            fa = fb;
            *number = b = low + ratio * (high - low);
            fb = loss(t, s);
        }
    }
    *number = (low + high) / 2;
}

static setting fit_scores(const task *t, bool with_shift)
{
    setting s = { 0 };

    search_line(t, &s, &s.log_temperature, LOG_TEMPERATURE_MAX);
    for (int round = 0; with_shift && round < ROUNDS; round++) {
        for (size_t k = 0; k < t->labels; k++)
            search_line(t, &s, &s.shift[k], SHIFT_MAX);
        search_line(t, &s, &s.log_temperature, LOG_TEMPERATURE_MAX);
    }
    return s;
}

/* ------------------------------------------------------------ threshold and gate */

static void fit_threshold(const task *t, setting *s)
{
    size_t n = 0;

    for (size_t i = 0; i < t->count; i++) {
        double p[PLX_LABELS_MAX];

        if (!is_fitted_on(t, &t->list[i]))
            continue;
        size_t best = log_probabilities(t, s, &t->list[i], p);
        t->best[n] = (float)exp(p[best]);
        t->weight[n] = 1;
        t->is_right[n++] = (int)best == t->items[t->list[i].item].gold;
    }
    s->threshold = (double)plx_choose_threshold(t->best, t->is_right, t->weight, n);
}

/* F0.5 of "off-topic" for all whose gate's score is at least `from`: precision counts more, since
 * an article taken for off-topic is lost to its reader. */
static double gate_quality(const task *t, float from)
{
    double found = 0, right = 0, gold = 0;

    for (size_t i = 0; i < t->count; i++) {
        const scored *s = &t->list[i];
        bool is_found = s->topic >= from;

        if (s->fold == t->held_out || !s->has_mention)
            continue;
        found += is_found;
        right += is_found && s->is_off_topic;
        gold += s->is_off_topic;
    }
    return found + gold > 0 ? 1.25 * right / (found + 0.25 * gold) : 0;
}

static void fit_margin(const task *t, setting *s)
{
    double best = -1;

    for (size_t i = 0; i < t->count; i++) {
        const scored *at = &t->list[i];
        double quality;

        if (at->fold == t->held_out || !at->is_off_topic || !at->has_mention)
            continue;
        quality = gate_quality(t, at->topic);
        if (quality > best) {
            best = quality;
            s->margin = (double)at->topic - 1e-4;
        }
    }
}

static bool fits_margin(const task *t)
{
    return t->off_topic >= PLX_RECALIBRATE_OFF_TOPIC;
}

static setting fit(task *t, uint8_t held_out, bool with_shift)
{
    setting s;

    t->held_out = held_out;
    s = fit_scores(t, with_shift);
    fit_threshold(t, &s);
    if (fits_margin(t))
        fit_margin(t, &s);
    return s;
}

/* ------------------------------------------------------------ the sample */

static void note_topic(void *ctx, size_t i, const plx_judge *j)
{
    task *t = ctx;

    t->topics[i] = plx_gate_score(&t->model->gate, &j->features.topic);
}

static void take(task *t, size_t i)
{
    const plx_judged *j = &t->items[i];
    const plx_verdict *v = &j->verdict;
    scored *s = &t->list[t->count++];

    *s = (scored){ .item = i,
                   .topic = t->topics[i],
                   .has_mention = v->reason != PLX_REASON_NO_MENTION,
                   .is_off_topic = j->gold == PLX_GOLD_OFF_TOPIC,
                   .fits = j->gold >= 0 && plx_verdict_is_scored(v) };
    for (size_t k = 0; k < t->labels; k++)
        s->score[k] = t->model->temperature * logf(fmaxf(v->probability[k], LEAST_PROBABILITY));
    t->labelled += s->fits;
    t->off_topic += s->is_off_topic && s->has_mention;
}

/* Folds of the same size, dealt at random. */
static void deal_folds(task *t, unsigned seed)
{
    uint64_t state = seed ? seed : 1;

    for (size_t i = 0; i < t->count; i++)
        t->list[i].fold = (uint8_t)(i % FOLDS);
    for (size_t i = t->count; i > 1; i--) { /* Fisher and Yates */
        size_t with = plx_random(&state) % i;
        uint8_t fold = t->list[i - 1].fold;

        t->list[i - 1].fold = t->list[with].fold;
        t->list[with].fold = fold;
    }
}

static plx_status refuse(const task *t, plx_error *err)
{
    size_t written = 0, learned = 0, picked = 0;

    for (size_t i = 0; i < t->ds->count; i++) {
        written += t->items[i].synthetic;
        picked += t->items[i].picked;
        learned += t->items[i].in_training;
    }
    return plx_fail(err, PLX_ERR_INVALID,
                    "only %zu articles to recalibrate on, of %zu given (%zu written, %zu picked by "
                    "active learning, %zu the model learned from; the others off-topic or not "
                    "judged): at least %d are needed, drawn at random",
                    t->labelled, t->ds->count, written, picked, learned, PLX_RECALIBRATE_LEAST);
}

static plx_status take_sample(task *t, const plx_recalibrate_options *opt, plx_error *err)
{
    size_t n = t->ds->count + 1;
    plx_status rc;

    t->items = calloc(n, sizeof *t->items);
    t->topics = calloc(n, sizeof *t->topics);
    t->list = calloc(n, sizeof *t->list);
    t->best = calloc(n, sizeof *t->best);
    t->weight = calloc(n, sizeof *t->weight);
    t->is_right = calloc(n, sizeof *t->is_right);
    if (!t->items || !t->topics || !t->list || !t->best || !t->weight || !t->is_right)
        return no_memory(err);
    rc = plx_judge_dataset(t->model, t->ds, t->items, note_topic, t, err);
    for (size_t i = 0; rc == PLX_OK && i < t->ds->count; i++) {
        const plx_judged *j = &t->items[i];

        if (j->gold != PLX_GOLD_NONE && !j->synthetic && !j->picked && !j->in_training &&
            j->verdict.kind != PLX_KIND_NOT_JUDGED)
            take(t, i);
    }
    if (rc == PLX_OK && t->labelled < PLX_RECALIBRATE_LEAST)
        rc = refuse(t, err);
    deal_folds(t, opt->seed);
    return rc;
}

static void task_release(task *t)
{
    free(t->items);
    free(t->topics);
    free(t->list);
    free(t->best);
    free(t->weight);
    free(t->is_right);
}

/* ------------------------------------------------------------ cross-validation */

/* Does a shift for each label lower the loss out of fold by more than the standard error? */
static bool shift_helps(task *t)
{
    double sum = 0, squares = 0, n = 0;

    for (uint8_t f = 0; f < FOLDS; f++) {
        setting without, with;

        t->held_out = f;
        without = fit_scores(t, false);
        with = fit_scores(t, true);
        for (size_t i = 0; i < t->count; i++) {
            const scored *s = &t->list[i];
            double gain;

            if (s->fold != f || !s->fits)
                continue;
            gain = loss_of(t, &without, s) - loss_of(t, &with, s);
            sum += gain;
            squares += gain * gain;
            n++;
        }
    }
    return sum / n > sqrt(fmax(0, squares / n - sum / n * (sum / n)) / n);
}

/* The verdict under a setting, over that of the model. */
static void judge_again(const task *t, const setting *by, const scored *s, plx_verdict *v)
{
    double p[PLX_LABELS_MAX];

    if (!plx_verdict_is_scored(v))
        return;
    v->best = (uint8_t)log_probabilities(t, by, s, p);
    for (size_t k = 0; k < t->labels; k++)
        v->probability[k] = (float)exp(p[k]);
    v->kind = (double)v->probability[v->best] < by->threshold ? PLX_KIND_UNCLEAR : PLX_KIND_LABEL;
    if (t->model->words.target.count && (double)s->topic > by->margin)
        v->kind = PLX_KIND_OFF_TOPIC;
}

static plx_status measure_after(task *t, plx_recalibration *out, plx_error *err)
{
    for (uint8_t f = 0; f < FOLDS; f++) {
        setting s = fit(t, f, out->has_shift);

        for (size_t i = 0; i < t->count; i++)
            if (t->list[i].fold == f)
                judge_again(t, &s, &t->list[i], &t->items[t->list[i].item].verdict);
    }
    return plx_measure(&t->model->labels, t->items, t->ds->count, 1, &out->after, err);
}

/* ------------------------------------------------------------ the new model */

static void fill_report(const task *t, const setting *s, plx_recalibration *out)
{
    out->articles = (unsigned)t->count;
    out->temperature = exp(s->log_temperature);
    out->threshold = s->threshold;
    out->old_temperature = (double)t->model->temperature;
    out->old_threshold = (double)t->model->threshold;
    memcpy(out->shift, s->shift, sizeof out->shift);
    out->has_margin = fits_margin(t);
    out->margin = s->margin;
}

static bool set_names(plx_model *m, const plx_recalibrate_options *opt)
{
    plx_strbuf name = PLX_STRBUF_INIT;
    char date[32] = "";
    time_t now = time(NULL);
    struct tm tm;

    if (!opt->date && gmtime_r(&now, &tm))
        strftime(date, sizeof date, "%Y-%m-%d", &tm);
    plx_strbuf_puts(&name, opt->name ? opt->name : m->name);
    if (!opt->name)
        plx_strbuf_puts(&name, "-recalibrated");
    free(m->name);
    free(m->date);
    m->name = plx_strbuf_detach(&name);
    m->date = strdup(opt->date ? opt->date : date);
    return m->name && m->date;
}

static plx_status assemble(const task *t, const plx_recalibration *r,
                           const plx_recalibrate_options *opt, plx_model **out, plx_error *err)
{
    plx_strbuf bytes = PLX_STRBUF_INIT;
    plx_model *m;
    plx_status rc =
        plx_model_parse(t->model->bytes, t->model->size, t->model->name, &m, err); /* a copy */

    if (rc != PLX_OK)
        return rc;
    m->temperature = (float)r->temperature;
    m->threshold = (float)r->threshold;
    m->gate.bias -= (float)r->margin;
    for (size_t k = 0; k < t->labels; k++)
        m->bias[k] += (float)(r->shift[k] * r->temperature);
    if (!set_names(m, opt) ||
        json_object_set_new(m->summary, "recalibration", plx_recalibration_json(r)) != 0) {
        plx_model_free(m);
        return no_memory(err);
    }
    plx_model_encode(m, &bytes);
    rc = bytes.failed ? no_memory(err) : plx_model_parse(bytes.s, bytes.len, m->name, out, err);
    plx_strbuf_release(&bytes);
    plx_model_free(m);
    return rc;
}

plx_status plx_recalibrate(const plx_model *m, const plx_dataset *ds,
                           const plx_recalibrate_options *opt, plx_model **out,
                           plx_recalibration *report, plx_error *err)
{
    task t = { .model = m, .ds = ds, .labels = m->labels.count };
    plx_status rc = take_sample(&t, opt, err);
    setting all;

    *out = NULL;
    memset(report, 0, sizeof *report);
    if (rc == PLX_OK)
        rc = plx_measure(&m->labels, t.items, ds->count, 1, &report->before, err);
    if (rc == PLX_OK) {
        report->has_shift = shift_helps(&t);
        all = fit(&t, FOLDS, report->has_shift);
        fill_report(&t, &all, report);
        rc = measure_after(&t, report, err);
    }
    if (rc == PLX_OK)
        rc = assemble(&t, report, opt, out, err);
    task_release(&t);
    return rc;
}

/* ------------------------------------------------------------ printing */

void plx_recalibration_print(const plx_recalibration *r, plx_strbuf *out)
{
    plx_strbuf_printf(
        out, "temperature %.3f (was %.3f), threshold %.3f (was %.3f), from %u articles\n",
        r->temperature, r->old_temperature, r->threshold, r->old_threshold, r->articles);
    for (size_t k = 0; r->has_shift && k < r->after.labels.count; k++)
        plx_strbuf_printf(out, "%s%s %+.2f%s", k ? ", " : "shift of ", r->after.labels.name[k],
                          r->shift[k], k + 1 < r->after.labels.count ? "" : "\n");
    if (r->has_margin)
        plx_strbuf_printf(out, "off-topic gate moved by %+.2f\n", r->margin);
    else
        plx_strbuf_printf(out,
                          "off-topic gate left as it is: fewer than %d articles are off-topic\n",
                          PLX_RECALIBRATE_OFF_TOPIC);
    plx_strbuf_puts(out, "\nBefore\n");
    plx_measures_print(&r->before, out);
    plx_strbuf_puts(out, "\nAfter, each tenth measured by what the others gave\n");
    plx_measures_print(&r->after, out);
}

static json_t *shift_json(const plx_recalibration *r)
{
    json_t *shift = r->has_shift ? json_object() : json_null();

    for (size_t k = 0; r->has_shift && k < r->after.labels.count; k++)
        json_object_set_new(shift, r->after.labels.name[k], json_real(r->shift[k]));
    return shift;
}

json_t *plx_recalibration_json(const plx_recalibration *r)
{
    return json_pack("{s:i, s:f, s:f, s:f, s:f, s:o, s:o, s:o, s:o}", "articles", (int)r->articles,
                     "temperature", r->temperature, "threshold", r->threshold, "old_temperature",
                     r->old_temperature, "old_threshold", r->old_threshold, "shift", shift_json(r),
                     "gate_margin", r->has_margin ? json_real(r->margin) : json_null(), "before",
                     plx_measures_json(&r->before), "after", plx_measures_json(&r->after));
}
