#include "classifier/fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/measure.h"

#define FOLDS_MAX 64

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "training: out of memory");
}

/* ------------------------------------------------------------ weights */

void plx_source_weights(const plx_corpus *c, const bool *use, double power, float *out)
{
    size_t end;

    for (size_t i = 0; i < c->doc_count; i = end) { /* docs are in order of group and class */
        size_t n = 0;
        for (end = i; end < c->doc_count && c->docs[end].group == c->docs[i].group &&
                      c->docs[end].class == c->docs[i].class;
             end++)
            n += use[end];
        for (size_t d = i; d < end; d++)
            out[d] = use[d] ? (float)pow((double)n, -power) : 0;
    }
}

/* Weigh classes against each other, halfway between the same mass for all and the same for each
 * article whatever its class: with few outlets for a class, the one overshoots, and so does the
 * other. */
static void balance_classes(plx_row *rows, size_t n, size_t classes)
{
    double mass[PLX_LABELS_MAX] = { 0 }, count[PLX_LABELS_MAX] = { 0 };

    for (size_t i = 0; i < n; i++) {
        mass[rows[i].label] += (double)rows[i].weight;
        count[rows[i].label]++;
    }
    for (size_t i = 0; i < n; i++) {
        double both = (mass[rows[i].label] + count[rows[i].label]) / 2;
        rows[i].weight = (float)((double)rows[i].weight * (double)n / ((double)classes * both));
    }
}

/* ------------------------------------------------------------ fitting */

/* Rows of the articles of `use` that have a class; *cells holds them all. */
static plx_status make_rows(const plx_corpus *c, const plx_fit_plan *plan, const bool *use,
                            const plx_selection *s, plx_cell **cells, plx_row *rows, size_t *count,
                            plx_error *err)
{
    float *weight = malloc((c->doc_count + 1) * sizeof *weight);
    size_t at = 0;

    *count = 0;
    *cells = malloc((c->entry_count + 1) * sizeof **cells);
    if (!weight || !*cells) {
        free(weight);
        return no_memory(err);
    }
    plx_source_weights(c, use, plan->source_power, weight);
    for (size_t d = 0; d < c->doc_count; d++) {
        if (!use[d] || c->docs[d].class >= plan->classes)
            continue;
        plx_row *row = &rows[(*count)++];
        row->cells = *cells + at;
        row->count = plx_corpus_row(c, &c->docs[d], s, plan->group_weight, *cells + at);
        row->label = c->docs[d].class;
        row->weight = weight[d];
        at += row->count;
    }
    balance_classes(rows, *count, plan->classes);
    free(weight);
    return PLX_OK;
}

plx_status plx_fit(const plx_corpus *c, const plx_fit_plan *plan, const bool *use, plx_fitted *out,
                   plx_error *err)
{
    plx_row *rows = calloc(c->doc_count + 1, sizeof *rows);
    plx_cell *cells = NULL;
    plx_linear_problem p = {
        .rows = rows, .classes = plan->classes, .cost = plan->cost, .seed = plan->seed
    };
    plx_status rc;

    memset(out, 0, sizeof *out);
    rc = rows ? plx_selection_make(c, use, plan->min_sources, &out->chosen, err) : no_memory(err);
    if (rc == PLX_OK)
        rc = make_rows(c, plan, use, &out->chosen, &cells, rows, &p.row_count, err);
    if (rc == PLX_OK) {
        p.columns = out->chosen.columns;
        out->weight = calloc((size_t)p.columns * plan->classes + 1, sizeof *out->weight);
        rc = out->weight ? plx_linear_train(&p, out->weight, out->bias, err) : no_memory(err);
    }
    free(rows);
    free(cells);
    return rc;
}

void plx_fitted_release(plx_fitted *f)
{
    plx_selection_release(&f->chosen);
    free(f->weight);
    memset(f, 0, sizeof *f);
}

/* ------------------------------------------------------------ folds */

/* A source (or one article) on its way into a fold. */
typedef struct portion {
    size_t first, end; /* docs */
    double mass;
    uint64_t order; /* random, for ties */
} portion;

