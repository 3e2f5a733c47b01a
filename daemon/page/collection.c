/* daemon/page/collection.c - GET /collection: what is in the index */
#include "daemon/page/collection.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/markup.h"
#include "base/period.h"
#include "compare/timeline.h"
#include "daemon/page/chart.h"
#include "daemon/page/chart_parts.h"
#include "daemon/page/page.h"
#include "daemon/url.h"
#include "search/counts.h"
#include "search/stats.h"

/* Outlets in the chart, the others together. */
#define SOURCES 14u

/* All that is shown. */
struct collection {
    plx_context *c;
    plx_stats stats;
    plx_filter on_topic[PLX_LABELS_MAX + 1]; /* stances of articles on the topic */
    size_t on_topic_count;                   /* 0: there are none */
    plx_search_result table;                 /* source*stance of these, or of all */
    plx_timeline_result time;
    plx_timeline_result time_on_topic; /* without periods if they are most of all */
};

/* ------------------------------------------------------------ links */

static void facet_address(const char *facet, const char *value, plx_strbuf *out)
{
    plx_strbuf_puts(out, PLX_PATH_PAGE);
    if (!value)
        return;
    plx_strbuf_printf(out, "?%s=", facet);
    plx_url_encode(out, value);
}

void plx_collection_link(plx_strbuf *out, const char *facet, const char *value, const char *words)
{
    plx_strbuf address = PLX_STRBUF_INIT;

    facet_address(facet, value, &address);
    plx_strbuf_puts(out, "<a");
    plx_chart_href(out, &address);
    plx_markup_print(out, "><bdi>%s</bdi></a>", words);
    plx_strbuf_release(&address);
}

void plx_collection_count(plx_strbuf *out, const char *facet, const char *value, uint32_t n)
{
    plx_strbuf words = PLX_STRBUF_INIT;

    plx_strbuf_put_count(&words, n);
    plx_collection_link(out, facet, value, words.s);
    plx_strbuf_release(&words);
}

static void period_address(void *ctx, const char *since, const char *until, plx_strbuf *out)
{
    (void)ctx;
    plx_strbuf_printf(out, PLX_PATH_PAGE "?since=%s&until=%s", since, until);
}

/* ctx: the collection. */
static void on_topic_address(void *ctx, const char *since, const char *until, plx_strbuf *out)
{
    const struct collection *k = ctx;

    period_address(NULL, since, until, out);
    for (size_t i = 0; i < k->on_topic_count; i++) {
        plx_strbuf_puts(out, "&stance=");
        plx_url_encode(out, k->on_topic[i].value);
    }
}

/* ------------------------------------------------------------ figures */

static void open_figure(plx_strbuf *out, const char *name)
{
    plx_markup_print(out, "<div><dt>%s</dt><dd>", name);
}

static void close_figure(plx_strbuf *out)
{
    plx_strbuf_puts(out, "</dd></div>");
}

static const plx_facet *find_facet(const plx_stats *s, const char *name)
{
    for (size_t i = 0; i < s->counts.facet_count; i++)
        if (strcmp(s->counts.facets[i].name, name) == 0)
            return &s->counts.facets[i];
    return NULL;
}

static void print_distinct(plx_strbuf *out, const plx_stats *s, const char *facet, const char *name)
{
    const plx_facet *f = find_facet(s, facet);

    open_figure(out, name);
    plx_strbuf_put_count(out, f ? f->distinct : 0);
    close_figure(out);
}

/* Dates of a collection: from the first to the last; wrong ones often lie ahead. */
struct period {
    plx_date first, last;
    uint32_t ahead;
};

static void take_date(struct period *p, const plx_date *d, int64_t now)
{
    if (p->first.precision == PLX_DATE_NONE || d->start < p->first.start)
        p->first = *d;
    if (p->last.precision == PLX_DATE_NONE || d->start > p->last.start)
        p->last = *d;
    p->ahead += d->start > now;
}

