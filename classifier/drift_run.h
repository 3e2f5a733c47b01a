/* classifier/drift_run.h - the training side of drift.h; only for validate.c and assemble.c */
#ifndef PLX_CLASSIFIER_DRIFT_RUN_H
#define PLX_CLASSIFIER_DRIFT_RUN_H

#include "classifier/run.h"

/** Count the verdicts in r->judged, which are out of fold, in r->drift. */
void plx_run_drift_labels(plx_run *r);

/**
 * Count the words of the same articles by the features that were chosen (r->fitted), and join the
 * figures of the model that was adapted. After plx_run_drift_labels().
 */
plx_status plx_run_drift_words(plx_run *r, plx_error *err);

#endif
