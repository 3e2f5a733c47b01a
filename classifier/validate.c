/* Cross-validation: what a run learns about itself from articles held out. */
#include <stdlib.h>
#include <string.h>

#include "classifier/calibrate.h"
#include "classifier/drift_run.h"
#include "classifier/judge_run.h"
#include "classifier/run.h"

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "training: out of memory");
}

/* Did active learning choose the article? */
static bool is_picked(const plx_run *r, size_t d)
{
    return r->ds->items[r->c.docs[d].sample].is_picked;
}

/* Did the base learn from it, so that its scores are no forecast? */
static bool is_known_to_base(const plx_run *r, size_t d)
{
    return r->plan.base &&
           plx_model_has_trained_on(r->plan.base, r->ds->items[r->c.docs[d].sample].digest);
}

/* ------------------------------------------------------------ calibration */

/* Out-of-fold scores of the articles that are measured. */
typedef struct known {
    float *scores, *weight, *best;
    uint8_t *gold, *is_right;
    size_t n;
} known;

static void known_release(known *k)
{
    free(k->scores);
    free(k->weight);
    free(k->best);
    free(k->gold);
    free(k->is_right);
}

/* They share their weight by source as in training, so that one large outlet does not decide. */
static plx_status known_fill(plx_run *r, known *k, plx_error *err)
{
    size_t n = r->c.doc_count + 1, classes = r->plan.classes;
    float *weight = malloc(n * sizeof *weight);

    k->scores = malloc(n * classes * sizeof *k->scores);
    k->weight = malloc(n * sizeof *k->weight);
    k->best = malloc(n * sizeof *k->best);
    k->gold = malloc(n);
    k->is_right = malloc(n);
    if (!weight || !k->scores || !k->weight || !k->best || !k->gold || !k->is_right) {
        free(weight);
        return no_memory(err);
    }
    memset(r->use, true, n);
    plx_source_weights(&r->c, r->use, r->plan.source_power, weight);
    for (size_t d = 0; d < r->c.doc_count; d++) {
        if (r->c.docs[d].class >= classes || r->folds.of[d] >= PLX_FOLD_TRAINS || is_picked(r, d) ||
            is_known_to_base(r, d))
            continue;
        memcpy(k->scores + k->n * classes, r->scores + d * classes, classes * sizeof *k->scores);
        k->gold[k->n] = r->c.docs[d].class;
        k->weight[k->n++] = weight[d];
    }
    free(weight);
    return PLX_OK;
}

/* Fewer known articles say too little; an adapted model then keeps what its base had. */
#define LEAST_FOR_TEMPERATURE 20
#define LEAST_FOR_THRESHOLD   100

static void calibrate_by(plx_run *r, known *k)
{
    size_t classes = r->plan.classes;
    const plx_model *base = r->plan.base;
    plx_scored s = {
        .scores = k->scores, .gold = k->gold, .weight = k->weight, .n = k->n, .labels = classes
    };
    float p[PLX_LABELS_MAX];

    r->m->temperature = base && k->n < LEAST_FOR_TEMPERATURE ? 1 : plx_fit_temperature(&s);
    for (size_t i = 0; i < k->n; i++) {
        size_t best = plx_softmax(k->scores + i * classes, classes, r->m->temperature, p);

        k->best[i] = p[best];
        k->is_right[i] = best == k->gold[i];
    }
    r->m->threshold = base && k->n < LEAST_FOR_THRESHOLD
                          ? base->threshold
                          : plx_choose_threshold(k->best, k->is_right, k->weight, k->n);
}

static plx_status calibrate(plx_run *r, plx_error *err)
{
    known k = { 0 };
    plx_status rc = known_fill(r, &k, err);

    if (rc == PLX_OK)
        calibrate_by(r, &k);
    known_release(&k);
    return rc;
}

/* ------------------------------------------------------------ off-topic gate */

/* The margin that gives the best F0.5 of "off-topic" on the out-of-fold scores: an article taken
 * for off-topic is lost to its reader, so precision counts more than recall. */
static float choose_margin(const plx_run *r)
{
    float best_margin = 0;
    double best = -1;

    for (size_t t = 0; t < r->c.doc_count; t++) {
        size_t found = 0, right = 0;
        if (r->c.docs[t].synthetic || r->c.docs[t].class != PLX_CLASS_OFF_TOPIC)
            continue;
        for (size_t d = 0; d < r->c.doc_count; d++) {
            bool is_found = !r->c.docs[d].synthetic && r->topic[d] >= r->topic[t];
            found += is_found;
            right += is_found && r->c.docs[d].class == PLX_CLASS_OFF_TOPIC;
        }
        double f = 1.25 * (double)right / ((double)found + 0.25 * (double)r->off_topic);
        if (f > best) {
            best = f;
            best_margin = r->topic[t] - 1e-4f;
        }
    }
    return best_margin;
}

