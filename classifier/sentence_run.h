/* classifier/sentence_run.h - labelled sentences to scores of articles; only for a training run
 *
 * A model of its own learns from labelled sentences. The mean of its scores over an article's
 * sentences, by class, is what the article's model sees of them, always from a fit that knows no
 * sentence of the article's source (stacking: Wolpert, "Stacked generalization", 1992). Both are
 * linear, and so is the mean: in the finished model they are one set of weights. */
#ifndef PLX_CLASSIFIER_SENTENCE_RUN_H
#define PLX_CLASSIFIER_SENTENCE_RUN_H

#include "classifier/folds.h"

/** Fewer labelled sentences teach nothing. */
#define PLX_SENTENCES_LEAST 100

typedef struct plx_sentence_run {
    plx_corpus c;
    plx_fit_plan plan;
    plx_fitted fit; /* on all labelled sentences */
} plx_sentence_run;

/**
 * Learn from the labelled sentences, and give each doc of `articles` its scores. Nothing happens
 * with fewer than PLX_SENTENCES_LEAST of them. PLX_ERR_NOMEM and what plx_fit() returns.
 *
 * @param corpus_plan  of the articles
 */
plx_status plx_sentence_run_make(const plx_dataset *ds, plx_analyser *an,
                                 const plx_corpus_plan *corpus_plan, const plx_fit_plan *plan,
                                 const plx_folds *folds, plx_corpus *articles,
                                 plx_sentence_run *out, plx_error *err);
void plx_sentence_run_release(plx_sentence_run *s);

#endif