static int by_falling_mass(const void *pa, const void *pb)
{
    const portion *a = pa, *b = pb;

    if (a->mass != b->mass)
        return a->mass < b->mass ? 1 : -1;
    return (a->order > b->order) - (a->order < b->order);
}

/* Masses of the classes already in each fold; class 0 stands for off-topic, too. */
typedef double fold_masses[FOLDS_MAX][PLX_LABELS_MAX + 1];

/* The fold where this portion's classes are rarest. */
static unsigned rarest_fold(const plx_corpus *c, const portion *p, unsigned folds, fold_masses in)
{
    unsigned best = 0;
    double least = INFINITY;

    for (unsigned f = 0; f < folds; f++) {
        double sum = 0;
        for (size_t d = p->first; d < p->end; d++)
            sum += in[f][c->docs[d].class < PLX_LABELS_MAX ? c->docs[d].class : PLX_LABELS_MAX];
        if (sum < least) {
            least = sum;
            best = f;
        }
    }
    return best;
}

static size_t list_portions(const plx_corpus *c, const plx_fit_plan *plan, portion *out)
{
    uint64_t state = plan->seed;
    size_t n = 0;

    for (size_t d = 0; d < c->doc_count; d++) {
        if (n && !plan->random_folds && c->docs[d].group == c->docs[d - 1].group) {
            out[n - 1].end = d + 1;
            continue;
        }
        out[n++] = (portion){ .first = d, .end = d + 1, .order = plx_random(&state) };
    }
    for (size_t i = 0; i < n; i++)
        out[i].mass = pow((double)(out[i].end - out[i].first), 1 - plan->source_power);
    qsort(out, n, sizeof *out, by_falling_mass);
    return n;
}

plx_status plx_make_folds(const plx_corpus *c, const plx_fit_plan *plan, uint8_t *fold,
                          plx_error *err)
{
    portion *portions = calloc(c->doc_count + 1, sizeof *portions);
    fold_masses in = { { 0 } };
    size_t n;

    if (!portions)
        return no_memory(err);
    n = list_portions(c, plan, portions);
    for (size_t i = 0; i < n; i++) {
        const portion *p = &portions[i];
        unsigned f = rarest_fold(c, p, plan->folds, in);
        for (size_t d = p->first; d < p->end; d++) {
            uint8_t class = c->docs[d].class;
            fold[d] = (uint8_t)f;
            in[f][class < PLX_LABELS_MAX ? class : PLX_LABELS_MAX] +=
                p->mass / (double)(p->end - p->first);
        }
    }
    free(portions);
    return PLX_OK;
}

static void score_doc(const plx_corpus *c, const plx_doc *doc, const plx_fit_plan *plan,
                      const plx_fitted *f, plx_cell *cells, float *out)
{
    uint32_t n = plx_corpus_row(c, doc, &f->chosen, plan->group_weight, cells);

    for (size_t k = 0; k < plan->classes; k++)
        out[k] = f->bias[k];
    for (uint32_t i = 0; i < n; i++)
        for (size_t k = 0; k < plan->classes; k++)
            out[k] += cells[i].value * f->weight[cells[i].column * plan->classes + k];
}

plx_status plx_out_of_fold(const plx_corpus *c, const plx_fit_plan *plan, const uint8_t *fold,
                           float *scores, plx_error *err)
{
    bool *use = malloc(c->doc_count + 1);
    plx_cell *cells = malloc(((size_t)c->features + 1) * sizeof *cells);
    plx_status rc = use && cells ? PLX_OK : no_memory(err);

    for (unsigned f = 0; rc == PLX_OK && f < plan->folds; f++) {
        plx_fitted fitted;
        for (size_t d = 0; d < c->doc_count; d++)
            use[d] = fold[d] != f;
        rc = plx_fit(c, plan, use, &fitted, err);
        for (size_t d = 0; rc == PLX_OK && d < c->doc_count; d++)
            if (fold[d] == f)
                score_doc(c, &c->docs[d], plan, &fitted, cells, scores + d * plan->classes);
        plx_fitted_release(&fitted);
    }
    free(use);
    free(cells);
    return rc;
}
