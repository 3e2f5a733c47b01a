/* classifier/measure.h - verdicts held against gold labels; only for the files of this folder */
#ifndef PLX_CLASSIFIER_MEASURE_H
#define PLX_CLASSIFIER_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "classifier/stance.h"
#include "classifier/train.h"

/** Gold labels that are none of the model's. */
#define PLX_GOLD_OFF_TOPIC (-1)
#define PLX_GOLD_NONE      (-2)

/** One article that was judged. */
typedef struct plx_judged {
    plx_verdict verdict;
    int gold;       /* label of the model, or PLX_GOLD_... */
    uint32_t group; /* its source */
    bool synthetic;
    bool picked; /* by active learning */
    bool without_source;
    bool in_training; /* of the model that judged */
} plx_judged;

/** Is it measured? Not if written, picked by active learning, trained on, not judged, without
 * scores, or with no label of the model as gold. */
bool plx_judged_counts(const plx_judged *j);

/** Fill *out from n judged articles (written ones and those not judged count as left out). */
plx_status plx_measure(const plx_label_set *labels, const plx_judged *items, size_t n,
                       unsigned seed, plx_measures *out, plx_error *err);

/** Called with the judge that has just judged item i of a data set. */
typedef void plx_judged_seen(void *ctx, size_t i, const plx_judge *j);

/**
 * Judge all articles of a data set.
 *
 * @param items  ds->count of them, to be filled
 * @param seen   may be NULL
 * @return PLX_OK; PLX_ERR_INVALID if no article has a label of the model; PLX_ERR_NOMEM
 */
plx_status plx_judge_dataset(const plx_model *m, const plx_dataset *ds, plx_judged *items,
                             plx_judged_seen *seen, void *ctx, plx_error *err);

/** A generator of its own (splitmix64), so that results do not depend on libc. */
uint64_t plx_random(uint64_t *state);

#endif
