#include "daemon/exchange.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon/log.h"
#include "daemon/route.h"

/* A body over its limit is still read, and forgotten, up to this many times the limit: a client
 * that is cut off while it sends never sees the answer. */
#define FORGOTTEN_BODIES 4

typedef struct exchange {
    plx_exchange_host *host;
    plx_request request;
    plx_reply reply;
    struct timespec start;
    const char *method; /* static, for the log */
    size_t set_apart;   /* bytes of the host's */
    size_t received;    /* of the body */
    bool is_begun;      /* the handler has seen the headers */
    unsigned status;    /* sent; 0: none */
    size_t sent;
} exchange;

static const struct method {
    const char *name;
    plx_method id;
} methods[] = {
    { MHD_HTTP_METHOD_GET, PLX_METHOD_GET },
    { MHD_HTTP_METHOD_HEAD, PLX_METHOD_HEAD },
    { MHD_HTTP_METHOD_POST, PLX_METHOD_POST },
};

/* Sent with every answer. */
static const struct header {
    const char *name, *value;
} safe_headers[] = {
    { "Content-Security-Policy",
      "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
      "frame-ancestors 'none'" },
    { "X-Content-Type-Options", "nosniff" },
    { "Referrer-Policy", "no-referrer" },
    { "Cross-Origin-Resource-Policy", "same-origin" },
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static double ms_since(const struct timespec *start)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) * 1e3 +
           (double)(now.tv_nsec - start->tv_nsec) / 1e6;
}

/* ------------------------------------------------------------ begin and end */

void *plx_exchange_begin(void *cls, const char *target, struct MHD_Connection *con)
{
    plx_exchange_host *host = cls;
    exchange *x = calloc(1, sizeof *x);

    (void)con;
    if (!x)
        return NULL;
    x->host = host;
    x->method = "other";
    x->request.limits = &host->limits;
    plx_strbuf_init(&x->request.body);
    plx_reply_init(&x->reply);
    clock_gettime(CLOCK_MONOTONIC, &x->start);
    snprintf(x->request.id, sizeof x->request.id, "%08x-%x", host->run,
             atomic_fetch_add(&host->served, 1) + 1);
    /* one byte over the limit is kept, to tell that it is over */
    x->request.target = strndup(target, host->limits.address_bytes + 1);
    atomic_fetch_add(&host->in_flight, 1);
    return x;
}

static void write_log(const exchange *x)
{
    const plx_route *route = x->request.route;
    const plx_error *cause = &x->reply.cause;
    const plx_log_entry entry = {
        .id = x->request.id,
        .method = x->method,
        .route = route ? route->name : "none",
        .status = x->status,
        .bytes = x->sent,
        .ms = ms_since(&x->start),
        .error = cause->code ? cause->msg : NULL,
    };

    if (!x->host->quiet || cause->code)
        plx_log_request(&entry);
}

void plx_exchange_end(void *cls, struct MHD_Connection *con, void **state,
                      enum MHD_RequestTerminationCode why)
{
    exchange *x = *state;

    (void)cls;
    (void)con;
    (void)why;
    if (!x)
        return;
    write_log(x);
    atomic_fetch_sub(&x->host->bodies, x->set_apart);
    atomic_fetch_sub(&x->host->in_flight, 1);
    plx_strbuf_release(&x->request.body);
    plx_reply_release(&x->reply);
    free(x->request.target);
    free(x);
    *state = NULL;
}

/* ------------------------------------------------------------ sending */

static void add_headers(const exchange *x, struct MHD_Response *response)
{
    const plx_reply *r = &x->reply;

    for (size_t i = 0; i < COUNT(safe_headers); i++)
        MHD_add_response_header(response, safe_headers[i].name, safe_headers[i].value);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, r->type);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL,
                            r->cache ? r->cache : "no-store");
    MHD_add_response_header(response, "X-Request-Id", x->request.id);
    if (r->allow)
        MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, r->allow);
    if (r->status == MHD_HTTP_SERVICE_UNAVAILABLE)
        MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, "1");
    if (atomic_load(&x->host->is_stopping))
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
}

static enum MHD_Result send_reply(exchange *x, struct MHD_Connection *con)
{
    struct MHD_Response *response;
    enum MHD_Result rc;
    size_t n = x->reply.body.len;
    char *body = plx_strbuf_detach(&x->reply.body);

    if (!body) { /* no memory even for the refusal */
        x->reply.status = MHD_HTTP_SERVICE_UNAVAILABLE;
        n = 0;
    }
    response = MHD_create_response_from_buffer(n, body, MHD_RESPMEM_MUST_FREE);
    if (!response) {
        free(body);
        return MHD_NO;
    }
    add_headers(x, response);
    x->status = x->reply.status ? x->reply.status : MHD_HTTP_OK;
    x->sent = x->request.method == PLX_METHOD_HEAD ? 0 : n;
    rc = MHD_queue_response(con, x->status, response);
    MHD_destroy_response(response);
    return rc;
}

static enum MHD_Result send_refusal(exchange *x, struct MHD_Connection *con)
{
    plx_route_refuse(&x->request, &x->reply);
    return send_reply(x, con);
}

/* ------------------------------------------------------------ receiving */

struct tally {
    size_t bytes;
    bool is_page;     /* text/html is accepted */
    unsigned lengths; /* ways in which the end of the body is told */
};

