/* collection/manifest.h - what was read from where, so that a second run skips it
 *
 * JSON Lines, one a file: {"path","size","mtime_ns","options","failed"}; path is the real path,
 * which does not depend on the working directory. Written whole and atomically after the commit
 * it describes: a file in it is in the index. */
#ifndef PLX_COLLECTION_MANIFEST_H
#define PLX_COLLECTION_MANIFEST_H

#include <stdbool.h>

#include "base/error.h"

typedef struct plx_manifest plx_manifest;

/** Read it; an absent file is an empty manifest, a damaged one too (files are read again). */
plx_status plx_manifest_open(const char *path, plx_manifest **out, plx_error *err);
void plx_manifest_close(plx_manifest *m);

/** Was this file read whole, at this size and time, under the same options? */
bool plx_manifest_unchanged(const plx_manifest *m, const char *path, long long size,
                            long long mtime_ns, const char *options);
/** Remember a file; failed = something in it could not be read (it is tried again). */
plx_status plx_manifest_note(plx_manifest *m, const char *path, long long size, long long mtime_ns,
                             const char *options, bool failed, plx_error *err);
plx_status plx_manifest_save(plx_manifest *m, plx_error *err);

#endif
