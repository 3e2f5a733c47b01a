/* indexer/watch_folders.h - the folders of a watcher (watch.h): a tree beside that of the disk
 *
 * Each folder has a watch of the kernel, whose number an event carries. Paths are made from
 * the names on the way up, so a folder that moves takes what is below along. The disk is always
 * ahead of the events: a path may lead nowhere by now, which is no error, and a folder may turn up
 * where its own event has yet to tell of it. */
#ifndef PLX_INDEXER_WATCH_FOLDERS_H
#define PLX_INDEXER_WATCH_FOLDERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"

typedef struct plx_watch_folders plx_watch_folders;

/** A watched folder; valid until it or one above is removed. */
typedef struct plx_watched plx_watched;
struct plx_watched {
    int wd;              /* number of the watch */
    bool is_whole;       /* all in it counts; else only files given by their own path */
    plx_watched *parent; /* NULL: one of those given */
    plx_watched *child, *next, *prev;
    char name[]; /* in its parent; else the path given */
};

/** Who is told what a new folder has in it. */
typedef struct plx_watch_finder {
    /* A file, or a folder that is to be taken as a whole. */
    plx_status (*found)(void *ctx, const char *path, plx_error *err);
    void *ctx;
} plx_watch_finder;

/** PLX_OK; PLX_ERR_LIMIT (watchers of this user: names the sysctl); PLX_ERR_IO; PLX_ERR_NOMEM. */
plx_status plx_watch_folders_open(plx_watch_folders **out, plx_error *err);
/** NULL allowed. */
void plx_watch_folders_close(plx_watch_folders *fs);

/** To be polled, and read for events (inotify(7)); does not block. */
int plx_watch_folders_fd(const plx_watch_folders *fs);

/**
 * Watch a folder that was given, links followed, and if is_whole all below it.
 *
 * @param path  "" or ending in "/": names are appended as they are
 * @param wd    receives the number of its watch, -1 on error
 * @return PLX_OK; PLX_ERR_NOTFOUND; PLX_ERR_LIMIT (watches: names the sysctl); PLX_ERR_IO;
 *         PLX_ERR_NOMEM
 */
plx_status plx_watch_folders_add_given(plx_watch_folders *fs, const char *path, bool is_whole,
                                       int *wd, plx_error *err);

/**
 * Watch a folder that has appeared in a watched one, and all below it. Nothing is done if there
 * is none, or none that can be read.
 *
 * @param finder  NULL: nobody wants to know
 * @return PLX_OK; PLX_ERR_LIMIT; PLX_ERR_NOMEM; what the finder returned
 */
plx_status plx_watch_folders_add(plx_watch_folders *fs, plx_watched *parent, const char *name,
                                 const plx_watch_finder *finder, plx_error *err);

/** Watch it no longer, nor what is below; nothing is done if it is not known. */
void plx_watch_folders_remove(plx_watch_folders *fs, plx_watched *parent, const char *name);
/** The kernel has ended this watch. */
void plx_watch_folders_forget(plx_watch_folders *fs, plx_watched *f);

/** The folder of a watch; NULL if it is not known any more. */
plx_watched *plx_watch_folders_find(const plx_watch_folders *fs, int wd);

/** Replace *out by the path of a name in a folder. */
void plx_watched_path(const plx_watched *f, const char *name, plx_strbuf *out);

#endif
