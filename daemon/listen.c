#include "daemon/listen.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define UNIX_PREFIX "unix:"
#define LOOPBACK    "127.0.0.1"
#define BACKLOG     128
#define SOCKET_KIND (SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC)

static plx_status fail_bind(plx_listener *l, const char *where, plx_error *err)
{
    int cause = errno;

    if (l->fd >= 0)
        close(l->fd);
    l->fd = -1;
    if (cause == EADDRINUSE)
        return plx_fail(err, PLX_ERR_EXISTS,
                        "%s is in use, perhaps by another daemon; choose another with --listen",
                        where);
    errno = cause;
    return plx_fail_errno(err, "cannot listen on %s", where);
}

/* ------------------------------------------------------------ unix */

/* A file left by a daemon that was killed is swept away; a living one's is not. */
static plx_status sweep_socket(const struct sockaddr_un *sa, plx_error *err)
{
    struct stat st;
    int fd, rc;

    if (lstat(sa->sun_path, &st) != 0)
        return PLX_OK;
    if (!S_ISSOCK(st.st_mode))
        return plx_fail(err, PLX_ERR_EXISTS, "%s is there and is no socket; choose another path",
                        sa->sun_path);
    fd = socket(AF_UNIX, SOCKET_KIND, 0);
    if (fd < 0)
        return plx_fail_errno(err, "socket");
    rc = connect(fd, (const struct sockaddr *)sa, sizeof *sa);
    if (rc != 0 && errno == ECONNREFUSED)
        unlink(sa->sun_path);
    close(fd);
    return PLX_OK;
}

static plx_status open_unix(const char *path, plx_listener *l, plx_error *err)
{
    struct sockaddr_un sa = { .sun_family = AF_UNIX };
    size_t n = strlen(path);
    plx_status rc;

    if (n == 0)
        return plx_fail(err, PLX_ERR_INVALID, "unix: needs a path, as in unix:/run/parallax.sock");
    if (n >= sizeof sa.sun_path)
        return plx_fail(err, PLX_ERR_LIMIT, "path of a socket has %zu bytes, the limit is %zu", n,
                        sizeof sa.sun_path - 1);
    memcpy(sa.sun_path, path, n + 1);
    rc = sweep_socket(&sa, err);
    if (rc)
        return rc;
    l->fd = socket(AF_UNIX, SOCKET_KIND, 0);
    if (l->fd < 0 || fchmod(l->fd, 0600) != 0 ||
        bind(l->fd, (const struct sockaddr *)&sa, sizeof sa) != 0)
        return fail_bind(l, path, err);
    memcpy(l->unix_path, path, n + 1);
    snprintf(l->address, sizeof l->address, UNIX_PREFIX "%s", path);
    l->is_local = true;
    return listen(l->fd, BACKLOG) == 0 ? PLX_OK : fail_bind(l, path, err);
}

/* ------------------------------------------------------------ TCP */

struct endpoint {
    char host[128], port[8];
};

static bool is_port(const char *s)
{
    size_t n = strspn(s, "0123456789");
    unsigned long v = 0;

    if (n == 0 || n > 5 || s[n])
        return false;
    for (; *s; s++)
        v = v * 10 + (unsigned long)(*s - '0');
    return v <= 65535;
}

static bool split(const char *where, struct endpoint *e)
{
    const char *colon = strrchr(where, ':');
    const char *host = colon ? where : LOOPBACK;
    size_t n = colon ? (size_t)(colon - where) : strlen(host);

    if (n > 2 && host[0] == '[' && host[n - 1] == ']') {
        host++;
        n -= 2;
    } else if (memchr(host, ':', n)) {
        return false; /* IPv6 needs its brackets */
    }
    if (n == 0 || n >= sizeof e->host || !is_port(colon ? colon + 1 : where))
        return false;
    memcpy(e->host, host, n);
    e->host[n] = '\0';
    snprintf(e->port, sizeof e->port, "%s", colon ? colon + 1 : where);
    return true;
}

static bool is_loopback(const struct sockaddr *sa)
{
    if (sa->sa_family == AF_INET)
        return ntohl(((const struct sockaddr_in *)(const void *)sa)->sin_addr.s_addr) >> 24 == 127;
    return sa->sa_family == AF_INET6 &&
           IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr);
}

/* What it came to: the port may have been chosen by the system. */
static plx_status describe(plx_listener *l, plx_error *err)
{
    struct sockaddr_storage ss;
    socklen_t n = sizeof ss;
    char host[NI_MAXHOST], port[NI_MAXSERV];
    bool is_v6;

    if (getsockname(l->fd, (struct sockaddr *)&ss, &n) != 0)
        return plx_fail_errno(err, "getsockname");
    if (getnameinfo((struct sockaddr *)&ss, n, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return plx_fail(err, PLX_ERR_IO, "the address listened on has no name");
    is_v6 = ss.ss_family == AF_INET6;
    l->is_local = is_loopback((struct sockaddr *)&ss);
    snprintf(l->address, sizeof l->address, "http://%s%.100s%s:%s", is_v6 ? "[" : "", host,
             is_v6 ? "]" : "", port);
    return PLX_OK;
}

static plx_status bind_to(const struct addrinfo *ai, const char *where, plx_listener *l,
                          plx_error *err)
{
    const int on = 1;

    l->fd = socket(ai->ai_family, SOCKET_KIND, ai->ai_protocol);
    if (l->fd < 0 || setsockopt(l->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        bind(l->fd, ai->ai_addr, ai->ai_addrlen) != 0 || listen(l->fd, BACKLOG) != 0)
        return fail_bind(l, where, err);
    return describe(l, err);
}

static plx_status open_tcp(const char *where, plx_listener *l, plx_error *err)
{
    const struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE };
    struct addrinfo *found = NULL;
    struct endpoint e;
    plx_status rc;
    int gai;

    if (!split(where, &e))
        return plx_fail(err, PLX_ERR_INVALID,
                        "cannot listen on '%s': give HOST:PORT, [IPV6]:PORT, PORT or unix:PATH",
                        where);
    gai = getaddrinfo(e.host, e.port, &hints, &found);
    if (gai != 0)
        return plx_fail(err, PLX_ERR_NOTFOUND, "cannot listen on %s: %s", where, gai_strerror(gai));
    rc = bind_to(found, where, l, err);
    freeaddrinfo(found);
    return rc;
}

plx_status plx_listen_open(const char *where, plx_listener *out, plx_error *err)
{
    size_t prefix = strlen(UNIX_PREFIX);

    *out = (plx_listener){ .fd = -1 };
    if (strncmp(where, UNIX_PREFIX, prefix) == 0)
        return open_unix(where + prefix, out, err);
    return open_tcp(where, out, err);
}

void plx_listen_close(plx_listener *l)
{
    if (l->fd >= 0)
        close(l->fd);
    if (*l->unix_path)
        unlink(l->unix_path);
    *l = (plx_listener){ .fd = -1 };
}
