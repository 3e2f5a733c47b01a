/* base/file.h - whole-file helpers: reading with a limit, durable replacing */
#ifndef PLX_BASE_FILE_H
#define PLX_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/strbuf.h"

/**
 * Append the contents of a file to out, which is as before after an error.
 *
 * @param max_bytes  a larger file is refused, unread
 * @return PLX_OK; PLX_ERR_NOTFOUND; PLX_ERR_LIMIT; PLX_ERR_IO (a folder, too); PLX_ERR_NOMEM
 */
plx_status plx_file_read(const char *path, size_t max_bytes, plx_strbuf *out, plx_error *err);

/**
 * Digest of all bytes of a regular file (hash.h).
 *
 * @return PLX_OK; PLX_ERR_NOTFOUND; PLX_ERR_INVALID (no regular file); PLX_ERR_IO; PLX_ERR_NOMEM.
 *         On error out is "".
 */
plx_status plx_file_digest(const char *path, char out[PLX_DIGEST_HEX + 1], plx_error *err);

/** What the name of a temporary file of plx_file_replace() has behind the file's own. */
#define PLX_FILE_TEMPORARY ".tmp-"

/**
 * Replace a file atomically and durably: temporary file beside it, fsync,
 * rename, fsync of the folder. After a crash the old or the new is there, whole.
 *
 * The new file keeps the mode of the old. Of a symbolic link the file it leads to is replaced, the
 * link itself only if it dangles. What is no regular file (a device, a FIFO, also behind a link,
 * as /dev/stdout) is written to as it is.
 *
 * @return PLX_OK; PLX_ERR_IO or PLX_ERR_NOMEM: the old file is untouched and the temporary
 *         removed, unless only the sync of the folder failed, which the message says
 */
plx_status plx_file_replace(const char *path, const void *p, size_t n, plx_error *err);

/** fsync a folder, so that names made in it survive a power loss. */
plx_status plx_file_sync_dir(const char *path, plx_error *err);

/** fsync the folder a file is in ("." without a slash), so that its name survives a power loss. */
plx_status plx_file_sync_parent(const char *path, plx_error *err);

/**
 * Make a folder and its missing parents (mode 0777 & ~umask), each synced into the one above it.
 * PLX_OK if it is there.
 */
plx_status plx_file_mkdirs(const char *path, plx_error *err);

/** Remove a file or a folder with all in it; PLX_OK if absent. Follows no links. */
plx_status plx_file_remove_tree(const char *path, plx_error *err);

/** Bytes used by the files below a folder (apparent size); 0 if absent. */
unsigned long long plx_file_tree_bytes(const char *path);

bool plx_file_exists(const char *path);

/** "a/b" from parts, malloc'd; NULL without memory. */
char *plx_path_join(const char *dir, const char *name);

#endif
