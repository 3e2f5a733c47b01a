#include "daemon/head.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "daemon/framing.h"
#include "daemon/route.h"
#include "daemon/token.h"

#define BEARER "Bearer "

/* ------------------------------------------------------------ headers */

struct tally {
    plx_request *rq;
    size_t bytes;
    unsigned lengths; /* ways in which the end of the body is told */
    unsigned hosts;
    const char *fault; /* of the first line that is wrong; NULL: none is */
};

/* Headers that handlers ask for. */
static const struct wanted {
    const char *name;
    size_t offset; /* const char * of plx_request */
} wanted[] = {
    { MHD_HTTP_HEADER_ACCEPT, offsetof(plx_request, accept) },
    { MHD_HTTP_HEADER_CONTENT_TYPE, offsetof(plx_request, type) },
    { MHD_HTTP_HEADER_IF_NONE_MATCH, offsetof(plx_request, if_none_match) },
    { MHD_HTTP_HEADER_HOST, offsetof(plx_request, host) },
    { MHD_HTTP_HEADER_ORIGIN, offsetof(plx_request, origin) },
    { "Sec-Fetch-Site", offsetof(plx_request, fetch_site) },
};

static void keep_wanted(plx_request *rq, const char *name, const char *value)
{
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (strcasecmp(name, wanted[i].name) == 0)
            *(const char **)(void *)((char *)rq + wanted[i].offset) = value;
}

static enum MHD_Result count_header(void *cls, enum MHD_ValueKind kind, const char *name,
                                    size_t name_bytes, const char *value, size_t value_bytes)
{
    struct tally *t = cls;

    (void)kind;
    t->bytes += name_bytes + value_bytes + 4;
    if (!t->fault)
        t->fault = plx_framing_fault(name, name_bytes, value ? value : "", value_bytes);
    if (value)
        keep_wanted(t->rq, name, value);
    if (value && strcasecmp(name, MHD_HTTP_HEADER_ACCEPT_ENCODING) == 0)
        t->rq->accepts_gzip = strstr(value, "gzip") && !strstr(value, "gzip;q=0");
    if (strcasecmp(name, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0 ||
        strcasecmp(name, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0)
        t->lengths++;
    t->hosts += strcasecmp(name, MHD_HTTP_HEADER_HOST) == 0;
    return MHD_YES;
}

static bool check_lines(const plx_daemon_limits *limits, const struct tally *t,
                        plx_problem *problem)
{
    if (strlen(t->rq->target) > limits->address_bytes) {
        plx_problem_set(problem, 414, "limit", NULL, "the address is over %zu bytes",
                        limits->address_bytes);
        return false;
    }
    if (t->bytes > limits->header_bytes) {
        plx_problem_set(problem, 431, "limit", NULL, "the header lines are over %zu bytes",
                        limits->header_bytes);
        return false;
    }
    if (t->fault) {
        plx_problem_set(problem, 400, "bad-header", NULL, "%s", t->fault);
        return false;
    }
    if (t->lengths > 1) { /* a proxy before us may have chosen the other one */
        plx_problem_set(problem, 400, "bad-length", NULL,
                        "the length of the body is told in more than one way");
        return false;
    }
    if (t->hosts > 1) { /* likewise */
        plx_problem_set(problem, 400, "bad-host", NULL, "Host is given more than once");
        return false;
    }
    return true;
}

/* ------------------------------------------------------------ Host */

/* "name:port", "[::1]:port": without the port and brackets. */
static size_t host_name(const char *host, const char **name)
{
    *name = *host == '[' ? host + 1 : host;
    return strcspn(*name, *host == '[' ? "]" : ":");
}

static bool is_address(const char *s, size_t n)
{
    char text[INET6_ADDRSTRLEN];
    unsigned char out[sizeof(struct in6_addr)];

    if (n >= sizeof text)
        return false;
    memcpy(text, s, n);
    text[n] = '\0';
    return inet_pton(AF_INET, text, out) == 1 || inet_pton(AF_INET6, text, out) == 1;
}

static bool is_public(const char *url, const char *s, size_t n)
{
    const char *name = url ? strstr(url, "://") : NULL;
    const char *host;

    if (!name)
        return false;
    return host_name(name + 3, &host) && strncasecmp(host, s, n) == 0 &&
           (host[n] == '\0' || strchr(":/]", host[n]));
}

/* A foreign name that leads to this machine is somebody's trick (DNS rebinding); addresses cannot
 * be made to lead elsewhere. */
static bool check_host(const plx_exchange_door *door, const char *host, plx_problem *problem)
{
    const char *name;
    size_t n;

    if (!door->checks_host || !host)
        return true;
    n = host_name(host, &name);
    if ((n == 9 && strncasecmp(name, "localhost", 9) == 0) || is_address(name, n) ||
        is_public(door->host->daemon.public_url, name, n))
        return true;
    plx_problem_set(problem, 421, "host", NULL, "this daemon does not go by the name '%.*s'",
                    (int)(n < 100 ? n : 100), name);
    plx_problem_hint(problem, "start it with --public-url http://NAME/, or ask for localhost");
    return false;
}

/* ------------------------------------------------------------ who asks */

static void check_token(const plx_daemon *d, struct MHD_Connection *con, plx_request *rq)
{
    const char *s =
        MHD_lookup_connection_value(con, MHD_HEADER_KIND, MHD_HTTP_HEADER_AUTHORIZATION);
    size_t n = strlen(BEARER);

    if (!d->tokens)
        return;
    if (s && strncasecmp(s, BEARER, n) == 0) { /* another scheme is for a web server before us */
        rq->access = plx_token_file_check(d->tokens, s + n, strlen(s + n), rq->coder);
        return;
    }
    s = MHD_lookup_connection_value(con, MHD_COOKIE_KIND, PLX_TOKEN_COOKIE);
    if (!s || !*s)
        return;
    rq->access = plx_token_file_check(d->tokens, s, strlen(s), rq->coder);
    rq->by_cookie = true;
}

/* ------------------------------------------------------------ the whole */

static plx_method read_method(const char *method)
{
    static const plx_method known[] = { PLX_METHOD_GET, PLX_METHOD_HEAD, PLX_METHOD_POST,
                                        PLX_METHOD_DELETE, PLX_METHOD_OPTIONS };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(plx_method_name(known[i]), method) == 0)
            return known[i];
    return PLX_METHOD_OTHER;
}

bool plx_head_read(const plx_exchange_door *door, struct MHD_Connection *con, const char *method,
                   plx_request *rq, plx_reply *reply)
{
    const plx_daemon *d = &door->host->daemon;
    struct tally t = { .rq = rq };

    rq->method = read_method(method);
    MHD_get_connection_values_n(con, MHD_HEADER_KIND, count_header, &t);
    if (!check_lines(&d->limits, &t, &reply->problem) ||
        !check_host(door, rq->host, &reply->problem))
        return false;
    rq->wants_page =
        rq->accept && strstr(rq->accept, "text/html") && strncmp(rq->target, "/api/", 5) != 0;
    check_token(d, con, rq);
    return plx_route_find(rq, reply) && plx_route_admits(d, rq, reply);
}
