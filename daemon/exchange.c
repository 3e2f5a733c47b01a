#include "daemon/exchange.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "daemon/answer.h"
#include "daemon/head.h"
#include "daemon/headers.h"
#include "daemon/log.h"
#include "daemon/metrics.h"

/* A body over its limit is still read, and forgotten, up to this many times the limit: a client
 * that is cut off while it sends never sees the answer. */
#define FORGOTTEN_BODIES 4
/* Up to so many bytes an answer is small. */
#define SMALL_ANSWER (1u << 20)

typedef struct exchange {
    plx_pool_job job; /* first: the pool knows it by this */
    const plx_exchange_door *door;
    plx_exchange_host *host;
    struct MHD_Connection *con;
    plx_request request;
    plx_reply reply;
    double start_s, waited_s;
    const char *method; /* static, for the log */
    size_t set_apart;   /* bytes of the host's */
    size_t received;    /* of the body */
    size_t held;        /* bytes of the answer, of the host's, too */
    bool is_begun;      /* the handler has seen the headers */
    bool is_answered;   /* the reply is complete */
    unsigned status;    /* sent; 0: none */
    size_t sent;
} exchange;

/* ------------------------------------------------------------ begin and end */

void *plx_exchange_begin(void *cls, const char *target, struct MHD_Connection *con)
{
    const plx_exchange_door *door = cls;
    plx_exchange_host *host = door->host;
    exchange *x = calloc(1, sizeof *x);

    if (!x)
        return NULL;
    x->door = door;
    x->host = host;
    x->con = con;
    x->method = "other";
    x->request.limits = &host->daemon.limits;
    plx_strbuf_init(&x->request.body);
    plx_reply_init(&x->reply);
    x->start_s = plx_clock_seconds();
    snprintf(x->request.id, sizeof x->request.id, "%08x-%x", host->daemon.run,
             atomic_fetch_add(&host->served, 1) + 1);
    /* one byte over the limit is kept, to tell that it is over */
    x->request.target = strndup(target, host->daemon.limits.address_bytes + 1);
    atomic_fetch_add(&host->in_flight, 1);
    return x;
}

static void write_log(const exchange *x, double seconds)
{
    const plx_route *route = x->request.route;
    const plx_error *cause = &x->reply.cause;
    const plx_log_entry entry = {
        .id = x->request.id,
        .method = x->method,
        .route = route ? route->path : "none",
        .query = x->host->daemon.log_queries ? x->request.query : NULL,
        .status = x->status,
        .bytes = x->sent,
        .ms = seconds * 1e3,
        .waited_ms = x->waited_s * 1e3,
        .is_from_cache = x->reply.is_from_cache,
        .error = cause->code ? cause->msg : NULL,
    };

    if (!x->host->quiet || cause->code)
        plx_log_request(&entry);
}

void plx_exchange_end(void *cls, struct MHD_Connection *con, void **state,
                      enum MHD_RequestTerminationCode why)
{
    exchange *x = *state;
    double seconds;

    (void)cls;
    (void)con;
    (void)why;
    if (!x)
        return;
    seconds = plx_clock_seconds() - x->start_s;
    if (x->status) /* else the client went before its answer */
        plx_metrics_count(x->host->daemon.metrics, x->request.route, x->status, seconds, x->sent);
    write_log(x, seconds);
    atomic_fetch_sub(&x->host->bodies, x->set_apart);
    atomic_fetch_sub(&x->host->answers, x->held);
    atomic_fetch_sub(&x->host->in_flight, 1);
    plx_strbuf_release(&x->request.body);
    plx_reply_release(&x->reply);
    free(x->request.target);
    free(x);
    *state = NULL;
}

/* ------------------------------------------------------------ sending */

static void set_busy(exchange *x, const char *what)
{
    plx_problem_set(&x->reply.problem, 503, "busy", NULL, "%s", what);
    plx_problem_hint(&x->reply.problem, "try again in a moment");
    plx_answer_refuse(&x->request, &x->reply);
}

