/* tests/unit/equal_stores.h - whether two databases say the same, asked of the engine itself
 *
 * Everything its interface tells is compared: documents with their data, values, lengths and
 * term lists; every list of postings with its statistics, and every list of positions; value
 * streams; words of the spelling table and what is suggested for misspelt ones; metadata and
 * synonyms. Not compared: UUID and revision, and how the bytes lie in the tables.
 */
#ifndef PLX_TESTS_EQUAL_STORES_H
#define PLX_TESTS_EQUAL_STORES_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Zeroed: every statistic is the same on both sides. */
typedef struct equal_options {
    /* Bounds of lengths, wdfs, values and spelling counts may be wider on the left: the engine
     * keeps those of documents that are gone. */
    bool left_is_wider;
    /* Bounds on the right are those of its documents. */
    bool right_is_exact;
} equal_options;

/**
 * Compare two folders.
 *
 * @param opt  may be NULL
 * @param why  receives the first difference in words; "" if there is none
 */
bool equal_stores(const char *left, const char *right, const equal_options *opt, char *why,
                  size_t why_bytes);

#ifdef __cplusplus
}
#endif

#endif
