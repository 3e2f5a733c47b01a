#include "collection/validation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/report.h"

/* The two-sided 95 % point of the normal distribution. */
#define Z 1.959963984540054

/* Places of the words that are no labels, behind the labels. */
enum { UNCLEAR = 0, OFF_TOPIC, NOT_JUDGED, OTHER_WORDS };

plx_proportion plx_proportion_of(unsigned part, unsigned whole)
{
    plx_share s = plx_share_of(part, whole);

    return (plx_proportion){ .part = part,
                             .whole = whole,
                             .is_too_few = whole < PLX_VALIDATION_LEAST,
                             .value = s.value,
                             .low = s.low,
                             .high = s.high };
}

unsigned plx_validation_word(const plx_verdict *v, size_t labels)
{
    switch (v->kind) {
    case PLX_KIND_LABEL:
        return v->best < labels ? v->best : (unsigned)labels + NOT_JUDGED;
    case PLX_KIND_UNCLEAR:
        return (unsigned)labels + UNCLEAR;
    case PLX_KIND_OFF_TOPIC:
        return (unsigned)labels + OFF_TOPIC;
    default:
        return (unsigned)labels + NOT_JUDGED;
    }
}

int plx_validation_label(const plx_label_set *set, const char *label)
{
    if (strcmp(label, PLX_STANCE_OFF_TOPIC) == 0)
        return (int)set->count;
    return plx_label_find(set, label);
}

const char *plx_validation_word_name(const plx_label_set *set, size_t word)
{
    static const char *const other[OTHER_WORDS] = { PLX_STANCE_UNCLEAR, PLX_STANCE_OFF_TOPIC,
                                                    PLX_STANCE_NOT_JUDGED };

    return word < set->count ? set->name[word] : other[word - set->count];
}

const char *plx_validation_label_name(const plx_label_set *set, size_t label)
{
    return label < set->count ? set->name[label] : PLX_STANCE_OFF_TOPIC;
}

/* ------------------------------------------------------------------ votes */

static bool is_later(const plx_label *v, const plx_label *than)
{
    return !than || !v->time || !than->time || strcmp(v->time, than->time) >= 0;
}

/* What one coder said in validation and did not take back. */
static const plx_label *vote_of(const plx_labels *l, const plx_label *any)
{
    const plx_label *vote = NULL, *last = NULL;

    for (const plx_label *v = plx_labels_next(l, any->id, any->target, NULL); v;
         v = plx_labels_next(l, any->id, any->target, v)) {
        bool takes_back = !v->label && v->how != PLX_HOW_ADJUDICATION;

        if (strcmp(v->coder, any->coder) != 0 || !is_later(v, last) ||
            !(takes_back || v->how == PLX_HOW_VALIDATE))
            continue;
        last = v;
        vote = takes_back ? NULL : v;
    }
    return vote;
}

const plx_label *plx_validation_vote(const plx_labels *l, const char *id, const char *target,
                                     const char *coder)
{
    const plx_label *best = NULL;

    if (coder)
        return vote_of(l, &(plx_label){ .id = id, .target = target, .coder = coder });
    for (const plx_label *v = plx_labels_next(l, id, target, NULL); v;
         v = plx_labels_next(l, id, target, v)) {
        if (v->how == PLX_HOW_VALIDATE && v->label && is_later(v, best) && vote_of(l, v) == v)
            best = v;
    }
    return best;
}

bool plx_validation_is_spoilt(const plx_labels *l, const char *id, const char *target)
{
    for (const plx_label *v = plx_labels_next(l, id, target, NULL); v;
         v = plx_labels_next(l, id, target, v))
        if (v->how == PLX_HOW_REVIEW && v->label)
            return true;
    return false;
}

/* ------------------------------------------------------------------ the sample */

/* The label that a word of the model stands for; -1 if it commits itself to none. */
static int committed_label(size_t word, size_t labels)
{
    if (word < labels)
        return (int)word;
    return word == labels + OFF_TOPIC ? (int)labels : -1;
}

/* Where the word of a label stands. */
static size_t word_of(size_t label, size_t labels)
{
    return label < labels ? label : labels + OFF_TOPIC;
}

