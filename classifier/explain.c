/* What the model weighed: the features that moved a label. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/judge_run.h"

/* What may be shown: a feature, or, for the cues of a label, one wording of them. */
typedef struct ranked {
    const plx_gram *cue;  /* NULL: a feature of the dictionary */
    uint64_t first, last; /* words of the cue */
    uint32_t feature;
    double weight;
} ranked;

static int compare_cues(const ranked *a, const ranked *b)
{
    if (!a->cue || !b->cue)
        return (a->cue != NULL) - (b->cue != NULL);
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return (a->last > b->last) - (a->last < b->last);
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

static double contribution(const plx_judge *j, const plx_hit *h, size_t label)
{
    const plx_model *m = j->model;

    return (double)m->dict.weight[h->feature * m->labels.count + label] * (double)h->value;
}

/* Occurrences of a label's cues, each with its part of what they add together. */
static size_t list_cues(const plx_judge *j, const plx_hit *h, double weight, ranked *out)
{
    uint64_t hash = j->model->dict.hash[h->feature];
    size_t n = 0;

    for (size_t i = 0; i < j->features.gram_count; i++) {
        const plx_gram *g = &j->features.grams[i];

        if (g->hash == hash)
            out[n++] = (ranked){ .cue = g,
                                 .first = j->features.slots[g->first].hash,
                                 .last = j->features.slots[g->last].hash,
                                 .feature = h->feature,
                                 .weight = weight / h->count };
    }
    return n;
}

/* All that moved the label, the same cues put together. */
static size_t list_ranked(const plx_judge *j, size_t label, ranked *out)
{
    size_t n = 0, kept = 0;

    for (size_t i = 0; i < j->hit_count; i++) {
        const plx_hit *h = &j->hits[i];
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

static char *name_of(const plx_judge *j, const ranked *r)
{
    const plx_dictionary *d = &j->model->dict;
    plx_strbuf name = PLX_STRBUF_INIT;
    uint32_t at = d->name_at[r->feature];

    if (r->cue)
        plx_gram_name(&j->features, r->cue, &name);
    else
        plx_strbuf_add(&name, d->names + at, d->name_at[r->feature + 1] - at);
    return plx_strbuf_detach(&name);
}

static plx_status fill_evidence(const plx_judge *j, const ranked *r, size_t n,
                                plx_evidence_list *out, plx_error *err)
{
    out->items = calloc(n + 1, sizeof *out->items);
    if (!out->items)
        return plx_fail(err, PLX_ERR_NOMEM, "evidence: out of memory");
    for (size_t i = 0; i < n && r[i].weight != 0; i++) {
        char *name = name_of(j, &r[i]);
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
    if (!m || !plx_verdict_is_scored(v) || v->best >= m->labels.count)
        return PLX_OK;
    rc = plx_judge_find_hits(j, title, text, err);
    if (rc != PLX_OK)
        return rc;
    r = malloc((j->features.gram_count + 1) * sizeof *r);
    if (!r)
        return plx_fail(err, PLX_ERR_NOMEM, "evidence: out of memory");
    n = list_ranked(j, v->best, r);
    rc = fill_evidence(j, r, most < n ? most : n, out, err);
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
