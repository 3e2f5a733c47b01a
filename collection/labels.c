#include "collection/labels.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/map.h"
#include "base/strbuf.h"

#define READ_CHUNK 65536

struct plx_labels {
    char *path;
    off_t offset; /* bytes read so far: all whole lines */
    size_t line;  /* lines read so far */
    plx_label *votes;
    json_t **owner; /* [vote] object that holds its strings */
    size_t count, cap;
    plx_map *articles; /* target NUL id -> ordinal */
    size_t *standing;  /* [ordinal] index of the vote that stands */
    size_t standing_cap;
};

plx_status plx_labels_open(const char *path, plx_labels **out, plx_error *err)
{
    plx_labels *l = calloc(1, sizeof *l);

    *out = NULL;
    if (!l || !(l->path = strdup(path)) || !(l->articles = plx_map_new())) {
        plx_labels_close(l);
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", path);
    }
    *out = l;
    return PLX_OK;
}

void plx_labels_close(plx_labels *l)
{
    size_t i;

    if (!l)
        return;
    for (i = 0; i < l->count; i++)
        json_decref(l->owner[i]);
    plx_map_free(l->articles);
    free(l->votes);
    free(l->owner);
    free(l->standing);
    free(l->path);
    free(l);
}

/* Ordinal of an article under a target; added if `add`. */
static uint32_t article_ordinal(const plx_labels *l, const char *id, const char *target, bool add)
{
    plx_strbuf key = PLX_STRBUF_INIT;
    uint32_t at = PLX_MAP_NONE;

    plx_strbuf_puts(&key, target);
    plx_strbuf_putc(&key, '\0');
    plx_strbuf_puts(&key, id);
    if (!key.failed)
        at = add ? plx_map_add(l->articles, key.s, key.len, NULL)
                 : plx_map_find(l->articles, key.s, key.len);
    plx_strbuf_release(&key);
    return at;
}

static bool grow_votes(plx_labels *l)
{
    size_t cap = l->cap ? 2 * l->cap : 64;
    plx_label *votes = realloc(l->votes, cap * sizeof *votes);
    json_t **owner;

    if (!votes)
        return false;
    l->votes = votes;
    owner = realloc(l->owner, cap * sizeof *owner);
    if (!owner)
        return false;
    l->owner = owner;
    l->cap = cap;
    return true;
}

static bool set_standing(plx_labels *l, uint32_t at, size_t vote)
{
    if (at >= l->standing_cap) {
        size_t cap = 2 * ((size_t)at + 32);
        size_t *grown = realloc(l->standing, cap * sizeof *grown);

        if (!grown)
            return false;
        l->standing = grown;
        l->standing_cap = cap;
    }
    l->standing[at] = vote;
    return true;
}

/* Takes over o. */
static plx_status add_vote(plx_labels *l, json_t *o, plx_error *err)
{
    plx_label v = {
        .id = plx_json_get_str(o, "id"),
        .label = plx_json_get_str(o, "label"),
        .target = plx_json_get_str(o, "target"),
        .coder = plx_json_get_str(o, "coder"),
        .time = plx_json_get_str(o, "time"),
        .digest = plx_json_get_str(o, "digest"),
        .model = plx_json_get_str(o, "model"),
        .model_stance = plx_json_get_str(o, "model_stance"),
    };
    uint32_t at;

    if (!v.id || !v.target) {
        json_decref(o);
        return plx_fail(err, PLX_ERR_CORRUPT, "%s:%zu: a label needs 'id' and 'target'", l->path,
                        l->line);
    }
    at = article_ordinal(l, v.id, v.target, true);
    if (at == PLX_MAP_NONE || (l->count == l->cap && !grow_votes(l)) ||
        !set_standing(l, at, l->count)) {
        json_decref(o);
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", l->path);
    }
    l->votes[l->count] = v;
    l->owner[l->count++] = o;
    return PLX_OK;
}

static plx_status read_line(plx_labels *l, const char *p, size_t n, plx_error *err)
{
    json_t *o = NULL;
    plx_error why = { 0 };

    l->line++;
    if (strspn(p, " \t\r\n") >= n)
        return PLX_OK;
    if (plx_json_parse(p, n, &o, &why))
        return plx_fail(err, PLX_ERR_CORRUPT, "%s:%zu: %s", l->path, l->line, why.msg);
    return add_vote(l, o, err);
}

/* All whole lines of text; *used are the bytes they take. */
static plx_status read_lines(plx_labels *l, const plx_strbuf *text, size_t *used, plx_error *err)
{
    const char *p = text->s, *end = text->s + text->len, *nl;
    plx_status rc = PLX_OK;

    while (!rc && p < end && (nl = memchr(p, '\n', (size_t)(end - p)))) {
        rc = read_line(l, p, (size_t)(nl - p), err);
        p = nl + 1;
    }
    *used = (size_t)(p - text->s);
    return rc;
}

