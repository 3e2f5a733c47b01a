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

/* A copy of the base without what a filter but `but` refuses. */
static plx_status passing_base(const plx_collector *c, const plx_walk *w, const plx_filters *f,
                               size_t but, plx_bits **out, plx_error *err)
{
    size_t i;
    plx_status rc = plx_bits_take(c->pool, c->tables->last_docid, out, err);

    if (rc)
        return rc;
    plx_bits_copy(*out, w->base);
    for (i = 0; i < f->tests; i++)
        if (i != but)
            plx_bits_and(*out, w->passed[i]);
    return PLX_OK;
}

static plx_status apply_filters(const plx_collector *c, const plx_sets *sets, const plx_filters *f,
                                plx_docids *work, plx_walk *out, plx_error *err)
{
    size_t n = plx_bits_list(sets->any, work->item), i;
    plx_bits *any, *set;
    plx_status rc = plx_bits_take(c->pool, c->tables->last_docid, &any, err);

    if (rc)
        return rc;
    plx_bits_copy(any, sets->any);
    for (i = 0; !rc && i < f->tests; i++) {
        rc = plx_deadline_check(c->deadline, err);
        if (!rc)
            rc = plx_bits_take(c->pool, c->tables->last_docid, &set, err);
        if (rc)
            return rc;
        plx_filter_apply(&f->test[i], work->item, n, set);
        plx_bits_and(any, set);
        out->passed[i] = set;
    }
    out->any = any;
    return rc;
}

static bool is_undated(const plx_filter_test *t, uint32_t docid)
{
    return t->dates->start[docid] == INT64_MIN;
}

static bool is_unclear(const plx_filter_test *t, uint32_t docid)
{
    return t->stances->stance[docid] == t->stances->unclear;
}

/* How many only this one filter hides, for the reason given. */
static plx_status count_hidden(const plx_collector *c, const plx_filters *f, size_t at,
                               bool (*is_so)(const plx_filter_test *t, uint32_t docid),
                               plx_docids *work, plx_walk *w, uint32_t *hidden, plx_error *err)
{
    size_t n, i;
    plx_bits *set;
    plx_status rc = passing_base(c, w, f, at, &set, err);

    if (rc)
        return rc;
    plx_bits_and_not(set, w->passed[at]);
    n = plx_bits_list(set, work->item);
    for (i = 0; i < n; i++)
        *hidden += is_so(&f->test[at], work->item[i]);
    return PLX_OK;
}

static plx_status count_all_hidden(const plx_collector *c, const plx_filters *f, plx_docids *work,
                                   plx_walk *w, plx_error *err)
{
    plx_status rc = PLX_OK;
    size_t i;

    for (i = 0; !rc && i < f->tests; i++) {
        if (f->test[i].is_date)
            rc = count_hidden(c, f, i, is_undated, work, w, &w->hidden_undated, err);
        else if (f->test[i].ref.kind == PLX_FACET_STANCE)
            rc = count_hidden(c, f, i, is_unclear, work, w, &w->hidden_unclear, err);
    }
    return rc;
}

plx_status plx_walk_run(const plx_collector *c, const plx_sets *sets, const plx_filters *f,
                        bool any, plx_docids *work, plx_walk *out, plx_error *err)
{
    plx_bits *base;
    plx_status rc;

    memset(out, 0, sizeof *out);
    out->full = sets->full;
    out->any = sets->any;
    out->total_full = plx_bits_count(sets->full);
    out->base = any || !out->total_full ? sets->any : sets->full;
    if (!f->tests) {
        out->total = plx_bits_count(out->base);
        out->total_any = plx_bits_count(out->any);
        return PLX_OK;
    }
    out->passed = calloc(f->tests, sizeof(plx_bits *));
    if (!out->passed)
        return plx_fail(err, PLX_ERR_NOMEM, "search: out of memory");
    rc = apply_filters(c, sets, f, work, out, err);
    if (!rc)
        rc = passing_base(c, out, f, f->tests, &base, err);
    if (rc)
        return rc;
    out->total = plx_bits_count(base);
    out->total_any = plx_bits_count(out->any);
    return count_all_hidden(c, f, work, out, err);
}

void plx_walk_release(plx_walk *w)
{
    free(w->passed);
    memset(w, 0, sizeof *w);
}

plx_status plx_walk_list(const plx_collector *c, const plx_walk *w, const plx_filters *f,
                         size_t but, plx_docids *docids, size_t *n, plx_error *err)
{
    plx_bits *set;
    plx_status rc = PLX_OK;

    *n = 0;
    if (!f->tests) {
        *n = plx_bits_list(w->base, docids->item);
        return PLX_OK;
    }
    rc = passing_base(c, w, f, but, &set, err);
    if (!rc)
        *n = plx_bits_list(set, docids->item);
    return rc;
}