static enum MHD_Result count_header(void *cls, enum MHD_ValueKind kind, const char *name,
                                    const char *value)
{
    struct tally *t = cls;

    (void)kind;
    t->bytes += strlen(name) + (value ? strlen(value) : 0) + 4;
    if (value && strcasecmp(name, MHD_HTTP_HEADER_ACCEPT) == 0)
        t->is_page = strstr(value, "text/html") != NULL;
    if (strcasecmp(name, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0 ||
        strcasecmp(name, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0)
        t->lengths++;
    return MHD_YES;
}

static void read_method(exchange *x, const char *method)
{
    for (size_t i = 0; i < COUNT(methods); i++)
        if (strcmp(methods[i].name, method) == 0) {
            x->request.method = methods[i].id;
            x->method = methods[i].name;
        }
}

/* Line and headers; false: refused. */
static bool check_head(exchange *x, struct MHD_Connection *con)
{
    const plx_daemon_limits *limits = &x->host->limits;
    plx_problem *problem = &x->reply.problem;
    struct tally t = { 0 };

    MHD_get_connection_values(con, MHD_HEADER_KIND, count_header, &t);
    if (strlen(x->request.target) > limits->address_bytes) {
        plx_problem_set(problem, 414, "limit", NULL, "the address is over %zu bytes",
                        limits->address_bytes);
        return false;
    }
    if (t.bytes > limits->header_bytes) {
        plx_problem_set(problem, 431, "limit", NULL, "the header lines are over %zu bytes",
                        limits->header_bytes);
        return false;
    }
    if (t.lengths > 1) { /* a proxy before us may have chosen the other one */
        plx_problem_set(problem, 400, "bad-length", NULL,
                        "the length of the body is told in more than one way");
        return false;
    }
    x->request.wants_page = t.is_page && strncmp(x->request.target, "/api/", 5) != 0;
    return plx_route_find(&x->request, problem);
}

/* Bytes announced, SIZE_MAX if none are. */
static size_t announced(struct MHD_Connection *con)
{
    const char *s =
        MHD_lookup_connection_value(con, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);

    return s ? (size_t)strtoull(s, NULL, 10) : SIZE_MAX;
}

static void set_too_large(exchange *x)
{
    plx_problem_set(&x->reply.problem, 413, "limit", NULL, "the body is over %zu bytes",
                    x->host->limits.body_bytes);
    plx_problem_hint(&x->reply.problem, "send fewer articles at a time");
}

/* Is there room for the body? false: refused before it is sent. */
static bool check_body(exchange *x, struct MHD_Connection *con)
{
    const plx_daemon_limits *limits = &x->host->limits;
    size_t n = announced(con);

    if (x->request.method != PLX_METHOD_POST)
        return true;
    if (n != SIZE_MAX && n > limits->body_bytes) {
        set_too_large(x);
        return n <= limits->body_bytes * FORGOTTEN_BODIES &&
               !MHD_lookup_connection_value(con, MHD_HEADER_KIND, MHD_HTTP_HEADER_EXPECT);
    }
    x->set_apart = n == SIZE_MAX ? limits->body_bytes : n;
    if (atomic_fetch_add(&x->host->bodies, x->set_apart) + x->set_apart <= limits->bodies_bytes)
        return true;
    plx_problem_set(&x->reply.problem, 503, "busy", NULL,
                    "the daemon is reading as much as it can hold");
    plx_problem_hint(&x->reply.problem, "try again in a moment");
    return false;
}

static enum MHD_Result begin(exchange *x, struct MHD_Connection *con, const char *method)
{
    x->is_begun = true;
    read_method(x, method);
    if (!x->request.target)
        return MHD_NO;
    if (!check_head(x, con) || !check_body(x, con))
        return send_refusal(x, con);
    return MHD_YES;
}

static enum MHD_Result receive(exchange *x, const char *data, size_t *n)
{
    const plx_daemon_limits *limits = &x->host->limits;

    if (ms_since(&x->start) > limits->receive_s * 1e3 ||
        x->received + *n > limits->body_bytes * FORGOTTEN_BODIES)
        return MHD_NO;
    x->received += *n;
    if (x->received > limits->body_bytes) {
        plx_strbuf_release(&x->request.body);
        set_too_large(x);
    } else if (x->request.method == PLX_METHOD_POST && !x->reply.problem.status) {
        plx_strbuf_add(&x->request.body, data, *n);
    }
    *n = 0;
    return MHD_YES;
}

static enum MHD_Result answer(exchange *x, struct MHD_Connection *con)
{
    if (x->request.body.failed)
        plx_problem_set(&x->reply.problem, 503, "no-memory", NULL, "out of memory");
    if (x->reply.problem.status)
        return send_refusal(x, con);
    plx_route_answer(x->host->workers, &x->request, &x->reply);
    return send_reply(x, con);
}

enum MHD_Result plx_exchange_handle(void *cls, struct MHD_Connection *con, const char *url,
                                    const char *method, const char *version, const char *data,
                                    size_t *data_bytes, void **state)
{
    exchange *x = *state;

    (void)cls;
    (void)url;
    (void)version;
    if (!x)
        return MHD_NO;
    if (!x->is_begun)
        return begin(x, con, method);
    if (*data_bytes)
        return receive(x, data, data_bytes);
    return answer(x, con);
}
