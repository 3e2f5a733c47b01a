#include "indexer/prune.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "collection/writer.h"

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "prune: out of memory");
}

/* ------------------------------------------------------------------- paths */

static plx_status add_path(plx_path_list *l, const char *path, plx_error *err)
{
    char *copy = strdup(path);

    if (copy && l->count + 1 >= l->room) {
        size_t room = l->room ? 2 * l->room : 64;
        char **grown = realloc(l->path, room * sizeof *grown);

        if (grown) {
            l->path = grown;
            l->room = room;
        }
    }
    if (!copy || l->count + 1 >= l->room) {
        free(copy);
        return no_memory(err);
    }
    l->path[l->count++] = copy;
    l->path[l->count] = NULL;
    return PLX_OK;
}

void plx_path_list_release(plx_path_list *l)
{
    size_t i;

    for (i = 0; i < l->count; i++)
        free(l->path[i]);
    free(l->path);
    *l = (plx_path_list){ 0 };
}

/* The real path of one that need not exist any more: that of the folder above it, and its name.
 * NULL if not even that is there, or without memory. */
static char *real_path(const char *path)
{
    char *real = realpath(path, NULL), *copy, *slash, *folder;

    if (real)
        return real;
    copy = strdup(path);
    if (!copy)
        return NULL;
    while (strlen(copy) > 1 && copy[strlen(copy) - 1] == '/')
        copy[strlen(copy) - 1] = '\0';
    slash = strrchr(copy, '/');
    if (slash)
        *slash = '\0';
    folder = realpath(!slash ? "." : slash == copy ? "/" : copy, NULL);
    if (folder)
        real = plx_path_join(folder, slash ? slash + 1 : copy);
    free(folder);
    free(copy);
    return real;
}

static bool is_under(const char *path, const char *root)
{
    size_t n = strlen(root);

    if (n && root[n - 1] == '/') /* the root of all */
        return strncmp(path, root, n) == 0;
    return strncmp(path, root, n) == 0 && (path[n] == '/' || path[n] == '\0');
}

/* A folder without visible names. */
static bool is_empty_folder(const char *path)
{
    DIR *dir = opendir(path);
    bool is_empty = dir != NULL;
    struct dirent *e;

    while (is_empty && (e = readdir(dir)) != NULL)
        is_empty = e->d_name[0] == '.';
    if (dir)
        closedir(dir);
    return is_empty;
}

/* ---------------------------------------------------------------- vanished */

static bool has_vanished(const plx_pruning *p, uint32_t file)
{
    return file < p->vanished_cap && p->vanished[file];
}

static plx_status mark_vanished(plx_pruning *p, uint32_t file, plx_error *err)
{
    if (file >= p->vanished_cap) {
        size_t cap = (size_t)file + file / 2 + 64;
        unsigned char *grown = realloc(p->vanished, cap);

        if (!grown)
            return no_memory(err);
        memset(grown + p->vanished_cap, 0, cap - p->vanished_cap);
        p->vanished = grown;
        p->vanished_cap = cap;
    }
    p->vanished[file] = 1;
    return PLX_OK;
}

/* The next file known under a root; tombstones are not. */
static bool next_under(plx_files *fs, const char *root, plx_manifest_entry *e)
{
    while (plx_manifest_next(plx_files_manifest(fs), e->file, e))
        if (!e->is_gone && is_under(e->path, root))
            return true;
    return false;
}

static plx_status mark_under(plx_pruning *p, const char *root, plx_error *err)
{
    plx_files *fs = p->intake->files;
    plx_manifest_entry e = { 0 };
    plx_status rc = PLX_OK;

    while (!rc && next_under(fs, root, &e))
        if (plx_files_is_gone(fs, e.file))
            rc = mark_vanished(p, e.file, err);
    return rc;
}

static plx_status refuse(plx_pruning *p, const char *path, size_t gone, size_t known,
                         plx_error *err)
{
    plx_error why;

    plx_fail(&why, PLX_ERR_INVALID,
             "nothing removed: %zu of the %zu files known there have vanished; is it mounted? "
             "--prune=all removes their articles all the same",
             gone, known);
    return plx_summary_fail(p->intake->sum, path, why.msg, err);
}

static plx_status find_under(plx_pruning *p, const char *path, plx_error *err)
{
    char *root = real_path(path);
    plx_manifest_entry e = { 0 };
    size_t known = 0, gone = 0;
    plx_status rc = PLX_OK;

    if (!root)
        return PLX_OK;
    while (next_under(p->intake->files, root, &e)) {
        known += plx_files_was_known(p->intake->files, e.file);
        gone += plx_files_is_gone(p->intake->files, e.file);
    }
    if (p->intake->opt->prune == PLX_PRUNE_ALL)
        rc = known || !plx_path_is_absent(root)
                 ? mark_under(p, root, err)
                 : plx_summary_fail(p->intake->sum, path, "no such file, and none known", err);
    else if (gone && (2 * gone > known || plx_path_is_absent(root) || is_empty_folder(root)))
        rc = refuse(p, path, gone, known, err);
    else if (gone)
        rc = mark_under(p, root, err);
    free(root);
    return rc;
}

/* ---------------------------------------------------------- which articles */

/* An article goes if this run has not met it, and its file vanished (now, or in a run that was cut
 * off between forgetting the file and removing its articles) or was read without it. */
