#include "collection/sampling.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "classifier/measure.h"

/* An article of a source, of a month, counts less with each that was taken of it before. */
#define SOURCE_PENALTY 1.0
#define MONTH_PENALTY  0.25

/* A candidate in the queue, with what it was worth when it was last looked at. */
struct entry {
    const plx_candidate *candidate;
    double value;
    uint64_t tie;
};

/* A queue: the most valuable is item[0]. */
struct queue {
    struct entry *item;
    size_t count;
};

double plx_sample_uncertainty(const plx_verdict *v, size_t labels)
{
    double sum = 0;

    if (!plx_verdict_is_scored(v) || labels < 2)
        return 0;
    for (size_t i = 0; i < labels; i++) {
        double p = (double)v->probability[i];

        sum -= p > 0 ? p * log(p) : 0;
    }
    return fmin(1, fmax(0, sum / log((double)labels)));
}

double plx_sample_worth(const plx_verdict *v, size_t labels)
{
    double open = plx_sample_uncertainty(v, labels);

    if (!plx_verdict_is_scored(v))
        return 0;
    if (v->by_person || v->kind == PLX_KIND_OFF_TOPIC)
        return open / 4;
    return v->kind == PLX_KIND_UNCLEAR ? (1 + open) / 2 : open / 2;
}

/* ------------------------------------------------------------------- spread */

static void count_one(uint32_t *counts, uint32_t ordinal)
{
    if (ordinal != PLX_SAMPLE_NONE)
        counts[ordinal]++;
}

void plx_sample_count(plx_sample_spread *s, const plx_candidate *c)
{
    count_one(s->sources, c->source);
    count_one(s->months, c->month);
    count_one(s->groups, c->group);
}

static uint32_t counted(const uint32_t *counts, uint32_t ordinal)
{
    return ordinal == PLX_SAMPLE_NONE ? 0 : counts[ordinal];
}

static double value_of(const plx_candidate *c, const plx_sample_spread *s)
{
    return (double)c->worth / ((1 + SOURCE_PENALTY * counted(s->sources, c->source)) *
                               (1 + MONTH_PENALTY * counted(s->months, c->month)));
}

/* -------------------------------------------------------------------- queue */

/* A number that depends on the docid and the seed alone. */
static uint64_t mix(uint64_t seed, uint32_t docid)
{
    uint64_t state = seed;

    state = plx_random(&state) ^ docid;
    return plx_random(&state);
}

static bool is_before(const struct entry *a, const struct entry *b)
{
    if (a->value != b->value)
        return a->value > b->value;
    return a->tie < b->tie;
}

static void sift_down(struct queue *q, size_t i)
{
    for (;;) {
        size_t child = 2 * i + 1;
        struct entry e = q->item[i];

        if (child >= q->count)
            return;
        if (child + 1 < q->count && is_before(&q->item[child + 1], &q->item[child]))
            child++;
        if (!is_before(&q->item[child], &e))
            return;
        q->item[i] = q->item[child];
        q->item[child] = e;
        i = child;
    }
}

static void drop_first(struct queue *q)
{
    q->item[0] = q->item[--q->count];
    sift_down(q, 0);
}

/* The next to be picked, NULL if there is none. Values only fall, so one that is still first when
 * it is looked at anew is the first of all. */
static const plx_candidate *next(struct queue *q, const plx_sample_spread *spread)
{
    while (q->count) {
        struct entry *first = &q->item[0];
        const plx_candidate *c = first->candidate;
        double value = value_of(c, spread);

        if (counted(spread->groups, c->group)) {
            drop_first(q);
        } else if (value < first->value) {
            first->value = value;
            sift_down(q, 0);
        } else {
            drop_first(q);
            return c;
        }
    }
    return NULL;
}

plx_status plx_sample_telling(const plx_sample_request *r, plx_sample_spread *spread, uint32_t *out,
                              size_t *got, plx_error *err)
{
    struct queue q = { .item = malloc((r->count + 1) * sizeof *q.item) };
    const plx_candidate *c;

    *got = 0;
    if (!q.item)
        return plx_fail(err, PLX_ERR_NOMEM, "sampling: out of memory");
    for (size_t i = 0; i < r->count; i++) {
        c = &r->items[i];
        if (c->worth > 0)
            q.item[q.count++] = (struct entry){ c, value_of(c, spread), mix(r->seed, c->docid) };
    }
    for (size_t i = q.count / 2; i-- > 0;)
        sift_down(&q, i);
    while (*got < r->want && (c = next(&q, spread))) {
        out[(*got)++] = c->docid;
        plx_sample_count(spread, c);
    }
    free(q.item);
    return PLX_OK;
}

/* ------------------------------------------------------------------- random */

struct drawn {
    uint64_t key;
    uint32_t docid;
};

static int by_key(const void *pa, const void *pb)
{
    const struct drawn *a = pa, *b = pb;

    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->docid > b->docid) - (a->docid < b->docid);
}

plx_status plx_sample_shuffle(uint32_t *docids, size_t n, uint64_t seed, plx_error *err)
{
    struct drawn *drawn = malloc((n + 1) * sizeof *drawn);

    if (!drawn)
        return plx_fail(err, PLX_ERR_NOMEM, "sampling: out of memory");
    for (size_t i = 0; i < n; i++)
        drawn[i] = (struct drawn){ mix(seed, docids[i]), docids[i] };
    qsort(drawn, n, sizeof *drawn, by_key);
    for (size_t i = 0; i < n; i++)
        docids[i] = drawn[i].docid;
    free(drawn);
    return PLX_OK;
}
