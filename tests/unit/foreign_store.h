/* tests/unit/foreign_store.h - databases that the store's own calls would not make */
#ifndef PLX_TESTS_FOREIGN_STORE_H
#define PLX_TESTS_FOREIGN_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Let the engine make a database of documents with these docids: each has the terms "word", "QN" of
 * its docid N, and "Qshared", a value in slot 3, and data.
 *
 * @param has_termlists  false: the engine is told to keep none
 */
bool make_foreign_store(const char *dir, const uint32_t *docids, size_t n, bool has_termlists);

/** Let the version file tell of other numbers than the tables have. */
bool falsify_counts(const char *dir, uint32_t documents, uint32_t last_docid);

#ifdef __cplusplus
}
#endif

#endif
