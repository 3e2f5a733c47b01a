/* daemon/reply.h - what is sent back, before HTTP gets it */
#ifndef PLX_DAEMON_REPLY_H
#define PLX_DAEMON_REPLY_H

#include <jansson.h>
#include <stdbool.h>

#include "base/strbuf.h"
#include "daemon/problem.h"

/** Bytes of an ETag, quotes and NUL included. */
#define PLX_ETAG_BYTES 24

/** Media types used (those of data: format.h). */
#define PLX_TYPE_JSON "application/json"
#define PLX_TYPE_TEXT "text/plain; charset=utf-8"
#define PLX_TYPE_HTML "text/html; charset=utf-8"

typedef struct plx_reply {
    unsigned status;   /* of HTTP; 0 while it is 200 */
    const char *type;  /* static */
    const char *cache; /* static Cache-Control; NULL: as the route says */
    const char *allow; /* static Allow; with 405 */
    const char *file;  /* static name to save it under; NULL: shown */
    char *location;    /* malloc'd: where to go on, with 303; NULL */
    char *cookie;      /* malloc'd Set-Cookie; NULL */
    char *link;        /* malloc'd Link, as "<address>; rel=\"next\""; NULL */
    bool is_private;   /* it depends on who asks, or on more than state and address: not cached */
    bool is_from_cache;
    bool is_gzip;              /* the body is compressed */
    char etag[PLX_ETAG_BYTES]; /* "" if it has none */
    plx_strbuf body;
    plx_problem problem; /* with a status: the body is made of it at the end */
    plx_error cause;     /* of a failure of ours, for the log; code 0 if none */
} plx_reply;

void plx_reply_init(plx_reply *r);
void plx_reply_release(plx_reply *r);
/** Empty it, to answer again. */
void plx_reply_reset(plx_reply *r);

/** Answer with a JSON value, which is taken over; NULL (no memory) makes a 503 of it. */
void plx_reply_json(plx_reply *r, json_t *value);

/** Send the browser on to an address after it sent a form (303); copied. */
void plx_reply_see_other(plx_reply *r, const char *address);

/** Answer that a call failed; a failure of ours is kept for the log. */
void plx_reply_error(plx_reply *r, const plx_error *err);

/** Put the problem into the body as problem+json. */
void plx_reply_problem_json(plx_reply *r, const char *id);

#endif
