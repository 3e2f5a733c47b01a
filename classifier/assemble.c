#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "classifier/run.h"

/* Names of masked words that the summary lists; the model masks them all. */
#define MASKED_LISTED 300

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "training: out of memory");
}

/* The fitted columns become the model's features: both are in order of hash. */
static plx_status fill_dictionary(plx_run *r, plx_error *err)
{
    const plx_selection *s = &r->fitted.chosen;
    plx_dictionary *d = &r->m->dict;
    plx_strbuf names = PLX_STRBUF_INIT;
    plx_status rc = plx_dictionary_alloc(d, s->columns, r->plan.classes, err);

    if (rc != PLX_OK)
        return rc;
    for (uint32_t i = 0; i < s->columns; i++) {
        const char *name = r->c.names.s + r->c.name_at[s->feature[i]];
        size_t n = strlen(name);
        if (n > PLX_MODEL_FEATURE_NAME_MAX)
            n = plx_utf8_cut(name, PLX_MODEL_FEATURE_NAME_MAX);
        d->hash[i] = r->c.hash[s->feature[i]];
        d->idf[i] = s->idf[i];
        d->name_at[i] = (uint32_t)names.len;
        plx_strbuf_add(&names, name, n);
    }
    d->name_at[s->columns] = (uint32_t)names.len;
    memcpy(d->weight, r->fitted.weight, s->columns * r->plan.classes * sizeof *d->weight);
    d->names = plx_strbuf_detach(&names);
    return d->names ? PLX_OK : no_memory(err);
}

/* ------------------------------------------------------------ summary */

static json_t *counts_json(const plx_run *r)
{
    json_t *labels = json_object();

    for (uint32_t l = 0; labels && l < plx_map_count(r->ds->labels); l++) {
        size_t n = 0, synthetic = 0;
        for (size_t i = 0; i < r->ds->count; i++) {
            n += r->ds->items[i].label == l;
            synthetic += r->ds->items[i].label == l && r->ds->items[i].synthetic;
        }
        json_object_set_new(labels, plx_map_key(r->ds->labels, l, NULL),
                            json_pack("{s:i, s:i}", "articles", (int)n, "written", (int)synthetic));
    }
    return labels;
}

static json_t *options_json(const plx_run *r)
{
    const plx_fit_plan *p = &r->plan;

    return json_pack("{s:f, s:f, s:i, s:i, s:i, s:s, s:[f, f, f, f]}", "cost", p->cost,
                     "source_power", p->source_power, "min_sources", (int)p->min_sources, "seed",
                     (int)p->seed, "folds", (int)p->folds, "folds_by",
                     p->random_folds ? "random" : "source", "group_weights",
                     (double)p->group_weight[0], (double)p->group_weight[1],
                     (double)p->group_weight[2], (double)p->group_weight[3]);
}

static json_t *masked_json(const plx_run *r)
{
    json_t *list = json_array();
    const char *s = r->masked.s;

    for (size_t i = 0; list && *s && i < MASKED_LISTED; i++) {
        size_t n = strcspn(s, "\n");
        json_array_append_new(list, json_stringn(s, n));
        s += n + (s[n] == '\n');
    }
    return list;
}

static json_t *summary_json(const plx_run *r)
{
    return json_pack(
        "{s:i, s:i, s:i, s:i, s:s, s:o, s:o, s:i, s:f, s:f, s:o, s:i, s:o}", "articles",
        (int)r->ds->count, "repeated", (int)r->ds->repeated, "sources",
        (int)plx_map_count(r->ds->sources), "groups", (int)plx_map_count(r->ds->groups), "language",
        r->lang, "labels", counts_json(r), "options", options_json(r), "features",
        (int)r->fitted.chosen.columns, "temperature", (double)r->m->temperature, "threshold",
        (double)r->m->threshold, "cross_validation", plx_measures_json(&r->cv), "masked_count",
        (int)r->m->words.mask.count, "masked", masked_json(r));
}

plx_status plx_run_assemble(plx_run *r, plx_model **out, plx_error *err)
{
    plx_strbuf bytes = PLX_STRBUF_INIT;
    plx_model *m = r->m;
    plx_status rc = fill_dictionary(r, err);

    if (rc != PLX_OK)
        return rc;
    memcpy(m->bias, r->fitted.bias, sizeof m->bias);
    memcpy(m->group_weight, r->plan.group_weight, sizeof m->group_weight);
    m->summary = summary_json(r);
    if (!m->summary)
        return no_memory(err);
    plx_model_encode(m, &bytes);
    rc = bytes.failed ? no_memory(err) : plx_model_parse(bytes.s, bytes.len, "new model", out, err);
    plx_strbuf_release(&bytes);
    return rc;
}
