#include "daemon/page/hits.h"

#include <string.h>

#include "base/markup.h"
#include "daemon/page/facets.h"
#include "daemon/page/page.h"
#include "daemon/route.h"
#include "daemon/url.h"

/* ------------------------------------------------------------ one hit */

/* Language of what is quoted from an article, for those who hear it; the page is in English. */
static void print_lang(plx_strbuf *out, const plx_article *a)
{
    if (a->lang && *a->lang && strcmp(a->lang, "en") != 0)
        plx_markup_print(out, " lang=\"%s\"", a->lang);
}

static void print_title(plx_strbuf *out, const plx_search_params *p, const plx_hit *h)
{
    const plx_params_change same = { .offset = p->offset };
    const plx_article *a = &h->article;
    plx_search_params from = *p;
    plx_strbuf address = PLX_STRBUF_INIT;
    const char *title = h->title_marked ? h->title_marked : a->title ? a->title : a->id;

    from.more = NULL;
    plx_strbuf_puts(&address, PLX_PATH_ARTICLE);
    plx_url_encode(&address, a->id);
    plx_strbuf_putc(&address, '?');
    plx_search_params_address(&from, &same, &address);
    if (address.len && address.s[address.len - 1] == '?')
        plx_strbuf_truncate(&address, address.len - 1);
    plx_markup_print(out, "<h2><a href=\"%s\"", address.s);
    print_lang(out, a);
    plx_strbuf_puts(out, ">");
    plx_markup_marked(out, title, strlen(title));
    plx_strbuf_puts(out, "</a></h2>");
    out->failed = out->failed || address.failed;
    plx_strbuf_release(&address);
}

/* The address of a synthetic article leads nowhere. */
static void print_original(plx_strbuf *out, const plx_article *a)
{
    if (a->url && !a->synthetic && plx_url_is_web(a->url))
        plx_markup_print(out,
                         " <span class=\"dot\">·</span> <a class=\"original\" href=\"%s\" "
                         "rel=\"noopener noreferrer nofollow\">original</a>",
                         a->url);
}

static void print_meta(plx_strbuf *out, const plx_article *a)
{
    plx_strbuf_puts(out, "<p class=\"meta\">");
    if (a->source)
        plx_markup_print(out, "<bdi class=\"source\">%s</bdi> <span class=\"dot\">·</span> ",
                         a->source);
    plx_page_date(out, &a->date);
    if (a->author && *a->author)
        plx_markup_print(out, " <span class=\"dot\">·</span> <bdi>%s</bdi>", a->author);
    if (a->original_source && *a->original_source)
        plx_markup_print(out, " <span class=\"dot\">·</span> credits <bdi>%s</bdi>",
                         a->original_source);
    print_original(out, a);
    plx_page_synthetic(out, a->synthetic);
    plx_strbuf_puts(out, "</p>");
}

/* The count leads to all of them. */
static void print_copies(plx_strbuf *out, const plx_search_params *p, const plx_hit *h)
{
    plx_strbuf query = PLX_STRBUF_INIT;
    const bool all = true;
    plx_params_change change = { .copies = &all };

    plx_strbuf_printf(&query, "dup:%s", h->group);
    change.query = query.s;
    plx_strbuf_puts(out, "<p class=\"copies\"><a");
    plx_page_href(out, p, &change);
    plx_markup_print(out, ">+%u near-%s</a></p>", h->duplicates,
                     h->duplicates == 1 ? "copy" : "copies");
    out->failed = out->failed || query.failed;
    plx_strbuf_release(&query);
}

static void print_hit(plx_strbuf *out, const plx_search_params *p, const plx_hit *h,
                      const plx_model_info *model)
{
    /* the title says in which direction all of it is read */
    plx_strbuf_puts(out, "<li><article class=\"hit\"><div class=\"what\" dir=\"auto\">");
    print_title(out, p, h);
    print_meta(out, &h->article);
    if (h->snippet) {
        plx_strbuf_puts(out, "<p class=\"snippet\" dir=\"auto\"");
        print_lang(out, &h->article);
        plx_strbuf_puts(out, ">");
        plx_markup_marked(out, h->snippet, strlen(h->snippet));
        plx_strbuf_puts(out, "</p>");
    }
    plx_strbuf_puts(out, "</div><div class=\"how\"><p>");
    plx_page_stance(out, &h->verdict, model);
    plx_strbuf_puts(out, "</p>");
    if (h->duplicates && h->group)
        print_copies(out, p, h);
    plx_strbuf_puts(out, "</div></article></li>");
}

/* ------------------------------------------------------------ pages */

static void print_step(plx_strbuf *out, const plx_search_params *p, uint32_t offset,
                       const char *rel, const char *words)
{
    const plx_params_change change = { .offset = offset };

    plx_markup_print(out, "<a rel=\"%s\"", rel);
    plx_page_href(out, p, &change);
    plx_markup_print(out, ">%s</a>", words);
}

static void print_paging(plx_strbuf *out, const plx_search_params *p, const plx_search_result *r)
{
    uint32_t limit = p->limit ? p->limit : PLX_PAGE_HITS_DEFAULT;
    uint32_t end = p->offset + (uint32_t)r->hit_count;
    bool has_more = r->hit_count == limit && end < r->listed;

    if (p->offset == 0 && !has_more)
        return;
    plx_strbuf_puts(out, "<nav class=\"paging\" aria-label=\"Pages\"><span>");
    if (p->offset)
        print_step(out, p, p->offset > limit ? p->offset - limit : 0, "prev", "← Before");
    plx_strbuf_puts(out, "</span><span class=\"quiet\">");
    plx_strbuf_put_count(out, p->offset + 1);
    plx_strbuf_puts(out, " – ");
    plx_strbuf_put_count(out, end);
    plx_strbuf_puts(out, " of ");
    plx_strbuf_put_count(out, r->listed);
    plx_strbuf_puts(out, "</span><span>");
    if (has_more)
        print_step(out, p, end, "next", "After →");
    plx_strbuf_puts(out, "</span></nav>");
}

static bool is_rest(const plx_search_result *r, size_t i)
{
    return !r->hits[i].full && r->total_any > r->total;
}

/* Where those with all words come first, the others are told apart: from which hit on. */
static size_t find_rest(const plx_search_result *r)
{
    size_t rest = r->hit_count;

    while (rest && is_rest(r, rest - 1))
        rest--;
    for (size_t i = 0; i < rest; i++)
        if (is_rest(r, i))
            return r->hit_count;
    return rest;
}

static void open_list(plx_strbuf *out, const plx_search_params *p, size_t at)
{
    plx_markup_print(out, "<ol class=\"found\" start=\"%u\">", p->offset + (unsigned)at + 1);
}

void plx_page_hits(plx_strbuf *out, const plx_search_params *p, const plx_search_result *r)
{
    const size_t rest = find_rest(r);

    if (rest)
        open_list(out, p, 0);
    for (size_t i = 0; i < r->hit_count; i++) {
        if (i == rest) {
            plx_strbuf_puts(out, i ? "</ol>" : "");
            plx_strbuf_puts(out, "<p class=\"rest quiet\">With only some of the words</p>");
            open_list(out, p, i);
        }
        print_hit(out, p, &r->hits[i], r->model);
    }
    plx_strbuf_puts(out, "</ol>");
    print_paging(out, p, r);
}
