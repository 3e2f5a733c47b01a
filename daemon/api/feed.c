/* daemon/api/feed.c - GET /feed: a search as a feed, the newest articles first
 *
 * Atom 1.0 (RFC 4287), with totals as OpenSearch 1.1 has them. Ids are made from those of the
 * articles and stay the same wherever the daemon is; an entry is as new as its article's present
 * text, so that readers show it again when that changed. */
#include <string.h>

#include "base/hash.h"
#include "base/svg.h"
#include "daemon/api/asking.h"
#include "daemon/api/base_address.h"
#include "daemon/url.h"

#define TYPE_ATOM     "application/atom+xml; charset=utf-8"
#define LIMIT_DEFAULT 20u
#define LIMIT_MAX     100u

/* clang-format off */
const plx_param plx_feed_params[] = {
    PLX_QUERY_PARAMS,
    { "sort", PLX_PARAM_CHOICE, PLX_SEARCH_AT(sort), 0, 0, plx_sort_words, "of the page that the feed is of; the feed has the newest first" },
    { "recency", PLX_PARAM_TEXT, PLX_SEARCH_AT(recency), 0, 0, NULL, "of the page, too" },
    { "offset", PLX_PARAM_NUMBER, PLX_SEARCH_AT(offset), 0, PLX_SEARCH_OFFSET_MAX, NULL, "leave out the first ones" },
    { "limit", PLX_PARAM_NUMBER, PLX_SEARCH_AT(limit), 1, LIMIT_MAX, NULL, "entries (20)" },
    { .name = NULL },
};
/* clang-format on */

/* A feed being written. */
struct feed {
    const char *origin; /* of all addresses */
    const plx_search_params *params;
    const plx_search_result *result;
    plx_strbuf *out;
};

static void put_element(plx_strbuf *out, const char *name, const char *text)
{
    plx_strbuf_printf(out, "<%s>", name);
    plx_svg_escape(out, text, 0);
    plx_strbuf_printf(out, "</%s>\n", name);
}

