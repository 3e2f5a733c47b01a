/* indexer/repeat_counts.h - in how many documents a key was met, in bounded memory
 *
 * Lossy counting with a table of fixed size in place of buckets of fixed width: when it is full,
 * the keys met least are forgotten, and a key that comes later may be counted short by as much
 * as was forgotten. Not safe for several threads. */
#ifndef PLX_INDEXER_REPEAT_COUNTS_H
#define PLX_INDEXER_REPEAT_COUNTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Documents remembered for a key. */
#define PLX_REPEAT_DOCS 4

typedef struct plx_repeat_entry {
    uint64_t key;                    /* 0 = free */
    uint32_t count;                  /* documents; at least so many */
    uint32_t slack;                  /* documents that may have been forgotten before */
    uint32_t docid[PLX_REPEAT_DOCS]; /* the first ones */
} plx_repeat_entry;

typedef struct plx_repeat_counts plx_repeat_counts;

/** @param max  keys held at most. NULL without memory. */
plx_repeat_counts *plx_repeat_counts_new(size_t max);
void plx_repeat_counts_free(plx_repeat_counts *c);

/**
 * Count a document for a key, once for each document among the first ones.
 *
 * @param out  receives the entry, valid until the next call; NULL if this document was counted
 * @return false without memory
 */
bool plx_repeat_counts_add(plx_repeat_counts *c, uint64_t key, uint32_t docid,
                           const plx_repeat_entry **out);

#endif