static unsigned row_sum(const plx_validation *v, size_t word)
{
    unsigned sum = 0;

    for (size_t k = 0; k < v->truths; k++)
        sum += v->table[word][k];
    return sum;
}

static unsigned column_sum(const plx_validation *v, size_t label)
{
    unsigned sum = 0;

    for (size_t h = 0; h < v->words; h++)
        sum += v->table[h][label];
    return sum;
}

static plx_status measure_sources(const plx_validation_input *in, plx_validation *out,
                                  plx_error *err)
{
    unsigned(*n)[2] = calloc(in->sources + 1, sizeof *n);

    out->source = calloc(in->sources + 1, sizeof *out->source);
    if (!n || !out->source) {
        free(n);
        return plx_fail(err, PLX_ERR_NOMEM, "validation: out of memory");
    }
    for (size_t i = 0; i < in->count; i++) {
        const plx_validated *item = &in->items[i];
        int said = committed_label(item->said, in->labels);

        n[item->source][0] += said == item->label;
        n[item->source][1] += said >= 0;
    }
    for (size_t s = 0; s < in->sources; s++)
        out->source[s] = plx_proportion_of(n[s][0], n[s][1]);
    free(n);
    return PLX_OK;
}

static void measure_labels(const plx_validation_input *in, plx_validation *out)
{
    unsigned committed = 0, right = 0;

    for (size_t k = 0; k < out->truths; k++) {
        size_t word = word_of(k, in->labels);
        unsigned hits = out->table[word][k], said = row_sum(out, word);

        out->precision[k] = plx_proportion_of(hits, said);
        out->recall[k] = plx_proportion_of(hits, column_sum(out, k));
        committed += said;
        right += hits;
    }
    out->committed = plx_proportion_of(committed, (unsigned)in->count);
    out->right = plx_proportion_of(right, committed);
}

/* ------------------------------------------------------------------ the shares */

/* Share of a label under the words that were drawn, these weighed as in the population. */
static double drawn_share(const plx_validation *v, const plx_validation_input *in, size_t label)
{
    double share = 0, weight = 0;

    for (size_t h = 0; h < v->words; h++) {
        unsigned n = row_sum(v, h);

        if (!n)
            continue;
        share += in->population[h] * (double)v->table[h][label] / n;
        weight += in->population[h];
    }
    return weight > 0 ? share / weight : 0;
}

static double variance(const plx_validation *v, const plx_validation_input *in, size_t label)
{
    double sum = 0;

    for (size_t h = 0; h < v->words; h++) {
        double n = row_sum(v, h), size = in->population[h];
        double q = (v->table[h][label] + Z * Z / 2) / (n + Z * Z), part = size / v->population;

        if (size > n)
            sum += part * part * (1 - n / size) * q * (1 - q) / (n + Z * Z);
    }
    return sum;
}

static void correct_shares(const plx_validation_input *in, plx_validation *out)
{
    if (!out->population)
        return;
    for (size_t h = 0; h < out->words; h++)
        out->counted[h] = (double)in->population[h] / out->population;
    for (size_t k = 0; k < out->truths; k++) {
        plx_proportion *share = &out->share[k];
        double half = Z * sqrt(variance(out, in, k));

        share->part = column_sum(out, k);
        share->whole = (unsigned)in->count;
        share->is_too_few = in->count < PLX_VALIDATION_LEAST && in->count < out->population;
        share->value = drawn_share(out, in, k);
        share->low = fmax(0, share->value - half);
        share->high = fmin(1, share->value + half);
    }
}

plx_status plx_validation_measure(const plx_validation_input *in, plx_validation *out,
                                  plx_error *err)
{
    *out = (plx_validation){ .labels = in->labels,
                             .words = in->labels + OTHER_WORDS,
                             .truths = in->labels + 1 };
    for (size_t h = 0; h < out->words; h++)
        out->population += in->population[h];
    for (size_t i = 0; i < in->count; i++)
        out->table[in->items[i].said][in->items[i].label]++;
    measure_labels(in, out);
    correct_shares(in, out);
    return measure_sources(in, out, err);
}

void plx_validation_release(plx_validation *v)
{
    free(v->source);
    v->source = NULL;
}
