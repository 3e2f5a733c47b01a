#include "classifier/explain_run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/judge_run.h"
#include "classifier/sentence.h"

/* How the features of a group are shown. */
static const struct group_view {
    const char *meaning; /* NULL: its title says enough */
    bool by_wording;     /* one feature stands for many wordings: each is shown by itself */
} views[PLX_GROUPS] = {
    [PLX_GROUP_NEAR] = { "a word close to a mention of the target", false },
    [PLX_GROUP_TITLE] = { "a word of the title, counted once more", false },
    [PLX_GROUP_CUE] = { "a wording of a label's list", true },
    [PLX_GROUP_SENTENCE] = { "in a sentence that names the target", false },
};

/* Words of a feature that are shown. */
#define WORDS_SHOWN 8u

bool plx_feature_note_at(size_t i, plx_feature_note *out)
{
    if (i >= PLX_GROUPS)
        return false;
    out->prefix = plx_group_prefix((plx_feature_group)i);
    out->meaning = views[i].meaning ? views[i].meaning : plx_group_title((plx_feature_group)i);
    return true;
}

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "evidence: out of memory");
}

/* ------------------------------------------------------------ one explanation on its way */

/* What may be listed: a feature, or one wording of a group shown by wording. */
typedef struct ranked {
    const plx_gram *gram; /* its first occurrence; NULL: not known where it stands */
    bool is_wording;      /* else a feature of the dictionary */
    uint64_t first, last; /* words of the wording */
    uint32_t feature;
    double weight;
} ranked;

typedef struct work {
    plx_judge *judge;
    const plx_explain_request *rq;
    plx_explanation *out;
    ranked *list;
    size_t count;
    const plx_gram **first; /* of each hit: where it stands first */
    plx_word_share *shares; /* of the slots, and one behind the last */
} work;

static double contribution(const work *w, const plx_hit *h)
{
    const plx_model *m = w->judge->model;

    return (double)m->dict.weight[h->feature * m->labels.count + w->rq->label] * (double)h->value;
}

/* ------------------------------------------------------------ features */

static void list_features(work *w)
{
    const plx_judge *j = w->judge;

    for (size_t i = 0; i < j->hit_count; i++) {
        const plx_hit *h = &j->hits[i];
        double weight = contribution(w, h);
        w->out->score += weight;
        if (!views[h->group].by_wording)
            w->list[w->count++] =
                (ranked){ .gram = w->first[i], .feature = h->feature, .weight = weight };
    }
}

/* Share out what one occurrence brought; `weight` is its part of its feature's contribution. */
static void share_out(work *w, const plx_gram *g, double weight)
{
    double each = weight / (double)(g->last - g->first + 1);

    w->shares[g->first].weight += each;
    w->shares[g->first].grams++;
    w->shares[g->last + 1].weight -= each;
    w->shares[g->last + 1].grams--;
}

static void take_occurrence(work *w, const plx_gram *g, size_t hit)
{
    const plx_features *f = &w->judge->features;
    const plx_hit *h = &w->judge->hits[hit];
    double weight = contribution(w, h) / h->count;

    if (!w->first[hit])
        w->first[hit] = g;
    if (weight == 0)
        return;
    share_out(w, g, weight);
    if (views[h->group].by_wording)
        w->list[w->count++] = (ranked){ .gram = g,
                                        .is_wording = true,
                                        .first = f->slots[g->first].hash,
                                        .last = f->slots[g->last].hash,
                                        .feature = h->feature,
                                        .weight = weight };
}

static void take_occurrences(work *w)
{
    plx_judge *j = w->judge;

    for (size_t i = 0; i < j->hit_count; i++)
        j->hit_of[j->hits[i].feature] = (uint32_t)(i + 1);
    for (size_t i = 0; i < j->features.gram_count; i++) {
        const plx_gram *g = &j->features.grams[i];
        uint32_t feature = plx_dictionary_find(&j->model->dict, g->hash);
        if (feature != UINT32_MAX && j->hit_of[feature])
            take_occurrence(w, g, j->hit_of[feature] - 1);
    }
    for (size_t i = 0; i < j->hit_count; i++)
        j->hit_of[j->hits[i].feature] = 0;
}

/* A wording that several labels list is one. */
static int compare_wordings(const ranked *a, const ranked *b)
{
    if (a->gram->group != b->gram->group)
        return a->gram->group < b->gram->group ? -1 : 1;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return (a->last > b->last) - (a->last < b->last);
}

static int by_feature(const void *pa, const void *pb)
{
    const ranked *a = pa, *b = pb;

    if (a->is_wording != b->is_wording)
        return a->is_wording ? 1 : -1;
    if (a->is_wording)
        return compare_wordings(a, b);
    return (a->feature > b->feature) - (a->feature < b->feature);
}

static int by_falling_weight(const void *pa, const void *pb)
{
    const ranked *a = pa, *b = pb;
    double wa = fabs(a->weight), wb = fabs(b->weight);

    if (wa != wb)
        return wa < wb ? 1 : -1;
    return by_feature(pa, pb);
}

/* The same features put together, the strongest first. */
static void rank(work *w)
{
    size_t kept = 0;

    if (w->count)
        qsort(w->list, w->count, sizeof *w->list, by_feature);
    for (size_t i = 0; i < w->count; i++) {
        if (kept && by_feature(&w->list[kept - 1], &w->list[i]) == 0)
            w->list[kept - 1].weight += w->list[i].weight;
        else
            w->list[kept++] = w->list[i];
    }
    w->count = kept;
    if (kept)
        qsort(w->list, kept, sizeof *w->list, by_falling_weight);
}

