/* daemon/page_article.c - GET /article/ID: one article to read, with its label */
#include <string.h>

#include "daemon/markup.h"
#include "daemon/page.h"
#include "daemon/page_facets.h"
#include "daemon/route.h"
#include "daemon/search_params.h"
#include "daemon/url.h"
#include "search/mark.h"

struct view {
    plx_context *c;
    const plx_search_params *params;
    const plx_model_info *model;
    plx_article article;
    plx_verdict verdict;
};

static void print_back(plx_strbuf *out, const plx_search_params *p)
{
    const plx_params_change same = { .offset = p->offset };

    plx_strbuf_puts(out, "<p class=\"back\"><a");
    plx_page_href(out, p, &same);
    plx_strbuf_puts(out, ">← All results</a></p>");
}

static void print_origin(plx_strbuf *out, const plx_article *a)
{
    if (!a->url || a->synthetic) /* the address of a synthetic article leads nowhere */
        return;
    if (plx_url_is_web(a->url))
        plx_markup_print(out, " · <a href=\"%s\" rel=\"noopener noreferrer nofollow\">original</a>",
                         a->url);
    else
        plx_markup_print(out, " · <bdi>%s</bdi>", a->url);
}

static void print_meta(plx_strbuf *out, const plx_article *a)
{
    plx_strbuf_puts(out, "<p class=\"meta\">");
    if (a->source)
        plx_markup_print(out, "<bdi class=\"source\">%s</bdi> · ", a->source);
    plx_page_date(out, &a->date);
    if (a->author)
        plx_markup_print(out, " · <bdi>%s</bdi>", a->author);
    if (a->original_source)
        plx_markup_print(out, " · credits <bdi>%s</bdi>", a->original_source);
    print_origin(out, a);
    plx_page_synthetic(out, a->synthetic);
    plx_strbuf_puts(out, "</p>");
}

/* ------------------------------------------------------------ the label */

static void print_chance(plx_strbuf *out, const char *name, unsigned ordinal, double p)
{
    unsigned percent = (unsigned)(p * 100 + .5);

    plx_markup_print(out, "<dt class=\"s%u\">", ordinal);
    plx_page_shape(out, ordinal);
    plx_markup_print(out, "%s</dt><dd class=\"s%u\">", name, ordinal);
    plx_markup_print(out,
                     "<svg class=\"share\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" "
                     "aria-hidden=\"true\"><rect width=\"%u\" height=\"6\"/></svg></dd>"
                     "<dd class=\"number\">%u %%</dd>",
                     percent, percent);
}

static void print_chances(plx_strbuf *out, const plx_verdict *v, const plx_model_info *model)
{
    if (plx_verdict_probability(v) <= 0)
        return;
    plx_strbuf_puts(out, "<dl class=\"chances\" aria-label=\"The model’s estimate\">");
    for (size_t i = 0; i < model->labels.count; i++)
        print_chance(out, model->labels.name[i], (unsigned)i, (double)v->probability[i]);
    plx_strbuf_puts(out, "</dl>");
}

/* What each word means that is no label of the model. */
static const char *const kind_says[PLX_KINDS] = {
    "No label was given to this article.",
    "",
    "The model cannot tell: no label is likely enough.",
    "The model’s target is not there, or only in passing.",
};

static void print_verdict(plx_strbuf *out, const plx_verdict *v, const plx_model_info *model)
{
    const char *says = kind_says[v->kind];

    if (v->kind == PLX_KIND_LABEL && v->best < model->labels.count)
        says = model->definition[v->best];
    plx_strbuf_puts(out, "<section class=\"verdict\" aria-label=\"Framing\"><p>");
    plx_page_stance(out, v, model);
    plx_strbuf_puts(out, "</p>");
    if (*says)
        plx_markup_print(out, "<p class=\"says\">%s</p>", says);
    print_chances(out, v, model);
    plx_strbuf_puts(out, "</section>");
}

/* ------------------------------------------------------------ the text */

