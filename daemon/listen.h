/* daemon/listen.h - the sockets the daemon listens on: those it opens, and those systemd passes */
#ifndef PLX_DAEMON_LISTEN_H
#define PLX_DAEMON_LISTEN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/error.h"
#include "daemon/limits.h"

/** Where the daemon listens if nobody says. */
#define PLX_LISTEN_DEFAULT "127.0.0.1:8642"
/** Bytes of an address as it is shown, NUL included. */
#define PLX_ADDRESS_BYTES 256

typedef struct plx_listener {
    int fd;                          /* listening, not blocking, closed on exec; -1: none */
    bool is_local;                   /* nobody outside this machine can connect */
    bool is_unix;                    /* else TCP */
    char address[PLX_ADDRESS_BYTES]; /* "http://127.0.0.1:8642", "unix:PATH" */
    char unix_path[128]; /* of a socket file that goes with the listener; "" for TCP and for what
                            systemd passed */
    dev_t device;        /* private: which file that was, so that a successor's stays */
    ino_t inode;
} plx_listener;

/** All of them; release with plx_listeners_close(). */
typedef struct plx_listeners {
    plx_listener at[PLX_LISTENERS_MAX];
    size_t count;
} plx_listeners;

/**
 * Listen at one address: "HOST:PORT", "[IPV6]:PORT", "PORT" (on loopback), "unix:PATH" or
 * "unix:PATH,mode=0660". Port 0 takes a free one; of a HOST with several addresses the first
 * counts; an IPv6 address takes IPv6 alone. A socket file that nobody listens on any more is
 * replaced; a new one has the mode given, without one 0600: its owner's alone. Abstract sockets
 * (unix:@NAME), which everybody on the machine may use, are refused.
 *
 * @param out  closed with plx_listen_close(), also after an error
 * @return PLX_OK; PLX_ERR_INVALID; PLX_ERR_EXISTS (in use: names what to do); PLX_ERR_LIMIT (path
 *         too long); PLX_ERR_NOTFOUND (no such host); PLX_ERR_IO
 */
plx_status plx_listen_open(const char *where, plx_listener *out, plx_error *err);

/** Close, and remove the socket file, if it is still the same. */
void plx_listen_close(plx_listener *l);

/**
 * Open all or none: the sockets that systemd passed (LISTEN_FDS, which is taken out of the
 * environment), and those of `where`; without either PLX_LISTEN_DEFAULT. While one thread runs.
 *
 * @param where  count of them, as plx_listen_open(); may be NULL with 0
 * @param out    closed with plx_listeners_close(); empty after an error
 * @return PLX_OK; PLX_ERR_LIMIT (more than PLX_LISTENERS_MAX); PLX_ERR_INVALID also for a passed
 *         descriptor that is no listening stream socket of TCP or with a path; else as
 *         plx_listen_open(). The message names the address
 */
plx_status plx_listeners_open(const char *const *where, size_t count, plx_listeners *out,
                              plx_error *err);
/** Close all. What systemd passed stays open there: who connects meanwhile waits for the next. */
void plx_listeners_close(plx_listeners *ls);

#endif
