#include "compare/timeline_axis.h"

#include <stdlib.h>
#include <string.h>

#include "search/counts.h"

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "timeline: out of memory");
}

/* Takes over the name; NULL: there was no memory for it. */
static plx_status add_band(plx_axis *a, plx_band_kind kind, char *name, plx_error *err)
{
    if (!name)
        return no_memory(err);
    a->bands[a->count++] = (plx_band){ .name = name, .kind = kind };
    return PLX_OK;
}

/* ------------------------------------------------------------- top values */

/* By how many articles of a list each value is had: [0] by none, [1 + ordinal]. */
static void count_values(const plx_facet_values *v, const plx_axis_wanted *w, uint32_t *count)
{
    for (size_t i = 0; i < w->n; i++) {
        uint32_t d = w->docids[i];

        if (v->one) {
            count[v->one[d]]++;
            continue;
        }
        count[0] += v->many->first[d] == v->many->first[d + 1];
        for (uint32_t k = v->many->first[d]; k < v->many->first[d + 1]; k++)
            count[1 + v->many->ordinal[k]]++;
    }
}

/* The ordinals most counted, the lower first where counts are equal. @return how many */
static size_t select_top(const plx_facet_values *v, const uint32_t *count, size_t top,
                         uint32_t *out)
{
    size_t n = 0;

    for (uint32_t o = 0; o < v->values; o++) {
        size_t at;

        if (!count[1 + o] || (n == top && count[1 + o] <= count[1 + out[top - 1]]))
            continue;
        n += n < top;
        for (at = n - 1; at && count[1 + o] > count[1 + out[at - 1]]; at--)
            out[at] = out[at - 1];
        out[at] = o;
    }
    return n;
}

static plx_status add_values(plx_tables *t, const plx_facet_ref *ref, const uint32_t *count,
                             uint32_t top, plx_axis *a, plx_error *err)
{
    uint32_t chosen[PLX_TIMELINE_TOP_MAX], distinct = 0;
    size_t n = select_top(a->values, count, top, chosen);
    plx_status rc = PLX_OK;

    for (uint32_t o = 0; o < a->values->values; o++)
        distinct += count[1 + o] > 0;
    memset(a->band_of, (int)n, (size_t)a->values->values + 1);
    for (size_t i = 0; !rc && i < n; i++) {
        a->band_of[1 + chosen[i]] = (uint8_t)i;
        rc = add_band(a, PLX_BAND_VALUE, plx_facet_value_text(t, ref, a->values, chosen[i]), err);
    }
    if (!rc && distinct > n) {
        rc = add_band(a, PLX_BAND_OTHERS, strdup(PLX_COUNTS_OTHERS), err);
        a->bands[n].values = distinct - (uint32_t)n;
    }
    if (!rc && (count[0] || !a->count)) {
        a->band_of[0] = (uint8_t)a->count;
        rc = add_band(a, PLX_BAND_NONE, strdup(PLX_COUNTS_MISSING), err);
    }
    return rc;
}

static plx_status make_values(plx_tables *t, const plx_facet_ref *ref, const plx_axis_wanted *w,
                              plx_axis *a, plx_error *err)
{
    uint32_t *count = calloc((size_t)a->values->values + 1, sizeof *count);
    plx_status rc;

    if (!count)
        return no_memory(err);
    count_values(a->values, w, count);
    rc = add_values(t, ref, count, w->top, a, err);
    free(count);
    return rc;
}

/* ---------------------------------------------------------------- stances */

/* All of them, in the model's order; behind its labels three words that are none. */
static plx_status make_stances(plx_tables *t, const plx_facet_ref *ref, plx_axis *a, plx_error *err)
{
    static const plx_band_kind words[] = { PLX_BAND_UNCLEAR, PLX_BAND_OFF_TOPIC,
                                           PLX_BAND_NOT_JUDGED };
    size_t n = plx_tables_stances(t), labels = n - sizeof words / sizeof *words;
    plx_status rc = PLX_OK;

    a->is_stance = true;
    a->band_of[0] = (uint8_t)(n - 1); /* without a verdict it is not judged */
    for (size_t i = 0; !rc && i < n; i++) {
        a->band_of[1 + i] = (uint8_t)i;
        rc = add_band(a, i < labels ? PLX_BAND_VALUE : words[i - labels],
                      plx_facet_value_text(t, ref, a->values, (uint32_t)i), err);
    }
    return rc;
}

/* ------------------------------------------------------------------ both */

static plx_status make_bands(plx_tables *t, const plx_facet_ref *ref, const plx_axis_wanted *w,
                             plx_axis *a, plx_error *err)
{
    a->name = strdup(ref->name);
    a->bands = calloc(PLX_AXIS_BANDS_MAX, sizeof *a->bands);
    a->band_of = calloc((size_t)a->values->values + 1, 1);
    if (!a->name || !a->bands || !a->band_of)
        return no_memory(err);
    return ref->kind == PLX_FACET_STANCE ? make_stances(t, ref, a, err)
                                         : make_values(t, ref, w, a, err);
}

plx_status plx_axis_make(plx_tables *t, const plx_axis_wanted *wanted, plx_axis *out,
                         plx_error *err)
{
    plx_facet_ref ref;
    plx_status rc = plx_tables_facet(t, wanted->facet, &ref, err);

    if (rc)
        return rc;
    if (ref.kind == PLX_FACET_PERIOD || ref.kind == PLX_FACET_DATE)
        return plx_fail(err, PLX_ERR_INVALID,
                        "facet '%s' is what a timeline runs along: choose its periods with --by",
                        ref.name);
    rc = plx_facet_values_of(t, &ref, &out->values, err);
    return rc ? rc : make_bands(t, &ref, wanted, out, err);
}

void plx_axis_release(plx_axis *a)
{
    for (size_t i = 0; i < a->count; i++)
        free(a->bands[i].name);
    free(a->bands);
    free(a->band_of);
    free(a->name);
    memset(a, 0, sizeof *a);
}

uint32_t plx_axis_bands_of(const plx_axis *a, uint32_t docid)
{
    const plx_facet_values *v = a->values;
    uint32_t bands = 0;

    if (v->one)
        return UINT32_C(1) << a->band_of[v->one[docid]];
    for (uint32_t k = v->many->first[docid]; k < v->many->first[docid + 1]; k++)
        bands |= UINT32_C(1) << a->band_of[1 + v->many->ordinal[k]];
    return bands ? bands : UINT32_C(1) << a->band_of[0];
}
