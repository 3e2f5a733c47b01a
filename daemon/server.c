#include "daemon/server.h"

#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "collection/collection.h"
#include "collection/saved.h"
#include "collection/tags.h"
#include "daemon/cache.h"
#include "daemon/exchange.h"
#include "daemon/listen.h"
#include "daemon/metrics.h"
#include "daemon/notify.h"
#include "daemon/token.h"
#include "daemon/write/ingest.h"
#include "daemon/write/reload.h"
#include "daemon/write/votes.h"

#define THREADS_LEAST 2
#define THREADS_MOST  8
#define DRAIN_STEP_MS 10
/* Files that are open beside connections: generations of each thread, logs, sockets. */
#define FILES_BESIDE 512

/* All that runs. */
struct server {
    const plx_server_options *opt;
    plx_exchange_host host;
    plx_listeners listeners;
    plx_exchange_door doors[PLX_LISTENERS_MAX];
    struct MHD_Daemon *daemons[PLX_LISTENERS_MAX];
    char *labels_path; /* ours, if nobody gave one */
    char *tags_path, *searches_path;
    char *public_url; /* as given, but for '/' at its end */
};

/* ------------------------------------------------------------ setting up */

static unsigned default_threads(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);

    if (n < THREADS_LEAST)
        return THREADS_LEAST;
    return n > THREADS_MOST ? THREADS_MOST : (unsigned)n;
}

/* As many connections as the system lets have open files. */
static void fit_connections(plx_daemon_limits *l)
{
    struct rlimit files;

    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return;
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur != RLIM_INFINITY &&
        files.rlim_cur < (rlim_t)l->connections + FILES_BESIDE)
        l->connections = files.rlim_cur > FILES_BESIDE * 2 ? (uint32_t)files.rlim_cur - FILES_BESIDE
                                                           : (uint32_t)files.rlim_cur / 2;
}

static plx_status open_writing(struct server *s, plx_error *err)
{
    plx_daemon *d = &s->host.daemon;
    const plx_ingest_options ingest = { d->index_dir, d->labels_path, &d->limits };
    plx_status rc;

    if (!s->opt->token_file)
        return PLX_OK;
    rc = plx_token_file_open(s->opt->token_file, &d->tokens, err);
    return rc ? rc : plx_ingest_new(&ingest, &d->ingest, err);
}

static plx_status open_daemon(struct server *s, plx_error *err)
{
    const plx_server_options *opt = s->opt;
    plx_daemon *d = &s->host.daemon;
    unsigned threads = opt->threads ? opt->threads : default_threads();
    plx_pool_options pool = { .threads = threads,
                              .waiting = d->limits.waiting,
                              .run = plx_exchange_run,
                              .refuse = plx_exchange_refuse,
                              .ctx = &s->host };
    plx_status rc = plx_workers_new(opt->index_dir, opt->model_path, threads, &d->workers, err);

    if (rc)
        return rc;
    plx_workers_set_aliases(d->workers, opt->aliases);
    rc = plx_metrics_new(&d->metrics, err);
    if (!rc && d->limits.cache_bytes != SIZE_MAX)
        rc = plx_cache_new(d->limits.cache_bytes, &d->cache, err);
    if (!rc)
        rc = plx_votes_new(d->labels_path, &d->votes, err);
    if (!rc)
        rc = open_writing(s, err);
    return rc ? rc : plx_pool_new(&pool, &d->pool, err);
}

/* Where files lie, and by which address others know the daemon. */
static plx_status set_places(struct server *s, plx_error *err)
{
    const plx_server_options *opt = s->opt;
    plx_daemon *d = &s->host.daemon;
    size_t n = opt->public_url ? strlen(opt->public_url) : 0;

    d->labels_path = opt->labels_path;
    if (!d->labels_path)
        d->labels_path = s->labels_path = plx_collection_file(opt->index_dir, "labels.jsonl");
    d->tags_path = s->tags_path = plx_collection_file(opt->index_dir, PLX_TAGS_FILE);
    d->searches_path = s->searches_path = plx_collection_file(opt->index_dir, PLX_SAVED_FILE);
    while (n && opt->public_url[n - 1] == '/')
        n--;
    if (n)
        d->public_url = s->public_url = strndup(opt->public_url, n);
    return d->labels_path && d->tags_path && d->searches_path && (d->public_url || !n)
               ? PLX_OK
               : plx_fail(err, PLX_ERR_NOMEM, "daemon: out of memory");
}

static plx_status set_up(struct server *s, plx_error *err)
{
    const plx_server_options *opt = s->opt;
    plx_daemon *d = &s->host.daemon;
    plx_status rc;

    *d = (plx_daemon){ .index_dir = opt->index_dir,
                       .allow_origin = opt->allow_origin,
                       .log_queries = opt->log_queries,
                       .aliases = opt->aliases,
                       .limits = opt->limits };
    plx_daemon_limits_fill(&d->limits);
    fit_connections(&d->limits);
    if (getrandom(&d->run, sizeof d->run, 0) < 0)
        d->run = (unsigned)time(NULL);
    s->host.quiet = opt->quiet;
    rc = set_places(s, err);
    return rc ? rc : open_daemon(s, err);
}

/* After it nobody waits for an answer any more: what was put off is answered or refused. */
static void end_work(plx_daemon *d)
{
    plx_pool_end(d->pool);
    plx_ingest_free(d->ingest); /* last: what the pool answers may still hand over to it */
    d->ingest = NULL;
}

