#include "collection/manifest.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/map.h"
#include "base/strbuf.h"

/* A manifest over this is damaged: about ten million files. */
#define MANIFEST_MAX  ((size_t)2 << 30)
#define OPTIONS_BYTES 40

typedef struct entry {
    long long size, mtime_ns;
    char options[OPTIONS_BYTES];
    bool failed;
} entry;

struct plx_manifest {
    char *path;
    plx_map *paths; /* ordinal = index of entries */
    entry *entries;
    size_t cap;
    bool dirty;
};

static plx_status set_entry(plx_manifest *m, const char *path, const entry *e, plx_error *err)
{
    uint32_t at = plx_map_add(m->paths, path, strlen(path), NULL);

    if (at != PLX_MAP_NONE && at >= m->cap) {
        size_t cap = m->cap ? 2 * m->cap : 64;
        entry *grown = realloc(m->entries, cap * sizeof *grown);

        if (grown) {
            m->entries = grown;
            m->cap = cap;
        }
    }
    if (at == PLX_MAP_NONE || at >= m->cap)
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", m->path);
    m->entries[at] = *e;
    return PLX_OK;
}

static void set_options(entry *e, const char *options)
{
    strncpy(e->options, options ? options : "", sizeof e->options - 1);
    e->options[sizeof e->options - 1] = '\0';
}

/* One line; what is no entry is passed over: its file is then read again. */
static plx_status read_line(plx_manifest *m, const char *line, size_t len, plx_error *err)
{
    json_t *o = NULL;
    plx_status rc = plx_json_parse(line, len, &o, NULL);
    const char *path = rc ? NULL : plx_json_get_str(o, "path");
    entry e = { 0 };

    if (path) {
        e.size = json_integer_value(json_object_get(o, "size"));
        e.mtime_ns = json_integer_value(json_object_get(o, "mtime_ns"));
        e.failed = json_is_true(json_object_get(o, "failed"));
        set_options(&e, plx_json_get_str(o, "options"));
        rc = set_entry(m, path, &e, err);
    } else {
        rc = PLX_OK;
    }
    json_decref(o);
    return rc;
}

static plx_status read_all(plx_manifest *m, plx_error *err)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_status rc = plx_file_read(m->path, MANIFEST_MAX, &text, err);
    const char *p = text.s, *end = text.s + text.len, *nl;

    for (; !rc && p < end; p = nl + 1) {
        nl = memchr(p, '\n', (size_t)(end - p));
        if (!nl)
            break;
        rc = read_line(m, p, (size_t)(nl - p), err);
    }
    plx_strbuf_release(&text);
    return rc == PLX_ERR_NOTFOUND ? PLX_OK : rc;
}

plx_status plx_manifest_open(const char *path, plx_manifest **out, plx_error *err)
{
    plx_manifest *m = calloc(1, sizeof *m);
    plx_status rc = PLX_OK;

    *out = NULL;
    if (!m || !(m->path = strdup(path)) || !(m->paths = plx_map_new()))
        rc = plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", path);
    if (!rc)
        rc = read_all(m, err);
    if (rc) {
        plx_manifest_close(m);
        return rc;
    }
    *out = m;
    return PLX_OK;
}

void plx_manifest_close(plx_manifest *m)
{
    if (!m)
        return;
    plx_map_free(m->paths);
    free(m->entries);
    free(m->path);
    free(m);
}

bool plx_manifest_unchanged(const plx_manifest *m, const char *path, long long size,
                            long long mtime_ns, const char *options)
{
    uint32_t at = plx_map_find(m->paths, path, strlen(path));
    const entry *e = at == PLX_MAP_NONE ? NULL : &m->entries[at];

    return e && !e->failed && e->size == size && e->mtime_ns == mtime_ns &&
           strcmp(e->options, options ? options : "") == 0;
}

plx_status plx_manifest_note(plx_manifest *m, const char *path, long long size, long long mtime_ns,
                             const char *options, bool failed, plx_error *err)
{
    entry e = { .size = size, .mtime_ns = mtime_ns, .failed = failed };

    set_options(&e, options);
    m->dirty = true;
    return set_entry(m, path, &e, err);
}

static void print_entry(const char *path, const entry *e, plx_strbuf *out)
{
    json_t *o = json_pack("{s:o, s:I, s:I, s:s, s:b}", "path", plx_json_str(path), "size",
                          (json_int_t)e->size, "mtime_ns", (json_int_t)e->mtime_ns, "options",
                          e->options, "failed", (int)e->failed);

    if (!o) {
        out->failed = true;
        return;
    }
    plx_json_print(o, false, out);
    plx_strbuf_putc(out, '\n');
    json_decref(o);
}

plx_status plx_manifest_save(plx_manifest *m, plx_error *err)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    uint32_t i, n = plx_map_count(m->paths);
    plx_status rc;

    if (!m->dirty)
        return PLX_OK;
    for (i = 0; i < n; i++)
        print_entry(plx_map_key(m->paths, i, NULL), &m->entries[i], &text);
    rc = text.failed ? plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", m->path)
                     : plx_file_replace(m->path, text.s, text.len, err);
    plx_strbuf_release(&text);
    if (!rc)
        m->dirty = false;
    return rc;
}
