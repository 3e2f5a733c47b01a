#include "collection/manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/map.h"
#include "base/strbuf.h"
#include "collection/manifest_line.h"

/* Longest line: a path of 4096 bytes, each escaped, and the rest. A longer one is damage. */
#define LINE_MAX_BYTES 65536
/* Entries are allocated together by this many: a power of two. */
#define PAGE_ENTRIES 1024u
/* Lines that are not worth writing the file anew for. */
#define OUTDATED_MIN 1000

/* What is remembered of a file; strings that many share are ordinals. */
typedef struct entry {
    long long size, mtime_ns;
    uint64_t articles;
    uint32_t path;    /* ordinal in paths */
    uint32_t options; /* ordinal in options */
    unsigned char digest[PLX_DIGEST_BYTES];
    bool is_known, has_digest, failed, is_gone;
} entry;

struct plx_manifest {
    char *name;
    bool is_dry;
    plx_map *paths, *options;
    uint32_t *file_at; /* [path ordinal] number of the file there, 0 if none */
    size_t file_at_cap;
    entry **pages; /* [number / PAGE_ENTRIES][number % PAGE_ENTRIES]; NULL: no entries there */
    size_t page_count;
    uint32_t last;      /* highest number given out */
    size_t lines, live; /* in the file; entries but tombstones */
    bool has_old_lines; /* of format 1 */
    off_t end;          /* of the last whole line */
    plx_strbuf pending; /* lines to be appended */
    plx_strbuf path;    /* of the line being read */
};

static plx_status no_memory(const plx_manifest *m, plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", m->name);
}

/* ----------------------------------------------------------------- in memory */

static entry *entry_of(const plx_manifest *m, uint32_t file)
{
    entry *page = file / PAGE_ENTRIES < m->page_count ? m->pages[file / PAGE_ENTRIES] : NULL;

    return page && page[file % PAGE_ENTRIES].is_known ? &page[file % PAGE_ENTRIES] : NULL;
}

/* Where the entry of a number is or belongs; NULL without memory. */
static entry *place_of(plx_manifest *m, uint32_t file)
{
    size_t at = file / PAGE_ENTRIES;

    if (at >= m->page_count) {
        size_t count = at + 1 + m->page_count / 2;
        entry **grown = realloc(m->pages, count * sizeof *grown);

        if (!grown)
            return NULL;
        memset(grown + m->page_count, 0, (count - m->page_count) * sizeof *grown);
        m->pages = grown;
        m->page_count = count;
    }
    if (!m->pages[at])
        m->pages[at] = calloc(PAGE_ENTRIES, sizeof **m->pages);
    return m->pages[at] ? &m->pages[at][file % PAGE_ENTRIES] : NULL;
}

/* The first number from `file` on that has an entry, 0 if there is none. */
static uint32_t next_known(const plx_manifest *m, uint32_t file)
{
    size_t end = m->page_count * PAGE_ENTRIES;

    for (; file < end; file++) {
        if (!m->pages[file / PAGE_ENTRIES])
            file |= PAGE_ENTRIES - 1;
        else if (m->pages[file / PAGE_ENTRIES][file % PAGE_ENTRIES].is_known)
            return file;
    }
    return 0;
}

/* Ordinal of a path, with room in file_at; PLX_MAP_NONE without memory. */
static uint32_t path_ordinal(plx_manifest *m, const char *path, size_t len)
{
    bool is_new = false;
    uint32_t at = plx_map_add(m->paths, path, len, &is_new);

    if (at == PLX_MAP_NONE)
        return at;
    if (at >= m->file_at_cap) {
        size_t cap = m->file_at_cap ? m->file_at_cap + m->file_at_cap / 2 : 64;
        uint32_t *grown = realloc(m->file_at, cap * sizeof *grown);

        if (!grown)
            return PLX_MAP_NONE;
        m->file_at = grown;
        m->file_at_cap = cap;
    }
    if (is_new)
        m->file_at[at] = 0;
    return at;
}

/* Let a file be at a path, and no longer where it was. A tombstone leaves the path to another. */
static plx_status settle(plx_manifest *m, uint32_t file, const entry *e, plx_error *err)
{
    entry *place = place_of(m, file);

    if (!place)
        return no_memory(m, err);
    if (place->is_known && m->file_at[place->path] == file)
        m->file_at[place->path] = 0;
    m->live -= place->is_known && !place->is_gone;
    *place = *e;
    place->is_known = true;
    m->live += !place->is_gone;
    if (!e->is_gone || !m->file_at[e->path])
        m->file_at[e->path] = file;
    if (file > m->last)
        m->last = file;
    return PLX_OK;
}