static void tear_down(struct server *s)
{
    plx_daemon *d = &s->host.daemon;

    end_work(d);
    plx_pool_free(d->pool);
    plx_token_file_close(d->tokens);
    plx_votes_free(d->votes);
    plx_cache_free(d->cache);
    plx_metrics_free(d->metrics);
    plx_workers_free(d->workers);
    free(s->labels_path);
    free(s->tags_path);
    free(s->searches_path);
    free(s->public_url);
}

/* ------------------------------------------------------------ serving */

static struct MHD_Daemon *start(struct server *s, size_t i)
{
    const plx_daemon_limits *limits = &s->host.daemon.limits;
    const plx_listener *l = &s->listeners.at[i];
    plx_exchange_door *door = &s->doors[i];
    unsigned connections = limits->connections / (unsigned)s->listeners.count;

    *door = (plx_exchange_door){ &s->host, l->is_local && !l->is_unix };
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL,
        plx_exchange_handle, door, MHD_OPTION_LISTEN_SOCKET, l->fd, MHD_OPTION_CONNECTION_LIMIT,
        connections, MHD_OPTION_CONNECTION_TIMEOUT, limits->idle_s,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, limits->connection_bytes, MHD_OPTION_STRICT_FOR_CLIENT,
        1, MHD_OPTION_URI_LOG_CALLBACK, plx_exchange_begin, door, MHD_OPTION_NOTIFY_COMPLETED,
        plx_exchange_end, door, MHD_OPTION_END);
}

static plx_status start_all(struct server *s, plx_error *err)
{
    for (size_t i = 0; i < s->listeners.count; i++) {
        s->daemons[i] = start(s, i);
        if (!s->daemons[i])
            return plx_fail(err, PLX_ERR_IO, "cannot start serving on %s",
                            s->listeners.at[i].address);
    }
    for (size_t i = 0; s->opt->on_listening && i < s->listeners.count; i++)
        s->opt->on_listening(s->opt->ctx, s->listeners.at[i].address, s->listeners.at[i].is_local);
    plx_notify_ready(&s->listeners);
    return PLX_OK;
}

static void sleep_ms(long ms)
{
    const struct timespec ts = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };

    nanosleep(&ts, NULL);
}

/* Take no more connections, and let what was asked be answered. Who connects meanwhile is refused
 * by the system, or, where it holds the socket too, waits for the next daemon. */
static void drain(struct server *s)
{
    unsigned steps = s->host.daemon.limits.drain_s * 1000 / DRAIN_STEP_MS;

    plx_notify_stopping();
    atomic_store(&s->host.is_stopping, true);
    for (size_t i = 0; i < s->listeners.count && s->daemons[i]; i++)
        MHD_quiesce_daemon(s->daemons[i]);
    plx_listeners_close(&s->listeners);
    while (steps-- > 0 && atomic_load(&s->host.in_flight) > 0)
        sleep_ms(DRAIN_STEP_MS);
    end_work(&s->host.daemon);
    for (size_t i = 0; i < PLX_LISTENERS_MAX && s->daemons[i]; i++)
        MHD_stop_daemon(s->daemons[i]);
}

static void reload(struct server *s)
{
    plx_strbuf said = PLX_STRBUF_INIT;

    plx_notify_reloading();
    plx_reload(&s->host.daemon, &said);
    if (s->opt->on_notice)
        s->opt->on_notice(s->opt->ctx, said.s);
    plx_strbuf_release(&said);
    plx_notify_ready(&s->listeners);
}

/* SIGINT and SIGTERM are blocked in all threads and let in only while this one sleeps, so that none
 * is missed between the look at *stop and the sleep. SIGHUP comes as something to read. */
static void wait_for_stop(struct server *s, const sigset_t *let_in, int hangups)
{
    struct pollfd fd = { .fd = hangups, .events = POLLIN };
    struct signalfd_siginfo info;
    int ms = plx_notify_watchdog_ms();
    const struct timespec ts = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L };

    while (!*s->opt->stop) {
        if (ppoll(&fd, 1, ms ? &ts : NULL, let_in) > 0 &&
            read(hangups, &info, sizeof info) == sizeof info)
            reload(s);
        if (ms)
            plx_notify_alive();
    }
}

static int block_signals(sigset_t *before)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &set, before);
    signal(SIGPIPE, SIG_IGN); /* a reader of the log that went away must not end the daemon */
    sigemptyset(&set);
    sigaddset(&set, SIGHUP);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static plx_status serve(struct server *s, const sigset_t *before, int hangups, plx_error *err)
{
    plx_status rc = start_all(s, err);
    sigset_t let_in = *before;

    sigaddset(&let_in, SIGHUP); /* read, not let in */
    if (!rc)
        wait_for_stop(s, &let_in, hangups);
    pthread_sigmask(SIG_SETMASK, &let_in, NULL); /* a second signal ends the drain */
    drain(s);
    return rc;
}

plx_status plx_server_run(const plx_server_options *opt, plx_error *err)
{
    struct server s = { .opt = opt };
    sigset_t before;
    int hangups = block_signals(&before);
    plx_status rc = hangups < 0 ? plx_fail_errno(err, "signalfd") : PLX_OK;

    if (!rc)
        rc = plx_listeners_open(opt->listen, opt->listen_count, &s.listeners, err);
    if (!rc)
        rc = set_up(&s, err);
    if (!rc)
        rc = serve(&s, &before, hangups, err);
    tear_down(&s);
    plx_listeners_close(&s.listeners);
    if (hangups >= 0)
        close(hangups);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return rc;
}
