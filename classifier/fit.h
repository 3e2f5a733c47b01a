/* classifier/fit.h - a corpus to weights: folds, row weights, out-of-fold scores */
#ifndef PLX_CLASSIFIER_FIT_H
#define PLX_CLASSIFIER_FIT_H

#include <stdbool.h>

#include "classifier/corpus.h"
#include "classifier/gate.h"

/** How to fit; all values set. */
typedef struct plx_fit_plan {
    size_t classes;
    double cost, source_power;
    unsigned min_sources, seed, folds;
    bool random_folds;
    float group_weight[PLX_GROUPS];
} plx_fit_plan;

/** Weights of a fitted part. */
typedef struct plx_fitted {
    plx_selection chosen;
    float *weight; /* [column * classes + class] */
    float bias[PLX_LABELS_MAX];
} plx_fitted;

/** Fit on the articles of `use`. PLX_ERR_NOMEM and what plx_linear_train() returns. */
plx_status plx_fit(const plx_corpus *c, const plx_fit_plan *plan, const bool *use, plx_fitted *out,
                   plx_error *err);
void plx_fitted_release(plx_fitted *f);

/**
 * The share each article has in its source and label: 1/n^power, n = articles of `use` of its
 * group and class.
 *
 * @param out  doc_count values, 0 for articles that are not of `use`
 */
void plx_source_weights(const plx_corpus *c, const bool *use, double power, float *out);

/** A fold for each article, by source or at random. PLX_ERR_NOMEM. */
plx_status plx_make_folds(const plx_corpus *c, const plx_fit_plan *plan, uint8_t *fold,
                          plx_error *err);

/** Scores of each article by the fit that has not seen its fold: [doc * classes + class]. */
plx_status plx_out_of_fold(const plx_corpus *c, const plx_fit_plan *plan, const uint8_t *fold,
                           float *scores, plx_error *err);

#endif
