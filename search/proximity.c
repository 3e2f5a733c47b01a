#include "search/proximity.h"

#include <stdlib.h>
#include <string.h>

/* Positions of a term in an article that are looked at: the first ones. */
#define POSITIONS_MAX 128

/* A word of the query: its spellings, terms [term, term + terms) in a row. */
typedef struct word {
    size_t term, terms;
    float weight;
    bool has_next; /* the word behind it is its neighbour */
} word;

typedef struct words {
    word item[PLX_PROXIMITY_WORDS_MAX];
    size_t count;
} words;

/* ------------------------------------------------------------------ words */

static void end_row(words *w)
{
    if (w->count)
        w->item[w->count - 1].has_next = false;
}

static void add_word(words *w, size_t term, size_t terms, float weight)
{
    if (w->count < PLX_PROXIMITY_WORDS_MAX)
        w->item[w->count++] = (word){ term, terms, weight, true };
}

static void add_compound(const plx_tables *t, const plx_plan *p, const plx_unit *u, words *w)
{
    const plx_alternative *a = &p->alternative[u->first];
    size_t i;

    while (a->count == 1)
        a++;
    for (i = a->first; i < a->first + a->count; i++)
        add_word(w, i, 1, t ? plx_score_weight(t, p->term[i].freq) * u->boost : 0);
}

/* How many terms stand for a word: what was typed and the first of its other spellings, which stand
 * in a row. 0 for what is no word: a phrase, a field, a prefix of many words. */
static size_t spellings_of(const plx_plan *p, const plx_unit *u)
{
    size_t n = 0;

    if (u->kind != PLX_UNIT_TERMS || u->is_title || u->is_alias ||
        (u->node->kind != PLX_NODE_WORD && u->count > PLX_PROXIMITY_SPELLINGS_MAX))
        return 0;
    while (n < u->count && n < PLX_PROXIMITY_SPELLINGS_MAX &&
           p->alternative[u->first + n].count == 1)
        n++;
    return n;
}

/* The most frequent spelling is about as frequent as all together. */
static float weight_of(const plx_tables *t, const plx_plan *p, const plx_unit *u, size_t terms)
{
    const plx_plan_term *term = &p->term[p->alternative[u->first].first];
    uint32_t freq = 0;
    size_t i;

    for (i = 0; i < terms; i++)
        freq = term[i].freq > freq ? term[i].freq : freq;
    return t ? plx_score_weight(t, freq) * u->boost : 0;
}

/* The words of a plan in the order typed; without tables they have no weights. */
static void list_words(const plx_tables *t, const plx_plan *p, words *w)
{
    size_t i, n;

    w->count = 0;
    for (i = 0; i < p->leaves; i++) {
        const plx_unit *u = p->leaf[i];

        if (!u->weighs)
            continue;
        if (plx_score_is_compound(p, u))
            add_compound(t, p, u, w);
        else if ((n = spellings_of(p, u)) > 0)
            add_word(w, p->alternative[u->first].first, n, weight_of(t, p, u, n));
        else
            end_row(w);
    }
    end_row(w);
}

static bool same_word(const plx_plan *p, const word *a, const word *b)
{
    const plx_plan_term *x = &p->term[a->term], *y = &p->term[b->term];

    return x->len == y->len && memcmp(p->pool.s + x->at, p->pool.s + y->at, x->len) == 0;
}

static bool is_pair(const plx_plan *p, const words *w, size_t i)
{
    return w->item[i].has_next && !same_word(p, &w->item[i], &w->item[i + 1]);
}

bool plx_proximity_applies(const plx_plan *plan)
{
    words w;
    size_t i;

    /* terms of an article stand in no order */
    if (plan->leaves && plan->leaf[0]->node->is_stem)
        return false;
    list_words(NULL, plan, &w);
    for (i = 0; i < w.count; i++)
        if (is_pair(plan, &w, i))
            return true;
    return false;
}

/* -------------------------------------------------------------- positions */

/* Where one word stands in each of the articles. */
typedef struct places {
    uint32_t *position;                  /* those of all articles, one article after the other */
    size_t end[PLX_PROXIMITY_DEPTH + 1]; /* article i has [end[i], end[i + 1]) */
    size_t cap;
} places;

