/* tests/unit/table_probe.h - the store's tables and version file, for tests in C */
#ifndef PLX_TESTS_TABLE_PROBE_H
#define PLX_TESTS_TABLE_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    PROBE_POSTLIST,
    PROBE_DOCDATA,
    PROBE_TERMLIST,
    PROBE_POSITION,
    PROBE_SPELLING,
    PROBE_SYNONYM,
    PROBE_TABLES
};

typedef struct probe_item {
    const char *key;
    size_t key_len;
    const char *tag;
    size_t tag_len;
    bool is_given; /* compressed here before it is added, if that makes it smaller */
} probe_item;

/* What a version file says. */
typedef struct probe_database probe_database;

#define PROBE_EXPORT __attribute__((visibility("default")))

/* Of a database without documents. NULL: no memory. */
PROBE_EXPORT probe_database *probe_new(void);
PROBE_EXPORT void probe_free(probe_database *db);
PROBE_EXPORT plx_status probe_load(const char *dir, probe_database **out, plx_error *err);
PROBE_EXPORT plx_status probe_save(const char *dir, const probe_database *db, plx_error *err);
/* The UUID, NUL-terminated, 36 characters. */
PROBE_EXPORT void probe_uuid(const probe_database *db, char out[37]);
/* Say that a table has another number of entries, level or root. */
PROBE_EXPORT void probe_lie(probe_database *db, int table, int64_t entries, int level,
                            int64_t root);

/* Write a table and keep its root. compressing: let the table compress. */
PROBE_EXPORT plx_status probe_write(probe_database *db, const char *dir, int table,
                                    const probe_item *items, size_t n, bool compressing,
                                    plx_error *err);
PROBE_EXPORT unsigned probe_level(const probe_database *db, int table);

/* Call fn with each item, its tag as it was given. fn may be NULL. */
PROBE_EXPORT plx_status probe_read(const probe_database *db, const char *dir, int table,
                                   void (*fn)(void *ctx, const probe_item *item), void *ctx,
                                   plx_error *err);

/* Read all tables of a database and write them into the folder `to`, with a version file. */
PROBE_EXPORT plx_status probe_rewrite(const char *from, const char *to, plx_error *err);

#ifdef __cplusplus
}
#endif
#endif
