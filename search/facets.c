#include "search/facets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "facets: out of memory");
}

void plx_counts_release(plx_counts *c)
{
    free(c->count);
    memset(c, 0, sizeof *c);
}

static plx_status reset(plx_counts *c, size_t values, plx_error *err)
{
    if (values > c->cap) {
        uint32_t *count = realloc(c->count, values * sizeof *count);

        if (!count)
            return no_memory(err);
        c->count = count;
        c->cap = values;
    }
    c->used = values;
    if (values)
        memset(c->count, 0, values * sizeof *c->count);
    return PLX_OK;
}

/* -------------------------------------------------------------- counting */

static plx_status count_stances(plx_tables *t, const plx_facet_ref *ref, const uint32_t *docids,
                                size_t n, plx_counts *c, plx_error *err)
{
    const plx_stance_column *col;
    size_t i;
    plx_status rc = plx_snapshot_stances(t->snap, &col, err);

    (void)ref;
    if (!rc)
        rc = reset(c, plx_tables_stances(t), err);
    for (i = 0; !rc && i < n; i++)
        c->count[col->stance[docids[i]]]++;
    return rc;
}

static plx_status count_column(plx_tables *t, const plx_facet_ref *ref, const uint32_t *docids,
                               size_t n, plx_counts *c, plx_error *err)
{
    const plx_column *col;
    uint32_t v;
    size_t i;
    plx_status rc = plx_snapshot_column(t->snap, ref->slot, &col, err);

    if (!rc)
        rc = reset(c, col->values, err);
    for (i = 0; !rc && i < n; i++)
        for (v = col->first[docids[i]]; v < col->first[docids[i] + 1]; v++)
            c->count[col->ordinal[v]]++;
    return rc;
}

static plx_status count_periods(plx_tables *t, const plx_facet_ref *ref, const uint32_t *docids,
                                size_t n, plx_counts *c, plx_error *err)
{
    const plx_period_column *col;
    size_t i;
    plx_status rc = plx_tables_periods(t, ref->kind, &col, err);

    if (!rc)
        rc = reset(c, col->values, err);
    for (i = 0; !rc && i < n; i++)
        c->count[col->ordinal[docids[i]]]++;
    if (!rc && c->used)
        c->count[0] = 0; /* stands for those without */
    return rc;
}

plx_status plx_facet_count(plx_tables *t, const plx_facet_ref *ref, const uint32_t *docids,
                           size_t n, plx_counts *counts, plx_error *err)
{
    static plx_status (*const by_kind[])(plx_tables *, const plx_facet_ref *, const uint32_t *,
                                         size_t, plx_counts *, plx_error *) = {
        [PLX_FACET_STANCE] = count_stances,
        [PLX_FACET_COLUMN] = count_column,
        [PLX_FACET_MONTH] = count_periods,
        [PLX_FACET_YEAR] = count_periods,
    };

    return by_kind[ref->kind](t, ref, docids, n, counts, err);
}

/* --------------------------------------------------------------- listing */

static char *value_text(plx_tables *t, const plx_facet_ref *ref, uint32_t ordinal)
{
    const plx_period_column *periods;
    const plx_column *col;
    char text[16];
    int32_t p;

    if (ref->kind == PLX_FACET_STANCE)
        return strdup(plx_snapshot_stance_name(t->snap, ordinal));
    if (ref->kind == PLX_FACET_COLUMN)
        return plx_snapshot_column(t->snap, ref->slot, &col, NULL) ? NULL
                                                                   : strdup(col->value[ordinal]);
    if (plx_tables_periods(t, ref->kind, &periods, NULL))
        return NULL;
    p = periods->base + (int32_t)ordinal - 1;
    if (ref->kind == PLX_FACET_MONTH)
        snprintf(text, sizeof text, "%04d-%02d", (int)(p / 12), (int)(p % 12 + 1));
    else
        snprintf(text, sizeof text, "%04d", (int)p);
    return strdup(text);
}

/* A value with its rank; ordinals are in the order of the values. */
typedef struct entry {
    uint32_t ordinal, count;
} entry;

static bool is_period(const plx_facet_ref *ref)
{
    return ref->kind == PLX_FACET_MONTH || ref->kind == PLX_FACET_YEAR;
}

static bool comes_before(const entry *a, const entry *b, bool newest_first)
{
    if (newest_first)
        return a->ordinal > b->ordinal;
    return a->count != b->count ? a->count > b->count : a->ordinal < b->ordinal;
}

/* Keep the list sorted and at most `top` long. */
static void insert(entry *list, size_t *n, size_t top, entry e, bool newest_first)
{
    size_t i;

    if (*n == top && !comes_before(&e, &list[top - 1], newest_first))
        return;
    if (*n < top)
        ++*n;
    for (i = *n - 1; i && comes_before(&e, &list[i - 1], newest_first); i--)
        list[i] = list[i - 1];
    list[i] = e;
}

static bool is_chosen(const plx_filter_test *test, uint32_t ordinal)
{
    return test && ordinal < test->values && test->chosen[ordinal];
}

static bool is_listed(const entry *list, size_t n, uint32_t ordinal)
{
    size_t i;

    for (i = 0; i < n; i++)
        if (list[i].ordinal == ordinal)
            return true;
    return false;
}

/* The first `top`, then what is chosen and not among them. */
static size_t select_values(const plx_facet_ref *ref, const plx_counts *c,
                            const plx_filter_test *test, size_t top, entry *list, plx_facet *out)
{
    bool newest_first = is_period(ref);
    size_t n = 0, listed;
    uint32_t i;

    for (i = 0; i < c->used; i++) {
        if (!c->count[i])
            continue;
        out->distinct++;
        out->others += c->count[i];
        insert(list, &n, top, (entry){ i, c->count[i] }, newest_first);
    }
    listed = n;
    for (i = 0; test && i < c->used; i++)
        if (is_chosen(test, i) && !is_listed(list, listed, i))
            list[n++] = (entry){ i, c->count[i] };
    for (i = 0; i < n; i++)
        out->others -= list[i].count;
    return n;
}

static size_t count_chosen(const plx_filter_test *test)
{
    size_t n = 0, i;

    for (i = 0; test && i < test->values; i++)
        n += test->chosen[i];
    return n;
}

static plx_status fill(plx_tables *t, const plx_facet_ref *ref, const plx_filter_test *test,
                       const entry *list, size_t n, plx_facet *out, plx_error *err)
{
    size_t i;

    out->name = strdup(ref->name);
    out->values = calloc(n + 1, sizeof *out->values);
    if (!out->name || !out->values)
        return no_memory(err);
    for (i = 0; i < n; i++) {
        plx_facet_value *v = &out->values[i];

        v->value = value_text(t, ref, list[i].ordinal);
        if (!v->value)
            return no_memory(err);
        v->count = list[i].count;
        v->chosen = is_chosen(test, list[i].ordinal);
        out->count++;
    }
    return PLX_OK;
}

plx_status plx_facet_list(plx_tables *t, const plx_facet_ref *ref, const plx_counts *counts,
                          const plx_filter_test *test, uint32_t top, plx_facet *out, plx_error *err)
{
    entry *list = calloc((size_t)top + count_chosen(test) + 1, sizeof *list);
    plx_status rc;

    if (!list)
        return no_memory(err);
    rc = fill(t, ref, test, list, select_values(ref, counts, test, top, list, out), out, err);
    free(list);
    return rc;
}

void plx_facet_release(plx_facet *f)
{
    size_t i;

    for (i = 0; i < f->count; i++)
        free(f->values[i].value);
    free(f->values);
    free(f->name);
    memset(f, 0, sizeof *f);
}
