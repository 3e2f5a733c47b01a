/* collection/manifest.h - what was read from where, so that a second run skips it
 *
 * JSON Lines, one a file, later lines of the same file replace earlier ones:
 * {"file","path","size","mtime_ns","digest","options","failed","articles"}, or {"file","path",
 * "gone":true} for one that vanished. `file` is a number that stays with a file when it moves;
 * articles carry it (PLX_SLOT_FILE). path is the real path, which does not depend on the working
 * directory; bytes that are no UTF-8 stand in hex as "path_hex" instead. Lines are appended,
 * synced, after the commit they describe: a file in it is in the index. A torn last line is passed
 * over and cut off by the next append; a file with much outdated in it is written anew when it is
 * opened.
 *
 * Lines without "file" are of index format 1, whose articles carried none: such files are
 * known by path, but have empty `options` and so are read once more.
 *
 * Memory: about 90 bytes a file and its path. One thread at a time. */
#ifndef PLX_COLLECTION_MANIFEST_H
#define PLX_COLLECTION_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/hash.h"

typedef struct plx_manifest plx_manifest;

/** One file. */
typedef struct plx_manifest_entry {
    uint32_t file;    /* from 1 */
    const char *path; /* borrowed until the manifest is closed */
    long long size, mtime_ns;
    char digest[PLX_DIGEST_HEX + 1];  /* of its bytes; "" if not known */
    char options[PLX_DIGEST_HEX + 1]; /* of what else decides how it is read */
    bool failed;                      /* something in it could not be read: it is tried again */
    bool is_gone;                     /* vanished and pruned: a tombstone */
    bool is_displaced;                /* another file is at its path now; set by the manifest */
    uint64_t articles;                /* read from it */
} plx_manifest_entry;

/**
 * Read it; an absent file is an empty manifest, a damaged one too (files are read again).
 *
 * @param is_dry  never write
 * @return PLX_OK; PLX_ERR_IO; PLX_ERR_NOMEM
 */
plx_status plx_manifest_open(const char *path, bool is_dry, plx_manifest **out, plx_error *err);
/** What was not saved is forgotten. NULL allowed. */
void plx_manifest_close(plx_manifest *m);

/** The entry of a path; false if there is none, or a tombstone. *out may be NULL. */
bool plx_manifest_find(const plx_manifest *m, const char *path, plx_manifest_entry *out);
/** The entry of a number, a tombstone too; false if there is none. *out may be NULL. */
bool plx_manifest_file(const plx_manifest *m, uint32_t file, plx_manifest_entry *out);
/** The entry with the next higher number, tombstones too; false at the end. Begin with 0:
 * for (e.file = 0; plx_manifest_next(m, e.file, &e);) ... */
bool plx_manifest_next(const plx_manifest *m, uint32_t file, plx_manifest_entry *out);
/** Files in it, tombstones not counted. */
size_t plx_manifest_count(const plx_manifest *m);

/** New numbers begin behind this one: articles of the index may carry those up to it, given out by
 * a manifest that was lost (plx_writer_last_file()). */
void plx_manifest_reserve(plx_manifest *m, uint32_t last);

/** Number for a path: that of its entry or tombstone, else a new one, which becomes an entry with
 * the first plx_manifest_note(). PLX_ERR_NOMEM; PLX_ERR_LIMIT when numbers have run out. */
plx_status plx_manifest_number(plx_manifest *m, const char *path, uint32_t *file, plx_error *err);

/** Remember a file under e->path and its number (plx_manifest_number() when e->file is 0). */
plx_status plx_manifest_note(plx_manifest *m, const plx_manifest_entry *e, plx_error *err);
/** A file was found again under another path. PLX_ERR_NOTFOUND for an unknown number. */
plx_status plx_manifest_move(plx_manifest *m, uint32_t file, const char *path, long long mtime_ns,
                             plx_error *err);
/** A file is gone and its articles were removed. PLX_ERR_NOTFOUND for an unknown number. */
plx_status plx_manifest_drop(plx_manifest *m, uint32_t file, plx_error *err);

/** Append what was noted since, synced. After an error it can be tried again. */
plx_status plx_manifest_save(plx_manifest *m, plx_error *err);

#endif
