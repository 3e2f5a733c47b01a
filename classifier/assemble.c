#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "classifier/drift_run.h"
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

/* A list of features in order of hash, each with the way it gets into the dictionary. */
typedef struct feature_list {
    uint32_t count, at;
    uint64_t (*hash)(const plx_run *r, uint32_t i);
    void (*add)(const plx_run *r, entry_writer *w, uint32_t i);
} feature_list;

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

static uint64_t known_hash(const plx_run *r, uint32_t i)
{
    return r->plan.base->dict.hash[i];
}

/* A column of a fit, its weights zero. */
static float *add_column(const plx_run *r, entry_writer *w, const plx_corpus *c,
                         const plx_selection *s, uint32_t i)
{
    const char *name = c->names.s + c->name_at[s->feature[i]];
    size_t n = strlen(name);

    if (n > PLX_MODEL_FEATURE_NAME_MAX)
        n = plx_utf8_cut(name, PLX_MODEL_FEATURE_NAME_MAX);
    return add_entry(w, r->plan.classes, c->hash[s->feature[i]], s->idf[i], name, n);
}

static void add_fitted(const plx_run *r, entry_writer *w, uint32_t i)
{
    size_t labels = r->plan.classes;
    float *to = add_column(r, w, &r->c, &r->fitted.chosen, i);

    memcpy(to, r->fitted.weight + i * labels, labels * sizeof *to);
}

static uint64_t fitted_hash(const plx_run *r, uint32_t i)
{
    return r->c.hash[r->fitted.chosen.feature[i]];
}

/* A feature of sentences: what it adds to their scores times what these are worth. */
static void add_of_sentences(const plx_run *r, entry_writer *w, uint32_t i)
{
    size_t labels = r->plan.classes;
    const plx_sentence_run *s = &r->sentences;
    float *to = add_column(r, w, &s->c, &s->fit.chosen, i);

    for (size_t j = 0; j < labels; j++)
        for (size_t k = 0; k < labels; k++)
            to[k] += r->fitted.sentence[j * labels + k] * s->fit.weight[i * labels + j];
}

static uint64_t sentence_hash(const plx_run *r, uint32_t i)
{
    return r->sentences.c.hash[r->sentences.fit.chosen.feature[i]];
}

/* The list whose next feature has the smallest hash; NULL at the end of all. Of two with the same
 * the first: what an article has now outranks what the base knew of it. */
static feature_list *smallest(const plx_run *r, feature_list *lists, size_t n)
{
    feature_list *best = NULL;

    for (size_t i = 0; i < n; i++) {
        feature_list *l = &lists[i];

        if (l->at < l->count && (!best || l->hash(r, l->at) < best->hash(r, best->at)))
            best = l;
    }
    return best;
}

/* Fitted words, features of sentences, and the base's others, in order of hash. */
static plx_status fill_dictionary(plx_run *r, plx_error *err)
{
    feature_list lists[] = {
        { .count = r->fitted.chosen.columns, .hash = fitted_hash, .add = add_fitted },
        { .count = r->sentences.fit.chosen.columns,
          .hash = sentence_hash,
          .add = add_of_sentences },
        { .count = r->plan.base ? r->plan.base->dict.count : 0,
          .hash = known_hash,
          .add = add_known },
    };
    const size_t n = sizeof lists / sizeof *lists;
    entry_writer w = { .d = &r->m->dict, .names = PLX_STRBUF_INIT };
    plx_status rc = plx_dictionary_alloc(w.d, lists[0].count + lists[1].count + lists[2].count,
                                         r->plan.classes, err);

    for (feature_list *l; rc == PLX_OK && (l = smallest(r, lists, n)) != NULL; l->at++)
        if (!w.count || w.d->hash[w.count - 1] != l->hash(r, l->at))
            l->add(r, &w, l->at);
    if (rc != PLX_OK)
        return rc;
    w.d->count = w.count;
    w.d->name_at[w.count] = (uint32_t)w.names.len;
    w.d->names = plx_strbuf_detach(&w.names);
    return w.d->names ? PLX_OK : no_memory(err);
}

/* What the article model does with the bias of the sentences' scores. */
static void fill_bias(plx_run *r)
{
    size_t labels = r->plan.classes;

    memcpy(r->m->bias, r->fitted.bias, sizeof r->m->bias);
    for (size_t j = 0; r->c.has_sentences && j < labels; j++)
        for (size_t k = 0; k < labels; k++)
            r->m->bias[k] += r->fitted.sentence[j * labels + k] * r->sentences.fit.bias[j];
}

/* ------------------------------------------------------------ training articles */

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
    qsort(list, n, sizeof *list, plx_compare_digests);
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
    return json_pack("{s:o, s:i, s:i, s:i, s:i, s:s, s:o, s:o, s:i, s:f, s:f, s:o, s:i, s:o, s:o}",
                     "adapted_from", base_json(r), "articles", (int)r->ds->count, "repeated",
                     (int)r->ds->repeated, "sources", (int)plx_map_count(r->ds->sources), "groups",
                     (int)plx_map_count(r->ds->groups), "language", r->lang, "labels",
                     counts_json(r), "options", options_json(r), "features", (int)r->m->dict.count,
                     "temperature", (double)r->m->temperature, "threshold", (double)r->m->threshold,
                     "cross_validation", plx_measures_json(&r->report.cv), "masked_count",
                     (int)r->m->words.mask.count, "masked", masked_json(r), "drift",
                     plx_drift_sums_json(&r->drift, &r->m->labels));
}

plx_status plx_run_assemble(plx_run *r, plx_model **out, plx_error *err)
{
    plx_strbuf bytes = PLX_STRBUF_INIT;
    plx_model *m = r->m;
    plx_status rc = fill_dictionary(r, err);

    if (rc == PLX_OK)
        rc = fill_trained(r, err);
    if (rc == PLX_OK)
        rc = plx_run_drift_words(r, err);
    if (rc != PLX_OK)
        return rc;
    fill_bias(r);
    memcpy(m->group_weight, r->plan.group_weight, sizeof m->group_weight);
    m->summary = summary_json(r);
    if (!m->summary)
        return no_memory(err);
    plx_model_encode(m, &bytes);
    rc = bytes.failed ? no_memory(err) : plx_model_parse(bytes.s, bytes.len, "new model", out, err);
    plx_strbuf_release(&bytes);
    return rc;
}
