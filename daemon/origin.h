/* daemon/origin.h - was a request that changes something sent by one of our own pages?
 *
 * A browser sends the cookie with whatever any site makes it send (cross-site request forgery). It
 * also says who made it: Sec-Fetch-Site, and older ones Origin. */
#ifndef PLX_DAEMON_ORIGIN_H
#define PLX_DAEMON_ORIGIN_H

#include "daemon/daemon.h"
#include "daemon/reply.h"
#include "daemon/request.h"

/** By what the browser says, if it is one; what says nothing is no browser, and is let through. */
bool plx_origin_is_ours(const plx_daemon *d, const plx_request *rq);

/** Answer 403. */
void plx_origin_refuse(plx_reply *reply);

#endif
