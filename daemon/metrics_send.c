/* daemon/metrics_send.c - GET /metrics: requests, queues, cache, and the index */
#include <stdlib.h>

#include "base/file.h"
#include "collection/collection.h"
#include "daemon/cache.h"
#include "daemon/metrics.h"
#include "daemon/pool.h"
#include "daemon/write/ingest.h"

#define TYPE_PROMETHEUS "text/plain; version=0.0.4; charset=utf-8"

static void print_gauge(plx_strbuf *out, const char *name, const char *help, double value)
{
    plx_strbuf_printf(out, "# HELP parallax_%s %s\n# TYPE parallax_%s gauge\nparallax_%s %.17g\n",
                      name, help, name, name, value);
}

static void print_counter(plx_strbuf *out, const char *name, const char *help, uint64_t value)
{
    plx_strbuf_printf(out, "# HELP parallax_%s %s\n# TYPE parallax_%s counter\nparallax_%s %llu\n",
                      name, help, name, name, (unsigned long long)value);
}

/* The value of a label: a backslash before what would end it. */
static void print_value(plx_strbuf *out, const char *s)
{
    for (; *s; s++) {
        if (*s == '"' || *s == '\\')
            plx_strbuf_putc(out, '\\');
        plx_strbuf_putc(out, (unsigned char)*s < ' ' ? ' ' : *s);
    }
}

static void print_daemon(const plx_daemon *d, plx_strbuf *out)
{
    plx_cache_figures cache = { 0 };

    if (d->cache)
        cache = plx_cache_look(d->cache);
    print_gauge(out, "queue_waiting", "Requests that wait for a thread.",
                plx_pool_waiting(d->pool));
    print_gauge(out, "queue_limit", "Requests that may wait.", d->limits.waiting);
    if (d->ingest) {
        print_gauge(out, "writes_waiting", "Requests that wait for the writer.",
                    plx_ingest_waiting(d->ingest));
        print_gauge(out, "writes_limit", "Requests that may wait for the writer.",
                    d->limits.writing);
    }
    print_counter(out, "cache_hits_total", "Answers that were kept.", cache.hits);
    print_counter(out, "cache_misses_total", "Answers that had to be made.", cache.misses);
    print_gauge(out, "cache_entries", "Answers kept.", (double)cache.entries);
    print_gauge(out, "cache_bytes", "Memory of answers kept.", (double)cache.bytes);
}

static plx_status print_index(plx_context *c, plx_strbuf *out, plx_error *err)
{
    const plx_snapshot *s = c->worker->snapshot;
    char *path = NULL;
    plx_status rc = plx_collection_generation_path(c->daemon->index_dir, NULL, &path, err);

    if (rc)
        return rc;
    print_gauge(out, "index_articles", "Articles in the index.", plx_snapshot_documents(s));
    print_gauge(out, "index_bytes", "Size of the present generation.",
                (double)plx_file_tree_bytes(path));
    plx_strbuf_puts(out, "# HELP parallax_index_info State of the index that is served, and the "
                         "model that judged it.\n# TYPE parallax_index_info gauge\n"
                         "parallax_index_info{version=\"");
    print_value(out, plx_snapshot_version(s));
    plx_strbuf_puts(out, "\",model=\"");
    print_value(out, plx_snapshot_model(s)->name);
    plx_strbuf_puts(out, "\"} 1\n");
    free(path);
    return PLX_OK;
}

static plx_status print_stances(plx_context *c, plx_strbuf *out, plx_error *err)
{
    static const char *const facets[] = { "stance", NULL };
    const plx_search_request request = { .no_hits = true,
                                         .facets = facets,
                                         .facet_top = PLX_LABELS_MAX + 3,
                                         .deadline_ms = c->request->limits->search_ms };
    plx_search_result result = { 0 };
    plx_status rc = plx_search(c->worker->searcher, &request, &result, err);

    plx_strbuf_puts(out, "# HELP parallax_articles Articles by stance.\n"
                         "# TYPE parallax_articles gauge\n");
    for (size_t i = 0; !rc && i < result.facets[0].count; i++) {
        plx_strbuf_puts(out, "parallax_articles{stance=\"");
        print_value(out, result.facets[0].values[i].value);
        plx_strbuf_printf(out, "\"} %u\n", result.facets[0].values[i].count);
    }
    plx_search_result_release(&result);
    return rc;
}

plx_status plx_metrics_send(plx_context *c, plx_error *err)
{
    plx_strbuf *out = &c->reply->body;
    plx_status rc;

    c->reply->type = TYPE_PROMETHEUS;
    plx_strbuf_puts(out, "# HELP parallax_build_info Version of the program.\n"
                         "# TYPE parallax_build_info gauge\n"
                         "parallax_build_info{version=\"" PLX_VERSION "\"} 1\n");
    plx_metrics_print(c->daemon->metrics, out);
    print_daemon(c->daemon, out);
    rc = print_index(c, out, err);
    return rc ? rc : print_stances(c, out, err);
}
