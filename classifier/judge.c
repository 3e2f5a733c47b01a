#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/calibrate.h"
#include "classifier/model_file.h"

/* Articles of fewer words are not judged. */
#define LEAST_WORDS 20

/* A feature of the article at hand. */
typedef struct hit {
    uint32_t feature;
    uint32_t count;
    float value; /* tf-idf, of unit length in its group, times the group's weight */
    plx_feature_group group;
} hit;

struct plx_judge {
    const plx_model *model; /* borrowed; NULL: nothing is judged */
    plx_features features;
    uint32_t *hit_of; /* by feature: 1 + index of its hit; all 0 between articles */
    hit *hits;
    size_t hit_count, hit_cap;
};

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
    free(j);
}

static bool reserve_hits(plx_judge *j, size_t n)
{
    hit *hits;

    if (n <= j->hit_cap)
        return true;
    n += n / 2;
    hits = realloc(j->hits, n * sizeof *hits);
    if (!hits)
        return false;
    j->hits = hits;
    j->hit_cap = n;
    return true;
}

/* Count the features that the model knows. */
static void count_hits(plx_judge *j)
{
    const plx_features *f = &j->features;

    j->hit_count = 0;
    for (size_t i = 0; i < f->gram_count; i++) {
        uint32_t feature = plx_dictionary_find(&j->model->dict, f->grams[i].hash);
        if (feature == UINT32_MAX)
            continue;
        uint32_t at = j->hit_of[feature];
        if (at) {
            j->hits[at - 1].count++;
            continue;
        }
        j->hits[j->hit_count++] =
            (hit){ .feature = feature, .count = 1, .group = f->grams[i].group };
        j->hit_of[feature] = (uint32_t)j->hit_count;
    }
    for (size_t i = 0; i < j->hit_count; i++)
        j->hit_of[j->hits[i].feature] = 0;
}

static void weigh_hits(plx_judge *j)
{
    double square[PLX_GROUPS] = { 0 };
    float scale[PLX_GROUPS];

    for (size_t i = 0; i < j->hit_count; i++) {
        hit *h = &j->hits[i];
        h->value = plx_sublinear(h->count) * j->model->dict.idf[h->feature];
        square[h->group] += (double)h->value * (double)h->value;
    }
    for (int g = 0; g < PLX_GROUPS; g++)
        scale[g] = plx_group_scale((plx_feature_group)g, square[g], j->model->group_weight[g]);
    for (size_t i = 0; i < j->hit_count; i++)
        j->hits[i].value *= scale[j->hits[i].group];
}

/* Features of an article in j->hits. */
static plx_status find_hits(plx_judge *j, const plx_tokens *title, const plx_tokens *text,
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
    rc = find_hits(j, title, text, err);
    if (rc != PLX_OK)
        return rc;
    score(j, scores);
    out->reason = PLX_REASON_NONE;
    out->best = (uint8_t)plx_softmax(scores, m->labels.count, m->temperature, out->probability);
    out->kind = out->probability[out->best] < m->threshold ? PLX_KIND_UNCLEAR : PLX_KIND_LABEL;
    if (plx_gate_is_off_topic(&m->gate, &m->words.target, &j->features.topic))
        out->kind = PLX_KIND_OFF_TOPIC;
    return PLX_OK;
}

/* ------------------------------------------------------------ evidence */

/* What may be shown: a feature, or, for the cues of a label, one wording of them. */
typedef struct ranked {
    const plx_gram *cue; /* NULL: a feature of the dictionary */
    uint32_t feature;
    double weight;
} ranked;

static int compare_words(const plx_word *a, const plx_word *b)
{
    return strcmp(a->stem, b->stem);
}

static int compare_cues(const ranked *a, const ranked *b)
{
    int words;

    if (!a->cue || !b->cue)
        return (a->cue != NULL) - (b->cue != NULL);
    words = compare_words(a->cue->first, b->cue->first);
    return words ? words : compare_words(a->cue->second, b->cue->second);
}

static int by_feature(const void *pa, const void *pb)
{
    const ranked *a = pa, *b = pb;

    if (a->feature != b->feature)
        return a->feature < b->feature ? -1 : 1;
    return compare_cues(a, b);
}

