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
        uint32_t *count;

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

/* Rarity of a word. One is added inside, so that words in more than half of the articles still
 * count for more than nothing. */
static float weight_of(const plx_tables *t, uint32_t freq)
{
    double all = t->documents > freq ? t->documents : freq;

    return (float)(log(1 + (all - freq + 0.5) / (freq + 0.5)) * (PLX_BM25_K1 + 1));
}

static void add(const plx_scoring *s, float weight, uint32_t docid, uint32_t count)
{
    float n = (float)count;

    s->scores->score[docid] += weight * n / (n + s->tables->norm[docid]);
}

plx_status plx_score_term(const plx_scoring *s, const plx_plan_term *t, plx_bits *set,
                          plx_error *err)
{
    float weight = weight_of(s->tables, t->freq);
    uint32_t docids[CHUNK], counts[CHUNK];
    plx_postings *it = NULL;
    size_t n = 0, i;
    plx_status rc = plx_postings_open(plx_snapshot_store(s->tables->snap), s->plan->pool.s + t->at,
                                      t->len, &it, err);

    do {
        if (!rc)
            rc = plx_deadline_check(s->deadline, err);
        if (!rc)
            rc = plx_postings_read_counts(it, docids, counts, CHUNK, &n, err);
        for (i = 0; !rc && i < n; i++) {
            plx_bits_set(set, docids[i]);
            add(s, weight, docids[i], counts[i]);
        }
    } while (!rc && n == CHUNK);
    plx_postings_close(it);
    return rc;
}

/* ----------------------------------------------------------------- leaves */

/* Add a term's counts within a list of docids, by steps. */
static plx_status count_by_skipping(const plx_scoring *s, plx_postings *it, const uint32_t *docids,
                                    size_t n, plx_error *err)
{
    uint32_t at = 0, count;
    plx_status rc = PLX_OK;
    size_t i;

    for (i = 0; !rc && i < n; i++) {
        if (at < docids[i])
            rc = plx_postings_next(it, docids[i], &at, err);
        if (rc || !at)
            break;
        if (at != docids[i])
            continue;
        rc = plx_postings_wdf(it, &count, err);
        if (!rc)
            s->scores->count[at] += count;
    }
    return rc;
}

static plx_status count_by_reading(const plx_scoring *s, plx_postings *it, const plx_bits *set,
                                   plx_error *err)
{
    uint32_t docids[CHUNK], counts[CHUNK];
    size_t n = 0, i;
    plx_status rc;

    do {
        rc = plx_deadline_check(s->deadline, err);
        if (!rc)
            rc = plx_postings_read_counts(it, docids, counts, CHUNK, &n, err);
        for (i = 0; !rc && i < n; i++)
            if (plx_bits_has(set, docids[i]))
                s->scores->count[docids[i]] += counts[i];
    } while (!rc && n == CHUNK);
    return rc;
}

/* The articles of a leaf. */
typedef struct members {
    const plx_bits *set;
    uint32_t *docids;
    size_t n;
} members;

static plx_status count_term(const plx_scoring *s, const plx_unit *u, const plx_plan_term *t,
                             const members *m, plx_error *err)
{
    /* title words are weighed as the words they are: the title's own terms count nothing */
    size_t skip = u->is_title ? strlen(PLX_PREFIX_TITLE) : 0;
    plx_postings *it = NULL;
    plx_status rc = plx_postings_open(plx_snapshot_store(s->tables->snap),
                                      s->plan->pool.s + t->at + skip, t->len - skip, &it, err);

    if (!rc)
        rc = m->n < t->freq / SKIP_FACTOR ? count_by_skipping(s, it, m->docids, m->n, err)
                                          : count_by_reading(s, it, m->set, err);
    plx_postings_close(it);
    return rc;
}

/* Turn counts into scores, and back to 0. */
static void settle(const plx_scoring *s, float weight, const members *m)
{
    size_t i;

    for (i = 0; i < m->n; i++) {
        uint32_t *count = &s->scores->count[m->docids[i]];

        if (*count)
            add(s, weight, m->docids[i], *count);
        *count = 0;
    }
}

static bool same_term(const plx_plan *p, const plx_plan_term *a, const plx_plan_term *b)
{
    return a->len == b->len && memcmp(p->pool.s + a->at, p->pool.s + b->at, a->len) == 0;
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

/* The words of phrases; a hyphenated word's whole has been weighed by its parts. */
static plx_status score_phrases(const plx_scoring *s, const plx_unit *u, const members *m,
                                plx_error *err)
{
    const plx_plan *p = s->plan;
    plx_status rc = PLX_OK;
    size_t i, t;

    for (i = u->first; !rc && i < u->first + u->count; i++) {
        const plx_alternative *a = &p->alternative[i];

        for (t = a->first; !rc && a->count > 1 && t < a->first + a->count; t++) {
            if (is_repeated(p, u, t))
                continue;
            rc = count_term(s, u, &p->term[t], m, err);
            settle(s, weight_of(s->tables, p->term[t].freq), m);
        }
    }
    return rc;
}

static plx_status score_words(const plx_scoring *s, const plx_unit *u, const members *m,
                              plx_error *err)
{
    plx_status rc = PLX_OK;
    size_t i;

    for (i = u->first; !rc && i < u->first + u->count; i++)
        rc = count_term(s, u, &s->plan->term[s->plan->alternative[i].first], m, err);
    settle(s, weight_of(s->tables, (uint32_t)m->n), m);
    return rc;
}

plx_status plx_score_leaf(const plx_scoring *s, const plx_unit *u, const plx_bits *set,
                          plx_error *err)
{
    members m = { set, NULL, plx_bits_count(set) };
    bool has_phrase = false;
    size_t i;
    plx_status rc;

    if (!m.n)
        return PLX_OK;
    m.docids = malloc(m.n * sizeof *m.docids);
    if (!m.docids)
        return no_memory(err);
    plx_bits_list(set, m.docids);
    for (i = u->first; i < u->first + u->count; i++)
        has_phrase = has_phrase || s->plan->alternative[i].count > 1;
    rc = has_phrase ? score_phrases(s, u, &m, err) : score_words(s, u, &m, err);
    free(m.docids);
    return rc;
}
