#include "classifier/phrases.h"

#include <stdlib.h>
#include <string.h>

void plx_phrases_release(plx_phrases *set)
{
    free(set->items);
    memset(set, 0, sizeof *set);
}

plx_status plx_phrases_add(plx_phrases *set, const plx_phrase *p, plx_error *err)
{
    if (p->count == 0)
        return PLX_OK;
    if (set->count >= PLX_PHRASES_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "more than %u terms: leave some out", PLX_PHRASES_MAX);
    if (set->count == set->cap) {
        size_t cap = set->cap ? 2 * set->cap : 64;
        plx_phrase *items = realloc(set->items, cap * sizeof *items);
        if (!items)
            return plx_fail(err, PLX_ERR_NOMEM, "terms: out of memory");
        set->items = items;
        set->cap = cap;
    }
    set->items[set->count++] = *p;
    return PLX_OK;
}

static plx_phrase phrase_of(const plx_tokens *t)
{
    plx_phrase p = { .count = 0 };

    for (size_t i = 0; i < t->count && p.count < PLX_PHRASE_WORDS; i++)
        if (!(t->items[i].flags & PLX_TOKEN_COMPOUND))
            p.word[p.count++] = t->items[i].word->stem_hash;
    return p;
}

plx_status plx_phrases_add_lines(plx_phrases *set, plx_analyser *an, const char *lang,
                                 const char *lines, plx_error *err)
{
    plx_status rc = PLX_OK;
    plx_tokens t;

    plx_tokens_init(&t);
    while (rc == PLX_OK && *lines) {
        size_t n = strcspn(lines, "\n");
        rc = plx_analyser_run(an, lang, lines, n, &t, err);
        if (rc == PLX_OK) {
            plx_phrase p = phrase_of(&t);
            rc = plx_phrases_add(set, &p, err);
        }
        lines += n + (lines[n] == '\n');
    }
    plx_tokens_release(&t);
    return rc;
}

plx_status plx_phrases_add_all(plx_phrases *set, const plx_phrases *from, plx_error *err)
{
    plx_status rc = PLX_OK;

    for (size_t i = 0; rc == PLX_OK && i < from->count; i++)
        rc = plx_phrases_add(set, &from->items[i], err);
    return rc;
}

/* By words, a phrase before the longer ones that begin with it. */
static int compare(const void *pa, const void *pb)
{
    const plx_phrase *a = pa, *b = pb;
    size_t n = a->count < b->count ? a->count : b->count;

    for (size_t i = 0; i < n; i++)
        if (a->word[i] != b->word[i])
            return a->word[i] < b->word[i] ? -1 : 1;
    return (a->count > b->count) - (a->count < b->count);
}

static unsigned bloom_bit(uint64_t h)
{
    return (unsigned)(h >> 48); /* 16 bits of the hash */
}

void plx_phrases_seal(plx_phrases *set)
{
    size_t kept = 0;

    if (set->count > 1)
        qsort(set->items, set->count, sizeof *set->items, compare);
    memset(set->bloom, 0, sizeof set->bloom);
    for (size_t i = 0; i < set->count; i++) {
        if (kept && compare(&set->items[kept - 1], &set->items[i]) == 0)
            continue;
        set->items[kept++] = set->items[i];
        unsigned bit = bloom_bit(set->items[i].word[0]);
        set->bloom[bit >> 6] |= (uint64_t)1 << (bit & 63);
    }
    set->count = kept;
}

/* First phrase that begins with word h or a later one. */
static size_t lower_bound(const plx_phrases *set, uint64_t h)
{
    size_t lo = 0, hi = set->count;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (set->items[mid].word[0] < h)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

size_t plx_phrases_match(const plx_phrases *set, const uint64_t *word, size_t n)
{
    unsigned bit;
    size_t best = 0;

    if (n == 0)
        return 0;
    bit = bloom_bit(word[0]);
    if (!(set->bloom[bit >> 6] >> (bit & 63) & 1))
        return 0;
    for (size_t i = lower_bound(set, word[0]); i < set->count; i++) {
        const plx_phrase *p = &set->items[i];
        if (p->word[0] != word[0])
            break;
        if (p->count <= n && p->count > best && memcmp(p->word, word, p->count * sizeof *word) == 0)
            best = p->count;
    }
    return best;
}
