/* classifier/gate.h - fitting the off-topic gate; only for the files of this folder */
#ifndef PLX_CLASSIFIER_GATE_H
#define PLX_CLASSIFIER_GATE_H

#include <stdbool.h>

#include "classifier/corpus.h"
#include "classifier/model_file.h"

/** Fewer off-topic articles than this fit nothing: the built-in gate is used. */
#define PLX_GATE_LEAST 20

/**
 * Fit a logistic regression on the articles of `use`; `margin` is taken off the score.
 * PLX_ERR_NOMEM.
 */
plx_status plx_gate_fit(const plx_corpus *c, const bool *use, float margin, plx_gate *out,
                        plx_error *err);
/** A gate found to do for Iran; for data sets without enough off-topic articles. */
plx_gate plx_gate_builtin(void);
/** The score of one article; > 0 is off-topic. */
float plx_gate_score(const plx_gate *g, const plx_topic *t);

#endif
