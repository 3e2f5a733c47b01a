#include "classifier/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "classifier/dataset.h"
#include "classifier/measure.h"
#include "classifier/model_file.h"

/* Words of the analyser's vocabulary that are kept between articles. */
#define VOCABULARY_WORDS 500000u

struct plx_comparer {
    const plx_model *model[2];
    uint8_t label_of[PLX_LABELS_MAX]; /* label of the second as the first counts it */
    plx_analyser *an;
    plx_tokens title, text;
    plx_judge *judge[2];
    plx_map *seen;         /* digests of the texts that were measured */
    plx_map *groups;       /* their sources */
    plx_judged *judged[2]; /* by each model, of articles with gold */
    size_t count, cap;
    size_t most;
    plx_model_comparison result;
};

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "comparison of models: out of memory");
}

/* ------------------------------------------------------------ McNemar's test */

static double log_factorial(double n)
{
    int sign;

    return lgamma_r(n + 1, &sign);
}

/* Probability of k heads in n throws of a fair coin. */
static double coin(double n, double k)
{
    return exp(log_factorial(n) - log_factorial(k) - log_factorial(n - k) - n * log(2));
}

plx_mcnemar plx_mcnemar_test(unsigned only_a, unsigned only_b)
{
    unsigned fewer = only_a < only_b ? only_a : only_b, n = only_a + only_b;
    plx_mcnemar out = { .exact = 1, .mid = 1, .is_too_few = n < PLX_MCNEMAR_LEAST };
    double tail = 0;

    if (n == 0)
        return out;
    if (only_a == only_b) {
        out.mid = 1 - coin(n, fewer) / 2;
        return out;
    }
    for (unsigned k = 0; k <= fewer; k++)
        tail += coin(n, k);
    out.exact = fmin(1, 2 * tail);
    out.mid = fmin(1, 2 * tail - coin(n, fewer));
    return out;
}

/* ------------------------------------------------------------ life */

static plx_status match_labels(plx_comparer *c, plx_error *err)
{
    const plx_label_set *a = &c->model[0]->labels, *b = &c->model[1]->labels;

    for (size_t k = 0; k < b->count; k++) {
        int at = plx_label_find(a, b->name[k]);
        if (at < 0)
            return plx_fail(err, PLX_ERR_INVALID,
                            "models with other labels cannot be compared: '%s' has '%s', '%s' has "
                            "not",
                            c->model[1]->name, b->name[k], c->model[0]->name);
        c->label_of[k] = (uint8_t)at;
    }
    for (size_t k = 0; k < a->count; k++)
        if (plx_label_find(b, a->name[k]) < 0)
            return plx_fail(err, PLX_ERR_INVALID,
                            "models with other labels cannot be compared: '%s' has '%s', '%s' has "
                            "not",
                            c->model[0]->name, a->name[k], c->model[1]->name);
    return PLX_OK;
}

static plx_status prepare(plx_comparer *c, plx_error *err)
{
    plx_status rc;

    if (strcmp(c->model[0]->target, c->model[1]->target) != 0)
        return plx_fail(err, PLX_ERR_INVALID,
                        "models about other targets cannot be compared: '%s' is about '%s', '%s' "
                        "about '%s'",
                        c->model[0]->name, c->model[0]->target, c->model[1]->name,
                        c->model[1]->target);
    rc = match_labels(c, err);
    c->seen = plx_map_new();
    c->groups = plx_map_new();
    c->result.differ = calloc(c->most + 1, sizeof *c->result.differ);
    if (rc == PLX_OK && (!c->seen || !c->groups || !c->result.differ))
        rc = no_memory(err);
    if (rc == PLX_OK)
        rc = plx_analyser_new(&c->an, err);
    for (int i = 0; rc == PLX_OK && i < 2; i++)
        rc = plx_judge_new(c->model[i], &c->judge[i], err);
    return rc;
}

plx_status plx_comparer_new(const plx_model *a, const plx_model *b, size_t most, plx_comparer **out,
                            plx_error *err)
{
    plx_comparer *c = calloc(1, sizeof *c);
    plx_status rc;

    *out = NULL;
    if (!c)
        return no_memory(err);
    plx_tokens_init(&c->title);
    plx_tokens_init(&c->text);
    c->model[0] = a;
    c->model[1] = b;
    c->most = most;
    c->result.labels = a->labels;
    c->result.stances = a->labels.count + 3;
    rc = prepare(c, err);
    if (rc == PLX_OK)
        *out = c;
    else
        plx_comparer_free(c);
    return rc;
}

static void difference_release(plx_model_difference *d)
{
    free(d->id);
    free(d->title);
}

