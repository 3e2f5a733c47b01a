#include "search/collect.h"

#include <stdlib.h>
#include <string.h>

#include "search/exact.h"
#include "search/near.h"
#include "search/phrase.h"

/* Docids read from the store at a time. */
#define CHUNK 1024

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "search: out of memory");
}

/* ------------------------------------------------------------------ pool */

plx_status plx_bits_take(plx_bits_pool *pool, uint32_t last_docid, plx_bits **out, plx_error *err)
{
    *out = NULL;
    if (pool->used == pool->cap) {
        size_t cap = pool->cap ? pool->cap * 2 : 16;
        plx_bits **item = realloc(pool->item, cap * sizeof(*item));

        if (!item)
            return no_memory(err);
        pool->item = item;
        pool->cap = cap;
    }
    if (pool->used == pool->count) {
        pool->item[pool->count] = calloc(1, sizeof(plx_bits));
        if (!pool->item[pool->count])
            return no_memory(err);
        pool->count++;
    }
    *out = pool->item[pool->used++];
    return plx_bits_reset(*out, last_docid, err);
}

void plx_bits_pool_trim(plx_bits_pool *pool, size_t keep)
{
    pool->used = 0;
    while (pool->count > keep) {
        plx_bits *last = pool->item[--pool->count];

        plx_bits_release(last);
        free(last);
    }
}

void plx_bits_pool_release(plx_bits_pool *pool)
{
    plx_bits_pool_trim(pool, 0);
    free(pool->item);
    memset(pool, 0, sizeof *pool);
}

static plx_status take(const plx_collector *c, plx_bits **out, plx_error *err)
{
    return plx_bits_take(c->pool, c->tables->last_docid, out, err);
}

/* ---------------------------------------------------------------- leaves */

static plx_status add_postings(const plx_collector *c, const char *term, size_t len, plx_bits *set,
                               plx_error *err)
{
    uint32_t docids[CHUNK];
    plx_postings *it = NULL;
    size_t n = 0, asked, i;
    plx_status rc = plx_postings_open(plx_snapshot_store(c->tables->snap), term, len, &it, err);

    do {
        asked = plx_deadline_grant(c->deadline, CHUNK);
        if (!rc)
            rc = plx_deadline_phase(c->deadline, PLX_PHASE_MATCH, err);
        if (!rc)
            rc = plx_postings_read(it, docids, asked, &n, err);
        for (i = 0; !rc && i < n; i++)
            plx_bits_set(set, docids[i]);
        plx_deadline_spend(c->deadline, n);
    } while (!rc && n == asked);
    plx_postings_close(it);
    return rc;
}

/* Where matches of the engine go. */
typedef struct matching {
    plx_bits *set;
    plx_deadline *deadline;
} matching;

static int add_match(void *ctx, uint32_t docid)
{
    matching *m = ctx;

    plx_bits_set(m->set, docid);
    plx_deadline_spend(m->deadline, 1);
    return m->deadline->work_max && m->deadline->work > m->deadline->work_max;
}

plx_status plx_collect_matches(const plx_collector *c, plx_query *q, plx_bits *set, uint32_t *found,
                               plx_error *err)
{
    matching m = { set, c->deadline };
    plx_match_options opt = { .count_only = true,
                              .exact_total = true,
                              .deadline_ms = plx_deadline_phase_ms(c->deadline, PLX_PHASE_MATCH),
                              .on_match = add_match,
                              .ctx = &m };
    plx_matches matches = { NULL, 0, 0, false };
    plx_query *weightless = NULL; /* spares the engine all but the positions */
    plx_status rc = plx_query_scale(q, 0, &weightless, err);

    if (!rc)
        rc = plx_deadline_phase(c->deadline, PLX_PHASE_MATCH, err);
    if (!rc)
        rc = plx_store_match(plx_snapshot_store(c->tables->snap), weightless, &opt, &matches, err);
    if (rc == PLX_ERR_STOPPED || rc == PLX_ERR_DEADLINE)
        rc = plx_deadline_fail(c->deadline, err);
    *found = matches.total;
    plx_matches_release(&matches);
    plx_query_free(weightless);
    return rc;
}

/* Single words are scored while their lists are read. */
static bool is_plain(const plx_plan *plan, const plx_unit *u)
{
    size_t i;

    for (i = u->first; i < u->first + u->count; i++)
        if (plan->alternative[i].count != 1 || plan->alternative[i].alias)
            return false;
    return u->weighs && !u->is_title && !u->is_exact && u->count > 0;
}

