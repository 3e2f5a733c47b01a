#include "search/score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Documents read from the store at a time. */
#define CHUNK 1024

/* A list so many times longer than the set is skipped through, not read. */
#define SKIP_FACTOR 16

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "ranking: out of memory");
}

plx_status plx_scores_reset(plx_scores *s, uint32_t last_docid, plx_error *err)
{
    size_t n = (size_t)last_docid + 1;

    if (n > s->cap) {
        float *score = realloc(s->score, n * sizeof *score);
        float *count;

        if (!score)
            return no_memory(err);
        s->score = score;
        count = realloc(s->count, n * sizeof *count);
        if (!count)
            return no_memory(err);
        s->count = count;
        memset(count + s->cap, 0, (n - s->cap) * sizeof *count);
        s->cap = n;
    }
    memset(s->score, 0, n * sizeof *s->score);
    return PLX_OK;
}

void plx_scores_release(plx_scores *s)
{
    free(s->score);
    free(s->count);
    memset(s, 0, sizeof *s);
}

/* One is added inside, so that words in more than half of the articles still count for more than
 * nothing. */
float plx_score_weight(const plx_tables *t, uint32_t freq)
{
    double all = t->documents > freq ? t->documents : freq;

    return (float)(log(1 + (all - freq + 0.5) / (freq + 0.5)) * (PLX_BM25_K1 + 1));
}

static void add(const plx_scoring *s, float weight, uint32_t docid, float count)
{
    s->scores->score[docid] += weight * count / (count + s->tables->norm[docid]);
}

static plx_status open_list(const plx_scoring *s, const plx_plan_term *t, size_t skip,
                            plx_postings **out, plx_error *err)
{
    return plx_postings_open(plx_snapshot_store(s->tables->snap), s->plan->pool.s + t->at + skip,
                             t->len - skip, out, err);
}

/* The documents of a term, and what it adds to them. */
typedef struct addition {
    const plx_scoring *s;
    const plx_plan_term *term;
    float weight;
    plx_bits *set; /* where they go, when they are read to match; may be NULL */
} addition;

/* Some documents, and how often each holds the term. */
typedef void chunk_fn(const addition *a, const uint32_t *docids, const uint32_t *counts, size_t n);

/* To their scores. */
static void add_scores(const addition *a, const uint32_t *docids, const uint32_t *counts, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
        add(a->s, a->weight, docids[i], (float)counts[i]);
}

/* To their counts of one word in all its spellings. */
static void add_counts(const addition *a, const uint32_t *docids, const uint32_t *counts, size_t n)
{
    float *count = a->s->scores->count;
    size_t i;

    for (i = 0; i < n; i++)
        count[docids[i]] += a->weight * (float)counts[i];
}

static plx_status add_all(const addition *a, chunk_fn *fn, plx_error *err)
{
    uint32_t docids[CHUNK], counts[CHUNK];
    plx_postings *it = NULL;
    size_t n = 0, asked = CHUNK, i;
    plx_status rc = open_list(a->s, a->term, 0, &it, err);

    do {
        if (a->set)
            asked = plx_deadline_grant(a->s->deadline, CHUNK);
        if (!rc)
            rc = plx_deadline_phase(a->s->deadline, a->set ? PLX_PHASE_MATCH : PLX_PHASE_RANK, err);
        if (!rc)
            rc = plx_postings_read_counts(it, docids, counts, asked, &n, err);
        if (rc)
            break;
        for (i = 0; a->set && i < n; i++)
            plx_bits_set(a->set, docids[i]);
        fn(a, docids, counts, n);
        plx_deadline_spend(a->s->deadline, a->set ? n : 0);
    } while (n == asked);
    plx_postings_close(it);
    return rc;
}

static bool same_term(const plx_plan *p, const plx_plan_term *a, const plx_plan_term *b)
{
    return a->len == b->len && memcmp(p->pool.s + a->at, p->pool.s + b->at, a->len) == 0;
}

/* What one of several times that a word is typed counts. */
static float share_of_repeated(const plx_plan *p, const plx_plan_term *t)
{
    double times = 0;
    size_t i;

    for (i = 0; i < p->leaves; i++) {
        const plx_unit *u = p->leaf[i];
        const plx_alternative *a = &p->alternative[u->first];

        times += u->kind == PLX_UNIT_TERMS && u->weighs && u->count == 1 && a->count == 1 &&
                 same_term(p, &p->term[a->first], t);
    }
    return times > 1 ? (float)((PLX_BM25_K3 + 1) / (PLX_BM25_K3 + times)) : 1;
}

plx_status plx_score_term(const plx_scoring *s, const plx_unit *u, plx_bits *set, plx_error *err)
{
    const plx_plan_term *t = &s->plan->term[s->plan->alternative[u->first].first];
    float weight = plx_score_weight(s->tables, t->freq) * share_of_repeated(s->plan, t);

    return add_all(&(addition){ s, t, weight * u->boost, set }, add_scores, err);
}

