/* indexer/decompress.h - what a compression holds, as a stream
 *
 * gzip, zstd, xz, lzip and bzip2 are told by their first bytes, and several after one another
 * read as one; deflate (with zlib's header or without) and Brotli are known from HTTP only. */
#ifndef PLX_INDEXER_DECOMPRESS_H
#define PLX_INDEXER_DECOMPRESS_H

#include <stddef.h>

#include "base/error.h"
#include "indexer/layers.h"
#include "indexer/stream.h"

typedef enum plx_coding {
    PLX_CODING_NONE,
    PLX_CODING_GZIP,
    PLX_CODING_ZSTD,
    PLX_CODING_XZ, /* lzip, too */
    PLX_CODING_BZIP2,
    PLX_CODING_DEFLATE,
    PLX_CODING_BROTLI
} plx_coding;

/** The compression that begins so (16 bytes are enough), or none. */
plx_coding plx_coding_find(const char *p, size_t n);

/**
 * Unpack a stream. After damage plx_stream_resume() goes on with the next compression in it, as
 * WARC files have one for each record.
 *
 * @param in      borrowed for as long as *out lives
 * @param layers  receives what it costs, as its layer `layer`; borrowed likewise
 * @return PLX_OK; PLX_ERR_NOMEM. What reads from *out: PLX_ERR_CORRUPT; PLX_ERR_LIMIT (ratio,
 *         window); as `in`.
 */
plx_status plx_decompress(plx_stream *in, plx_coding coding, plx_layers *layers, unsigned layer,
                          plx_stream **out, plx_error *err);

#endif