static plx_status collect_alternatives(const plx_collector *c, const plx_plan *plan,
                                       const plx_unit *u, plx_bits *set, plx_error *err)
{
    plx_status rc = PLX_OK;
    size_t i;

    for (i = u->first; !rc && i < u->first + u->count; i++) {
        plx_alternative *a = &plan->alternative[i];
        const plx_plan_term *t = &plan->term[a->first];

        rc = a->count == 1 ? add_postings(c, plan->pool.s + t->at, t->len, set, err)
                           : plx_phrase_collect(c, plan, a, set, err);
    }
    return rc;
}

static bool is_deferred(const plx_unit *u)
{
    return u->kind == PLX_UNIT_TERMS && u->is_exact;
}

/* Score a leaf that was not scored while it was read. */
static plx_status score_leaf(const plx_collector *c, const plx_plan *plan, const plx_unit *u,
                             const plx_bits *set, plx_error *err)
{
    plx_scoring s = { c->tables, plan, c->deadline, c->scores };
    plx_status rc = PLX_OK;

    if (u->weighs && u->kind == PLX_UNIT_NEAR)
        rc = plx_near_score(c, plan, u, set, err);
    else if (u->weighs && u->kind == PLX_UNIT_TERMS && !is_plain(plan, u))
        rc = plx_score_leaf(&s, u, set, err);
    return plx_partial_allow(rc, PLX_PARTIAL_ORDER, c->partial);
}

/* Surface forms are looked up for all leaves together: see settle_exact(). */
static plx_status collect_terms(const plx_collector *c, const plx_plan *plan, const plx_unit *u,
                                plx_bits *set, plx_error *err)
{
    plx_scoring s = { c->tables, plan, c->deadline, c->scores };

    if (!is_plain(plan, u))
        return collect_alternatives(c, plan, u, set, err);
    return u->count == 1 ? plx_score_term(&s, u, set, err) : plx_score_terms(&s, u, set, err);
}

static plx_status collect_stance(const plx_collector *c, const plx_plan *plan, const plx_unit *u,
                                 plx_bits *set, plx_error *err)
{
    const plx_stance_column *col;
    uint32_t i;
    plx_status rc = plx_snapshot_stances(c->tables->snap, &col, err);

    (void)plan;
    for (i = 1; !rc && i <= col->last_docid && i <= c->tables->last_docid; i++)
        if (u->stances >> col->stance[i] & 1)
            plx_bits_set(set, i);
    if (!rc)
        plx_bits_and(set, &c->tables->all);
    return rc;
}

static plx_status collect_dates(const plx_collector *c, const plx_plan *plan, const plx_unit *u,
                                plx_bits *set, plx_error *err)
{
    const plx_date_column *col;
    uint32_t i;
    plx_status rc = plx_snapshot_dates(c->tables->snap, &col, err);

    (void)plan;
    for (i = 1; !rc && i <= col->last_docid && i <= c->tables->last_docid; i++)
        if (col->start[i] >= u->from && col->start[i] < u->until)
            plx_bits_set(set, i);
    return rc;
}

static plx_status collect_tag(const plx_collector *c, const plx_plan *plan, const plx_unit *u,
                              plx_bits *set, plx_error *err)
{
    plx_status rc = plx_tagged_refresh(&c->tables->tagged, c->tables->snap, err);

    (void)plan;
    return rc ? rc : plx_tagged_set(&c->tables->tagged, u->node->text, set, err);
}

/* The article, and all that are in its group. */
static plx_status collect_group(const plx_collector *c, const plx_plan *plan, const plx_unit *u,
                                plx_bits *set, plx_error *err)
{
    const plx_column *names;
    const plx_bits *members;
    uint32_t i;
    plx_status rc = plx_tables_groups(c->tables, &names, &members, err);

    (void)plan;
    if (rc || !u->docid)
        return rc;
    plx_bits_set(set, u->docid);
    if (!plx_bits_has(members, u->docid))
        return PLX_OK;
    for (i = 1; i <= c->tables->last_docid; i++)
        if (plx_bits_has(members, i) &&
            names->ordinal[names->first[i]] == names->ordinal[names->first[u->docid]])
            plx_bits_set(set, i);
    return PLX_OK;
}