/* --------------------------------------------------------- within a leaf */

/* The articles of a leaf. */
typedef struct members {
    const plx_bits *set;
    uint32_t *docids;
    uint32_t *least; /* [n] how often the rarest word of a name is there */
    size_t n;
} members;

/* Title words are weighed as the words they are: the title's own terms count nothing. */
static size_t prefix_of(const plx_unit *u)
{
    return u->is_title ? strlen(PLX_PREFIX_TITLE) : 0;
}

/* Call add_count for the members with a term, by steps. */
static plx_status skip_through(plx_postings *it, const members *m,
                               void (*add_count)(void *ctx, size_t at, uint32_t count), void *ctx,
                               plx_error *err)
{
    uint32_t at = 0, count;
    plx_status rc = PLX_OK;
    size_t i;

    for (i = 0; !rc && i < m->n; i++) {
        if (at < m->docids[i])
            rc = plx_postings_next(it, m->docids[i], &at, err);
        if (rc || !at)
            break;
        if (at != m->docids[i])
            continue;
        rc = plx_postings_wdf(it, &count, err);
        if (!rc)
            add_count(ctx, i, count);
    }
    return rc;
}

/* Adding to the counts of articles. */
typedef struct adding {
    const members *m;
    float *count;
    float weight;
} adding;

static void add_weighted(void *ctx, size_t at, uint32_t count)
{
    const adding *x = ctx;

    x->count[x->m->docids[at]] += x->weight * (float)count;
}

static plx_status count_by_reading(const plx_scoring *s, plx_postings *it, const adding *x,
                                   plx_error *err)
{
    uint32_t docids[CHUNK], counts[CHUNK];
    size_t n = 0, i;
    plx_status rc;

    do {
        rc = plx_deadline_phase(s->deadline, PLX_PHASE_RANK, err);
        if (!rc)
            rc = plx_postings_read_counts(it, docids, counts, CHUNK, &n, err);
        for (i = 0; !rc && i < n; i++)
            if (plx_bits_has(x->m->set, docids[i]))
                x->count[docids[i]] += x->weight * (float)counts[i];
    } while (!rc && n == CHUNK);
    return rc;
}

static plx_status count_term(const plx_scoring *s, const plx_unit *u, const plx_plan_term *t,
                             float weight, const members *m, plx_error *err)
{
    adding x = { m, s->scores->count, weight };
    plx_postings *it = NULL;
    plx_status rc = open_list(s, t, prefix_of(u), &it, err);

    if (!rc)
        rc = m->n < t->freq / SKIP_FACTOR ? skip_through(it, m, add_weighted, &x, err)
                                          : count_by_reading(s, it, &x, err);
    plx_postings_close(it);
    return rc;
}

/* Turn counts into scores, and back to 0. */
static void settle(const plx_scoring *s, float weight, const members *m)
{
    size_t i;

    for (i = 0; i < m->n; i++) {
        float *count = &s->scores->count[m->docids[i]];

        if (*count > 0)
            add(s, weight, m->docids[i], *count);
        *count = 0;
    }
}

/* ----------------------------------------------- several words typed as one */

/* Was it typed, or is it another spelling or name? */
static bool is_typed(const plx_alternative *a)
{
    return !a->alias && a->weight >= 1;
}

static bool is_typed_phrase(const plx_alternative *a)
{
    return a->count > 1 && is_typed(a);
}

static bool has_typed_phrase(const plx_plan *p, const plx_unit *u)
{
    size_t i;

    for (i = u->first; i < u->first + u->count; i++)
        if (is_typed_phrase(&p->alternative[i]))
            return true;
    return false;
}

bool plx_score_is_compound(const plx_plan *p, const plx_unit *u)
{
    return u->kind == PLX_UNIT_TERMS && u->weighs && !u->is_title && !u->is_exact &&
           u->node->kind == PLX_NODE_WORD && has_typed_phrase(p, u);
}

/* Was this term met before in the leaf? Its terms are in a row. */
static bool is_repeated(const plx_plan *p, const plx_unit *u, size_t term)
{
    size_t i;

    for (i = p->alternative[u->first].first; i < term; i++)
        if (same_term(p, &p->term[i], &p->term[term]))
            return true;
    return false;
}

/* A part that most articles have ("of" in "state-of-the-art") is not worth reading them all. */
static plx_status score_part(const plx_scoring *s, const plx_unit *u, const plx_plan_term *t,
                             const members *m, plx_error *err)
{
    float weight = plx_score_weight(s->tables, t->freq) * u->boost;
    plx_status rc;

    if (plx_score_is_compound(s->plan, u) && t->freq <= s->tables->documents / 2)
        return add_all(&(addition){ s, t, weight, NULL }, add_scores, err);
    rc = count_term(s, u, t, 1, m, err);
    settle(s, weight, m);
    return rc;
}

