/* The training side of drift: what a run's own articles look like to a model that has not seen
 * them.
 */
#include <stdlib.h>
#include <string.h>

#include "classifier/drift_data.h"
#include "classifier/drift_run.h"
#include "classifier/measure.h"

/* What counting words works with. */
typedef struct counting {
    plx_run *r;
    uint32_t *groups;     /* by feature: of how many groups articles have it */
    uint32_t *last_group; /* + 1, while these are counted */
    plx_features f;
    plx_tokens title, text;
} counting;

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "training: out of memory");
}

/* Is the article one of those measured, and not off-topic? */
static bool is_counted(const plx_run *r, size_t d)
{
    return plx_judged_counts(&r->judged[d]) && r->judged[d].verdict.kind != PLX_KIND_OFF_TOPIC;
}

void plx_run_drift_labels(plx_run *r)
{
    memset(&r->drift, 0, sizeof r->drift);
    for (size_t d = 0; d < r->c.doc_count; d++)
        if (is_counted(r, d))
            plx_drift_count(&r->drift, &r->judged[d].verdict, 0, 0);
}

/* Articles come in order of group. */
static void count_groups(counting *c)
{
    const plx_corpus *corpus = &c->r->c;

    for (size_t d = 0; d < corpus->doc_count; d++) {
        const plx_doc *doc = &corpus->docs[d];

        for (uint32_t i = 0; i < doc->count; i++) {
            uint32_t feature = corpus->entries[doc->first + i].feature;

            c->groups[feature] += c->last_group[feature] != doc->group + 1;
            c->last_group[feature] = doc->group + 1;
        }
    }
}

/* Would the model know the word without the source of the article that has it? */
static bool is_known(const counting *c, uint64_t hash)
{
    const plx_run *r = c->r;
    uint32_t feature;

    if (r->plan.base && plx_dictionary_find(&r->plan.base->dict, hash) != UINT32_MAX)
        return true;
    feature = plx_corpus_find(&r->c, hash);
    return feature != UINT32_MAX && r->fitted.chosen.column[feature] != UINT32_MAX &&
           c->groups[feature] > r->plan.min_sources;
}

static plx_status count_words(counting *c, size_t d, plx_drift_figures *sums, plx_error *err)
{
    const plx_sample *s = &c->r->ds->items[c->r->c.docs[d].sample];
    double words = 0, known = 0;
    plx_status rc = plx_sample_analyse(s, c->r->an, &c->title, &c->text, err);

    if (rc == PLX_OK)
        rc = plx_features_make(&c->f, &c->r->m->words, &c->title, &c->text, err);
    for (size_t i = 0; rc == PLX_OK && i < c->f.gram_count; i++)
        if (plx_drift_is_word(&c->f, &c->f.grams[i])) {
            words++;
            known += is_known(c, c->f.grams[i].hash);
        }
    sums->words += words;
    sums->known += known;
    sums->words_square += words * words;
    sums->known_square += known * known;
    sums->words_known += words * known;
    return rc;
}

static plx_status count_all(counting *c, plx_error *err)
{
    plx_run *r = c->r;
    plx_drift_figures base = { 0 };
    plx_status rc = PLX_OK;

    c->groups = calloc(r->c.features + (size_t)1, sizeof *c->groups);
    c->last_group = calloc(r->c.features + (size_t)1, sizeof *c->last_group);
    if (!c->groups || !c->last_group)
        return no_memory(err);
    count_groups(c);
    for (size_t d = 0; rc == PLX_OK && d < r->c.doc_count; d++)
        if (is_counted(r, d))
            rc = count_words(c, d, &r->drift, err);
    if (rc == PLX_OK && r->plan.base && plx_drift_of_training(r->plan.base, &base))
        plx_drift_join(&r->drift, &base);
    return rc;
}

plx_status plx_run_drift_words(plx_run *r, plx_error *err)
{
    counting c = { .r = r };
    plx_status rc;

    plx_tokens_init(&c.title);
    plx_tokens_init(&c.text);
    rc = count_all(&c, err);
    plx_features_release(&c.f);
    plx_tokens_release(&c.title);
    plx_tokens_release(&c.text);
    free(c.groups);
    free(c.last_group);
    return rc;
}
