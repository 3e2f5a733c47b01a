#include "text/sketch.h"

#include <string.h>

/* Tries to find an entry to borrow from before the nearest one is taken. */
#define BORROW_TRIES 1024

/* Smallest hash of each entry; UINT64_MAX: empty. */
typedef struct minima {
    uint64_t of[PLX_SKETCH_SIZE];
} minima;

/* The finaliser of SplitMix64: all bits of the result hang on all bits of x. */
static uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

/* Order matters. */
static uint64_t join(uint64_t before, uint64_t word)
{
    return mix(before * UINT64_C(0x9e3779b97f4a7c15) + word);
}

/* A number below PLX_SKETCH_SIZE from the low half of a hash; the high half orders. */
static size_t entry_of(uint64_t hash)
{
    return (size_t)(((hash & UINT32_MAX) * PLX_SKETCH_SIZE) >> 32);
}

static void add(minima *m, uint64_t hash)
{
    uint64_t *least = &m->of[entry_of(hash)];

    if (hash < *least)
        *least = hash;
}

/* Parts of hyphenated words stand beside the whole, which counts not. */
static bool is_counted(const plx_token *t)
{
    return !(t->flags & PLX_TOKEN_COMPOUND);
}

static size_t count_words(const plx_tokens *text)
{
    size_t n = 0, i;

    for (i = 0; i < text->count; i++)
        n += is_counted(&text->items[i]);
    return n;
}

static void add_pairs(minima *m, const plx_tokens *text)
{
    uint64_t before = 0;
    bool is_first = true;
    size_t i;

    for (i = 0; i < text->count; i++) {
        uint64_t word;

        if (!is_counted(&text->items[i]))
            continue;
        word = text->items[i].word->text_hash;
        if (!is_first)
            add(m, join(before, word));
        before = word;
        is_first = false;
    }
}

static void add_whole(minima *m, const plx_tokens *text)
{
    uint64_t whole = 0;
    size_t i;

    for (i = 0; i < text->count; i++)
        if (is_counted(&text->items[i]))
            whole = join(whole, text->items[i].word->text_hash);
    add(m, whole);
}

/* The entry that an empty one borrows from: the first of a row of its own that is not empty, the
 * same in every sketch. At least one is not. */
static size_t lender(const minima *m, size_t entry)
{
    uint64_t seed = mix(entry + 1);
    size_t i, at = entry;

    for (i = 0; i < BORROW_TRIES; i++) {
        seed = mix(seed);
        at = entry_of(seed);
        if (m->of[at] != UINT64_MAX)
            return at;
    }
    while (m->of[at] == UINT64_MAX)
        at = (at + 1) % PLX_SKETCH_SIZE;
    return at;
}

void plx_sketch_make(const plx_tokens *text, plx_sketch *out)
{
    size_t words = count_words(text), i;
    minima m;

    memset(out, 0, sizeof *out);
    if (words < PLX_SKETCH_WORDS_EQUAL)
        return;
    memset(&m, 0xff, sizeof m);
    if (words < PLX_SKETCH_WORDS_MIN)
        add_whole(&m, text);
    else
        add_pairs(&m, text);
    out->exists = true;
    for (i = 0; i < PLX_SKETCH_SIZE; i++) {
        size_t from = m.of[i] == UINT64_MAX ? lender(&m, i) : i;

        /* what is lent looks different in each entry, or few pairs would agree by chance often */
        out->entry[i] = (uint8_t)(mix(m.of[from] + i) >> 56);
    }
}

double plx_sketch_similarity(const plx_sketch *a, const plx_sketch *b)
{
    const double chance = 1.0 / 256; /* of two different entries to be equal */
    unsigned equal = 0;
    double share;
    size_t i;

    if (!a->exists || !b->exists)
        return 0;
    for (i = 0; i < PLX_SKETCH_SIZE; i++)
        equal += a->entry[i] == b->entry[i];
    share = (double)equal / PLX_SKETCH_SIZE;
    return share > chance ? (share - chance) / (1 - chance) : 0;
}

size_t plx_sketch_encode(const plx_sketch *s, unsigned char out[PLX_SKETCH_BYTES])
{
    if (!s->exists)
        return 0;
    memcpy(out, s->entry, PLX_SKETCH_BYTES);
    return PLX_SKETCH_BYTES;
}

bool plx_sketch_decode(const void *p, size_t n, plx_sketch *out)
{
    memset(out, 0, sizeof *out);
    if (n != PLX_SKETCH_BYTES)
        return false;
    memcpy(out->entry, p, n);
    out->exists = true;
    return true;
}
