#include "indexer/watch.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/map.h"
#include "base/strbuf.h"
#include "indexer/watch_changes.h"
#include "indexer/watch_folders.h"

#define QUIET_MS   1000
#define LONGEST_MS 10000
/* Between two questions whether to stop, and two looks whether the paths still lead to the
 * folders that are watched. */
#define ASK_MS  200
#define LOOK_MS 1000
/* Events taken at a time; one has 16 bytes and a name. */
#define EVENT_BYTES 65536

/* A folder that was given, or that holds a file that was given. */
struct given {
    char *path;    /* "" or ending in "/" if it holds a file, so that its name can follow */
    bool is_whole; /* given itself */
    dev_t dev;     /* of the folder when it was watched; */
    ino_t ino;     /* both 0: none was there */
    int wd;        /* its watch, -1 if none */
};

/* A file that was given. Paths may lead to one folder in several ways, so an event is known by
 * watch and name. */
struct given_file {
    const char *path; /* a key of `paths` */
    size_t folder;    /* in `given` */
};

struct plx_watch {
    plx_watch_options opt; /* with the defaults filled in */
    struct given *given;
    size_t given_count;
    plx_map *paths; /* of the files given */
    struct given_file *files;
    plx_map *by_name; /* watch and name of each of them */
    uint32_t *named;  /* index in `files` by ordinal in by_name */
    plx_watch_folders *folders;
    plx_watch_changes *changes;
    plx_strbuf path; /* of the event at hand */
    bool is_everything, is_begun;
    int64_t begun_ms, last_ms; /* of the batch: its first change, its last event */
    int64_t looked_ms;
    _Alignas(struct inotify_event) char events[EVENT_BYTES];
};

static const char *const no_paths[] = { NULL };

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "watching: out of memory");
}

static int64_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ------------------------------------------------------------- the paths given */

/* Which folder is at a given path now; both 0 if none. */
static void identify(const struct given *g, dev_t *dev, ino_t *ino)
{
    struct stat st;
    bool is_there = stat(*g->path ? g->path : ".", &st) == 0 && S_ISDIR(st.st_mode);

    *dev = is_there ? st.st_dev : 0;
    *ino = is_there ? st.st_ino : 0;
}

/* The index of a folder, given by the first len bytes of a path; added if it is new. */
static plx_status give_folder(plx_watch *w, const char *path, size_t len, size_t *index,
                              plx_error *err)
{
    struct given *grown;
    char *copy;

    for (*index = 0; *index < w->given_count; ++*index)
        if (strncmp(w->given[*index].path, path, len) == 0 && !w->given[*index].path[len])
            return PLX_OK;
    grown = realloc(w->given, (w->given_count + 1) * sizeof *grown);
    if (!grown)
        return no_memory(err);
    w->given = grown;
    copy = strndup(path, len);
    if (!copy)
        return no_memory(err);
    grown[w->given_count++] = (struct given){ .path = copy, .wd = -1 };
    return PLX_OK;
}

static plx_status give_file(plx_watch *w, const char *path, plx_error *err)
{
    const char *slash = strrchr(path, '/');
    struct given_file *grown;
    bool is_new;
    uint32_t i = plx_map_add(w->paths, path, strlen(path), &is_new);

    if (i == PLX_MAP_NONE)
        return no_memory(err);
    if (!is_new)
        return PLX_OK;
    grown = realloc(w->files, (i + 1) * sizeof *grown);
    if (!grown)
        return no_memory(err);
    w->files = grown;
    grown[i].path = plx_map_key(w->paths, i, NULL);
    return give_folder(w, path, slash ? (size_t)(slash - path) + 1 : 0, &grown[i].folder, err);
}

