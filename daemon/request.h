/* daemon/request.h - one request as the handlers see it */
#ifndef PLX_DAEMON_REQUEST_H
#define PLX_DAEMON_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "daemon/limits.h"

/** Bytes of a request's id, NUL included. */
#define PLX_REQUEST_ID_BYTES 24

/** Methods that are told apart; the rest is refused. */
typedef enum plx_method {
    PLX_METHOD_OTHER = 0,
    PLX_METHOD_GET = 1,
    PLX_METHOD_HEAD = 2,
    PLX_METHOD_POST = 4
} plx_method;

struct plx_route;

typedef struct plx_request {
    char id[PLX_REQUEST_ID_BYTES];
    plx_method method;
    const struct plx_route *route; /* NULL: unknown path */
    char *target;                  /* as sent */
    const char *rest;              /* what follows the route in the path, decoded */
    const char *query;             /* behind '?', as sent; "" if there is none */
    plx_strbuf body;
    bool wants_page; /* a refusal is read by a person */
    const plx_daemon_limits *limits;
} plx_request;

#endif