static char *name_of(const work *w, const ranked *r)
{
    const plx_dictionary *d = &w->judge->model->dict;
    plx_strbuf name = PLX_STRBUF_INIT;
    uint32_t at = d->name_at[r->feature];

    if (r->is_wording)
        plx_gram_name(&w->judge->features, r->gram, &name);
    else
        plx_strbuf_add(&name, d->names + at, d->name_at[r->feature + 1] - at);
    return plx_strbuf_detach(&name);
}

/* The words of a gram, folded, as in the article. */
static void add_surface(const plx_features *f, const plx_gram *g, plx_strbuf *out)
{
    size_t end = g->last - g->first < WORDS_SHOWN ? g->last + 1 : g->first + WORDS_SHOWN;

    for (size_t i = g->first; i < end; i++) {
        const plx_word *word = f->slots[i].token->word;
        if (i > g->first)
            plx_strbuf_putc(out, ' ');
        plx_strbuf_add(out, word->text, word->text_len);
    }
}

static void add_stems(const plx_features *f, const plx_gram *g, plx_strbuf *out)
{
    plx_slot_name(&f->slots[g->first], out);
    if (g->first != g->last) {
        plx_strbuf_putc(out, ' ');
        plx_slot_name(&f->slots[g->last], out);
    }
}

/* The name with words for its stems; the name itself where they are not in it. */
static char *words_of(const work *w, const ranked *r, const char *name)
{
    const plx_features *f = &w->judge->features;
    plx_strbuf stems = PLX_STRBUF_INIT, words = PLX_STRBUF_INIT;
    const char *tail = name + strlen(plx_group_prefix((plx_feature_group)r->gram->group)), *found;

    add_stems(f, r->gram, &stems);
    found = stems.failed ? NULL : strstr(tail, stems.s);
    if (found) {
        plx_strbuf_add(&words, name, (size_t)(found - name));
        add_surface(f, r->gram, &words);
        tail = found + stems.len;
    } else {
        words.failed = stems.failed;
        tail = name;
    }
    plx_strbuf_puts(&words, tail);
    plx_strbuf_release(&stems);
    return plx_strbuf_detach(&words);
}

static plx_status add_feature(const work *w, const ranked *r, plx_evidence_list *out,
                              plx_error *err)
{
    plx_evidence *e = &out->items[out->count++];

    e->weight = r->weight;
    e->feature = name_of(w, r);
    e->words = r->gram && e->feature ? words_of(w, r, e->feature) : NULL;
    return e->feature && (e->words || !r->gram) ? PLX_OK : no_memory(err);
}

static plx_status fill_features(const work *w, plx_error *err)
{
    plx_evidence_list *out = &w->out->features;
    size_t most = w->rq->most && w->rq->most < w->count ? w->rq->most : w->count;
    plx_status rc = PLX_OK;

    out->items = calloc(most + 1, sizeof *out->items);
    if (!out->items)
        return no_memory(err);
    for (size_t i = 0; rc == PLX_OK && i < most && w->list[i].weight != 0; i++)
        rc = add_feature(w, &w->list[i], out, err);
    for (size_t i = out->count; i < w->count; i++)
        w->out->others += w->list[i].weight;
    return rc;
}

/* ------------------------------------------------------------ all of it */

/* Most that can be listed. */
static size_t list_room(const plx_judge *j)
{
    size_t room = j->hit_count;

    for (size_t i = 0; i < j->features.gram_count; i++)
        room += views[j->features.grams[i].group].by_wording;
    return room;
}

static plx_status weigh(work *w, plx_error *err)
{
    plx_status rc;

    take_occurrences(w);
    list_features(w);
    rank(w);
    rc = fill_features(w, err);
    return rc ? rc : plx_explain_words(&w->judge->features, w->shares, w->rq, w->out, err);
}

plx_status plx_explain(plx_judge *j, const plx_explain_request *rq, plx_explanation *out,
                       plx_error *err)
{
    work w = { .judge = j, .rq = rq, .out = out };
    plx_status rc;

    memset(out, 0, sizeof *out);
    if (!j->model)
        return PLX_OK;
    if (rq->label >= j->model->labels.count)
        return plx_fail(err, PLX_ERR_INVALID, "evidence: the model has no label %zu", rq->label);
    rc = plx_judge_find_hits(j, rq->tokens[PLX_PART_TITLE], rq->tokens[PLX_PART_TEXT], err);
    if (rc != PLX_OK || j->features.gram_count == 0)
        return rc;
    out->is_scored = true;
    out->label = rq->label;
    out->bias = out->score = (double)j->model->bias[rq->label];
    w.list = malloc((list_room(j) + 1) * sizeof *w.list);
    w.first = calloc(j->hit_count + 1, sizeof *w.first);
    w.shares = calloc(j->features.slot_count + 1, sizeof *w.shares);
    rc = w.list && w.first && w.shares ? weigh(&w, err) : no_memory(err);
    free(w.list);
    free(w.first);
    free(w.shares);
    return rc;
}

void plx_evidence_release(plx_evidence_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->items[i].feature);
        free(list->items[i].words);
    }
    free(list->items);
    *list = (plx_evidence_list){ 0 };
}

void plx_explanation_release(plx_explanation *x)
{
    plx_evidence_release(&x->features);
    for (int part = 0; part < PLX_ARTICLE_PARTS; part++)
        free(x->spans[part].items);
    memset(x, 0, sizeof *x);
}
