/* classifier/train.h - labelled articles to a model; cross-validation and measures
 *
 * Articles of the same source and label share their weight (each counts
 * 1/n^0.4, n = articles of its source and label), features count only if seen
 * in several sources, and folds can be grouped by source: a model has to hold
 * on the outlet it has not seen. */
#ifndef PLX_CLASSIFIER_TRAIN_H
#define PLX_CLASSIFIER_TRAIN_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/article.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "classifier/model.h"

/** A set of labelled articles. */
typedef struct plx_dataset plx_dataset;

plx_status plx_dataset_new(plx_dataset **out, plx_error *err);
void plx_dataset_free(plx_dataset *ds);

/**
 * Add an article by its `label`; the same text again is left out and counted. The spellings
 * of off-topic ("offtopic", "off_topic", "off topic") are one. A written article's extra field
 * "voice" makes it a source of its own: source and voice together.
 *
 * @return PLX_OK; PLX_ERR_INVALID if it has no label, one that cannot be, or no words;
 *         PLX_ERR_NOMEM
 */
plx_status plx_dataset_add(plx_dataset *ds, const plx_article *a, plx_error *err);
/**
 * Keep the articles added from here on together in folds by the outlet they credit
 * (original_source), where they credit one, rather than by the one that published the copy: a wire
 * story is then on one side of a fold in whoever's pages it stands.
 */
void plx_dataset_group_by_credit(plx_dataset *ds);
size_t plx_dataset_count(const plx_dataset *ds);
size_t plx_dataset_repeated(const plx_dataset *ds);

/** Zeroed: the defaults. */
typedef struct plx_train_options {
    const char *name;         /* of the model; NULL: target and date */
    const char *target;       /* NULL: "iran" */
    const char *date;         /* ISO 8601 date of training; NULL: today */
    const char *target_terms; /* words and phrases that name the target, one a line; NULL: built in
                                 for iran */
    const char *const *order; /* label names in the wanted order, NULL-ended; NULL: the target's
                                 own, others as sorted */
    double cost;              /* liblinear C; 0 = default */
    double source_power;      /* 0 = 0.4; negative = no weighing by source */
    unsigned min_sources; /* features in fewer sources are dropped; 0 = 3, less with few sources */
    unsigned seed;        /* 0 = 1 */
    unsigned folds;       /* for calibration and --cross-validate; 0 = 5 */
    bool random_folds;    /* split at random, not by source: optimistic */
    /* called now and then with what is being done; may be NULL */
    void (*progress)(void *ctx, const char *what);
    void *ctx;
} plx_train_options;

/** Figures of one label. */
typedef struct plx_label_measure {
    unsigned gold, predicted, correct;
    double precision, recall, f1;
} plx_label_measure;

/** Predictions held against gold labels; counts of real articles (not synthetic) only. */
typedef struct plx_measures {
    plx_label_set labels;
    unsigned articles; /* with one of the labels as gold */
    unsigned left_out; /* gold off-topic or no label of the model, synthetic, not judged */
    unsigned without_source;
    plx_label_measure label[PLX_LABELS_MAX];
    unsigned confusion[PLX_LABELS_MAX][PLX_LABELS_MAX]; /* [gold][predicted] */
    double macro_f1, accuracy;
    double macro_low, macro_high; /* 95 % bootstrap over sources; 0, 0 with fewer than 5 sources */
    double calibration_error;     /* expected, 10 bins, of the best label's probability */
    double coverage;              /* share not "unclear" */
    double covered_precision;     /* share right among those */
    unsigned offtopic_gold, offtopic_found, offtopic_right;
} plx_measures;

/**
 * Train a model, with calibration and threshold from out-of-fold scores.
 *
 * @param cv   may be NULL; receives the cross-validated measures
 * @return PLX_OK; PLX_ERR_INVALID (fewer than two labels, or fewer than 5 articles of one: says
 *         which); PLX_ERR_NOMEM
 */
plx_status plx_train(const plx_dataset *ds, const plx_train_options *opt, plx_model **out,
                     plx_measures *cv, plx_error *err);

/** Cross-validate without keeping a model. */
plx_status plx_cross_validate(const plx_dataset *ds, const plx_train_options *opt,
                              plx_measures *out, plx_error *err);

/** A model against labelled articles. */
plx_status plx_evaluate(const plx_model *m, const plx_dataset *ds, plx_measures *out,
                        plx_error *err);

/**
 * Warnings on a data set, one a line, in words ("338 of 349 pro-iran articles come from one source,
 * tehrantimes.com: folds by source say little about this label"). Appends to out.
 */
plx_status plx_dataset_warnings(const plx_dataset *ds, plx_strbuf *out, plx_error *err);

/** Measures as a readable table, and as JSON (new reference). */
void plx_measures_print(const plx_measures *m, plx_strbuf *out);
json_t *plx_measures_json(const plx_measures *m);

#endif