/* ------------------------------------------------------------------ reading */

static uint32_t options_ordinal(plx_manifest *m, const char *options)
{
    return plx_map_add(m->options, options, strlen(options), NULL);
}

/* What is remembered of an entry. */
static plx_status pack(plx_manifest *m, const plx_manifest_entry *given, entry *out, plx_error *err)
{
    *out = (entry){ .size = given->size,
                    .mtime_ns = given->mtime_ns,
                    .articles = given->articles,
                    .failed = given->failed,
                    .is_gone = given->is_gone };
    out->path = path_ordinal(m, given->path, strlen(given->path));
    out->options = options_ordinal(m, given->options);
    out->has_digest = plx_hex_read(given->digest, sizeof out->digest, out->digest);
    return out->path == PLX_MAP_NONE || out->options == PLX_MAP_NONE ? no_memory(m, err) : PLX_OK;
}

static void unpack(const plx_manifest *m, uint32_t file, const entry *e, plx_manifest_entry *out)
{
    *out = (plx_manifest_entry){ .file = file,
                                 .path = plx_map_key(m->paths, e->path, NULL),
                                 .size = e->size,
                                 .mtime_ns = e->mtime_ns,
                                 .failed = e->failed,
                                 .is_gone = e->is_gone,
                                 .is_displaced = m->file_at[e->path] != file,
                                 .articles = e->articles };
    if (e->has_digest)
        plx_hex_print(e->digest, sizeof e->digest, out->digest);
    snprintf(out->options, sizeof out->options, "%s", plx_map_key(m->options, e->options, NULL));
}

/* One line; what is no entry is passed over: its file is then read again. */
static plx_status read_line(plx_manifest *m, const char *line, size_t len, plx_error *err)
{
    plx_manifest_entry given;
    uint32_t file;
    entry e;
    plx_status rc;

    m->lines++;
    if (!plx_manifest_line_read(line, len, &m->path, &given))
        return PLX_OK;
    rc = pack(m, &given, &e, err);
    if (rc)
        return rc;
    file = given.file;
    if (!file) {
        m->has_old_lines = true;
        file = m->file_at[e.path] ? m->file_at[e.path] : m->last + 1;
    }
    return settle(m, file, &e, err);
}

/* Lines one by one, so that memory does not grow with the file. */
static plx_status read_lines(plx_manifest *m, FILE *f, plx_error *err)
{
    char *line = malloc(LINE_MAX_BYTES);
    bool is_cut = false; /* in the rest of a line that is too long */
    plx_status rc = line ? PLX_OK : no_memory(m, err);
    off_t at = 0;

    while (!rc && fgets(line, LINE_MAX_BYTES, f)) {
        off_t next = ftello(f);
        size_t len = (size_t)(next - at); /* not strlen(): damage may hold NULs */
        bool is_whole = len && line[len - 1] == '\n';

        if (is_whole && !is_cut)
            rc = read_line(m, line, len - 1, err);
        if (is_whole)
            m->end = next;
        is_cut = !is_whole;
        at = next;
    }
    if (!rc && ferror(f))
        rc = plx_fail_errno(err, "%s", m->name);
    free(line);
    return rc;
}

static plx_status read_all(plx_manifest *m, plx_error *err)
{
    FILE *f = fopen(m->name, "re");
    plx_status rc;

    if (!f)
        return errno == ENOENT ? PLX_OK : plx_fail_errno(err, "%s", m->name);
    rc = read_lines(m, f, err);
    fclose(f);
    return rc;
}

/* ------------------------------------------------------------------ writing */

static void print_line(const plx_manifest *m, uint32_t file, const entry *e, plx_strbuf *out)
{
    plx_manifest_entry line;

    unpack(m, file, e, &line);
    plx_manifest_line_print(&line, out);
}

