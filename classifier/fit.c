#include "classifier/fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/calibrate.h"

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "training: out of memory");
}

/* ------------------------------------------------------------ weights */

void plx_source_weights(const plx_corpus *c, const bool *use, double power, float *out)
{
    size_t end;

    for (size_t i = 0; i < c->doc_count; i = end) { /* docs are in order of group and class */
        size_t n = 0;
        for (end = i; end < c->doc_count && c->docs[end].group == c->docs[i].group &&
                      c->docs[end].class == c->docs[i].class;
             end++)
            n += use[end];
        for (size_t d = i; d < end; d++)
            out[d] = use[d] ? (float)pow((double)n, -power) : 0;
    }
}

/* Weigh classes against each other, halfway between the same mass for all and the same for each
 * article whatever its class: with few outlets for a class, the one overshoots, and so does the
 * other. */
static void balance_classes(plx_row *rows, size_t n, size_t classes)
{
    double mass[PLX_LABELS_MAX] = { 0 }, count[PLX_LABELS_MAX] = { 0 };

    for (size_t i = 0; i < n; i++) {
        mass[rows[i].label] += (double)rows[i].weight;
        count[rows[i].label]++;
    }
    for (size_t i = 0; i < n; i++) {
        double both = (mass[rows[i].label] + count[rows[i].label]) / 2;
        rows[i].weight = (float)((double)rows[i].weight * (double)n / ((double)classes * both));
    }
}

/* ------------------------------------------------------------ the model that is adapted */

/* Its scores are this much larger as columns, so that their weights are small and cost little. */
#define BASE_SCALE 10.0f
/* What the made-up rows weigh together, in articles. */
#define PRIOR_ARTICLES 20.0
/* They stand at these scores of each label in turn. */
static const float prior_scores[] = { -2, -1, 1, 2 };
#define PRIOR_STEPS (sizeof prior_scores / sizeof *prior_scores)

static size_t prior_count(const plx_fit_plan *plan)
{
    return plan->base ? PRIOR_STEPS * plan->classes * plan->classes : 0;
}

/* Weights of the base by column of the fit; 0 for words that it does not know. */
static float *base_weights(const plx_corpus *c, const plx_fit_plan *plan, const plx_selection *s)
{
    size_t classes = plan->classes;
    float *w = calloc((size_t)s->columns * classes + 1, sizeof *w);

    for (uint32_t i = 0; w && plan->base && i < s->columns; i++) {
        uint32_t known = plx_dictionary_find(&plan->base->dict, c->hash[s->feature[i]]);

        if (known != UINT32_MAX)
            memcpy(w + i * classes, plan->base->dict.weight + known * classes, classes * sizeof *w);
    }
    return w;
}

/* Take the cues out of a row. There are few and all articles have them: some corrections would move
 * their weights for every article there is. What the base knows of them is in its scores. */
static uint32_t drop_cues(const plx_corpus *c, const plx_selection *s, plx_cell *cells, uint32_t n)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < n; i++)
        if (c->group[s->feature[cells[i].column]] != PLX_GROUP_CUE)
            cells[kept++] = cells[i];
    return kept;
}

/* Replace the cues of a row by the base's scores of it. */
static uint32_t add_scores(const plx_corpus *c, const plx_fit_plan *plan, const plx_selection *s,
                           const float *base, const plx_doc *doc, plx_cell *cells, uint32_t n)
{
    float score[PLX_LABELS_MAX];

    if (!plan->base)
        return n;
    for (size_t k = 0; k < plan->classes; k++) {
        score[k] = plan->base->bias[k] + doc->sentence[k];
        for (uint32_t i = 0; i < n; i++)
            score[k] += cells[i].value * base[cells[i].column * plan->classes + k];
    }
    n = drop_cues(c, s, cells, n);
    for (size_t k = 0; k < plan->classes; k++)
        cells[n++] =
            (plx_cell){ .column = s->columns + (uint32_t)k, .value = BASE_SCALE * score[k] };
    return n;
}

/* Rows of scores alone, in shares labelled as the base would. */
static size_t make_priors(const plx_fit_plan *plan, const plx_selection *s, plx_cell *cells,
                          plx_row *rows)
{
    size_t classes = plan->classes, n = 0;

    for (size_t k = 0; plan->base && k < classes; k++) {
        for (size_t v = 0; v < PRIOR_STEPS; v++) {
            float score[PLX_LABELS_MAX] = { 0 }, p[PLX_LABELS_MAX];

            score[k] = prior_scores[v] * plan->base->temperature;
            plx_softmax(score, classes, plan->base->temperature, p);
            for (size_t i = 0; i < classes; i++)
                cells[i] = (plx_cell){ s->columns + (uint32_t)i, BASE_SCALE * score[i] };
            for (size_t i = 0; i < classes; i++)
                rows[n++] = (plx_row){ .cells = cells,
                                       .count = (uint32_t)classes,
                                       .label = (uint8_t)i,
                                       .weight = p[i] * (float)(PRIOR_ARTICLES /
                                                                (double)(PRIOR_STEPS * classes)) };
            cells += classes;
        }
    }
    return n;
}

/* ------------------------------------------------------------ sentences */

/* What a score one deviation off its mean is as a column, against words of unit length. */
#define SENTENCE_WEIGHT 1.0f

static bool has_sentence_columns(const plx_corpus *c, const plx_fit_plan *plan)
{
    return c->has_sentences && !plan->base;
}

static uint32_t add_sentences(const plx_corpus *c, const plx_fit_plan *plan, const plx_selection *s,
                              const plx_doc *doc, plx_cell *cells, uint32_t n)
{
    for (size_t k = 0; has_sentence_columns(c, plan) && k < plan->classes; k++)
        cells[n++] =
            (plx_cell){ .column = s->columns + (uint32_t)k,
                        .value = SENTENCE_WEIGHT * (doc->sentence[k] - c->sentence_mean[k]) /
                                 c->sentence_deviation[k] };
    return n;
}

