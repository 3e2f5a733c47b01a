#include "indexer/watch_changes.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/map.h"

struct plx_watch_changes {
    plx_map *paths;
    size_t max;
    const char **lists; /* what was handed out: changed and, in the second half, vanished */
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
    free(c->lists);
    free(c);
}

void plx_watch_changes_clear(plx_watch_changes *c)
{
    plx_map_clear(c->paths);
    free(c->lists);
    c->lists = NULL;
}

bool plx_watch_changes_are_empty(const plx_watch_changes *c)
{
    return plx_map_count(c->paths) == 0;
}

plx_status plx_watch_changes_note(plx_watch_changes *c, const char *path, plx_error *err)
{
    if (plx_map_add(c->paths, path, strlen(path), NULL) == PLX_MAP_NONE)
        return no_memory(err);
    if (plx_map_count(c->paths) > c->max || plx_map_bytes(c->paths) > PLX_WATCH_BYTES_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "watching: more than %zu paths or %u bytes of them",
                        c->max, PLX_WATCH_BYTES_MAX);
    return PLX_OK;
}

/* ---------------------------------------------------------------- settling */

/* Is there something to read, as the reader sees it: a file, also behind a link, or a folder? */
static bool is_readable(const char *path)
{
    struct stat st;
    bool is_link;

    if (lstat(path, &st) != 0)
        return false;
    is_link = S_ISLNK(st.st_mode);
    if (is_link && stat(path, &st) != 0)
        return false;
    return S_ISREG(st.st_mode) || (S_ISDIR(st.st_mode) && !is_link);
}

/* Does a path above, which is noted itself, stand for this one? */
static bool is_covered(const plx_watch_changes *c, const char *path, size_t len)
{
    while (len > 1)
        if (path[--len] == '/' && plx_map_find(c->paths, path, len) != PLX_MAP_NONE)
            return true;
    return false;
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void end_list(const char **list, size_t count)
{
    qsort(list, count, sizeof *list, compare_paths);
    list[count] = NULL;
}

/* One array for both: what changed from its begin, what vanished behind it. A path is looked at
 * once, so that it is in one of them. */
plx_status plx_watch_changes_settle(plx_watch_changes *c, plx_watch_batch *out, plx_error *err)
{
    uint32_t count = plx_map_count(c->paths);
    const char **changed = malloc(2 * ((size_t)count + 1) * sizeof *changed);
    const char **vanished = changed + count + 1;

    if (!changed)
        return no_memory(err);
    free(c->lists);
    c->lists = changed;
    *out = (plx_watch_batch){ .changed = changed, .vanished = vanished };
    for (uint32_t i = 0; i < count; i++) {
        size_t len;
        const char *path = plx_map_key(c->paths, i, &len);

        if (is_covered(c, path, len))
            continue;
        if (is_readable(path))
            changed[out->changed_count++] = path;
        else
            vanished[out->vanished_count++] = path;
    }
    end_list(changed, out->changed_count);
    end_list(vanished, out->vanished_count);
    return PLX_OK;
}
