#include "search/facets.h"

#include <stdlib.h>
#include <string.h>

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "facets: out of memory");
}

void plx_facet_counters_release(plx_facet_counters *c)
{
    free(c->count);
    memset(c, 0, sizeof *c);
}

/* -------------------------------------------------------------- counting */

/* Neighbours often have the same value: by turns in two rows of counters, no addition waits for
 * the one before. */
#define ROWS         2
#define ROWS_FOR_MAX 4096

static plx_status reset(plx_facet_counters *c, uint32_t values, size_t rows, plx_error *err)
{
    size_t need = ((size_t)values + 1) * rows;

    if (need > c->cap) {
        uint32_t *count = realloc(c->count, need * sizeof *count);

        if (!count)
            return no_memory(err);
        c->count = count;
        c->cap = need;
    }
    c->values = values;
    memset(c->count, 0, need * sizeof *c->count);
    return PLX_OK;
}

static void count_in_rows(const uint32_t *one, const uint32_t *docids, size_t n,
                          plx_facet_counters *c)
{
    uint32_t *even = c->count, *odd = c->count + c->values + 1, v;
    size_t i;

    for (i = 0; i + 1 < n; i += ROWS) {
        even[one[docids[i]]]++;
        odd[one[docids[i + 1]]]++;
    }
    if (i < n)
        even[one[docids[i]]]++;
    for (v = 0; v <= c->values; v++)
        even[v] += odd[v];
}

static void count_many(const plx_column *col, const uint32_t *docids, size_t n, uint32_t *count)
{
    size_t i;

    for (i = 0; i < n; i++) {
        bool is_there = docids[i] <= col->last_docid;
        uint32_t v = is_there ? col->first[docids[i]] : 0;
        uint32_t end = is_there ? col->first[docids[i] + 1] : 0;

        count[0] += v == end;
        for (; v < end; v++)
            count[1 + col->ordinal[v]]++;
    }
}

plx_status plx_facet_count(const plx_facet_values *v, const uint32_t *docids, size_t n,
                           plx_facet_counters *counts, plx_error *err)
{
    bool in_rows = v->one && v->values <= ROWS_FOR_MAX && n > v->values;
    size_t i;
    plx_status rc = reset(counts, v->values, in_rows ? ROWS : 1, err);

    if (rc)
        return rc;
    if (in_rows)
        count_in_rows(v->one, docids, n, counts);
    else if (v->one)
        for (i = 0; i < n; i++)
            counts->count[v->one[docids[i]]]++;
    else
        count_many(v->many, docids, n, counts->count);
    return PLX_OK;
}

/* ------------------------------------------------------------- selecting */

static bool comes_before(const plx_facet_entry *a, const plx_facet_entry *b, bool latest_first)
{
    if (latest_first)
        return a->ordinal > b->ordinal;
    return a->count != b->count ? a->count > b->count : a->ordinal < b->ordinal;
}

/* Keep the list sorted and at most `top` long. */
static void insert(plx_facet_entry *list, size_t *n, size_t top, plx_facet_entry e,
                   bool latest_first)
{
    size_t i;

    if (*n == top && !comes_before(&e, &list[top - 1], latest_first))
        return;
    if (*n < top)
        ++*n;
    for (i = *n - 1; i && comes_before(&e, &list[i - 1], latest_first); i--)
        list[i] = list[i - 1];
    list[i] = e;
}

static bool is_chosen(const plx_filter_test *test, uint32_t ordinal)
{
    return test && test->chosen && ordinal < test->values && test->chosen[ordinal];
}

static bool is_listed(const plx_facet_entry *list, size_t n, uint32_t ordinal)
{
    size_t i;

    for (i = 0; i < n; i++)
        if (list[i].ordinal == ordinal)
            return true;
    return false;
}

static size_t count_chosen(const plx_filter_test *test)
{
    size_t n = 0, i;

    for (i = 0; test && test->chosen && i < test->values; i++)
        n += test->chosen[i];
    return n;
}

static int by_ordinal(const void *a, const void *b)
{
    const plx_facet_entry *x = a, *y = b;

    return (x->ordinal > y->ordinal) - (x->ordinal < y->ordinal);
}

