/* daemon/exchange.h - one request and its answer over HTTP: where libmicrohttpd meets the handlers
 *
 * The only file that includes microhttpd.h, but for server.c, which starts it. The thread of the
 * library reads a request, and what is left to do goes into the pool while the connection sleeps;
 * when the answer is complete the library's thread sends it. */
#ifndef PLX_DAEMON_EXCHANGE_H
#define PLX_DAEMON_EXCHANGE_H

#include <microhttpd.h>
#include <stdatomic.h>

#include "daemon/daemon.h"
#include "daemon/pool.h"

/** What all exchanges share. */
typedef struct plx_exchange_host {
    plx_daemon daemon;
    bool quiet;
    atomic_uint served; /* requests begun */
    atomic_uint in_flight;
    atomic_size_t bodies;    /* bytes set apart for bodies */
    atomic_size_t answers;   /* bytes of answers that are being sent */
    atomic_bool is_stopping; /* connections are closed after their answer */
} plx_exchange_host;

/** An address listened on, as exchanges see it. */
typedef struct plx_exchange_door {
    plx_exchange_host *host;
    /* Only this machine can connect, by TCP: a page of a foreign site whose name was made to lead
     * here must not be answered, so the Host has to be a name of this machine. */
    bool checks_host;
} plx_exchange_door;

/* Of the pool; ctx is the host. */
void plx_exchange_run(void *ctx, plx_pool_job *job);
void plx_exchange_refuse(void *ctx, plx_pool_job *job);

/* Callbacks for the HTTP library; cls is the door. */
void *plx_exchange_begin(void *cls, const char *target, struct MHD_Connection *con);
enum MHD_Result plx_exchange_handle(void *cls, struct MHD_Connection *con, const char *url,
                                    const char *method, const char *version, const char *data,
                                    size_t *data_bytes, void **exchange);
void plx_exchange_end(void *cls, struct MHD_Connection *con, void **exchange,
                      enum MHD_RequestTerminationCode why);

#endif
