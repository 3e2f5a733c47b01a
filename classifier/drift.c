#include "classifier/drift.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "classifier/drift_data.h"
#include "classifier/judge_run.h"

/* Words that the analyser may remember before it starts anew. */
#define VOCABULARY_MAX (1u << 20)
/* Half of a 95 % interval in standard errors. */
#define DEVIATIONS 1.96

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "drift: out of memory");
}

/* ------------------------------------------------------------ figures */

/* A share from its sums, its variance being that of single articles. */
static plx_share share_of(double value, double variance, unsigned n)
{
    double half = n > 1 ? DEVIATIONS * sqrt(fmax(variance, 0) * n / (n - 1.0)) : 1;

    return (plx_share){ value, fmax(value - half, 0), fmin(value + half, 1) };
}

/* A ratio of two sums over articles: Cochran, Sampling Techniques, 3rd edition, 6.3. */
plx_share plx_drift_unknown(const plx_drift_figures *f)
{
    double p = f->words > 0 ? f->known / f->words : 0;
    double squares = f->known_square - 2 * p * f->words_known + p * p * f->words_square;

    return share_of(f->words > 0 ? 1 - p : 0, f->words > 0 ? squares / (f->words * f->words) : 0,
                    f->articles);
}

plx_share plx_drift_probability(const plx_drift_figures *f)
{
    double n = f->articles, mean = f->articles ? f->probability / n : 0;

    return share_of(mean, f->articles ? (f->probability_square / n - mean * mean) / n : 0,
                    f->articles);
}

void plx_drift_count(plx_drift_figures *f, const plx_verdict *v, uint32_t words, uint32_t known)
{
    double p = (double)plx_verdict_probability(v), w = words, k = known;

    f->articles++;
    f->best[v->best]++;
    f->unclear += v->kind == PLX_KIND_UNCLEAR;
    f->probability += p;
    f->probability_square += p * p;
    f->words += w;
    f->known += k;
    f->words_square += w * w;
    f->known_square += k * k;
    f->words_known += w * k;
}

void plx_drift_join(plx_drift_figures *f, const plx_drift_figures *more)
{
    f->articles += more->articles;
    for (size_t k = 0; k < PLX_LABELS_MAX; k++)
        f->best[k] += more->best[k];
    f->unclear += more->unclear;
    f->probability += more->probability;
    f->probability_square += more->probability_square;
    f->words += more->words;
    f->known += more->known;
    f->words_square += more->words_square;
    f->known_square += more->known_square;
    f->words_known += more->words_known;
}

/* ------------------------------------------------------------ life */

plx_status plx_drift_new(const plx_model *m, plx_drift **out, plx_error *err)
{
    plx_drift *d = calloc(1, sizeof *d);
    plx_status rc;

    *out = NULL;
    if (!d)
        return no_memory(err);
    d->model = m;
    plx_tokens_init(&d->title);
    plx_tokens_init(&d->text);
    plx_strbuf_init(&d->unknown.texts);
    d->unknown.stems = plx_map_new();
    rc = d->unknown.stems ? plx_analyser_new(&d->an, err) : no_memory(err);
    if (rc == PLX_OK)
        rc = plx_judge_new(m, &d->judge, err);
    if (rc == PLX_OK)
        *out = d;
    else
        plx_drift_free(d);
    return rc;
}

void plx_drift_free(plx_drift *d)
{
    if (!d)
        return;
    plx_judge_free(d->judge);
    plx_analyser_free(d->an);
    plx_tokens_release(&d->title);
    plx_tokens_release(&d->text);
    plx_map_free(d->unknown.stems);
    plx_strbuf_release(&d->unknown.texts);
    free(d->unknown.words);
    free(d->months);
    free(d);
}

/* ------------------------------------------------------------ words */

/* Count an unknown word for the article at hand. False without memory. */
static bool note_unknown(plx_drift *d, const plx_word *w)
{
    struct unknown_words *u = &d->unknown;
    struct unknown_word *at;
    bool is_new = plx_map_find(u->stems, w->stem, w->stem_len) == PLX_MAP_NONE;
    uint32_t i;

    if (is_new && plx_map_count(u->stems) == PLX_DRIFT_WORDS_MAX)
        return true;
    i = plx_map_add(u->stems, w->stem, w->stem_len, &is_new);
    if (i == PLX_MAP_NONE)
        return false;
    if (is_new && i >= u->cap) {
        size_t cap = 2 * u->cap + 1024;
        struct unknown_word *grown = realloc(u->words, cap * sizeof *grown);

        if (!grown)
            return false;
        u->words = grown;
        u->cap = cap;
    }
    at = &u->words[i];
    if (is_new) {
        *at = (struct unknown_word){ .text_at = u->texts.len };
        plx_strbuf_add(&u->texts, w->text, w->text_len + 1u); /* with its NUL */
    }
    if (at->last_article == d->articles)
        return true;
    at->last_article = d->articles;
    at->articles++;
    return !u->texts.failed;
}

