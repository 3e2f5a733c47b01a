#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_BYTES 32768
/* Names tried for a temporary file before giving up. */
#define TEMP_TRIES 1000

static plx_status too_large(const char *path, size_t max_bytes, plx_error *err)
{
    return plx_fail(err, PLX_ERR_LIMIT, "%s: larger than the limit of %zu bytes", path, max_bytes);
}

/* Read to the end; at most max_bytes, for what has no size beforehand (a pipe) too. */
static plx_status read_all(int fd, const char *path, size_t max_bytes, plx_strbuf *out,
                           plx_error *err)
{
    char block[READ_BYTES];
    size_t total = 0;
    ssize_t n;

    while ((n = read(fd, block, sizeof block)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return plx_fail_errno(err, "cannot read %s", path);
        if ((size_t)n > max_bytes - total)
            return too_large(path, max_bytes, err);
        total += (size_t)n;
        plx_strbuf_add(out, block, (size_t)n);
        if (out->failed)
            return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", path);
    }
    return PLX_OK;
}

plx_status plx_file_read(const char *path, size_t max_bytes, plx_strbuf *out, plx_error *err)
{
    size_t before = out->len;
    struct stat st;
    plx_status rc;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return plx_fail(err, PLX_ERR_NOTFOUND, "%s: no such file", path);
    if (fd < 0)
        return plx_fail_errno(err, "cannot open %s", path);
    if (fstat(fd, &st) != 0)
        rc = plx_fail_errno(err, "cannot read %s", path);
    else if (S_ISREG(st.st_mode) && (unsigned long long)st.st_size > max_bytes)
        rc = too_large(path, max_bytes, err);
    else
        rc = read_all(fd, path, max_bytes, out, err);
    close(fd);
    if (rc != PLX_OK)
        plx_strbuf_truncate(out, before);
    return rc;
}

static plx_status digest_fd(int fd, const char *path, plx_hasher *h, plx_error *err)
{
    char block[READ_BYTES];
    struct stat st;
    ssize_t n;

    if (fstat(fd, &st) != 0)
        return plx_fail_errno(err, "cannot read %s", path);
    if (!S_ISREG(st.st_mode))
        return plx_fail(err, PLX_ERR_INVALID, "%s: no regular file", path);
    while ((n = read(fd, block, sizeof block)) != 0) {
        if (n > 0)
            plx_hasher_add(h, block, (size_t)n);
        else if (errno != EINTR)
            return plx_fail_errno(err, "cannot read %s", path);
    }
    return PLX_OK;
}

plx_status plx_file_digest(const char *path, char out[PLX_DIGEST_HEX + 1], plx_error *err)
{
    plx_hasher *h = plx_hasher_new();
    plx_status rc;
    /* O_NONBLOCK: a FIFO that nobody writes to is not waited for */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    *out = '\0';
    if (fd < 0)
        rc = errno == ENOENT || errno == ENOTDIR
                 ? plx_fail(err, PLX_ERR_NOTFOUND, "%s: no such file", path)
                 : plx_fail_errno(err, "cannot open %s", path);
    else
        rc = h ? digest_fd(fd, path, h, err)
               : plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", path);
    if (rc == PLX_OK)
        plx_hasher_hex(h, out);
    if (fd >= 0)
        close(fd);
    plx_hasher_free(h);
    return rc;
}

/* Make a new file beside path. Not mkstemp(): the umask is to decide who may read it. */
static int open_temp(const char *path, plx_strbuf *name)
{
    for (int i = 0; i < TEMP_TRIES; i++) {
        int fd;

        plx_strbuf_reset(name);
        plx_strbuf_printf(name, "%s" PLX_FILE_TEMPORARY "%ld-%d", path, (long)getpid(), i);
        if (name->failed) {
            errno = ENOMEM;
            return -1;
        }
        fd = open(name->s, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

/* Write, sync and close; false with errno set. */
static bool write_all(int fd, const char *p, size_t n, bool can_sync)
{
    int saved;

    while (n > 0) {
        ssize_t k = write(fd, p, n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            goto fail;
        p += k;
        n -= (size_t)k;
    }
    if (can_sync && fsync(fd) != 0)
        goto fail;
    return close(fd) == 0;
fail:
    saved = errno;
    close(fd);
    errno = saved;
    return false;
}

/* A device, pipe or socket is never replaced: a report to /dev/full would take the device away. */
static bool is_special(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

static plx_status write_special(const char *path, const char *p, size_t n, plx_error *err)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);

    if (fd < 0)
        return plx_fail_errno(err, "cannot open %s", path);
    return write_all(fd, p, n, false) ? PLX_OK : plx_fail_errno(err, "cannot write %s", path);
}

plx_status plx_file_sync_parent(const char *path, plx_error *err)
{
    const char *slash = strrchr(path, '/');
    plx_status rc;
    char *dir;

    if (!slash)
        return plx_file_sync_dir(".", err);
    dir = strndup(path, slash == path ? 1 : (size_t)(slash - path));
    if (!dir)
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", path);
    rc = plx_file_sync_dir(dir, err);
    free(dir);
    return rc;
}

static plx_status replace(const char *path, const char *p, size_t n, plx_error *err)
{
    plx_strbuf temp = PLX_STRBUF_INIT;
    struct stat old;
    plx_status rc = PLX_OK;
    int fd = open_temp(path, &temp);

    if (fd < 0) {
        rc = plx_fail_errno(err, "cannot write beside %s", path);
        goto done;
    }
    /* who may read the old file may read the new; not every file system has modes */
    if (stat(path, &old) == 0)
        (void)!fchmod(fd, old.st_mode & 0777);
    if (!write_all(fd, p, n, true) || rename(temp.s, path) != 0) {
        rc = plx_fail_errno(err, "cannot write %s", path);
        unlink(temp.s);
        goto done;
    }
    rc = plx_file_sync_parent(path, err);
done:
    plx_strbuf_release(&temp);
    return rc;
}

plx_status plx_file_replace(const char *path, const void *p, size_t n, plx_error *err)
{
    struct stat st;
    char *target = NULL;
    plx_status rc;

    if (is_special(path))
        return write_special(path, p, n, err);
    if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode))
        target = realpath(path, NULL); /* NULL: dangles, and becomes a file */
    rc = replace(target ? target : path, p, n, err);
    free(target);
    return rc;
}

plx_status plx_file_sync_dir(const char *path, plx_error *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    plx_status rc = PLX_OK;

    if (fd < 0)
        return plx_fail_errno(err, "cannot open folder %s", path);
    /* EINVAL: a file system that has no such thing; nothing more can be done there */
    if (fsync(fd) != 0 && errno != EINVAL)
        rc = plx_fail_errno(err, "cannot sync folder %s", path);
    close(fd);
    return rc;
}

static bool is_folder(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* An error of mkdir() counts only if no folder is there afterwards. */
static plx_status make_folder(const char *path, plx_error *err)
{
    int saved;

    if (mkdir(path, 0777) == 0)
        return plx_file_sync_parent(path, err);
    saved = errno;
    if (is_folder(path))
        return PLX_OK;
    errno = saved == EEXIST ? ENOTDIR : saved;
    return plx_fail_errno(err, "cannot make folder %s", path);
}

plx_status plx_file_mkdirs(const char *path, plx_error *err)
{
    char *part = strdup(path);
    size_t n = strlen(path);
    plx_status rc = PLX_OK;

    if (!part)
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", path);
    while (n > 1 && part[n - 1] == '/')
        part[--n] = '\0';
    for (char *p = part; *p && rc == PLX_OK; p++) {
        if (*p != '/' || p == part)
            continue;
        *p = '\0';
        rc = make_folder(part, err);
        *p = '/';
    }
    if (rc == PLX_OK)
        rc = make_folder(part, err);
    free(part);
    return rc;
}

/* Links are seen as such, and the working folder of the process stays. */
static FTS *walk(const char *path)
{
    char *roots[] = { (char *)path, NULL }; /* fts_open() only reads it */

    return fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
}

/* 0, or the errno that keeps this entry from going. */
static int remove_entry(const FTSENT *e)
{
    switch (e->fts_info) {
    case FTS_D: /* its contents come first; it returns as FTS_DP */
        return 0;
    case FTS_DNR:
    case FTS_ERR:
        return e->fts_errno;
    default:
        return remove(e->fts_accpath) == 0 || errno == ENOENT ? 0 : errno;
    }
}

plx_status plx_file_remove_tree(const char *path, plx_error *err)
{
    FTS *fts = walk(path);
    plx_status rc = PLX_OK;
    FTSENT *e;

    if (!fts)
        return plx_fail_errno(err, "cannot remove %s", path);
    while (rc == PLX_OK && (errno = 0, e = fts_read(fts)) != NULL) {
        errno = remove_entry(e);
        if (errno != 0)
            rc = plx_fail_errno(err, "cannot remove %s", e->fts_path);
    }
    if (rc == PLX_OK && errno != 0)
        rc = plx_fail_errno(err, "cannot remove %s", path);
    fts_close(fts);
    return rc;
}

unsigned long long plx_file_tree_bytes(const char *path)
{
    FTS *fts = walk(path);
    unsigned long long total = 0;
    FTSENT *e;

    if (!fts)
        return 0;
    while ((e = fts_read(fts)) != NULL)
        if (e->fts_info == FTS_F)
            total += (unsigned long long)e->fts_statp->st_size;
    fts_close(fts);
    return total;
}

bool plx_file_exists(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0;
}

char *plx_path_join(const char *dir, const char *name)
{
    size_t n = strlen(dir);
    plx_strbuf sb = PLX_STRBUF_INIT;

    plx_strbuf_add(&sb, dir, n);
    if (n > 0 && dir[n - 1] != '/')
        plx_strbuf_putc(&sb, '/');
    plx_strbuf_puts(&sb, name);
    return plx_strbuf_detach(&sb);
}
