/* daemon/log.h - one line of JSON a request, on stderr
 *
 * A line tells what was asked for by route, never by words: no query (unless the daemon was started
 * so), no id of an article and no address of a client is written. */
#ifndef PLX_DAEMON_LOG_H
#define PLX_DAEMON_LOG_H

#include <stdbool.h>
#include <stddef.h>

/** What is written of one request. */
typedef struct plx_log_entry {
    const char *id;     /* of the request; the client has it too */
    const char *method; /* one of the known ones, else "other" */
    const char *route;  /* pattern from the table of routes, "none" for an unknown path */
    const char *query;  /* of the address, as sent; NULL: not to be told */
    unsigned status;    /* 0: the client went before its answer */
    size_t bytes;       /* of the body sent */
    double ms;          /* from the request line to the last byte */
    double waited_ms;   /* of that, for a thread */
    bool is_from_cache; /* an answer that was kept */
    const char *error;  /* cause of a failure of ours; NULL otherwise */
} plx_log_entry;

/** Write one line, whole. Any thread. */
void plx_log_request(const plx_log_entry *e);

#endif
