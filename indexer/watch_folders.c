#include "indexer/watch_folders.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <search.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "indexer/limits.h"

#define EVENTS                                                                                     \
    (IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ONLYDIR |           \
     IN_EXCL_UNLINK)

/* The trees are those of tsearch(3): balanced, and a folder can be taken out. */
struct plx_watch_folders {
    int fd;
    size_t count;
    void *by_wd;    /* plx_watched by wd */
    void *by_place; /* plx_watched by parent and name: one folder a place */
    plx_watched *given;
};

/* One walk: where it is, and who is told. */
struct walk {
    plx_watch_folders *fs;
    const plx_watch_finder *finder;
    plx_strbuf path;
};

/* What is looked up by place: it has no watch, and its name is elsewhere. */
struct place {
    const plx_watched *parent;
    const char *name;
};

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "watching: out of memory");
}

/* ------------------------------------------------------------ the two trees */

static int compare_wd(const void *a, const void *b)
{
    const plx_watched *x = a, *y = b;

    return (x->wd > y->wd) - (x->wd < y->wd);
}

static int compare_to_wd(const void *key, const void *member)
{
    const int *wd = key;
    const plx_watched *f = member;

    return (*wd > f->wd) - (*wd < f->wd);
}

static int compare_to_place(const void *key, const void *member)
{
    const struct place *p = key;
    const plx_watched *f = member;
    uintptr_t x = (uintptr_t)p->parent, y = (uintptr_t)f->parent;

    return x != y ? (x > y) - (x < y) : strcmp(p->name, f->name);
}

static int compare_places(const void *a, const void *b)
{
    const plx_watched *f = a;
    const struct place p = { f->parent, f->name };

    return compare_to_place(&p, b);
}

/* tfind() and its kind give the address of a node, which begins with the member. */
static plx_watched *member_of(void *node)
{
    return node ? *(plx_watched **)node : NULL;
}

plx_watched *plx_watch_folders_find(const plx_watch_folders *fs, int wd)
{
    return member_of(tfind(&wd, &fs->by_wd, compare_to_wd));
}

static plx_watched *find_place(const plx_watch_folders *fs, const plx_watched *parent,
                               const char *name)
{
    const struct place p = { parent, name };

    return member_of(tfind(&p, &fs->by_place, compare_to_place));
}

/* --------------------------------------------------------- joining the tree */

static plx_watched **siblings(plx_watch_folders *fs, plx_watched *parent)
{
    return parent ? &parent->child : &fs->given;
}

static void link_in(plx_watch_folders *fs, plx_watched *f)
{
    plx_watched **first = siblings(fs, f->parent);

    f->prev = NULL;
    f->next = *first;
    if (f->next)
        f->next->prev = f;
    *first = f;
}

static void link_out(plx_watch_folders *fs, plx_watched *f)
{
    if (f->next)
        f->next->prev = f->prev;
    if (f->prev)
        f->prev->next = f->next;
    else
        *siblings(fs, f->parent) = f->next;
}

/* Put a folder at its place and into the trees; false without memory. */
static bool enter(plx_watch_folders *fs, plx_watched *f)
{
    if (!tsearch(f, &fs->by_wd, compare_wd))
        return false;
    if (!tsearch(f, &fs->by_place, compare_places)) {
        tdelete(f, &fs->by_wd, compare_wd);
        return false;
    }
    link_in(fs, f);
    fs->count++;
    return true;
}

/* Take a folder out with all below it. A path has 4,096 bytes at most, which bounds the
 * recursion. */
static void drop(plx_watch_folders *fs, plx_watched *f, bool is_ended)
{
    for (plx_watched *child = f->child, *next; child; child = next) {
        next = child->next;
        drop(fs, child, false);
    }
    if (!is_ended && fs->fd >= 0)
        inotify_rm_watch(fs->fd, f->wd);
    tdelete(f, &fs->by_wd, compare_wd);
    tdelete(f, &fs->by_place, compare_places);
    link_out(fs, f);
    fs->count--;
    free(f);
}

void plx_watch_folders_remove(plx_watch_folders *fs, plx_watched *parent, const char *name)
{
    plx_watched *f = find_place(fs, parent, name);

    if (f)
        drop(fs, f, false);
}

void plx_watch_folders_forget(plx_watch_folders *fs, plx_watched *f)
{
    drop(fs, f, true);
}

