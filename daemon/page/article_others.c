/* daemon/page/article_others.c - the same story elsewhere, and articles like one */
#include <stdio.h>
#include <string.h>

#include "base/markup.h"
#include "collection/duplicates.h"
#include "collection/schema.h"
#include "daemon/page/article.h"
#include "daemon/page/page.h"
#include "daemon/url.h"
#include "search/similar.h"

/* Articles listed. */
#define SIMILAR_MOST 5u
#define COPIES_MOST  20u

/* The search that led here stays in the address. */
static void print_title(const plx_article_view *v, const plx_article *a)
{
    plx_strbuf *out = &v->c->reply->body;
    plx_article_view other = { .c = v->c, .params = v->params };
    plx_strbuf address = PLX_STRBUF_INIT;

    other.article.id = a->id; /* borrowed */
    plx_article_view_address(&other, v->params->weights, &address);
    plx_markup_print(out, "<a class=\"title\" href=\"%s\"><bdi>%s</bdi></a>", address.s,
                     a->title && *a->title ? a->title : a->id);
    out->failed = out->failed || address.failed;
    plx_strbuf_release(&address);
}

static void print_hit(const plx_article_view *v, const plx_hit *h, bool is_likeness)
{
    plx_strbuf *out = &v->c->reply->body;

    plx_strbuf_puts(out, "<li>");
    print_title(v, &h->article);
    plx_strbuf_puts(out, "<span class=\"meta\">");
    if (h->article.source)
        plx_markup_print(out, "<bdi class=\"source\">%s</bdi> · ", h->article.source);
    plx_page_date(out, &h->article.date);
    if (is_likeness)
        plx_markup_print(out, " · %u %% alike", (unsigned)(h->score * 100 + .5));
    plx_page_synthetic(out, h->article.synthetic);
    plx_strbuf_puts(out, "</span>");
    plx_page_stance(out, &h->verdict, v->info);
    plx_strbuf_puts(out, "</li>");
}

static void open_list(const plx_article_view *v, const char *id, const char *title)
{
    plx_markup_print(&v->c->reply->body,
                     "<section class=\"others\" aria-labelledby=\"%s\"><h2 id=\"%s\">%s</h2>", id,
                     id, title);
}

/* ------------------------------------------------------------ the same story */

static void print_copies(const plx_article_view *v, const plx_search_result *r, const char *query)
{
    plx_strbuf *out = &v->c->reply->body;

    open_list(v, "copies", "The same story elsewhere");
    plx_markup_print(out, "<p class=\"quiet\">%u near-%s of it, oldest first.</p><ul>",
                     r->total - 1, r->total == 2 ? "copy" : "copies");
    for (size_t i = 0; i < r->hit_count; i++)
        if (r->hits[i].docid != v->docid)
            print_hit(v, &r->hits[i], false);
    plx_strbuf_puts(out, "</ul>");
    if (r->total > COPIES_MOST)
        plx_markup_print(out,
                         "<p><a href=\"" PLX_PATH_PAGE "?q=%s&amp;sort=date-asc\">All %u</a></p>",
                         query, r->total);
    plx_strbuf_puts(out, "</section>");
}

/* Name of the article's group of near-copies as a query, "" if it has none. */
static plx_status copies_query(const plx_article_view *v, char *query, size_t room, plx_error *err)
{
    plx_store *st = plx_snapshot_store(v->c->worker->snapshot);
    plx_bytes group = { NULL, 0 };
    plx_status rc = plx_store_get_value(st, v->docid, PLX_SLOT_GROUP, &group, err);

    *query = '\0';
    if (!rc && group.n == PLX_GROUP_BYTES)
        snprintf(query, room, "dup:%.*s", PLX_GROUP_BYTES, (const char *)group.p);
    return rc;
}

static plx_status add_copies(const plx_article_view *v, plx_error *err)
{
    char query[sizeof "dup:" + PLX_GROUP_BYTES];
    const plx_search_request request = {
        .query = query,
        .sort = PLX_BY_DATE_ASC,
        .limit = COPIES_MOST,
        .deadline_ms = v->c->request->limits->search_ms,
    };
    plx_search_result r = { 0 };
    plx_status rc = copies_query(v, query, sizeof query, err);

    if (rc || !*query)
        return rc;
    rc = plx_search(v->c->worker->searcher, &request, &r, err);
    if (!rc && r.total > 1)
        print_copies(v, &r, query);
    plx_search_result_release(&r);
    return rc;
}

/* ------------------------------------------------------------ similar ones */

static void print_similar(const plx_article_view *v, const plx_search_result *r)
{
    plx_strbuf *out = &v->c->reply->body;

    open_list(v, "similar", "Similar articles");
    plx_strbuf_puts(out, "<p class=\"quiet\">By the rarer words they share; likeness 100 % is the "
                         "very same words.</p><ul>");
    for (size_t i = 0; i < r->hit_count; i++)
        print_hit(v, &r->hits[i], true);
    plx_strbuf_puts(out, "</ul></section>");
}

/* A search that took too long leaves its part out, of a page that is not kept then. */
static plx_status allow_late(const plx_article_view *v, plx_status rc)
{
    if (rc != PLX_ERR_DEADLINE)
        return rc;
    v->c->reply->is_private = true;
    return PLX_OK;
}

/* An article may be too short to have similar ones. */
static plx_status add_similar(const plx_article_view *v, plx_error *err)
{
    const plx_search_request request = {
        .limit = SIMILAR_MOST,
        .deadline_ms = v->c->request->limits->search_ms,
    };
    plx_similar like = { .docid = v->docid };
    plx_search_result r = { 0 };
    plx_status rc = plx_search_similar(v->c->worker->searcher, &request, &like, &r, err);

    if (!rc && r.hit_count)
        print_similar(v, &r);
    plx_search_result_release(&r);
    return rc == PLX_ERR_INVALID ? PLX_OK : allow_late(v, rc);
}

plx_status plx_article_print_others(const plx_article_view *v, plx_error *err)
{
    plx_status rc = allow_late(v, add_copies(v, err));

    return rc ? rc : add_similar(v, err);
}
