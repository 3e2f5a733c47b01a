/* daemon/gzip.h - answers made smaller for clients that take gzip */
#ifndef PLX_DAEMON_GZIP_H
#define PLX_DAEMON_GZIP_H

#include "daemon/reply.h"

/** Compress the body if it is long enough to be worth it; without memory it stays as it is. */
void plx_gzip_reply(plx_reply *r);

#endif