static plx_status write_live(const plx_manifest *m, FILE *f, plx_error *err)
{
    plx_strbuf line = PLX_STRBUF_INIT;
    bool ok = true;
    uint32_t file;

    for (file = next_known(m, 1); ok && file; file = next_known(m, file + 1)) {
        const entry *e = entry_of(m, file);

        if (e->is_gone)
            continue;
        plx_strbuf_reset(&line);
        print_line(m, file, e, &line);
        ok = !line.failed && fwrite(line.s, 1, line.len, f) == line.len;
    }
    plx_strbuf_release(&line);
    if (!ok || fflush(f) || fsync(fileno(f)))
        return plx_fail_errno(err, "%s", m->name);
    return PLX_OK;
}

static plx_status sync_folder(const char *path, plx_error *err)
{
    const char *slash = strrchr(path, '/');
    char *dir = slash ? strndup(path, slash == path ? 1 : (size_t)(slash - path)) : strdup(".");
    plx_status rc =
        dir ? plx_file_sync_dir(dir, err) : plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", path);

    free(dir);
    return rc;
}

/* Not plx_file_replace(): the text of a million files need not be in memory at once. */
static plx_status write_beside(plx_manifest *m, const char *temp, off_t *end, plx_error *err)
{
    FILE *f = fopen(temp, "we");
    struct stat old;
    plx_status rc;

    if (!f)
        return plx_fail_errno(err, "%s", temp);
    if (stat(m->name, &old) == 0)
        (void)!fchmod(fileno(f), old.st_mode & 0777);
    rc = write_live(m, f, err);
    *end = ftello(f);
    if (fclose(f) && !rc)
        rc = plx_fail_errno(err, "%s", temp);
    return rc;
}

/* Write the file anew. Where that fails the old one is as good. */
static void rewrite(plx_manifest *m)
{
    plx_strbuf temp = PLX_STRBUF_INIT;
    off_t end = 0;

    plx_strbuf_printf(&temp, "%s.new", m->name);
    if (!temp.failed && !write_beside(m, temp.s, &end, NULL) && !rename(temp.s, m->name)) {
        m->end = end;
        m->lines = m->live;
        sync_folder(m->name, NULL);
    } else if (!temp.failed) {
        unlink(temp.s);
    }
    plx_strbuf_release(&temp);
}

/* Tombstones are outdated, too: numbers that articles carry are reserved by the index. */
static bool is_worth_rewriting(const plx_manifest *m)
{
    return m->has_old_lines || (m->lines > OUTDATED_MIN && m->lines - m->live > m->lines / 2);
}

static plx_status append_to(plx_manifest *m, int fd, plx_error *err)
{
    const char *p = m->pending.s;
    size_t left = m->pending.len;
    off_t at = m->end;

    if (ftruncate(fd, m->end)) /* a torn line was never acknowledged */
        return plx_fail_errno(err, "%s", m->name);
    while (left) {
        ssize_t n = pwrite(fd, p, left, at);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return plx_fail_errno(err, "%s", m->name);
        p += n;
        at += n;
        left -= (size_t)n;
    }
    if (fsync(fd))
        return plx_fail_errno(err, "%s", m->name);
    m->end = at;
    return PLX_OK;
}

plx_status plx_manifest_save(plx_manifest *m, plx_error *err)
{
    bool is_new = m->end == 0;
    plx_status rc;
    int fd;

    if (m->is_dry || !m->pending.len)
        return PLX_OK;
    if (m->pending.failed)
        return no_memory(m, err);
    fd = open(m->name, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0)
        return plx_fail_errno(err, "%s", m->name);
    rc = append_to(m, fd, err);
    close(fd);
    if (rc)
        return rc;
    plx_strbuf_reset(&m->pending);
    return is_new ? sync_folder(m->name, err) : PLX_OK;
}

/* -------------------------------------------------------------- open, close */

plx_status plx_manifest_open(const char *path, bool is_dry, plx_manifest **out, plx_error *err)
{
    plx_manifest *m = calloc(1, sizeof *m);
    plx_status rc = PLX_OK;

    *out = NULL;
    if (!m)
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", path);
    plx_strbuf_init(&m->pending);
    plx_strbuf_init(&m->path);
    m->is_dry = is_dry;
    m->name = strdup(path);
    m->paths = plx_map_new();
    m->options = plx_map_new();
    if (!m->name || !m->paths || !m->options)
        rc = plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", path);
    if (!rc)
        rc = read_all(m, err);
    if (!rc && !is_dry && is_worth_rewriting(m))
        rewrite(m);
    if (rc) {
        plx_manifest_close(m);
        return rc;
    }
    *out = m;
    return PLX_OK;
}

