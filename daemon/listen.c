#include "daemon/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <systemd/sd-daemon.h>

#define UNIX_PREFIX "unix:"
#define MODE_PREFIX ",mode="
#define MODE_OWNER  0600u
#define LOOPBACK    "127.0.0.1"
/* Connections that wait to be taken: as many as come between two looks at the socket when all come
 * at once. The system bounds it by net.core.somaxconn. */
#define BACKLOG     4096
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

/* "0660": three or four octal digits. */
static bool read_mode(const char *digits, mode_t *mode)
{
    size_t n = strspn(digits, "01234567");

    if (n < 3 || n > 4 || digits[n])
        return false;
    *mode = (mode_t)strtoul(digits, NULL, 8);
    return *mode <= 0777;
}

/* "PATH,mode=0660" taken apart; a comma that is not followed by mode= belongs to the path. */
static plx_status split_unix(const char *where, struct sockaddr_un *sa, mode_t *mode,
                             plx_error *err)
{
    const char *comma = strstr(where, MODE_PREFIX);
    size_t n = comma ? (size_t)(comma - where) : strlen(where);

    *mode = MODE_OWNER;
    if (n == 0)
        return plx_fail(err, PLX_ERR_INVALID, "unix: needs a path, as in unix:/run/parallax.sock");
    if (*where == '@')
        return plx_fail(err, PLX_ERR_INVALID,
                        "unix:%s: everybody on this machine may use an abstract socket; give the "
                        "path of a file",
                        where);
    if (comma && !read_mode(comma + strlen(MODE_PREFIX), mode))
        return plx_fail(err, PLX_ERR_INVALID, "unix:%s: the mode is octal, as in mode=0660", where);
    if (n >= sizeof sa->sun_path)
        return plx_fail(err, PLX_ERR_LIMIT, "path of a socket has %zu bytes, the limit is %zu", n,
                        sizeof sa->sun_path - 1);
    memcpy(sa->sun_path, where, n);
    sa->sun_path[n] = '\0';
    return PLX_OK;
}

/* Made with no rights for others, and given its mode then: the umask would take some away. */
static bool bind_unix(const struct sockaddr_un *sa, mode_t mode, plx_listener *l)
{
    struct stat st;

    l->fd = socket(AF_UNIX, SOCKET_KIND, 0);
    if (l->fd < 0 || fchmod(l->fd, MODE_OWNER) != 0 ||
        bind(l->fd, (const struct sockaddr *)sa, sizeof *sa) != 0)
        return false;
    memcpy(l->unix_path, sa->sun_path, strlen(sa->sun_path) + 1); /* ours now: removed at the end */
    if (lstat(sa->sun_path, &st) != 0)
        return false;
    l->device = st.st_dev;
    l->inode = st.st_ino;
    return chmod(sa->sun_path, mode) == 0 && listen(l->fd, BACKLOG) == 0;
}

