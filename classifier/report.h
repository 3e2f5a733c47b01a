/* classifier/report.h - what training and evaluation found, as figures, text, JSON and a page */
#ifndef PLX_CLASSIFIER_REPORT_H
#define PLX_CLASSIFIER_REPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
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
    unsigned left_out;    /* gold off-topic or no label of the model, synthetic, not judged */
    unsigned in_training; /* the model learned from these: left out */
    unsigned without_source;
    plx_label_measure label[PLX_LABELS_MAX];
    unsigned confusion[PLX_LABELS_MAX][PLX_LABELS_MAX]; /* [gold][predicted] */
    double macro_f1, accuracy;
    double macro_low, macro_high; /* 95 % bootstrap over sources; 0, 0 with fewer than 5 sources */
    double calibration_error;     /* expected, 10 bins, of the best label's probability */
    plx_calibration_bin bin[PLX_CALIBRATION_BINS];
    double coverage;          /* share not "unclear" */
    double covered_precision; /* share right among those */
    unsigned offtopic_gold, offtopic_found, offtopic_right;
} plx_measures;

/** Measures as a readable table, and as JSON (new reference). */
void plx_measures_print(const plx_measures *m, plx_strbuf *out);
json_t *plx_measures_json(const plx_measures *m);

/* ------------------------------------------------------------ training */

/** Costs (liblinear's C) that a grid tries, and parts of the sources of a learning curve. */
#define PLX_GRID_COSTS   5
#define PLX_CURVE_POINTS 4

typedef struct plx_grid_point {
    double cost, macro_f1;
} plx_grid_point;

typedef struct plx_curve_point {
    unsigned articles; /* real ones that trained, mean over the folds */
    double macro_f1;
} plx_curve_point;

/** An article that was judged wrongly by the fold that had not seen it. */
typedef struct plx_train_error {
    char *id, *title, *source; /* "" if not known; title cut to PLX_ERROR_TITLE bytes */
    uint8_t gold, best;
    double probability;         /* of best */
    plx_evidence_list evidence; /* what spoke for best */
} plx_train_error;
#define PLX_ERROR_TITLE 200

typedef struct plx_train_report {
    plx_measures cv;
    plx_grid_point grid[PLX_GRID_COSTS];
    size_t grid_count; /* 0: no grid was asked for */
    plx_curve_point curve[PLX_CURVE_POINTS];
    size_t curve_count;
    plx_train_error *errors; /* surest first */
    size_t error_count;
    double cost, temperature, threshold;
    unsigned folds;
    bool random_folds;       /* optimistic */
    bool too_few_sources;    /* why they are random although folds by source were asked for */
    unsigned near_copies;    /* articles kept in one fold with a near-copy of another source */
    unsigned without_source; /* left out of the folds */
} plx_train_report;

void plx_train_report_release(plx_train_report *r);

#endif
