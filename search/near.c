#include "search/near.h"

#include <stdlib.h>

#include "search/exact.h"

/* One operand: its children [first, end) of the unit, and the lengths of their alternatives. */
typedef struct operand {
    size_t first, end;
    size_t length[PLX_NEAR_LENGTHS_MAX]; /* rising */
    size_t lengths;
    size_t at; /* the length taken now */
} operand;

typedef struct near {
    const plx_plan *plan;
    const plx_unit *unit;
    operand *operand;
    size_t operands;
    plx_error *err;
} near;

static plx_status no_memory(const near *x)
{
    return plx_fail(x->err, PLX_ERR_NOMEM, "search: out of memory");
}

/* ---------------------------------------------------------------- queries */

/* Queries to be combined, owned. */
typedef struct parts {
    plx_query **item;
    size_t count, cap;
} parts;

/* Takes over q, also when it fails. */
static plx_status add_part(const near *x, parts *p, plx_query *q)
{
    if (p->count == p->cap) {
        size_t cap = p->cap ? p->cap * 2 : 8;
        plx_query **item = realloc(p->item, cap * sizeof(*item));

        if (!item) {
            plx_query_free(q);
            return no_memory(x);
        }
        p->item = item;
        p->cap = cap;
    }
    p->item[p->count++] = q;
    return PLX_OK;
}

static void release_parts(parts *p)
{
    while (p->count)
        plx_query_free(p->item[--p->count]);
    free(p->item);
}

/* Ends the parts, which become one query. */
static plx_status combine(const near *x, plx_query_op op, parts *p, size_t window, plx_query **out)
{
    plx_status rc = plx_query_combine(op, p->item, p->count, (uint32_t)window, out, x->err);

    p->count = 0;
    release_parts(p);
    return rc;
}

static plx_status add_term(const near *x, size_t term, parts *p)
{
    const plx_plan_term *t = &x->plan->term[term];
    plx_query *q = NULL;
    plx_status rc = plx_query_term(x->plan->pool.s + t->at, t->len, 1, &q, x->err);

    return rc ? rc : add_part(x, p, q);
}

/* ------------------------------------------------------------- alternatives */

/* Adds to the parts what it makes of an alternative, at one of its places. */
typedef plx_status part_fn(const near *x, const plx_alternative *a, size_t place, parts *p);

/* Calls fn with each alternative of an operand that has the length taken. */
static plx_status each_alternative(const near *x, const operand *o, size_t place, part_fn *fn,
                                   parts *p)
{
    plx_status rc = PLX_OK;
    size_t i, a;

    for (i = o->first; i < o->end; i++) {
        const plx_unit *u = x->unit->child[i];

        for (a = u->first; !rc && a < u->first + u->count; a++)
            if (x->plan->alternative[a].count == o->length[o->at])
                rc = fn(x, &x->plan->alternative[a], place, p);
    }
    return rc;
}

static plx_status add_word_at(const near *x, const plx_alternative *a, size_t place, parts *p)
{
    return add_term(x, a->first + place, p);
}

static plx_status add_phrase(const near *x, const plx_alternative *a, size_t place, parts *p)
{
    parts words = { NULL, 0, 0 };
    plx_query *q = NULL;
    plx_status rc = PLX_OK;
    size_t i;

    (void)place;
    for (i = 0; !rc && i < a->count; i++)
        rc = add_term(x, a->first + i, &words);
    if (!rc)
        rc = combine(x, PLX_OP_PHRASE, &words, 0, &q);
    else
        release_parts(&words);
    return rc ? rc : add_part(x, p, q);
}

/* What fn makes of the alternatives, any of which is enough, as one part. */
static plx_status add_any(const near *x, const operand *o, size_t place, part_fn *fn, parts *out)
{
    parts some = { NULL, 0, 0 };
    plx_query *q = NULL;
    plx_status rc = each_alternative(x, o, place, fn, &some);

    if (!rc)
        rc = combine(x, PLX_OP_OR, &some, 0, &q);
    else
        release_parts(&some);
    return rc ? rc : add_part(x, out, q);
}

/* -------------------------------------------------------------------- ways */

/* All words of one way near each other. */
static plx_status add_window(const near *x, parts *out)
{
    parts places = { NULL, 0, 0 };
    plx_query *q = NULL;
    plx_status rc = PLX_OK;
    size_t i, place;

    for (i = 0; !rc && i < x->operands; i++) {
        const operand *o = &x->operand[i];

        for (place = 0; !rc && place < o->length[o->at]; place++)
            rc = add_any(x, o, place, add_word_at, &places);
    }
    if (!rc)
        rc = combine(x, PLX_OP_NEAR, &places, places.count + x->unit->distance - 1, &q);
    else
        release_parts(&places);
    return rc ? rc : add_part(x, out, q);
}

