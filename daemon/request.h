/* daemon/request.h - one request as the handlers see it */
#ifndef PLX_DAEMON_REQUEST_H
#define PLX_DAEMON_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "daemon/limits.h"

/** Bytes of a request's id, NUL included; of a coder's name. */
#define PLX_REQUEST_ID_BYTES 24
#define PLX_CODER_BYTES      128

/** Methods that are told apart; the rest is refused. */
typedef enum plx_method {
    PLX_METHOD_OTHER = 0,
    PLX_METHOD_GET = 1,
    PLX_METHOD_HEAD = 2,
    PLX_METHOD_POST = 4,
    PLX_METHOD_DELETE = 8,
    PLX_METHOD_OPTIONS = 16
} plx_method;

/** Who asks. */
typedef enum plx_access {
    PLX_ACCESS_READ = 0, /* anybody: there was no token */
    PLX_ACCESS_REFUSED,  /* a token that is none of ours */
    PLX_ACCESS_WRITE     /* with a token */
} plx_access;

struct plx_route;

typedef struct plx_request {
    char id[PLX_REQUEST_ID_BYTES];
    plx_method method;
    const struct plx_route *route; /* NULL: unknown path */
    char *target;                  /* as sent; taken apart by plx_route_find() */
    const char *rest;              /* what stands for the route's {id}, decoded; "" without */
    const char *query;             /* behind '?', as sent; "" if there is none */
    plx_strbuf body;
    /* of the headers; borrowed from the connection, NULL if not sent */
    const char *accept, *type, *if_none_match, *host, *origin, *fetch_site;
    bool accepts_gzip;
    plx_access access;
    bool by_cookie;              /* the token came with the browser, not with the request */
    char coder[PLX_CODER_BYTES]; /* that the token file names for the token; "" */
    bool wants_page;             /* a refusal is read by a person */
    const plx_daemon_limits *limits;
} plx_request;

#endif
