#include "daemon/api/base_address.h"

#include <string.h>

/* Bytes of a name, a dot and a port. */
#define HOST_BYTES_MAX 262

bool plx_base_address_is_host(const char *s)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "-._~[]:";
    size_t n = strlen(s);

    return n && n <= HOST_BYTES_MAX && strspn(s, plain) == n;
}

void plx_base_address(plx_context *c, plx_strbuf *out)
{
    const char *host = c->request->host;

    if (c->daemon->public_url) {
        plx_strbuf_puts(out, c->daemon->public_url);
        return;
    }
    c->reply->is_private = true;
    if (!host || !plx_base_address_is_host(host))
        return;
    plx_strbuf_puts(out, "http://");
    plx_strbuf_puts(out, host);
}