static plx_status fit_gate(plx_run *r, plx_error *err)
{
    plx_gate *g = &r->m->gate;
    plx_status rc = PLX_OK;
    float margin;

    if (r->off_topic < PLX_GATE_LEAST) {
        *g = r->plan.base ? r->plan.base->gate : plx_gate_builtin();
        for (size_t d = 0; d < r->c.doc_count; d++)
            r->topic[d] = plx_gate_score(g, &r->c.docs[d].topic);
        return PLX_OK;
    }
    for (unsigned f = 0; rc == PLX_OK && f < r->plan.folds; f++) {
        for (size_t d = 0; d < r->c.doc_count; d++)
            r->use[d] = r->folds.of[d] != f;
        rc = plx_gate_fit(&r->c, r->use, 0, g, err);
        for (size_t d = 0; d < r->c.doc_count; d++)
            if (r->folds.of[d] == f)
                r->topic[d] = plx_gate_score(g, &r->c.docs[d].topic);
    }
    if (rc != PLX_OK)
        return rc;
    margin = choose_margin(r);
    for (size_t d = 0; d < r->c.doc_count; d++)
        r->topic[d] -= margin;
    memset(r->use, true, r->c.doc_count);
    return plx_gate_fit(&r->c, r->use, margin, g, err);
}

/* ------------------------------------------------------------ measures */

static void judge_doc(plx_run *r, size_t d, const float *scores)
{
    const plx_doc *doc = &r->c.docs[d];
    plx_judged *j = &r->judged[d];
    plx_verdict *v = &j->verdict;
    bool has_mention = !r->m->words.target.count || plx_topic_has_mention(&doc->topic);
    bool is_off_topic = !has_mention || (r->m->words.target.count && r->topic[d] > 0);

    *j = (plx_judged){ .gold = doc->class < r->plan.classes ? doc->class : PLX_GOLD_OFF_TOPIC,
                       .group = doc->group,
                       .synthetic = r->folds.of[d] >= PLX_FOLD_TRAINS,
                       .picked = is_picked(r, d),
                       .in_training = is_known_to_base(r, d),
                       .without_source = r->ds->items[doc->sample].source == PLX_MAP_NONE };
    v->best = (uint8_t)plx_softmax(scores + d * r->plan.classes, r->plan.classes, r->m->temperature,
                                   v->probability);
    v->kind = is_off_topic                                ? PLX_KIND_OFF_TOPIC
              : v->probability[v->best] < r->m->threshold ? PLX_KIND_UNCLEAR
                                                          : PLX_KIND_LABEL;
    if (!has_mention) { /* as the judge does: no scores */
        memset(v->probability, 0, sizeof v->probability);
        v->reason = PLX_REASON_NO_MENTION;
    }
}

static plx_status measure(plx_run *r, const float *scores, plx_measures *out, plx_error *err)
{
    for (size_t d = 0; d < r->c.doc_count; d++)
        judge_doc(r, d, scores);
    return plx_measure(&r->m->labels, r->judged, r->c.doc_count, r->plan.seed, out, err);
}

/* ------------------------------------------------------------ grid and learning curve */

/* Measures out of fold with a share of the sources. */
static plx_status try_share(plx_run *r, double share, plx_measures *out, plx_error *err)
{
    float *scores = calloc((r->c.doc_count + 1) * r->plan.classes, sizeof *scores);
    plx_status rc = scores ? plx_folds_score(&r->folds, &r->c, &r->plan, share, NULL, scores, err)
                           : no_memory(err);

    if (rc == PLX_OK)
        rc = measure(r, scores, out, err);
    free(scores);
    return rc;
}

static plx_status choose_cost(plx_run *r, plx_error *err)
{
    static const double costs[PLX_GRID_COSTS] = { 0.1, 0.3, 1, 3, 10 };
    double best_cost = r->plan.cost, best = -1;
    plx_status rc = PLX_OK;

    r->m->temperature = 1; /* any: it changes no best label */
    for (size_t i = 0; rc == PLX_OK && i < PLX_GRID_COSTS; i++) {
        plx_measures m = { 0 };

        r->plan.cost = costs[i];
        rc = try_share(r, 1, &m, err);
        r->report.grid[r->report.grid_count++] =
            (plx_grid_point){ costs[i], m.macro_f1, m.macro_low, m.macro_high };
        if (rc == PLX_OK && m.macro_f1 > best + 1e-9) {
            best = m.macro_f1;
            best_cost = costs[i];
        }
    }
    r->plan.cost = best_cost;
    return rc;
}

