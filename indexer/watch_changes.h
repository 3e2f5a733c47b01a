/* indexer/watch_changes.h - the paths of one batch (watch.h), and what became of them
 *
 * What events tell is only where to look: whether something has changed or vanished is told by the
 * disk when the batch ends. So the order of events does not matter. */
#ifndef PLX_INDEXER_WATCH_CHANGES_H
#define PLX_INDEXER_WATCH_CHANGES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "indexer/watch.h"

typedef struct plx_watch_changes plx_watch_changes;

/** @param max  most paths. PLX_OK; PLX_ERR_NOMEM. */
plx_status plx_watch_changes_new(size_t max, plx_watch_changes **out, plx_error *err);
/** NULL allowed. */
void plx_watch_changes_free(plx_watch_changes *c);

/** Add a path at which something happened. PLX_OK; PLX_ERR_LIMIT: too many, or too many bytes of
 * them; PLX_ERR_NOMEM. */
plx_status plx_watch_changes_note(plx_watch_changes *c, const char *path, plx_error *err);

bool plx_watch_changes_are_empty(const plx_watch_changes *c);

/** Look at all paths and fill the lists of *out, borrowed until the next call for c. PLX_OK;
 * PLX_ERR_NOMEM. */
plx_status plx_watch_changes_settle(plx_watch_changes *c, plx_watch_batch *out, plx_error *err);

/** Forget all paths. */
void plx_watch_changes_clear(plx_watch_changes *c);

#endif