static plx_watched *new_folder(plx_watched *parent, const char *name, int wd)
{
    size_t len = strlen(name);
    plx_watched *f = calloc(1, sizeof *f + len + 1);

    if (f) {
        f->wd = wd;
        f->parent = parent;
        memcpy(f->name, name, len);
    }
    return f;
}

/* A new folder at a place; what was known there has left it. */
static plx_status put(plx_watch_folders *fs, plx_watched *f, plx_error *err)
{
    if (f) {
        plx_watch_folders_remove(fs, f->parent, f->name);
        if (enter(fs, f))
            return PLX_OK;
        free(f);
    }
    return no_memory(err);
}

/* ------------------------------------------------------------------- paths */

static void append_name(plx_strbuf *path, const char *name)
{
    if (path->len && path->s[path->len - 1] != '/')
        plx_strbuf_putc(path, '/');
    plx_strbuf_puts(path, name);
}

static void append_folder(const plx_watched *f, plx_strbuf *path)
{
    if (f->parent)
        append_folder(f->parent, path);
    append_name(path, f->name);
}

void plx_watched_path(const plx_watched *f, const char *name, plx_strbuf *out)
{
    plx_strbuf_reset(out);
    append_folder(f, out);
    append_name(out, name);
}

static bool is_at_or_above(const plx_watched *f, const plx_watched *below)
{
    while (below && below != f)
        below = below->parent;
    return below;
}

static unsigned depth_of(const plx_watched *f)
{
    unsigned depth = 0;

    for (; f->parent; f = f->parent)
        depth++;
    return depth;
}

/* ------------------------------------------------------------------ walking */

/* A watch of the kernel for the folder at a path; -1 with errno. */
static int watch(const plx_watch_folders *fs, const char *path, uint32_t flags)
{
    return inotify_add_watch(fs->fd, *path ? path : ".", EVENTS | flags);
}

/* Why there is no watch, if it is more than that no folder is there to be read. */
static plx_status check_watch(const struct walk *k, int error, plx_error *err)
{
    if (error == ENOSPC)
        return plx_fail(err, PLX_ERR_LIMIT,
                        "%s: the system lets no more than %zu folders be watched: raise the sysctl "
                        "fs.inotify.max_user_watches",
                        k->path.len ? k->path.s : ".", k->fs->count);
    return error == ENOMEM ? no_memory(err) : PLX_OK;
}

static plx_status tell(const struct walk *k, plx_error *err)
{
    return k->finder ? k->finder->found(k->finder->ctx, k->path.s, err) : PLX_OK;
}

static plx_status list(struct walk *k, plx_watched *f, plx_error *err);

/* Does a folder stay where it is known, though it has turned up as a name in parent? So if it is
 * known there, if it was given, or if it holds this place (mounted within itself). */
static bool stays(const plx_watch_folders *fs, const plx_watched *f, const plx_watched *parent,
                  const char *name)
{
    return !f->parent || find_place(fs, parent, name) == f || is_at_or_above(f, parent);
}

/* The folder at k->path, which is a name in parent. One that is known elsewhere has moved, and its
 * event is still to come: it gets a new watch, so that this event will not end it. */
static plx_status take_folder(struct walk *k, plx_watched *parent, const char *name, plx_error *err)
{
    plx_watch_folders *fs = k->fs;
    int wd = watch(fs, k->path.s, IN_DONT_FOLLOW);
    plx_watched *f = wd < 0 ? NULL : plx_watch_folders_find(fs, wd);
    plx_status rc;

    if (f) {
        if (stays(fs, f, parent, name))
            return PLX_OK;
        drop(fs, f, false);
        wd = watch(fs, k->path.s, IN_DONT_FOLLOW);
    }
    if (wd < 0)
        return check_watch(k, errno, err);
    f = new_folder(parent, name, wd);
    rc = put(fs, f, err);
    if (rc != PLX_OK)
        return rc;
    f->is_whole = true;
    return list(k, f, err);
}

static bool is_folder(DIR *dir, const struct dirent *e)
{
    struct stat st;

    if (e->d_type != DT_UNKNOWN)
        return e->d_type == DT_DIR;
    return fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode);
}