static plx_status read_from(const char *path, off_t offset, plx_strbuf *out, plx_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    char chunk[READ_CHUNK];
    ssize_t n = 0;

    if (fd < 0)
        return errno == ENOENT ? PLX_OK : plx_fail_errno(err, "%s", path);
    if (lseek(fd, offset, SEEK_SET) == offset)
        while ((n = read(fd, chunk, sizeof chunk)) > 0)
            plx_strbuf_add(out, chunk, (size_t)n);
    else
        n = -1;
    if (n < 0)
        plx_fail_errno(err, "%s", path);
    close(fd);
    if (n < 0)
        return PLX_ERR_IO;
    return out->failed ? plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", path) : PLX_OK;
}

plx_status plx_labels_read(plx_labels *l,
                           plx_status (*on_new)(void *ctx, const plx_label *v, plx_error *err),
                           void *ctx, plx_error *err)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    size_t used = 0, first = l->count;
    plx_status rc = read_from(l->path, l->offset, &text, err);

    if (!rc)
        rc = read_lines(l, &text, &used, err);
    l->offset += (off_t)used;
    plx_strbuf_release(&text);
    for (; !rc && on_new && first < l->count; first++)
        rc = on_new(ctx, &l->votes[first], err);
    return rc;
}

const plx_label *plx_labels_find(const plx_labels *l, const char *id, const char *target)
{
    uint32_t at = article_ordinal(l, id, target, false);

    return at == PLX_MAP_NONE ? NULL : &l->votes[l->standing[at]];
}

size_t plx_labels_count(const plx_labels *l)
{
    return l->count;
}

const plx_label *plx_labels_at(const plx_labels *l, size_t i)
{
    return &l->votes[i];
}

bool plx_label_is_stale(const plx_label *v, const char *text)
{
    char digest[PLX_DIGEST_HEX + 1];

    if (!v->digest)
        return false;
    plx_digest_hex(text ? text : "", text ? strlen(text) : 0, digest);
    return strcmp(v->digest, digest) != 0;
}

/* ------------------------------------------------------------- appending */

static plx_status print_vote(const plx_label *v, plx_strbuf *out, plx_error *err)
{
    json_t *o = json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id", plx_json_str(v->id),
                          "label", plx_json_str(v->label), "target", plx_json_str(v->target),
                          "coder", plx_json_str(v->coder), "time", plx_json_str(v->time), "digest",
                          plx_json_str(v->digest), "model", plx_json_str(v->model), "model_stance",
                          plx_json_str(v->model_stance));

    if (o)
        plx_json_print(o, false, out);
    plx_strbuf_putc(out, '\n');
    json_decref(o);
    if (!o || out->failed)
        return plx_fail(err, PLX_ERR_NOMEM, "label of '%s': out of memory", v->id);
    return PLX_OK;
}

/* Where the last whole line ends: a torn one behind it was never acknowledged. */
static off_t end_of_lines(int fd, off_t size)
{
    char chunk[4096];

    while (size > 0) {
        size_t want = size < (off_t)sizeof chunk ? (size_t)size : sizeof chunk;
        const char *nl;

        if (pread(fd, chunk, want, size - (off_t)want) != (ssize_t)want)
            return -1;
        nl = memrchr(chunk, '\n', want);
        if (nl)
            return size - (off_t)want + (nl - chunk) + 1;
        size -= (off_t)want;
    }
    return 0;
}

/* All of n bytes, also where a disk that fills up takes them in parts; false with errno set. */
static bool write_at(int fd, const char *p, size_t n, off_t at)
{
    while (n > 0) {
        ssize_t k = pwrite(fd, p, n, at);

        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return false;
        p += k;
        n -= (size_t)k;
        at += k;
    }
    return true;
}

static plx_status append_locked(int fd, const char *path, const plx_strbuf *line, plx_error *err)
{
    plx_status rc = PLX_OK;
    struct stat sb;
    off_t end;

    if (flock(fd, LOCK_EX) || fstat(fd, &sb))
        return plx_fail_errno(err, "%s", path);
    end = end_of_lines(fd, sb.st_size);
    if (end < 0 || (end < sb.st_size && ftruncate(fd, end)))
        return plx_fail_errno(err, "%s", path);
    if (!write_at(fd, line->s, line->len, end) || fsync(fd)) {
        rc = plx_fail_errno(err, "%s: label not kept", path);
        /* if this fails, too: readers pass over a torn line, and the next to append cuts it off */
        (void)!ftruncate(fd, end);
    }
    /* the first line of a new file: so that the file itself is there after a power loss */
    return rc || end > 0 ? rc : plx_file_sync_parent(path, err);
}

plx_status plx_labels_append(const char *path, const plx_label *v, plx_error *err)
{
    plx_strbuf line = PLX_STRBUF_INIT;
    plx_status rc = print_vote(v, &line, err);
    int fd = -1;

    if (!rc && (fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666)) < 0)
        rc = plx_fail_errno(err, "%s", path);
    if (!rc)
        rc = append_locked(fd, path, &line, err);
    if (fd >= 0)
        close(fd);
    plx_strbuf_release(&line);
    return rc;
}
