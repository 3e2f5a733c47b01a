#include "indexer/decompress.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define RAW_BYTES (128u << 10) /* read at once */

struct plx_input {
    int fd;
    struct archive *archive; /* NULL: not compressed */
    char raw[RAW_BYTES];
    size_t begin, end; /* bytes of raw read and not yet handed on */
};

static const struct magic {
    const char *bytes;
    size_t n;
} magics[] = {
    { "\x1f\x8b\x08", 3 },
    { "\x28\xb5\x2f\xfd", 4 },
    { "\xfd"
      "7zXZ\0",
      6 },
    { "BZh", 3 },
};

static ssize_t read_fd(int fd, char *p, size_t cap)
{
    ssize_t n;

    do
        n = read(fd, p, cap);
    while (n < 0 && errno == EINTR);
    return n;
}

static bool is_compressed(const plx_input *in)
{
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (in->end >= magics[i].n && memcmp(in->raw, magics[i].bytes, magics[i].n) == 0)
            return true;
    return false;
}

/* libarchive asks for the next compressed bytes. */
static la_ssize_t feed(struct archive *a, void *ctx, const void **p)
{
    plx_input *in = ctx;
    ssize_t n;

    *p = in->raw;
    if (in->begin < in->end) {
        *p = in->raw + in->begin;
        n = (ssize_t)(in->end - in->begin);
        in->begin = in->end;
        return n;
    }
    n = read_fd(in->fd, in->raw, RAW_BYTES);
    if (n < 0)
        archive_set_error(a, errno, "%s", strerror(errno));
    return n;
}

static plx_status archive_failed(struct archive *a, plx_error *err)
{
    const char *why = archive_error_string(a);

    return plx_fail(err, archive_errno(a) == EIO ? PLX_ERR_IO : PLX_ERR_CORRUPT,
                    "damaged compression: %s", why ? why : "unknown");
}

static plx_status open_archive(plx_input *in, plx_error *err)
{
    struct archive *a = archive_read_new();
    struct archive_entry *entry;

    if (!a)
        return plx_fail(err, PLX_ERR_NOMEM, "out of memory");
    in->archive = a;
    if (archive_read_support_filter_gzip(a) != ARCHIVE_OK ||
        archive_read_support_filter_zstd(a) != ARCHIVE_OK ||
        archive_read_support_filter_xz(a) != ARCHIVE_OK ||
        archive_read_support_filter_bzip2(a) != ARCHIVE_OK ||
        archive_read_support_format_raw(a) != ARCHIVE_OK ||
        archive_read_support_format_empty(a) != ARCHIVE_OK)
        return plx_fail(err, PLX_ERR_INTERNAL, "libarchive lacks a filter: %s",
                        archive_error_string(a));
    if (archive_read_open(a, in, NULL, feed, NULL) != ARCHIVE_OK)
        return archive_failed(a, err);
    switch (archive_read_next_header(a, &entry)) {
    case ARCHIVE_OK:
    case ARCHIVE_WARN:
    case ARCHIVE_EOF: /* nothing in it */
        return PLX_OK;
    default:
        return archive_failed(a, err);
    }
}

static plx_status open_fd(const char *path, bool only_regular, int *fd, plx_error *err)
{
    struct stat st;

    if (strcmp(path, "-") == 0) {
        *fd = STDIN_FILENO;
        return PLX_OK;
    }
    /* O_NONBLOCK: to open a FIFO that nobody writes to would wait for ever */
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (only_regular ? O_NONBLOCK : 0));
    if (*fd < 0)
        return plx_fail(err, errno == ENOENT ? PLX_ERR_NOTFOUND : PLX_ERR_IO, "cannot open: %s",
                        strerror(errno));
    if (only_regular && (fstat(*fd, &st) != 0 || !S_ISREG(st.st_mode)))
        return plx_fail(err, PLX_ERR_INVALID, "not a regular file");
    return PLX_OK;
}

plx_status plx_input_open(const char *path, bool only_regular, plx_input **out, plx_error *err)
{
    plx_input *in = malloc(sizeof *in);
    plx_status rc;
    ssize_t n = 0;

    *out = NULL;
    if (!in)
        return plx_fail(err, PLX_ERR_NOMEM, "out of memory");
    in->fd = -1;
    in->archive = NULL;
    in->begin = in->end = 0;
    rc = open_fd(path, only_regular, &in->fd, err);
    /* a pipe may give its first bytes in parts */
    while (rc == PLX_OK && in->end < 8 &&
           (n = read_fd(in->fd, in->raw + in->end, RAW_BYTES - in->end)) > 0)
        in->end += (size_t)n;
    if (rc == PLX_OK && n < 0)
        rc = plx_fail(err, PLX_ERR_IO, "cannot read: %s", strerror(errno));
    if (rc == PLX_OK && is_compressed(in))
        rc = open_archive(in, err);
    if (rc == PLX_OK)
        *out = in;
    else
        plx_input_close(in);
    return rc;
}

plx_status plx_input_read(plx_input *in, char *p, size_t cap, size_t *n, plx_error *err)
{
    la_ssize_t got;

    *n = 0;
    if (in->archive) {
        got = archive_read_data(in->archive, p, cap);
        if (got < 0)
            return archive_failed(in->archive, err);
    } else if (in->begin < in->end) {
        got = (la_ssize_t)(in->end - in->begin < cap ? in->end - in->begin : cap);
        memcpy(p, in->raw + in->begin, (size_t)got);
        in->begin += (size_t)got;
    } else {
        got = read_fd(in->fd, p, cap);
        if (got < 0)
            return plx_fail(err, PLX_ERR_IO, "cannot read: %s", strerror(errno));
    }
    *n = (size_t)got;
    return PLX_OK;
}

void plx_input_close(plx_input *in)
{
    if (!in)
        return;
    archive_read_free(in->archive);
    if (in->fd > STDIN_FILENO)
        close(in->fd);
    free(in);
}