static int by_count(const void *a, const void *b)
{
    const plx_facet_entry *x = a, *y = b;

    return x->count != y->count ? (x->count < y->count) - (x->count > y->count) : by_ordinal(a, b);
}

static void select_top(const plx_facet_counters *c, size_t top, bool latest_first,
                       plx_facet_selection *s)
{
    uint32_t i;

    for (i = 0; i < c->values; i++) {
        uint32_t count = c->count[1 + i];

        if (!count)
            continue;
        s->distinct++;
        s->others += count;
        insert(s->entry, &s->entries, top, (plx_facet_entry){ i, count }, latest_first);
    }
}

static void add_chosen(const plx_facet_counters *c, const plx_filter_test *test,
                       plx_facet_selection *s)
{
    size_t listed = s->entries;
    uint32_t i;

    for (i = 0; test && i < c->values; i++)
        if (is_chosen(test, i) && !is_listed(s->entry, listed, i))
            s->entry[s->entries++] = (plx_facet_entry){ i, c->count[1 + i] };
}

plx_status plx_facet_select(const plx_facet_ref *ref, const plx_facet_counters *counts,
                            const plx_facet_choice *choice, plx_facet_selection *out,
                            plx_error *err)
{
    size_t top = choice->top < counts->values ? choice->top : counts->values, i;

    memset(out, 0, sizeof *out);
    out->entry = calloc(top + count_chosen(choice->test) + 1, sizeof *out->entry);
    if (!out->entry)
        return no_memory(err);
    select_top(counts, top, ref->kind == PLX_FACET_PERIOD, out);
    add_chosen(counts, choice->test, out);
    for (i = 0; i < out->entries; i++)
        out->others -= out->entry[i].count;
    if (choice->sort)
        qsort(out->entry, out->entries, sizeof *out->entry,
              choice->sort == PLX_FACET_BY_VALUE ? by_ordinal : by_count);
    return PLX_OK;
}

/* --------------------------------------------------------------- listing */

static plx_status begin(const char *name, size_t values, plx_facet *out, plx_error *err)
{
    out->name = strdup(name);
    out->values = calloc(values + 1, sizeof *out->values);
    return out->name && out->values ? PLX_OK : no_memory(err);
}

static plx_status list(const plx_faceting *f, const plx_facet_ref *ref, const plx_facet_values *v,
                       const plx_facet_choice *choice, plx_facet *out, plx_error *err)
{
    plx_facet_selection s;
    size_t i;
    plx_status rc = plx_facet_select(ref, f->counts, choice, &s, err);

    if (!rc)
        rc = begin(ref->name, s.entries, out, err);
    out->distinct = s.distinct;
    out->others = s.others;
    out->missing = f->counts->count[0];
    out->n = (uint32_t)f->n;
    out->has_several = !v->one;
    for (i = 0; !rc && i < s.entries; i++) {
        plx_facet_value *value = &out->values[out->count++];

        value->value = plx_facet_value_text(f->tables, ref, v, s.entry[i].ordinal);
        value->count = s.entry[i].count;
        value->chosen = is_chosen(choice->test, s.entry[i].ordinal);
        if (!value->value)
            rc = no_memory(err);
    }
    free(s.entry);
    return rc;
}

/* ----------------------------------------------------------------- dates */

/* Levels of the tree. */
static const plx_period_unit levels[] = { PLX_PERIOD_YEAR, PLX_PERIOD_MONTH, PLX_PERIOD_DAY };
#define LEVELS (sizeof levels / sizeof *levels)

/* A node while its values are listed: the periods from <= start < until. */
typedef struct branch {
    const plx_faceting *f;
    const plx_facet_choice *choice;
    size_t level;
    int64_t from, until;
} branch;

static bool is_date_chosen(const plx_filter_test *test, plx_period_unit unit, int64_t number)
{
    size_t i;

    for (i = 0; test && i < test->dated; i++)
        if (test->date[i].unit == unit && test->date[i].number == number)
            return true;
    return false;
}

/* Is it, or something in it, chosen? */
static bool is_open(const plx_filter_test *test, int64_t from, int64_t until)
{
    size_t i;

    for (i = 0; test && i < test->dated; i++)
        if (test->date[i].from >= from && test->date[i].from < until)
            return true;
    return false;
}