/* One way to meet all operands: these lengths. */
static plx_status add_way(const near *x, parts *out)
{
    parts all = { NULL, 0, 0 };
    plx_query *q = NULL;
    plx_status rc = add_window(x, &all);
    size_t i;

    for (i = 0; !rc && i < x->operands; i++)
        if (x->operand[i].length[x->operand[i].at] > 1)
            rc = add_any(x, &x->operand[i], 0, add_phrase, &all);
    if (!rc)
        rc = combine(x, PLX_OP_AND, &all, 0, &q);
    else
        release_parts(&all);
    return rc ? rc : add_part(x, out, q);
}

/* Step to the next combination of lengths; false behind the last. */
static bool next_way(near *x)
{
    size_t i;

    for (i = 0; i < x->operands; i++) {
        if (++x->operand[i].at < x->operand[i].lengths)
            return true;
        x->operand[i].at = 0;
    }
    return false;
}

static plx_status build(near *x, plx_query **out)
{
    parts ways = { NULL, 0, 0 };
    plx_status rc;

    do {
        rc = add_way(x, &ways);
    } while (!rc && ways.count < PLX_NEAR_WAYS_MAX && next_way(x));
    if (!rc)
        return combine(x, PLX_OP_OR, &ways, 0, out);
    release_parts(&ways);
    return rc;
}

/* ---------------------------------------------------------------- operands */

static void add_length(operand *o, size_t length)
{
    size_t i = 0, at;

    while (i < o->lengths && o->length[i] < length)
        i++;
    if (i == PLX_NEAR_LENGTHS_MAX || (i < o->lengths && o->length[i] == length))
        return;
    if (o->lengths < PLX_NEAR_LENGTHS_MAX)
        o->lengths++;
    for (at = o->lengths - 1; at > i; at--)
        o->length[at] = o->length[at - 1];
    o->length[i] = length;
}

static void set_operands(near *x)
{
    const plx_unit *u = x->unit;
    size_t i, a;

    for (i = 0; i < u->children; i++) {
        const plx_unit *place = u->child[i];
        operand *o;

        if (!i || place->operand != u->child[i - 1]->operand)
            x->operand[x->operands++].first = i;
        o = &x->operand[x->operands - 1];
        o->end = i + 1;
        for (a = place->first; a < place->first + place->count; a++)
            add_length(o, x->plan->alternative[a].count);
    }
}

static plx_status match(const plx_collector *c, near *x, plx_bits *set)
{
    plx_query *q = NULL;
    uint32_t found;
    plx_status rc = build(x, &q);

    return rc ? rc : plx_collect_matches(c, q, set, &found, x->err);
}

/* Are all ways to meet it words to be found in this form? */
static bool is_exact(const near *x, const operand *o)
{
    size_t i;

    for (i = o->first; i < o->end; i++)
        if (!x->unit->child[i]->is_exact)
            return false;
    return true;
}

static bool has_exact(const near *x)
{
    size_t i;

    for (i = 0; i < x->operands; i++)
        if (is_exact(x, &x->operand[i]))
            return true;
    return false;
}

/* Words to be found in this form: the form stands in the article. Of several places one has to. */
static plx_status verify_operand(const plx_collector *c, const near *x, const operand *o,
                                 plx_bits *set)
{
    plx_bits *some = NULL, *part = NULL;
    const plx_exact_reader reader = { c->tables->snap, c->an, c->deadline };
    plx_status rc = PLX_OK;
    size_t i;

    if (!is_exact(x, o))
        return PLX_OK;
    rc = plx_bits_take(c->pool, c->tables->last_docid, &some, x->err);
    if (!rc)
        rc = plx_bits_take(c->pool, c->tables->last_docid, &part, x->err);
    for (i = o->first; !rc && i < o->end; i++) {
        plx_bits_copy(part, set);
        rc = plx_exact_filter(&reader, &(plx_exact_wanted){ x->unit->child[i]->node->text, part },
                              1, x->err);
        if (!rc)
            plx_bits_or(some, part);
    }
    if (!rc)
        plx_bits_and(set, some);
    return rc;
}

plx_status plx_near_collect(const plx_collector *c, const plx_plan *plan, const plx_unit *u,
                            plx_bits *set, plx_error *err)
{
    near x = { .plan = plan, .unit = u, .err = err };
    plx_status rc;
    size_t i;

    if (!u->count)
        return PLX_OK;
    x.operand = calloc(u->children, sizeof *x.operand);
    if (!x.operand)
        return no_memory(&x);
    set_operands(&x);
    rc = match(c, &x, set);
    for (i = 0; !rc && i < x.operands; i++)
        rc = verify_operand(c, &x, &x.operand[i], set);
    if (rc == PLX_ERR_DEADLINE && has_exact(&x)) /* none was verified by all operands */
        plx_bits_clear_from(set, 0);
    free(x.operand);
    return rc;
}

plx_status plx_near_score(const plx_collector *c, const plx_plan *plan, const plx_unit *u,
                          const plx_bits *set, plx_error *err)
{
    plx_scoring s = { c->tables, plan, c->deadline, c->scores };
    plx_status rc = PLX_OK;
    size_t i;

    for (i = 0; !rc && u->count && i < u->children; i++)
        if (u->child[i]->count)
            rc = plx_score_leaf(&s, u->child[i], set, err);
    return rc;
}