/* Answers stay in memory as long as their readers take them, slowly perhaps. Small ones always go
 * out: what was written is told. */
static void hold(exchange *x)
{
    size_t n = x->reply.body.len;

    if (n > SMALL_ANSWER &&
        atomic_load(&x->host->answers) + n > x->host->daemon.limits.answers_bytes) {
        plx_reply_reset(&x->reply);
        set_busy(x, "the daemon is sending as much as it can hold");
    }
    x->held = x->reply.body.len;
    atomic_fetch_add(&x->host->answers, x->held);
}

static enum MHD_Result send_reply(exchange *x)
{
    struct MHD_Response *response;
    enum MHD_Result rc;
    size_t n;
    char *body;

    hold(x);
    n = x->reply.body.len;
    body = plx_strbuf_detach(&x->reply.body);

    if (!body) { /* no memory even for the refusal */
        x->reply.status = MHD_HTTP_SERVICE_UNAVAILABLE;
        n = 0;
    }
    response = MHD_create_response_from_buffer(n, body, MHD_RESPMEM_MUST_FREE);
    if (!response) {
        free(body);
        return MHD_NO;
    }
    plx_headers_add(&x->host->daemon, &x->request, &x->reply, response);
    if (atomic_load(&x->host->is_stopping))
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    x->status = x->reply.status ? x->reply.status : MHD_HTTP_OK;
    x->sent = x->request.method == PLX_METHOD_HEAD ? 0 : n;
    rc = MHD_queue_response(x->con, x->status, response);
    MHD_destroy_response(response);
    return rc;
}

static enum MHD_Result send_refusal(exchange *x)
{
    plx_answer_refuse(&x->request, &x->reply);
    return send_reply(x);
}

/* ------------------------------------------------------------ receiving */

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
                    x->host->daemon.limits.body_bytes);
    plx_problem_hint(&x->reply.problem, "send fewer articles at a time");
}

static bool has_body(const exchange *x)
{
    return x->request.method == PLX_METHOD_POST;
}

/* Is there room for the body? false: refused before it is sent. */
static bool check_body(exchange *x)
{
    const plx_daemon_limits *limits = &x->host->daemon.limits;
    size_t n = announced(x->con);

    if (!has_body(x))
        return true;
    if (n != SIZE_MAX && n > limits->body_bytes) {
        set_too_large(x);
        return n <= limits->body_bytes * FORGOTTEN_BODIES &&
               !MHD_lookup_connection_value(x->con, MHD_HEADER_KIND, MHD_HTTP_HEADER_EXPECT);
    }
    x->set_apart = n == SIZE_MAX ? limits->body_bytes : n;
    if (atomic_fetch_add(&x->host->bodies, x->set_apart) + x->set_apart <= limits->bodies_bytes)
        return true;
    plx_problem_set(&x->reply.problem, 503, "busy", NULL,
                    "the daemon is reading as much as it can hold");
    plx_problem_hint(&x->reply.problem, "try again in a moment");
    return false;
}

/* A refusal of what is asked, not of how: the body is read and forgotten before it is sent, since a
 * client, or a web server in front, that is cut off while it sends may not see it. */
static bool reads_on(const exchange *x)
{
    static const unsigned late[] = { 401, 403, 404, 405 };
    size_t n = announced(x->con);

    if (!has_body(x) || n == SIZE_MAX || n > x->host->daemon.limits.body_bytes ||
        MHD_lookup_connection_value(x->con, MHD_HEADER_KIND, MHD_HTTP_HEADER_EXPECT))
        return false;
    for (size_t i = 0; i < sizeof late / sizeof *late; i++)
        if (x->reply.problem.status == late[i])
            return true;
    return false;
}

static enum MHD_Result begin(exchange *x, const char *method)
{
    bool is_let_in;

