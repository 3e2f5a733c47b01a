#include "search/walk.h"

#include <stdlib.h>
#include <string.h>

plx_status plx_docids_reserve(plx_docids *d, uint32_t last_docid, plx_error *err)
{
    size_t cap = (size_t)last_docid + 1;
    uint32_t *item;

    if (cap <= d->cap)
        return PLX_OK;
    item = realloc(d->item, cap * sizeof *item);
    if (!item)
        return plx_fail(err, PLX_ERR_NOMEM, "search: out of memory");
    d->item = item;
    d->cap = cap;
    return PLX_OK;
}

void plx_docids_release(plx_docids *d)
{
    free(d->item);
    memset(d, 0, sizeof *d);
}

/* Which filters are left out of account. */
typedef bool (*is_left_out)(const plx_filters *f, size_t i, size_t but);

static bool is_it(const plx_filters *f, size_t i, size_t but)
{
    (void)f;
    return i == but;
}

static bool is_of_dates(const plx_filters *f, size_t i, size_t but)
{
    (void)but;
    return f->test[i].is_range;
}

static bool is_of_stances(const plx_filters *f, size_t i, size_t but)
{
    (void)but;
    return !f->test[i].is_range && f->test[i].ref.kind == PLX_FACET_STANCE;
}

static plx_status take_set(const plx_walk *w, plx_bits **out, plx_error *err)
{
    return plx_bits_take(w->collector->pool, w->collector->tables->last_docid, out, err);
}

/* A copy of the base without what the filters refuse, but for those left out of account. */
static plx_status passing_base(const plx_walk *w, is_left_out is_out, size_t but, plx_bits **out,
                               plx_error *err)
{
    const plx_filters *f = w->filters;
    size_t i;
    plx_status rc = take_set(w, out, err);

    if (rc)
        return rc;
    plx_bits_copy(*out, w->base);
    for (i = 0; i < f->tests; i++)
        if (!is_out(f, i, but))
            plx_bits_and(*out, w->passed[i]);
    return PLX_OK;
}

/* Test what holds any word; `any` becomes what passes. */
static plx_status apply_filters(plx_walk *w, plx_docids *work, plx_error *err)
{
    const plx_filters *f = w->filters;
    size_t n = plx_bits_list(w->any, work->item), i;
    plx_bits *any, *set;
    plx_status rc = take_set(w, &any, err);

    if (rc)
        return rc;
    plx_bits_copy(any, w->any);
    for (i = 0; i < f->tests; i++) {
        rc = plx_deadline_check(w->collector->deadline, err);
        if (!rc)
            rc = take_set(w, &set, err);
        if (rc)
            return rc;
        plx_filter_apply(&f->test[i], work->item, n, set);
        plx_bits_and(any, set);
        w->passed[i] = set;
    }
    w->any = any;
    return PLX_OK;
}

static size_t find_first(const plx_filters *f, is_left_out is_so)
{
    size_t i;

    for (i = 0; i < f->tests && !is_so(f, i, 0); i++)
        ;
    return i;
}

/* List what the filters of one sort hide that all others let through; `passing` is what passes
 * all. */
static plx_status list_hidden(const plx_walk *w, is_left_out is_so, const plx_bits *passing,
                              plx_docids *work, size_t *n, plx_error *err)
{
    plx_bits *set;
    plx_status rc = passing_base(w, is_so, 0, &set, err);

    if (rc)
        return rc;
    plx_bits_and_not(set, passing);
    *n = plx_bits_list(set, work->item);
    return PLX_OK;
}

static plx_status count_undated(plx_walk *w, const plx_bits *passing, plx_docids *work,
                                plx_error *err)
{
    const plx_filters *f = w->filters;
    size_t first = find_first(f, is_of_dates), n = 0, i;
    plx_status rc = PLX_OK;

    if (first < f->tests)
        rc = list_hidden(w, is_of_dates, passing, work, &n, err);
    for (i = 0; !rc && i < n; i++)
        w->hidden_undated += f->test[first].dates->start[work->item[i]] == INT64_MIN;
    return rc;
}

static plx_status count_unlabelled(plx_walk *w, const plx_bits *passing, plx_docids *work,
                                   plx_error *err)
{
    const plx_filters *f = w->filters;
    size_t first = find_first(f, is_of_stances), n = 0, i;
    const plx_stance_column *col;
    plx_status rc = PLX_OK;

    if (first < f->tests)
        rc = list_hidden(w, is_of_stances, passing, work, &n, err);
    for (i = 0; !rc && i < n; i++) {
        col = f->test[first].stances;
        w->hidden_unclear += col->stance[work->item[i]] == col->unclear;
        w->hidden_off_topic += col->stance[work->item[i]] == col->off_topic;
        w->hidden_not_judged += col->stance[work->item[i]] == col->not_judged;
    }
    return rc;
}

plx_status plx_walk_run(const plx_walk_input *in, plx_docids *work, plx_walk *out, plx_error *err)
{
    const plx_sets *sets = in->sets;
    size_t tests = in->filters->tests;
    plx_bits *base;
    plx_status rc;

    *out = (plx_walk){ .collector = in->collector, .filters = in->filters };
    out->full = sets->full;
    out->any = sets->any;
    out->total_full = plx_bits_count(sets->full);
    out->base = in->any || (!out->total_full && !sets->all) ? sets->any : sets->full;
    if (!tests) {
        out->total = plx_bits_count(out->base);
        out->total_any = plx_bits_count(out->any);
        return PLX_OK;
    }
    out->passed = calloc(tests, sizeof(plx_bits *));
    if (!out->passed)
        return plx_fail(err, PLX_ERR_NOMEM, "search: out of memory");
    rc = apply_filters(out, work, err);
    if (!rc)
        rc = passing_base(out, is_it, tests, &base, err);
    if (rc)
        return rc;
    out->total = plx_bits_count(base);
    out->total_any = plx_bits_count(out->any);
    rc = count_undated(out, base, work, err);
    return rc ? rc : count_unlabelled(out, base, work, err);
}

void plx_walk_release(plx_walk *w)
{
    free(w->passed);
    memset(w, 0, sizeof *w);
}

plx_status plx_walk_list(const plx_walk *w, size_t but, plx_docids *docids, size_t *n,
                         plx_error *err)
{
    plx_bits *set;
    plx_status rc = PLX_OK;

    *n = 0;
    if (!w->filters->tests) {
        *n = plx_bits_list(w->base, docids->item);
        return PLX_OK;
    }
    rc = passing_base(w, is_it, but, &set, err);
    if (!rc)
        *n = plx_bits_list(set, docids->item);
    return rc;
}
