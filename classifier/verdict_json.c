#include "classifier/verdict_json.h"

#include <math.h>
#include <stdbool.h>

#include "base/json.h"

/* Probabilities and weights tell no more than four decimals. */
static json_t *rounded(double x)
{
    return json_real(round(x * 1e4) / 1e4);
}

/* A new reference goes in; false without memory (NULL values too). */
static bool put(json_t *o, const char *name, json_t *value)
{
    return json_object_set_new_nocheck(o, name, value) == 0;
}

static json_t *checked(json_t *v, bool ok)
{
    if (ok)
        return v;
    json_decref(v);
    return NULL;
}

json_t *plx_probabilities_json(const plx_verdict *v, const plx_label_set *labels)
{
    json_t *o = json_object();
    bool ok = o != NULL;

    for (size_t i = 0; ok && plx_verdict_is_scored(v) && i < labels->count; i++)
        ok = put(o, labels->name[i], rounded((double)v->probability[i]));
    return checked(o, ok);
}

static json_t *feature_json(const plx_evidence *e)
{
    json_t *o = json_object();

    return checked(o, o && put(o, "feature", plx_json_str(e->feature)) &&
                          put(o, "weight", rounded(e->weight)));
}

json_t *plx_evidence_json(const plx_evidence_list *list)
{
    json_t *array = json_array();
    bool ok = array != NULL;

    for (size_t i = 0; ok && i < list->count; i++)
        ok = json_array_append_new(array, feature_json(&list->items[i])) == 0;
    return checked(array, ok);
}

json_t *plx_verdict_json(const plx_article *a, const plx_verdict *v, const plx_model *m,
                         const plx_evidence_list *evidence)
{
    static const plx_label_set none;
    const plx_label_set *labels = m ? plx_model_labels(m) : &none;
    const char *best = plx_verdict_best(v, labels);
    const char *reason = plx_stance_reason_name(v->reason);
    bool is_judged = v->kind != PLX_KIND_NOT_JUDGED;
    json_t *o = json_object();
    bool ok = o && put(o, "id", plx_json_str(a->id)) &&
              put(o, "stance", plx_json_str(plx_verdict_stance(v, labels))) &&
              put(o, "stance_best", plx_json_str(*best ? best : NULL)) &&
              put(o, "probabilities", plx_probabilities_json(v, labels)) &&
              put(o, "stance_by", plx_json_str(is_judged ? "model" : NULL)) &&
              put(o, "model", plx_json_str(m ? plx_model_name(m) : NULL)) &&
              put(o, "reason", plx_json_str(*reason ? reason : NULL));

    if (ok && a->synthetic)
        ok = put(o, "synthetic", json_true());
    if (ok && evidence)
        ok = put(o, "evidence", plx_evidence_json(evidence));
    return checked(o, ok);
}