/* Words of the article that the judge has just judged, and those of them it knows. */
static plx_status count_words(plx_drift *d, uint32_t *words, uint32_t *known, plx_error *err)
{
    const plx_features *f = &d->judge->features;

    *words = *known = 0;
    for (size_t i = 0; i < f->gram_count; i++) {
        const plx_gram *g = &f->grams[i];

        if (!plx_drift_is_word(f, g))
            continue;
        ++*words;
        if (plx_dictionary_find(&d->model->dict, g->hash) != UINT32_MAX)
            ++*known;
        else if (!note_unknown(d, f->slots[g->first].token->word))
            return no_memory(err);
    }
    return PLX_OK;
}

bool plx_drift_is_word(const plx_features *f, const plx_gram *g)
{
    return g->group == PLX_GROUP_TEXT && g->first == g->last && !f->slots[g->first].is_target;
}

static int by_articles(const void *pa, const void *pb)
{
    const plx_drift_word *a = pa, *b = pb;

    if (a->articles != b->articles)
        return a->articles < b->articles ? 1 : -1;
    return strcmp(a->word, b->word);
}

size_t plx_drift_words(const plx_drift *d, plx_drift_word out[PLX_DRIFT_WORDS])
{
    size_t n = 0, count = plx_map_count(d->unknown.stems);

    for (size_t i = 0; i < count; i++) {
        plx_drift_word w = { d->unknown.texts.s + d->unknown.words[i].text_at,
                             d->unknown.words[i].articles };

        if (w.articles < 2 || (n == PLX_DRIFT_WORDS && by_articles(&out[n - 1], &w) < 0))
            continue;
        n -= n == PLX_DRIFT_WORDS; /* the last gives way */
        out[n++] = w;
        for (size_t k = n - 1; k > 0 && by_articles(&out[k - 1], &out[k]) > 0; k--) {
            plx_drift_word other = out[k];

            out[k] = out[k - 1];
            out[k - 1] = other;
        }
    }
    return n;
}

/* ------------------------------------------------------------ articles */

/* Index of the first month that is not before. */
static size_t find_month(const plx_drift *d, int year, int month)
{
    size_t low = 0, high = d->month_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const plx_drift_month *m = &d->months[middle];

        if (m->year < year || (m->year == year && m->month < month))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The month an article is of, made when it is new; *out NULL for one without. */
static plx_status month_of(plx_drift *d, const plx_date *date, plx_drift_month **out,
                           plx_error *err)
{
    int year, month;
    size_t at;

    *out = NULL;
    if (date->precision < PLX_DATE_MONTH)
        return PLX_OK;
    plx_date_to_civil(date->start, &year, &month, NULL);
    at = find_month(d, year, month);
    if (at == d->month_count || d->months[at].year != year || d->months[at].month != month) {
        plx_drift_month *grown = realloc(d->months, (d->month_count + 1) * sizeof *grown);

        if (!grown)
            return no_memory(err);
        d->months = grown;
        memmove(grown + at + 1, grown + at, (d->month_count++ - at) * sizeof *grown);
        grown[at] = (plx_drift_month){ .year = year, .month = month };
    }
    *out = &d->months[at];
    return PLX_OK;
}

static plx_status count_article(plx_drift *d, const plx_article *a, const plx_verdict *v,
                                plx_error *err)
{
    plx_drift_month *month;
    uint32_t words, known;
    plx_status rc = count_words(d, &words, &known, err);

    if (rc == PLX_OK)
        rc = month_of(d, &a->date, &month, err);
    if (rc != PLX_OK)
        return rc;
    plx_drift_count(&d->all, v, words, known);
    if (month)
        plx_drift_count(&month->figures, v, words, known);
    return PLX_OK;
}

plx_status plx_drift_add(plx_drift *d, const plx_article *a, plx_error *err)
{
    const char *title = a->title ? a->title : "", *text = a->text ? a->text : "";
    plx_verdict v;
    plx_status rc;

    d->articles++;
    plx_analyser_trim(d->an, VOCABULARY_MAX);
    rc = plx_analyser_run(d->an, a->lang, title, strlen(title), &d->title, err);
    if (rc == PLX_OK)
        rc = plx_analyser_run(d->an, a->lang, text, strlen(text), &d->text, err);
    if (rc == PLX_OK)
        rc = plx_judge_tokens(d->judge, &d->title, &d->text, a->lang, &v, err);
    if (rc != PLX_OK)
        return rc;
    if (plx_model_has_learned(d->model, &d->title, &d->text))
        d->outside.learned++;
    else if (v.kind == PLX_KIND_NOT_JUDGED)
        d->outside.not_judged++;
    else if (!plx_verdict_is_scored(&v))
        d->outside.no_mention++;
    else if (v.kind == PLX_KIND_OFF_TOPIC)
        d->outside.off_topic++;
    else
        rc = count_article(d, a, &v, err);
    return rc;
}

const plx_drift_figures *plx_drift_all(const plx_drift *d)
{
    return &d->all;
}

const plx_drift_left_out *plx_drift_outside(const plx_drift *d)
{
    return &d->outside;
}

const plx_drift_month *plx_drift_months(const plx_drift *d, size_t *n)
{
    *n = d->month_count;
    return d->months;
}
