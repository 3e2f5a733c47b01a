#include "daemon/log.h"

#include <jansson.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"
#include "base/strbuf.h"

#define TIME_BYTES 32

static void now(char out[TIME_BYTES])
{
    struct timespec ts;
    struct tm tm;
    char seconds[TIME_BYTES - 8];

    clock_gettime(CLOCK_REALTIME, &ts);
    gmtime_r(&ts.tv_sec, &tm);
    strftime(seconds, sizeof seconds, "%Y-%m-%dT%H:%M:%S", &tm);
    snprintf(out, TIME_BYTES, "%s.%03dZ", seconds, (int)(ts.tv_nsec / 1000000 % 1000));
}

/* One write, so that lines of several threads do not mix; a log that cannot be written is no
 * reason to stop answering. */
static void write_line(plx_strbuf *line)
{
    plx_strbuf_putc(line, '\n');
    if (!line->failed && write(STDERR_FILENO, line->s, line->len) < 0)
        return;
}

static double rounded(double ms)
{
    return (double)(long long)(ms * 1000) / 1000;
}

void plx_log_request(const plx_log_entry *e)
{
    plx_strbuf line = PLX_STRBUF_INIT;
    char time[TIME_BYTES];
    json_t *o;

    now(time);
    o = json_pack("{s:s, s:s, s:s, s:s, s:I, s:I, s:f, s:f, s:b}", "time", time, "id", e->id,
                  "method", e->method, "route", e->route, "status", (json_int_t)e->status, "bytes",
                  (json_int_t)e->bytes, "ms", rounded(e->ms), "waited_ms", rounded(e->waited_ms),
                  "cached", e->is_from_cache);
    if (o && e->query)
        json_object_set_new(o, "query", plx_json_str(e->query));
    if (o && e->error)
        json_object_set_new(o, "error", plx_json_str(e->error));
    if (o)
        plx_json_print(o, false, &line);
    if (o)
        write_line(&line);
    json_decref(o);
    plx_strbuf_release(&line);
}