static plx_status reserve(places *x, size_t n, plx_error *err)
{
    uint32_t *position;

    if (n <= x->cap)
        return PLX_OK;
    position = realloc(x->position, 2 * n * sizeof *position);
    if (!position)
        return plx_fail(err, PLX_ERR_NOMEM, "ranking: out of memory");
    x->position = position;
    x->cap = 2 * n;
    return PLX_OK;
}

/* Read where a word stands in article i, behind what has been read. */
static plx_status read_article(const plx_collector *c, const plx_plan *p, const word *w,
                               uint32_t docid, size_t i, places *out, plx_error *err)
{
    plx_store *st = plx_snapshot_store(c->tables->snap);
    size_t at = out->end[i], t, n;
    plx_status rc = reserve(out, at + w->terms * POSITIONS_MAX, err);

    /* an article mostly keeps to one spelling, and looking for others is dear */
    for (t = w->term; !rc && at == out->end[i] && t < w->term + w->terms; t++) {
        rc = plx_store_positions(st, docid, p->pool.s + p->term[t].at, p->term[t].len,
                                 out->position + at, POSITIONS_MAX, &n, err);
        at += n;
    }
    out->end[i + 1] = at;
    return rc;
}

static plx_status read_places(const plx_collector *c, const plx_plan *p, const word *w,
                              const uint32_t *docids, size_t n, places *out, plx_error *err)
{
    plx_status rc = plx_deadline_phase(c->deadline, PLX_PHASE_RANK, err);
    size_t i;

    out->end[0] = 0;
    for (i = 0; !rc && i < n; i++)
        rc = read_article(c, p, w, docids[i], i, out, err);
    return rc;
}

/* ------------------------------------------------------------------ pairs */

static float closeness(uint32_t from, uint32_t to)
{
    uint32_t distance = to - from;

    return distance <= PLX_PROXIMITY_REACH ? 1 / (float)(distance * distance) : 0;
}

/* How near each other two words stand in article i: over the places of the second, the nearest of
 * the first before and behind it. */
static float nearness(const places *first, const places *second, size_t i)
{
    const uint32_t *a = first->position + first->end[i],
                   *a_end = first->position + first->end[i + 1];
    const uint32_t *start = a;
    float sum = 0;
    size_t k;

    for (k = second->end[i]; k < second->end[i + 1]; k++) {
        uint32_t b = second->position[k];
        float before = 0, behind = 0;

        while (a < a_end && *a < b)
            a++;
        if (a > start)
            before = closeness(a[-1], b);
        if (a < a_end && b < *a)
            behind = PLX_PROXIMITY_REVERSED * closeness(b, *a);
        sum += before > behind ? before : behind;
    }
    return sum;
}

static void add_pair(const plx_tables *t, float weight, const places *first, const places *second,
                     const uint32_t *docids, size_t n, float *bonus)
{
    size_t i;

    for (i = 0; i < n; i++) {
        float near = nearness(first, second, i);

        if (near > 0)
            bonus[i] += PLX_PROXIMITY_SHARE * weight * near / (near + t->norm[docids[i]]);
    }
}

plx_status plx_proximity(const plx_collector *c, const plx_plan *plan, const uint32_t *docids,
                         size_t n, float *bonus, plx_error *err)
{
    places x[2] = { { .cap = 0 }, { .cap = 0 } }; /* of this word and of the one before */
    bool is_neighbour = false;
    plx_status rc = PLX_OK;
    words w;
    size_t i;

    memset(bonus, 0, n * sizeof *bonus);
    list_words(c->tables, plan, &w);
    for (i = 0; !rc && n && i < w.count; i++) {
        bool has_pair = is_pair(plan, &w, i);

        if (has_pair || is_neighbour)
            rc = read_places(c, plan, &w.item[i], docids, n, &x[i % 2], err);
        if (!rc && is_neighbour)
            add_pair(c->tables, w.item[i - 1].weight + w.item[i].weight, &x[(i + 1) % 2], &x[i % 2],
                     docids, n, bonus);
        is_neighbour = has_pair;
    }
    free(x[0].position);
    free(x[1].position);
    return rc;
}
