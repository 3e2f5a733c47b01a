#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/calibrate.h"
#include "classifier/judge_run.h"

/* Articles of fewer words are not judged. */
#define LEAST_WORDS 20

plx_status plx_judge_new(const plx_model *m, plx_judge **out, plx_error *err)
{
    plx_judge *j = calloc(1, sizeof *j);

    *out = NULL;
    if (!j)
        goto fail;
    j->model = m;
    if (m) {
        j->hit_of = calloc((size_t)m->dict.count + 1, sizeof *j->hit_of);
        if (!j->hit_of)
            goto fail;
    }
    *out = j;
    return PLX_OK;
fail:
    plx_judge_free(j);
    return plx_fail(err, PLX_ERR_NOMEM, "judge: out of memory");
}

void plx_judge_free(plx_judge *j)
{
    if (!j)
        return;
    plx_features_release(&j->features);
    free(j->hit_of);
    free(j->hits);
    free(j->touched);
    free(j);
}

static bool reserve_hits(plx_judge *j, size_t n)
{
    plx_hit *hits;
    uint32_t *touched;

    if (n <= j->hit_cap)
        return true;
    n += n / 2;
    hits = realloc(j->hits, n * sizeof *hits);
    if (hits)
        j->hits = hits;
    touched = realloc(j->touched, n * sizeof *touched);
    if (touched)
        j->touched = touched;
    if (!hits || !touched)
        return false;
    j->hit_cap = n;
    return true;
}

/* The hit of a gram that the model knows, a new one of count 0 if it is the first; NULL if it does
 * not know it. */
static plx_hit *hit_of(plx_judge *j, const plx_gram *g)
{
    uint32_t feature = plx_dictionary_find(&j->model->dict, g->hash);

    if (feature == UINT32_MAX)
        return NULL;
    if (!j->hit_of[feature]) {
        j->hits[j->hit_count++] = (plx_hit){ .feature = feature, .group = g->group };
        j->hit_of[feature] = (uint32_t)j->hit_count;
    }
    return &j->hits[j->hit_of[feature] - 1];
}

static void forget_hits(plx_judge *j)
{
    for (size_t i = 0; i < j->hit_count; i++)
        j->hit_of[j->hits[i].feature] = 0;
}

/* Count the features that the model knows, but those of sentences. */
static void count_hits(plx_judge *j)
{
    const plx_features *f = &j->features;

    size_t end = f->sentence_count ? f->sentences[0].first_gram : f->gram_count;

    j->hit_count = 0;
    for (size_t i = 0; i < end; i++) {
        plx_hit *h = hit_of(j, &f->grams[i]);

        if (h)
            h->count++;
    }
}

static void weigh_hits(plx_judge *j)
{
    double square[PLX_GROUPS] = { 0 };
    float scale[PLX_GROUPS];

    for (size_t i = 0; i < j->hit_count; i++) {
        plx_hit *h = &j->hits[i];
        h->value = plx_sublinear(h->count) * j->model->dict.idf[h->feature];
        square[h->group] += (double)h->value * (double)h->value;
    }
    for (int g = 0; g < PLX_GROUPS; g++)
        scale[g] = plx_group_scale((plx_feature_group)g, square[g], j->model->group_weight[g]);
    for (size_t i = 0; i < j->hit_count; i++)
        j->hits[i].value *= scale[j->hits[i].group];
}

/* Count the features of one sentence that the model knows; their hits are listed in j->touched. */
static size_t count_sentence(plx_judge *j, const plx_target_sentence *s)
{
    size_t touched = 0;

    for (size_t i = s->first_gram; i < s->end_gram; i++) {
        plx_hit *h = hit_of(j, &j->features.grams[i]);

        if (!h)
            continue;
        h->count++;
        if (h->here++ == 0)
            j->touched[touched++] = (uint32_t)(h - j->hits);
    }
    return touched;
}

