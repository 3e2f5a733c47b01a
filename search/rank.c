#include "search/rank.h"

#include <stdlib.h>
#include <string.h>

#include "search/proximity.h"

/* Greater keys come first, then greater scores, then lesser docids. */
typedef struct item {
    int64_t key;
    float score;
    uint32_t docid;
} item;

static bool comes_before(const item *a, const item *b)
{
    if (a->key != b->key)
        return a->key > b->key;
    if (a->score != b->score)
        return a->score > b->score;
    return a->docid < b->docid;
}

/* ------------------------------------------------------------------ keys */

static int64_t date_key(const plx_date_column *dates, uint32_t docid, plx_search_sort sort)
{
    int64_t start = docid <= dates->last_docid ? dates->start[docid] : INT64_MIN;

    /* undated articles have the least start and are last either way */
    return sort == PLX_BY_DATE_ASC && start != INT64_MIN ? ~start : start;
}

static bool shows_full_first(const plx_ranking *r)
{
    return !r->any && r->plan->words <= PLX_FULL_FIRST_WORDS;
}

static item item_of(const plx_ranking *r, const plx_date_column *dates, uint32_t docid)
{
    item x = { 0, r->collector->scores->score[docid], docid };

    if (r->sort == PLX_BY_ADDED)
        x.key = -(int64_t)docid;
    else if (dates)
        x.key = date_key(dates, docid, r->sort);
    else if (shows_full_first(r))
        x.key = plx_bits_has(r->walk->full, docid);
    return x;
}

/* ------------------------------------------------------------- selection */

static int order(const void *a, const void *b)
{
    return comes_before(a, b) ? -1 : comes_before(b, a);
}