/* Only what lies in the branch stays counted. */
static void keep_branch(const branch *b, const plx_facet_values *v)
{
    plx_facet_counters *c = b->f->counts;
    int64_t first, end, i;

    if (!b->level)
        return;
    first = plx_period_of(levels[b->level], b->from) - v->base;
    end = plx_period_of(levels[b->level], b->until) - v->base;
    for (i = 0; i < c->values; i++)
        if (i < first || i >= end)
            c->count[1 + i] = 0;
}

static plx_status list_branch(const branch *b, uint32_t articles, plx_facet *out, plx_error *err);

/* Name a period; its own are listed if it is open, or the only one. */
static plx_status list_period(const branch *b, int64_t number, bool is_only, plx_facet_value *value,
                              plx_error *err)
{
    plx_period_unit unit = levels[b->level];
    branch in = { b->f, b->choice, b->level + 1, plx_period_start(unit, number),
                  plx_period_end(unit, number) };
    char name[PLX_PERIOD_BYTES];

    plx_period_name(unit, number, name);
    value->value = strdup(name);
    if (!value->value)
        return no_memory(err);
    value->chosen = is_date_chosen(b->choice->test, unit, number);
    if (in.level == LEVELS || (!is_only && !is_open(b->choice->test, in.from, in.until)))
        return PLX_OK;
    value->children = calloc(1, sizeof *value->children);
    return value->children ? list_branch(&in, value->count, value->children, err) : no_memory(err);
}

static plx_status list_selected(const branch *b, const plx_facet_values *v,
                                const plx_facet_selection *s, plx_facet *out, plx_error *err)
{
    plx_status rc =
        begin(b->level ? plx_period_unit_names[levels[b->level]] : "date", s->entries, out, err);
    size_t i;

    out->distinct = s->distinct;
    for (i = 0; !rc && i < s->entries; i++) {
        plx_facet_value *value = &out->values[out->count++];

        value->count = s->entry[i].count;
        out->missing -= value->count;
        rc = list_period(b, v->base + s->entry[i].ordinal, s->distinct == 1, value, err);
    }
    return rc;
}

/* Every period of a branch is listed: there are few. Missing are those with a date less exact. */
static plx_status list_branch(const branch *b, uint32_t articles, plx_facet *out, plx_error *err)
{
    plx_facet_ref ref = plx_facet_of_periods(levels[b->level]);
    plx_facet_choice all = { UINT32_MAX, b->choice->sort, NULL };
    const plx_facet_values *v;
    plx_facet_selection s;
    plx_status rc = plx_facet_values_of(b->f->tables, &ref, &v, err);

    if (!rc)
        rc = plx_facet_count(v, b->f->docids, b->f->n, b->f->counts, err);
    if (rc)
        return rc;
    keep_branch(b, v);
    out->missing = out->n = articles;
    rc = plx_facet_select(&ref, b->f->counts, &all, &s, err);
    if (!rc)
        rc = list_selected(b, v, &s, out, err);
    free(s.entry);
    return rc;
}

plx_status plx_facet_make(const plx_faceting *f, const plx_facet_ref *ref,
                          const plx_facet_choice *choice, plx_facet *out, plx_error *err)
{
    branch years = { .f = f, .choice = choice };
    const plx_facet_values *v;
    plx_status rc;

    if (ref->kind == PLX_FACET_DATE)
        return list_branch(&years, (uint32_t)f->n, out, err);
    rc = plx_facet_values_of(f->tables, ref, &v, err);
    if (!rc)
        rc = plx_facet_count(v, f->docids, f->n, f->counts, err);
    return rc ? rc : list(f, ref, v, choice, out, err);
}

void plx_facet_release(plx_facet *f)
{
    size_t i;

    for (i = 0; i < f->count; i++) {
        if (f->values[i].children)
            plx_facet_release(f->values[i].children); /* as deep as the tree of dates: 3 */
        free(f->values[i].children);
        free(f->values[i].value);
    }
    free(f->values);
    free(f->name);
    memset(f, 0, sizeof *f);
}
