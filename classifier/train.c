#include "classifier/train.h"

#include <stdlib.h>
#include <string.h>

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
    r->fits = r->opt->errors ? calloc(r->plan.folds, sizeof *r->fits) : NULL;
    r->scores = calloc(n * r->plan.classes, sizeof *r->scores);
    r->topic = calloc(n, sizeof *r->topic);
    r->judged = calloc(n, sizeof *r->judged);
    return r->use && (r->fits || !r->opt->errors) && r->scores && r->topic && r->judged
               ? PLX_OK
               : no_memory(err);
}

/* Articles to counted features. */
static plx_status read_corpus(plx_run *r, plx_error *err)
{
    plx_model *m = r->m;
    plx_corpus_plan plan = { .lang = r->lang,
                             .words = &m->words,
                             .labels = &m->labels,
                             .min_sources = r->plan.min_sources,
                             .base = r->plan.base ? &r->plan.base->dict : NULL,
                             .class_of = r->class_of };
    plx_status rc;

    say(r, "reading articles");
    rc = plx_mask_build(r->ds, r->an, r->lang, &m->words.target, &m->words.mask, &r->masked, err);
    if (rc == PLX_OK && r->plan.base)
        rc = plx_phrases_add_all(&m->words.mask, &r->plan.base->words.mask, err);
    plx_phrases_seal(&m->words.mask);
    if (rc == PLX_OK)
        rc = plx_corpus_build(r->ds, r->an, &plan, &r->c, err);
    if (rc == PLX_OK)
        rc = reserve(r, err);
    for (size_t d = 0; rc == PLX_OK && d < r->c.doc_count; d++)
        r->off_topic += r->c.docs[d].class == PLX_CLASS_OFF_TOPIC && !r->c.docs[d].synthetic;
    return rc;
}

/* ------------------------------------------------------------ the call */

static void run_release(plx_run *r)
{
    plx_analyser_free(r->an);
    plx_strbuf_release(&r->masked);
    plx_corpus_release(&r->c);
    for (unsigned f = 0; r->fits && f < r->plan.folds; f++)
        plx_fitted_release(&r->fits[f]);
    free(r->fits);
    free(r->use);
    plx_folds_release(&r->folds);
    plx_sentence_run_release(&r->sentences);
    free(r->scores);
    free(r->topic);
    free(r->judged);
    plx_fitted_release(&r->fitted);
    plx_train_report_release(&r->report);
    plx_model_free(r->m);
}

static plx_status fit_all(plx_run *r, plx_model **out, plx_error *err)
{
    plx_status rc;

    say(r, "training");
    memset(r->use, true, r->c.doc_count);
    rc = plx_fit(&r->c, &r->plan, r->use, &r->fitted, err);
    return rc == PLX_OK ? plx_run_assemble(r, out, err) : rc;
}

plx_status plx_train(const plx_dataset *ds, const plx_train_options *opt, plx_model **out,
                     plx_train_report *report, plx_error *err)
{
    plx_run r = { .ds = ds, .opt = opt };
    plx_status rc = plx_run_prepare(&r, err);

    if (out)
        *out = NULL;
    if (report)
        memset(report, 0, sizeof *report);
    if (rc == PLX_OK)
        rc = read_corpus(&r, err);
    if (rc == PLX_OK) {
        say(&r, "cross-validating");
        rc = plx_run_validate(&r, err);
    }
    if (rc == PLX_OK && report)
        rc = plx_run_describe(&r, err);
    if (rc == PLX_OK && out)
        rc = fit_all(&r, out, err);
    if (rc == PLX_OK && report) {
        *report = r.report;
        r.report = (plx_train_report){ 0 };
    }
    run_release(&r);
    return rc;
}
