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

/** What an event says of a path; they add up. */
enum {
    PLX_WATCH_IS_NEW = 1, /* nothing was there before; told with the first event of a path */
    PLX_WATCH_IS_DUE = 2  /* to be looked at when the batch ends */
};

/** @param max  most paths. PLX_OK; PLX_ERR_NOMEM. */
plx_status plx_watch_changes_new(size_t max, plx_watch_changes **out, plx_error *err);
/** NULL allowed. */
void plx_watch_changes_free(plx_watch_changes *c);

/** Add a path, or more about it. PLX_OK; PLX_ERR_LIMIT: too many, or too many bytes of them;
 * PLX_ERR_NOMEM. */
plx_status plx_watch_changes_note(plx_watch_changes *c, const char *path, unsigned what,
                                  plx_error *err);

/** Is a path due? */
bool plx_watch_changes_are_due(const plx_watch_changes *c);

/** Look at what is due and fill the lists of *out, borrowed until the next call for c. Both may
 * come out empty. PLX_OK; PLX_ERR_NOMEM. */
plx_status plx_watch_changes_settle(plx_watch_changes *c, plx_watch_batch *out, plx_error *err);

/** Forget all paths. */
void plx_watch_changes_clear(plx_watch_changes *c);

#endif