/* What the columns were worth, in terms of the scores as they are. */
static void take_sentences(const plx_corpus *c, const plx_fit_plan *plan, plx_fitted *out)
{
    size_t classes = plan->classes, columns = out->chosen.columns;

    for (size_t j = 0; has_sentence_columns(c, plan) && j < classes; j++)
        for (size_t k = 0; k < classes; k++) {
            float worth = SENTENCE_WEIGHT * out->weight[(columns + j) * classes + k] /
                          c->sentence_deviation[j];

            out->sentence[j * classes + k] = worth;
            out->bias[k] -= worth * c->sentence_mean[j];
        }
}

/* What the score columns were worth goes into the words and the bias. */
static void multiply_out(const plx_fit_plan *plan, const float *base, plx_fitted *out)
{
    size_t classes = plan->classes, columns = out->chosen.columns;

    for (size_t j = 0; plan->base && j < classes; j++)
        for (size_t k = 0; k < classes; k++) {
            float mix = BASE_SCALE * out->weight[(columns + j) * classes + k];

            out->mix[j * classes + k] = mix;
            out->sentence[j * classes + k] = mix;
            out->bias[k] += mix * plan->base->bias[j];
            for (size_t i = 0; i < columns; i++)
                out->weight[i * classes + k] += mix * base[i * classes + j];
        }
}

/* ------------------------------------------------------------ fitting */

/* What is handed to the solver. */
typedef struct table {
    plx_cell *cells;
    plx_row *rows;
    size_t count;
} table;

/* Rows of the articles of `use` that have a class. */
static void fill_rows(const plx_corpus *c, const plx_fit_plan *plan, const plx_fitted *fit,
                      const float *base, const float *weight, table *t)
{
    plx_cell *at = t->cells;

    for (size_t d = 0; d < c->doc_count; d++) {
        plx_row *row = &t->rows[t->count];

        if (weight[d] <= 0 || c->docs[d].class >= plan->classes)
            continue;
        row->cells = at;
        row->count = plx_corpus_row(c, &c->docs[d], &fit->chosen, plan->group_weight, at);
        row->count = add_scores(c, plan, &fit->chosen, base, &c->docs[d], at, row->count);
        row->count = add_sentences(c, plan, &fit->chosen, &c->docs[d], at, row->count);
        row->label = c->docs[d].class;
        row->weight = weight[d];
        at += row->count;
        t->count++;
    }
    balance_classes(t->rows, t->count, plan->classes);
    t->count += make_priors(plan, &fit->chosen, at, t->rows + t->count);
}

static plx_status solve(const plx_corpus *c, const plx_fit_plan *plan, const float *weight,
                        table *t, plx_fitted *out, plx_error *err)
{
    plx_linear_problem p = { .classes = plan->classes, .cost = plan->cost, .seed = plan->seed };
    float *base = base_weights(c, plan, &out->chosen);
    plx_status rc;

    p.columns = out->chosen.columns;
    if (plan->base || has_sentence_columns(c, plan))
        p.columns += (uint32_t)plan->classes;
    out->weight = calloc((size_t)p.columns * plan->classes + 1, sizeof *out->weight);
    if (!base || !out->weight) {
        free(base);
        return no_memory(err);
    }
    fill_rows(c, plan, out, base, weight, t);
    p.rows = t->rows;
    p.row_count = t->count;
    rc = plx_linear_train(&p, out->weight, out->bias, err);
    if (rc == PLX_OK)
        multiply_out(plan, base, out);
    if (rc == PLX_OK)
        take_sentences(c, plan, out);
    free(base);
    return rc;
}

plx_status plx_fit(const plx_corpus *c, const plx_fit_plan *plan, const bool *use, plx_fitted *out,
                   plx_error *err)
{
    size_t priors = prior_count(plan), docs = c->doc_count + 1;
    size_t cells = c->entry_count + (docs + priors) * plan->classes;
    table t = { .cells = malloc(cells * sizeof *t.cells),
                .rows = calloc(docs + priors, sizeof *t.rows) };
    float *weight = malloc(docs * sizeof *weight);
    plx_status rc;

    memset(out, 0, sizeof *out);
    if (!t.cells || !t.rows || !weight)
        rc = no_memory(err);
    else
        rc = plx_selection_make(c, use, plan->min_sources, plan->base ? &plan->base->dict : NULL,
                                &out->chosen, err);
    if (rc == PLX_OK) {
        plx_source_weights(c, use, plan->source_power, weight);
        rc = solve(c, plan, weight, &t, out, err);
    }
    free(t.cells);
    free(t.rows);
    free(weight);
    return rc;
}

void plx_fitted_release(plx_fitted *f)
{
    plx_selection_release(&f->chosen);
    free(f->weight);
    memset(f, 0, sizeof *f);
}

void plx_fitted_score(const plx_fitted *f, const plx_corpus *c, const plx_doc *doc,
                      const plx_fit_plan *plan, plx_cell *cells, float *out)
{
    uint32_t n = plx_corpus_row(c, doc, &f->chosen, plan->group_weight, cells);

    for (size_t k = 0; k < plan->classes; k++) {
        out[k] = f->bias[k];
        for (size_t j = 0; j < plan->classes; j++)
            out[k] += doc->sentence[j] * f->sentence[j * plan->classes + k];
    }
    for (uint32_t i = 0; i < n; i++)
        for (size_t k = 0; k < plan->classes; k++)
            out[k] += cells[i].value * f->weight[cells[i].column * plan->classes + k];
}
