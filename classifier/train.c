#include "classifier/train.h"

#include <stdlib.h>
#include <string.h>

#include "classifier/calibrate.h"
#include "classifier/mask.h"
#include "classifier/run.h"

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "training: out of memory");
}

static void say(const plx_run *r, const char *what)
{
    if (r->opt->progress)
        r->opt->progress(r->opt->ctx, what);
}

static plx_status reserve(plx_run *r, plx_error *err)
{
    size_t n = r->c.doc_count + 1;

    r->use = malloc(n);
    r->fold = calloc(n, 1);
    r->scores = calloc(n * r->plan.classes, sizeof *r->scores);
    r->topic = calloc(n, sizeof *r->topic);
    r->judged = calloc(n, sizeof *r->judged);
    return r->use && r->fold && r->scores && r->topic && r->judged ? PLX_OK : no_memory(err);
}

/* Articles to counted features. */
static plx_status read_corpus(plx_run *r, plx_error *err)
{
    plx_model *m = r->m;
    plx_corpus_plan plan = { .lang = r->lang,
                             .words = &m->words,
                             .labels = &m->labels,
                             .min_sources = r->plan.min_sources,
                             .class_of = r->class_of };
    plx_status rc;

    say(r, "reading articles");
    rc = plx_mask_build(r->ds, r->an, r->lang, &m->words.target, &m->words.mask, &r->masked, err);
    if (rc == PLX_OK)
        rc = plx_corpus_build(r->ds, r->an, &plan, &r->c, err);
    if (rc == PLX_OK)
        rc = reserve(r, err);
    for (size_t d = 0; rc == PLX_OK && d < r->c.doc_count; d++)
        r->off_topic += r->c.docs[d].class == PLX_CLASS_OFF_TOPIC && !r->c.docs[d].synthetic;
    return rc;
}

/* ------------------------------------------------------------ calibration */

/* Out-of-fold scores of the real articles that have a class. */
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
        if (r->c.docs[d].class >= classes || r->c.docs[d].synthetic)
            continue;
        memcpy(k->scores + k->n * classes, r->scores + d * classes, classes * sizeof *k->scores);
        k->gold[k->n] = r->c.docs[d].class;
        k->weight[k->n++] = weight[d];
    }
    free(weight);
    return PLX_OK;
}

static plx_status calibrate(plx_run *r, plx_error *err)
{
    float p[PLX_LABELS_MAX];
    size_t classes = r->plan.classes;
    known k = { 0 };
    plx_status rc = known_fill(r, &k, err);

    if (rc == PLX_OK) {
        plx_scored s = {
            .scores = k.scores, .gold = k.gold, .weight = k.weight, .n = k.n, .labels = classes
        };
        r->m->temperature = plx_fit_temperature(&s);
        for (size_t i = 0; i < k.n; i++) {
            size_t best = plx_softmax(k.scores + i * classes, classes, r->m->temperature, p);
            k.best[i] = p[best];
            k.is_right[i] = best == k.gold[i];
        }
        r->m->threshold = plx_choose_threshold(k.best, k.is_right, k.weight, k.n);
    }
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
        *g = plx_gate_builtin();
        for (size_t d = 0; d < r->c.doc_count; d++)
            r->topic[d] = plx_gate_score(g, &r->c.docs[d].topic);
        return PLX_OK;
    }
    for (unsigned f = 0; rc == PLX_OK && f < r->plan.folds; f++) {
        for (size_t d = 0; d < r->c.doc_count; d++)
            r->use[d] = r->fold[d] != f;
        rc = plx_gate_fit(&r->c, r->use, 0, g, err);
        for (size_t d = 0; d < r->c.doc_count; d++)
            if (r->fold[d] == f)
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

/* ------------------------------------------------------------ cross-validation */

static void judge_doc(plx_run *r, size_t d)
{
    const plx_doc *doc = &r->c.docs[d];
    plx_judged *j = &r->judged[d];
    plx_verdict *v = &j->verdict;
    bool is_off_topic =
        r->m->words.target.count && (r->topic[d] > 0 || !plx_topic_has_mention(&doc->topic));

    v->best = (uint8_t)plx_softmax(r->scores + d * r->plan.classes, r->plan.classes,
                                   r->m->temperature, v->probability);
    v->kind = is_off_topic                                ? PLX_KIND_OFF_TOPIC
              : v->probability[v->best] < r->m->threshold ? PLX_KIND_UNCLEAR
                                                          : PLX_KIND_LABEL;
    j->gold = doc->class < r->plan.classes ? doc->class : PLX_GOLD_OFF_TOPIC;
    j->group = doc->group;
    j->synthetic = doc->synthetic;
    j->without_source = r->ds->items[doc->sample].source == PLX_MAP_NONE;
}

static plx_status cross_validate(plx_run *r, plx_error *err)
{
    plx_status rc = plx_make_folds(&r->c, &r->plan, r->fold, err);

    say(r, "cross-validating");
    if (rc == PLX_OK)
        rc = plx_out_of_fold(&r->c, &r->plan, r->fold, r->scores, err);
    if (rc == PLX_OK)
        rc = calibrate(r, err);
    if (rc == PLX_OK)
        rc = fit_gate(r, err);
    if (rc != PLX_OK)
        return rc;
    for (size_t d = 0; d < r->c.doc_count; d++)
        judge_doc(r, d);
    return plx_measure(&r->m->labels, r->judged, r->c.doc_count, r->plan.seed, &r->cv, err);
}

/* ------------------------------------------------------------ the two calls */

static plx_status run_up_to_cv(plx_run *r, plx_error *err)
{
    plx_status rc = plx_run_prepare(r, err);

    if (rc == PLX_OK)
        rc = read_corpus(r, err);
    if (rc == PLX_OK)
        rc = cross_validate(r, err);
    return rc;
}

static void run_release(plx_run *r)
{
    plx_analyser_free(r->an);
    plx_strbuf_release(&r->masked);
    plx_corpus_release(&r->c);
    free(r->use);
    free(r->fold);
    free(r->scores);
    free(r->topic);
    free(r->judged);
    plx_fitted_release(&r->fitted);
    plx_model_free(r->m);
}

plx_status plx_train(const plx_dataset *ds, const plx_train_options *opt, plx_model **out,
                     plx_measures *cv, plx_error *err)
{
    plx_run r = { .ds = ds, .opt = opt };
    plx_status rc;

    *out = NULL;
    rc = run_up_to_cv(&r, err);
    if (rc == PLX_OK) {
        say(&r, "training");
        memset(r.use, true, r.c.doc_count);
        rc = plx_fit(&r.c, &r.plan, r.use, &r.fitted, err);
    }
    if (rc == PLX_OK)
        rc = plx_run_assemble(&r, out, err);
    if (rc == PLX_OK && cv)
        *cv = r.cv;
    run_release(&r);
    return rc;
}

plx_status plx_cross_validate(const plx_dataset *ds, const plx_train_options *opt,
                              plx_measures *out, plx_error *err)
{
    plx_run r = { .ds = ds, .opt = opt };
    plx_status rc = run_up_to_cv(&r, err);

    memset(out, 0, sizeof *out);
    if (rc == PLX_OK)
        *out = r.cv;
    run_release(&r);
    return rc;
}
