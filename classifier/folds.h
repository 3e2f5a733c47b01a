/* classifier/folds.h - parts of a data set that are held out in turn */
#ifndef PLX_CLASSIFIER_FOLDS_H
#define PLX_CLASSIFIER_FOLDS_H

#include <stdbool.h>
#include <stdint.h>

#include "classifier/fit.h"

/** Most folds, and two marks beside their numbers. */
#define PLX_FOLDS_MAX 50
/** A written article: trains in every fold, is in none. */
#define PLX_FOLD_TRAINS 254
/** Left out: it has no source that it could be held out with. */
#define PLX_FOLD_NONE 255

/** Who is in which fold. */
typedef struct plx_folds {
    uint8_t *of;          /* by article of the corpus */
    unsigned near_copies; /* articles kept with a near-copy of another source */
    unsigned without_source;
    bool is_random;
    bool too_few_sources; /* random only for want of sources that share no near-copies */
} plx_folds;

/**
 * Deal the articles out so that every label is in every fold as evenly as can be. An article's
 * source stays together (unless folds are random), and so do near-copies, in chains too. Where that
 * leaves one part only, folds are random, and if need be near-copies are parted.
 * PLX_ERR_NOMEM.
 */
plx_status plx_folds_make(const plx_corpus *c, const plx_dataset *ds, const plx_fit_plan *plan,
                          plx_folds *out, plx_error *err);
void plx_folds_release(plx_folds *f);

/**
 * Scores of each article by the fit that has not seen its fold.
 *
 * @param share   part of the sources that trains, 1 for all (a learning curve asks for less)
 * @param fits    may be NULL; receives the fit of each fold, to be released
 * @param scores  [doc * classes + class]; those of articles in no fold stay as they are
 */
plx_status plx_folds_score(const plx_folds *folds, const plx_corpus *c, const plx_fit_plan *plan,
                           double share, plx_fitted *fits, float *scores, plx_error *err);

/** Does an article train when fold f is held out and a share of the sources trains? */
bool plx_folds_train(const plx_folds *folds, const plx_corpus *c, size_t doc, unsigned f,
                     double share);

#endif
