/* tests/unit/store_files.h - folders of databases as files */
#ifndef PLX_TESTS_STORE_FILES_H
#define PLX_TESTS_STORE_FILES_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Copy a folder of files; whatever is at `to` is removed. */
bool copy_folder(const char *from, const char *to);
void remove_folder(const char *dir);

/** Give a word a synonym, as another program of the engine would. */
void add_synonym(const char *dir, const char *word, const char *synonym);

/**
 * Whether two databases are the same byte for byte but for their UUIDs.
 *
 * @param why  receives which file is not; "" if there is none
 */
bool same_files(const char *left, const char *right, char *why, size_t why_bytes);

/**
 * Whether the tables that have one form only have the same keys and tags: all but the postings,
 * whose chunks may end anywhere.
 */
bool same_entries(const char *left, const char *right, char *why, size_t why_bytes);

#ifdef __cplusplus
}
#endif

#endif