/* Put x in place of the root of a heap of n, where children come before their parents. */
static void sift_down(item *heap, size_t n, item x)
{
    size_t at = 0, child;

    while ((child = 2 * at + 1) < n) {
        if (child + 1 < n && comes_before(&heap[child], &heap[child + 1]))
            child++;
        if (!comes_before(&x, &heap[child]))
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = x;
}

static void sift_up(item *heap, size_t at, item x)
{
    while (at && comes_before(&heap[(at - 1) / 2], &x)) {
        heap[at] = heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap[at] = x;
}

/* The first k of n docids, in order: a heap holds the best so far, the last of them on top. */
static void select_first(const plx_ranking *r, const plx_date_column *dates, size_t n, item *heap,
                         size_t k)
{
    size_t i;

    for (i = 0; i < n; i++) {
        item x = item_of(r, dates, r->work->item[i]);

        if (i < k)
            sift_up(heap, i, x);
        else if (comes_before(&x, heap))
            sift_down(heap, k, x);
    }
    if (k)
        qsort(heap, k, sizeof *heap, order);
}

/* What is ranked: all with any word, but where order says nothing of relevance what the total
 * counts. */
static plx_status list_docids(const plx_ranking *r, bool by_date, size_t *n, plx_error *err)
{
    if (by_date || r->all)
        return plx_walk_list(r->walk, r->walk->filters->tests, r->work, n, err);
    *n = plx_bits_list(r->walk->any, r->work->item);
    return PLX_OK;
}

static int by_docid(const void *a, const void *b)
{
    const item *x = a, *y = b;

    return x->docid < y->docid ? -1 : x->docid > y->docid;
}

/* NULL where age plays no part. */
static plx_status recency_dates(const plx_ranking *r, const plx_date_column **out, plx_error *err)
{
    *out = NULL;
    return r->recency.days ? plx_snapshot_dates(r->collector->tables->snap, out, err) : PLX_OK;
}

/* Let age count in the scores of the first n docids of the working memory. */
static plx_status weigh_age(const plx_ranking *r, size_t n, plx_error *err)
{
    float *score = r->collector->scores->score;
    const uint32_t *docids = r->work->item;
    const plx_date_column *dates;
    plx_status rc = recency_dates(r, &dates, err);
    size_t i;

    for (i = 0; !rc && dates && i < n; i++)
        score[docids[i]] *= plx_recency_factor(&r->recency, dates, docids[i]);
    return rc;
}

/* Weigh neighbours among the first n, and put these in order again. */
static plx_status rerank(const plx_ranking *r, item *list, size_t n, plx_error *err)
{
    uint32_t docids[PLX_PROXIMITY_DEPTH];
    float bonus[PLX_PROXIMITY_DEPTH];
    const plx_date_column *dates;
    size_t i;
    plx_status rc;

    qsort(list, n, sizeof *list, by_docid);
    for (i = 0; i < n; i++)
        docids[i] = list[i].docid;
    rc = plx_proximity(r->collector, r->plan, docids, n, bonus, err);
    if (rc == PLX_ERR_DEADLINE)
        memset(bonus, 0, n * sizeof *bonus);
    rc = plx_partial_allow(rc, PLX_PARTIAL_ORDER, r->collector->partial);
    if (!rc)
        rc = recency_dates(r, &dates, err);
    for (i = 0; !rc && i < n; i++)
        list[i].score += bonus[i] * plx_recency_factor(&r->recency, dates, docids[i]);
    qsort(list, n, sizeof *list, order);
    return rc;
}

/* -------------------------------------------------------------- collapse */

/* An order of docids for plx_collapse_run(). */
typedef struct ordering {
    const plx_ranking *r;
    const plx_date_column *dates;
} ordering;

static bool docid_comes_before(const void *ctx, uint32_t a, uint32_t b)
{
    const ordering *o = ctx;
    item x = item_of(o->r, o->dates, a), y = item_of(o->r, o->dates, b);

    return comes_before(&x, &y);
}

/* What weighing neighbours added becomes part of the scores, so that the best of a group is the one
 * that the whole list would show first. */
static void keep_scores(const plx_ranking *r, const item *list, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
        r->collector->scores->score[list[i].docid] = list[i].score;
}

/* Leave out what is not shown; returns how many are left. */
static size_t drop_items(const plx_ranking *r, item *list, size_t n)
{
    size_t left = 0, i;

    for (i = 0; i < n; i++)
        if (plx_collapse_shows(r->collapse, list[i].docid))
            list[left++] = list[i];
    return left;
}

static size_t drop_docids(const plx_ranking *r, uint32_t *docids, size_t n)
{
    size_t left = 0, i;

    for (i = 0; i < n; i++)
        if (plx_collapse_shows(r->collapse, docids[i]))
            docids[left++] = docids[i];
    return left;
}

/* Leave near-copies out of the first k of n articles; where too few are left for the page, select
 * anew. Returns how many articles are listed. */
static size_t collapse(const plx_ranking *r, const plx_date_column *dates, size_t n, item *list,
                       size_t k)
{
    plx_collapse_list all = { r->walk->any, r->walk->base, dates || r->all };
    size_t end = (size_t)r->offset + r->limit;
    ordering o = { r, dates };
    size_t left = n - plx_collapse_run(r->collapse, &all, docid_comes_before, &o);

    end = end < left ? end : left;
    if (left == n || drop_items(r, list, k) >= end)
        return left;
    drop_docids(r, r->work->item, n);
    select_first(r, dates, left, list, end);
    return left;
}

/* ------------------------------------------------------------------ page */

/* Items to select: enough to weigh neighbours, or to leave near-copies out of. */
static size_t depth_of(const plx_ranking *r, bool near, size_t listed)
{
    size_t k = (size_t)r->offset + r->limit;

    if (r->collapse)
        k += r->limit;
    if (near && k < PLX_PROXIMITY_DEPTH)
        k = PLX_PROXIMITY_DEPTH;
    return k < listed ? k : listed;
}

plx_status plx_rank(const plx_ranking *r, plx_ranked *out, size_t *n, size_t *listed,
                    plx_error *err)
{
    bool by_date = r->sort != PLX_BY_RELEVANCE || !r->plan->words;
    bool near = !by_date && r->offset < PLX_PROXIMITY_DEPTH && plx_proximity_applies(r->plan);
    size_t end = (size_t)r->offset + r->limit, k, near_k, i;
    const plx_date_column *dates = NULL;
    item *list;
    plx_status rc = list_docids(r, by_date, listed, err);

    *n = 0;
    if (!rc)
        rc = by_date ? plx_snapshot_dates(r->collector->tables->snap, &dates, err)
                     : weigh_age(r, *listed, err);
    if (rc)
        return rc;
    k = depth_of(r, near, *listed);
    near_k = near ? (k < PLX_PROXIMITY_DEPTH ? k : PLX_PROXIMITY_DEPTH) : 0;
    list = malloc((k + 1) * sizeof *list);
    if (!list)
        return plx_fail(err, PLX_ERR_NOMEM, "ranking: out of memory");
    select_first(r, dates, *listed, list, k);
    if (near)
        rc = rerank(r, list, near_k, err);
    if (!rc && r->collapse) {
        keep_scores(r, list, near_k);
        *listed = collapse(r, dates, *listed, list, k);
    }
    for (i = r->offset; !rc && i < k && i < *listed && i < end; i++)
        out[(*n)++] = (plx_ranked){ list[i].docid, (double)list[i].score };
    free(list);
    return rc;
}