static bool goes(void *ctx, uint32_t docid, uint32_t file)
{
    const plx_pruning *p = ctx;
    plx_manifest_entry e;

    if (plx_docid_set_has(&p->intake->met, docid))
        return false;
    if (has_vanished(p, file) || plx_files_was_read(p->intake->files, file))
        return true;
    return plx_manifest_file(plx_files_manifest(p->intake->files), file, &e) && e.is_gone;
}

plx_status plx_prune_find(plx_pruning *p, plx_error *err)
{
    const char *const *path;
    plx_status rc = PLX_OK;
    uint32_t n = 0;

    for (path = p->under; !rc && path && *path; path++)
        if (strcmp(*path, "-") != 0)
            rc = find_under(p, *path, err);
    if (!rc)
        rc = plx_writer_prune(p->intake->writer, goes, p, true, &n, err);
    p->may_share = n > 0;
    return rc;
}

/* -------------------------------------------------------------- sharing */

struct owned {
    uint32_t *articles; /* [number] of the file: in the index */
    size_t cap;
    bool no_memory;
};

static bool count_owned(void *ctx, uint32_t docid, uint32_t file)
{
    struct owned *o = ctx;

    (void)docid;
    if (file >= o->cap && !o->no_memory) {
        size_t cap = (size_t)file + file / 2 + 64;
        uint32_t *grown = realloc(o->articles, cap * sizeof *grown);

        o->no_memory = !grown;
        if (grown) {
            memset(grown + o->cap, 0, (cap - o->cap) * sizeof *grown);
            o->articles = grown;
            o->cap = cap;
        }
    }
    if (file < o->cap)
        o->articles[file]++;
    return false;
}

static bool may_share(plx_intake *in, const struct owned *o, const plx_manifest_entry *e)
{
    uint32_t owned = e->file < o->cap ? o->articles[e->file] : 0;

    return !e->is_gone && e->articles > owned && !plx_files_was_read(in->files, e->file) &&
           !plx_files_is_gone(in->files, e->file);
}

static plx_status read_again(plx_intake *in, const plx_manifest_entry *e, plx_path_list *out,
                             plx_error *err)
{
    plx_files_forget_visit(in->files, e->file);
    return add_path(out, e->path, err);
}

/* With the options of this run its articles would change: the next run with its own brings back
 * what goes now. */
static plx_status read_later(plx_intake *in, const plx_manifest_entry *e, plx_error *err)
{
    plx_manifest_entry later = *e;

    later.mtime_ns = -1;
    *later.digest = '\0';
    return plx_manifest_note(plx_files_manifest(in->files), &later, err);
}

plx_status plx_prune_sharing(plx_intake *in, plx_path_list *out, plx_error *err)
{
    struct owned o = { 0 };
    plx_manifest_entry e = { 0 };
    uint32_t n;
    plx_status rc = plx_writer_prune(in->writer, count_owned, &o, true, &n, err);

    if (!rc && o.no_memory)
        rc = no_memory(err);
    while (!rc && plx_manifest_next(plx_files_manifest(in->files), e.file, &e)) {
        if (!may_share(in, &o, &e))
            continue;
        rc = plx_files_has_options(in->files, &e) ? read_again(in, &e, out, err)
                                                  : read_later(in, &e, err);
    }
    free(o.articles);
    return rc;
}

/* ----------------------------------------------------------------- removing */

static plx_status drop_files(plx_pruning *p, plx_error *err)
{
    plx_manifest *m = plx_files_manifest(p->intake->files);
    plx_status rc = PLX_OK;
    size_t file;

    for (file = 1; !rc && file < p->vanished_cap; file++) {
        if (!p->vanished[file])
            continue;
        p->intake->sum->files_vanished++;
        rc = plx_manifest_drop(m, (uint32_t)file, err);
    }
    return rc ? rc : plx_files_save(p->intake->files, err);
}

/* The files are forgotten first: cut off in between, the next pruning finds their articles by
 * the tombstones, while articles gone from a file that is still known would not come back with
 * it. */
plx_status plx_prune_remove(plx_pruning *p, plx_error *err)
{
    uint32_t n = 0;
    plx_status rc = drop_files(p, err);

    if (!rc)
        rc = plx_writer_prune(p->intake->writer, goes, p, p->intake->sum->is_dry, &n, err);
    p->intake->sum->removed += n;
    return rc || !n ? rc : plx_intake_commit(p->intake, err);
}

void plx_prune_release(plx_pruning *p)
{
    free(p->vanished);
    p->vanished = NULL;
    p->vanished_cap = 0;
}

/* ------------------------------------------------------------------ failed */

plx_status plx_list_failed(plx_intake *in, plx_path_list *out, plx_error *err)
{
    plx_manifest_entry e = { 0 };
    plx_status rc = PLX_OK;

    while (!rc && plx_manifest_next(plx_files_manifest(in->files), e.file, &e)) {
        if (e.is_gone || !e.failed || plx_files_is_gone(in->files, e.file))
            continue;
        if (plx_files_has_options(in->files, &e))
            rc = add_path(out, e.path, err);
        else
            rc = plx_summary_fail(in->sum, e.path,
                                  "it was read with other options (--source, --map, ...): give "
                                  "the same again",
                                  err);
    }
    return rc;
}
