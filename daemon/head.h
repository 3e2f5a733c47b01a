/* daemon/head.h - the head of a request: what its line and headers say, and whether it may be read
 * on */
#ifndef PLX_DAEMON_HEAD_H
#define PLX_DAEMON_HEAD_H

#include <microhttpd.h>

#include "daemon/exchange.h"
#include "daemon/reply.h"
#include "daemon/request.h"

/**
 * Read line and headers into the request, find its route, and see whether it is let in.
 *
 * @param method  as sent
 * @return false: refused; the reply has the problem
 */
bool plx_head_read(const plx_exchange_door *door, struct MHD_Connection *con, const char *method,
                   plx_request *rq, plx_reply *reply);

#endif
