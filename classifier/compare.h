/* classifier/compare.h - two models on the same articles: where they agree, and which is right
 *
 * Articles are handed in one by one and not kept, so that a whole index can be compared. Where a
 * gold label comes with them, both models are measured on the same articles: those that neither
 * was trained on, each text once, written ones left out (as plx_evaluate() does). */
#ifndef PLX_CLASSIFIER_COMPARE_H
#define PLX_CLASSIFIER_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/article.h"
#include "base/error.h"
#include "classifier/model.h"
#include "classifier/report.h"
#include "classifier/stance.h"

/** Fewer articles on which one of two models alone is right are too few to say which is better. */
#define PLX_MCNEMAR_LEAST 10

/** Two classifiers on the same articles: may their difference be chance? */
typedef struct plx_mcnemar {
    double exact; /* two-sided p by the binomial distribution */
    double mid;   /* two-sided mid-p: less conservative, to be preferred */
    bool is_too_few;
} plx_mcnemar;

/**
 * McNemar's test in its exact conditional form, and its mid-p version. Of the n articles that one
 * of the two alone has right, each is the first's with probability 1/2 if both are equally good.
 *
 * M. W. Fagerland, S. Lydersen, P. Laake, *The McNemar test for binary matched-pairs data: mid-p
 * and asymptotic are better than exact conditional*, BMC Medical Research Methodology 13:91, 2013.
 *
 * @param only_a, only_b  articles that the first (the second) alone has right
 */
plx_mcnemar plx_mcnemar_test(unsigned only_a, unsigned only_b);

/** Stances in the table of a comparison: labels, then unclear, off-topic, not judged. */
#define PLX_COMPARED_STANCES (PLX_LABELS_MAX + 3)

/** An article of which the two say different stances. */
typedef struct plx_model_difference {
    char *id, *title;       /* "" if not known; freed by the comparison */
    plx_verdict verdict[2]; /* both in the first model's order of labels */
    double distance;        /* half the sum of what the probabilities differ by: 0..1 */
    int gold;               /* label; -1: none, or none of the models' */
} plx_model_difference;

/** What came of it; borrowed from the comparison. */
typedef struct plx_model_comparison {
    plx_label_set labels;
    size_t stances; /* labels.count + 3 */
    size_t articles, same;
    unsigned table[PLX_COMPARED_STANCES][PLX_COMPARED_STANCES]; /* [first's][second's] */
    double kappa;                 /* Cohen's, of the table; NaN if both say one stance only */
    plx_model_difference *differ; /* the farthest apart first */
    size_t differ_count;
    /* Where gold labels came: */
    size_t gold;        /* articles with one */
    size_t unknown;     /* of these, with a label that the models have not */
    size_t repeated;    /* the same text again: not measured twice */
    size_t in_training; /* one of the two was trained on it */
    plx_measures measures[2];
    unsigned both_right, only_right[2], none_right;
    plx_mcnemar mcnemar;
} plx_model_comparison;

typedef struct plx_comparer plx_comparer;

/**
 * Begin. Both models are borrowed.
 *
 * @param most  differing articles to keep
 * @return PLX_OK; PLX_ERR_INVALID if they are about other targets or have other labels (says
 *         which); PLX_ERR_NOMEM
 */
plx_status plx_comparer_new(const plx_model *a, const plx_model *b, size_t most, plx_comparer **out,
                            plx_error *err);
/** NULL allowed. */
void plx_comparer_free(plx_comparer *c);

/**
 * Judge an article with both.
 *
 * @param gold  its true label, in any of the spellings of off-topic; NULL: not known
 * @return PLX_OK; PLX_ERR_LIMIT (its text is too long); PLX_ERR_NOMEM
 */
plx_status plx_comparer_add(plx_comparer *c, const plx_article *a, const char *gold,
                            plx_error *err);

/** Work out the figures; to be called once, when all articles are in. PLX_ERR_NOMEM. */
plx_status plx_comparer_finish(plx_comparer *c, const plx_model_comparison **out, plx_error *err);

/** Ordinal of a verdict's stance in the table; and the word for an ordinal. */
size_t plx_compared_stance(const plx_label_set *labels, const plx_verdict *v);
const char *plx_compared_stance_name(const plx_label_set *labels, size_t stance);

#endif
