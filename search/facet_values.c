#include "search/facet_values.h"

#include <stdlib.h>
#include <string.h>

/* Columns come behind the facets of other kinds. */
#define AT_STANCE    0
#define AT_STANCE_BY 1
#define AT_TAG       2
#define AT_PERIODS   3
#define AT_COLUMNS   (AT_PERIODS + PLX_PERIOD_UNITS)
#define PLACES       (AT_COLUMNS + PLX_SLOT_FACET + PLX_FACETS_MAX)

struct plx_facet_cache {
    plx_facet_values at[PLACES];
    bool is_made[PLACES];
};

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "facets: out of memory");
}

void plx_facet_cache_free(struct plx_facet_cache *c)
{
    size_t i;

    for (i = 0; c && i < PLACES; i++)
        free(c->at[i].one);
    free(c);
}

static plx_status make_room(const plx_tables *t, plx_facet_values *v, plx_error *err)
{
    v->one = calloc((size_t)t->last_docid + 1, sizeof *v->one);
    return v->one ? PLX_OK : no_memory(err);
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* ---------------------------------------------------------------- making */

/* The column of stances, and room for what is made of it. */
static plx_status read_stances(plx_tables *t, plx_facet_values *v, const plx_stance_column **col,
                               plx_error *err)
{
    plx_status rc = plx_snapshot_stances(t->snap, col, err);

    return rc ? rc : make_room(t, v, err);
}

static plx_status make_stances(plx_tables *t, const plx_facet_ref *ref, plx_facet_values *v,
                               plx_error *err)
{
    const plx_stance_column *col;
    uint32_t i;
    plx_status rc = read_stances(t, v, &col, err);

    (void)ref;
    if (rc)
        return rc;
    v->values = plx_tables_stances(t);
    for (i = 1; i <= least(col->last_docid, t->last_docid); i++)
        v->one[i] = (uint32_t)col->stance[i] + 1;
    return PLX_OK;
}

/* The model was there where it gave no label, but not where nothing was judged. */
static plx_status make_judges(plx_tables *t, const plx_facet_ref *ref, plx_facet_values *v,
                              plx_error *err)
{
    const plx_stance_column *col;
    uint32_t i;
    plx_status rc = read_stances(t, v, &col, err);

    (void)ref;
    if (rc)
        return rc;
    v->values = PLX_JUDGES;
    for (i = 1; i <= least(col->last_docid, t->last_docid); i++)
        if (col->by_person[i])
            v->one[i] = PLX_BY_PERSON + 1;
        else if (col->stance[i] != col->not_judged)
            v->one[i] = PLX_BY_MODEL + 1;
    return PLX_OK;
}

static void number_periods(const plx_date_column *dates, plx_period_unit unit, uint32_t last,
                           plx_facet_values *v)
{
    plx_date_precision needs = plx_period_needs(unit);
    int64_t low = INT64_MAX, high = INT64_MIN;
    uint32_t i;

    for (i = 1; i <= last; i++) {
        if (dates->precision[i] < needs)
            continue;
        low = dates->start[i] < low ? dates->start[i] : low;
        high = dates->start[i] > high ? dates->start[i] : high;
    }
    if (low > high)
        return;
    v->base = plx_period_of(unit, low);
    v->values = (uint32_t)(plx_period_of(unit, high) - v->base) + 1; /* dates span 801 years */
    for (i = 1; i <= last; i++)
        if (dates->precision[i] >= needs)
            v->one[i] = (uint32_t)(plx_period_of(unit, dates->start[i]) - v->base) + 1;
}

static plx_status make_periods(plx_tables *t, const plx_facet_ref *ref, plx_facet_values *v,
                               plx_error *err)
{
    const plx_date_column *dates;
    plx_status rc = plx_snapshot_dates(t->snap, &dates, err);

    if (!rc)
        rc = make_room(t, v, err);
    if (!rc)
        number_periods(dates, (plx_period_unit)ref->slot, least(dates->last_docid, t->last_docid),
                       v);
    return rc;
}

static bool has_several(const plx_column *col)
{
    uint32_t i;

    for (i = 1; i <= col->last_docid; i++)
        if (col->first[i + 1] - col->first[i] > 1)
            return true;
    return false;
}

static plx_status make_column(plx_tables *t, const plx_facet_ref *ref, plx_facet_values *v,
                              plx_error *err)
{
    const plx_column *col;
    uint32_t i;
    plx_status rc = plx_snapshot_column(t->snap, ref->slot, &col, err);

    if (rc)
        return rc;
    v->values = col->values;
    if (has_several(col)) {
        v->many = col;
        return PLX_OK;
    }
    rc = make_room(t, v, err);
    for (i = 1; !rc && i <= least(col->last_docid, t->last_docid); i++)
        if (col->first[i + 1] > col->first[i])
            v->one[i] = col->ordinal[col->first[i]] + 1;
    return rc;
}

/* Tags change without the index: made anew each time, which is cheap where nothing has. */
static plx_status make_tags(plx_tables *t, const plx_facet_ref *ref, plx_facet_values *v,
                            plx_error *err)
{
    plx_status rc = plx_tagged_refresh(&t->tagged, t->snap, err);

    (void)ref;
    if (!rc)
        rc = plx_tagged_column(&t->tagged, t->last_docid, &v->many, err);
    v->values = rc ? 0 : v->many->values;
    return rc;
}

static size_t place_of(const plx_facet_ref *ref)
{
    static const size_t place[PLX_FACET_KINDS] = {
        [PLX_FACET_STANCE] = AT_STANCE,  [PLX_FACET_STANCE_BY] = AT_STANCE_BY,
        [PLX_FACET_TAG] = AT_TAG,        [PLX_FACET_PERIOD] = AT_PERIODS,
        [PLX_FACET_COLUMN] = AT_COLUMNS,
    };

    return place[ref->kind] + ref->slot;
}

plx_status plx_facet_values_of(plx_tables *t, const plx_facet_ref *ref,
                               const plx_facet_values **out, plx_error *err)
{
    static plx_status (*const make[PLX_FACET_KINDS])(plx_tables *, const plx_facet_ref *,
                                                     plx_facet_values *, plx_error *) = {
        [PLX_FACET_STANCE] = make_stances, [PLX_FACET_STANCE_BY] = make_judges,
        [PLX_FACET_TAG] = make_tags,       [PLX_FACET_PERIOD] = make_periods,
        [PLX_FACET_COLUMN] = make_column,
    };
    plx_facet_values v = { 0 };
    size_t at = place_of(ref);
    plx_status rc = PLX_OK;

    if (!t->facets)
        t->facets = calloc(1, sizeof *t->facets);
    if (!t->facets)
        return no_memory(err);
    *out = &t->facets->at[at];
    if (t->facets->is_made[at] && ref->kind != PLX_FACET_TAG)
        return PLX_OK;
    rc = make[ref->kind](t, ref, &v, err);
    if (rc) {
        free(v.one);
        return rc;
    }
    t->facets->at[at] = v;
    t->facets->is_made[at] = true;
    return PLX_OK;
}

/* ---------------------------------------------------------------- naming */

static char *period_text(plx_period_unit unit, int64_t number)
{
    char name[PLX_PERIOD_BYTES];

    plx_period_name(unit, number, name);
    return strdup(name);
}

char *plx_facet_value_text(plx_tables *t, const plx_facet_ref *ref, const plx_facet_values *v,
                           uint32_t ordinal)
{
    static const char *const judge[PLX_JUDGES] = { "person", "model" };
    const plx_column *col;

    if (ref->kind == PLX_FACET_STANCE)
        return strdup(plx_snapshot_stance_name(t->snap, ordinal));
    if (ref->kind == PLX_FACET_STANCE_BY)
        return strdup(judge[ordinal]);
    if (ref->kind == PLX_FACET_TAG)
        return strdup(v->many->value[ordinal]);
    if (ref->kind == PLX_FACET_PERIOD)
        return period_text((plx_period_unit)ref->slot, v->base + ordinal);
    return plx_snapshot_column(t->snap, ref->slot, &col, NULL) ? NULL : strdup(col->value[ordinal]);
}

plx_facet_ref plx_facet_of_periods(plx_period_unit unit)
{
    return (plx_facet_ref){ plx_period_unit_names[unit], PLX_FACET_PERIOD, (uint32_t)unit };
}
