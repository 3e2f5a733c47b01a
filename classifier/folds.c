#include "classifier/folds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "classifier/measure.h"
#include "classifier/near_copies.h"

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "training: out of memory");
}

/* ------------------------------------------------------------ what stays together */

/* Sets of units that stay together (Tarjan's union-find); a unit is a source, or an article. */
typedef struct units {
    uint32_t *parent;
    size_t count;
    bool by_doc;
} units;

static uint32_t unit_of(const units *u, const plx_corpus *c, size_t doc)
{
    return u->by_doc ? (uint32_t)doc : c->docs[doc].group;
}

static uint32_t root_of(units *u, uint32_t unit)
{
    while (u->parent[unit] != unit)
        unit = u->parent[unit] = u->parent[u->parent[unit]];
    return unit;
}

static plx_status units_make(units *u, const plx_corpus *c, bool by_doc, plx_error *err)
{
    u->by_doc = by_doc;
    u->count = c->doc_count;
    for (size_t d = 0; d < c->doc_count; d++)
        if (!by_doc && c->docs[d].group >= u->count)
            u->count = (size_t)c->docs[d].group + 1;
    u->parent = malloc((u->count + 1) * sizeof *u->parent);
    if (!u->parent)
        return no_memory(err);
    for (size_t i = 0; i < u->count; i++)
        u->parent[i] = (uint32_t)i;
    return PLX_OK;
}

/* What join() is given. */
typedef struct joiner {
    units *u;
    const plx_corpus *c;
    bool is_copy; /* of an article of another unit */
} joiner;

static void join(void *ctx, uint32_t doc, uint32_t earlier)
{
    joiner *j = ctx;
    uint32_t a = unit_of(j->u, j->c, doc), b = unit_of(j->u, j->c, earlier);

    if (a == b)
        return;
    j->u->parent[root_of(j->u, a)] = root_of(j->u, b);
    j->is_copy = true;
}

static plx_status join_near_copies(units *u, const plx_corpus *c, const plx_dataset *ds,
                                   unsigned *near_copies, plx_error *err)
{
    plx_near_copies *finder = plx_near_copies_new();
    bool ok = finder != NULL;

    for (size_t d = 0; ok && d < c->doc_count; d++) {
        joiner j = { .u = u, .c = c };

        if (c->docs[d].synthetic)
            continue;
        ok = plx_near_copies_add(finder, (uint32_t)d, &ds->items[c->docs[d].sample].sketch, join,
                                 &j);
        *near_copies += j.is_copy;
    }
    plx_near_copies_free(finder);
    return ok ? PLX_OK : no_memory(err);
}

/* ------------------------------------------------------------ dealing out */

/* A set of units on its way into a fold. */
typedef struct portion {
    double in[PLX_LABELS_MAX + 1]; /* articles by class, off-topic last */
    double mass;
    uint64_t order; /* random, for ties */
    uint8_t fold;
} portion;

static size_t class_of(const plx_doc *doc)
{
    return doc->class < PLX_LABELS_MAX ? doc->class : PLX_LABELS_MAX;
}

static int by_falling_mass(const void *pa, const void *pb)
{
    const portion *a = *(portion *const *)pa, *b = *(portion *const *)pb;

    if (a->mass != b->mass)
        return a->mass < b->mass ? 1 : -1;
    return (a->order > b->order) - (a->order < b->order);
}

/* The fold where this portion's classes are rarest. */
static uint8_t rarest_fold(const portion *p, unsigned folds,
                           double in[PLX_FOLDS_MAX][PLX_LABELS_MAX + 1])
{
    uint8_t best = 0;
    double least = INFINITY;

    for (uint8_t f = 0; f < folds; f++) {
        double sum = 0;
        for (size_t k = 0; k <= PLX_LABELS_MAX; k++)
            sum += p->in[k] * in[f][k];
        if (sum < least) {
            least = sum;
            best = f;
        }
    }
    return best;
}

/* Portions in `order`, large ones first, each to the fold that lacks it most. */
static void deal_out(portion **order, size_t n, unsigned folds)
{
    double in[PLX_FOLDS_MAX][PLX_LABELS_MAX + 1] = { { 0 } };

    if (n)
        qsort(order, n, sizeof(portion *), by_falling_mass);
    for (size_t i = 0; i < n; i++) {
        portion *p = order[i];
        double articles = 0;

        p->fold = rarest_fold(p, folds, in);
        for (size_t k = 0; k <= PLX_LABELS_MAX; k++)
            articles += p->in[k];
        for (size_t k = 0; k <= PLX_LABELS_MAX; k++)
            in[p->fold][k] += p->in[k] * p->mass / articles;
    }
}

/* Fold of each article that is in one. */
static plx_status fill_folds(units *u, const plx_corpus *c, const plx_fit_plan *plan,
                             plx_folds *out, plx_error *err)
{
    portion *portions = calloc(u->count + 1, sizeof *portions);
    portion **order = calloc(u->count + 1, sizeof *order);
    uint64_t state = plan->seed;
    size_t n = 0;

    if (!portions || !order) {
        free(portions);
        free(order);
        return no_memory(err);
    }
    for (size_t d = 0; d < c->doc_count; d++) {
        portion *p = &portions[root_of(u, unit_of(u, c, d))];

        if (out->of[d] != 0)
            continue;
        if (p->mass == 0) {
            p->order = plx_random(&state);
            order[n++] = p;
        }
        p->in[class_of(&c->docs[d])]++;
        p->mass++;
    }
    for (size_t i = 0; i < n; i++)
        order[i]->mass = pow(order[i]->mass, 1 - plan->source_power);
    deal_out(order, n, plan->folds);
    for (size_t d = 0; d < c->doc_count; d++)
        if (out->of[d] == 0)
            out->of[d] = portions[root_of(u, unit_of(u, c, d))].fold;
    free(portions);
    free(order);
    return PLX_OK;
}

