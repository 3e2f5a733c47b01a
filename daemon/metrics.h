/* daemon/metrics.h - GET /metrics: what the daemon did, in the text format of Prometheus
 *
 * Labels come from the table of routes and from a fixed list of statuses: no client can make new
 * series. Counting is lock-free; any thread. */
#ifndef PLX_DAEMON_METRICS_H
#define PLX_DAEMON_METRICS_H

#include "base/error.h"
#include "base/strbuf.h"
#include "daemon/route.h"

typedef struct plx_metrics plx_metrics;

plx_status plx_metrics_new(plx_metrics **out, plx_error *err);
/** NULL allowed. */
void plx_metrics_free(plx_metrics *m);

/** One request is answered. @param route  NULL: there is none at its address */
void plx_metrics_count(plx_metrics *m, const plx_route *route, unsigned status, double seconds,
                       size_t bytes);

/** Append the counts of requests by route and status, and the histogram of their times. */
void plx_metrics_print(const plx_metrics *m, plx_strbuf *out);

#endif
