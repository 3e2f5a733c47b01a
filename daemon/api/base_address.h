/* daemon/api/base_address.h - addresses of this daemon as others know it, for what is read
 * elsewhere */
#ifndef PLX_DAEMON_BASE_ADDRESS_H
#define PLX_DAEMON_BASE_ADDRESS_H

#include "base/strbuf.h"
#include "daemon/route.h"

/**
 * Append the begin of all addresses, without '/' at the end: that which the daemon was given, else
 * http:// and the Host of the request, and the reply is private then. Nothing, if Host is none.
 */
void plx_base_address(plx_context *c, plx_strbuf *out);

/** Is this a name or an address with or without a port, as Host may be (RFC 3986, 3.2.2)? */
bool plx_base_address_is_host(const char *s);

#endif
