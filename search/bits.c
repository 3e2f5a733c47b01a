#include "search/bits.h"

#include <stdlib.h>
#include <string.h>

plx_status plx_bits_reset(plx_bits *b, uint32_t last_docid, plx_error *err)
{
    size_t words = (size_t)last_docid / 64 + 1;

    if (words > b->cap) {
        uint64_t *word = realloc(b->word, words * sizeof *word);

        if (!word)
            return plx_fail(err, PLX_ERR_NOMEM, "search: out of memory");
        b->word = word;
        b->cap = words;
    }
    b->words = words;
    memset(b->word, 0, words * sizeof *b->word);
    return PLX_OK;
}

void plx_bits_release(plx_bits *b)
{
    free(b->word);
    memset(b, 0, sizeof *b);
}

void plx_bits_copy(plx_bits *to, const plx_bits *from)
{
    memcpy(to->word, from->word, from->words * sizeof *to->word);
}

void plx_bits_and(plx_bits *to, const plx_bits *from)
{
    size_t i;

    for (i = 0; i < to->words; i++)
        to->word[i] &= from->word[i];
}

void plx_bits_or(plx_bits *to, const plx_bits *from)
{
    size_t i;

    for (i = 0; i < to->words; i++)
        to->word[i] |= from->word[i];
}

void plx_bits_and_not(plx_bits *to, const plx_bits *from)
{
    size_t i;

    for (i = 0; i < to->words; i++)
        to->word[i] &= ~from->word[i];
}

/* Bits set in one word, by adding neighbours (C11 has no such operation). */
static unsigned count_word(uint64_t x)
{
    x -= x >> 1 & UINT64_C(0x5555555555555555);
    x = (x & UINT64_C(0x3333333333333333)) + (x >> 2 & UINT64_C(0x3333333333333333));
    x = (x + (x >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    return (unsigned)(x * UINT64_C(0x0101010101010101) >> 56);
}

uint32_t plx_bits_count(const plx_bits *b)
{
    uint32_t n = 0;
    size_t i;

    for (i = 0; i < b->words; i++)
        n += count_word(b->word[i]);
    return n;
}

size_t plx_bits_list(const plx_bits *b, uint32_t *docids)
{
    size_t n = 0, i;

    for (i = 0; i < b->words; i++) {
        uint64_t x = b->word[i];

        for (; x; x &= x - 1) /* takes the lowest bit off */
            docids[n++] = (uint32_t)(i * 64 + count_word((x & (0 - x)) - 1));
    }
    return n;
}

void plx_bits_clear_to(plx_bits *b, uint32_t docid)
{
    size_t whole = ((size_t)docid + 1) >> 6;

    if (whole >= b->words) {
        memset(b->word, 0, b->words * sizeof *b->word);
        return;
    }
    memset(b->word, 0, whole * sizeof *b->word);
    b->word[whole] &= ~UINT64_C(0) << ((docid + 1) & 63);
}

void plx_bits_clear_from(plx_bits *b, uint32_t docid)
{
    size_t whole = docid >> 6;

    if (whole >= b->words)
        return;
    b->word[whole] &= ~(~UINT64_C(0) << (docid & 63));
    memset(b->word + whole + 1, 0, (b->words - whole - 1) * sizeof *b->word);
}
