/* classifier/drift_data.h - inside drift.h; only for drift.c, drift_report.c and drift_training.c
 */
#ifndef PLX_CLASSIFIER_DRIFT_DATA_H
#define PLX_CLASSIFIER_DRIFT_DATA_H

#include "base/map.h"
#include "classifier/drift.h"
#include "classifier/features.h"

struct unknown_word {
    size_t text_at; /* in texts */
    unsigned articles, last_article;
};

struct unknown_words {
    plx_map *stems;
    struct unknown_word *words; /* by ordinal of the stem */
    size_t cap;
    plx_strbuf texts;
};

struct plx_drift {
    const plx_model *model;
    plx_analyser *an;
    plx_judge *judge;
    plx_tokens title, text;
    unsigned articles; /* given so far */
    plx_drift_figures all;
    plx_drift_left_out outside;
    plx_drift_month *months; /* by date */
    size_t month_count;
    struct unknown_words unknown;
};

/** Is a gram one of the words that are counted? */
bool plx_drift_is_word(const plx_features *f, const plx_gram *g);

#endif
