#include "collection/line_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

#define READ_CHUNK 65536

/* ------------------------------------------------------------------ reading */

/* One pass over the file. */
struct pass {
    plx_line_place *place;
    const plx_line_sink *sink;
    plx_strbuf line;  /* as far as it is there; empty of one that is too long */
    size_t line_size; /* of all of it */
};

static bool is_blank(const plx_strbuf *line)
{
    return strspn(line->s, " \t\r") == line->len;
}

/* Go past the line that was gathered. */
static void pass_line(struct pass *p)
{
    p->place->line += !p->place->is_open;
    p->place->is_open = false;
    p->place->offset += (off_t)p->line_size;
    p->line_size = 0;
    plx_strbuf_truncate(&p->line, 0);
}

/* Hand the gathered line on; it is not passed where that fails for another reason than the line. */
static plx_status take_line(struct pass *p, plx_error *err)
{
    const plx_line_sink *sink = p->sink;
    size_t number = p->place->line + !p->place->is_open;
    plx_error why;
    plx_status rc = PLX_OK;

    if (p->line_size > sink->file->line_max)
        rc = plx_fail(&why, PLX_ERR_LIMIT, "line longer than %zu bytes", sink->file->line_max);
    else if (!is_blank(&p->line))
        rc = sink->on_line(sink->ctx, p->line.s, p->line.len, &why);
    if (rc == PLX_ERR_INVALID || rc == PLX_ERR_LIMIT)
        sink->on_fault(sink->ctx, number, &why);
    else if (rc)
        return plx_fail(err, rc, "%s", why.msg);
    pass_line(p);
    return PLX_OK;
}

/* Bytes of a line, its end not among them. */
static plx_status gather(struct pass *p, const char *s, size_t n, plx_error *err)
{
    p->line_size += n;
    if (p->line_size > p->sink->file->line_max)
        plx_strbuf_release(&p->line);
    else
        plx_strbuf_add(&p->line, s, n);
    return p->line.failed ? plx_fail(err, PLX_ERR_NOMEM, "out of memory") : PLX_OK;
}

static plx_status take_chunk(struct pass *p, const char *s, size_t n, plx_error *err)
{
    plx_status rc = PLX_OK;

    while (!rc && n > 0) {
        const char *nl = memchr(s, '\n', n);
        size_t k = nl ? (size_t)(nl - s) : n;

        rc = gather(p, s, k, err);
        if (!rc && nl) {
            rc = take_line(p, err);
            p->place->offset += rc ? 0 : 1;
            k++;
        }
        s += k;
        n -= k;
    }
    return rc;
}

/* A line without its newline at the end: whole all the same, or torn. */
static plx_status take_rest(struct pass *p, plx_error *err)
{
    plx_status rc =
        p->line.len > 0 ? p->sink->file->check(p->line.s, p->line.len, err) : PLX_ERR_INVALID;

    if (rc == PLX_ERR_INVALID || rc == PLX_ERR_LIMIT)
        return PLX_OK;
    if (!rc)
        rc = take_line(p, err);
    p->place->is_open = !rc;
    return rc;
}

/* The file is another: go back to its beginning. */
static void begin_anew(plx_line_place *place, const plx_line_sink *sink)
{
    if (place->offset > 0)
        sink->on_anew(sink->ctx);
    *place = (plx_line_place){ 0 };
}

/* A device or a pipe may never end. */
static plx_status check_regular(int fd, struct stat *sb, plx_error *err)
{
    if (fstat(fd, sb))
        return plx_fail_errno(err, "cannot be read");
    return S_ISREG(sb->st_mode) ? PLX_OK : plx_fail(err, PLX_ERR_IO, "is no regular file");
}

/* Stand where reading goes on: at the beginning if the file is no longer the same. */
static plx_status find_place(int fd, struct pass *p, plx_error *err)
{
    plx_line_place *place = p->place;
    struct stat sb;
    plx_status rc = check_regular(fd, &sb, err);

    if (rc)
        return rc;
    if (sb.st_dev != place->device || sb.st_ino != place->inode || sb.st_size < place->offset)
        begin_anew(place, p->sink);
    place->device = sb.st_dev;
    place->inode = sb.st_ino;
    if (place->offset > 0 && lseek(fd, place->offset, SEEK_SET) != place->offset)
        return plx_fail_errno(err, "cannot be read");
    return PLX_OK;
}

