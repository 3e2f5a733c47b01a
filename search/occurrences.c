#include "search/occurrences.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

/* Shares of a stem's weight that a word adds to a passage: met again; in a phrase; close behind
 * another word of the query (NEAR_POSITIONS). Chosen by eye on news. */
#define SHARE_AGAIN    0.1
#define SHARE_PHRASE   0.6
#define SHARE_NEAR     0.3
#define NEAR_POSITIONS 4

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "snippet: out of memory");
}

void plx_occurrences_release(plx_occurrences *o)
{
    free(o->items);
    *o = (plx_occurrences){ NULL, 0, 0 };
}

/* --------------------------------------------------------------- finding */

uint64_t plx_occurrences_bits(const plx_highlight *hl)
{
    uint64_t bits = 0;
    size_t i, len;

    for (i = 0; i < hl->count; i++) {
        const char *stem = plx_map_key(hl->stems, (uint32_t)i, &len);

        bits |= UINT64_C(1) << (plx_hash64(stem, len) & 63);
    }
    return bits;
}

static plx_status add(plx_occurrences *o, plx_occurrence x, plx_error *err)
{
    if (o->count == o->cap) {
        size_t cap = o->cap ? o->cap * 2 : 64;
        plx_occurrence *items = realloc(o->items, cap * sizeof *items);

        if (!items)
            return no_memory(err);
        o->items = items;
        o->cap = cap;
    }
    o->items[o->count++] = x;
    return PLX_OK;
}

plx_status plx_occurrences_find(const plx_tokens *t, const plx_highlight *hl, uint64_t bits,
                                size_t start, uint32_t pos, plx_occurrences *o, plx_error *err)
{
    plx_status rc = PLX_OK;
    size_t i;

    for (i = 0; !rc && i < t->count; i++) {
        const plx_token *x = &t->items[i];
        uint32_t stem;

        if (x->flags & PLX_TOKEN_COMPOUND || !(bits >> (x->word->stem_hash & 63) & 1))
            continue;
        stem = plx_map_find(hl->stems, x->word->stem, x->word->stem_len);
        if (stem != PLX_MAP_NONE)
            rc = add(o,
                     (plx_occurrence){ (uint32_t)start + x->start, x->len, pos + x->pos, stem,
                                       false, 0 },
                     err);
    }
    return rc;
}

static bool has_phrase(const plx_occurrences *o, size_t at, const uint32_t *stems, size_t n)
{
    size_t k;

    if (n > o->count - at)
        return false;
    for (k = 0; k < n; k++)
        if (o->items[at + k].stem != stems[k] || o->items[at + k].pos != o->items[at].pos + k)
            return false;
    return true;
}

static void mark_phrases(plx_occurrences *o, const plx_highlight *hl)
{
    size_t i, p, k;

    for (i = 0; i < o->count; i++)
        for (p = 0; p < hl->phrase_count; p++) {
            const plx_highlight_phrase *ph = &hl->phrases[p];

            if (!has_phrase(o, i, hl->sequence + ph->first, ph->count))
                continue;
            for (k = 0; k < ph->count; k++)
                o->items[i + k].in_phrase = true;
        }
}

void plx_occurrences_settle(plx_occurrences *o, const plx_highlight *hl)
{
    size_t n = 0, i;

    mark_phrases(o, hl);
    for (i = 0; i < o->count; i++)
        if (!hl->alone || hl->alone[o->items[i].stem] || o->items[i].in_phrase)
            o->items[n++] = o->items[i];
    o->count = n;
}

/* --------------------------------------------------------------- passage */

static void weigh_places(plx_occurrences *o, const plx_highlight *hl)
{
    size_t i;

    for (i = 0; i < o->count; i++) {
        plx_occurrence *x = &o->items[i];
        double w = hl->weight[x->stem];

        x->bonus = SHARE_AGAIN * w + (x->in_phrase ? SHARE_PHRASE * w : 0);
        if (i && x[-1].stem != x->stem && x->pos - x[-1].pos <= NEAR_POSITIONS)
            x->bonus += SHARE_NEAR * w;
    }
}

static uint32_t word_of(const plx_highlight *hl, const plx_occurrence *x)
{
    return hl->word ? hl->word[x->stem] : x->stem;
}

/* Both ends only move forward. */
plx_status plx_occurrences_best(plx_occurrences *o, const plx_highlight *hl, size_t bytes,
                                size_t *first, size_t *last, plx_error *err)
{
    uint32_t *seen = calloc(hl->count, sizeof *seen);
    double weight = 0, best = -1;
    size_t i = 0, j;

    if (!seen)
        return no_memory(err);
    weigh_places(o, hl);
    for (j = 0; j < o->count; j++) {
        const plx_occurrence *x = &o->items[j];

        weight += x->bonus + (seen[word_of(hl, x)]++ ? 0 : hl->weight[x->stem]);
        for (; i < j && x->start + x->len - o->items[i].start > bytes; i++) {
            const plx_occurrence *gone = &o->items[i];

            weight -= gone->bonus + (--seen[word_of(hl, gone)] ? 0 : hl->weight[gone->stem]);
        }
        if (weight > best * (1 + 1e-9)) {
            best = weight;
            *first = i;
            *last = j;
        }
    }
    free(seen);
    return PLX_OK;
}
