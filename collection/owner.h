/* collection/owner.h - one writer at a time, and who it is
 *
 * An flock on `owner.lock` says that somebody writes (the system lets go of it when
 * the process ends, however it ends); the file `owner` says who: process, host, command, since
 * when. The engine's own lock names nobody. */
#ifndef PLX_COLLECTION_OWNER_H
#define PLX_COLLECTION_OWNER_H

#include "base/error.h"

typedef struct plx_owner plx_owner;

/**
 * Become the writer of an index directory.
 *
 * @param what     shown to others ("parallax index")
 * @param wait_s   seconds to wait for the present writer; 0 = do not wait, negative = for ever
 * @return PLX_OK; PLX_ERR_LOCKED names the owner, since when, and --wait; PLX_ERR_IO
 */
plx_status plx_owner_take(const char *dir, const char *what, double wait_s, plx_owner **out,
                          plx_error *err);
/** NULL allowed. */
void plx_owner_release(plx_owner *o);

#endif
