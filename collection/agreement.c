#include "collection/agreement.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/measure.h"

/** Draws for the interval, and ratings looked at for it in all: with a million of them there are
 * fewer draws, of which each is steadier. */
#define DRAWS     2000
#define DRAWS_MIN 200
#define DRAW_WORK 500000000u

/* A unit coded twice or more. */
struct unit {
    const plx_rating *first;
    size_t n;
    double
        agreeing; /* coincidences of equal values: the sum over labels of n_c (n_c - 1)/(n - 1) */
};

/* What alpha is made of. */
struct sums {
    double *total; /* [label] ratings */
    size_t labels;
    double n, agreeing;
};

static int by_unit_and_label(const void *pa, const void *pb)
{
    const plx_rating *a = pa, *b = pb;

    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    if (a->label != b->label)
        return a->label < b->label ? -1 : 1;
    return (a->coder > b->coder) - (a->coder < b->coder);
}

static int by_value(const void *pa, const void *pb)
{
    double a = *(const double *)pa, b = *(const double *)pb;

    return (a > b) - (a < b);
}

/* Ratings from r on that are equal in unit, and in label where that is asked. */
static size_t run_length(const plx_rating *r, size_t n, bool same_label)
{
    size_t k = 1;

    while (k < n && r[k].unit == r->unit && (!same_label || r[k].label == r->label))
        k++;
    return k;
}

/* The units coded twice or more of n sorted ratings. */
static size_t find_units(const plx_rating *r, size_t n, struct unit *units)
{
    size_t count = 0;

    for (size_t i = 0, k; i < n; i += k) {
        k = run_length(r + i, n - i, false);
        if (k > 1)
            units[count++] = (struct unit){ r + i, k, 0 };
    }
    return count;
}

/* Coincidences of equal values within one unit, added to o[label]; their sum. */
static double coincidences(const struct unit *u, double *o)
{
    double sum = 0;

    for (size_t i = 0, k; i < u->n; i += k) {
        k = run_length(u->first + i, u->n - i, true);
        double equal = (double)k * (double)(k - 1) / (double)(u->n - 1);

        sum += equal;
        o[u->first[i].label] += equal;
    }
    return sum;
}

static void add_unit(struct sums *s, const struct unit *u)
{
    for (size_t i = 0; i < u->n; i++)
        s->total[u->first[i].label]++;
    s->n += (double)u->n;
    s->agreeing += u->agreeing;
}

static double alpha_of(const struct sums *s)
{
    double alike = 0, expected;

    for (size_t c = 0; c < s->labels; c++)
        alike += s->total[c] * (s->total[c] - 1);
    if (s->n < 2)
        return NAN;
    expected = 1 - alike / (s->n * (s->n - 1));
    return expected > 0 ? 1 - (1 - s->agreeing / s->n) / expected : NAN;
}

/* One label against all others: their coincidences with it are its own that are not equal. */
static void measure_label(const struct sums *s, double equal, double total,
                          plx_agreement_label *out)
{
    double rest = s->n - total;

    out->ratings = (size_t)total;
    out->specific = total > 0 ? equal / total : NAN;
    out->alpha = total > 0 && rest > 0 ? 1 - (s->n - 1) * (total - equal) / (total * rest) : NAN;
}

/* ---------------------------------------------------------------- the interval */

static double draw(const struct unit *units, size_t n, struct sums *s, uint64_t *state)
{
    memset(s->total, 0, s->labels * sizeof *s->total);
    s->n = s->agreeing = 0;
    for (size_t i = 0; i < n; i++)
        add_unit(s, &units[plx_random(state) % n]);
    return alpha_of(s);
}

/* Draws in which alpha is not defined say nothing; if these are most, there is no interval. */
static plx_status draw_interval(const struct unit *units, size_t n, struct sums *s, uint64_t seed,
                                plx_agreement *out, plx_error *err)
{
    size_t draws = DRAW_WORK / (out->ratings + s->labels + 1), kept = 0;
    double *value;

    draws = draws > DRAWS ? DRAWS : draws < DRAWS_MIN ? DRAWS_MIN : draws;
    value = malloc(draws * sizeof *value);
    if (!value)
        return plx_fail(err, PLX_ERR_NOMEM, "agreement: out of memory");
    for (size_t i = 0; i < draws; i++) {
        value[kept] = draw(units, n, s, &seed);
        kept += isnan(value[kept]) ? 0 : 1;
    }
    if (2 * kept > draws) {
        qsort(value, kept, sizeof *value, by_value);
        out->low = value[kept * 25 / 1000];
        out->high = value[kept * 975 / 1000 - 1];
    }
    free(value);
    return PLX_OK;
}

