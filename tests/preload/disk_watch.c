/* tests/preload/disk_watch.c - tell in which order a program writes, and make its disk fail
 *
 * For LD_PRELOAD (dynamic linking, no sanitizer). What happens below the folder $WATCH_DIR is
 * appended to $WATCH_LOG, one line each, in the order in which it happened:
 *
 *   write PATH | sync PATH | rename FROM TO | mkdir PATH | unlink PATH     (if it succeeded)
 *   fail CALL PATH                                           (a failure that was injected)
 *   say TEXT                                                 (a line to stdout or stderr)
 *
 * Paths are relative to $WATCH_DIR; "." is the folder. Making a file counts as a write to its
 * folder, too.
 *
 * $WATCH_FAIL = "CALL ERROR N [PART]" makes the Nth such call on a path that contains PART fail,
 * and all that follow. CALL is `write` (also making a file or a folder), `sync`, `rename`, or `any`
 * of them; ERROR is EIO, ENOSPC, or KILL, which ends the process as kill -9 would. As on a full
 * disk, the first write that fails for want of space, or is killed, writes half of its bytes.
 *
 * stdout and stderr become streams of this library, since the C library writes those of its own
 * without a call that could be seen.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PATH_BYTES 4096
#define FILES_MAX  4096 /* file descriptors that can be told apart */
#define LINE_BYTES (2 * PATH_BYTES + 64)

/* What the environment asks for. Set before main(), then only read, but for `calls`. */
static struct {
    char dir[PATH_BYTES]; /* real path, without a slash at the end */
    int log;
    char fail_call[16], fail_part[256];
    int fail_errno; /* 0: kill */
    long fail_from, calls;
    bool tore; /* the write that is written by half has been */
} watch = { .log = -1 };

/* Paths of open files below the folder, relative to it. */
static char *file_of[FILES_MAX];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* -------------------------------------------------------------------- log */

static void __attribute__((format(printf, 1, 2))) note(const char *fmt, ...)
{
    char line[LINE_BYTES];
    va_list ap;
    int n;

    if (watch.log < 0)
        return;
    va_start(ap, fmt);
    n = vsnprintf(line, sizeof line - 1, fmt, ap);
    va_end(ap);
    if (n < 0)
        return;
    if ((size_t)n >= sizeof line - 1)
        n = (int)sizeof line - 2;
    line[n] = '\n';
    if (syscall(SYS_write, watch.log, line, (size_t)n + 1) < 0)
        abort(); /* a test without its log would prove nothing */
}

/* Write "." or the part behind the folder to out; false if the path is not below it. The path
 * need not exist, but its folder must. */
static bool below(int at, const char *path, char out[PATH_BYTES])
{
    char full[PATH_BYTES], parent[PATH_BYTES], real[PATH_BYTES], link[64];
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t n = strlen(watch.dir);
    ssize_t got;

    if (!n || strlen(path) >= sizeof parent)
        return false;
    snprintf(parent, sizeof parent, "%.*s", slash ? (int)(slash - path) + 1 : 1,
             slash ? path : ".");
    if (*parent != '/' && at != AT_FDCWD) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", at);
        got = readlink(link, full, sizeof full - 1);
        if (got < 0 || (size_t)got + strlen(parent) + 2 > sizeof full)
            return false;
        full[got] = '/';
        strcpy(full + got + 1, parent);
        strcpy(parent, full);
    }
    if (!realpath(parent, real))
        return false;
    if (snprintf(full, sizeof full, "%s/%s", strcmp(real, "/") ? real : "", name) >= PATH_BYTES)
        return false;
    if (!*name || strcmp(name, ".") == 0)
        full[strlen(real)] = '\0';
    if (strncmp(full, watch.dir, n) != 0 || (full[n] && full[n] != '/'))
        return false;
    strcpy(out, full[n] ? full + n + 1 : ".");
    return true;
}

static void parent_of(const char *path, char out[PATH_BYTES])
{
    const char *slash = strrchr(path, '/');

    snprintf(out, PATH_BYTES, "%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");
}

/* ---------------------------------------------------------------- failing */

