/* indexer/sniff.h - what kind of file begins like this */
#ifndef PLX_INDEXER_SNIFF_H
#define PLX_INDEXER_SNIFF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

typedef enum plx_kind {
    PLX_KIND_TEXT,
    PLX_KIND_HTML,
    PLX_KIND_JSON,
    PLX_KIND_CSV,
    PLX_KIND_FEED,
    PLX_KIND_MAIL,
    PLX_KIND_WARC,
    PLX_KIND_ARCHIVE,    /* zip or tar */
    PLX_KIND_COMPRESSION /* plx_coding_find() tells which */
} plx_kind;
#define PLX_KINDS (PLX_KIND_COMPRESSION + 1)

/**
 * Tell the kind from the first bytes (a few kilobytes), never from a name.
 *
 * @return PLX_OK; PLX_ERR_INVALID with the reason for what cannot be read: an empty file,
 *         PDF, pictures, office documents, site maps, other binary data
 */
plx_status plx_sniff(const char *p, size_t n, plx_kind *out, plx_error *err);

/**
 * Does the name promise JSON (.json, .jsonl, .ndjson, compressed or not)? Bytes that look like
 * plain text are then broken JSON, to be reported line by line, and no prose.
 */
bool plx_sniff_name_is_json(const char *path);

#endif
