#include "search/proximity.h"

#include <stdlib.h>
#include <string.h>

#define WINDOW 3
#define SHARE  0.1f

/* The one term of a plain word, NULL for all else. */
static const plx_plan_term *plain_term(const plx_plan *plan, const plx_unit *u)
{
    const plx_alternative *a = &plan->alternative[u->first];

    if (!u->weighs || u->is_title || u->count != 1 || a->count != 1)
        return NULL;
    return &plan->term[a->first];
}

/* The two terms of leaf i and the one behind it. */
static bool pair_at(const plx_plan *plan, size_t i, const plx_plan_term *pair[2])
{
    if (i + 1 >= plan->leaves)
        return false;
    pair[0] = plain_term(plan, plan->leaf[i]);
    pair[1] = plain_term(plan, plan->leaf[i + 1]);
    return pair[0] && pair[1];
}

bool plx_proximity_applies(const plx_plan *plan)
{
    const plx_plan_term *pair[2];
    size_t i;

    if (plan->words < 2 || plan->words > PLX_PROXIMITY_WORDS_MAX)
        return false;
    for (i = 0; i < plan->leaves; i++)
        if (pair_at(plan, i, pair))
            return true;
    return false;
}

static plx_status pair_query(const plx_plan *plan, const plx_plan_term *const pair[2],
                             plx_query **out, plx_error *err)
{
    plx_query *part[2] = { NULL, NULL };
    plx_status rc = plx_query_term(plan->pool.s + pair[0]->at, pair[0]->len, 1, &part[0], err);

    *out = NULL;
    if (!rc)
        rc = plx_query_term(plan->pool.s + pair[1]->at, pair[1]->len, 1, &part[1], err);
    if (!rc)
        return plx_query_combine(PLX_OP_PHRASE, part, 2, WINDOW, out, err);
    plx_query_free(part[0]);
    return rc;
}

/* All pairs OR-ed, in the given articles. */
static plx_status build(const plx_plan *plan, const uint32_t *docids, size_t n, plx_query **out,
                        plx_error *err)
{
    plx_query *pairs[PLX_PROXIMITY_WORDS_MAX], *part[2] = { NULL, NULL };
    const plx_plan_term *pair[2];
    size_t count = 0, i;
    plx_status rc = PLX_OK;

    *out = NULL;
    for (i = 0; !rc && i < plan->leaves && count < PLX_PROXIMITY_WORDS_MAX; i++) {
        if (!pair_at(plan, i, pair))
            continue;
        rc = pair_query(plan, pair, &pairs[count], err);
        count += !rc;
    }
    if (rc) {
        while (count)
            plx_query_free(pairs[--count]);
        return rc;
    }
    rc = plx_query_combine(PLX_OP_OR, pairs, count, 0, &part[0], err);
    if (!rc)
        rc = plx_query_docids(docids, n, 0, &part[1], err);
    if (rc) {
        plx_query_free(part[0]);
        return rc;
    }
    return plx_query_combine(PLX_OP_FILTER, part, 2, 0, out, err);
}

static int by_docid(const void *a, const void *b)
{
    const plx_match *x = a, *y = b;

    return x->docid < y->docid ? -1 : x->docid > y->docid;
}

static void set_bonus(const plx_matches *m, const uint32_t *docids, size_t n, float *bonus)
{
    size_t i, k = 0;

    if (m->count)
        qsort(m->items, m->count, sizeof *m->items, by_docid);
    for (i = 0; i < n; i++) {
        while (k < m->count && m->items[k].docid < docids[i])
            k++;
        if (k < m->count && m->items[k].docid == docids[i])
            bonus[i] = SHARE * (float)m->items[k].score;
    }
}

plx_status plx_proximity(const plx_collector *c, const plx_plan *plan, const uint32_t *docids,
                         size_t n, float *bonus, plx_error *err)
{
    static const plx_bm25 bm25 = { .k1 = PLX_BM25_K1, .k3 = 8, .b = PLX_BM25_B };
    /* all matches are looked at: where the engine prunes, it may lose some */
    plx_match_options opt = { .limit = (uint32_t)n,
                              .exact_total = true,
                              .bm25 = &bm25,
                              .deadline_ms = plx_deadline_left_ms(c->deadline) };
    plx_matches m = { NULL, 0, 0, false };
    plx_query *q = NULL;
    plx_status rc = PLX_OK;

    memset(bonus, 0, n * sizeof *bonus);
    if (n)
        rc = build(plan, docids, n, &q, err);
    if (!rc && n)
        rc = plx_store_match(plx_snapshot_store(c->tables->snap), q, &opt, &m, err);
    if (!rc)
        set_bonus(&m, docids, n, bonus);
    plx_matches_release(&m);
    plx_query_free(q);
    return rc;
}
