/* classifier/report.h - what training and evaluation found, as figures, text, JSON and a page */
#ifndef PLX_CLASSIFIER_REPORT_H
#define PLX_CLASSIFIER_REPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "classifier/explain.h"
#include "classifier/model.h"
#include "classifier/stance.h"

/** Figures of one label. */
typedef struct plx_label_measure {
    unsigned gold, predicted, correct;
    double precision, recall, f1;
    double f1_low, f1_high; /* 95 % bootstrap over sources; 0, 0 with fewer than 5 sources */
} plx_label_measure;

/** Fewer articles of a label than this are too few to say. */
#define PLX_MEASURE_LEAST 30
bool plx_label_is_too_few(const plx_label_measure *m);

/** A share of a count, with its 95 % interval by Wilson ("Probable inference", JASA 22, 1927); 0 of
 * 0 is 0, from 0 to 1. */
typedef struct plx_share {
    double value, low, high;
} plx_share;
plx_share plx_share_of(unsigned part, unsigned whole);

/** Articles whose best label has a probability in one tenth of 0..1. */
typedef struct plx_calibration_bin {
    unsigned articles, right;
    double probability; /* mean */
} plx_calibration_bin;
#define PLX_CALIBRATION_BINS 10

/** Predictions held against gold labels; counts of real articles (not synthetic) only. */
typedef struct plx_measures {
    plx_label_set labels;
    unsigned articles;    /* with one of the labels as gold */
    unsigned left_out;    /* gold off-topic or no label of the model, synthetic, not judged, ... */
    unsigned in_training; /* ... or the model learned from these, */
    unsigned picked;      /* ... or active learning picked them, */
    unsigned unscored;    /* ... or they never name the target, so that no label has a score */
    unsigned without_source;
    plx_label_measure label[PLX_LABELS_MAX];
    unsigned confusion[PLX_LABELS_MAX][PLX_LABELS_MAX]; /* [gold][predicted] */
    double macro_f1, accuracy;
    double macro_low, macro_high; /* 95 % bootstrap over sources; 0, 0 with fewer than 5 sources */
    double calibration_error;     /* expected, 10 bins, of the best label's probability */
    plx_calibration_bin bin[PLX_CALIBRATION_BINS];
    unsigned covered, covered_right;
    double coverage;          /* share of the articles that is covered: not unclear or off-topic */
    double covered_precision; /* share right among those */
    unsigned offtopic_gold, offtopic_found, offtopic_right;
} plx_measures;

/** Measures as a readable table, and as JSON (new reference). */
void plx_measures_print(const plx_measures *m, plx_strbuf *out);
json_t *plx_measures_json(const plx_measures *m);

/**
 * Read them back out of JSON, as the summary of a model has them ("cross_validation"). It may be of
 * another hand: counts that are missing or impossible are 0, figures NAN, intervals 0 to 0.
 *
 * @param labels  of the model; what is said of others is passed over
 * @return false if nothing was measured: no object, or no articles
 */
bool plx_measures_read(const json_t *o, const plx_label_set *labels, plx_measures *out);

/* ------------------------------------------------------------ training */

/** Costs (liblinear's C) that a grid tries, and parts of the sources of a learning curve. */
#define PLX_GRID_COSTS   5
#define PLX_CURVE_POINTS 4

/** Macro F1 out of fold, with its interval over sources (0, 0: too few sources). */
typedef struct plx_grid_point {
    double cost, macro_f1, low, high;
} plx_grid_point;

typedef struct plx_curve_point {
    unsigned articles; /* real ones that trained, mean over the folds */
    double macro_f1, low, high;
} plx_curve_point;

/** An article that was judged wrongly by the fold that had not seen it. */
typedef struct plx_train_error {
    char *id, *title, *source; /* "" if not known; title cut to PLX_ERROR_TITLE bytes */
    uint8_t gold, best;
    double probability;         /* of best */
    plx_evidence_list evidence; /* what spoke for best */
} plx_train_error;
#define PLX_ERROR_TITLE 200

/** What a model of one outlet's competitors makes of it, when it learns from some of its articles:
 * see outlets.h. */
#define PLX_OUTLET_STEPS 4
extern const unsigned plx_outlet_steps[PLX_OUTLET_STEPS]; /* 0, 10, 20, 30 articles */

typedef struct plx_outlet_curve {
    char *source;
    unsigned articles;              /* of this outlet, with a label */
    double error[PLX_OUTLET_STEPS]; /* share judged wrongly, mean of the draws */
} plx_outlet_curve;

typedef struct plx_outlet_curves {
    plx_outlet_curve *items; /* most articles first */
    size_t count;
    size_t impossible; /* outlets without which a label would have too few articles */
    unsigned draws;
    double mean[PLX_OUTLET_STEPS]; /* over the outlets */
} plx_outlet_curves;
void plx_outlet_curves_release(plx_outlet_curves *c);

/** Articles of one source by label. */
typedef struct plx_source_row {
    char *source;                          /* "" where none is known; NULL: all that follow */
    unsigned articles[PLX_LABELS_MAX + 1]; /* by label of the model; one more: off-topic */
    unsigned synthetic, total;
} plx_source_row;
/** Sources that are named; the others together are one row more. */
#define PLX_SOURCES_LISTED 20

/** All about a training run; owns what it points to. */
typedef struct plx_train_report {
    /* what was trained, on what */
    char *name, *target, *date, *lang, *base; /* base: name of the adapted model, NULL: none */
    char *warnings;                           /* one a line */
    size_t articles, repeated, contested, outranked;
    plx_source_row *sources; /* most articles first */
    size_t source_count;     /* rows */
    size_t sources_all;      /* sources there are */
    /* how well */
    plx_measures cv;
    plx_grid_point grid[PLX_GRID_COSTS];
    size_t grid_count; /* 0: no grid was asked for */
    plx_curve_point curve[PLX_CURVE_POINTS];
    size_t curve_count;
    plx_train_error *errors; /* surest first */
    size_t error_count;
    plx_outlet_curves outlets; /* filled by plx_train_outlets(), if asked for */
    double cost, source_power, temperature, threshold;
    unsigned folds, seed, min_sources;
    bool random_folds;       /* optimistic */
    bool too_few_sources;    /* why they are random although folds by source were asked for */
    unsigned near_copies;    /* articles kept in one fold with a near-copy of another source */
    unsigned without_source; /* left out of the folds */
} plx_train_report;

void plx_train_report_release(plx_train_report *r);

/** As text for a terminal (titles and names are as they came: the caller makes them safe), as JSON
 * (new reference; NULL without memory), and as one HTML page that needs nothing else. */
void plx_train_report_print(const plx_train_report *r, plx_strbuf *out);
json_t *plx_train_report_json(const plx_train_report *r);
void plx_train_report_html(const plx_train_report *r, plx_strbuf *out);

#endif
