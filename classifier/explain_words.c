/* What falls to each word and sentence, once the features are shared out. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/explain_run.h"
#include "text/sentence.h"

typedef struct work {
    const plx_features *features;
    const plx_word_share *shares;
    const plx_explain_request *rq;
    plx_explanation *out;
} work;

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "evidence: out of memory");
}

const char *plx_article_part_name(plx_article_part part)
{
    return part == PLX_PART_TITLE ? "title" : "text";
}

/* ------------------------------------------------------------ words */

/* Changes become sums; without a gram nothing is left over from the sums before. */
static void add_up(plx_word_share *shares, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        shares[i].grams += shares[i - 1].grams;
        shares[i].weight = shares[i].grams ? shares[i].weight + shares[i - 1].weight : 0;
    }
}

static plx_status fill_spans(const work *w, plx_article_part part, size_t from, size_t end,
                             plx_error *err)
{
    plx_weighed_spans *out = &w->out->spans[part];

    out->items = malloc((end - from + 1) * sizeof *out->items);
    if (!out->items)
        return no_memory(err);
    for (size_t i = from; i < end; i++) {
        const plx_token *t = w->features->slots[i].token;
        double weight = w->shares[i].weight;
        if (!w->shares[i].grams)
            continue;
        out->items[out->count++] =
            (plx_weighed_span){ .start = t->start, .end = t->start + t->len, .weight = weight };
        w->out->strongest = fmax(w->out->strongest, fabs(weight));
    }
    return PLX_OK;
}

/* ------------------------------------------------------------ sentences */

/* The first span that does not begin before a byte. */
static size_t span_from(const plx_weighed_spans *spans, uint32_t start)
{
    size_t low = 0, high = spans->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (spans->items[middle].start < start)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void find_words(const plx_explanation *x, plx_weighed_sentence *s)
{
    s->first_span = span_from(&x->spans[s->part], s->start);
    s->last_span = span_from(&x->spans[s->part], s->end);
}

/* Is it there already, word for word? Pages repeat sentences, as pull quotes or by mistake. */
static bool is_repeat(const work *w, const plx_weighed_sentence *s)
{
    const plx_explanation *x = w->out;

    for (size_t i = 0; i < x->sentence_count; i++) {
        const plx_weighed_sentence *other = &x->sentences[i];
        if (other->end - other->start == s->end - s->start &&
            memcmp(w->rq->part[other->part] + other->start, w->rq->part[s->part] + s->start,
                   s->end - s->start) == 0)
            return true;
    }
    return false;
}

/* Keep a sentence if it is among the strongest; of equal ones the first stays. */
static void offer_sentence(const work *w, const plx_weighed_sentence *s)
{
    plx_explanation *x = w->out;
    size_t at = x->sentence_count;

    while (at > 0 && fabs(x->sentences[at - 1].weight) < fabs(s->weight))
        at--;
    if (at == PLX_SENTENCES_SHOWN || is_repeat(w, s))
        return;
    if (x->sentence_count < PLX_SENTENCES_SHOWN)
        x->sentence_count++;
    memmove(&x->sentences[at + 1], &x->sentences[at],
            (x->sentence_count - at - 1) * sizeof *x->sentences);
    x->sentences[at] = *s;
}

static plx_status weigh_sentences(const work *w, plx_article_part part, plx_error *err)
{
    const char *text = w->rq->part[part] ? w->rq->part[part] : "";
    plx_sentence *list;
    size_t n;
    plx_status rc = plx_sentences(text, strlen(text), w->rq->tokens[part], &list, &n, err);

    for (size_t i = 0; rc == PLX_OK && i < n; i++) {
        plx_weighed_sentence s = { .part = part, .start = list[i].start, .end = list[i].end };
        find_words(w->out, &s);
        for (size_t k = s.first_span; k < s.last_span; k++)
            s.weight += w->out->spans[part].items[k].weight;
        if (s.weight != 0)
            offer_sentence(w, &s);
    }
    free(list);
    return rc;
}

plx_status plx_explain_words(const plx_features *f, plx_word_share *shares,
                             const plx_explain_request *rq, plx_explanation *out, plx_error *err)
{
    const work w = { .features = f, .shares = shares, .rq = rq, .out = out };
    plx_status rc;

    add_up(shares, f->slot_count);
    rc = fill_spans(&w, PLX_PART_TITLE, 0, f->title_slots, err);
    if (rc == PLX_OK)
        rc = fill_spans(&w, PLX_PART_TEXT, f->title_slots, f->slot_count, err);
    for (int part = 0; rc == PLX_OK && part < PLX_ARTICLE_PARTS; part++)
        rc = weigh_sentences(&w, (plx_article_part)part, err);
    return rc;
}

/* ------------------------------------------------------------ less of it */

static int by_falling_value(const void *pa, const void *pb)
{
    double a = *(const double *)pa, b = *(const double *)pb;

    return (a < b) - (a > b);
}

/* Drop spans under `least`, and those of just that weight when `ties` of them were kept. */
static void drop_spans(plx_weighed_spans *spans, double least, size_t *ties)
{
    size_t kept = 0;

    for (size_t i = 0; i < spans->count; i++) {
        double weight = fabs(spans->items[i].weight);
        if (weight < least || (weight == least && *ties == 0))
            continue;
        *ties -= weight == least;
        spans->items[kept++] = spans->items[i];
    }
    spans->left_out += spans->count - kept;
    spans->count = kept;
}

plx_status plx_explanation_keep_spans(plx_explanation *x, size_t most, plx_error *err)
{
    size_t n = x->spans[PLX_PART_TITLE].count + x->spans[PLX_PART_TEXT].count, at = 0, ties = 0;
    double *weights, least = INFINITY;

    if (n <= most)
        return PLX_OK;
    weights = malloc(n * sizeof *weights);
    if (!weights)
        return no_memory(err);
    for (int part = 0; part < PLX_ARTICLE_PARTS; part++)
        for (size_t i = 0; i < x->spans[part].count; i++)
            weights[at++] = fabs(x->spans[part].items[i].weight);
    qsort(weights, n, sizeof *weights, by_falling_value);
    if (most)
        least = weights[most - 1];
    while (ties < most && weights[most - 1 - ties] == least)
        ties++;
    free(weights);
    for (int part = 0; part < PLX_ARTICLE_PARTS; part++)
        drop_spans(&x->spans[part], least, &ties);
    for (size_t i = 0; i < x->sentence_count; i++)
        find_words(x, &x->sentences[i]);
    return PLX_OK;
}

unsigned plx_span_level(const plx_explanation *x, const plx_weighed_span *s)
{
    static const double least[PLX_SPAN_LEVELS] = { .1, .25, .5, .75 };
    unsigned level = 0;

    while (level < PLX_SPAN_LEVELS && x->strongest > 0 &&
           fabs(s->weight) >= least[level] * x->strongest)
        level++;
    return level;
}
