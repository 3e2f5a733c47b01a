/* daemon/exchange.h - one request and its answer over HTTP: where libmicrohttpd meets the handlers
 *
 * The only file that includes microhttpd.h, but for server.c, which starts it. */
#ifndef PLX_DAEMON_EXCHANGE_H
#define PLX_DAEMON_EXCHANGE_H

#include <microhttpd.h>
#include <stdatomic.h>

#include "daemon/limits.h"
#include "daemon/worker.h"

/** What all exchanges share. */
typedef struct plx_exchange_host {
    plx_workers *workers;
    plx_daemon_limits limits;
    bool quiet;
    unsigned run;       /* random: tells ids of this run from those of others */
    atomic_uint served; /* requests begun */
    atomic_uint in_flight;
    atomic_size_t bodies;    /* bytes set apart for bodies */
    atomic_bool is_stopping; /* connections are closed after their answer */
} plx_exchange_host;

/* Callbacks for the daemon; cls is the host. */
void *plx_exchange_begin(void *cls, const char *target, struct MHD_Connection *con);
enum MHD_Result plx_exchange_handle(void *cls, struct MHD_Connection *con, const char *url,
                                    const char *method, const char *version, const char *data,
                                    size_t *data_bytes, void **exchange);
void plx_exchange_end(void *cls, struct MHD_Connection *con, void **exchange,
                      enum MHD_RequestTerminationCode why);

#endif
