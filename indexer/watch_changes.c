#include "indexer/watch_changes.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/map.h"

/* Marks of a path beside PLX_WATCH_IS_...: what is there now. */
enum { IS_FILE = 4, IS_FOLDER = 8, IS_GONE = 16 };

struct plx_watch_changes {
    plx_map *paths;
    unsigned char *marks; /* by ordinal */
    size_t room;
    size_t max;
    size_t due;
    const char **lists; /* what was handed out: changed, NULL, vanished, NULL */
};

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "watching: out of memory");
}

plx_status plx_watch_changes_new(size_t max, plx_watch_changes **out, plx_error *err)
{
    plx_watch_changes *c = calloc(1, sizeof *c);

    *out = NULL;
    if (c)
        c->paths = plx_map_new();
    if (!c || !c->paths) {
        free(c);
        return no_memory(err);
    }
    c->max = max;
    *out = c;
    return PLX_OK;
}

void plx_watch_changes_free(plx_watch_changes *c)
{
    if (!c)
        return;
    plx_map_free(c->paths);
    free(c->marks);
    free(c->lists);
    free(c);
}

void plx_watch_changes_clear(plx_watch_changes *c)
{
    plx_map_clear(c->paths);
    free(c->lists);
    c->lists = NULL;
    c->due = 0;
}

bool plx_watch_changes_are_due(const plx_watch_changes *c)
{
    return c->due > 0;
}

/* ------------------------------------------------------------------ noting */

static bool make_room(plx_watch_changes *c)
{
    size_t room = c->room ? c->room * 2 : 64;
    unsigned char *grown;

    if (plx_map_count(c->paths) < c->room)
        return true;
    grown = realloc(c->marks, room);
    if (!grown)
        return false;
    c->marks = grown;
    c->room = room;
    return true;
}

plx_status plx_watch_changes_note(plx_watch_changes *c, const char *path, unsigned what,
                                  plx_error *err)
{
    bool is_first;
    uint32_t i;

    if (!make_room(c))
        return no_memory(err);
    i = plx_map_add(c->paths, path, strlen(path), &is_first);
    if (i == PLX_MAP_NONE)
        return no_memory(err);
    if (is_first)
        c->marks[i] = what & PLX_WATCH_IS_NEW;
    if ((what & PLX_WATCH_IS_DUE) && !(c->marks[i] & PLX_WATCH_IS_DUE)) {
        c->marks[i] |= PLX_WATCH_IS_DUE;
        c->due++;
    }
    if (plx_map_count(c->paths) > c->max || plx_map_bytes(c->paths) > PLX_WATCH_BYTES_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "watching: more than %zu paths or %u bytes of them",
                        c->max, PLX_WATCH_BYTES_MAX);
    return PLX_OK;
}

/* ---------------------------------------------------------------- settling */

/* What is at a path, as the reader sees it: a file also behind a link, a folder not. */
static unsigned look_at(const char *path)
{
    struct stat st;
    bool is_link;

    if (lstat(path, &st) != 0)
        return IS_GONE;
    is_link = S_ISLNK(st.st_mode);
    if (is_link && stat(path, &st) != 0)
        return IS_GONE;
    if (S_ISREG(st.st_mode))
        return IS_FILE;
    return S_ISDIR(st.st_mode) && !is_link ? IS_FOLDER : IS_GONE;
}

static void look_at_all(plx_watch_changes *c)
{
    for (uint32_t i = 0; i < plx_map_count(c->paths); i++) {
        c->marks[i] &= PLX_WATCH_IS_NEW | PLX_WATCH_IS_DUE;
        if (c->marks[i] & PLX_WATCH_IS_DUE)
            c->marks[i] |= (unsigned char)look_at(plx_map_key(c->paths, i, NULL));
    }
}

/* Does a path above, which is due itself, stand for this one? */
static bool is_covered(const plx_watch_changes *c, const char *path, size_t len)
{
    while (len > 1) {
        uint32_t i;

        if (path[--len] != '/')
            continue;
        i = plx_map_find(c->paths, path, len);
        if (i != PLX_MAP_NONE && (c->marks[i] & PLX_WATCH_IS_DUE))
            return true;
    }
    return false;
}

/* Is it to be handed out? Not if it came and went within the batch. */
static bool is_news(const plx_watch_changes *c, uint32_t i)
{
    const char *path;
    size_t len;

    if (!(c->marks[i] & PLX_WATCH_IS_DUE) ||
        ((c->marks[i] & IS_GONE) && (c->marks[i] & PLX_WATCH_IS_NEW)))
        return false;
    path = plx_map_key(c->paths, i, &len);
    return !is_covered(c, path, len);
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The paths with one of the marks, sorted, and a NULL; returns their number. */
static size_t gather(const plx_watch_changes *c, unsigned marks, const char **out)
{
    size_t n = 0;

    for (uint32_t i = 0; i < plx_map_count(c->paths); i++)
        if ((c->marks[i] & marks) && is_news(c, i))
            out[n++] = plx_map_key(c->paths, i, NULL);
    qsort(out, n, sizeof *out, compare_paths);
    out[n] = NULL;
    return n;
}

plx_status plx_watch_changes_settle(plx_watch_changes *c, plx_watch_batch *out, plx_error *err)
{
    const char **lists = malloc((c->due + 2) * sizeof *lists);

    if (!lists)
        return no_memory(err);
    free(c->lists);
    c->lists = lists;
    look_at_all(c);
    out->changed = lists;
    out->changed_count = gather(c, IS_FILE | IS_FOLDER, lists);
    out->vanished = lists + out->changed_count + 1;
    out->vanished_count = gather(c, IS_GONE, lists + out->changed_count + 1);
    return PLX_OK;
}
