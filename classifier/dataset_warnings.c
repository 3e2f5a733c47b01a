/* What is to be said of a data set before anything is learned from it. */
#include <stdlib.h>
#include <string.h>

#include "classifier/dataset.h"
#include "classifier/near_copies.h"

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "data set: out of memory");
}

static const char *label_name(const plx_dataset *ds, uint32_t label)
{
    return plx_map_key(ds->labels, label, NULL);
}

/* ------------------------------------------------------------ labels */

/* Real articles of a label, and how many of them the commonest source has. */
static uint32_t dominant_source(const plx_dataset *ds, uint32_t label, uint32_t *counts,
                                uint32_t *total)
{
    uint32_t best = 0;

    memset(counts, 0, (plx_map_count(ds->sources) + 1) * sizeof *counts);
    *total = 0;
    for (size_t i = 0; i < ds->count; i++) {
        const plx_sample *s = &ds->items[i];
        if (s->label != label || s->synthetic)
            continue;
        ++*total;
        if (s->source != PLX_MAP_NONE && ++counts[s->source] > counts[best])
            best = s->source;
    }
    return best;
}

static plx_status warn_of_sources(const plx_dataset *ds, plx_strbuf *out, plx_error *err)
{
    uint32_t *counts = calloc(plx_map_count(ds->sources) + 1, sizeof *counts);

    if (!counts)
        return no_memory(err);
    for (uint32_t l = 0; l < plx_map_count(ds->labels); l++) {
        uint32_t total, best = dominant_source(ds, l, counts, &total);

        if (total < 2 || counts[best] <= PLX_DOMINANT_SHARE * total)
            continue;
        plx_strbuf_printf(out,
                          "%u of %u %s articles come from one source, %s: folds by source say "
                          "little about this label\n",
                          counts[best], total, label_name(ds, l),
                          plx_map_key(ds->sources, best, NULL));
    }
    free(counts);
    return PLX_OK;
}

/* How many items have a label, and how many of these are real. */
static size_t count_label(const plx_dataset *ds, uint32_t label, size_t *real)
{
    size_t n = 0;

    *real = 0;
    for (size_t i = 0; i < ds->count; i++) {
        n += ds->items[i].label == label;
        *real += ds->items[i].label == label && !ds->items[i].synthetic;
    }
    return n;
}

static void warn_of_labels(const plx_dataset *ds, plx_strbuf *out)
{
    const char *only = NULL;
    size_t labels = 0;

    for (uint32_t l = 0; l < plx_map_count(ds->labels); l++) {
        size_t real, n = count_label(ds, l, &real);

        labels += n > 0;
        only = n ? label_name(ds, l) : only;
        if (real && real < PLX_MEASURE_LEAST)
            plx_strbuf_printf(out,
                              "%zu articles of %s: too few to say how well it is told; %d are "
                              "wanted\n",
                              real, label_name(ds, l), PLX_MEASURE_LEAST);
    }
    if (labels == 1)
        plx_strbuf_printf(out,
                          "all articles have one label, %s: from them a model learns what it is, "
                          "not what it is to be told from\n",
                          only);
}

/* ------------------------------------------------------------ contradictions */

/* Near-copies with two labels. */
typedef struct disagreement {
    const plx_dataset *ds;
    size_t count;
    uint32_t last, a, b; /* the article counted last; the first pair */
} disagreement;

static void compare_labels(void *ctx, uint32_t item, uint32_t earlier)
{
    disagreement *d = ctx;

    if (d->ds->items[item].label == d->ds->items[earlier].label || (d->count && d->last == item))
        return;
    if (d->count++ == 0) {
        d->a = earlier;
        d->b = item;
    }
    d->last = item;
}

static const char *item_name(const plx_sample *s)
{
    return s->id ? s->id : *s->title ? s->title : "an article without id";
}

static plx_status warn_of_near_copies(const plx_dataset *ds, plx_strbuf *out, plx_error *err)
{
    plx_near_copies *finder = plx_near_copies_new();
    disagreement d = { .ds = ds };
    bool ok = finder != NULL;

    for (size_t i = 0; ok && i < ds->count; i++)
        if (!ds->items[i].synthetic)
            ok = plx_near_copies_add(finder, (uint32_t)i, &ds->items[i].sketch, compare_labels, &d);
    plx_near_copies_free(finder);
    if (!ok)
        return no_memory(err);
    if (d.count) {
        const plx_sample *a = &ds->items[d.a], *b = &ds->items[d.b];

        plx_strbuf_printf(out,
                          "%zu articles are near-copies of one with another label, as %s (%s) and "
                          "%s (%s): they are kept, but look at them again\n",
                          d.count, item_name(a), label_name(ds, a->label), item_name(b),
                          label_name(ds, b->label));
    }
    return PLX_OK;
}

static void warn_of_contradictions(const plx_dataset *ds, plx_strbuf *out)
{
    if (ds->contested)
        plx_strbuf_printf(out,
                          "%zu texts came with two labels and are left out, the first: %s; decide "
                          "which is right\n",
                          ds->contested, ds->contested_example);
    if (ds->outranked)
        plx_strbuf_printf(out,
                          "%zu labels of the files gave way to those that people gave in the "
                          "index\n",
                          ds->outranked);
}

/* ------------------------------------------------------------ the call */

static void warn_of_unmeasured(const plx_dataset *ds, plx_strbuf *out)
{
    size_t without = 0, picked = 0;

    for (size_t i = 0; i < ds->count; i++) {
        without += ds->items[i].source == PLX_MAP_NONE;
        picked += ds->items[i].is_picked;
    }
    if (without)
        plx_strbuf_printf(
            out,
            "%zu articles have no source: they train the model, and are measured only "
            "where parts are made at random\n",
            without);
    if (picked)
        plx_strbuf_printf(out,
                          "%zu articles were picked by `review`: they train the model, and are "
                          "never used to measure it\n",
                          picked);
}

plx_status plx_dataset_warnings(const plx_dataset *ds, plx_strbuf *out, plx_error *err)
{
    plx_status rc = warn_of_sources(ds, out, err);

    if (rc != PLX_OK)
        return rc;
    warn_of_labels(ds, out);
    warn_of_unmeasured(ds, out);
    warn_of_contradictions(ds, out);
    rc = warn_of_near_copies(ds, out, err);
    return rc == PLX_OK && out->failed ? no_memory(err) : rc;
}