/* The leaves of a plan. */
typedef struct leaves {
    const plx_bits **set; /* [leaf] */
    bool *is_cut;         /* [leaf] time ran out in it: what is not in the set may belong there */
    plx_exact_wanted *wanted; /* those that are to be verified in the text */
    const plx_unit **unit;
    size_t count; /* of these */
} leaves;

static plx_status settle_exact(const plx_collector *c, const plx_plan *plan, leaves *x,
                               plx_error *err)
{
    const plx_exact_reader reader = { c->tables->snap, c->an, c->deadline };
    plx_status rc = x->count ? plx_exact_filter(&reader, x->wanted, x->count, err) : PLX_OK;
    size_t i;

    for (i = 0; rc == PLX_ERR_DEADLINE && i < x->count; i++)
        x->is_cut[x->unit[i]->leaf] = true;
    rc = plx_partial_allow(rc, PLX_PARTIAL_MATCHES, c->partial);
    for (i = 0; !rc && i < x->count; i++)
        rc = score_leaf(c, plan, x->unit[i], x->wanted[i].set, err);
    return rc;
}

static plx_status collect_leaf(const plx_collector *c, const plx_plan *plan, const plx_unit *u,
                               leaves *x, plx_error *err)
{
    static plx_status (*const by_kind[])(const plx_collector *, const plx_plan *, const plx_unit *,
                                         plx_bits *, plx_error *) = {
        [PLX_UNIT_TERMS] = collect_terms, [PLX_UNIT_STANCE] = collect_stance,
        [PLX_UNIT_DATE] = collect_dates,  [PLX_UNIT_NEAR] = plx_near_collect,
        [PLX_UNIT_TAG] = collect_tag,     [PLX_UNIT_GROUP] = collect_group,
    };
    plx_bits *set;
    plx_status rc = take(c, &set, err);

    if (rc)
        return rc;
    rc = by_kind[u->kind](c, plan, u, set, err);
    x->set[u->leaf] = set;
    x->is_cut[u->leaf] = rc == PLX_ERR_DEADLINE;
    rc = plx_partial_allow(rc, PLX_PARTIAL_MATCHES, c->partial);
    if (is_deferred(u)) {
        x->unit[x->count] = u;
        x->wanted[x->count++] = (plx_exact_wanted){ u->node->text, set };
        return rc;
    }
    return rc ? rc : score_leaf(c, plan, u, set, err);
}

/* What is refused is among the leaves that do not weigh. */
static plx_status collect_leaves(const plx_collector *c, const plx_plan *plan, leaves *x,
                                 plx_error *err)
{
    plx_status rc = PLX_OK;
    size_t i;

    for (i = 0; !rc && i < plan->leaves; i++)
        if (!plan->leaf[i]->weighs)
            rc = collect_leaf(c, plan, plan->leaf[i], x, err);
    for (i = 0; !rc && i < plan->leaves; i++)
        if (plan->leaf[i]->weighs)
            rc = collect_leaf(c, plan, plan->leaf[i], x, err);
    return rc ? rc : settle_exact(c, plan, x, err);
}

/* ---------------------------------------------------------------- joining */

typedef struct joiner {
    const plx_collector *c;
    const leaves *leaves;
    bool any;     /* any word of those side by side is enough */
    bool refused; /* what is joined is taken out of what matches: it holds all that may belong */
    plx_error *err;
} joiner;

static plx_status join(const joiner *j, const plx_unit *u, const plx_bits **out);

/* What must not be there is refused where all of it is there. */
static plx_status join_refused(const joiner *j, const plx_unit *u, const plx_bits **out)
{
    joiner full = *j;

    full.any = false;
    full.refused = !j->refused;
    return join(&full, u->child[0], out);
}

static plx_status join_not(const joiner *j, const plx_unit *u, const plx_bits **out)
{
    const plx_bits *refused;
    plx_bits *set;
    plx_status rc = take(j->c, &set, j->err);

    if (!rc)
        rc = join_refused(j, u, &refused);
    if (rc)
        return rc;
    plx_bits_copy(set, &j->c->tables->all);
    plx_bits_and_not(set, refused);
    *out = set;
    return PLX_OK;
}