static plx_status give_path(plx_watch *w, const char *path, plx_error *err)
{
    struct stat st;
    plx_status rc;
    size_t i;

    if (strcmp(path, "-") == 0)
        return plx_fail(err, PLX_ERR_INVALID, "standard input cannot be watched");
    if (stat(path, &st) != 0)
        return plx_fail(err, PLX_ERR_NOTFOUND, "%s: %s", path, strerror(errno));
    if (S_ISREG(st.st_mode))
        return give_file(w, path, err);
    if (!S_ISDIR(st.st_mode))
        return plx_fail(err, PLX_ERR_INVALID, "%s: neither a file nor a folder", path);
    rc = give_folder(w, path, strlen(path), &i, err);
    if (rc == PLX_OK)
        w->given[i].is_whole = true;
    return rc;
}

/* ----------------------------------------------------- watching what was given */

/* The key of a file in by_name, in w->path. */
static bool make_key(plx_watch *w, int wd, const char *name)
{
    plx_strbuf_reset(&w->path);
    plx_strbuf_add(&w->path, &wd, sizeof wd);
    plx_strbuf_puts(&w->path, name);
    return !w->path.failed;
}

/* Enter the files given by watch and name; the first of several paths to one file counts. */
static plx_status name_files(plx_watch *w, plx_error *err)
{
    plx_map_clear(w->by_name);
    for (uint32_t i = 0; i < plx_map_count(w->paths); i++) {
        const struct given *g = &w->given[w->files[i].folder];
        bool is_new;
        uint32_t at;

        if (!make_key(w, g->wd, w->files[i].path + strlen(g->path)))
            return no_memory(err);
        at = plx_map_add(w->by_name, w->path.s, w->path.len, &is_new);
        if (at == PLX_MAP_NONE)
            return no_memory(err);
        if (is_new)
            w->named[at] = i;
    }
    return PLX_OK;
}

/* The path under which a file of this name was given; NULL if it was not. */
static const char *given_as(plx_watch *w, int wd, const char *name)
{
    uint32_t at;

    if (!plx_map_count(w->by_name) || !make_key(w, wd, name))
        return NULL;
    at = plx_map_find(w->by_name, w->path.s, w->path.len);
    return at == PLX_MAP_NONE ? NULL : w->files[w->named[at]].path;
}

/* Watch all that was given, anew: what was pending is forgotten. Which folder it is is asked first:
 * if it is replaced meanwhile, the next look tells.
 *
 * @param may_lack  a folder that is not there is waited for */
static plx_status watch_all(plx_watch *w, bool may_lack, plx_error *err)
{
    plx_status rc;

    plx_watch_folders_close(w->folders);
    rc = plx_watch_folders_open(&w->folders, err);
    for (size_t i = 0; i < w->given_count && rc == PLX_OK; i++) {
        struct given *g = &w->given[i];

        identify(g, &g->dev, &g->ino);
        rc = plx_watch_folders_add_given(w->folders, g->path, g->is_whole, &g->wd, err);
        if (rc == PLX_ERR_NOTFOUND && may_lack)
            rc = PLX_OK;
    }
    w->looked_ms = now_ms();
    return rc == PLX_OK ? name_files(w, err) : rc;
}

/* ------------------------------------------------------------ opening, closing */

static void set_options(plx_watch *w, const plx_watch_options *opt)
{
    if (opt)
        w->opt = *opt;
    if (!w->opt.quiet_ms)
        w->opt.quiet_ms = QUIET_MS;
    if (!w->opt.longest_ms)
        w->opt.longest_ms = LONGEST_MS;
    if (!w->opt.paths_max)
        w->opt.paths_max = PLX_WATCH_PATHS_MAX;
}

static plx_status open_parts(plx_watch *w, const char *const *paths, plx_error *err)
{
    plx_status rc = plx_watch_changes_new(w->opt.paths_max, &w->changes, err);

    if (rc != PLX_OK)
        return rc;
    w->paths = plx_map_new();
    w->by_name = plx_map_new();
    if (!w->paths || !w->by_name)
        return no_memory(err);
    if (!*paths)
        return plx_fail(err, PLX_ERR_INVALID, "nothing to watch: no path is given");
    for (; *paths && rc == PLX_OK; paths++)
        rc = give_path(w, *paths, err);
    if (rc != PLX_OK)
        return rc;
    w->named = calloc((size_t)plx_map_count(w->paths) + 1, sizeof *w->named);
    return w->named ? watch_all(w, false, err) : no_memory(err);
}

