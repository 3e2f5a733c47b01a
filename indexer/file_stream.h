/* indexer/file_stream.h - the bytes of a file or of standard input, hashed as they go by */
#ifndef PLX_INDEXER_FILE_STREAM_H
#define PLX_INDEXER_FILE_STREAM_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/hash.h"
#include "indexer/stream.h"

typedef struct plx_file_stream plx_file_stream;

/**
 * Open a file ("-": standard input).
 *
 * A regular file is read to the size it has now: what is added meanwhile is for the next time,
 * and files without end of /proc are empty, unless they are named.
 *
 * @param is_named  given by the user; else FIFOs, sockets and devices are refused, without waiting
 *                  for them
 * @param in        may be NULL; counts the bytes read; borrowed for as long as the stream lives
 * @param stream    receives the stream of its bytes, to be closed before the file
 * @return PLX_OK; PLX_ERR_NOTFOUND; PLX_ERR_IO with the system's reason; PLX_ERR_INVALID (not a
 *         regular file); PLX_ERR_LIMIT (a file of holes: its size is out of all measure to its
 *         bytes on the disk); PLX_ERR_NOMEM. What reads from the stream: PLX_ERR_IO, also when
 *         the file has become shorter.
 */
plx_status plx_file_stream_open(const char *path, bool is_named, uint64_t *in,
                                plx_file_stream **out, plx_stream **stream, plx_error *err);

/** Size and time as of the opening; size -1 for what is no regular file. */
void plx_file_stream_stat(const plx_file_stream *f, long long *size, long long *mtime_ns);

/**
 * The digest of its bytes (plx_file_digest()).
 *
 * @param rest  read what was not read; else a file not read to its end has the digest ""
 * @return false, and "", if the bytes could not all be read
 */
bool plx_file_stream_digest(plx_file_stream *f, bool rest, char out[PLX_DIGEST_HEX + 1]);

void plx_file_stream_close(plx_file_stream *f);

#endif