/* Is it this call's turn? */
static bool is_due(const char *call, const char *path)
{
    bool is_turn;

    if ((strcmp(watch.fail_call, "any") != 0 && strcmp(watch.fail_call, call) != 0) ||
        !strstr(path, watch.fail_part))
        return false;
    pthread_mutex_lock(&lock);
    is_turn = ++watch.calls >= watch.fail_from;
    pthread_mutex_unlock(&lock);
    if (is_turn)
        note("fail %s %s", call, path);
    return is_turn;
}

/* Is this call to fail? errno is then set. */
static bool must_fail(const char *call, const char *path)
{
    if (!is_due(call, path))
        return false;
    if (!watch.fail_errno)
        kill(getpid(), SIGKILL);
    errno = watch.fail_errno;
    return true;
}

/* Is this the write that is done by half? */
static bool is_torn(void)
{
    bool is_first;

    pthread_mutex_lock(&lock);
    is_first = !watch.tore;
    watch.tore = true;
    pthread_mutex_unlock(&lock);
    return is_first && watch.fail_errno != EIO;
}

/* ----------------------------------------------------------------- set-up */

static ssize_t say(void *ctx, const char *p, size_t n)
{
    const char *at = p, *end = p + n;
    int fd = *(const int *)ctx;

    while (at < end) {
        const char *nl = memchr(at, '\n', (size_t)(end - at));
        size_t len = (size_t)((nl ? nl : end) - at);

        note("say %.*s", len > PATH_BYTES ? PATH_BYTES : (int)len, at);
        at += len + 1;
    }
    for (at = p; at < end;) {
        ssize_t k = syscall(SYS_write, fd, at, (size_t)(end - at));
        if (k < 0)
            return 0;
        at += k;
    }
    return (ssize_t)n;
}

static FILE *talk(const int *fd, FILE *as_is)
{
    const cookie_io_functions_t io = { .write = say };
    FILE *f = fopencookie((void *)fd, "w", io);

    if (f)
        setvbuf(f, NULL, _IONBF, 0);
    return f ? f : as_is;
}

static void read_failure(const char *text)
{
    char error[16] = "";

    if (text && sscanf(text, "%15s %15s %ld %255s", watch.fail_call, error, &watch.fail_from,
                       watch.fail_part) >= 3)
        watch.fail_errno = strcmp(error, "KILL") == 0     ? 0
                           : strcmp(error, "ENOSPC") == 0 ? ENOSPC
                                                          : EIO;
}

