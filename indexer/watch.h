/* indexer/watch.h - what changes in files and folders, in batches (inotify)
 *
 * Names are treated as by the reader (reader.h): hidden ones below a path are left out, links to
 * folders not followed, folders deeper than PLX_DEPTH_MAX not watched. A file counts as
 * changed when who wrote it closes it, when it is moved in or renamed over another, and when it is
 * a new link; a file still being written does not. What a folder has in it when it is first seen
 * has changed. A file given by its own path is watched through its folder, so that
 * replacing it is seen.
 *
 * Where it cannot be said what has changed, a batch says that everything may have: the
 * kernel's queue was full, too many paths, a path given is gone, back or another folder than
 * before, a file system was unmounted.
 *
 * Not seen: changes made by other machines on a network file system, changes of what a link leads
 * to, a file system mounted over a folder below a path, and the name of a file that was
 * opened without one (O_TMPFILE).
 *
 * Memory: about 150 bytes for each folder; paths of a batch as limited below. One
 * thread at a time. */
#ifndef PLX_INDEXER_WATCH_H
#define PLX_INDEXER_WATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/** With more paths, or bytes of them, in one batch, everything is to be read again. */
#define PLX_WATCH_PATHS_MAX 100000
#define PLX_WATCH_BYTES_MAX (32u << 20)

typedef struct plx_watch plx_watch;

/** Zeroed: the defaults. */
typedef struct plx_watch_options {
    unsigned quiet_ms;   /* a batch ends when nothing happened for so long; 0 = 1000 */
    unsigned longest_ms; /* or so long after the first change in it; 0 = 10000 */
    size_t paths_max;    /* 0 = PLX_WATCH_PATHS_MAX */
    /* Asked at least five times a second while waiting; true ends the waiting. NULL: never. */
    bool (*stopped)(void *ctx);
    void *ctx;
} plx_watch_options;

/**
 * What has changed. Paths begin with one of those given, as it was given; each stands once, in
 * byte order, for all below it too: of what was known below a changed folder, what is no longer
 * there has vanished (and of a changed file, all, as it has taken the place of a folder). Lists end
 * with NULL and are borrowed until the next call.
 */
typedef struct plx_watch_batch {
    bool everything;            /* read all paths again; the lists are empty */
    const char *const *changed; /* files and folders to read */
    size_t changed_count;
    const char *const *vanished; /* files and folders no longer there. Perhaps they were
                                  * never known: drafts that came and went */
    size_t vanished_count;
} plx_watch_batch;

/**
 * Watch files and folders. What happens from now on is told: open first, then read all.
 *
 * @param paths  NULL-ended, at least one; relative ones are resolved again whenever needed: do
 *               not change the working directory
 * @param opt    NULL: the defaults; copied
 * @return PLX_OK; PLX_ERR_NOTFOUND (a path); PLX_ERR_INVALID (no path, standard input, neither file
 *         nor folder); PLX_ERR_LIMIT (more folders or watchers than the system allows; the message
 *         names the sysctl); PLX_ERR_IO; PLX_ERR_NOMEM. *out is NULL on error.
 */
plx_status plx_watch_open(const char *const *paths, const plx_watch_options *opt, plx_watch **out,
                          plx_error *err);

/** NULL allowed. */
void plx_watch_close(plx_watch *w);

/**
 * Wait for the next batch, which is never empty. A signal does not end the waiting by itself: let
 * opt->stopped look at what its handler sets.
 *
 * @return PLX_OK; PLX_ERR_STOPPED: opt->stopped() said so; PLX_ERR_LIMIT, PLX_ERR_IO, PLX_ERR_NOMEM
 *         as plx_watch_open(). After these only plx_watch_close() is left to be called.
 */
plx_status plx_watch_next(plx_watch *w, plx_watch_batch *out, plx_error *err);

#endif