/* Paragraphs are apart by an empty line; a mark that spans two is closed and opened again by the
 * printer, since each is printed alone. */
static void print_paragraphs(plx_strbuf *out, const char *s)
{
    while (*s) {
        const char *end = strstr(s, "\n\n");
        size_t n = end ? (size_t)(end - s) : strlen(s);
        if (n) {
            plx_strbuf_puts(out, "<p dir=\"auto\">");
            plx_markup_marked(out, s, n);
            plx_strbuf_puts(out, "</p>");
        }
        s += n;
        s += strspn(s, "\n");
    }
}

static plx_status print_marked(struct view *v, const char *text, plx_strbuf *marked, plx_error *err)
{
    const plx_mark_options options = {
        .query = v->params->query,
        .lang = v->article.lang,
        .open = PLX_MARK_OPEN,
        .close = PLX_MARK_CLOSE,
    };

    return plx_mark_matches(v->c->worker->analyser, &options, text, marked, err);
}

static plx_status print_text(struct view *v, plx_error *err)
{
    plx_strbuf *out = &v->c->reply->body;
    plx_strbuf marked = PLX_STRBUF_INIT;
    plx_status rc = v->article.text ? print_marked(v, v->article.text, &marked, err) : PLX_OK;

    plx_markup_print(out, "<div class=\"text\" lang=\"%s\">",
                     v->article.lang ? v->article.lang : "en");
    print_paragraphs(out, marked.s);
    plx_strbuf_puts(out, "</div>");
    out->failed = out->failed || marked.failed;
    plx_strbuf_release(&marked);
    return rc;
}

static plx_status print_title(struct view *v, plx_error *err)
{
    plx_strbuf *out = &v->c->reply->body;
    plx_strbuf marked = PLX_STRBUF_INIT;
    const char *title = v->article.title ? v->article.title : v->article.id;
    plx_status rc = print_marked(v, title, &marked, err);

    plx_strbuf_puts(out, "<h1 dir=\"auto\">");
    plx_markup_marked(out, marked.s, marked.len);
    plx_strbuf_puts(out, "</h1>");
    out->failed = out->failed || marked.failed;
    plx_strbuf_release(&marked);
    return rc;
}

/* ------------------------------------------------------------ the page */

static plx_status read_article(struct view *v, plx_error *err)
{
    plx_snapshot *s = v->c->worker->snapshot;
    uint32_t docid;
    plx_status rc = plx_snapshot_find(s, v->c->request->rest, &docid, err);

    if (!rc)
        rc = plx_snapshot_article(s, docid, true, &v->article, err);
    if (!rc)
        rc = plx_snapshot_verdict(s, docid, &v->verdict, err);
    v->model = plx_snapshot_model(s);
    return rc;
}

static plx_status print_page(struct view *v, plx_error *err)
{
    plx_strbuf *out = &v->c->reply->body;
    plx_status rc;

    v->c->reply->type = PLX_TYPE_HTML;
    plx_page_open(out, v->article.title ? v->article.title : v->article.id, v->params);
    plx_strbuf_puts(out, "<article class=\"reading\">");
    print_back(out, v->params);
    rc = print_title(v, err);
    print_meta(out, &v->article);
    print_verdict(out, &v->verdict, v->model);
    if (!rc)
        rc = print_text(v, err);
    plx_strbuf_puts(out, "</article>");
    plx_page_close(out, v->model);
    return rc;
}

plx_status plx_page_article(plx_context *c, plx_error *err)
{
    struct view v = { .c = c };
    const char *query = c->request->query;
    plx_search_params params;
    plx_status rc = PLX_OK;

    plx_article_init(&v.article);
    v.params = &params;
    if (plx_search_params_read_page(query, strlen(query), &params, &c->reply->problem)) {
        rc = read_article(&v, err);
        if (!rc)
            rc = print_page(&v, err);
    }
    plx_search_params_release(&params);
    plx_article_release(&v.article);
    return rc;
}