plx_status plx_watch_open(const char *const *paths, const plx_watch_options *opt, plx_watch **out,
                          plx_error *err)
{
    plx_watch *w = calloc(1, sizeof *w);
    plx_status rc;

    *out = NULL;
    if (!w)
        return no_memory(err);
    plx_strbuf_init(&w->path);
    set_options(w, opt);
    rc = open_parts(w, paths, err);
    if (rc == PLX_OK)
        *out = w;
    else
        plx_watch_close(w);
    return rc;
}

void plx_watch_close(plx_watch *w)
{
    if (!w)
        return;
    plx_watch_folders_close(w->folders);
    plx_watch_changes_free(w->changes);
    free(w->named);
    plx_map_free(w->by_name);
    free(w->files);
    plx_map_free(w->paths);
    for (size_t i = 0; i < w->given_count; i++)
        free(w->given[i].path);
    free(w->given);
    plx_strbuf_release(&w->path);
    free(w);
}

/* ------------------------------------------------------------------- events */

static plx_status note(void *watch, const char *path, plx_error *err)
{
    plx_watch *w = watch;
    plx_status rc = plx_watch_changes_note(w->changes, path, err);

    if (rc == PLX_ERR_LIMIT) {
        w->is_everything = true;
        rc = PLX_OK;
    }
    return rc;
}

/* Is what has just appeared a link to a file? It is complete: no closing will tell. */
static bool is_new_link(const char *path)
{
    struct stat st, target;

    return lstat(path, &st) == 0 && stat(path, &target) == 0 && S_ISREG(target.st_mode) &&
           (S_ISLNK(st.st_mode) || st.st_nlink > 1);
}

static plx_status take_file(plx_watch *w, const char *path, uint32_t mask, plx_error *err)
{
    return mask & IN_CREATE && !is_new_link(path) ? PLX_OK : note(w, path, err);
}

/* One that was made is watched and its files looked up; one that was moved in is whole, and
 * stands for what is in it. */
static plx_status take_folder(plx_watch *w, plx_watched *f, const struct inotify_event *e,
                              plx_error *err)
{
    const plx_watch_finder finder = { note, w };
    bool is_made = e->mask & IN_CREATE;
    plx_status rc = is_made ? PLX_OK : note(w, w->path.s, err);

    if (rc == PLX_OK && (e->mask & (IN_CREATE | IN_MOVED_TO)))
        return plx_watch_folders_add(w->folders, f, e->name, is_made ? &finder : NULL, err);
    if (rc == PLX_OK)
        plx_watch_folders_remove(w->folders, f, e->name);
    return rc;
}

/* An event about a name in a folder. */
static plx_status take_name(plx_watch *w, plx_watched *f, const struct inotify_event *e,
                            plx_error *err)
{
    const char *given = e->mask & IN_ISDIR ? NULL : given_as(w, e->wd, e->name);

    if (given)
        return take_file(w, given, e->mask, err);
    if (!f->is_whole || e->name[0] == '.')
        return PLX_OK;
    plx_watched_path(f, e->name, &w->path);
    if (w->path.failed)
        return no_memory(err);
    return e->mask & IN_ISDIR ? take_folder(w, f, e, err) : take_file(w, w->path.s, e->mask, err);
}