void plx_comparer_free(plx_comparer *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < c->result.differ_count; i++)
        difference_release(&c->result.differ[i]);
    free(c->result.differ);
    for (int i = 0; i < 2; i++) {
        plx_judge_free(c->judge[i]);
        free(c->judged[i]);
    }
    plx_map_free(c->seen);
    plx_map_free(c->groups);
    plx_tokens_release(&c->title);
    plx_tokens_release(&c->text);
    plx_analyser_free(c->an);
    free(c);
}

/* ------------------------------------------------------------ one article */

size_t plx_compared_stance(const plx_label_set *labels, const plx_verdict *v)
{
    static const size_t behind[PLX_KINDS] = {
        [PLX_KIND_UNCLEAR] = 0, [PLX_KIND_OFF_TOPIC] = 1, [PLX_KIND_NOT_JUDGED] = 2
    };

    return v->kind == PLX_KIND_LABEL ? v->best : labels->count + behind[v->kind];
}

const char *plx_compared_stance_name(const plx_label_set *labels, size_t stance)
{
    static const char *const words[] = { PLX_STANCE_UNCLEAR, PLX_STANCE_OFF_TOPIC,
                                         PLX_STANCE_NOT_JUDGED };

    return stance < labels->count ? labels->name[stance] : words[stance - labels->count];
}

/* The second model's verdict in the first one's order of labels. */
static void reorder(const plx_comparer *c, plx_verdict *v)
{
    plx_verdict from = *v;

    v->best = c->label_of[from.best];
    for (size_t k = 0; k < c->result.labels.count; k++)
        v->probability[c->label_of[k]] = from.probability[k];
}

static plx_status judge(plx_comparer *c, const plx_article *a, plx_verdict out[2], plx_error *err)
{
    const char *title = a->title ? a->title : "", *text = a->text ? a->text : "";
    plx_status rc;

    plx_analyser_trim(c->an, VOCABULARY_WORDS);
    rc = plx_analyser_run(c->an, a->lang, title, strlen(title), &c->title, err);
    if (rc == PLX_OK)
        rc = plx_analyser_run(c->an, a->lang, text, strlen(text), &c->text, err);
    for (int i = 0; rc == PLX_OK && i < 2; i++)
        rc = plx_judge_tokens(c->judge[i], &c->title, &c->text, a->lang, &out[i], err);
    if (rc == PLX_OK)
        reorder(c, &out[1]);
    return rc;
}

static double distance(const plx_verdict v[2], size_t labels)
{
    double sum = 0;

    for (size_t k = 0; k < labels; k++)
        sum += fabs((double)v[0].probability[k] - (double)v[1].probability[k]);
    return sum / 2;
}

/* Keep an article if it is among those farthest apart; of equals the earlier one. */
static plx_status keep_difference(plx_comparer *c, const plx_article *a, plx_model_difference d,
                                  plx_error *err)
{
    plx_model_comparison *r = &c->result;
    size_t at = r->differ_count;

    while (at > 0 && r->differ[at - 1].distance < d.distance)
        at--;
    if (at >= c->most)
        return PLX_OK;
    d.id = strdup(a->id ? a->id : "");
    d.title = strdup(a->title ? a->title : "");
    if (!d.id || !d.title) {
        difference_release(&d);
        return no_memory(err);
    }
    if (r->differ_count == c->most)
        difference_release(&r->differ[--r->differ_count]);
    memmove(r->differ + at + 1, r->differ + at, (r->differ_count - at) * sizeof *r->differ);
    r->differ[at] = d;
    r->differ_count++;
    return PLX_OK;
}

/* ------------------------------------------------------------ gold labels */

static int gold_of(const plx_comparer *c, const char *gold)
{
    int k = plx_label_find_alike(&c->result.labels, gold);

    if (k >= 0)
        return k;
    return plx_stance_is_off_topic(gold) ? PLX_GOLD_OFF_TOPIC : PLX_GOLD_NONE;
}

static bool reserve(plx_comparer *c)
{
    size_t cap = c->cap ? 2 * c->cap : 256;

    if (c->count < c->cap)
        return true;
    for (int i = 0; i < 2; i++) {
        plx_judged *grown = realloc(c->judged[i], cap * sizeof *grown);
        if (!grown)
            return false;
        c->judged[i] = grown;
    }
    c->cap = cap;
    return true;
}

/* Articles of one outlet are one group for the intervals; one without outlet is its own. */
static uint32_t group_of(plx_comparer *c, const plx_article *a)
{
    char *source = plx_fold(a->source ? a->source : "", a->source ? strlen(a->source) : 0);
    uint32_t group = PLX_MAP_NONE;
    size_t own = c->count;

    if (source && *source)
        group = plx_map_add(c->groups, source, strlen(source), NULL);
    else if (source)
        group = plx_map_add(c->groups, &own, sizeof own, NULL);
    free(source);
    return group;
}

