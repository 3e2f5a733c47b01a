/* indexer/decompress.h - bytes of a file or of standard input, through its compression
 *
 * gzip, zstd, xz and bzip2 are told by their first bytes; anything else comes as it is. */
#ifndef PLX_INDEXER_DECOMPRESS_H
#define PLX_INDEXER_DECOMPRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

typedef struct plx_input plx_input;

/**
 * Open a file ("-": standard input).
 *
 * @param only_regular  refuse FIFOs, sockets and devices, without waiting for them
 * @return PLX_OK; PLX_ERR_NOTFOUND; PLX_ERR_IO with the system's reason; PLX_ERR_INVALID (not a
 *         regular file); PLX_ERR_NOMEM. *out is NULL on error.
 */
plx_status plx_input_open(const char *path, bool only_regular, plx_input **out, plx_error *err);

/**
 * Read up to cap bytes; *n is 0 only at the end.
 *
 * @return PLX_OK; PLX_ERR_IO; PLX_ERR_CORRUPT (damaged or cut off compression)
 */
plx_status plx_input_read(plx_input *in, char *p, size_t cap, size_t *n, plx_error *err);

void plx_input_close(plx_input *in);

#endif