static void print_dates(plx_strbuf *out, const struct period *p, const char *tomorrow)
{
    open_figure(out, "Period");
    plx_page_date(out, &p->first);
    if (p->first.precision != PLX_DATE_NONE) {
        plx_strbuf_puts(out, " to ");
        plx_page_date(out, &p->last);
    }
    if (p->ahead) {
        plx_strbuf_puts(out, " <span class=\"quiet\">");
        plx_markup_print(out, "<a href=\"" PLX_PATH_PAGE "?since=%s\">", tomorrow);
        plx_strbuf_put_count(out, p->ahead);
        plx_strbuf_puts(out, " dated in the future</a></span>");
    }
    close_figure(out);
}

static plx_status print_period(const struct collection *k, plx_strbuf *out, plx_error *err)
{
    int64_t today = plx_period_of(PLX_PERIOD_DAY, (int64_t)time(NULL));
    struct period period = { .ahead = 0 };
    char tomorrow[PLX_PERIOD_BYTES];
    const plx_date_column *dates;
    plx_status rc = plx_snapshot_dates(k->c->worker->snapshot, &dates, err);

    if (rc != PLX_OK)
        return rc;
    for (uint32_t d = 1; d <= dates->last_docid; d++) {
        const plx_date date = { .start = dates->start[d],
                                .precision = (plx_date_precision)dates->precision[d] };

        if (date.precision != PLX_DATE_NONE)
            take_date(&period, &date, plx_period_end(PLX_PERIOD_DAY, today) - 1);
    }
    plx_period_name(PLX_PERIOD_DAY, today + 1, tomorrow);
    print_dates(out, &period, tomorrow);
    return PLX_OK;
}

static void print_undated(plx_strbuf *out, const plx_tally *t)
{
    open_figure(out, "Undated");
    plx_strbuf_put_count(out, t->undated);
    if (t->total)
        plx_strbuf_printf(out, " <span class=\"quiet\">%.1f %%</span>",
                          100.0 * t->undated / t->total);
    close_figure(out);
}

static void print_model(plx_strbuf *out, const plx_model_info *model)
{
    open_figure(out, "Model");
    if (*model->name)
        plx_markup_print(out,
                         "<a href=\"" PLX_PATH_MODEL "\"><bdi>%s</bdi></a> <span class=\"quiet\">"
                         "trained %s</span>",
                         model->name, model->date);
    else
        plx_strbuf_puts(out, "none: the articles were not judged");
    close_figure(out);
}

/* Bytes as people read them, by thousands. */
static void put_bytes(plx_strbuf *out, unsigned long long n)
{
    static const char *const units[] = { "bytes", "kB", "MB", "GB", "TB" };
    double value = (double)n;
    size_t unit = 0;

    for (; value >= 999.5 && unit + 1 < sizeof units / sizeof *units; unit++)
        value /= 1000;
    plx_strbuf_printf(out, unit && value < 99.5 ? "%.1f %s" : "%.0f %s", value, units[unit]);
}

static void print_size(plx_strbuf *out, const plx_stats *s)
{
    open_figure(out, "On disk");
    put_bytes(out, s->all_bytes);
    plx_strbuf_puts(out, " <span class=\"quiet\">");
    for (unsigned i = 0, shown = 0; i < PLX_STATS_PARTS; i++) {
        if (!s->bytes[i])
            continue;
        plx_strbuf_printf(out, "%s%s ", shown++ ? ", " : "",
                          plx_stats_part_name((plx_stats_part)i));
        put_bytes(out, s->bytes[i]);
    }
    plx_strbuf_puts(out, "</span>");
    close_figure(out);
}