static plx_status score_parts(const plx_scoring *s, const plx_unit *u, const members *m,
                              plx_error *err)
{
    const plx_plan *p = s->plan;
    plx_status rc = PLX_OK;
    size_t i, t;

    for (i = u->first; !rc && i < u->first + u->count; i++) {
        const plx_alternative *a = &p->alternative[i];

        for (t = a->first; !rc && is_typed_phrase(a) && t < a->first + a->count; t++)
            if (!is_repeated(p, u, t))
                rc = score_part(s, u, &p->term[t], m, err);
    }
    return rc;
}

/* ------------------------------------------------------ several ways to say it */

/* Lessening the counts of a name to those of its next word. */
typedef struct lessening {
    uint32_t *least;
    size_t next; /* members before it have been seen */
} lessening;

static void lessen(void *ctx, size_t at, uint32_t count)
{
    lessening *x = ctx;

    for (; x->next < at; x->next++)
        x->least[x->next] = 0;
    if (count < x->least[at])
        x->least[at] = count;
    x->next = at + 1;
}

/* A name of several words counts as often as its rarest word: positions are dear, and the articles
 * of the leaf are known to be about it. */
static plx_status count_name(const plx_scoring *s, const plx_unit *u, const plx_alternative *a,
                             const members *m, plx_error *err)
{
    plx_status rc = PLX_OK;
    size_t t, i;

    memset(m->least, 0xff, m->n * sizeof *m->least);
    for (t = a->first; !rc && t < a->first + a->count; t++) {
        lessening x = { m->least, 0 };
        plx_postings *it = NULL;

        rc = plx_deadline_phase(s->deadline, PLX_PHASE_RANK, err);
        if (!rc)
            rc = open_list(s, &s->plan->term[t], prefix_of(u), &it, err);
        if (!rc)
            rc = skip_through(it, m, lessen, &x, err);
        for (; x.next < m->n; x.next++)
            m->least[x.next] = 0;
        plx_postings_close(it);
    }
    for (i = 0; !rc && i < m->n; i++)
        s->scores->count[m->docids[i]] += a->weight * (float)m->least[i];
    return rc;
}

/* Alternatives as one word. The whole of a hyphenated word has been weighed by its parts. */
static plx_status score_ways(const plx_scoring *s, const plx_unit *u, const members *m,
                             plx_error *err)
{
    const plx_plan *p = s->plan;
    bool in_parts = has_typed_phrase(p, u);
    plx_status rc = PLX_OK;
    size_t i;

    for (i = u->first; !rc && i < u->first + u->count; i++) {
        const plx_alternative *a = &p->alternative[i];

        if (in_parts && is_typed(a))
            continue;
        rc = a->count > 1 ? count_name(s, u, a, m, err)
                          : count_term(s, u, &p->term[a->first], a->weight, m, err);
    }
    settle(s, plx_score_weight(s->tables, (uint32_t)m->n) * u->boost, m);
    return rc;
}

plx_status plx_score_terms(const plx_scoring *s, const plx_unit *u, plx_bits *set, plx_error *err)
{
    const plx_plan *p = s->plan;
    members m = { .set = set };
    plx_status rc = PLX_OK;
    size_t i;

    for (i = u->first; !rc && i < u->first + u->count; i++)
        rc = add_all(
            &(addition){ s, &p->term[p->alternative[i].first], p->alternative[i].weight, set },
            add_counts, err);
    m.n = plx_bits_count(set);
    m.docids = malloc((m.n + 1) * sizeof *m.docids);
    if (!m.docids) {
        memset(s->scores->count, 0, s->scores->cap * sizeof *s->scores->count);
        return no_memory(err);
    }
    plx_bits_list(set, m.docids);
    settle(s, plx_score_weight(s->tables, (uint32_t)m.n) * u->boost, &m);
    free(m.docids);
    return rc;
}

plx_status plx_score_leaf(const plx_scoring *s, const plx_unit *u, const plx_bits *set,
                          plx_error *err)
{
    members m = { set, NULL, NULL, plx_bits_count(set) };
    plx_status rc = PLX_OK;

    m.docids = malloc((m.n + 1) * sizeof *m.docids);
    m.least = malloc((m.n + 1) * sizeof *m.least);
    if (m.docids && m.least) {
        plx_bits_list(set, m.docids);
        rc = score_parts(s, u, &m, err);
        if (!rc && m.n)
            rc = score_ways(s, u, &m, err);
    } else {
        rc = no_memory(err);
    }
    free(m.docids);
    free(m.least);
    return rc;
}