void plx_manifest_close(plx_manifest *m)
{
    size_t i;

    if (!m)
        return;
    for (i = 0; i < m->page_count; i++)
        free(m->pages[i]);
    free(m->pages);
    plx_map_free(m->paths);
    plx_map_free(m->options);
    plx_strbuf_release(&m->pending);
    plx_strbuf_release(&m->path);
    free(m->file_at);
    free(m->name);
    free(m);
}

/* ------------------------------------------------------------------ look-ups */

static bool fill(const plx_manifest *m, uint32_t file, plx_manifest_entry *out)
{
    const entry *e = entry_of(m, file);

    if (!e || !out)
        return e != NULL;
    unpack(m, file, e, out);
    return true;
}

bool plx_manifest_find(const plx_manifest *m, const char *path, plx_manifest_entry *out)
{
    uint32_t at = plx_map_find(m->paths, path, strlen(path));
    const entry *e = at == PLX_MAP_NONE ? NULL : entry_of(m, m->file_at[at]);

    return e && !e->is_gone && fill(m, m->file_at[at], out);
}

bool plx_manifest_file(const plx_manifest *m, uint32_t file, plx_manifest_entry *out)
{
    return fill(m, file, out);
}

bool plx_manifest_next(const plx_manifest *m, uint32_t file, plx_manifest_entry *out)
{
    uint32_t next = next_known(m, file + 1);

    return next && fill(m, next, out);
}

size_t plx_manifest_count(const plx_manifest *m)
{
    return m->live;
}

/* -------------------------------------------------------------------- noting */

void plx_manifest_reserve(plx_manifest *m, uint32_t last)
{
    if (last > m->last)
        m->last = last;
}

plx_status plx_manifest_number(plx_manifest *m, const char *path, uint32_t *file, plx_error *err)
{
    uint32_t at = path_ordinal(m, path, strlen(path));

    *file = 0;
    if (at == PLX_MAP_NONE)
        return no_memory(m, err);
    if (!m->file_at[at]) {
        if (m->last >= PLX_MANIFEST_NUMBER_MAX)
            return plx_fail(err, PLX_ERR_LIMIT, "%s: numbers of files have run out", m->name);
        m->file_at[at] = ++m->last;
    }
    *file = m->file_at[at];
    return PLX_OK;
}

/* Set and print an entry. */
static plx_status note(plx_manifest *m, uint32_t file, const entry *e, plx_error *err)
{
    plx_status rc = settle(m, file, e, err);

    if (rc || m->is_dry)
        return rc;
    print_line(m, file, e, &m->pending);
    m->lines++;
    return m->pending.failed ? no_memory(m, err) : PLX_OK;
}

plx_status plx_manifest_note(plx_manifest *m, const plx_manifest_entry *given, plx_error *err)
{
    uint32_t file = given->file;
    entry e;
    plx_status rc = file ? PLX_OK : plx_manifest_number(m, given->path, &file, err);

    if (!rc)
        rc = pack(m, given, &e, err);
    return rc ? rc : note(m, file, &e, err);
}

static plx_status find_entry(const plx_manifest *m, uint32_t file, entry *out, plx_error *err)
{
    const entry *e = entry_of(m, file);

    if (!e)
        return plx_fail(err, PLX_ERR_NOTFOUND, "%s: no file %" PRIu32, m->name, file);
    *out = *e;
    return PLX_OK;
}

plx_status plx_manifest_move(plx_manifest *m, uint32_t file, const char *path, long long mtime_ns,
                             plx_error *err)
{
    entry e;
    plx_status rc = find_entry(m, file, &e, err);

    if (rc)
        return rc;
    e.path = path_ordinal(m, path, strlen(path));
    if (e.path == PLX_MAP_NONE)
        return no_memory(m, err);
    e.mtime_ns = mtime_ns;
    e.is_gone = false;
    return note(m, file, &e, err);
}

plx_status plx_manifest_drop(plx_manifest *m, uint32_t file, plx_error *err)
{
    entry e;
    plx_status rc = find_entry(m, file, &e, err);

    if (rc)
        return rc;
    e.is_gone = true;
    return note(m, file, &e, err);
}
