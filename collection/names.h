/* collection/names.h - which words of an index may be names, by name key
 *
 * A table beside the spelling table: metadata "name-KEY" (text/name_key.h) holds the surface words
 * with this key in byte order, each as its length, bytes, and three counts as varints: how often it
 * stood like a name, like another word, and at all. "Like a name" is with a capital where nothing
 * else asks for one; scripts without case, titles and beginnings of sentences say nothing.
 *
 * Words are gathered in memory and added in one go, each key read and written once. Like the
 * spelling table it only grows: words of deleted articles stay until the next `upgrade`. The same
 * articles give the same table, in whatever order and however many threads they were counted. */
#ifndef PLX_COLLECTION_NAMES_H
#define PLX_COLLECTION_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "store/store.h"

/** How a word was seen. */
typedef struct plx_name_counts {
    uint32_t as_name;  /* with a capital inside of a sentence of a text */
    uint32_t as_other; /* without one, or in capitals throughout, in a text that has both */
    uint32_t all;
} plx_name_counts;

/** Is it a name, for all that is known? */
static inline bool plx_name_counts_is_name(const plx_name_counts *c)
{
    return c->as_name >= c->as_other;
}

/** Words to be added. */
typedef struct plx_names plx_names;

plx_status plx_names_new(plx_names **out, plx_error *err);
void plx_names_free(plx_names *n);

/**
 * Count a word; those that cannot be names (plx_name_read()) are passed over.
 *
 * @param word  folded; must stay valid until plx_names_write() or plx_names_free()
 */
plx_status plx_names_add(plx_names *n, const char *word, size_t len, const plx_name_counts *c,
                         plx_error *err);

/** Add all to the table of a store and forget them. */
plx_status plx_names_write(plx_names *n, plx_store *st, plx_error *err);

/**
 * Call fn with each word under a key, in byte order.
 *
 * @param fn  returns false to stop; the word is borrowed for the call
 * @return PLX_OK, also where the key has no words; PLX_ERR_CORRUPT; the store's errors
 */
plx_status plx_names_each(plx_store *st, const char *key,
                          bool (*fn)(void *ctx, const char *word, size_t len,
                                     const plx_name_counts *c),
                          void *ctx, plx_error *err);

#endif
