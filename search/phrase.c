#include "search/phrase.h"

#include <stdlib.h>
#include <string.h>

/* Docids read from the store at a time. */
#define CHUNK 256

/* A word and its place in the phrase. */
typedef struct word {
    const plx_plan_term *term;
    const char *text;
    uint32_t place;
    plx_positions *positions;
} word;

typedef struct phrase {
    const plx_collector *c;
    word *words; /* the rarest first */
    size_t count;
    uint32_t *start; /* where the phrase may begin in the article */
    size_t starts, cap;
    plx_bits *set;
    uint32_t found;
    plx_error *err;
} phrase;

static plx_status no_memory(const phrase *x)
{
    return plx_fail(x->err, PLX_ERR_NOMEM, "search: out of memory");
}

/* --------------------------------------------------------------- articles */

static plx_status reserve(phrase *x, size_t n)
{
    uint32_t *start;

    if (n <= x->cap)
        return PLX_OK;
    start = realloc(x->start, 2 * n * sizeof *start);
    if (!start)
        return no_memory(x);
    x->start = start;
    x->cap = 2 * n;
    return PLX_OK;
}

/* Begin with each place of the rarest word that leaves room for the words before it. */
static plx_status begin_article(phrase *x, uint32_t docid)
{
    const uint32_t *at = NULL;
    size_t n = 0, i;
    plx_status rc = plx_positions_read(x->words[0].positions, docid, &at, &n, x->err);

    if (!rc)
        rc = reserve(x, n);
    x->starts = 0;
    for (i = 0; !rc && i < n; i++)
        if (at[i] >= x->words[0].place && at[i] < UINT32_MAX - x->count)
            x->start[x->starts++] = at[i] - x->words[0].place;
    return rc;
}

/* Keep the starts from which a word stands at its place; of the last word one will do. */
static plx_status keep_starts(phrase *x, uint32_t docid, const word *w, bool is_last)
{
    plx_status rc;
    size_t i;

    for (i = 0; i < x->starts; i++)
        x->start[i] += w->place;
    rc = plx_positions_keep(w->positions, docid, x->start, &x->starts, is_last, x->err);
    for (i = 0; i < x->starts; i++)
        x->start[i] -= w->place;
    return rc;
}

static plx_status check_article(phrase *x, uint32_t docid)
{
    plx_status rc = begin_article(x, docid);
    size_t i;

    for (i = 1; !rc && i < x->count && x->starts; i++)
        rc = keep_starts(x, docid, &x->words[i], i + 1 == x->count);
    if (rc || !x->starts)
        return rc;
    plx_bits_set(x->set, docid);
    x->found++;
    plx_deadline_spend(x->c->deadline, 1);
    return plx_deadline_phase(x->c->deadline, PLX_PHASE_MATCH, x->err);
}

static plx_status check_articles(phrase *x, plx_postings *it)
{
    uint32_t docids[CHUNK];
    size_t n, i;
    plx_status rc;

    do {
        rc = plx_postings_read(it, docids, CHUNK, &n, x->err);
        for (i = 0; !rc && i < n; i++) {
            if (i % 16 == 0) /* a long list may take 0.1 ms */
                rc = plx_deadline_phase(x->c->deadline, PLX_PHASE_MATCH, x->err);
            if (!rc)
                rc = check_article(x, docids[i]);
        }
    } while (!rc && n == CHUNK);
    return rc;
}

/* ------------------------------------------------------------------ words */

static int compare_words(const void *a, const void *b)
{
    const word *x = a, *y = b;

    if (x->term->freq != y->term->freq)
        return x->term->freq < y->term->freq ? -1 : 1;
    return x->place < y->place ? -1 : 1;
}

static plx_status open_words(phrase *x, const plx_plan *plan, const plx_alternative *a)
{
    plx_store *st = plx_snapshot_store(x->c->tables->snap);
    plx_status rc = PLX_OK;
    size_t i;

    x->words = calloc(a->count, sizeof *x->words);
    if (!x->words)
        return no_memory(x);
    for (i = 0; i < a->count; i++) {
        const plx_plan_term *t = &plan->term[a->first + i];

        x->words[i] = (word){ t, plan->pool.s + t->at, (uint32_t)i, NULL };
    }
    qsort(x->words, a->count, sizeof *x->words, compare_words);
    for (x->count = 0; !rc && x->count < a->count; x->count += !rc) {
        word *w = &x->words[x->count];

        rc = plx_positions_open(st, w->text, w->term->len, &w->positions, x->err);
    }
    return rc;
}

plx_status plx_phrase_collect(const plx_collector *c, const plx_plan *plan, plx_alternative *a,
                              plx_bits *set, plx_error *err)
{
    phrase x = { .c = c, .set = set, .err = err };
    plx_postings *it = NULL;
    plx_status rc = plx_deadline_phase(c->deadline, PLX_PHASE_MATCH, err);

    if (!rc)
        rc = open_words(&x, plan, a);
    if (!rc)
        rc = plx_postings_open(plx_snapshot_store(c->tables->snap), x.words[0].text,
                               x.words[0].term->len, &it, err);
    if (!rc)
        rc = check_articles(&x, it);
    a->found = x.found;
    plx_postings_close(it);
    while (x.count)
        plx_positions_close(x.words[--x.count].positions);
    free(x.words);
    free(x.start);
    return rc;
}