static plx_status join_or(const joiner *j, const plx_unit *u, const plx_bits **out)
{
    const plx_bits *part;
    plx_bits *set;
    size_t i;
    plx_status rc = take(j->c, &set, j->err);

    for (i = 0; !rc && i < u->children; i++) {
        rc = join(j, u->child[i], &part);
        if (!rc)
            plx_bits_or(set, part);
    }
    *out = set;
    return rc;
}

static bool holds_words(const plx_unit *u)
{
    size_t i;

    for (i = 0; i < u->children; i++)
        if (holds_words(u->child[i]))
            return true;
    return u->weighs;
}

/* Is a child of these words only preferred now? */
static bool is_optional(const joiner *j, const plx_unit *u, const plx_unit *child)
{
    return j->any && u->kind == PLX_UNIT_WORDS && !child->required;
}

/* Children that are preferred: one of them must be there, unless a required one has words. */
static plx_status join_optional(const joiner *j, const plx_unit *u, plx_bits *set)
{
    const plx_bits *part;
    plx_bits *some;
    size_t n = 0, i;
    plx_status rc;

    if (!j->any || u->kind != PLX_UNIT_WORDS)
        return PLX_OK;
    rc = take(j->c, &some, j->err);
    for (i = 0; !rc && i < u->children; i++) {
        const plx_unit *child = u->child[i];

        if (child->kind == PLX_UNIT_NOT)
            continue;
        if (!is_optional(j, u, child)) {
            if (holds_words(child))
                return PLX_OK;
            continue;
        }
        rc = join(j, child, &part);
        if (!rc)
            plx_bits_or(some, part);
        n++;
    }
    if (!rc && n)
        plx_bits_and(set, some);
    return rc;
}

static plx_status join_and(const joiner *j, const plx_unit *u, const plx_bits **out)
{
    const plx_bits *part;
    plx_bits *set;
    size_t i;
    plx_status rc = take(j->c, &set, j->err);

    if (!rc)
        plx_bits_copy(set, &j->c->tables->all);
    for (i = 0; !rc && i < u->children; i++) {
        const plx_unit *child = u->child[i];

        if (child->kind == PLX_UNIT_NOT) {
            rc = join_refused(j, child, &part);
            if (!rc)
                plx_bits_and_not(set, part);
        } else if (!is_optional(j, u, child)) {
            rc = join(j, child, &part);
            if (!rc)
                plx_bits_and(set, part);
        }
    }
    if (!rc)
        rc = join_optional(j, u, set);
    *out = set;
    return rc;
}

static plx_status join(const joiner *j, const plx_unit *u, const plx_bits **out)
{
    static plx_status (*const by_kind[])(const joiner *, const plx_unit *, const plx_bits **) = {
        [PLX_UNIT_AND] = join_and,
        [PLX_UNIT_OR] = join_or,
        [PLX_UNIT_NOT] = join_not,
        [PLX_UNIT_WORDS] = join_and,
    };

    if (u->kind <= PLX_UNIT_GROUP) {
        *out =
            j->refused && j->leaves->is_cut[u->leaf] ? &j->c->tables->all : j->leaves->set[u->leaf];
        return PLX_OK;
    }
    return by_kind[u->kind](j, u, out);
}

static plx_status join_sets(const plx_collector *c, const plx_plan *plan, const leaves *x,
                            plx_sets *out, plx_error *err)
{
    joiner j = { .c = c, .leaves = x, .err = err };
    plx_status rc = join(&j, plan->root, &out->full);

    j.any = true;
    return rc ? rc : join(&j, plan->root, &out->any);
}

plx_status plx_collect(const plx_collector *c, const plx_plan *plan, plx_sets *out, plx_error *err)
{
    leaves x = { .count = 0 };
    plx_status rc = plx_scores_reset(c->scores, c->tables->last_docid, err);

    out->full = out->any = &c->tables->all;
    if (rc || !plan->root)
        return rc;
    x.set = calloc(plan->leaves + 1, sizeof(*x.set));
    x.is_cut = calloc(plan->leaves + 1, sizeof *x.is_cut);
    x.wanted = calloc(plan->leaves + 1, sizeof *x.wanted);
    x.unit = calloc(plan->leaves + 1, sizeof(*x.unit));
    rc =
        x.set && x.is_cut && x.wanted && x.unit ? collect_leaves(c, plan, &x, err) : no_memory(err);
    if (!rc)
        rc = join_sets(c, plan, &x, out, err);
    free(x.set);
    free(x.is_cut);
    free(x.wanted);
    free(x.unit);
    return rc;
}
