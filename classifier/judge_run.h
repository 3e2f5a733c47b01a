/* classifier/judge_run.h - one article in the hands of a judge; only for the files that judge,
 * explain and recalibrate */
#ifndef PLX_CLASSIFIER_JUDGE_RUN_H
#define PLX_CLASSIFIER_JUDGE_RUN_H

#include "classifier/model_file.h"

/** A feature of the article at hand that the model knows. */
typedef struct plx_hit {
    uint32_t feature;
    uint32_t count;
    uint32_t here; /* in the sentence at hand */
    float value;   /* tf-idf, of unit length in its group, times the group's weight */
    uint8_t group;
} plx_hit;

struct plx_judge {
    const plx_model *model; /* borrowed; NULL: nothing is judged */
    plx_features features;
    uint32_t *hit_of; /* by feature: 1 + index of its hit; all 0 between articles */
    plx_hit *hits;
    uint32_t *touched; /* hits of the sentence at hand */
    size_t hit_count, hit_cap;
};

/** Features of an article in j->hits, and all its grams in j->features. PLX_ERR_NOMEM. */
plx_status plx_judge_find_hits(plx_judge *j, const plx_tokens *title, const plx_tokens *text,
                               plx_error *err);

/** What the sentences of an article add to each label's score. PLX_ERR_NOMEM. */
plx_status plx_judge_sentences(plx_judge *j, const plx_tokens *title, const plx_tokens *text,
                               float *out, plx_error *err);

#endif
