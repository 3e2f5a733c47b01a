/* The errors a cross-validation was surest of, and what spoke for them. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "classifier/run.h"

/* Features that are named for each error. */
#define EVIDENCE_MOST 6

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "training: out of memory");
}

/* An article on its way into the list. */
typedef struct mistake {
    size_t doc;
    float probability;
} mistake;

static int by_falling_probability(const void *pa, const void *pb)
{
    const mistake *a = pa, *b = pb;

    if (a->probability != b->probability)
        return a->probability < b->probability ? 1 : -1;
    return (a->doc > b->doc) - (a->doc < b->doc);
}

static size_t list_mistakes(const plx_run *r, mistake *out)
{
    size_t n = 0;

    for (size_t d = 0; d < r->c.doc_count; d++) {
        const plx_judged *j = &r->judged[d];

        if (plx_judged_counts(j) && j->gold != j->verdict.best)
            out[n++] = (mistake){ d, j->verdict.probability[j->verdict.best] };
    }
    if (n)
        qsort(out, n, sizeof *out, by_falling_probability);
    return n;
}

static int by_falling_value(const void *pa, const void *pb)
{
    float a = ((const plx_cell *)pa)->value, b = ((const plx_cell *)pb)->value;

    return (a < b) - (a > b);
}

/* What each word of an article added to the score of a class, most first. */
static uint32_t contributions(const plx_run *r, const plx_fitted *fit, size_t doc, size_t class,
                              plx_cell *cells)
{
    uint32_t n = plx_corpus_row(&r->c, &r->c.docs[doc], &fit->chosen, r->plan.group_weight, cells);

    for (uint32_t i = 0; i < n; i++)
        cells[i].value *= fit->weight[cells[i].column * r->plan.classes + class];
    if (n)
        qsort(cells, n, sizeof *cells, by_falling_value);
    return n;
}

static plx_status fill_evidence(const plx_run *r, size_t doc, plx_train_error *out, plx_error *err)
{
    const plx_fitted *fit = &r->fits[r->folds.of[doc]];
    plx_cell *cells = malloc(((size_t)r->c.docs[doc].count + 1) * sizeof *cells);
    uint32_t n = cells ? contributions(r, fit, doc, out->best, cells) : 0;
    plx_status rc = PLX_OK;

    out->evidence.items = calloc(EVIDENCE_MOST, sizeof *out->evidence.items);
    if (!cells || !out->evidence.items)
        rc = no_memory(err);
    for (uint32_t i = 0; rc == PLX_OK && i < n && i < EVIDENCE_MOST && cells[i].value > 0; i++) {
        uint32_t feature = fit->chosen.feature[cells[i].column];
        plx_evidence *e = &out->evidence.items[out->evidence.count];

        e->feature = strdup(r->c.names.s + r->c.name_at[feature]);
        e->weight = (double)cells[i].value;
        out->evidence.count += e->feature != NULL;
        rc = e->feature ? PLX_OK : no_memory(err);
    }
    free(cells);
    return rc;
}

static plx_status fill_error(const plx_run *r, const mistake *m, plx_train_error *out,
                             plx_error *err)
{
    const plx_sample *s = &r->ds->items[r->c.docs[m->doc].sample];
    const char *source =
        s->source == PLX_MAP_NONE ? "" : plx_map_key(r->ds->sources, s->source, NULL);
    const plx_judged *j = &r->judged[m->doc];
    size_t length = strlen(s->title);

    out->gold = (uint8_t)j->gold;
    out->best = j->verdict.best;
    out->probability = (double)m->probability;
    out->id = strdup(s->id ? s->id : "");
    out->title = strndup(
        s->title, length > PLX_ERROR_TITLE ? plx_utf8_cut(s->title, PLX_ERROR_TITLE) : length);
    out->source = strdup(source);
    if (!out->id || !out->title || !out->source)
        return no_memory(err);
    return fill_evidence(r, m->doc, out, err);
}

plx_status plx_run_list_errors(plx_run *r, plx_error *err)
{
    mistake *list = malloc((r->c.doc_count + 1) * sizeof *list);
    size_t n = list ? list_mistakes(r, list) : 0;
    plx_status rc = PLX_OK;

    n = n < r->opt->errors ? n : r->opt->errors;
    r->report.errors = calloc(n + 1, sizeof *r->report.errors);
    if (!list || !r->report.errors)
        rc = no_memory(err);
    for (size_t i = 0; rc == PLX_OK && i < n; i++)
        rc = fill_error(r, &list[i], &r->report.errors[r->report.error_count++], err);
    free(list);
    return rc;
}
