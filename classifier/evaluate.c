#include <stdlib.h>
#include <string.h>

#include "classifier/dataset.h"
#include "classifier/measure.h"
#include "classifier/model_file.h"
#include "classifier/train.h"

/* What judging a data set works with. */
typedef struct evaluation {
    plx_analyser *an;
    plx_judge *judge;
    plx_tokens title, text;
    plx_judged_seen *seen; /* may be NULL */
    void *ctx;
} evaluation;

static int gold_of(const plx_model *m, const plx_dataset *ds, const plx_sample *s)
{
    const char *label = plx_map_key(ds->labels, s->label, NULL);
    int k = plx_label_find_alike(plx_model_labels(m), label);

    if (k >= 0)
        return k;
    return strcmp(label, PLX_STANCE_OFF_TOPIC) == 0 ? PLX_GOLD_OFF_TOPIC : PLX_GOLD_NONE;
}

static plx_status judge_sample(evaluation *e, const plx_sample *s, plx_verdict *out, plx_error *err)
{
    plx_status rc = plx_sample_analyse(s, e->an, &e->title, &e->text, err);

    if (rc == PLX_OK)
        rc = plx_judge_tokens(e->judge, &e->title, &e->text, s->lang, out, err);
    return rc;
}

static plx_status judge_all(evaluation *e, const plx_model *m, const plx_dataset *ds,
                            plx_judged *items, plx_error *err)
{
    bool any = false;
    plx_status rc = PLX_OK;

    for (size_t i = 0; rc == PLX_OK && i < ds->count; i++) {
        const plx_sample *s = &ds->items[i];
        items[i] = (plx_judged){ .gold = gold_of(m, ds, s),
                                 .group = s->group,
                                 .synthetic = s->synthetic,
                                 .picked = s->is_picked,
                                 .in_training = plx_model_has_trained_on(m, s->digest),
                                 .without_source = s->source == PLX_MAP_NONE };
        any = any || items[i].gold >= 0;
        rc = judge_sample(e, s, &items[i].verdict, err);
        if (rc == PLX_OK && e->seen)
            e->seen(e->ctx, i, e->judge);
    }
    if (rc == PLX_OK && !any)
        rc = plx_fail(err, PLX_ERR_INVALID, "none of the %zu articles has a label of model '%s'",
                      ds->count, plx_model_name(m));
    return rc;
}

plx_status plx_judge_dataset(const plx_model *m, const plx_dataset *ds, plx_judged *items,
                             plx_judged_seen *seen, void *ctx, plx_error *err)
{
    evaluation e = { .seen = seen, .ctx = ctx };
    plx_status rc;

    plx_tokens_init(&e.title);
    plx_tokens_init(&e.text);
    rc = plx_analyser_new(&e.an, err);
    if (rc == PLX_OK)
        rc = plx_judge_new(m, &e.judge, err);
    if (rc == PLX_OK)
        rc = judge_all(&e, m, ds, items, err);
    plx_judge_free(e.judge);
    plx_analyser_free(e.an);
    plx_tokens_release(&e.title);
    plx_tokens_release(&e.text);
    return rc;
}

plx_status plx_evaluate(const plx_model *m, const plx_dataset *ds, plx_measures *out,
                        plx_error *err)
{
    plx_judged *items = calloc(ds->count + 1, sizeof *items);
    plx_status rc;

    memset(out, 0, sizeof *out);
    if (!items)
        return plx_fail(err, PLX_ERR_NOMEM, "evaluation: out of memory");
    rc = plx_judge_dataset(m, ds, items, NULL, NULL, err);
    if (rc == PLX_OK)
        rc = plx_measure(plx_model_labels(m), items, ds->count, 1, out, err);
    free(items);
    return rc;
}
