#include "daemon/metrics.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

/* Upper bounds in seconds, from a cached answer to one that met its time limit. */
static const double bounds[] = { .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5 };
#define BUCKETS (sizeof bounds / sizeof *bounds)

/* Statuses with series of their own; the rest are told as the first of their hundred. */
static const unsigned statuses[] = { 200, 202, 204, 303, 304, 400, 401, 403, 404,
                                     405, 409, 413, 414, 415, 421, 431, 500, 503 };
#define STATUSES (sizeof statuses / sizeof *statuses)

struct series {
    atomic_uint_least64_t status[STATUSES];
    atomic_uint_least64_t bucket[BUCKETS + 1]; /* not summed up */
    atomic_uint_least64_t nanoseconds, bytes;
};

struct plx_metrics {
    size_t routes;
    struct series series[]; /* [routes + 1] the last: no route */
};

plx_status plx_metrics_new(plx_metrics **out, plx_error *err)
{
    size_t n;

    plx_routes(&n);
    *out = calloc(1, sizeof **out + (n + 1) * sizeof(struct series));
    if (!*out)
        return plx_fail(err, PLX_ERR_NOMEM, "metrics: out of memory");
    (*out)->routes = n;
    return PLX_OK;
}

void plx_metrics_free(plx_metrics *m)
{
    free(m);
}

static size_t place_of_status(unsigned status)
{
    size_t same_hundred = STATUSES - 1;

    for (size_t i = STATUSES; i-- > 0;) {
        if (statuses[i] == status)
            return i;
        if (statuses[i] / 100 == status / 100)
            same_hundred = i;
    }
    return same_hundred;
}

void plx_metrics_count(plx_metrics *m, const plx_route *route, unsigned status, double seconds,
                       size_t bytes)
{
    size_t routes, bucket = 0;
    const plx_route *first = plx_routes(&routes);
    struct series *s = &m->series[route ? (size_t)(route - first) : m->routes];

    while (bucket < BUCKETS && seconds > bounds[bucket])
        bucket++;
    atomic_fetch_add_explicit(&s->status[place_of_status(status)], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&s->bucket[bucket], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&s->nanoseconds, (uint64_t)(seconds * 1e9), memory_order_relaxed);
    atomic_fetch_add_explicit(&s->bytes, bytes, memory_order_relaxed);
}

static uint64_t value(const atomic_uint_least64_t *v)
{
    return atomic_load_explicit(v, memory_order_relaxed);
}

/* 'method="GET",route="/"': patterns hold no quotes. */
static void print_labels(const plx_metrics *m, size_t i, plx_strbuf *out)
{
    size_t n;
    const plx_route *routes = plx_routes(&n);
    const char *method = i == m->routes ? "other" : plx_method_name(routes[i].method);

    plx_strbuf_printf(out, "method=\"%s\",route=\"%s\"", method,
                      i == m->routes ? "none" : routes[i].path);
}

static void print_statuses(const plx_metrics *m, plx_strbuf *out)
{
    plx_strbuf_puts(out, "# HELP parallax_requests_total Requests answered, by route and status.\n"
                         "# TYPE parallax_requests_total counter\n");
    for (size_t i = 0; i <= m->routes; i++)
        for (size_t k = 0; k < STATUSES; k++) {
            uint64_t n = value(&m->series[i].status[k]);
            if (!n)
                continue;
            plx_strbuf_puts(out, "parallax_requests_total{");
            print_labels(m, i, out);
            plx_strbuf_printf(out, ",status=\"%u\"} %llu\n", statuses[k], (unsigned long long)n);
        }
}

static void print_buckets(const plx_metrics *m, size_t i, plx_strbuf *out)
{
    const struct series *s = &m->series[i];
    uint64_t sum = 0;

    for (size_t b = 0; b <= BUCKETS; b++) {
        sum += value(&s->bucket[b]);
        plx_strbuf_puts(out, "parallax_request_seconds_bucket{");
        print_labels(m, i, out);
        if (b < BUCKETS)
            plx_strbuf_printf(out, ",le=\"%g\"} %llu\n", bounds[b], (unsigned long long)sum);
        else
            plx_strbuf_printf(out, ",le=\"+Inf\"} %llu\n", (unsigned long long)sum);
    }
    plx_strbuf_puts(out, "parallax_request_seconds_sum{");
    print_labels(m, i, out);
    plx_strbuf_printf(out, "} %.9f\nparallax_request_seconds_count{",
                      (double)value(&s->nanoseconds) / 1e9);
    print_labels(m, i, out);
    plx_strbuf_printf(out, "} %llu\n", (unsigned long long)sum);
}

static bool is_used(const struct series *s)
{
    for (size_t b = 0; b <= BUCKETS; b++)
        if (value(&s->bucket[b]))
            return true;
    return false;
}

void plx_metrics_print(const plx_metrics *m, plx_strbuf *out)
{
    print_statuses(m, out);
    plx_strbuf_puts(out, "# HELP parallax_request_seconds Time from the request line to the last "
                         "byte of the answer.\n# TYPE parallax_request_seconds histogram\n");
    for (size_t i = 0; i <= m->routes; i++)
        if (is_used(&m->series[i]))
            print_buckets(m, i, out);
    plx_strbuf_puts(out, "# HELP parallax_sent_bytes_total Bytes of answers, by route.\n"
                         "# TYPE parallax_sent_bytes_total counter\n");
    for (size_t i = 0; i <= m->routes; i++)
        if (is_used(&m->series[i])) {
            plx_strbuf_puts(out, "parallax_sent_bytes_total{");
            print_labels(m, i, out);
            plx_strbuf_printf(out, "} %llu\n", (unsigned long long)value(&m->series[i].bytes));
        }
}
