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

/* ------------------------------------------------------------ features */

/* A dictionary in the making. */
typedef struct entry_writer {
    plx_dictionary *d;
    plx_strbuf names;
    uint32_t count;
} entry_writer;

static float *add_entry(entry_writer *w, size_t labels, uint64_t hash, float idf, const char *name,
                        size_t name_len)
{
    plx_dictionary *d = w->d;
    uint32_t i = w->count++;

    d->hash[i] = hash;
    d->idf[i] = idf;
    d->name_at[i] = (uint32_t)w->names.len;
    plx_strbuf_add(&w->names, name, name_len);
    return d->weight + i * labels;
}

/* A word of the base that none of the new articles has: only what its scores are worth changed. */
static void add_known(const plx_run *r, entry_writer *w, uint32_t i)
{
    const plx_dictionary *base = &r->plan.base->dict;
    size_t labels = r->plan.classes;
    float *to = add_entry(w, labels, base->hash[i], base->idf[i], base->names + base->name_at[i],
                          base->name_at[i + 1] - base->name_at[i]);

    for (size_t j = 0; j < labels; j++)
        for (size_t k = 0; k < labels; k++)
            to[k] += r->fitted.mix[j * labels + k] * base->weight[i * labels + j];
}

static void add_fitted(const plx_run *r, entry_writer *w, uint32_t i)
{
    const plx_selection *s = &r->fitted.chosen;
    const char *name = r->c.names.s + r->c.name_at[s->feature[i]];
    size_t n = strlen(name), labels = r->plan.classes;
    float *to;

    if (n > PLX_MODEL_FEATURE_NAME_MAX)
        n = plx_utf8_cut(name, PLX_MODEL_FEATURE_NAME_MAX);
    to = add_entry(w, labels, r->c.hash[s->feature[i]], s->idf[i], name, n);
    memcpy(to, r->fitted.weight + i * labels, labels * sizeof *to);
}

/* The fitted columns and the base's other words, both in order of hash, become the features. */
static plx_status fill_dictionary(plx_run *r, plx_error *err)
{
    const plx_selection *s = &r->fitted.chosen;
    const plx_dictionary *base = r->plan.base ? &r->plan.base->dict : NULL;
    uint32_t known = base ? base->count : 0, b = 0, i = 0;
    entry_writer w = { .d = &r->m->dict, .names = PLX_STRBUF_INIT };
    plx_status rc = plx_dictionary_alloc(w.d, s->columns + known, r->plan.classes, err);

    if (rc != PLX_OK)
        return rc;
    while (i < s->columns || b < known) {
        uint64_t h = i < s->columns ? r->c.hash[s->feature[i]] : UINT64_MAX;

        if (b < known && (i == s->columns || base->hash[b] < h)) {
            add_known(r, &w, b++);
            continue;
        }
        b += b < known && base->hash[b] == h;
        add_fitted(r, &w, i++);
    }
    w.d->count = w.count;
    w.d->name_at[w.count] = (uint32_t)w.names.len;
    w.d->names = plx_strbuf_detach(&w.names);
    return w.d->names ? PLX_OK : no_memory(err);
}

/* ------------------------------------------------------------ training articles */

static int by_digest(const void *pa, const void *pb)
{
    uint64_t a = *(const uint64_t *)pa, b = *(const uint64_t *)pb;

    return (a > b) - (a < b);
}

/* Digests of what the model learned from, its base's too, so that no evaluation counts them. */
static plx_status fill_trained(plx_run *r, plx_error *err)
{
    const plx_model *base = r->plan.base;
    size_t known = base ? base->trained_count : 0, n = 0, kept = 0;
    uint64_t *list = malloc((r->c.doc_count + known + 1) * sizeof *list);

    if (!list)
        return no_memory(err);
    for (size_t d = 0; d < r->c.doc_count; d++)
        list[n++] = r->ds->items[r->c.docs[d].sample].digest;
    if (known)
        memcpy(list + n, base->trained, known * sizeof *list);
    n += known;
    qsort(list, n, sizeof *list, by_digest);
    for (size_t i = 0; i < n && kept < PLX_MODEL_TRAINED_MAX; i++)
        if (!kept || list[kept - 1] != list[i])
            list[kept++] = list[i];
    r->m->trained = list;
    r->m->trained_count = (uint32_t)kept;
    return PLX_OK;
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
                     r->folds.is_random ? "random" : "source", "group_weights",
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

static json_t *base_json(const plx_run *r)
{
    const plx_model *base = r->plan.base;

    return base ? json_pack("{s:s, s:s, s:s}", "name", base->name, "date", base->date, "digest",
                            base->digest)
                : json_null();
}

static json_t *summary_json(const plx_run *r)
{
    return json_pack("{s:o, s:i, s:i, s:i, s:i, s:s, s:o, s:o, s:i, s:f, s:f, s:o, s:i, s:o}",
                     "adapted_from", base_json(r), "articles", (int)r->ds->count, "repeated",
                     (int)r->ds->repeated, "sources", (int)plx_map_count(r->ds->sources), "groups",
                     (int)plx_map_count(r->ds->groups), "language", r->lang, "labels",
                     counts_json(r), "options", options_json(r), "features", (int)r->m->dict.count,
                     "temperature", (double)r->m->temperature, "threshold", (double)r->m->threshold,
                     "cross_validation", plx_measures_json(&r->report.cv), "masked_count",
                     (int)r->m->words.mask.count, "masked", masked_json(r));
}

plx_status plx_run_assemble(plx_run *r, plx_model **out, plx_error *err)
{
    plx_strbuf bytes = PLX_STRBUF_INIT;
    plx_model *m = r->m;
    plx_status rc = fill_dictionary(r, err);

    if (rc == PLX_OK)
        rc = fill_trained(r, err);
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
