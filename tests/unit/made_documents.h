/* tests/unit/made_documents.h - documents made from a number, of the kinds a writer can trip over
 */
#ifndef PLX_TESTS_MADE_DOCUMENTS_H
#define PLX_TESTS_MADE_DOCUMENTS_H

#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

/** Numbers that look random and are the same everywhere. */
static inline uint64_t next_number(uint64_t *seed)
{
    uint64_t z = *seed += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/** 0 .. below - 1 */
static inline uint32_t number_below(uint64_t *seed, uint32_t below)
{
    return (uint32_t)(next_number(seed) % below);
}

typedef enum made_kind {
    MADE_STORY,          /* words as frequent as those of a language, values, data */
    MADE_EMPTY,          /* nothing at all */
    MADE_NULS,           /* NUL bytes in terms, values and data */
    MADE_ONE_WORD,       /* 64 KB of one word */
    MADE_MANY_TERMS,     /* 10,000 distinct terms */
    MADE_TERM_LENGTHS,   /* of 1 to 245 bytes */
    MADE_RANDOM_DATA,    /* 1 MB that cannot be compressed: over a chain of blocks */
    MADE_EVEN_DATA,      /* 1 MB that compresses to nearly nothing */
    MADE_FAR_POSITIONS,  /* up to 2^32 - 2 */
    MADE_UNSORTED_SLOTS, /* and slots over 255, up to 2^32 - 2 */
    MADE_COUNTS,         /* wdf of 0 and of 2^30, terms with and without positions, booleans */
    MADE_LONG_VALUES,    /* of 65,535 bytes; one set and removed, one set twice */
    MADE_KINDS
} made_kind;

/**
 * Make a document; the same of the same arguments.
 *
 * @param size  0..100: percent of the sizes above
 * @return to be freed with plx_doc_free(); NULL if it could not be made
 */
plx_doc *made_document(made_kind kind, uint64_t seed, unsigned size);

#endif
