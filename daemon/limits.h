/* daemon/limits.h - every limit of the daemon, in one struct */
#ifndef PLX_DAEMON_LIMITS_H
#define PLX_DAEMON_LIMITS_H

#include <stddef.h>
#include <stdint.h>

/** Most parameters of one address, and bytes of one value (q: PLX_QUERY_BYTES_MAX). */
#define PLX_PARAMS_MAX      128u
#define PLX_PARAM_BYTES_MAX 1024u
/** Articles of one export, at most, and if not told; bytes after which one ends. */
#define PLX_EXPORT_LIMIT_MAX     10000u
#define PLX_EXPORT_LIMIT_DEFAULT 1000u
#define PLX_EXPORT_BYTES_MAX     (32u << 20)
/** Most names in facets=a,b,c. */
#define PLX_PARAM_LIST_MAX 16u
/** Values of JSON in one body, members and elements counted: 413. Read, they take up to 64 MiB. */
#define PLX_BODY_VALUES_MAX 250000u
/** Threads, at most: each holds a snapshot of its own. */
#define PLX_THREADS_MAX 64u
/** Addresses listened on, at most. */
#define PLX_LISTENERS_MAX 16u

/** What one client, and all together, may cost. Zero means the default given here. */
typedef struct plx_daemon_limits {
    uint32_t connections; /* open at once, over all addresses; more wait in the system's queue.
                             16,384, or what the limit of open files leaves */
    uint32_t idle_s;      /* without a byte either way: closed. 15 */
    uint32_t receive_s;   /* for a whole request to arrive: closed. 60 */
    /* for request line and headers of one connection; the HTTP library clears all of it after each
     * request, so it is resident once one was made. 64 KiB */
    size_t connection_bytes;
    size_t address_bytes;  /* request target, as sent: 414. 24 KiB */
    size_t header_bytes;   /* all header lines together: 431. 16 KiB */
    size_t body_bytes;     /* of one request: 413. 8 MiB */
    size_t bodies_bytes;   /* of all requests together: 503, try again. 64 MiB */
    size_t answers_bytes;  /* of all that are being sent, but small ones: 503, try again. 256 MiB */
    uint32_t articles;     /* in one request to classify or to take in: 413. 1000 */
    uint32_t search_ms;    /* wall time of one search or one batch of verdicts. 5000 */
    uint32_t waiting;      /* requests that wait for a thread: 503, try again. 256 */
    uint32_t waiting_ms;   /* a request that waited longer is not begun: 503. 5000 */
    uint32_t writing;      /* requests that wait for the writer: 503, try again. 64 */
    uint32_t write_wait_s; /* for another writer of the index: 503. 60 */
    uint32_t drain_s;      /* after SIGTERM, for requests in flight to end. 10 */
    size_t cache_bytes;    /* of answers kept: SIZE_MAX: none are. 32 MiB */
} plx_daemon_limits;

/** Put the default in place of every zero. */
void plx_daemon_limits_fill(plx_daemon_limits *l);

#endif
