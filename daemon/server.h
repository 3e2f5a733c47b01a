/* daemon/server.h - the search daemon: HTTP on some addresses until it is told to stop
 *
 * One thread an address reads and writes its connections (epoll); a pool of threads answers, each
 * with a view of the index of its own, so that at most as many searches run as there are threads,
 * and slow ones keep nobody from being heard. Who may write hands over to one writer thread. */
#ifndef PLX_DAEMON_SERVER_H
#define PLX_DAEMON_SERVER_H

#include <signal.h>
#include <stdbool.h>

#include "base/error.h"
#include "daemon/limits.h"
#include "search/aliases.h"

/** Zeroed: the defaults. Strings borrowed for the call. */
typedef struct plx_server_options {
    const char *index_dir;     /* needed */
    const char *model_path;    /* for classify; NULL: the model that judged the index */
    const char *labels_path;   /* labels by people; NULL: labels.jsonl in the index */
    const char *const *listen; /* each as plx_listen_open() */
    size_t listen_count;       /* 0: the sockets of systemd, else 127.0.0.1:8642 */
    const char *token_file;    /* who may write (token.h); NULL: nobody */
    const char *allow_origin;  /* pages of this origin may read the API, "*": all; NULL: none */
    const char *public_url;    /* "https://NAME/": how the outside names it; NULL: by the Host */
    plx_aliases *aliases;      /* other names that searches look for; NULL: none */
    unsigned threads;          /* 0: one for each processor, 2 to 8 */
    bool quiet;                /* log failures of ours only */
    bool log_queries;          /* what is asked for stands in the log, too */
    plx_daemon_limits limits;
    /* Told once a socket is open; is_local: only this machine can connect. May be NULL. */
    void (*on_listening)(void *ctx, const char *address, bool is_local);
    /* Told what a reload came to, and what went wrong since. May be NULL. */
    void (*on_notice)(void *ctx, const char *what);
    void *ctx;
    /* Not 0 when the daemon is to stop; set by a handler of SIGINT and SIGTERM, which are let
     * through to the calling thread only. SIGHUP reloads. */
    const volatile sig_atomic_t *stop;
} plx_server_options;

/**
 * Serve until *stop, then let requests in flight end.
 *
 * @return PLX_OK after a stop; as plx_listen_open(), plx_snapshot_open(), plx_token_file_open();
 *         PLX_ERR_IO
 */
plx_status plx_server_run(const plx_server_options *opt, plx_error *err);

#endif