    x->is_begun = true;
    if (!x->request.target)
        return MHD_NO;
    is_let_in = plx_head_read(x->door, x->con, method, &x->request, &x->reply);
    x->method = plx_method_name(x->request.method);
    if (plx_headers_is_preflight(&x->host->daemon, &x->request)) {
        plx_reply_reset(&x->reply);
        x->reply.status = MHD_HTTP_NO_CONTENT;
        return send_reply(x);
    }
    if (!is_let_in)
        return reads_on(x) ? MHD_YES : send_refusal(x);
    return check_body(x) ? MHD_YES : send_refusal(x);
}

static enum MHD_Result receive(exchange *x, const char *data, size_t *n)
{
    const plx_daemon_limits *limits = &x->host->daemon.limits;

    if (plx_clock_seconds() - x->start_s > limits->receive_s ||
        x->received + *n > limits->body_bytes * FORGOTTEN_BODIES)
        return MHD_NO;
    x->received += *n;
    if (x->received > limits->body_bytes) {
        plx_strbuf_release(&x->request.body);
        set_too_large(x);
    } else if (has_body(x) && !x->reply.problem.status) {
        plx_strbuf_add(&x->request.body, data, *n);
    }
    *n = 0;
    return MHD_YES;
}

/* ------------------------------------------------------------ answering */

/* The reply is complete: let the library's thread send it. */
static void wake(exchange *x)
{
    x->is_answered = true;
    MHD_resume_connection(x->con);
}

/* Of plx_later: a reply that was made elsewhere. */
static void send_later(void *exchange_of_reply)
{
    wake(exchange_of_reply);
}

/* true: complete. */
static bool answer_with_worker(exchange *x)
{
    plx_exchange_host *host = x->host;
    const plx_later later = { send_later, x };
    bool needs_worker = x->request.route->flags & PLX_ROUTE_INDEX;
    plx_worker *w = needs_worker ? plx_workers_take(host->daemon.workers) : NULL;
    bool is_complete = plx_answer(&host->daemon, w, &x->request, &x->reply, &later);

    if (w)
        plx_workers_give(host->daemon.workers, w);
    return is_complete;
}

void plx_exchange_run(void *ctx, plx_pool_job *job)
{
    exchange *x = (exchange *)(void *)job;
    plx_exchange_host *host = ctx;

    x->waited_s = plx_clock_seconds() - job->since_s;
    if (x->waited_s * 1e3 > host->daemon.limits.waiting_ms) {
        set_busy(x, "the request waited too long for its turn");
        wake(x);
    } else if (answer_with_worker(x)) {
        wake(x);
    }
}

void plx_exchange_refuse(void *ctx, plx_pool_job *job)
{
    exchange *x = (exchange *)(void *)job;

    (void)ctx;
    set_busy(x, "the daemon is stopping");
    wake(x);
}

/* Let a thread of the pool answer, while the connection sleeps. */
static enum MHD_Result hand_over(exchange *x)
{
    bool is_urgent = x->request.route->flags & PLX_ROUTE_URGENT;

    MHD_suspend_connection(x->con);
    if (!plx_pool_put(x->host->daemon.pool, &x->job, is_urgent)) {
        set_busy(x, "too many requests wait already");
        wake(x);
    }
    return MHD_YES;
}

static enum MHD_Result answer(exchange *x)
{
    if (x->is_answered)
        return send_reply(x);
    if (x->request.body.failed)
        plx_problem_set(&x->reply.problem, 503, "no-memory", NULL, "out of memory");
    if (x->reply.problem.status)
        return send_refusal(x);
    if (!(x->request.route->flags & PLX_ROUTE_INSTANT))
        return hand_over(x);
    plx_answer(&x->host->daemon, NULL, &x->request, &x->reply, &(plx_later){ NULL, NULL });
    return send_reply(x);
}

enum MHD_Result plx_exchange_handle(void *cls, struct MHD_Connection *con, const char *url,
                                    const char *method, const char *version, const char *data,
                                    size_t *data_bytes, void **state)
{
    exchange *x = *state;

    (void)cls;
    (void)con;
    (void)url;
    (void)version;
    if (!x)
        return MHD_NO;
    if (!x->is_begun)
        return begin(x, method);
    if (*data_bytes)
        return receive(x, data, data_bytes);
    return answer(x);
}