static bool has_source(const plx_corpus *c, const plx_dataset *ds, size_t doc)
{
    return ds->items[c->docs[doc].sample].source != PLX_MAP_NONE;
}

/* Are real articles of two sources there? */
static bool has_two_sources(const plx_corpus *c, const plx_dataset *ds)
{
    uint32_t first = UINT32_MAX;

    for (size_t d = 0; d < c->doc_count; d++) {
        if (c->docs[d].synthetic || !has_source(c, ds, d))
            continue;
        if (first != UINT32_MAX && first != c->docs[d].group)
            return true;
        first = c->docs[d].group;
    }
    return false;
}

/* Who is in no fold at all. */
static void mark_outside(const plx_corpus *c, const plx_dataset *ds, plx_folds *out)
{
    for (size_t d = 0; d < c->doc_count; d++) {
        if (c->docs[d].synthetic) {
            out->of[d] = PLX_FOLD_TRAINS;
        } else if (!out->is_random && !has_source(c, ds, d)) {
            out->of[d] = PLX_FOLD_NONE;
            out->without_source++;
        }
    }
}

/* Are there two sets of units, so that one can be held out? */
static bool has_two_sets(units *u, const plx_corpus *c, const plx_folds *f)
{
    uint32_t first = UINT32_MAX;

    for (size_t d = 0; d < c->doc_count; d++) {
        uint32_t root;

        if (f->of[d] != 0)
            continue;
        root = root_of(u, unit_of(u, c, d));
        if (first != UINT32_MAX && root != first)
            return true;
        first = root;
    }
    return false;
}

/* Units and what stays together. Where near-copies chain all to one, nothing could be held out:
 * articles are units then, and if even they are one chain, near-copies are parted. */
static plx_status make_sets(units *u, const plx_corpus *c, const plx_dataset *ds, plx_folds *out,
                            plx_error *err)
{
    plx_status rc = units_make(u, c, out->is_random, err);

    if (rc == PLX_OK)
        rc = join_near_copies(u, c, ds, &out->near_copies, err);
    if (rc != PLX_OK || has_two_sets(u, c, out))
        return rc;
    free(u->parent);
    out->near_copies = 0;
    out->too_few_sources = true;
    if (out->is_random)
        return units_make(u, c, true, err);
    out->is_random = true;
    return make_sets(u, c, ds, out, err);
}

plx_status plx_folds_make(const plx_corpus *c, const plx_dataset *ds, const plx_fit_plan *plan,
                          plx_folds *out, plx_error *err)
{
    units u = { 0 };
    plx_status rc;

    *out = (plx_folds){ .of = calloc(c->doc_count + 1, 1), .is_random = plan->random_folds };
    if (!out->of)
        return no_memory(err);
    out->too_few_sources = !plan->random_folds && !has_two_sources(c, ds);
    out->is_random = plan->random_folds || out->too_few_sources;
    mark_outside(c, ds, out);
    rc = make_sets(&u, c, ds, out, err);
    if (rc == PLX_OK)
        rc = fill_folds(&u, c, plan, out, err);
    free(u.parent);
    return rc;
}

void plx_folds_release(plx_folds *f)
{
    free(f->of);
    memset(f, 0, sizeof *f);
}

/* ------------------------------------------------------------ scores */

/* Is the group of an article among a share of them, drawn by its number? */
static bool is_drawn(uint32_t group, double share)
{
    return share >= 1 || (double)(plx_hash64(&group, sizeof group) >> 11) * 0x1p-53 < share;
}

bool plx_folds_train(const plx_folds *folds, const plx_corpus *c, size_t doc, unsigned f,
                     double share)
{
    uint8_t of = folds->of[doc];

    return of != f && of != PLX_FOLD_NONE &&
           is_drawn(folds->is_random ? c->docs[doc].sample : c->docs[doc].group, share);
}

static plx_status score_fold(const plx_folds *folds, const plx_corpus *c, const plx_fit_plan *plan,
                             unsigned f, plx_fitted *fit, float *scores, plx_error *err)
{
    plx_cell *cells = malloc(((size_t)c->features + 1) * sizeof *cells);

    if (!cells)
        return no_memory(err);
    for (size_t d = 0; d < c->doc_count; d++)
        if (folds->of[d] == f)
            plx_fitted_score(fit, c, &c->docs[d], plan, cells, scores + d * plan->classes);
    free(cells);
    return PLX_OK;
}

plx_status plx_folds_score(const plx_folds *folds, const plx_corpus *c, const plx_fit_plan *plan,
                           double share, plx_fitted *fits, float *scores, plx_error *err)
{
    bool *use = malloc(c->doc_count + 1);
    plx_status rc = use ? PLX_OK : no_memory(err);

    for (unsigned f = 0; rc == PLX_OK && f < plan->folds; f++) {
        plx_fitted fit = { 0 };

        for (size_t d = 0; d < c->doc_count; d++)
            use[d] = plx_folds_train(folds, c, d, f, share);
        rc = plx_fit(c, plan, use, &fit, err);
        if (rc == PLX_OK)
            rc = score_fold(folds, c, plan, f, &fit, scores, err);
        if (rc == PLX_OK && fits)
            fits[f] = fit;
        else
            plx_fitted_release(&fit);
    }
    free(use);
    return rc;
}