/* One visible name in the folder at k->path. */
static plx_status visit(struct walk *k, plx_watched *f, DIR *dir, const struct dirent *e,
                        plx_error *err)
{
    size_t len = k->path.len;
    plx_status rc = PLX_OK;

    append_name(&k->path, e->d_name);
    if (k->path.failed)
        rc = no_memory(err);
    else if (!is_folder(dir, e))
        rc = tell(k, err);
    else if (depth_of(f) < PLX_DEPTH_MAX)
        rc = take_folder(k, f, e->d_name, err);
    plx_strbuf_truncate(&k->path, len);
    return rc;
}

/* All in the folder at k->path. The watch was there before: what appears meanwhile makes an event.
 * A folder that cannot be listed is the reader's to report. */
static plx_status list(struct walk *k, plx_watched *f, plx_error *err)
{
    DIR *dir = opendir(k->path.len ? k->path.s : ".");
    plx_status rc = PLX_OK;
    struct dirent *e;

    if (!dir)
        return errno == ENOMEM ? no_memory(err) : PLX_OK;
    while (rc == PLX_OK && (e = readdir(dir)) != NULL)
        if (e->d_name[0] != '.')
            rc = visit(k, f, dir, e, err);
    closedir(dir);
    return rc;
}

/* ------------------------------------------------------------------- calls */

plx_status plx_watch_folders_add(plx_watch_folders *fs, plx_watched *parent, const char *name,
                                 const plx_watch_finder *finder, plx_error *err)
{
    struct walk k = { fs, finder, PLX_STRBUF_INIT };
    plx_status rc = PLX_OK;

    if (depth_of(parent) >= PLX_DEPTH_MAX)
        return PLX_OK;
    plx_watched_path(parent, name, &k.path);
    rc = k.path.failed ? no_memory(err) : take_folder(&k, parent, name, err);
    plx_strbuf_release(&k.path);
    return rc;
}

/* A given folder that has a watch; it may be known below another that was given. */
static plx_status take_given(struct walk *k, int wd, bool is_whole, plx_error *err)
{
    plx_watched *f = plx_watch_folders_find(k->fs, wd);
    plx_status rc = PLX_OK;

    if (!f) {
        f = new_folder(NULL, k->path.s, wd);
        rc = put(k->fs, f, err);
    }
    if (rc != PLX_OK || !is_whole || f->is_whole)
        return rc;
    f->is_whole = true;
    return list(k, f, err);
}

plx_status plx_watch_folders_add_given(plx_watch_folders *fs, const char *path, bool is_whole,
                                       int *wd, plx_error *err)
{
    struct walk k = { fs, NULL, PLX_STRBUF_INIT };
    plx_status rc;
    int error;

    plx_strbuf_puts(&k.path, path);
    *wd = watch(fs, path, 0);
    error = errno;
    if (k.path.failed)
        rc = no_memory(err);
    else if (*wd >= 0)
        rc = take_given(&k, *wd, is_whole, err);
    else if ((rc = check_watch(&k, error, err)) == PLX_OK)
        rc = plx_fail(err, error == ENOENT || error == ENOTDIR ? PLX_ERR_NOTFOUND : PLX_ERR_IO,
                      "%s: cannot be watched: %s", *path ? path : ".", strerror(error));
    plx_strbuf_release(&k.path);
    return rc;
}

plx_status plx_watch_folders_open(plx_watch_folders **out, plx_error *err)
{
    plx_watch_folders *fs = calloc(1, sizeof *fs);

    *out = NULL;
    if (!fs)
        return no_memory(err);
    fs->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (fs->fd < 0) {
        int error = errno;

        free(fs);
        if (error == EMFILE)
            return plx_fail(err, PLX_ERR_LIMIT,
                            "watching: too many watchers or open files: raise the sysctl "
                            "fs.inotify.max_user_instances or ulimit -n");
        return plx_fail(err, error == ENOMEM ? PLX_ERR_NOMEM : PLX_ERR_IO, "watching: %s",
                        strerror(error));
    }
    *out = fs;
    return PLX_OK;
}

int plx_watch_folders_fd(const plx_watch_folders *fs)
{
    return fs->fd;
}

void plx_watch_folders_close(plx_watch_folders *fs)
{
    if (!fs)
        return;
    close(fs->fd); /* ends all watches at once */
    fs->fd = -1;
    for (plx_watched *f = fs->given, *next; f; f = next) {
        next = f->next;
        drop(fs, f, true);
    }
    free(fs);
}
