#include "indexer/file_stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/limits.h"

#define BLOCK_BYTES 512 /* of st_blocks */

struct plx_file_stream {
    int fd;
    uint64_t *in;
    uint64_t left;  /* of a regular file */
    long long size; /* -1: no regular file */
    long long mtime_ns;
    plx_hasher *hasher; /* NULL: no regular file */
};

static ssize_t read_fd(int fd, char *p, size_t cap)
{
    ssize_t n;

    do
        n = read(fd, p, cap);
    while (n < 0 && errno == EINTR);
    return n;
}

static plx_status read_file(void *self, char *p, size_t cap, size_t *n, plx_error *err)
{
    plx_file_stream *f = self;
    ssize_t got;

    *n = 0;
    if (f->hasher && cap > f->left)
        cap = (size_t)f->left;
    if (cap == 0)
        return PLX_OK;
    got = read_fd(f->fd, p, cap);
    if (got < 0)
        return plx_fail(err, PLX_ERR_IO, "cannot read: %s", strerror(errno));
    if (got == 0 && f->hasher)
        return plx_fail(err, PLX_ERR_IO, "the file became shorter while it was read");
    if (f->hasher) {
        plx_hasher_add(f->hasher, p, (size_t)got);
        f->left -= (uint64_t)got;
    }
    if (f->in)
        *f->in += (uint64_t)got;
    *n = (size_t)got;
    return PLX_OK;
}

/* A file of holes can have any size: it is refused like any other bomb. */
static bool is_hollow(int fd, const struct stat *st)
{
    uint64_t size = (uint64_t)st->st_size;

    return size > PLX_RATIO_FREE_BYTES &&
           size / PLX_RATIO_MAX > (uint64_t)st->st_blocks * BLOCK_BYTES &&
           lseek(fd, 0, SEEK_HOLE) < st->st_size; /* not where blocks are just not told */
}

static plx_status look_at(plx_file_stream *f, bool is_named, plx_error *err)
{
    struct stat st;

    if (fstat(f->fd, &st) != 0)
        return plx_fail(err, PLX_ERR_IO, "cannot read: %s", strerror(errno));
    if (S_ISDIR(st.st_mode) || (!is_named && !S_ISREG(st.st_mode)))
        return plx_fail(err, PLX_ERR_INVALID, "not a regular file");
    if (!S_ISREG(st.st_mode) || (st.st_size == 0 && is_named))
        return PLX_OK;
    if (is_hollow(f->fd, &st))
        return plx_fail(err, PLX_ERR_LIMIT,
                        "the file consists of holes: over %d times its bytes on the disk",
                        PLX_RATIO_MAX);
    if (lseek(f->fd, 0, SEEK_SET) != 0)
        return plx_fail(err, PLX_ERR_IO, "cannot read: %s", strerror(errno));
    f->left = (uint64_t)st.st_size;
    f->size = (long long)st.st_size;
    f->mtime_ns = (long long)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
    f->hasher = plx_hasher_new();
    return f->hasher ? PLX_OK : plx_fail(err, PLX_ERR_NOMEM, "out of memory");
}

static plx_status open_fd(plx_file_stream *f, const char *path, bool is_named, plx_error *err)
{
    if (strcmp(path, "-") == 0) {
        f->fd = STDIN_FILENO;
        return PLX_OK;
    }
    /* O_NONBLOCK: to open a FIFO that nobody writes to would wait for ever */
    f->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (is_named ? 0 : O_NONBLOCK));
    if (f->fd < 0)
        return plx_fail(err, errno == ENOENT ? PLX_ERR_NOTFOUND : PLX_ERR_IO, "cannot open: %s",
                        strerror(errno));
    return look_at(f, is_named, err);
}

plx_status plx_file_stream_open(const char *path, bool is_named, uint64_t *in,
                                plx_file_stream **out, plx_stream **stream, plx_error *err)
{
    static const plx_stream_ops ops = { .read = read_file };
    plx_file_stream *f = calloc(1, sizeof *f);
    plx_status rc;

    *out = NULL;
    *stream = NULL;
    if (!f)
        return plx_fail(err, PLX_ERR_NOMEM, "out of memory");
    f->fd = -1;
    f->size = -1;
    f->in = in;
    rc = open_fd(f, path, is_named, err);
    if (rc == PLX_OK)
        rc = plx_stream_new(&ops, f, stream, err);
    if (rc == PLX_OK)
        *out = f;
    else
        plx_file_stream_close(f);
    return rc;
}

void plx_file_stream_stat(const plx_file_stream *f, long long *size, long long *mtime_ns)
{
    *size = f->size;
    *mtime_ns = f->mtime_ns;
}

bool plx_file_stream_digest(plx_file_stream *f, bool rest, char out[PLX_DIGEST_HEX + 1])
{
    char block[16384];
    size_t n = 1;

    *out = '\0';
    while (f->hasher && rest && f->left > 0)
        if (read_file(f, block, sizeof block, &n, NULL) != PLX_OK)
            return false;
    if (!f->hasher || f->left > 0)
        return false;
    plx_hasher_hex(f->hasher, out);
    return true;
}

void plx_file_stream_close(plx_file_stream *f)
{
    if (!f)
        return;
    if (f->fd > STDIN_FILENO)
        close(f->fd);
    plx_hasher_free(f->hasher);
    free(f);
}