/* -------------------------------------------------------------------- pairs */

/* Count a unit into the table [a][b] of pairs, a < b. */
static void count_pairs(const struct unit *u, plx_agreement_pair *table, size_t coders)
{
    for (size_t i = 0; i < u->n; i++)
        for (size_t j = i + 1; j < u->n; j++) {
            const plx_rating *x = &u->first[i], *y = &u->first[j];
            size_t a = x->coder < y->coder ? x->coder : y->coder;
            size_t b = x->coder < y->coder ? y->coder : x->coder;

            table[a * coders + b].units++;
            table[a * coders + b].agreed += x->label == y->label;
        }
}

static plx_status measure_pairs(const struct unit *units, size_t n, size_t coders,
                                plx_agreement *out, plx_error *err)
{
    plx_agreement_pair *table;

    if (coders > PLX_AGREEMENT_CODERS)
        return plx_fail(err, PLX_ERR_LIMIT, "agreement: %zu coders, at most %d are compared",
                        coders, PLX_AGREEMENT_CODERS);
    table = out->pairs = calloc(coders * coders + 1, sizeof *table);
    if (!table)
        return plx_fail(err, PLX_ERR_NOMEM, "agreement: out of memory");
    for (size_t i = 0; i < n; i++)
        count_pairs(&units[i], table, coders);
    for (size_t at = 0; at < coders * coders; at++) {
        plx_agreement_pair pair = table[at];

        pair.a = (uint32_t)(at / coders);
        pair.b = (uint32_t)(at % coders);
        if (pair.units > 0)
            table[out->pair_count++] = pair;
    }
    return PLX_OK;
}

/* ---------------------------------------------------------------------- all */

/* equal[label]: coincidences of a label with itself. */
static void measure_all(struct unit *units, size_t n, struct sums *s, double *equal,
                        plx_agreement *out)
{
    for (size_t i = 0; i < n; i++) {
        struct unit *u = &units[i];

        u->agreeing = coincidences(u, equal);
        add_unit(s, u);
        out->differing += run_length(u->first, u->n, true) < u->n;
    }
    out->units = n;
    out->ratings = (size_t)s->n;
    out->is_too_few = n < PLX_AGREEMENT_UNITS;
    out->observed = n > 0 ? s->agreeing / s->n : NAN;
    out->alpha = alpha_of(s);
    out->low = out->high = NAN;
    for (size_t c = 0; c < s->labels; c++)
        measure_label(s, equal[c], s->total[c], &out->labels[c]);
    out->label_count = s->labels;
}

plx_status plx_agreement_measure(plx_rating *r, size_t n, const plx_agreement_shape *shape,
                                 plx_agreement *out, plx_error *err)
{
    struct unit *units = malloc((shape->units + 1) * sizeof *units);
    double *equal = calloc(2 * shape->labels + 1, sizeof *equal);
    struct sums s = { equal ? equal + shape->labels : NULL, shape->labels, 0, 0 };
    size_t count = 0;
    plx_status rc = PLX_OK;

    *out = (plx_agreement){ 0 };
    out->labels = calloc(shape->labels + 1, sizeof *out->labels);
    if (!units || !equal || !out->labels)
        rc = plx_fail(err, PLX_ERR_NOMEM, "agreement: out of memory");
    if (!rc) {
        if (n > 0)
            qsort(r, n, sizeof *r, by_unit_and_label);
        count = find_units(r, n, units);
        measure_all(units, count, &s, equal, out);
        rc = measure_pairs(units, count, shape->coders, out, err);
    }
    if (!rc && count > 0)
        rc = draw_interval(units, count, &s, shape->seed, out, err);
    free(units);
    free(equal);
    return rc;
}

void plx_agreement_release(plx_agreement *a)
{
    free(a->labels);
    free(a->pairs);
    *a = (plx_agreement){ 0 };
}
