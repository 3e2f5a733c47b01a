/* daemon/headers.h - the headers of an answer */
#ifndef PLX_DAEMON_HEADERS_H
#define PLX_DAEMON_HEADERS_H

#include <microhttpd.h>

#include "daemon/daemon.h"
#include "daemon/reply.h"
#include "daemon/request.h"

/** Add all headers of an answer: its form, what caches may do, what browsers may, who may read. */
void plx_headers_add(const plx_daemon *d, const plx_request *rq, const plx_reply *reply,
                     struct MHD_Response *response);

/** Is it the question of a browser whether a page of another origin may ask (CORS preflight), and
 * may it? The answer is then the headers alone. */
bool plx_headers_is_preflight(const plx_daemon *d, const plx_request *rq);

#endif
