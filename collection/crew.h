/* collection/crew.h - threads that work side by side on the items of a batch
 *
 * For work of which each item takes its time and none needs another. The calling thread works with
 * them; they are started for each batch, which costs nothing beside some hundred articles. */
#ifndef PLX_COLLECTION_CREW_H
#define PLX_COLLECTION_CREW_H

#include <stddef.h>

#include "base/error.h"

/** Most threads of one crew. */
#define PLX_CREW_MAX 256

/** How many threads are meant by a number of jobs (0: as many as cores). */
size_t plx_crew_size(unsigned jobs);

/** A batch. */
typedef struct plx_crew_batch {
    /* Works on one item; each worker (from 0, the calling thread) is one thread at a time. */
    plx_status (*work)(void *ctx, size_t worker, size_t item, plx_error *err);
    void *ctx;
    size_t workers; /* plx_crew_size(); where threads cannot be had, the others do their work */
    size_t items;
} plx_crew_batch;

/**
 * Work on all items.
 *
 * @return PLX_OK; PLX_ERR_NOMEM; the error of the first item, in their order, that failed: items
 *         behind it may then be left out
 */
plx_status plx_crew_run(const plx_crew_batch *batch, plx_error *err);

#endif