/* What one of the two cannot judge counts for neither. */
static void add_judged(plx_comparer *c, const plx_judged *j, const plx_verdict v[2])
{
    bool is_judged = v[0].kind != PLX_KIND_NOT_JUDGED && v[1].kind != PLX_KIND_NOT_JUDGED;

    for (int i = 0; i < 2; i++) {
        c->judged[i][c->count] = *j;
        c->judged[i][c->count].verdict = v[i];
        if (!is_judged)
            c->judged[i][c->count].verdict.kind = PLX_KIND_NOT_JUDGED;
    }
    c->count++;
}

static plx_status note_gold(plx_comparer *c, const plx_article *a, int gold, const plx_verdict v[2],
                            plx_error *err)
{
    uint64_t digest = plx_words_digest(&c->title, &c->text);
    plx_judged j = { .gold = gold,
                     .synthetic = a->synthetic,
                     .without_source = !a->source || !*a->source };
    bool is_new;

    c->result.gold++;
    c->result.unknown += gold == PLX_GOLD_NONE;
    if (plx_map_add(c->seen, &digest, sizeof digest, &is_new) == PLX_MAP_NONE || !reserve(c))
        return no_memory(err);
    if (!is_new) {
        c->result.repeated++;
        return PLX_OK;
    }
    j.group = group_of(c, a);
    if (j.group == PLX_MAP_NONE)
        return no_memory(err);
    j.in_training = plx_model_has_trained_on(c->model[0], digest) ||
                    plx_model_has_trained_on(c->model[1], digest);
    c->result.in_training += j.in_training;
    add_judged(c, &j, v);
    return PLX_OK;
}

plx_status plx_comparer_add(plx_comparer *c, const plx_article *a, const char *gold, plx_error *err)
{
    plx_model_comparison *r = &c->result;
    plx_model_difference d = { .gold = gold ? gold_of(c, gold) : PLX_GOLD_NONE };
    size_t said[2];
    plx_status rc = judge(c, a, d.verdict, err);

    if (rc == PLX_OK && gold)
        rc = note_gold(c, a, d.gold, d.verdict, err);
    if (rc != PLX_OK)
        return rc;
    for (int i = 0; i < 2; i++)
        said[i] = plx_compared_stance(&r->labels, &d.verdict[i]);
    r->articles++;
    r->table[said[0]][said[1]]++;
    r->same += said[0] == said[1];
    if (said[0] == said[1])
        return PLX_OK;
    d.gold = d.gold >= 0 ? d.gold : -1;
    d.distance = distance(d.verdict, r->labels.count);
    return keep_difference(c, a, d, err);
}

/* ------------------------------------------------------------ figures */

/* Agreement beyond what the shares of the stances would give by chance (Cohen 1960). */
static double kappa(const plx_model_comparison *r)
{
    double n = (double)r->articles, chance = 0;

    for (size_t i = 0; i < r->stances; i++) {
        double first = 0, second = 0;
        for (size_t k = 0; k < r->stances; k++) {
            first += r->table[i][k];
            second += r->table[k][i];
        }
        chance += n > 0 ? first / n * (second / n) : 0;
    }
    return n > 0 && chance < 1 ? ((double)r->same / n - chance) / (1 - chance) : NAN;
}

static void count_right(plx_comparer *c)
{
    plx_model_comparison *r = &c->result;

    for (size_t i = 0; i < c->count; i++) {
        const plx_judged *a = &c->judged[0][i], *b = &c->judged[1][i];
        bool a_right = a->verdict.best == a->gold, b_right = b->verdict.best == b->gold;
        if (!plx_judged_counts(a))
            continue;
        r->both_right += a_right && b_right;
        r->only_right[0] += a_right && !b_right;
        r->only_right[1] += b_right && !a_right;
        r->none_right += !a_right && !b_right;
    }
    r->mcnemar = plx_mcnemar_test(r->only_right[0], r->only_right[1]);
}

plx_status plx_comparer_finish(plx_comparer *c, const plx_model_comparison **out, plx_error *err)
{
    plx_status rc = PLX_OK;

    c->result.kappa = kappa(&c->result);
    for (int i = 0; rc == PLX_OK && i < 2; i++)
        rc = plx_measure(&c->result.labels, c->judged[i], c->count, 1, &c->result.measures[i], err);
    if (rc == PLX_OK)
        count_right(c);
    *out = rc == PLX_OK ? &c->result : NULL;
    return rc;
}