static int by_falling_weight(const void *pa, const void *pb)
{
    const ranked *a = pa, *b = pb;
    double wa = fabs(a->weight), wb = fabs(b->weight);

    if (wa != wb)
        return wa < wb ? 1 : -1;
    return by_feature(pa, pb);
}

static double contribution(const plx_judge *j, const hit *h, size_t label)
{
    const plx_model *m = j->model;

    return (double)m->dict.weight[h->feature * m->labels.count + label] * (double)h->value;
}

/* Occurrences of a label's cues, each with its part of what they add together. */
static size_t list_cues(const plx_judge *j, const hit *h, double weight, ranked *out)
{
    uint64_t hash = j->model->dict.hash[h->feature];
    size_t n = 0;

    for (size_t i = 0; i < j->features.gram_count; i++)
        if (j->features.grams[i].hash == hash)
            out[n++] = (ranked){ .cue = &j->features.grams[i],
                                 .feature = h->feature,
                                 .weight = weight / h->count };
    return n;
}

/* All that moved the label, the same cues put together. */
static size_t list_ranked(const plx_judge *j, size_t label, ranked *out)
{
    size_t n = 0, kept = 0;

    for (size_t i = 0; i < j->hit_count; i++) {
        const hit *h = &j->hits[i];
        double weight = contribution(j, h, label);
        if (h->group == PLX_GROUP_CUE)
            n += list_cues(j, h, weight, out + n);
        else
            out[n++] = (ranked){ .feature = h->feature, .weight = weight };
    }
    if (n)
        qsort(out, n, sizeof *out, by_feature);
    for (size_t i = 0; i < n; i++) {
        if (kept && by_feature(&out[kept - 1], &out[i]) == 0)
            out[kept - 1].weight += out[i].weight;
        else
            out[kept++] = out[i];
    }
    if (kept)
        qsort(out, kept, sizeof *out, by_falling_weight);
    return kept;
}

static char *name_of(const plx_model *m, const ranked *r)
{
    plx_strbuf name = PLX_STRBUF_INIT;
    uint32_t at = m->dict.name_at[r->feature];

    if (r->cue)
        plx_gram_name(r->cue, &name);
    else
        plx_strbuf_add(&name, m->dict.names + at, m->dict.name_at[r->feature + 1] - at);
    return plx_strbuf_detach(&name);
}

static plx_status fill_evidence(const plx_model *m, const ranked *r, size_t n,
                                plx_evidence_list *out, plx_error *err)
{
    out->items = calloc(n + 1, sizeof *out->items);
    if (!out->items)
        return plx_fail(err, PLX_ERR_NOMEM, "evidence: out of memory");
    for (size_t i = 0; i < n && r[i].weight != 0; i++) {
        char *name = name_of(m, &r[i]);
        if (!name)
            return plx_fail(err, PLX_ERR_NOMEM, "evidence: out of memory");
        out->items[out->count++] = (plx_evidence){ .feature = name, .weight = r[i].weight };
    }
    return PLX_OK;
}

plx_status plx_judge_explain(plx_judge *j, const plx_tokens *title, const plx_tokens *text,
                             const plx_verdict *v, size_t most, plx_evidence_list *out,
                             plx_error *err)
{
    const plx_model *m = j->model;
    ranked *r;
    size_t n;
    plx_status rc;

    *out = (plx_evidence_list){ 0 };
    if (!m || v->kind == PLX_KIND_NOT_JUDGED || v->best >= m->labels.count)
        return PLX_OK;
    rc = find_hits(j, title, text, err);
    if (rc != PLX_OK)
        return rc;
    r = malloc((j->features.gram_count + 1) * sizeof *r);
    if (!r)
        return plx_fail(err, PLX_ERR_NOMEM, "evidence: out of memory");
    n = list_ranked(j, v->best, r);
    rc = fill_evidence(m, r, most < n ? most : n, out, err);
    if (rc != PLX_OK)
        plx_evidence_release(out);
    free(r);
    return rc;
}

void plx_evidence_release(plx_evidence_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->items[i].feature);
    free(list->items);
    *list = (plx_evidence_list){ 0 };
}
