/* daemon/page_search.c - GET /: the search page; works without scripts, the address is its state */
#include <string.h>

#include "base/markup.h"
#include "daemon/blame.h"
#include "daemon/page.h"
#include "daemon/page_facets.h"
#include "daemon/route.h"
#include "daemon/search_params.h"
#include "daemon/url.h"

#define HITS_DEFAULT 10

static const char *const page_facets[] = { "stance", "source", "month", NULL };

static bool has_query(const plx_search_params *p)
{
    return p->query && *p->query;
}

static void print_link(plx_strbuf *out, const plx_search_params *p, const plx_params_change *change,
                       const char *words)
{
    plx_strbuf_puts(out, "<a");
    plx_page_href(out, p, change);
    plx_markup_print(out, ">%s</a>", words);
}

/* ------------------------------------------------------------ above the hits */

static void print_total(plx_strbuf *out, const plx_search_params *p, const plx_search_result *r)
{
    plx_markup_print(out, "<h1>%s%u %s</h1>", r->total_exact ? "" : "about ", r->total,
                     r->total == 1 ? "article" : "articles");
    if (has_query(p) && r->total_any > r->total)
        plx_markup_print(out,
                         "<p class=\"quiet\">and %u with only some of the words, further down</p>",
                         r->total_any - r->total);
    if (r->is_collapsed && r->collapsed < r->total)
        plx_markup_print(out, "<p class=\"quiet\">%u without near-copies</p>", r->collapsed);
    if (r->notice)
        plx_markup_print(out, "<p class=\"notice\" role=\"status\">%s</p>", r->notice);
}

static void print_hidden_counts(plx_strbuf *out, const plx_search_params *p,
                                const plx_search_result *r)
{
    const plx_params_change undated = { .set_undated = true };
    const plx_params_change likely = { .set_likely = true };

    if (r->hidden_undated) {
        plx_markup_print(out, "<p class=\"quiet\">%u without a date left out · ",
                         r->hidden_undated);
        print_link(out, p, &undated, "show them too");
        plx_strbuf_puts(out, "</p>");
    }
    if (r->hidden_unclear) {
        plx_markup_print(out, "<p class=\"quiet\">%u unclear ones left out · ", r->hidden_unclear);
        print_link(out, p, &likely, "show those that rather fit");
        plx_strbuf_puts(out, "</p>");
    }
}

/* ------------------------------------------------------------ hits */

static void print_title(plx_strbuf *out, const plx_search_params *p, const plx_article *a)
{
    const plx_params_change same = { .offset = p->offset };
    plx_strbuf address = PLX_STRBUF_INIT;

    plx_strbuf_puts(&address, PLX_PATH_ARTICLE);
    plx_url_encode(&address, a->id);
    plx_strbuf_putc(&address, '?');
    plx_search_params_address(p, &same, &address);
    plx_markup_print(out, "<h2><a href=\"%s\"><bdi>%s</bdi></a></h2>", address.s,
                     a->title ? a->title : a->id);
    plx_strbuf_release(&address);
}

static void print_meta(plx_strbuf *out, const plx_article *a)
{
    plx_strbuf_puts(out, "<p class=\"meta\">");
    if (a->source)
        plx_markup_print(out, "<bdi class=\"source\">%s</bdi> · ", a->source);
    plx_page_date(out, &a->date);
    if (a->author)
        plx_markup_print(out, " · <bdi>%s</bdi>", a->author);
    plx_page_synthetic(out, a->synthetic);
    plx_strbuf_puts(out, "</p>");
}

/* The count leads to all of them. */
static void print_copies(plx_strbuf *out, const plx_search_params *p, const plx_hit *h)
{
    plx_strbuf query = PLX_STRBUF_INIT, words = PLX_STRBUF_INIT;
    plx_params_change change = { .drop_collapse = true };

    plx_strbuf_printf(&query, "dup:%s", h->group);
    plx_strbuf_printf(&words, "+%u near-%s", h->duplicates, h->duplicates == 1 ? "copy" : "copies");
    change.query = query.s;
    plx_strbuf_puts(out, " · ");
    print_link(out, p, &change, words.s);
    plx_strbuf_release(&query);
    plx_strbuf_release(&words);
}

static void print_hit(plx_strbuf *out, const plx_search_params *p, const plx_hit *h,
                      const plx_model_info *model)
{
    plx_strbuf_puts(out, "<li><article class=\"hit\">");
    print_title(out, p, &h->article);
    print_meta(out, &h->article);
    if (h->snippet) {
        plx_strbuf_puts(out, "<p class=\"snippet\" dir=\"auto\">");
        plx_markup_marked(out, h->snippet, strlen(h->snippet));
        plx_strbuf_puts(out, "</p>");
    }
    plx_strbuf_puts(out, "<p>");
    plx_page_stance(out, &h->verdict, model);
    if (h->duplicates)
        print_copies(out, p, h);
    plx_strbuf_puts(out, "</p></article></li>");
}

static void print_hits(plx_strbuf *out, const plx_search_params *p, const plx_search_result *r)
{
    plx_markup_print(out, "<ol class=\"hits\" start=\"%u\">", p->offset + 1);
    for (size_t i = 0; i < r->hit_count; i++)
        print_hit(out, p, &r->hits[i], r->model);
    plx_strbuf_puts(out, "</ol>");
}

