#include "search/cross.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "two-way table: out of memory");
}

/* --------------------------------------------------------------- parsing */

static plx_status find_facet(const plx_tables *t, const char *name, size_t len, plx_facet_ref *out,
                             plx_error *err)
{
    char copy[PLX_FACET_NAME_MAX + 1];

    /* a name too long is cut and unknown all the same */
    snprintf(copy, sizeof copy, "%.*s", (int)(len < sizeof copy ? len : sizeof copy - 1), name);
    return plx_tables_facet(t, copy, out, err);
}

plx_status plx_cross_parse(const plx_tables *t, const char *name, plx_facet_ref side[2],
                           bool *is_pair, plx_error *err)
{
    const char *star = strchr(name, '*');
    plx_status rc;

    *is_pair = star != NULL;
    if (!star)
        return PLX_OK;
    if (star == name || !star[1] || strchr(star + 1, '*'))
        return plx_fail(err, PLX_ERR_INVALID,
                        "a table has two facets, as in stance*source: not '%s'", name);
    rc = find_facet(t, name, (size_t)(star - name), &side[0], err);
    if (!rc)
        rc = find_facet(t, star + 1, strlen(star + 1), &side[1], err);
    if (rc)
        return rc;
    if (side[0].kind == side[1].kind && side[0].slot == side[1].slot)
        return plx_fail(err, PLX_ERR_INVALID, "a table of %s by itself says nothing: facets '%s'",
                        side[0].name, name);
    if (side[0].kind == PLX_FACET_DATE || side[1].kind == PLX_FACET_DATE)
        return plx_fail(err, PLX_ERR_INVALID,
                        "date is a tree and has no place in a table: take year, quarter, month, "
                        "week or day");
    return PLX_OK;
}

/* ----------------------------------------------------------------- sides */

/* A side while the cells are counted. */
typedef struct side {
    const plx_facet_values *v;
    uint32_t *line; /* [0] of articles without a value, [1 + ordinal] of those with it */
} side;

/* Stances and periods in their own order, unless another is asked for. */
static plx_facet_sort order_of(const plx_facet_ref *ref, const plx_facet_choice *choice)
{
    bool has_order = ref->kind != PLX_FACET_COLUMN;

    return choice->sort ? choice->sort : has_order ? PLX_FACET_BY_VALUE : PLX_FACET_BY_COUNT;
}

static plx_status name_lines(const plx_faceting *f, const plx_facet_ref *ref, const side *s,
                             const plx_facet_selection *sel, plx_cross_side *out, plx_error *err)
{
    uint32_t *total = calloc(sel->entries + 2, sizeof *total);
    size_t i;

    out->total = total;
    out->facet = strdup(ref->name);
    out->value = calloc(sel->entries + 1, sizeof *out->value);
    if (!total || !out->facet || !out->value)
        return no_memory(err);
    for (i = 0; i < sel->entries; i++) {
        out->value[out->count] = plx_facet_value_text(f->tables, ref, s->v, sel->entry[i].ordinal);
        if (!out->value[out->count++])
            return no_memory(err);
        total[i] = sel->entry[i].count;
    }
    out->lines = out->count;
    out->distinct = sel->distinct;
    if (sel->distinct > out->count) {
        out->has_others = true;
        total[out->lines++] = sel->others;
    }
    if (f->counts->count[0]) {
        out->has_missing = true;
        total[out->lines++] = f->counts->count[0];
    }
    return PLX_OK;
}

/* Lines of values: listed ones in order, then others, then missing. */
static plx_status number_lines(const plx_facet_selection *sel, const plx_cross_side *of, side *s,
                               plx_error *err)
{
    uint32_t i;

    s->line = malloc(((size_t)s->v->values + 1) * sizeof *s->line);
    if (!s->line)
        return no_memory(err);
    s->line[0] = of->has_missing ? (uint32_t)of->lines - 1 : 0;
    for (i = 0; i < s->v->values; i++)
        s->line[1 + i] = (uint32_t)of->count;
    for (i = 0; i < sel->entries; i++)
        s->line[1 + sel->entry[i].ordinal] = i;
    return PLX_OK;
}

static plx_status make_side(const plx_faceting *f, const plx_facet_ref *ref,
                            const plx_facet_choice *choice, side *s, plx_cross_side *out,
                            plx_error *err)
{
    plx_facet_choice mine = { choice->top, order_of(ref, choice), NULL };
    plx_facet_selection sel = { 0 };
    plx_status rc = plx_facet_values_of(f->tables, ref, &s->v, err);

    if (!rc)
        rc = plx_facet_count(s->v, f->docids, f->n, f->counts, err);
    if (!rc)
        rc = plx_facet_select(ref, f->counts, &mine, &sel, err);
    if (!rc)
        rc = name_lines(f, ref, s, &sel, out, err);
    if (!rc)
        rc = number_lines(&sel, out, s, err);
    out->has_several = !rc && !s->v->one;
    free(sel.entry);
    return rc;
}

/* ----------------------------------------------------------------- cells */

/* An article's values as indexes of side.line; without any, index 0. */
typedef struct values {
    const uint32_t *at;
    size_t n;
    uint32_t shift; /* from what is at `at` to an index */
} values;

static values values_of(const side *s, uint32_t docid)
{
    static const uint32_t none = 0;
    const plx_column *col = s->v->many;

    if (!col)
        return (values){ &s->v->one[docid], 1, 0 };
    if (docid > col->last_docid || col->first[docid] == col->first[docid + 1])
        return (values){ &none, 1, 0 };
    return (values){ &col->ordinal[col->first[docid]], col->first[docid + 1] - col->first[docid],
                     1 };
}

static void count_cells(const plx_faceting *f, const side s[2], plx_cross *out)
{
    size_t columns = out->columns.lines, i, r, c;

    for (i = 0; i < f->n; i++) {
        values rows = values_of(&s[0], f->docids[i]), cols = values_of(&s[1], f->docids[i]);

        for (r = 0; r < rows.n; r++)
            for (c = 0; c < cols.n; c++)
                out->cell[s[0].line[rows.at[r] + rows.shift] * columns +
                          s[1].line[cols.at[c] + cols.shift]]++;
    }
}

plx_status plx_cross_make(const plx_faceting *f, const plx_facet_ref ref[2],
                          const plx_facet_choice *choice, plx_cross *out, plx_error *err)
{
    side s[2] = { { 0 } };
    plx_status rc = make_side(f, &ref[0], choice, &s[0], &out->rows, err);

    if (!rc)
        rc = make_side(f, &ref[1], choice, &s[1], &out->columns, err);
    out->n = (uint32_t)f->n;
    if (!rc)
        out->cell = calloc(out->rows.lines * out->columns.lines + 1, sizeof *out->cell);
    if (!rc && !out->cell)
        rc = no_memory(err);
    if (!rc)
        count_cells(f, s, out);
    free(s[0].line);
    free(s[1].line);
    return rc;
}

static void release_side(plx_cross_side *s)
{
    size_t i;

    for (i = 0; i < s->count; i++)
        free(s->value[i]);
    free(s->value);
    free(s->total);
    free(s->facet);
}

void plx_cross_release(plx_cross *c)
{
    release_side(&c->rows);
    release_side(&c->columns);
    free(c->cell);
    memset(c, 0, sizeof *c);
}
