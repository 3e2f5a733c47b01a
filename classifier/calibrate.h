/* classifier/calibrate.h - from scores to probabilities, and when to say "unclear"
 *
 * Temperature scaling (Guo et al., "On Calibration of Modern Neural Networks", 2017): one number
 * divides all scores before the softmax, fitted on scores of articles the model was not
 * trained on. It never changes which label is best. */
#ifndef PLX_CLASSIFIER_CALIBRATE_H
#define PLX_CLASSIFIER_CALIBRATE_H

#include <stddef.h>
#include <stdint.h>

/** Scores of n articles whose label is known. */
typedef struct plx_scored {
    const float *scores; /* [article * labels + label] */
    const uint8_t *gold;
    const float *weight; /* of each article */
    size_t n;
    size_t labels;
} plx_scored;

/** Where the line to "unclear" is wanted. */
#define PLX_WANTED_PRECISION 0.85
#define PLX_LEAST_COVERAGE   0.45

/** p[k] = exp(scores[k] / temperature) / sum; returns the index of the largest. */
size_t plx_softmax(const float *scores, size_t labels, float temperature, float *p);

/** The temperature of the least weighted log loss; 1 for no articles. */
float plx_fit_temperature(const plx_scored *s);

/**
 * The threshold on the best label's probability: the lowest with a weighted precision of
 * PLX_WANTED_PRECISION above it if that covers at least PLX_LEAST_COVERAGE; else that of the best
 * precision among those that cover so much.
 *
 * @param p  n probabilities of the best label, is_right whether it is the gold one
 */
float plx_choose_threshold(const float *p, const uint8_t *is_right, const float *weight, size_t n);

#endif
