/* classifier/train.h - labelled articles to a model; cross-validation and measures
 *
 * Articles of the same source and label share their weight (each counts
 * 1/n^0.4, n = articles of its source and label), features count only if seen
 * in several sources, and folds keep sources and near-copies together: a model has to hold
 * on the outlet it has not seen. Written articles train in every fold and are never measured.
 *
 * A model can be adapted: its scores enter as features beside the words, held near what they say
 * by made-up rows that repeat it, and are multiplied out afterwards. The result is one
 * linear model again, and needs the first one's articles no more. */
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
#include "classifier/report.h"

/** A set of labelled articles. */
typedef struct plx_dataset plx_dataset;

plx_status plx_dataset_new(plx_dataset **out, plx_error *err);
void plx_dataset_free(plx_dataset *ds);

/**
 * Add an article by its `label`. The spellings of off-topic ("offtopic", "off_topic", "off topic")
 * are one. A written article's extra field "voice" makes it a source of its own: source and voice
 * together. An extra field "unit" of "sentence" makes it a labelled sentence: from such a model
 * learns what the sentences that name the target say of it, and weighs that of whole articles.
 *
 * The same text again (in any spacing or type) is left out and counted. If it comes with another
 * label, the one that is decided (see plx_dataset_kind()) stands; if both are or neither is, the
 * text is contested and left out altogether, since nothing says which is right.
 *
 * @return PLX_OK; PLX_ERR_INVALID if it has no label, one that cannot be, or no words;
 *         PLX_ERR_NOMEM
 */
plx_status plx_dataset_add(plx_dataset *ds, const plx_article *a, plx_error *err);

/** Kinds of labels, to be combined. */
enum {
    PLX_DATA_DECIDED = 1 << 0, /* a person's word on this very article: outranks labels of files */
    PLX_DATA_PICKED = 1 << 1 /* active learning chose the article: it trains, and never measures */
};
/** What the labels of the articles added from here on are; 0 at first. */
void plx_dataset_kind(plx_dataset *ds, unsigned kind);
/**
 * Keep the articles added from here on together in folds by the outlet they credit
 * (original_source), where they credit one, rather than by the one that published the copy: a wire
 * story is then on one side of a fold in whoever's pages it stands.
 */
void plx_dataset_group_by_credit(plx_dataset *ds);
size_t plx_dataset_count(const plx_dataset *ds);
/** Labelled sentences, which plx_dataset_count() leaves out. */
size_t plx_dataset_sentences(const plx_dataset *ds);
size_t plx_dataset_repeated(const plx_dataset *ds);
/** Texts left out since they came with two labels, and labels that a decided one outranked. */
size_t plx_dataset_contested(const plx_dataset *ds);
size_t plx_dataset_outranked(const plx_dataset *ds);

/** Zeroed: the defaults. */
typedef struct plx_train_options {
    const char *name;         /* of the model; NULL: target and date */
    const char *target;       /* NULL: "iran" */
    const char *date;         /* ISO 8601 date of training; NULL: today */
    const char *target_terms; /* words and phrases that name the target, one a line; NULL: built in
                                 for iran */
    const char *const *order; /* label names in the wanted order, NULL-ended; NULL: the target's
                                 own, others as sorted */
    const plx_model *base;    /* adapt this model; NULL: from scratch */
    double cost;              /* liblinear C; 0 = default */
    bool grid;                /* try PLX_GRID_COSTS and take the one that cross-validates best */
    double source_power;      /* 0 = 0.4; negative = no weighing by source */
    unsigned min_sources; /* features in fewer sources are dropped; 0 = 6, less with few sources */
    unsigned seed;        /* 0 = 1 */
    unsigned folds;       /* for calibration and --cross-validate; 0 = 5 */
    bool random_folds;    /* split at random, not by source: optimistic */
    bool curve;           /* measure with parts of the sources, too */
    unsigned errors;      /* how many of the worst errors the report gets */
    /* called now and then with what is being done; may be NULL */
    void (*progress)(void *ctx, const char *what);
    void *ctx;
} plx_train_options;

/**
 * Train a model, with calibration and threshold from out-of-fold scores of real articles.
 *
 * An article without source cannot be held out with its source: in cross-validation by source it
 * neither trains nor counts. If fewer than two sources are left, folds are made at random, and
 * the report says so.
 *
 * @param out     the model; NULL: cross-validate only
 * @param report  may be NULL; zeroed and filled, to be released
 * @return PLX_OK; PLX_ERR_INVALID (from scratch: fewer than two labels, or fewer than 5 articles of
 *         one; adapting: a label or language that the base has not: says which); PLX_ERR_NOMEM
 */
plx_status plx_train(const plx_dataset *ds, const plx_train_options *opt, plx_model **out,
                     plx_train_report *report, plx_error *err);

/** A model against labelled articles; those it was trained on are counted and left out. */
plx_status plx_evaluate(const plx_model *m, const plx_dataset *ds, plx_measures *out,
                        plx_error *err);

/**
 * Warnings on a data set, one a line, in words: a label of one source ("338 of 349 pro-iran
 * articles come from one source, tehrantimes.com: folds by source say little about this label"),
 * one label only, too few articles of a label, articles without source or with contradictory labels
 * (the same text; near-copies), articles that are not measured. Appends to out.
 */
plx_status plx_dataset_warnings(const plx_dataset *ds, plx_strbuf *out, plx_error *err);

#endif
