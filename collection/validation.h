/* collection/validation.h - what a random sample read by people says of a model and of a collection
 *
 * Of a population of articles the model has given each its word; of a simple random sample of them
 * a person has said the label, without seeing the model's. From both follow
 *
 * - precision and recall of each label, and the share right in each source, as proportions of the
 *   sample, with intervals by E. B. Wilson, "Probable inference, the law of succession, and
 *   statistical inference", JASA 22 (1927);
 * - the shares of the labels in the population, corrected for the model's errors: the sample is
 *   stratified afterwards by the model's word, since how many articles it gave each word is known:
 *       share(k) = sum over words h of  N(h)/N * n(h, k)/n(h)
 *   (W. G. Cochran, Sampling Techniques, 3rd ed. 1977, 5A.9; from an error matrix so written by
 *   P. Olofsson et al., Remote Sensing of Environment 148 (2014), 42-57; for two labels W. J. Rogan
 *   and B. Gladen, Am. J. Epidemiology 107 (1978), solve the same for tests). Counting the
 *   model's words alone gives shares that are off by its errors, which need not cancel out.
 *   A word that was never drawn is taken to be as the others together.
 *   The interval is the share +- 1.96 roots of
 *       sum over h of  (N(h)/N)^2 * (1 - n(h)/N(h)) * q (1 - q)/(n(h) + z^2),  z = 1.96
 *   where q = (n(h, k) + z^2/2)/(n(h) + z^2): that of A. Agresti and B. A. Coull, The American
 *   Statistician 52 (1998), within each word, so that a word under which all were right in the
 *   sample is not held to be beyond doubt; 1 - n/N since articles that were read leave no doubt.
 *
 * Pure functions; no threads. */
#ifndef PLX_COLLECTION_VALIDATION_H
#define PLX_COLLECTION_VALIDATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "classifier/stance.h"
#include "collection/labels.h"

/** Proportions of fewer articles than this are too few to say. */
#define PLX_VALIDATION_LEAST 30
/** The model's words: its labels, then unclear, off-topic, not-judged (as ordinals of a stance
 * column are). A person's: the labels, then off-topic. */
#define PLX_VALIDATION_WORDS (PLX_LABELS_MAX + 3)
#define PLX_VALIDATION_TRUE  (PLX_LABELS_MAX + 1)

/** A share with its 95 % interval. */
typedef struct plx_proportion {
    unsigned part, whole; /* of the sample */
    bool is_too_few;      /* whole < PLX_VALIDATION_LEAST */
    double value, low, high;
} plx_proportion;

/** One article that was drawn and read. */
typedef struct plx_validated {
    uint8_t said;    /* the model's word */
    uint8_t label;   /* the person's */
    uint32_t source; /* ordinal */
} plx_validated;

/** What is measured on. */
typedef struct plx_validation_input {
    size_t labels; /* of the model */
    const plx_validated *items;
    size_t count;
    size_t sources;                            /* ordinals of sources are below it */
    uint32_t population[PLX_VALIDATION_WORDS]; /* articles of each word of the model */
} plx_validation_input;

typedef struct plx_validation {
    size_t labels, words, truths;
    uint32_t population;                                       /* all its articles */
    unsigned table[PLX_VALIDATION_WORDS][PLX_VALIDATION_TRUE]; /* [said][label] of the sample */
    plx_proportion committed;                                  /* neither unclear nor not-judged */
    plx_proportion right;                                      /* of those */
    plx_proportion precision[PLX_VALIDATION_TRUE], recall[PLX_VALIDATION_TRUE];
    double counted[PLX_VALIDATION_WORDS];      /* share in the population by the model's word */
    plx_proportion share[PLX_VALIDATION_TRUE]; /* corrected; part, whole: in the sample */
    plx_proportion *source;                    /* [ordinal] share right of what it committed to */
} plx_validation;

/** Wilson's 95 % interval of part in whole; 0 to 1 where whole is 0. */
plx_proportion plx_proportion_of(unsigned part, unsigned whole);

/** Ordinal of the model's word, and of a label by a person (-1: it is none of the model's). */
unsigned plx_validation_word(const plx_verdict *v, size_t labels);
int plx_validation_label(const plx_label_set *set, const char *label);
/** The words and labels of those ordinals. */
const char *plx_validation_word_name(const plx_label_set *set, size_t word);
const char *plx_validation_label_name(const plx_label_set *set, size_t label);

/**
 * The vote on an article that measures: the latest of those given in validation (`how`), by one
 * coder or (coder NULL) by anybody; later votes of other kinds, given knowing more, do not replace
 * it. NULL: there is none, or the coder took it back.
 */
const plx_label *plx_validation_vote(const plx_labels *l, const char *id, const char *target,
                                     const char *coder);

/** Was the article ever labelled because the model chose it? Then it measures nothing. */
bool plx_validation_is_spoilt(const plx_labels *l, const char *id, const char *target);

/**
 * Measure.
 *
 * @param out  to be released, also after an error
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_validation_measure(const plx_validation_input *in, plx_validation *out,
                                  plx_error *err);
void plx_validation_release(plx_validation *v);

#endif
