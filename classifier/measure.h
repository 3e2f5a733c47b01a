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
    bool without_source;
    bool in_training; /* of the model that judged */
} plx_judged;

/** Fill *out from n judged articles (written ones and those not judged count as left out). */
plx_status plx_measure(const plx_label_set *labels, const plx_judged *items, size_t n,
                       unsigned seed, plx_measures *out, plx_error *err);

/** A generator of its own (splitmix64), so that results do not depend on libc. */
uint64_t plx_random(uint64_t *state);

#endif
