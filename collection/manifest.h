/* collection/manifest.h - what was read from where, so that a second run skips it
 *
 * JSON Lines, one a file, later lines of the same file replace earlier ones:
 * {"file","path","size","mtime_ns","digest","options","failed","articles"}. `file` is a number that
 * stays with a file when it moves; articles carry it (PLX_SLOT_FILE). path is the real path, which
 * does not depend on the working directory. Lines are appended, synced, after the commit they
 * describe: a file in it is in the index. A torn last line is passed over; a file with much
 * outdated in it is written anew when it is opened. */
#ifndef PLX_COLLECTION_MANIFEST_H
#define PLX_COLLECTION_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/hash.h"

typedef struct plx_manifest plx_manifest;

/** One file. Strings are borrowed from the manifest until it changes. */
typedef struct plx_manifest_entry {
    uint32_t file; /* from 1 */
    const char *path;
    long long size, mtime_ns;
    char digest[PLX_DIGEST_HEX + 1];  /* of its bytes; "" if not known */
    char options[PLX_DIGEST_HEX + 1]; /* of what else decides how it is read */
    bool failed;                      /* something in it could not be read: it is tried again */
    bool is_gone;                     /* vanished and pruned: a tombstone */
    uint64_t articles;                /* read from it */
} plx_manifest_entry;

/**
 * Read it; an absent file is an empty manifest, a damaged one too (files are read again).
 *
 * @param is_dry  never write
 */
plx_status plx_manifest_open(const char *path, bool is_dry, plx_manifest **out, plx_error *err);
void plx_manifest_close(plx_manifest *m);

/** The entry of a path, NULL if there is none (or a tombstone). */
const plx_manifest_entry *plx_manifest_find(const plx_manifest *m, const char *path);
/** The entry of a number, NULL if there is none. */
const plx_manifest_entry *plx_manifest_file(const plx_manifest *m, uint32_t file);
/** All entries in the order of their numbers, tombstones too. */
size_t plx_manifest_count(const plx_manifest *m);
const plx_manifest_entry *plx_manifest_at(const plx_manifest *m, size_t i);

/** Number for a path: that of its entry, else a new one (noted with the first plx_manifest_note).
 */
plx_status plx_manifest_number(plx_manifest *m, const char *path, uint32_t *file, plx_error *err);

/** Remember a file under e->path and its number (plx_manifest_number() when e->file is 0). */
plx_status plx_manifest_note(plx_manifest *m, const plx_manifest_entry *e, plx_error *err);
/** A file was found again under another path. */
plx_status plx_manifest_move(plx_manifest *m, uint32_t file, const char *path, long long mtime_ns,
                             plx_error *err);
/** A file is gone and its articles were removed. */
plx_status plx_manifest_drop(plx_manifest *m, uint32_t file, plx_error *err);

/** Append what was noted since, synced. */
plx_status plx_manifest_save(plx_manifest *m, plx_error *err);

#endif
