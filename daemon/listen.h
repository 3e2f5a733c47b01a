/* daemon/listen.h - the socket the daemon listens on */
#ifndef PLX_DAEMON_LISTEN_H
#define PLX_DAEMON_LISTEN_H

#include <stdbool.h>

#include "base/error.h"

typedef struct plx_listener {
    int fd;              /* -1: none */
    bool is_local;       /* nobody outside this machine can connect */
    char address[256];   /* "http://127.0.0.1:8642", "unix:PATH" */
    char unix_path[128]; /* "" for TCP */
} plx_listener;

/**
 * Listen at "HOST:PORT", "[IPV6]:PORT", "PORT" (on loopback) or "unix:PATH". Port 0 takes a free
 * one. A socket file that nobody listens on any more is replaced; a new one is its owner's alone.
 *
 * @param out  closed with plx_listen_close(), also after an error
 * @return PLX_OK; PLX_ERR_INVALID; PLX_ERR_EXISTS (in use: names what to do); PLX_ERR_LIMIT (path
 *         too long); PLX_ERR_NOTFOUND (no such host); PLX_ERR_IO
 */
plx_status plx_listen_open(const char *where, plx_listener *out, plx_error *err);

/** Close, and remove the socket file. */
void plx_listen_close(plx_listener *l);

#endif