static plx_status read_on(int fd, struct pass *p, plx_error *err)
{
    char chunk[READ_CHUNK];
    ssize_t n = 0;
    plx_status rc = find_place(fd, p, err);

    while (!rc && ((n = read(fd, chunk, sizeof chunk)) > 0 || (n < 0 && errno == EINTR)))
        rc = n > 0 ? take_chunk(p, chunk, (size_t)n, err) : PLX_OK;
    if (!rc && n < 0)
        rc = plx_fail_errno(err, "cannot be read");
    return rc ? rc : take_rest(p, err);
}

plx_status plx_line_file_read(const char *path, plx_line_place *place, const plx_line_sink *sink,
                              plx_error *err)
{
    struct pass p = { place, sink, PLX_STRBUF_INIT, 0 };
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe is not waited for */
    plx_status rc;

    if (fd < 0 && errno != ENOENT)
        return plx_fail_errno(err, "%s", path);
    if (fd < 0) {
        begin_anew(place, sink);
        return PLX_OK;
    }
    rc = read_on(fd, &p, err);
    close(fd);
    plx_strbuf_release(&p.line);
    return rc ? plx_fail_prefix(err, rc, "%s", path) : PLX_OK;
}

/* ---------------------------------------------------------------- appending */

/* Where the last whole line ends; -1 with errno set. */
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

/* Is what lies behind the last whole line to be kept? What passes for a line, and what is longer
 * than any of ours and so cannot be a torn one. */
static plx_status judge_rest(int fd, const plx_line_file *f, off_t at, off_t size, bool *keep,
                             plx_error *err)
{
    size_t n = (size_t)(size - at);
    char *rest;
    plx_status rc;

    *keep = n > f->line_max;
    if (*keep || n == 0)
        return PLX_OK;
    rest = malloc(n);
    if (!rest)
        return plx_fail(err, PLX_ERR_NOMEM, "out of memory");
    if (pread(fd, rest, n, at) != (ssize_t)n)
        rc = plx_fail_errno(err, "cannot be read");
    else
        rc = f->check(rest, n, err);
    *keep = !rc;
    free(rest);
    return rc == PLX_ERR_INVALID || rc == PLX_ERR_LIMIT ? PLX_OK : rc;
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

/* Where the next line goes, with nothing torn behind it; *open: the line before it has no newline.
 */
static plx_status find_end(int fd, const plx_line_file *f, off_t *end, bool *open, plx_error *err)
{
    struct stat sb;
    plx_status rc = check_regular(fd, &sb, err);

    if (rc)
        return rc;
    *end = end_of_lines(fd, sb.st_size);
    if (*end < 0)
        return plx_fail_errno(err, "cannot be read");
    rc = judge_rest(fd, f, *end, sb.st_size, open, err);
    if (rc)
        return rc;
    if (*open)
        *end = sb.st_size;
    else if (*end < sb.st_size && ftruncate(fd, *end))
        return plx_fail_errno(err, "cannot be written");
    return PLX_OK;
}

static plx_status append_locked(int fd, const plx_line_file *f, const plx_strbuf *lines,
                                bool *is_new, plx_error *err)
{
    bool open = false, is_one = memchr(lines->s, '\n', lines->len) == lines->s + lines->len - 1;
    off_t end = 0;
    plx_status rc;

    if (flock(fd, LOCK_EX))
        return plx_fail_errno(err, "cannot be locked");
    rc = find_end(fd, f, &end, &open, err);
    if (rc)
        return rc;
    *is_new = end == 0;
    if ((open && !write_at(fd, "\n", 1, end)) || !write_at(fd, lines->s, lines->len, end + open) ||
        fsync(fd)) {
        rc = plx_fail_errno(err, "%s%s not kept", f->what, is_one ? "" : "s");
        /* if this fails, too: readers pass over a torn line, and the next to append cuts it off */
        (void)!ftruncate(fd, end);
    }
    return rc;
}

plx_status plx_line_file_append(const char *path, const plx_line_file *f, const plx_strbuf *lines,
                                plx_error *err)
{
    bool is_new = false;
    plx_status rc;
    int fd;

    if (lines->len == 0)
        return PLX_OK;
    fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0)
        return plx_fail_errno(err, "%s", path);
    rc = append_locked(fd, f, lines, &is_new, err);
    if (rc)
        plx_fail_prefix(err, rc, "%s", path);
    close(fd);
    /* the first line of a new file: so that the file itself is there after a power loss */
    return !rc && is_new ? plx_file_sync_parent(path, err) : rc;
}