static void __attribute__((constructor)) begin(void)
{
    static const int out = STDOUT_FILENO, err = STDERR_FILENO;
    const char *dir = getenv("WATCH_DIR"), *log = getenv("WATCH_LOG");

    if (!dir || strlen(dir) >= sizeof watch.dir)
        return;
    strcpy(watch.dir, dir);
    if (log)
        watch.log = (int)syscall(SYS_openat, AT_FDCWD, log,
                                 O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    read_failure(getenv("WATCH_FAIL"));
    stdout = talk(&out, stdout);
    stderr = talk(&err, stderr);
}

/* ------------------------------------------------------------------ files */

static void remember(int fd, const char *path)
{
    if (fd < 0 || fd >= FILES_MAX)
        return;
    pthread_mutex_lock(&lock);
    free(file_of[fd]);
    file_of[fd] = path ? strdup(path) : NULL;
    pthread_mutex_unlock(&lock);
}

static bool path_of(int fd, char out[PATH_BYTES])
{
    bool is_known = false;

    if (fd < 0 || fd >= FILES_MAX)
        return false;
    pthread_mutex_lock(&lock);
    if (file_of[fd]) {
        strcpy(out, file_of[fd]);
        is_known = true;
    }
    pthread_mutex_unlock(&lock);
    return is_known;
}

static bool is_there(int at, const char *path)
{
    struct stat st;

    return fstatat(at, path, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

static int open_file(int at, const char *path, int flags, mode_t mode)
{
    char rel[PATH_BYTES], parent[PATH_BYTES];
    bool is_ours = below(at, path, rel);
    bool is_made = is_ours && (flags & O_CREAT) && !is_there(at, path);
    int fd;

    if (is_made && must_fail("write", rel))
        return -1;
    fd = (int)syscall(SYS_openat, at, path, flags, mode);
    if (fd < 0)
        return fd;
    remember(fd, is_ours ? rel : NULL);
    if (is_made) {
        parent_of(rel, parent);
        note("write %s", parent);
    }
    if (is_ours && !is_made && (flags & O_TRUNC))
        note("write %s", rel);
    return fd;
}

#define OPEN_BODY(at)                                                                              \
    mode_t mode = 0;                                                                               \
    if (flags & (O_CREAT | O_TMPFILE)) {                                                           \
        va_list ap;                                                                                \
        va_start(ap, flags);                                                                       \
        mode = va_arg(ap, mode_t);                                                                 \
        va_end(ap);                                                                                \
    }                                                                                              \
    return open_file(at, path, flags, mode)

int open(const char *path, int flags, ...)
{
    OPEN_BODY(AT_FDCWD);
}

int open64(const char *path, int flags, ...)
{
    OPEN_BODY(AT_FDCWD);
}

int openat(int at, const char *path, int flags, ...)
{
    OPEN_BODY(at);
}

int openat64(int at, const char *path, int flags, ...)
{
    OPEN_BODY(at);
}

int close(int fd)
{
    remember(fd, NULL);
    return (int)syscall(SYS_close, fd);
}

static ssize_t write_bytes(int fd, const void *p, size_t n, off_t at)
{
    return at < 0 ? syscall(SYS_write, fd, p, n) : syscall(SYS_pwrite64, fd, p, n, at);
}

/* One write (at < 0) or pwrite. */
static ssize_t write_file(int fd, const void *p, size_t n, off_t at)
{
    char rel[PATH_BYTES];
    bool is_ours = path_of(fd, rel), fails = is_ours && is_due("write", rel);
    ssize_t k = 0;

    if (!fails || (is_torn() && n > 1))
        k = write_bytes(fd, p, fails ? n / 2 : n, at);
    if (is_ours && k > 0)
        note("write %s", rel);
    if (fails && !watch.fail_errno)
        kill(getpid(), SIGKILL);
    if (k > 0 || !fails)
        return k;
    errno = watch.fail_errno;
    return -1;
}

ssize_t write(int fd, const void *p, size_t n)
{
    return write_file(fd, p, n, -1);
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
    return write_file(fd, p, n, at);
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at)
{
    return write_file(fd, p, n, at);
}

static int cut(int fd, off_t size)
{
    char rel[PATH_BYTES];
    int rc = (int)syscall(SYS_ftruncate, fd, size);

    if (rc == 0 && path_of(fd, rel))
        note("write %s", rel);
    return rc;
}

int ftruncate(int fd, off_t size)
{
    return cut(fd, size);
}

int ftruncate64(int fd, off64_t size)
{
    return cut(fd, size);
}

static int sync_file(int fd, long number)
{
    char rel[PATH_BYTES];
    bool is_ours = path_of(fd, rel);
    int rc;

    if (is_ours && must_fail("sync", rel))
        return -1;
    rc = (int)syscall(number, fd);
    if (is_ours && rc == 0)
        note("sync %s", rel);
    return rc;
}

int fsync(int fd)
{
    return sync_file(fd, SYS_fsync);
}

int fdatasync(int fd)
{
    return sync_file(fd, SYS_fdatasync);
}

/* ---------------------------------------------------------------- folders */

int rename(const char *from, const char *to)
{
    char old[PATH_BYTES], new[PATH_BYTES];
    bool is_ours = below(AT_FDCWD, from, old) && below(AT_FDCWD, to, new);
    int rc;

    if (is_ours && must_fail("rename", new))
        return -1;
    rc = (int)syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
    if (is_ours && rc == 0)
        note("rename %s %s", old, new);
    return rc;
}

int mkdir(const char *path, mode_t mode)
{
    char rel[PATH_BYTES];
    bool is_ours = below(AT_FDCWD, path, rel);
    int rc;

    if (is_ours && !is_there(AT_FDCWD, path) && must_fail("write", rel))
        return -1;
    rc = (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
    if (is_ours && rc == 0)
        note("mkdir %s", rel);
    return rc;
}

int unlink(const char *path)
{
    char rel[PATH_BYTES];
    bool is_ours = below(AT_FDCWD, path, rel);
    int rc = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);

    if (is_ours && rc == 0)
        note("unlink %s", rel);
    return rc;
}
