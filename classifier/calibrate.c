#include "classifier/calibrate.h"

#include <math.h>

/* Bounds of the search for a temperature, as logarithms: 0.05 to 20. */
#define LOG_LOW  (-3.0)
#define LOG_HIGH 3.0
/* Thresholds are tried in steps of this. */
#define THRESHOLD_STEPS 200

size_t plx_softmax(const float *scores, size_t labels, float temperature, float *p)
{
    size_t best = 0;
    double sum = 0;

    for (size_t k = 1; k < labels; k++)
        if (scores[k] > scores[best])
            best = k;
    for (size_t k = 0; k < labels; k++) {
        p[k] = (float)exp((double)(scores[k] - scores[best]) / (double)temperature);
        sum += (double)p[k];
    }
    for (size_t k = 0; k < labels; k++)
        p[k] = (float)((double)p[k] / sum);
    return best;
}

static double log_loss(const plx_scored *s, double log_temperature)
{
    double t = exp(log_temperature), loss = 0;

    for (size_t i = 0; i < s->n; i++) {
        const float *d = s->scores + i * s->labels;
        double top = (double)d[0], sum = 0;
        for (size_t k = 1; k < s->labels; k++)
            top = (double)d[k] > top ? (double)d[k] : top;
        for (size_t k = 0; k < s->labels; k++)
            sum += exp(((double)d[k] - top) / t);
        loss += (double)s->weight[i] * (log(sum) - ((double)d[s->gold[i]] - top) / t);
    }
    return loss;
}

float plx_fit_temperature(const plx_scored *s)
{
    const double ratio = 0.6180339887498949;
    double low = LOG_LOW, high = LOG_HIGH;
    double a = high - ratio * (high - low), b = low + ratio * (high - low);
    double fa = log_loss(s, a), fb = log_loss(s, b);

    if (s->n == 0)
        return 1.0f;
    for (int i = 0; i < 40; i++) { /* golden section: the loss is convex in 1/t */
        if (fa <= fb) {
            high = b;
            b = a;
            fb = fa;
            a = high - ratio * (high - low);
            fa = log_loss(s, a);
        } else {
            low = a;
            a = b;
            fa = fb;
            b = low + ratio * (high - low);
            fb = log_loss(s, b);
        }
    }
    return (float)exp((low + high) / 2);
}

float plx_choose_threshold(const float *p, const uint8_t *is_right, const float *weight, size_t n)
{
    double total = 0, best_precision = -1;
    float best = 0;

    for (size_t i = 0; i < n; i++)
        total += (double)weight[i];
    for (int step = 0; step < THRESHOLD_STEPS && total > 0; step++) {
        float t = (float)step / THRESHOLD_STEPS;
        double covered = 0, right = 0;
        for (size_t i = 0; i < n; i++) {
            covered += p[i] >= t ? (double)weight[i] : 0;
            right += p[i] >= t && is_right[i] ? (double)weight[i] : 0;
        }
        if (covered < PLX_LEAST_COVERAGE * total)
            break;
        if (right / covered > best_precision) {
            best_precision = right / covered;
            best = t;
        }
        if (best_precision >= PLX_WANTED_PRECISION)
            break;
    }
    return best;
}
