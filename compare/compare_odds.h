/* compare/compare_odds.h - is a term used more on one side than on the other?
 *
 * Log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi, Quinn, "Fightin' Words",
 * Political Analysis 16(4), 2008, equations 15, 16, 19, 22). With y the count of a term on a side,
 * n that of all terms there, a the prior of the term and a0 that of all:
 *
 *   delta = ln((y1 + a) / (n1 + a0 - y1 - a)) - ln((y2 + a) / (n2 + a0 - y2 - a))
 *   var   = 1 / (y1 + a) + 1 / (y2 + a)
 *   z     = delta / sqrt(var)
 *
 * The paper takes counts for independent draws. Stories of one outlet are not: it has its words. So
 * each side's part of the variance is multiplied with a design effect, what the counts of the
 * outlets differ by over what they would differ by if each used the term as the side does (the
 * variance of a ratio estimated from clusters: Cochran, "Sampling Techniques", 1977, chapter 9;
 * Rao, Scott, Biometrics 48, 1992), never under 1:
 *
 *   deff = S / (S - 1) * sum over the S outlets of (y_s - y m_s / m)^2 / y
 *
 * with y_s the stories of outlet s that use the term, and m_s all of it that were read.
 *
 * Pure functions. */
#ifndef PLX_COMPARE_ODDS_H
#define PLX_COMPARE_ODDS_H

#include <stddef.h>
#include <stdint.h>

/** Counts of a term on the side and on all others, and its prior; y <= n, prior > 0. */
typedef struct plx_odds_counts {
    double y1, n1, y2, n2;
    double prior, prior_all;
    double deff1, deff2; /* design effects; 1: independent draws */
} plx_odds_counts;

typedef struct plx_odds {
    double log_odds, z; /* above 0: used more on the side */
    double z_sources;   /* z with the design effects */
} plx_odds;

plx_odds plx_log_odds(const plx_odds_counts *c);

/** One outlet of a side. */
typedef struct plx_odds_source {
    uint32_t with, all; /* stories that use the term, and all */
} plx_odds_source;

/** Design effect of a term on a side; 1 with fewer than two outlets. */
double plx_design_effect(const plx_odds_source *source, size_t n);

/** The z that a standard normal variable goes over with this chance, 0 < p < 1; good to 1e-9. */
double plx_normal_upper(double p);

#endif
