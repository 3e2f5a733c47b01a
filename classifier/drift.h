/* classifier/drift.h - are articles still like those that a model learned from?
 *
 * Told from articles without labels: how many of their words the model does not know, how sure it
 * is, and what it calls them, beside the same figures of its training articles and from month to
 * month.
 *
 * Words are the content words (no function words, numbers, masked names, nor the target's own) of
 * articles that name the target. A word is known if the model has a weight for its stem.
 * Training articles are measured as strangers: labels out of fold, and a word counts as known only
 * if the model would know it without the article's own source. Without that the model would flatter
 * its past.
 *
 * Training articles are chosen to be labelled, not drawn from what is published: a share of labels
 * that is another than in training says little by itself, one that moves from month to month more.
 */
#ifndef PLX_CLASSIFIER_DRIFT_H
#define PLX_CLASSIFIER_DRIFT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/article.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "classifier/model.h"
#include "classifier/report.h"
#include "classifier/stance.h"

/** Of articles that are judged and not off-topic. */
typedef struct plx_drift_figures {
    unsigned articles;
    unsigned best[PLX_LABELS_MAX]; /* articles by best label, unclear ones too */
    unsigned unclear;
    double probability, probability_square; /* sums over articles of the best label's, ... */
    double words, known;                    /* ... and of their words, */
    double words_square, known_square, words_known; /* ... and of products of these: by them the
                    interval of a share of words is made, since words of one article go together */
} plx_drift_figures;

/** Share of words that are unknown, and mean probability of the best label, with 95 % intervals
 * that take articles (not words) as drawn. Of fewer than two articles: from 0 to 1. */
plx_share plx_drift_unknown(const plx_drift_figures *f);
plx_share plx_drift_probability(const plx_drift_figures *f);

/** One article more. */
void plx_drift_count(plx_drift_figures *f, const plx_verdict *v, uint32_t words, uint32_t known);
/** The figures of more articles. */
void plx_drift_join(plx_drift_figures *f, const plx_drift_figures *more);

/** As the sums they are, for the summary of a model; and from there, false if it has none. */
json_t *plx_drift_sums_json(const plx_drift_figures *f, const plx_label_set *labels);
bool plx_drift_of_training(const plx_model *m, plx_drift_figures *out);

/* ------------------------------------------------------------ given articles */

typedef struct plx_drift plx_drift;

/** Articles that are not part of the figures. */
typedef struct plx_drift_left_out {
    unsigned learned; /* the model learned from them */
    unsigned not_judged, no_mention, off_topic;
} plx_drift_left_out;

/** Figures of one month. */
typedef struct plx_drift_month {
    int year, month; /* 1..12 */
    plx_drift_figures figures;
} plx_drift_month;

/** A word that the model does not know. */
typedef struct plx_drift_word {
    const char *word;  /* as first met, folded; borrowed */
    unsigned articles; /* that have it */
} plx_drift_word;
/** Words listed, and distinct ones kept count of; later ones are not listed. */
#define PLX_DRIFT_WORDS     20
#define PLX_DRIFT_WORDS_MAX 200000

/** @param m  borrowed */
plx_status plx_drift_new(const plx_model *m, plx_drift **out, plx_error *err);
void plx_drift_free(plx_drift *d);

/** Judge an article and count it. PLX_ERR_NOMEM. */
plx_status plx_drift_add(plx_drift *d, const plx_article *a, plx_error *err);

const plx_drift_figures *plx_drift_all(const plx_drift *d);
const plx_drift_left_out *plx_drift_outside(const plx_drift *d);
/** Months by date; articles without one are in none. */
const plx_drift_month *plx_drift_months(const plx_drift *d, size_t *n);
/**
 * Unknown words in at least two articles, those in most articles first; at most PLX_DRIFT_WORDS.
 * @return how many
 */
size_t plx_drift_words(const plx_drift *d, plx_drift_word out[PLX_DRIFT_WORDS]);

/** What stands there, in plain sentences, with the tables, as text; and as JSON (new reference;
 * NULL without memory). A model that has no figures of its training says so. */
void plx_drift_print(const plx_drift *d, plx_strbuf *out);
json_t *plx_drift_json(const plx_drift *d);

#endif