static plx_status take_event(plx_watch *w, const struct inotify_event *e, plx_error *err)
{
    plx_watched *f;

    if (w->is_everything)
        return PLX_OK; /* all is watched anew when the batch ends */
    if (e->mask & (IN_Q_OVERFLOW | IN_UNMOUNT)) {
        w->is_everything = true;
        return PLX_OK;
    }
    f = plx_watch_folders_find(w->folders, e->wd);
    if (!f)
        return PLX_OK; /* removed since */
    if (!(e->mask & IN_IGNORED))
        return e->len ? take_name(w, f, e, err) : PLX_OK;
    w->is_everything = !f->parent; /* a given folder is gone */
    plx_watch_folders_forget(w->folders, f);
    return PLX_OK;
}

/* Take what the kernel has for us now. */
static plx_status take_events(plx_watch *w, plx_error *err)
{
    ssize_t n = read(plx_watch_folders_fd(w->folders), w->events, sizeof w->events);
    plx_status rc = PLX_OK;

    if (n < 0)
        return errno == EAGAIN || errno == EINTR ? PLX_OK
                                                 : plx_fail_errno(err, "cannot read events");
    for (ssize_t at = 0; at < n && rc == PLX_OK;) {
        const struct inotify_event *e =
            (const struct inotify_event *)(const void *)(w->events + at);

        rc = take_event(w, e, err);
        at += (ssize_t)(sizeof *e + e->len);
    }
    w->last_ms = now_ms();
    return rc;
}

/* ------------------------------------------------------------------ waiting */

/* Do the paths still lead to the folders that are watched? No event tells when a folder above one
 * is renamed, or when one that was missing is back. */
static void look_at_given(plx_watch *w)
{
    int64_t now = now_ms();
    dev_t dev;
    ino_t ino;

    if (now - w->looked_ms < LOOK_MS)
        return;
    w->looked_ms = now;
    for (size_t i = 0; i < w->given_count && !w->is_everything; i++) {
        identify(&w->given[i], &dev, &ino);
        w->is_everything = dev != w->given[i].dev || ino != w->given[i].ino;
    }
}

/* Milliseconds until the batch ends if nothing happens, -1 if it has not begun. */
static int64_t time_left(plx_watch *w)
{
    int64_t now = now_ms();
    int64_t quiet, longest;

    if (!w->is_everything && plx_watch_changes_are_empty(w->changes))
        return -1;
    if (!w->is_begun) {
        w->is_begun = true;
        w->begun_ms = w->last_ms = now;
    }
    quiet = w->last_ms + w->opt.quiet_ms - now;
    longest = w->begun_ms + w->opt.longest_ms - now;
    quiet = quiet < longest ? quiet : longest;
    return quiet > 0 ? quiet : 0;
}

static plx_status wait_for_events(plx_watch *w, int64_t ms, plx_error *err)
{
    struct pollfd p = { .fd = plx_watch_folders_fd(w->folders), .events = POLLIN };
    int n = poll(&p, 1, ms < 0 || ms > ASK_MS ? ASK_MS : (int)ms);

    if (n < 0 && errno != EINTR)
        return plx_fail_errno(err, "cannot wait for events");
    return n > 0 ? take_events(w, err) : PLX_OK;
}

static plx_status end_batch(plx_watch *w, plx_watch_batch *out, plx_error *err)
{
    if (!w->is_everything)
        return plx_watch_changes_settle(w->changes, out, err);
    out->everything = true;
    return watch_all(w, true, err);
}

plx_status plx_watch_next(plx_watch *w, plx_watch_batch *out, plx_error *err)
{
    plx_status rc = PLX_OK;
    int64_t ms;

    *out = (plx_watch_batch){ .changed = no_paths, .vanished = no_paths };
    plx_watch_changes_clear(w->changes);
    w->is_everything = w->is_begun = false;
    while (rc == PLX_OK && (ms = time_left(w)) != 0) {
        if (w->opt.stopped && w->opt.stopped(w->opt.ctx))
            return plx_fail(err, PLX_ERR_STOPPED, "stopped");
        rc = wait_for_events(w, ms, err);
        look_at_given(w);
    }
    return rc == PLX_OK ? end_batch(w, out, err) : rc;
}
