#include "daemon/token.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "daemon/token_table.h"

struct plx_token_file {
    char *path;
    bool is_regular;       /* when it was opened */
    pthread_rwlock_t lock; /* of table */
    plx_token_table table;
};

/* ---------------------------------------------------------------- reading */

/* systemd may give its user the right to read by an ACL, which shows as that of the group. */
static bool is_credential(const char *path)
{
    const char *folder = getenv("CREDENTIALS_DIRECTORY");
    size_t n = folder ? strlen(folder) : 0;

    return n && strncmp(path, folder, n) == 0 && path[n] == '/' && !strstr(path + n, "/../");
}

static plx_status check_mode(const char *path, const struct stat *st, plx_error *err)
{
    if (!S_ISREG(st->st_mode) || !(st->st_mode & 077) || is_credential(path))
        return PLX_OK;
    return plx_fail(err, PLX_ERR_INVALID,
                    "%s: others than its owner may read or change this file of tokens (mode %04o): "
                    "`chmod 600` it",
                    path, (unsigned)st->st_mode & 07777);
}

static plx_status read_bytes(int fd, const char *path, plx_strbuf *out, plx_error *err)
{
    char block[4096];
    ssize_t n;

    while ((n = read(fd, block, sizeof block)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return plx_fail_errno(err, "%s", path);
        plx_strbuf_add(out, block, (size_t)n);
        if (out->len > PLX_TOKEN_FILE_BYTES_MAX)
            return plx_fail(err, PLX_ERR_LIMIT, "%s: a file of tokens over %u bytes", path,
                            PLX_TOKEN_FILE_BYTES_MAX);
    }
    explicit_bzero(block, sizeof block);
    return out->failed ? plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", path) : PLX_OK;
}

static plx_status read_table(int fd, const char *path, plx_token_table *out, plx_error *err)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_status rc = read_bytes(fd, path, &text, err);

    if (!rc) {
        rc = plx_token_table_read(text.s, text.len, out, err);
        if (rc)
            plx_fail_prefix(err, rc, "%s", path);
    }
    if (text.len)
        explicit_bzero(text.s, text.len);
    plx_strbuf_release(&text);
    return rc;
}

/* What is looked at is what is read: the file that was opened, whatever its name leads to then. */
static plx_status read_file(const char *path, plx_token_table *out, bool *is_regular,
                            plx_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    plx_status rc = PLX_OK;
    struct stat st = { 0 };

    *out = (plx_token_table){ 0 };
    if (fd < 0 && errno == ENOENT)
        return plx_fail(err, PLX_ERR_NOTFOUND, "%s: there is no such file of tokens", path);
    if (fd < 0)
        return plx_fail_errno(err, "%s", path);
    if (fstat(fd, &st) != 0)
        rc = plx_fail_errno(err, "%s", path);
    *is_regular = S_ISREG(st.st_mode);
    if (!rc)
        rc = check_mode(path, &st, err);
    if (!rc)
        rc = read_table(fd, path, out, err);
    close(fd);
    return rc;
}

/* -------------------------------------------------------------- life cycle */

plx_status plx_token_file_open(const char *path, plx_token_file **out, plx_error *err)
{
    plx_token_file *f = calloc(1, sizeof *f);
    plx_status rc;

    *out = NULL;
    if (!f)
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", path);
    pthread_rwlock_init(&f->lock, NULL);
    f->path = strdup(path);
    rc = f->path ? read_file(f->path, &f->table, &f->is_regular, err)
                 : plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", path);
    if (rc)
        plx_token_file_close(f);
    else
        *out = f;
    return rc;
}

void plx_token_file_close(plx_token_file *f)
{
    if (!f)
        return;
    plx_token_table_release(&f->table);
    pthread_rwlock_destroy(&f->lock);
    free(f->path);
    free(f);
}

plx_status plx_token_file_reload(plx_token_file *f, plx_error *err)
{
    plx_token_table table, old;
    bool is_regular;
    plx_status rc;

    if (!f->is_regular)
        return plx_fail(err, PLX_ERR_INVALID,
                        "%s is no regular file and is read once: its tokens stay as they are",
                        f->path);
    rc = read_file(f->path, &table, &is_regular, err);
    if (rc) {
        plx_token_table_release(&table);
        return rc;
    }
    pthread_rwlock_wrlock(&f->lock);
    old = f->table;
    f->table = table;
    pthread_rwlock_unlock(&f->lock);
    plx_token_table_release(&old);
    return PLX_OK;
}

/* --------------------------------------------------------------- checking */

plx_access plx_token_file_check(plx_token_file *f, const char *given, size_t n,
                                char coder[PLX_CODER_BYTES])
{
    const plx_known_token *found;

    *coder = '\0';
    pthread_rwlock_rdlock(&f->lock);
    found = plx_token_table_find(&f->table, given, n);
    if (found)
        memcpy(coder, found->coder, PLX_CODER_BYTES);
    pthread_rwlock_unlock(&f->lock);
    return found ? PLX_ACCESS_WRITE : PLX_ACCESS_REFUSED;
}
