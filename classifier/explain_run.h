/* classifier/explain_run.h - an explanation on its way; only for explain.c and explain_words.c */
#ifndef PLX_CLASSIFIER_EXPLAIN_RUN_H
#define PLX_CLASSIFIER_EXPLAIN_RUN_H

#include <stdint.h>

#include "classifier/explain.h"
#include "classifier/features.h"

/** What falls to the word of a slot, as a change against the slot before. */
typedef struct plx_word_share {
    double weight;
    int32_t grams; /* that cover it: a sum of doubles does not come back to zero */
} plx_word_share;

/**
 * Fill spans, `strongest` and sentences of *out.
 *
 * @param shares  of all slots of f; changes are made sums
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_explain_words(const plx_features *f, plx_word_share *shares,
                             const plx_explain_request *rq, plx_explanation *out, plx_error *err);

#endif
