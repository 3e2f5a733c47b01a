/* classifier/recalibrate.h - a model's probabilities fitted to the articles it is to judge
 *
 * Probabilities, threshold and off-topic gate of a model were fitted on the outlets it learned
 * from. On a random sample of other articles, labelled by people, they can be fitted again; what
 * the model learned of words stays as it is.
 *
 * - One temperature for all scores. One more summand for each label, since the labels' shares may
 *   differ from those in training, if that lowers the log loss out of fold by more than its
 *   standard error (chosen once, on the whole sample): bias-corrected temperature scaling,
 *   Alexandari, Kundaje, Shrikumar, "Maximum Likelihood with Bias-Corrected Calibration is
 *   Hard-To-Beat at Label Shift Adaptation", 2020. Other than the temperature it may change which
 *   label is best.
 * - The threshold as in training: the lowest with a precision of PLX_WANTED_PRECISION above it.
 * - The margin of the gate, with PLX_RECALIBRATE_OFF_TOPIC off-topic articles or more. */
#ifndef PLX_CLASSIFIER_RECALIBRATE_H
#define PLX_CLASSIFIER_RECALIBRATE_H

#include "classifier/train.h"

/** A sample of fewer articles with a label of the model is refused. */
#define PLX_RECALIBRATE_LEAST 30
/** Fewer off-topic articles leave the gate as it is. */
#define PLX_RECALIBRATE_OFF_TOPIC 10

/** Zeroed: the defaults. */
typedef struct plx_recalibrate_options {
    const char *name; /* of the new model; NULL: the old one's and "-recalibrated" */
    const char *date; /* ISO 8601; NULL: today */
    unsigned seed;    /* of the folds; 0 = 1 */
} plx_recalibrate_options;

/** What came of it. */
typedef struct plx_recalibration {
    plx_measures before, after;    /* on the sample; `after` by models that had not seen the part */
    unsigned articles;             /* that were fitted on */
    double temperature, threshold; /* new */
    double old_temperature, old_threshold;
    bool has_shift;
    double shift[PLX_LABELS_MAX]; /* added to each label's score, in units of the temperature */
    bool has_margin;
    double margin; /* taken off the gate's score */
} plx_recalibration;

/**
 * Fit probabilities, threshold and gate on a sample. Of it are left out: written articles, those
 * picked by active learning, those the model learned from, and those it cannot judge.
 *
 * The sample must be random, of the articles the model is to judge: folds are made of it at random,
 * since its outlets are those to come.
 *
 * @param out  the new model
 * @return PLX_OK; PLX_ERR_INVALID for fewer than PLX_RECALIBRATE_LEAST articles (says how many were
 *         left out, and why); PLX_ERR_NOMEM
 */
plx_status plx_recalibrate(const plx_model *m, const plx_dataset *ds,
                           const plx_recalibrate_options *opt, plx_model **out,
                           plx_recalibration *report, plx_error *err);

/** As text, and as JSON (new reference; NULL without memory). */
void plx_recalibration_print(const plx_recalibration *r, plx_strbuf *out);
json_t *plx_recalibration_json(const plx_recalibration *r);

#endif
