/* daemon/server.h - the search daemon: HTTP on one address until it is told to stop
 *
 * Connections are served by a pool of threads (epoll); a request is answered by the thread
 * that read it, with a worker of its own, so that at most as many searches run as there are
 * threads. Requests are read only: nothing here writes the index. */
#ifndef PLX_DAEMON_SERVER_H
#define PLX_DAEMON_SERVER_H

#include <signal.h>
#include <stdbool.h>

#include "base/error.h"
#include "daemon/limits.h"
#include "search/aliases.h"

/** Zeroed: the defaults. Strings borrowed for the call. */
typedef struct plx_server_options {
    const char *index_dir;  /* needed */
    const char *model_path; /* for classify; NULL: the model that judged the index */
    const char *listen;     /* as plx_listen_open(); NULL: 127.0.0.1:8642 */
    plx_aliases *aliases;   /* other names that searches look for; NULL: none */
    unsigned threads;       /* 0: one for each processor, 2 to 8 */
    bool quiet;             /* log failures of ours only */
    plx_daemon_limits limits;
    /* Told once the socket is open; is_local: only this machine can connect. May be NULL. */
    void (*on_listening)(void *ctx, const char *address, bool is_local);
    void *ctx;
    /* Not 0 when the daemon is to stop; set by a handler of SIGINT and SIGTERM, which are let
     * through to the calling thread only. */
    const volatile sig_atomic_t *stop;
} plx_server_options;

/**
 * Serve until *stop, then let requests in flight end.
 *
 * @return PLX_OK after a stop; as plx_listen_open() and plx_snapshot_open(); PLX_ERR_IO
 */
plx_status plx_server_run(const plx_server_options *opt, plx_error *err);

#endif