static void print_paging(plx_strbuf *out, const plx_search_params *p, const plx_search_result *r)
{
    uint32_t limit = p->limit ? p->limit : HITS_DEFAULT;
    uint32_t end = p->offset + (uint32_t)r->hit_count;
    const plx_params_change before = { .offset = p->offset > limit ? p->offset - limit : 0 };
    const plx_params_change after = { .offset = end };
    bool has_more = r->hit_count == limit && end < r->listed;

    if (p->offset == 0 && !has_more)
        return;
    plx_strbuf_puts(out, "<nav class=\"paging\" aria-label=\"Pages\"><span>");
    if (p->offset)
        print_link(out, p, &before, "← Before");
    plx_markup_print(out, "</span><span class=\"quiet\">%u – %u of %u</span><span>", p->offset + 1,
                     end, r->listed);
    if (has_more)
        print_link(out, p, &after, "After →");
    plx_strbuf_puts(out, "</span></nav>");
}

/* The API takes the parameters of the page. */
static void print_data_links(plx_strbuf *out, const plx_search_params *p)
{
    static const char *const formats[] = { "json", "JSON", "csv", "CSV", "jsonl", "JSON Lines" };
    const plx_params_change same = { .offset = p->offset };

    plx_strbuf_puts(out, "<p class=\"data quiet\">This page as data: ");
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i += 2) {
        plx_strbuf address = PLX_STRBUF_INIT;
        plx_strbuf_puts(&address, PLX_PATH_SEARCH "?format=");
        plx_strbuf_puts(&address, formats[i]);
        plx_search_params_address(p, &same, &address);
        plx_markup_print(out, "%s<a href=\"%s\">%s</a>", i ? " · " : "", address.s, formats[i + 1]);
        plx_strbuf_release(&address);
    }
    plx_strbuf_puts(out, "</p>");
}

/* ------------------------------------------------------------ nothing found */

static void print_advice(plx_strbuf *out, const plx_search_params *p, uint32_t articles)
{
    plx_search_params bare = { .query = p->query };
    const plx_params_change none = { 0 };

    plx_strbuf_puts(out, "<div class=\"empty\">");
    if (articles == 0) {
        plx_strbuf_puts(out, "<p>This index holds no articles yet.</p><p>Add some with "
                             "<code>parallax index PATH</code>; they show here at once.</p>");
    } else if (p->offset) {
        plx_strbuf_puts(out, "<p>There are not so many. ");
        print_link(out, p, &none, "Back to the first page");
        plx_strbuf_puts(out, "</p>");
    } else {
        plx_strbuf_puts(out, "<p>No article fits. Check the spelling, or use fewer words.</p>");
        if (p->filters.count || p->since || p->until) {
            plx_strbuf_puts(out, "<p>");
            print_link(out, &bare, &none, "Search without the filters");
            plx_strbuf_puts(out, "</p>");
        }
    }
    plx_strbuf_puts(out, "</div>");
}

/* ------------------------------------------------------------ the page */

static void print_page(plx_context *c, const plx_search_params *p, const plx_search_result *r)
{
    plx_strbuf *out = &c->reply->body;

    c->reply->type = PLX_TYPE_HTML;
    plx_page_open(out, has_query(p) ? p->query : NULL, p);
    plx_strbuf_puts(out, "<div class=\"columns\"><section class=\"results\" "
                         "aria-label=\"Articles\"><div class=\"summary\">");
    print_total(out, p, r);
    plx_strbuf_puts(out, "<a class=\"jump\" href=\"#filters\">Filter ↓</a></div>");
    plx_page_chosen(out, p);
    print_hidden_counts(out, p, r);
    if (r->hit_count)
        print_hits(out, p, r);
    else
        print_advice(out, p, plx_snapshot_documents(c->worker->snapshot));
    print_paging(out, p, r);
    print_data_links(out, p);
    plx_strbuf_puts(out, "</section>");
    plx_page_facets(out, p, r);
    plx_strbuf_puts(out, "</div>");
    plx_page_close(out, r->model);
}

static plx_status search(plx_context *c, const plx_search_params *p, plx_error *err)
{
    plx_search_result result = { 0 };
    plx_search_request request;
    plx_status rc;

    plx_search_params_request(p, &request);
    request.limit = p->limit ? p->limit : HITS_DEFAULT;
    request.facets = page_facets;
    request.mark_open = PLX_MARK_OPEN;
    request.mark_close = PLX_MARK_CLOSE;
    request.deadline_ms = c->request->limits->search_ms;
    rc = plx_search(c->worker->searcher, &request, &result, err);
    if (!rc)
        print_page(c, p, &result);
    plx_search_result_release(&result);
    if (rc != PLX_ERR_INVALID && rc != PLX_ERR_LIMIT)
        return rc;
    plx_blame_search(c->worker->searcher, &request, err, &c->reply->problem);
    return PLX_OK;
}

plx_status plx_page_search(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    plx_search_params params;
    plx_status rc = PLX_OK;

    if (plx_search_params_read_page(query, strlen(query), &params, &c->reply->problem))
        rc = search(c, &params, err);
    plx_search_params_release(&params);
    return rc;
}