/* Real articles that train, mean over the folds. */
static unsigned training_articles(const plx_run *r, double share)
{
    size_t n = 0;

    for (unsigned f = 0; f < r->plan.folds; f++)
        for (size_t d = 0; d < r->c.doc_count; d++)
            n += !r->c.docs[d].synthetic && plx_folds_train(&r->folds, &r->c, d, f, share);
    return (unsigned)(n / r->plan.folds);
}

static plx_status draw_curve(plx_run *r, plx_error *err)
{
    static const double shares[PLX_CURVE_POINTS] = { 0.25, 0.5, 0.75, 1 };
    plx_status rc = PLX_OK;

    for (size_t i = 0; rc == PLX_OK && i < PLX_CURVE_POINTS; i++) {
        plx_measures m = r->report.cv;
        plx_error why;

        if (shares[i] < 1)
            rc = try_share(r, shares[i], &m, &why);
        if (rc == PLX_OK)
            r->report.curve[r->report.curve_count++] =
                (plx_curve_point){ training_articles(r, shares[i]), m.macro_f1, m.macro_low,
                                   m.macro_high };
        else if (rc == PLX_ERR_INVALID) /* of few sources a small share may be none */
            rc = PLX_OK;
        else if (err)
            *err = why;
    }
    return rc;
}

/* ------------------------------------------------------------ the call */

/* What labelled sentences teach. */
static plx_status learn_sentences(plx_run *r, plx_error *err)
{
    const plx_corpus_plan plan = {
        .lang = r->lang, .words = &r->m->words, .labels = &r->m->labels, .class_of = r->class_of
    };

    return plx_sentence_run_make(r->ds, r->an, &plan, &r->plan, &r->folds, &r->c, &r->sentences,
                                 err);
}

static plx_status ask_judge(plx_run *r, plx_judge *judge, plx_error *err)
{
    plx_tokens title, text;
    plx_status rc = PLX_OK;

    plx_tokens_init(&title);
    plx_tokens_init(&text);
    for (size_t d = 0; rc == PLX_OK && d < r->c.doc_count; d++) {
        const plx_sample *s = &r->ds->items[r->c.docs[d].sample];

        rc = plx_sample_analyse(s, r->an, &title, &text, err);
        if (rc == PLX_OK)
            rc = plx_judge_sentences(judge, &title, &text, r->c.docs[d].sentence, err);
    }
    plx_tokens_release(&title);
    plx_tokens_release(&text);
    return rc;
}

/* What the model that is adapted makes of the articles' sentences. */
static plx_status ask_base(plx_run *r, plx_error *err)
{
    plx_judge *judge;
    plx_status rc = plx_judge_new(r->plan.base, &judge, err);

    if (rc == PLX_OK)
        rc = ask_judge(r, judge, err);
    plx_judge_free(judge);
    return rc;
}

static void fill_report(plx_run *r)
{
    plx_train_report *out = &r->report;

    out->cost = r->plan.cost;
    out->source_power = r->plan.source_power;
    out->min_sources = r->plan.min_sources;
    out->seed = r->plan.seed;
    out->temperature = (double)r->m->temperature;
    out->threshold = (double)r->m->threshold;
    out->folds = r->plan.folds;
    out->random_folds = r->folds.is_random;
    out->too_few_sources = r->folds.too_few_sources;
    out->near_copies = r->folds.near_copies;
    out->without_source = r->folds.without_source;
}

plx_status plx_run_validate(plx_run *r, plx_error *err)
{
    plx_status rc = plx_folds_make(&r->c, r->ds, &r->plan, &r->folds, err);

    if (rc == PLX_OK)
        rc = r->plan.base ? ask_base(r, err) : learn_sentences(r, err);
    if (rc == PLX_OK && r->opt->grid)
        rc = choose_cost(r, err);
    if (rc == PLX_OK)
        rc = plx_folds_score(&r->folds, &r->c, &r->plan, 1, r->fits, r->scores, err);
    if (rc == PLX_OK)
        rc = calibrate(r, err);
    if (rc == PLX_OK)
        rc = fit_gate(r, err);
    if (rc == PLX_OK)
        rc = measure(r, r->scores, &r->report.cv, err);
    if (rc == PLX_OK)
        plx_run_drift_labels(r);
    if (rc == PLX_OK && r->opt->errors)
        rc = plx_run_list_errors(r, err);
    if (rc == PLX_OK && r->opt->curve)
        rc = draw_curve(r, err);
    fill_report(r);
    return rc;
}
