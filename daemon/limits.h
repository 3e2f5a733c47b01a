/* daemon/limits.h - every limit of the daemon, in one struct */
#ifndef PLX_DAEMON_LIMITS_H
#define PLX_DAEMON_LIMITS_H

#include <stddef.h>
#include <stdint.h>

/** Most parameters of one address, and bytes of one value (q: PLX_QUERY_BYTES_MAX). */
#define PLX_PARAMS_MAX      128u
#define PLX_PARAM_BYTES_MAX 1024u
/** Most names in facets=a,b,c. */
#define PLX_PARAM_LIST_MAX 16u
/** Threads, at most: each holds a snapshot of its own. */
#define PLX_THREADS_MAX 64u

/** What one client, and all together, may cost. Zero means the default given here. */
typedef struct plx_daemon_limits {
    uint32_t connections; /* open at once; more wait in the system's queue. 128 */
    uint32_t idle_s;      /* without a byte either way: closed. 15 */
    uint32_t receive_s;   /* for a whole request to arrive: closed. 60 */
    /* address space for request line and headers of one connection; memory as it is used. The
     * HTTP library keeps 64 bytes for each parameter, and with less than an address full of '&'
     * takes it stops without an answer. 1 MiB */
    size_t connection_bytes;
    size_t address_bytes; /* request target, as sent: 414. 24 KiB */
    size_t header_bytes;  /* all header lines together: 431. 16 KiB */
    size_t body_bytes;    /* of one request: 413. 8 MiB */
    size_t bodies_bytes;  /* of all requests together: 503, try again. 64 MiB */
    uint32_t articles;    /* in one request to classify: 413. 1000 */
    uint32_t search_ms;   /* wall time of one search or one batch of verdicts: 503. 5000 */
    uint32_t drain_s;     /* after SIGTERM, for requests in flight to end. 10 */
} plx_daemon_limits;

/** Put the default in place of every zero. */
void plx_daemon_limits_fill(plx_daemon_limits *l);

#endif
