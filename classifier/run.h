/* classifier/run.h - one training run; only for the files that train */
#ifndef PLX_CLASSIFIER_RUN_H
#define PLX_CLASSIFIER_RUN_H

#include "classifier/corpus.h"
#include "classifier/dataset.h"
#include "classifier/drift.h"
#include "classifier/folds.h"
#include "classifier/gate.h"
#include "classifier/measure.h"
#include "classifier/model_file.h"
#include "classifier/sentence_run.h"
#include "classifier/target.h"
#include "classifier/train.h"

/** All that a training run holds. */
typedef struct plx_run {
    const plx_dataset *ds;
    const plx_train_options *opt;
    const plx_target *target; /* built-in, or NULL */
    const char *lang;
    plx_fit_plan plan;
    uint8_t class_of[PLX_LABELS_MAX + 1]; /* by label of the data set; one more for off-topic */
    plx_analyser *an;
    plx_strbuf masked; /* names, one a line */
    plx_corpus c;
    bool *use; /* articles of the fit at hand */
    plx_folds folds;
    plx_sentence_run sentences;
    plx_fitted *fits; /* of each fold, where the report explains errors */
    float *scores;    /* out of fold: [doc * classes + class] */
    float *topic;     /* out of fold: score of the off-topic gate */
    plx_judged *judged;
    size_t off_topic;        /* real articles labelled so */
    plx_drift_figures drift; /* of the articles that are measured */
    plx_train_report report;
    plx_fitted fitted;
    plx_model *m; /* being made */
} plx_run;

/** Labels, plan, names and terms from the options; r->ds and r->opt are set, the rest zero. */
plx_status plx_run_prepare(plx_run *r, plx_error *err);

/**
 * Cross-validate: folds, the cost if a grid is asked for, out-of-fold scores, calibration,
 * threshold, gate, and r->report.
 */
plx_status plx_run_validate(plx_run *r, plx_error *err);

/** Fill the report's worst errors from the folds' fits. */
plx_status plx_run_list_errors(plx_run *r, plx_error *err);

/** Fill what the report says of the run beside its measures: names, data, warnings. */
plx_status plx_run_describe(plx_run *r, plx_error *err);

/** The finished run as a model: r->m is filled, written to bytes and read back. */
plx_status plx_run_assemble(plx_run *r, plx_model **out, plx_error *err);

#endif
