/* indexer/layers.h - compressions and archives inside one another, and what they may cost
 *
 * One account for each file. Each layer (the gzip, the tar in it, the zip in that) notes what it
 * gives out; none may give out of all measure to what was read of the file, however the bytes
 * are spread over layers and members: so a zip bomb ends, and a file that holds itself. */
#ifndef PLX_INDEXER_LAYERS_H
#define PLX_INDEXER_LAYERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "indexer/limits.h"

/** Zeroed but for limits when a file begins; `in` is counted by whoever reads it. */
typedef struct plx_layers {
    const plx_read_limits *limits;
    uint64_t in;                  /* bytes read of the file */
    uint64_t out[PLX_LAYERS_MAX]; /* given by each layer, the outermost first */
    unsigned open;                /* layers now */
    unsigned archives;            /* those of them that are archives */
    uint64_t members;             /* seen in the file */
} plx_layers;

/**
 * Open a layer.
 *
 * @param layer  receives its number; plx_layers_leave() has to follow
 * @return PLX_OK; PLX_ERR_LIMIT (nesting)
 */
plx_status plx_layers_enter(plx_layers *l, bool is_archive, unsigned *layer, plx_error *err);
void plx_layers_leave(plx_layers *l, bool is_archive);

/** A member begins. PLX_OK; PLX_ERR_LIMIT when there are too many. */
plx_status plx_layers_count_member(plx_layers *l, plx_error *err);

/** A layer gave n bytes. PLX_OK; PLX_ERR_LIMIT when that is out of all measure. */
plx_status plx_layers_spend(plx_layers *l, unsigned layer, size_t n, plx_error *err);

/** Bytes that a decompressor at this layer may want for its window. */
size_t plx_layers_window_max(unsigned layer);

#endif
