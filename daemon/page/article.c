/* daemon/page/article.c - GET /article/ID: one article to read, with its label */
#include "daemon/page/article.h"

#include <string.h>

#include "base/markup.h"
#include "daemon/page/facets.h"
#include "daemon/page/page.h"
#include "daemon/url.h"

/* clang-format off */
const plx_param plx_page_article_params[] = {
    PLX_QUERY_PARAMS,
    { "recency", PLX_PARAM_TEXT, PLX_SEARCH_AT(recency), 0, 0, NULL, "of the search that led here" },
    { "sort", PLX_PARAM_CHOICE, PLX_SEARCH_AT(sort), 0, 0, plx_sort_words, "of the search that led here" },
    { "offset", PLX_PARAM_NUMBER, PLX_SEARCH_AT(offset), 0, PLX_SEARCH_OFFSET_MAX, NULL, "of the search that led here" },
    { "limit", PLX_PARAM_NUMBER, PLX_SEARCH_AT(limit), 1, 100, NULL, "of the search that led here" },
    PLX_COPIES_PARAM,
    { "weights", PLX_PARAM_SWITCH, offsetof(plx_article_params, weights), 0, 0, NULL, "underline what the model weighed" },
    { .name = NULL },
};
/* clang-format on */

const char *plx_article_view_part(const plx_article_view *v, plx_article_part part)
{
    const plx_article *a = &v->article;

    if (part == PLX_PART_TITLE)
        return a->title ? a->title : "";
    return a->text ? a->text : "";
}

void plx_article_view_address(const plx_article_view *v, bool weights, plx_strbuf *out)
{
    const plx_params_change same = { .offset = v->params->search.offset };

    plx_strbuf_puts(out, PLX_PATH_ARTICLE);
    plx_url_encode(out, v->article.id);
    plx_strbuf_putc(out, '?');
    plx_search_params_address(&v->params->search, &same, out);
    if (weights)
        plx_url_put(out, "weights", "1");
    if (out->len && out->s[out->len - 1] == '?')
        plx_strbuf_truncate(out, out->len - 1);
}

/* ------------------------------------------------------------ printing */

static void print_back(plx_strbuf *out, const plx_search_params *p)
{
    const plx_params_change same = { .offset = p->offset };

    plx_strbuf_puts(out, "<p class=\"back\"><a");
    plx_page_href(out, p, &same);
    plx_strbuf_puts(out, ">← All results</a></p>");
}

static void print_head(const plx_article_view *v)
{
    plx_strbuf *out = &v->c->reply->body;

    plx_strbuf_puts(out, "<div class=\"article-head\">");
    print_back(out, &v->params->search);
    plx_markup_print(out, "<h1 dir=\"auto\" lang=\"%s\">",
                     v->article.lang ? v->article.lang : "en");
    if (*plx_article_view_part(v, PLX_PART_TITLE))
        plx_article_print_part(v, PLX_PART_TITLE);
    else
        plx_markup_print(out, "%s", v->article.id);
    plx_strbuf_puts(out, "</h1>");
    plx_article_print_byline(v);
    plx_strbuf_puts(out, "</div>");
}

/* Links to matches: each of the first ones without scripts; with them "before" and "after". */
#define MATCH_LINKS 12u

static void print_matches(const plx_article_view *v)
{
    plx_strbuf *out = &v->c->reply->body;
    size_t n = v->matches[PLX_PART_TITLE].count + v->matches[PLX_PART_TEXT].count;

    if (n == 0)
        return;
    plx_markup_print(out,
                     "<nav class=\"matches\" aria-label=\"Marked words\" data-count=\"%u\">"
                     "<span>%u %s of the search</span><ol>",
                     (unsigned)n, (unsigned)n, n == 1 ? "match" : "matches");
    for (unsigned i = 1; i <= n && i <= MATCH_LINKS; i++)
        plx_markup_print(out, "<li><a href=\"#m%u\">%u</a></li>", i, i);
    if (n > MATCH_LINKS)
        plx_markup_print(out, "<li><a href=\"#m%u\" aria-label=\"last\">… %u</a></li>", (unsigned)n,
                         (unsigned)n);
    plx_strbuf_puts(out, "</ol></nav>");
}

static void print_body(const plx_article_view *v)
{
    plx_strbuf *out = &v->c->reply->body;

    plx_strbuf_puts(out, "<div class=\"article-body\"><div class=\"article-tools\">");
    print_matches(v);
    plx_article_print_switch(v);
    plx_markup_print(out, "</div><div class=\"text\" lang=\"%s\">",
                     v->article.lang ? v->article.lang : "en");
    plx_article_print_part(v, PLX_PART_TEXT);
    plx_strbuf_puts(out, "</div>");
    plx_article_print_weighed(v);
    plx_strbuf_puts(out, "</div>");
}

static plx_status print_page(plx_article_view *v, plx_error *err)
{
    plx_strbuf *out = &v->c->reply->body;
    const char *title = plx_article_view_part(v, PLX_PART_TITLE);
    plx_status rc;

    v->c->reply->type = PLX_TYPE_HTML;
    plx_page_open(out, *title ? title : v->article.id, &v->params->search);
    plx_strbuf_puts(out, "<article class=\"article\">");
    print_head(v);
    plx_strbuf_puts(out, "<div class=\"article-side\">");
    plx_article_print_stance(v);
    rc = plx_article_print_facts(v, err);
    plx_strbuf_puts(out, "</div>");
    print_body(v);
    if (!rc)
        rc = plx_article_print_others(v, err);
    plx_strbuf_puts(out, "</article>");
    plx_page_close(out, v->info);
    return rc;
}

/* ------------------------------------------------------------ preparing */

static plx_status read_article(plx_article_view *v, plx_error *err)
{
    plx_snapshot *s = v->c->worker->snapshot;
    plx_status rc = plx_snapshot_find(s, v->c->request->rest, &v->docid, err);

    if (!rc)
        rc = plx_snapshot_article(s, v->docid, true, &v->article, err);
    if (!rc)
        rc = plx_snapshot_verdict(s, v->docid, &v->verdict, err);
    v->info = plx_snapshot_model(s);
    return rc;
}

static plx_status answer(plx_article_view *v, plx_error *err)
{
    plx_status rc = read_article(v, err);

    if (!rc)
        rc = plx_article_find_matches(v, err);
    if (!rc)
        rc = plx_article_weigh(v, err);
    return rc ? rc : print_page(v, err);
}

static void release(plx_article_view *v)
{
    for (int part = 0; part < PLX_ARTICLE_PARTS; part++)
        plx_page_marks_release(&v->matches[part]);
    plx_explanation_release(&v->weighed);
    plx_article_release(&v->article);
}

plx_status plx_page_article(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    plx_article_params params = { 0 };
    plx_article_view v = { .c = c, .params = &params };
    plx_status rc = PLX_OK;

    c->reply->is_private = c->request->access == PLX_ACCESS_WRITE; /* and sees more */
    plx_article_init(&v.article);
    if (plx_search_params_read(plx_page_article_params, query, strlen(query), &params.search,
                               &c->reply->problem))
        rc = answer(&v, err);
    if (rc == PLX_ERR_NOTFOUND) {
        plx_problem_from_error(&c->reply->problem, err);
        plx_problem_hint(&c->reply->problem, "it may have been removed: search for words of it");
        rc = PLX_OK;
    }
    release(&v);
    plx_search_params_release(&params.search);
    return rc;
}