static plx_status print_figures(const struct collection *k, plx_strbuf *out, plx_error *err)
{
    const plx_stats *s = &k->stats;
    plx_status rc;

    plx_strbuf_puts(out, "<dl class=\"figures\">");
    open_figure(out, "Articles");
    plx_collection_count(out, NULL, NULL, s->articles);
    close_figure(out);
    open_figure(out, "Stories");
    plx_strbuf_put_count(out, s->counts.tally.stories);
    plx_strbuf_puts(out, " <span class=\"quiet\">near-copies once</span>");
    close_figure(out);
    rc = print_period(k, out, err);
    print_undated(out, &s->counts.tally);
    print_distinct(out, s, "source", "Sources");
    print_distinct(out, s, "lang", "Languages");
    print_model(out, s->model);
    print_size(out, s);
    open_figure(out, "State");
    plx_markup_print(out, "%s <span class=\"quiet\">Parallax " PLX_VERSION "</span>", s->version);
    close_figure(out);
    plx_strbuf_puts(out, "</dl>");
    return rc;
}

/* ------------------------------------------------------------ parts */

static void print_languages(plx_strbuf *out, const plx_stats *s)
{
    const plx_facet *f = find_facet(s, "lang");

    if (!f || !f->count)
        return;
    plx_strbuf_puts(out, "<section><h2>Languages</h2><ul class=\"counts\">");
    for (size_t i = 0; i < f->count; i++) {
        plx_strbuf_puts(out, "<li>");
        plx_collection_link(out, "lang", f->values[i].value, f->values[i].value);
        plx_strbuf_puts(out, " <span class=\"quiet\">");
        plx_strbuf_put_count(out, f->values[i].count);
        plx_strbuf_puts(out, "</span></li>");
    }
    plx_strbuf_puts(out, "</ul>");
    if (f->missing) {
        plx_strbuf_puts(out, "<p class=\"quiet\">");
        plx_strbuf_put_count(out, f->missing);
        plx_strbuf_puts(out, " without a language</p>");
    }
    plx_strbuf_puts(out, "</section>");
}

/* Those that no bar shows. */
static void print_left_out(const plx_tally *t, plx_strbuf *out)
{
    const struct {
        const char *stance;
        uint32_t n;
    } left[] = { { PLX_STANCE_OFF_TOPIC, t->off_topic }, { PLX_STANCE_NOT_JUDGED, t->not_judged } };
    const char *between = "<p class=\"quiet\">Left out of the bars: ";

    for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
        if (!left[i].n)
            continue;
        plx_strbuf_puts(out, between);
        plx_collection_count(out, "stance", left[i].stance, left[i].n);
        plx_markup_print(out, " %s", left[i].stance);
        between = ", ";
    }
    if (t->off_topic || t->not_judged)
        plx_strbuf_puts(out, "</p>");
}

static void print_stances(const struct collection *k, plx_strbuf *out)
{
    const plx_tally *t = &k->stats.counts.tally;
    plx_strbuf words = PLX_STRBUF_INIT;

    plx_tally_words(t, &words);
    plx_strbuf_puts(out, "<section><h2>Stance by source</h2>");
    plx_markup_print(out, "<p class=\"quiet\">%s</p>", words.s);
    if (k->table.table_count)
        plx_page_collection_sources(out, k->table.tables, &k->stats.model->labels);
    if (k->on_topic_count)
        print_left_out(t, out);
    plx_strbuf_puts(out, "</section>");
    plx_strbuf_release(&words);
}

static void print_time(const struct collection *k, plx_strbuf *out)
{
    const plx_chart_timeline_options all = { .address = period_address };
    const plx_chart_timeline_options on_topic = { .id = "topic",
                                                  .caption = "Articles on the topic",
                                                  .address = on_topic_address,
                                                  .ctx = (void *)k };

    plx_strbuf_puts(out, "<section><h2>Over time</h2>");
    plx_chart_timeline(out, &k->time_on_topic, &on_topic);
    plx_chart_timeline(out, &k->time, &all);
    if (!k->time.periods)
        plx_strbuf_puts(out, "<p class=\"quiet\">No article has a date.</p>");
    plx_strbuf_puts(out, "</section>");
}