/* A name-based UUID of our own making (RFC 9562, version 8). */
static void put_id(plx_strbuf *out, const char *name)
{
    unsigned char d[PLX_DIGEST_BYTES];

    plx_digest(name, strlen(name), d);
    d[6] = (unsigned char)((d[6] & 0x0f) | 0x80);
    d[8] = (unsigned char)((d[8] & 0x3f) | 0x80);
    plx_strbuf_puts(out, "<id>urn:uuid:");
    for (size_t i = 0; i < sizeof d; i++)
        plx_strbuf_printf(out, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", d[i]);
    plx_strbuf_puts(out, "</id>\n");
}

static void put_time(plx_strbuf *out, const char *name, int64_t t)
{
    const plx_date date = { t, PLX_DATE_TIME, true };
    char text[PLX_DATE_BYTES];

    plx_date_format(&date, text);
    put_element(out, name, text);
}

static void put_link(plx_strbuf *out, const char *rel, const char *type, const char *address)
{
    plx_strbuf_printf(out, "<link rel=\"%s\"", rel);
    if (type)
        plx_strbuf_printf(out, " type=\"%s\"", type);
    plx_strbuf_puts(out, " href=\"");
    plx_svg_escape(out, address, 0);
    plx_strbuf_puts(out, "\"/>\n");
}

/* ------------------------------------------------------------ entries */

/* When the present text was met; of articles of old indexes, the best there is. */
static int64_t updated(const plx_article *a)
{
    if (a->changed)
        return a->changed;
    if (a->first_seen)
        return a->first_seen;
    return a->date.precision == PLX_DATE_NONE ? 0 : a->date.start;
}

static void put_author(plx_strbuf *out, const plx_article *a)
{
    const char *name = a->author ? a->author : a->source;

    if (!name)
        return; /* that of the feed counts */
    plx_strbuf_puts(out, "<author>");
    put_element(out, "name", name);
    plx_strbuf_puts(out, "</author>\n");
}

static void put_category(const struct feed *f, const plx_verdict *v)
{
    const char *stance = plx_verdict_stance(v, &f->result->model->labels);

    if (!stance)
        return;
    plx_strbuf_puts(f->out, "<category term=\"");
    plx_svg_escape(f->out, stance, 0);
    plx_strbuf_printf(f->out,
                      "\" label=\"stance, by %s: ", v->by_person ? "a person" : "the model");
    plx_svg_escape(f->out, stance, 0);
    plx_strbuf_puts(f->out, "\"/>\n");
}

static void put_article_links(const struct feed *f, const plx_article *a)
{
    plx_strbuf address = PLX_STRBUF_INIT;

    plx_strbuf_puts(&address, f->origin);
    plx_strbuf_puts(&address, PLX_PATH_ARTICLE);
    plx_url_encode(&address, a->id);
    put_link(f->out, "alternate", "text/html", address.s);
    if (a->url && plx_url_is_web(a->url))
        put_link(f->out, "via", NULL, a->url);
    f->out->failed = f->out->failed || address.failed;
    plx_strbuf_release(&address);
}

static void put_entry(const struct feed *f, const plx_hit *h)
{
    const plx_article *a = &h->article;

    plx_strbuf_puts(f->out, "<entry");
    if (a->lang && *a->lang) {
        plx_strbuf_puts(f->out, " xml:lang=\"");
        plx_svg_escape(f->out, a->lang, 0);
        plx_strbuf_putc(f->out, '"');
    }
    plx_strbuf_puts(f->out, ">\n");
    put_id(f->out, a->id);
    put_element(f->out, "title", a->title ? a->title : a->id);
    put_time(f->out, "updated", updated(a));
    if (a->date.precision >= PLX_DATE_DAY)
        put_time(f->out, "published", a->date.start);
    put_author(f->out, a);
    put_article_links(f, a);
    put_category(f, &h->verdict);
    if (h->snippet)
        put_element(f->out, "summary", h->snippet);
    plx_strbuf_puts(f->out, "</entry>\n");
}

/* ------------------------------------------------------------ the feed */

/* Another view of the same search. */
static void put_view(const struct feed *f, const char *rel, const char *path, uint32_t offset)
{
    const plx_params_change change = { .offset = offset };
    plx_strbuf address = PLX_STRBUF_INIT;

    plx_strbuf_puts(&address, f->origin);
    plx_strbuf_puts(&address, path);
    plx_strbuf_putc(&address, '?');
    plx_search_params_address(f->params, &change, &address);
    put_link(f->out, rel, strcmp(path, PLX_PATH_FEED) == 0 ? "application/atom+xml" : "text/html",
             address.s);
    f->out->failed = f->out->failed || address.failed;
    plx_strbuf_release(&address);
}

static void put_feed_id(const struct feed *f)
{
    const plx_params_change whole = { .offset = 0 };
    plx_strbuf name = PLX_STRBUF_INIT;

    plx_strbuf_puts(&name, PLX_PATH_FEED "?");
    plx_search_params_address(f->params, &whole, &name);
    put_id(f->out, name.s);
    f->out->failed = f->out->failed || name.failed;
    plx_strbuf_release(&name);
}

static void put_links(const struct feed *f)
{
    const uint32_t offset = f->params->offset;
    const uint32_t next = offset + (uint32_t)f->result->hit_count;
    plx_strbuf address = PLX_STRBUF_INIT;

    put_view(f, "self", PLX_PATH_FEED, offset);
    put_view(f, "alternate", PLX_PATH_PAGE, 0);
    if (f->result->hit_count && next < f->result->listed && next <= PLX_SEARCH_OFFSET_MAX)
        put_view(f, "next", PLX_PATH_FEED, next);
    plx_strbuf_puts(&address, f->origin);
    plx_strbuf_puts(&address, PLX_PATH_OPENSEARCH);
    put_link(f->out, "search", "application/opensearchdescription+xml", address.s);
    f->out->failed = f->out->failed || address.failed;
    plx_strbuf_release(&address);
}

static void put_title(const struct feed *f)
{
    const char *query = f->params->query;

    plx_strbuf_puts(f->out, "<title>");
    plx_svg_escape(f->out, query && *query ? query : "newest articles", 0);
    plx_strbuf_puts(f->out, " \xe2\x80\x93 Parallax</title>\n");
}

static int64_t newest(const plx_search_result *r)
{
    int64_t t = 0;

    for (size_t i = 0; i < r->hit_count; i++)
        if (updated(&r->hits[i].article) > t)
            t = updated(&r->hits[i].article);
    return t;
}

static void put_feed(const struct feed *f)
{
    plx_strbuf_puts(f->out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                            "<feed xmlns=\"http://www.w3.org/2005/Atom\" "
                            "xmlns:opensearch=\"http://a9.com/-/spec/opensearch/1.1/\">\n");
    put_feed_id(f);
    put_title(f);
    put_time(f->out, "updated", newest(f->result));
    plx_strbuf_puts(f->out, "<author><name>Parallax</name></author>\n"
                            "<generator version=\"" PLX_VERSION "\">Parallax</generator>\n");
    put_links(f);
    plx_strbuf_printf(f->out,
                      "<opensearch:totalResults>%u</opensearch:totalResults>\n"
                      "<opensearch:startIndex>%u</opensearch:startIndex>\n"
                      "<opensearch:itemsPerPage>%zu</opensearch:itemsPerPage>\n",
                      (unsigned)f->result->listed, (unsigned)f->params->offset + 1,
                      f->result->hit_count);
    for (size_t i = 0; i < f->result->hit_count; i++)
        put_entry(f, &f->result->hits[i]);
    plx_strbuf_puts(f->out, "</feed>\n");
}

static void write_feed(plx_context *c, const plx_search_params *p, const plx_search_result *r)
{
    plx_strbuf origin = PLX_STRBUF_INIT;

    plx_base_address(c, &origin);
    c->reply->type = TYPE_ATOM;
    put_feed(&(struct feed){ origin.s, p, r, &c->reply->body });
    c->reply->body.failed = c->reply->body.failed || origin.failed;
    plx_strbuf_release(&origin);
}

static plx_status search(plx_context *c, const plx_search_params *params, plx_error *err)
{
    plx_search_result result = { 0 };
    plx_search_request request;
    plx_status rc;

    plx_asking_request(c, params, &request);
    request.sort = PLX_BY_DATE;
    request.limit = params->limit ? params->limit : LIMIT_DEFAULT;
    request.mark_open = "";
    request.mark_close = "";
    rc = plx_search(c->worker->searcher, &request, &result, err);
    if (!rc)
        write_feed(c, params, &result);
    plx_search_result_release(&result);
    return plx_asking_end(c, &request, rc, err);
}

plx_status plx_feed(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    plx_search_params params = { .snippets = true };
    plx_status rc = PLX_OK;

    if (plx_search_params_read(plx_feed_params, query, strlen(query), &params, &c->reply->problem))
        rc = search(c, &params, err);
    plx_search_params_release(&params);
    return rc;
}
