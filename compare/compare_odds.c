#include "compare/compare_odds.h"

#include <math.h>

/* Odds of something that nothing else is beside: what is left over is never 0. */
#define LEAST 1e-9

static double log_odds_of(double y, double n)
{
    return log(y) - log(n - y > LEAST ? n - y : LEAST);
}

plx_odds plx_log_odds(const plx_odds_counts *c)
{
    double a = c->prior > LEAST ? c->prior : LEAST;
    double delta =
        log_odds_of(c->y1 + a, c->n1 + c->prior_all) - log_odds_of(c->y2 + a, c->n2 + c->prior_all);

    double v1 = 1 / (c->y1 + a), v2 = 1 / (c->y2 + a);

    return (plx_odds){ .log_odds = delta,
                       .z = delta / sqrt(v1 + v2),
                       .z_sources = delta / sqrt(c->deff1 * v1 + c->deff2 * v2) };
}

double plx_design_effect(const plx_odds_source *source, size_t n)
{
    double with = 0, all = 0, square = 0, effect;
    size_t outlets = 0;

    for (size_t i = 0; i < n; i++) {
        with += source[i].with;
        all += source[i].all;
        outlets += source[i].all > 0;
    }
    if (outlets < 2 || with <= 0)
        return 1;
    for (size_t i = 0; i < n; i++) {
        double off = source[i].with - with * source[i].all / all;
        square += off * off;
    }
    effect = (double)outlets / (double)(outlets - 1) * square / with;
    return effect > 1 ? effect : 1;
}

double plx_normal_upper(double p)
{
    double low = -40, high = 40;

    /* erfc() keeps its precision far out, and falls all the way: halving finds the place */
    for (int i = 0; i < 80; i++) {
        double middle = (low + high) / 2;
        if (0.5 * erfc(middle / sqrt(2.0)) > p)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}