static plx_status print_page(const struct collection *k, plx_error *err)
{
    const plx_page_frame frame = { .view = PLX_VIEW_COLLECTION, .title = "Collection" };
    plx_strbuf *out = &k->c->reply->body;
    plx_status rc;

    k->c->reply->type = PLX_TYPE_HTML;
    plx_page_begin(out, &frame);
    plx_strbuf_puts(out, "<div class=\"collection\"><h1>What is in this collection</h1>");
    rc = print_figures(k, out, err);
    if (k->stats.articles) {
        print_stances(k, out);
        print_time(k, out);
        print_languages(out, &k->stats);
    } else {
        plx_strbuf_puts(out, "<p class=\"empty\">This index holds no articles yet. Add some with "
                             "<code>parallax index PATH</code>; they show here at once.</p>");
    }
    if (rc == PLX_OK)
        rc = plx_page_collection_people(k->c, out, err);
    if (rc == PLX_OK)
        rc = plx_page_collection_files(k->c, out, err);
    plx_strbuf_puts(out, "<p class=\"data quiet\">These figures as data: <a href=\"" PLX_PATH_API
                         "stats\">JSON</a></p></div>");
    plx_page_close(out, k->stats.model);
    return rc;
}

/* ------------------------------------------------------------ work */

/* The labels and unclear: where most articles are off-topic nothing else could be seen. */
static void choose_on_topic(struct collection *k)
{
    const plx_label_set *labels = &k->stats.model->labels;
    const plx_tally *t = &k->stats.counts.tally;

    if (!(t->by_person + t->by_model + t->unclear))
        return;
    for (size_t i = 0; i < labels->count; i++)
        k->on_topic[k->on_topic_count++] = (plx_filter){ "stance", labels->name[i] };
    k->on_topic[k->on_topic_count++] = (plx_filter){ "stance", PLX_STANCE_UNCLEAR };
}

static plx_status count_over_time(struct collection *k, uint32_t deadline_ms, plx_error *err)
{
    const plx_tally *t = &k->stats.counts.tally;
    plx_searcher *s = k->c->worker->searcher;
    plx_timeline_request request = { .search = { .deadline_ms = deadline_ms } };
    plx_status rc = plx_timeline(s, &request, &k->time, err);

    request.search.filters = k->on_topic;
    request.search.filter_count = k->on_topic_count;
    if (rc == PLX_OK && k->on_topic_count && 2 * (t->off_topic + t->not_judged) > t->total)
        rc = plx_timeline(s, &request, &k->time_on_topic, err);
    return rc;
}

static plx_status count(struct collection *k, plx_error *err)
{
    static const char *const tables[] = { "source*stance", NULL };
    plx_searcher *s = k->c->worker->searcher;
    uint32_t deadline_ms = k->c->request->limits->search_ms;
    const plx_stats_request stats = { .labels_path = k->c->daemon->labels_path,
                                      .deadline_ms = deadline_ms };
    plx_search_request crossed = {
        .no_hits = true, .facets = tables, .facet_top = SOURCES, .deadline_ms = deadline_ms
    };
    plx_status rc = plx_stats_gather(k->c->worker->snapshot, s, &stats, &k->stats, err);

    if (rc != PLX_OK)
        return rc;
    choose_on_topic(k);
    crossed.filters = k->on_topic;
    crossed.filter_count = k->on_topic_count;
    rc = plx_search(s, &crossed, &k->table, err);
    return rc == PLX_OK ? count_over_time(k, deadline_ms, err) : rc;
}

plx_status plx_page_collection(plx_context *c, plx_error *err)
{
    struct collection k = { .c = c };
    plx_status rc;

    if (*c->request->query) {
        char *memory = NULL;

        if (!plx_params_read(plx_no_params, c->request->query, strlen(c->request->query), NULL,
                             &memory, &c->reply->problem))
            return PLX_OK;
        free(memory);
    }
    c->reply->is_private = true; /* names are for who has a token; files change between commits */
    rc = count(&k, err);
    if (rc == PLX_OK)
        rc = print_page(&k, err);
    plx_timeline_result_release(&k.time_on_topic);
    plx_timeline_result_release(&k.time);
    plx_search_result_release(&k.table);
    plx_stats_release(&k.stats);
    return rc;
}