/* A sentence is of unit length and has the same share as each other. */
static void add_sentence(plx_judge *j, const plx_target_sentence *s)
{
    const float *idf = j->model->dict.idf;
    size_t touched = count_sentence(j, s);
    double square = 0;
    float scale;

    for (size_t i = 0; i < touched; i++) {
        const plx_hit *h = &j->hits[j->touched[i]];
        double v = (double)(plx_sublinear(h->here) * idf[h->feature]);

        square += v * v;
    }
    scale = square > 0 ? 1 / (float)(sqrt(square) * (double)j->features.sentence_count) : 0;
    for (size_t i = 0; i < touched; i++) {
        plx_hit *h = &j->hits[j->touched[i]];

        h->value += scale * plx_sublinear(h->here) * idf[h->feature];
        h->here = 0;
    }
}

plx_status plx_judge_find_hits(plx_judge *j, const plx_tokens *title, const plx_tokens *text,
                               plx_error *err)
{
    const plx_model *m = j->model;
    plx_status rc = plx_features_make(&j->features, &m->words, title, text, err);

    if (rc != PLX_OK)
        return rc;
    if (!reserve_hits(j, j->features.gram_count))
        return plx_fail(err, PLX_ERR_NOMEM, "judge: out of memory");
    count_hits(j);
    weigh_hits(j);
    for (size_t i = 0; i < j->features.sentence_count; i++)
        add_sentence(j, &j->features.sentences[i]);
    forget_hits(j);
    return PLX_OK;
}

static void score(const plx_judge *j, float *out)
{
    const plx_model *m = j->model;
    size_t labels = m->labels.count;

    for (size_t k = 0; k < labels; k++)
        out[k] = m->bias[k];
    for (size_t i = 0; i < j->hit_count; i++) {
        const float *w = m->dict.weight + j->hits[i].feature * labels;
        for (size_t k = 0; k < labels; k++)
            out[k] += w[k] * j->hits[i].value;
    }
}

plx_status plx_judge_sentences(plx_judge *j, const plx_tokens *title, const plx_tokens *text,
                               float *out, plx_error *err)
{
    size_t labels = j->model->labels.count;
    plx_status rc = plx_judge_find_hits(j, title, text, err);

    for (size_t k = 0; k < labels; k++)
        out[k] = 0;
    for (size_t i = 0; rc == PLX_OK && i < j->hit_count; i++)
        for (size_t k = 0; j->hits[i].group == PLX_GROUP_SENTENCE && k < labels; k++)
            out[k] += j->hits[i].value * j->model->dict.weight[j->hits[i].feature * labels + k];
    return rc;
}

static bool is_language(const plx_model *m, const char *lang)
{
    return strcmp(m->lang, lang && *lang ? lang : "en") == 0;
}

plx_status plx_judge_tokens(plx_judge *j, const plx_tokens *title, const plx_tokens *text,
                            const char *lang, plx_verdict *out, plx_error *err)
{
    const plx_model *m = j->model;
    float scores[PLX_LABELS_MAX];
    plx_status rc;

    *out = (plx_verdict){ .kind = PLX_KIND_NOT_JUDGED, .reason = PLX_REASON_NO_MODEL };
    if (!m)
        return PLX_OK;
    out->reason = is_language(m, lang) ? PLX_REASON_TOO_SHORT : PLX_REASON_LANGUAGE;
    if (out->reason == PLX_REASON_LANGUAGE || title->count + text->count < LEAST_WORDS)
        return PLX_OK;
    rc = plx_judge_find_hits(j, title, text, err);
    if (rc != PLX_OK)
        return rc;
    out->reason = PLX_REASON_NONE;
    if (m->words.target.count && !plx_topic_has_mention(&j->features.topic)) {
        out->kind = PLX_KIND_OFF_TOPIC;
        out->reason = PLX_REASON_NO_MENTION;
        return PLX_OK;
    }
    score(j, scores);
    out->best = (uint8_t)plx_softmax(scores, m->labels.count, m->temperature, out->probability);
    out->kind = out->probability[out->best] < m->threshold ? PLX_KIND_UNCLEAR : PLX_KIND_LABEL;
    if (plx_gate_is_off_topic(&m->gate, &m->words.target, &j->features.topic))
        out->kind = PLX_KIND_OFF_TOPIC;
    return PLX_OK;
}
