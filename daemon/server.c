#include "daemon/server.h"

#include <poll.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "daemon/exchange.h"
#include "daemon/listen.h"

#define LISTEN_DEFAULT "127.0.0.1:8642"
#define THREADS_LEAST  2
#define THREADS_MOST   8
#define DRAIN_STEP_MS  10

static unsigned default_threads(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);

    if (n < THREADS_LEAST)
        return THREADS_LEAST;
    return n > THREADS_MOST ? THREADS_MOST : (unsigned)n;
}

static struct MHD_Daemon *start(plx_exchange_host *host, const plx_listener *l, unsigned threads)
{
    const plx_daemon_limits *limits = &host->limits;

    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC, 0, NULL, NULL, plx_exchange_handle, host,
        MHD_OPTION_LISTEN_SOCKET, l->fd, MHD_OPTION_THREAD_POOL_SIZE, threads,
        MHD_OPTION_CONNECTION_LIMIT, limits->connections, MHD_OPTION_CONNECTION_TIMEOUT,
        limits->idle_s, MHD_OPTION_CONNECTION_MEMORY_LIMIT, limits->connection_bytes,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, plx_exchange_begin, host,
        MHD_OPTION_NOTIFY_COMPLETED, plx_exchange_end, host, MHD_OPTION_END);
}

static void sleep_ms(long ms)
{
    const struct timespec ts = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };

    nanosleep(&ts, NULL);
}

/* Take no more connections, and let what was asked be answered. */
static void drain(plx_exchange_host *host, struct MHD_Daemon *daemon)
{
    unsigned steps = host->limits.drain_s * 1000 / DRAIN_STEP_MS;

    atomic_store(&host->is_stopping, true);
    MHD_quiesce_daemon(daemon);
    while (steps-- > 0 && atomic_load(&host->in_flight) > 0)
        sleep_ms(DRAIN_STEP_MS);
    MHD_stop_daemon(daemon);
}

/* SIGINT and SIGTERM are blocked in all threads and let in only while this one sleeps, so that none
 * is missed between the look at *stop and the sleep. */
static void wait_for_stop(const volatile sig_atomic_t *stop, const sigset_t *let_in)
{
    while (!*stop)
        ppoll(NULL, 0, NULL, let_in);
}

static void block_signals(sigset_t *before)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set, before);
    signal(SIGPIPE, SIG_IGN); /* a reader of the log that went away must not end the daemon */
}

static plx_status serve(const plx_server_options *opt, plx_exchange_host *host,
                        const plx_listener *l, unsigned threads, plx_error *err)
{
    struct MHD_Daemon *daemon;
    sigset_t before;

    block_signals(&before);
    daemon = start(host, l, threads);
    if (daemon && opt->on_listening)
        opt->on_listening(opt->ctx, l->address, l->is_local);
    if (daemon) {
        wait_for_stop(opt->stop, &before);
        pthread_sigmask(SIG_SETMASK, &before, NULL); /* a second signal ends the drain */
        drain(host, daemon);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return daemon ? PLX_OK : plx_fail(err, PLX_ERR_IO, "cannot start serving on %s", l->address);
}

plx_status plx_server_run(const plx_server_options *opt, plx_error *err)
{
    plx_exchange_host host = { .limits = opt->limits, .quiet = opt->quiet };
    unsigned threads = opt->threads ? opt->threads : default_threads();
    plx_listener listener;
    plx_status rc;

    plx_daemon_limits_fill(&host.limits);
    if (getrandom(&host.run, sizeof host.run, 0) < 0)
        host.run = (unsigned)time(NULL);
    rc = plx_workers_new(opt->index_dir, opt->model_path, threads, &host.workers, err);
    if (rc)
        return rc;
    plx_workers_set_aliases(host.workers, opt->aliases);
    rc = plx_listen_open(opt->listen ? opt->listen : LISTEN_DEFAULT, &listener, err);
    if (!rc)
        rc = serve(opt, &host, &listener, threads, err);
    plx_listen_close(&listener);
    plx_workers_free(host.workers);
    return rc;
}
