#include "classifier/sentence_run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Chosen on the validation half: of 4 to 12 all do as well; see models/iran/README.md. */
#define SENTENCE_COST 8.0

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "training: out of memory");
}

/* The fold of each source, PLX_FOLD_TRAINS for those of written articles and of sentences alone. */
static uint8_t *fold_of_groups(const plx_corpus *articles, const plx_folds *folds, uint32_t groups)
{
    uint8_t *of = malloc((size_t)groups + 1);

    if (!of)
        return NULL;
    memset(of, PLX_FOLD_TRAINS, groups);
    for (size_t d = 0; d < articles->doc_count; d++)
        if (folds->of[d] < PLX_FOLD_TRAINS)
            of[articles->docs[d].group] = folds->of[d];
    return of;
}

/* Add the scores of the sentences of the articles in fold f to the articles. */
static plx_status add_scores(const plx_sentence_run *s, const plx_fitted *fit, const uint8_t *fold,
                             unsigned f, plx_corpus *articles, plx_error *err)
{
    plx_cell *cells = malloc(((size_t)s->c.features + 1) * sizeof *cells);
    float scores[PLX_LABELS_MAX];

    if (!cells)
        return no_memory(err);
    for (size_t i = 0; i < s->c.doc_count; i++) {
        const plx_doc *doc = &s->c.docs[i];

        if (doc->class != PLX_CLASS_NONE || fold[doc->group] != f)
            continue;
        plx_fitted_score(fit, &s->c, doc, &s->plan, cells, scores);
        for (size_t k = 0; k < s->plan.classes; k++)
            articles->docs[doc->sample].sentence[k] += scores[k];
    }
    free(cells);
    return PLX_OK;
}

/* Fit on the labelled sentences of sources that are not in fold f. */
static plx_status fit_without(const plx_sentence_run *s, const uint8_t *fold, unsigned f,
                              plx_fitted *out, plx_error *err)
{
    bool *use = malloc(s->c.doc_count + 1);
    plx_status rc;

    if (!use)
        return no_memory(err);
    for (size_t i = 0; i < s->c.doc_count; i++)
        use[i] = s->c.docs[i].class != PLX_CLASS_NONE && fold[s->c.docs[i].group] != f;
    rc = plx_fit(&s->c, &s->plan, use, out, err);
    free(use);
    return rc;
}

/* Each article by a fit that knows no sentence of its source; written ones by the fit on all. */
static plx_status score_articles(plx_sentence_run *s, const uint8_t *fold, plx_corpus *articles,
                                 plx_error *err)
{
    plx_status rc = fit_without(s, fold, PLX_FOLD_NONE, &s->fit, err);

    if (rc == PLX_OK)
        rc = add_scores(s, &s->fit, fold, PLX_FOLD_TRAINS, articles, err);
    for (unsigned f = 0; rc == PLX_OK && f < s->plan.folds; f++) {
        plx_fitted fit = { 0 };

        rc = fit_without(s, fold, f, &fit, err);
        if (rc == PLX_OK)
            rc = add_scores(s, &fit, fold, f, articles, err);
        plx_fitted_release(&fit);
    }
    return rc;
}

/* Sums to means. An article without such sentences has the score of nothing at all, the bias. */
static plx_status take_means(const plx_sentence_run *s, plx_corpus *articles, plx_error *err)
{
    uint32_t *count = calloc(articles->doc_count + 1, sizeof *count);

    if (!count)
        return no_memory(err);
    for (size_t i = 0; i < s->c.doc_count; i++)
        if (s->c.docs[i].class == PLX_CLASS_NONE)
            count[s->c.docs[i].sample]++;
    for (size_t d = 0; d < articles->doc_count; d++)
        for (size_t k = 0; k < s->plan.classes; k++) {
            float *at = &articles->docs[d].sentence[k];

            *at = count[d] ? *at / (float)count[d] : s->fit.bias[k];
        }
    free(count);
    return PLX_OK;
}

/* Mean and deviation of the scores over the real articles. */
static void measure_scores(plx_corpus *articles, size_t classes)
{
    for (size_t k = 0; k < classes; k++) {
        double sum = 0, square = 0, n = 0;

        for (size_t d = 0; d < articles->doc_count; d++) {
            double x = (double)articles->docs[d].sentence[k];

            if (articles->docs[d].synthetic)
                continue;
            sum += x;
            square += x * x;
            n++;
        }
        n = n > 0 ? n : 1;
        articles->sentence_mean[k] = (float)(sum / n);
        articles->sentence_deviation[k] = (float)sqrt(fmax(square / n - sum * sum / (n * n), 1e-6));
    }
    articles->has_sentences = true;
}

plx_status plx_sentence_run_make(const plx_dataset *ds, plx_analyser *an,
                                 const plx_corpus_plan *corpus_plan, const plx_fit_plan *plan,
                                 const plx_folds *folds, plx_corpus *articles,
                                 plx_sentence_run *out, plx_error *err)
{
    uint8_t *fold;
    plx_status rc;

    memset(out, 0, sizeof *out);
    if (ds->sentence_count < PLX_SENTENCES_LEAST)
        return PLX_OK;
    out->plan = *plan;
    out->plan.cost = SENTENCE_COST;
    out->plan.min_sources = 1;
    for (int g = 0; g < PLX_GROUPS; g++)
        out->plan.group_weight[g] = 1;
    fold = fold_of_groups(articles, folds, plx_map_count(ds->groups));
    rc = fold ? plx_corpus_build_sentences(ds, an, corpus_plan, articles, &out->c, err)
              : no_memory(err);
    if (rc == PLX_OK)
        rc = score_articles(out, fold, articles, err);
    if (rc == PLX_OK)
        rc = take_means(out, articles, err);
    if (rc == PLX_OK)
        measure_scores(articles, plan->classes);
    free(fold);
    return rc;
}

void plx_sentence_run_release(plx_sentence_run *s)
{
    plx_corpus_release(&s->c);
    plx_fitted_release(&s->fit);
    memset(s, 0, sizeof *s);
}
