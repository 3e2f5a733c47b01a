/* classifier/fit.h - a corpus to weights
 *
 * Adapting a model: its scores, linear in the same row, are columns of their own beside the
 * words, so large that their weights cost next to nothing. Made-up rows that hold nothing but
 * scores, labelled as the model would, hold those weights near what they say already; they also
 * stand for labels that the new articles lack. Afterwards all is multiplied out.
 *
 * The scores of an article's sentences (sentence_run.h) are columns, too; when a model is
 * adapted they are its own, and part of its scores. */
#ifndef PLX_CLASSIFIER_FIT_H
#define PLX_CLASSIFIER_FIT_H

#include <stdbool.h>

#include "classifier/corpus.h"

/** How to fit; all values set. */
typedef struct plx_fit_plan {
    size_t classes;
    double cost, source_power;
    unsigned min_sources, seed, folds;
    bool random_folds;
    float group_weight[PLX_GROUPS];
    const plx_model *base; /* to adapt; NULL: from scratch */
} plx_fit_plan;

/** Weights of a fitted part. */
typedef struct plx_fitted {
    plx_selection chosen;
    float *weight; /* [column * classes + class], the base's share included */
    float bias[PLX_LABELS_MAX];
    float mix[PLX_LABELS_MAX * PLX_LABELS_MAX]; /* [of the base * classes + class]: what its scores
                                                   are worth; for its words that no article has */
    float sentence[PLX_LABELS_MAX * PLX_LABELS_MAX]; /* what the scores of sentences are worth */
} plx_fitted;

/** Fit on the articles of `use`. PLX_ERR_NOMEM and what plx_linear_train() returns. */
plx_status plx_fit(const plx_corpus *c, const plx_fit_plan *plan, const bool *use, plx_fitted *out,
                   plx_error *err);
void plx_fitted_release(plx_fitted *f);

/** Scores of an article by a fit; `cells` has room for doc->count. */
void plx_fitted_score(const plx_fitted *f, const plx_corpus *c, const plx_doc *doc,
                      const plx_fit_plan *plan, plx_cell *cells, float *out);

/**
 * The share each article has in its source and label: 1/n^power, n = articles of `use` of its
 * group and class.
 *
 * @param out  doc_count values, 0 for articles that are not of `use`
 */
void plx_source_weights(const plx_corpus *c, const bool *use, double power, float *out);

#endif
