/* cli/store_check.c - the child writes lines into a pipe: "P" and a problem; at the end, unless
 * all is well, "E", the status as a letter and the message. It ends with 0 or 1; anything else is
 * the mark of damage. */
#include "cli/store_check.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "store/store.h"

#define SECONDS_LEAST    600u
#define BYTES_A_SECOND   1000000u /* also met by a slow disk */
#define REMEDY           "index the articles anew, or restore a copy"
#define STATUS_AS_LETTER 'a'

/* ------------------------------------------------------------------ child */

/* A line that cannot be written has no reader any more: then there is nothing left to do. */
static void send_line(int fd, plx_strbuf *line)
{
    const char *p;
    size_t n;

    plx_strbuf_putc(line, '\n');
    p = line->s;
    n = line->len;
    while (n > 0 && !line->failed) {
        ssize_t done = write(fd, p, n);
        if (done < 0 && errno != EINTR)
            _exit(EXIT_FAILURE);
        p += done > 0 ? done : 0;
        n -= done > 0 ? (size_t)done : 0;
    }
    plx_strbuf_release(line);
}

static void send_problem(void *ctx, const char *text)
{
    plx_strbuf line = PLX_STRBUF_INIT;

    plx_strbuf_putc(&line, 'P');
    plx_strbuf_puts(&line, text);
    send_line(*(const int *)ctx, &line);
}

static void send_end(int fd, const plx_error *why)
{
    plx_strbuf line = PLX_STRBUF_INIT;

    plx_strbuf_printf(&line, "E%c%s", STATUS_AS_LETTER + (int)why->code, why->msg);
    send_line(fd, &line);
}

/* No core file, no last words of libraries, no life after the parent, no hanging. */
static void prepare(unsigned seconds)
{
    const struct rlimit no_core = { 0, 0 };
    int silence = open("/dev/null", O_WRONLY);

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setrlimit(RLIMIT_CORE, &no_core);
    if (silence >= 0)
        dup2(silence, STDERR_FILENO);
    signal(SIGALRM, SIG_DFL);
    alarm(seconds);
}

static _Noreturn void run_child(const char *path, int fd, unsigned seconds)
{
    plx_error why;

    prepare(seconds);
    if (plx_store_check(path, send_problem, &fd, &why) == PLX_OK)
        _exit(EXIT_SUCCESS);
    send_end(fd, &why);
    _exit(EXIT_FAILURE);
}

/* ----------------------------------------------------------------- parent */

/* What the parent hears. */
struct listener {
    void (*report)(void *ctx, const char *line);
    void *ctx;
    plx_strbuf text; /* a line that is not whole yet */
    plx_error end;   /* what the child gave as the outcome; code PLX_OK if nothing */
};

static void take_line(struct listener *l, const char *line, size_t n)
{
    if (n > 0 && *line == 'P')
        l->report(l->ctx, line + 1);
    else if (n > 1 && *line == 'E' && line[1] > STATUS_AS_LETTER &&
             line[1] < STATUS_AS_LETTER + PLX_STATUS_COUNT)
        plx_fail(&l->end, (plx_status)(line[1] - STATUS_AS_LETTER), "%s", line + 2);
}

static void take(struct listener *l, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (p[i] != '\n') {
            plx_strbuf_putc(&l->text, p[i]);
            continue;
        }
        take_line(l, l->text.s, l->text.len);
        plx_strbuf_reset(&l->text);
    }
}

static void listen_to(int fd, struct listener *l)
{
    char buf[4096];
    ssize_t n;

    while ((n = read(fd, buf, sizeof buf)) > 0 || (n < 0 && errno == EINTR))
        take(l, buf, n > 0 ? (size_t)n : 0);
    plx_strbuf_release(&l->text);
}

static bool was_sent_by_somebody(int number)
{
    return number == SIGKILL || number == SIGTERM || number == SIGINT || number == SIGHUP;
}

static plx_status outcome(int status, const char *path, unsigned seconds, const plx_error *end,
                          plx_error *err)
{
    int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

    if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS)
        return PLX_OK;
    if (number && was_sent_by_somebody(number))
        return plx_fail(err, PLX_ERR_STOPPED, "the check was ended from outside (%s)",
                        strsignal(number));
    if (number == SIGALRM)
        return plx_fail(
            err, PLX_ERR_CORRUPT,
            "%s: damaged: the check of its tables did not end within %u minutes: " REMEDY, path,
            seconds / 60);
    if (number)
        return plx_fail(err, PLX_ERR_CORRUPT,
                        "%s: damaged: the check of its tables crashed (%s): " REMEDY, path,
                        strsignal(number));
    if (end->code != PLX_OK)
        return plx_fail(err, end->code, "%s", end->msg);
    return plx_fail(err, PLX_ERR_CORRUPT,
                    "%s: damaged: the check of its tables broke off (status %d): " REMEDY, path,
                    WEXITSTATUS(status));
}

static plx_status wait_for(pid_t child, int *status, plx_error *err)
{
    while (waitpid(child, status, 0) < 0)
        if (errno != EINTR)
            return plx_fail_errno(err, "check: waiting for a process");
    return PLX_OK;
}

plx_status cli_store_check(const char *path, void (*report)(void *ctx, const char *line), void *ctx,
                           plx_error *err)
{
    unsigned seconds = SECONDS_LEAST + (unsigned)(plx_file_tree_bytes(path) / BYTES_A_SECOND);
    struct listener l = { .report = report, .ctx = ctx, .text = PLX_STRBUF_INIT };
    int ends[2], status = 0;
    plx_status rc;
    pid_t child;

    if (pipe(ends) < 0)
        return plx_fail_errno(err, "check: making a pipe");
    child = fork();
    if (child == 0) {
        close(ends[0]);
        run_child(path, ends[1], seconds);
    }
    close(ends[1]);
    rc = child < 0 ? plx_fail_errno(err, "check: making a process") : PLX_OK;
    if (rc == PLX_OK) {
        listen_to(ends[0], &l);
        rc = wait_for(child, &status, err);
    }
    close(ends[0]);
    return rc != PLX_OK ? rc : outcome(status, path, seconds, &l.end, err);
}