static plx_status open_unix(const char *where, plx_listener *l, plx_error *err)
{
    struct sockaddr_un sa = { .sun_family = AF_UNIX };
    mode_t mode;
    plx_status rc = split_unix(where, &sa, &mode, err);

    if (!rc)
        rc = sweep_socket(&sa, err);
    if (rc)
        return rc;
    if (!bind_unix(&sa, mode, l))
        return fail_bind(l, sa.sun_path, err);
    l->is_unix = l->is_local = true;
    snprintf(l->address, sizeof l->address, UNIX_PREFIX "%s", sa.sun_path);
    return PLX_OK;
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
    const struct in6_addr *v6 = &((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr;

    if (sa->sa_family == AF_INET)
        return ntohl(((const struct sockaddr_in *)(const void *)sa)->sin_addr.s_addr) >> 24 == 127;
    return sa->sa_family == AF_INET6 &&
           (IN6_IS_ADDR_LOOPBACK(v6) || (IN6_IS_ADDR_V4MAPPED(v6) && v6->s6_addr[12] == 127));
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
        (ai->ai_family == AF_INET6 &&
         setsockopt(l->fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) != 0) ||
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

/* A daemon that began while this one drained may have put its own socket there. */
static void remove_own_file(const plx_listener *l)
{
    struct stat st;

    if (lstat(l->unix_path, &st) == 0 && st.st_dev == l->device && st.st_ino == l->inode)
        unlink(l->unix_path);
}

void plx_listen_close(plx_listener *l)
{
    if (*l->unix_path)
        remove_own_file(l);
    if (l->fd >= 0)
        close(l->fd);
    *l = (plx_listener){ .fd = -1 };
}

/* ------------------------------------------------------------ passed by systemd */

static plx_status describe_passed_unix(plx_listener *l, plx_error *err)
{
    struct sockaddr_un sa = { .sun_family = AF_UNSPEC };
    socklen_t n = sizeof sa;

    if (getsockname(l->fd, (struct sockaddr *)&sa, &n) != 0)
        return plx_fail_errno(err, "getsockname");
    if (n <= offsetof(struct sockaddr_un, sun_path) || !*sa.sun_path)
        return plx_fail(err, PLX_ERR_INVALID,
                        "everybody on this machine may use an abstract socket; give the path of a "
                        "file as ListenStream=");
    l->is_unix = l->is_local = true;
    snprintf(l->address, sizeof l->address, UNIX_PREFIX "%.*s", (int)sizeof sa.sun_path,
             sa.sun_path);
    return PLX_OK;
}

static plx_status take_passed(int fd, plx_listener *l, plx_error *err)
{
    int flags = fcntl(fd, F_GETFL);

    *l = (plx_listener){ .fd = fd };
    if (sd_is_socket(fd, AF_UNSPEC, SOCK_STREAM, 1) <= 0)
        return plx_fail(err, PLX_ERR_INVALID,
                        "it is no listening stream socket; is ListenStream= "
                        "used, and Accept=no?");
    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0)
        return plx_fail_errno(err, "fcntl");
    if (sd_is_socket(fd, AF_UNIX, SOCK_STREAM, 1) > 0)
        return describe_passed_unix(l, err);
    if (sd_is_socket(fd, AF_INET, SOCK_STREAM, 1) > 0 ||
        sd_is_socket(fd, AF_INET6, SOCK_STREAM, 1) > 0)
        return describe(l, err);
    return plx_fail(err, PLX_ERR_INVALID, "it is neither TCP nor a socket file");
}

static plx_status open_passed(int passed, plx_listeners *out, plx_error *err)
{
    for (int i = 0; i < passed; i++) {
        plx_status rc = take_passed(SD_LISTEN_FDS_START + i, &out->at[out->count++], err);

        if (rc)
            return plx_fail_prefix(err, rc, "socket %d of %d that systemd passed", i + 1, passed);
    }
    return PLX_OK;
}

/* ------------------------------------------------------------ all */

static plx_status open_all(const char *const *where, size_t count, int passed, plx_listeners *out,
                           plx_error *err)
{
    plx_status rc = open_passed(passed, out, err);

    for (size_t i = 0; !rc && i < count; i++)
        rc = plx_listen_open(where[i], &out->at[out->count++], err);
    return rc;
}

plx_status plx_listeners_open(const char *const *where, size_t count, plx_listeners *out,
                              plx_error *err)
{
    static const char *const fallback[] = { PLX_LISTEN_DEFAULT };
    int passed = sd_listen_fds(1);
    plx_status rc;

    *out = (plx_listeners){ .count = 0 };
    if (passed < 0)
        passed = 0; /* nothing was meant for this process */
    if (count == 0 && passed == 0) {
        where = fallback;
        count = 1;
    }
    if (count > PLX_LISTENERS_MAX || (size_t)passed > PLX_LISTENERS_MAX - count)
        return plx_fail(err, PLX_ERR_LIMIT, "%zu addresses to listen on, the limit is %u",
                        count + (size_t)passed, PLX_LISTENERS_MAX);
    rc = open_all(where, count, passed, out, err);
    if (rc)
        plx_listeners_close(out);
    return rc;
}

void plx_listeners_close(plx_listeners *ls)
{
    for (size_t i = 0; i < ls->count; i++)
        plx_listen_close(&ls->at[i]);
    ls->count = 0;
}
