#include "classifier/outlets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/dataset.h"
#include "classifier/measure.h"
#include "classifier/model_file.h"

const unsigned plx_outlet_steps[PLX_OUTLET_STEPS] = { 0, 10, 20, 30 };
#define MOST_ADDED 30

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "curves by outlet: out of memory");
}

/* One outlet at a time. */
typedef struct outlet {
    const plx_dataset *ds;
    plx_train_options opt;
    uint32_t source;
    plx_sample *own, *others; /* borrowed copies of items */
    size_t own_count, other_count;
    plx_model *model; /* of the others */
} outlet;

/* Can it be held out, and measured? */
static bool is_usable(const outlet *o, const plx_sample *s)
{
    return s->source != PLX_MAP_NONE && !s->synthetic && !s->is_picked &&
           strcmp(plx_map_key(o->ds->labels, s->label, NULL), PLX_STANCE_OFF_TOPIC) != 0 &&
           !(o->opt.base && plx_model_has_trained_on(o->opt.base, s->digest));
}

/* A part of a data set as one: shares all but the list of articles. */
static plx_dataset part_of(const plx_dataset *ds, plx_sample *items, size_t count)
{
    plx_dataset part = *ds;

    part.items = items;
    part.count = count;
    return part;
}

/* The outlet's articles, and those of the others. */
static void divide(outlet *o, uint32_t source)
{
    o->source = source;
    o->own_count = o->other_count = 0;
    for (size_t i = 0; i < o->ds->count; i++) {
        const plx_sample *s = &o->ds->items[i];

        if (s->source == source && is_usable(o, s))
            o->own[o->own_count++] = *s;
        else if (s->source != source)
            o->others[o->other_count++] = *s;
    }
}

/* The first articles become those of a draw. */
static void draw(outlet *o, uint64_t *state)
{
    for (size_t i = 0; i < MOST_ADDED; i++) {
        size_t with = i + plx_random(state) % (o->own_count - i);
        plx_sample kept = o->own[i];

        o->own[i] = o->own[with];
        o->own[with] = kept;
    }
}

static plx_status train_on_others(outlet *o, plx_error *err)
{
    plx_dataset others = part_of(o->ds, o->others, o->other_count);

    return plx_train(&others, &o->opt, &o->model, NULL, err);
}

/* The share of the held-out articles that are judged wrongly after `added` were learned. */
static plx_status measure_step(outlet *o, unsigned added, double *error, plx_error *err)
{
    plx_dataset first = part_of(o->ds, o->own, added);
    plx_dataset held = part_of(o->ds, o->own + MOST_ADDED, o->own_count - MOST_ADDED);
    plx_train_options opt = o->opt;
    plx_model *adapted = NULL;
    plx_measures m;
    plx_status rc = PLX_OK;

    opt.base = o->model;
    opt.min_sources = 1; /* as for a set of this outlet's articles alone */
    opt.cost = 0;
    if (added)
        rc = plx_train(&first, &opt, &adapted, NULL, err);
    if (rc == PLX_OK)
        rc = plx_evaluate(added ? adapted : o->model, &held, &m, err);
    if (rc == PLX_OK)
        *error = 1 - m.accuracy;
    plx_model_free(adapted);
    return rc;
}

static plx_status draw_curve(outlet *o, plx_outlet_curve *c, plx_error *err)
{
    uint64_t state = o->opt.seed ? o->opt.seed : 1;
    plx_status rc = PLX_OK;

    c->articles = (unsigned)o->own_count;
    c->source = strdup(plx_map_key(o->ds->sources, o->source, NULL));
    if (!c->source)
        return no_memory(err);
    for (int d = 0; rc == PLX_OK && d < PLX_OUTLET_DRAWS; d++) {
        draw(o, &state);
        for (size_t i = 0; rc == PLX_OK && i < PLX_OUTLET_STEPS; i++) {
            double error = 0;

            rc = measure_step(o, plx_outlet_steps[i], &error, err);
            c->error[i] += error / PLX_OUTLET_DRAWS;
        }
    }
    return rc;
}

static plx_status add_outlet(outlet *o, plx_outlet_curves *out, plx_error *err)
{
    plx_error why;
    plx_status rc = train_on_others(o, &why);

    if (rc == PLX_ERR_INVALID) { /* the others have too little of a label */
        out->impossible++;
        return PLX_OK;
    }
    if (rc == PLX_OK)
        rc = draw_curve(o, &out->items[out->count++], &why);
    if (rc != PLX_OK && err)
        *err = why;
    plx_model_free(o->model);
    o->model = NULL;
    return rc;
}

static int by_falling_articles(const void *pa, const void *pb)
{
    const plx_outlet_curve *a = pa, *b = pb;

    if (a->articles != b->articles)
        return a->articles < b->articles ? 1 : -1;
    return strcmp(a->source, b->source);
}

static void finish(plx_outlet_curves *out)
{
    if (out->count)
        qsort(out->items, out->count, sizeof *out->items, by_falling_articles);
    for (size_t i = 0; i < out->count; i++)
        for (size_t s = 0; s < PLX_OUTLET_STEPS; s++)
            out->mean[s] += out->items[i].error[s] / (double)out->count;
}

plx_status plx_train_outlets(const plx_dataset *ds, const plx_train_options *opt,
                             plx_outlet_curves *out, plx_error *err)
{
    outlet o = { .ds = ds, .opt = *opt };
    uint32_t sources = plx_map_count(ds->sources);
    plx_status rc = PLX_OK;

    *out = (plx_outlet_curves){ .draws = PLX_OUTLET_DRAWS };
    o.opt.grid = o.opt.curve = false;
    o.opt.errors = 0;
    o.opt.progress = NULL;
    o.own = malloc((ds->count + 1) * sizeof *o.own);
    o.others = malloc((ds->count + 1) * sizeof *o.others);
    out->items = calloc((size_t)sources + 1, sizeof *out->items);
    if (!o.own || !o.others || !out->items)
        rc = no_memory(err);
    for (uint32_t s = 0; rc == PLX_OK && s < sources; s++) {
        divide(&o, s);
        if (o.own_count < PLX_OUTLET_LEAST)
            continue;
        if (opt->progress)
            opt->progress(opt->ctx, "drawing curves by outlet");
        rc = add_outlet(&o, out, err);
    }
    finish(out);
    free(o.own);
    free(o.others);
    return rc;
}
