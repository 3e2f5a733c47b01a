#include "collection/owner.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/file.h"
#include "base/json.h"
#include "base/strbuf.h"

/* How long between two tries for the lock. */
#define RETRY_MS       50
#define OWNER_FILE_MAX 4096

struct plx_owner {
    int fd;     /* of owner.lock, flocked */
    char *path; /* of owner */
};

/* "parallax index (process 123 on host, since 2026-11-21T10:00:00Z)" */
static void describe_owner(const char *path, plx_strbuf *out)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    json_t *o = NULL;

    if (!plx_file_read(path, OWNER_FILE_MAX, &text, NULL) &&
        !plx_json_parse(text.s, text.len, &o, NULL)) {
        const char *what = plx_json_get_str(o, "what");
        const char *host = plx_json_get_str(o, "host");
        const char *since = plx_json_get_str(o, "since");

        plx_strbuf_printf(out, "%s (process %lld on %s, since %s)", what ? what : "a writer",
                          (long long)json_integer_value(json_object_get(o, "pid")),
                          host ? host : "?", since ? since : "?");
    } else {
        plx_strbuf_puts(out, "another process");
    }
    json_decref(o);
    plx_strbuf_release(&text);
}

static plx_status write_owner(const char *path, const char *what, plx_error *err)
{
    plx_date now = { (int64_t)time(NULL), PLX_DATE_TIME, true };
    char when[PLX_DATE_BYTES], host[256] = "";
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_status rc;
    json_t *o;

    gethostname(host, sizeof host - 1);
    plx_date_format(&now, when);
    o = json_pack("{s:I, s:o, s:o, s:s}", "pid", (json_int_t)getpid(), "host", plx_json_str(host),
                  "what", plx_json_str(what), "since", when);
    if (!o)
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", path);
    plx_json_print(o, false, &text);
    plx_strbuf_putc(&text, '\n');
    rc = text.failed ? plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", path)
                     : plx_file_replace(path, text.s, text.len, err);
    json_decref(o);
    plx_strbuf_release(&text);
    return rc;
}

static plx_status wait_for_lock(int fd, const char *owner, const char *dir, double wait_s,
                                plx_error *err)
{
    const struct timespec pause = { 0, RETRY_MS * 1000000L };
    double end = plx_clock_seconds() + wait_s;
    plx_strbuf who = PLX_STRBUF_INIT;

    while (flock(fd, LOCK_EX | LOCK_NB)) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return plx_fail_errno(err, "%s/owner.lock", dir);
        if (wait_s < 0 || plx_clock_seconds() < end) {
            nanosleep(&pause, NULL);
            continue;
        }
        describe_owner(owner, &who);
        plx_fail(err, PLX_ERR_LOCKED,
                 "index '%s' is being written by %s: wait for it with --wait SECONDS", dir, who.s);
        plx_strbuf_release(&who);
        return PLX_ERR_LOCKED;
    }
    return PLX_OK;
}

plx_status plx_owner_take(const char *dir, const char *what, double wait_s, plx_owner **out,
                          plx_error *err)
{
    plx_owner *o = calloc(1, sizeof *o);
    char *lock = plx_path_join(dir, "owner.lock");
    plx_status rc = PLX_OK;

    *out = NULL;
    if (o)
        o->fd = -1;
    if (!o || !lock || !(o->path = plx_path_join(dir, "owner")))
        rc = plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", dir);
    if (!rc) {
        o->fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (o->fd < 0)
            rc = plx_fail_errno(err, "%s", lock);
    }
    if (!rc)
        rc = wait_for_lock(o->fd, o->path, dir, wait_s, err);
    if (!rc)
        rc = write_owner(o->path, what, err);
    free(lock);
    if (rc) {
        if (o && o->fd >= 0)
            close(o->fd); /* not plx_owner_release(): the file is another's */
        if (o)
            free(o->path);
        free(o);
        return rc;
    }
    *out = o;
    return PLX_OK;
}

void plx_owner_release(plx_owner *o)
{
    if (!o)
        return;
    unlink(o->path);
    close(o->fd);
    free(o->path);
    free(o);
}
