/* search/bits.h - a set of articles: one bit for each docid
 *
 * 150 000 articles are 19 KB, so that AND, OR and NOT of whole sets cost microseconds. */
#ifndef PLX_SEARCH_BITS_H
#define PLX_SEARCH_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/** Zeroed: no set, no memory. */
typedef struct plx_bits {
    uint64_t *word;
    size_t words; /* in use: last_docid / 64 + 1 */
    size_t cap;
} plx_bits;

/** Make it the empty set over docids 0..last_docid; keeps its memory. PLX_ERR_NOMEM. */
plx_status plx_bits_reset(plx_bits *b, uint32_t last_docid, plx_error *err);
void plx_bits_release(plx_bits *b);

/* Both sets are over the same docids. */
void plx_bits_copy(plx_bits *to, const plx_bits *from);
void plx_bits_and(plx_bits *to, const plx_bits *from);
void plx_bits_or(plx_bits *to, const plx_bits *from);
void plx_bits_and_not(plx_bits *to, const plx_bits *from);

uint32_t plx_bits_count(const plx_bits *b);

/**
 * The docids of a set in rising order.
 *
 * @param docids  room for plx_bits_count()
 * @return their number
 */
size_t plx_bits_list(const plx_bits *b, uint32_t *docids);

/** Take out all docids up to this one. */
void plx_bits_clear_to(plx_bits *b, uint32_t docid);
/** Take out this docid, and all after it. */
void plx_bits_clear_from(plx_bits *b, uint32_t docid);

static inline void plx_bits_set(plx_bits *b, uint32_t docid)
{
    b->word[docid >> 6] |= UINT64_C(1) << (docid & 63);
}

static inline void plx_bits_clear(plx_bits *b, uint32_t docid)
{
    b->word[docid >> 6] &= ~(UINT64_C(1) << (docid & 63));
}

/** Docids behind the last are in no set. */
static inline bool plx_bits_has(const plx_bits *b, uint32_t docid)
{
    return docid >> 6 < b->words && (b->word[docid >> 6] >> (docid & 63) & 1);
}

#endif
