/* collection/agreement.h - how well coders agree
 *
 * Krippendorff's alpha for nominal data: 1 - observed / expected disagreement, from the
 * coincidences of values within units; any number of coders, who need not all have coded all.
 * 1 is agreement, 0 what chance would give. K. Krippendorff, "Computing Krippendorff's
 * Alpha-Reliability", 2011 (section C); Content Analysis, chapter 12.
 *
 * The interval comes from drawing units with replacement: A. Zapf, S. Castell, L. Morawietz and
 * A. Karch, "Measuring inter-rater reliability for nominal data - which coefficients and confidence
 * intervals are appropriate?", BMC Medical Research Methodology 16:93, 2016.
 *
 * Of one label: alpha of that label against all others together, and its specific agreement: of
 * two coders one of whom says this label, how often the other does (D. V. Cicchetti and
 * A. R. Feinstein, "High agreement but low kappa: II", J. Clin. Epidemiol. 43:551-558, 1990). */
#ifndef PLX_COLLECTION_AGREEMENT_H
#define PLX_COLLECTION_AGREEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/** With fewer units that two coders have coded there is too little to speak of agreement. */
#define PLX_AGREEMENT_UNITS 30
/** More coders are refused: every pair of them is counted. */
#define PLX_AGREEMENT_CODERS 1000

/** A coder's label of a unit; all three are ordinals from 0. */
typedef struct plx_rating {
    uint32_t unit, coder, label;
} plx_rating;

/** Figures that are not defined (one label only, nothing coded twice) are NAN. */
typedef struct plx_agreement_label {
    size_t ratings; /* in units coded twice or more */
    double specific;
    double alpha;
} plx_agreement_label;

/** Two coders, a < b. */
typedef struct plx_agreement_pair {
    uint32_t a, b;
    size_t units, agreed; /* both have coded; alike */
} plx_agreement_pair;

typedef struct plx_agreement {
    size_t units;     /* coded by two coders or more; all figures are of these */
    size_t ratings;   /* in them */
    size_t differing; /* of them, those in which not all coders say the same */
    bool is_too_few;  /* units < PLX_AGREEMENT_UNITS */
    double observed;  /* share of agreeing pairs of ratings */
    double alpha;
    double low, high; /* 95 % interval */
    plx_agreement_label *labels;
    size_t label_count;
    plx_agreement_pair *pairs; /* that have a unit in common */
    size_t pair_count;
} plx_agreement;

/** How many there are of each, and the seed of the interval. */
typedef struct plx_agreement_shape {
    size_t units, coders, labels;
    uint64_t seed;
} plx_agreement_shape;

/**
 * Measure.
 *
 * @param r    n ratings, at most one of a coder for a unit; sorted here
 * @param out  to be released, also after an error
 * @return PLX_OK; PLX_ERR_LIMIT (coders); PLX_ERR_NOMEM
 */
plx_status plx_agreement_measure(plx_rating *r, size_t n, const plx_agreement_shape *shape,
                                 plx_agreement *out, plx_error *err);
void plx_agreement_release(plx_agreement *a);

#endif
