/* tests/unit/both_stores.h - two stores that are told the same: the left is always written by the
 * engine, the right by the builder, or by the engine too
 *
 * Every change is made on both, whose answers must agree; a commit compares the whole databases
 * (equal_stores.h) and looks for damage. The first difference goes to `why`; after it nothing more
 * is done.
 */
#ifndef PLX_TESTS_BOTH_STORES_H
#define PLX_TESTS_BOTH_STORES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/builder.h"
#include "tests/unit/made_documents.h"

typedef enum both_way { BOTH_BUILD, BOTH_WRITE } both_way;

typedef struct both_stores {
    char dir[256];
    char left[300], right[300]; /* folders of the last commit */
    char next[300];             /* where a builder writes */
    plx_build_options build;
    both_way way;
    unsigned generation;
    plx_store *l, *r;
    bool is_loose; /* something was removed: the engine's bounds stay wide */
    char why[600]; /* "": all the same so far */
} both_stores;

/**
 * Make two empty stores in a folder and open them.
 *
 * @param build  may be NULL: the defaults
 */
void both_begin(both_stores *b, const char *dir, const plx_build_options *build, both_way way);
void both_end(both_stores *b);

/** Put the same document, made twice; it is freed. */
void both_put(both_stores *b, const char *id, plx_doc *l, plx_doc *r);
void both_put_made(both_stores *b, const char *id, made_kind kind, uint64_t seed, unsigned size);
void both_delete(both_stores *b, const char *id);
void both_set_value(both_stores *b, uint32_t docid, uint32_t slot, const void *p, size_t n);
void both_spelling(both_stores *b, const char *word, size_t n, uint32_t count);
void both_metadata(both_stores *b, const char *key, const void *p, size_t n);

/** Ask both, before the commit, for a document, its data and values, and for how many there are. */
void both_read(both_stores *b, const char *id);

/** Commit, compare, and open the next generation, the right one as `way` says. */
void both_next(both_stores *b, both_way way);

#endif
