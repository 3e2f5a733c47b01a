/* daemon/page_article.c - GET /article/ID: one article to read, with its label */
#include <string.h>

#include "base/markup.h"
#include "classifier/evidence_html.h"
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

static void print_chance(plx_strbuf *out, const plx_model_info *model, size_t label, double p)
{
    const unsigned percent = (unsigned)(p * 100 + .5), ordinal = (unsigned)label;

    plx_markup_print(out, "<dt class=\"s%u\" title=\"%s: %s\">", ordinal, model->title[label],
                     model->definition[label]);
    plx_page_shape(out, ordinal);
    plx_markup_print(out, "%s</dt><dd class=\"s%u\">", model->labels.name[label], ordinal);
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
        print_chance(out, model, i, (double)v->probability[i]);
    plx_strbuf_puts(out, "</dl>");
}

static void print_verdict(plx_strbuf *out, const plx_verdict *v, const plx_model_info *model)
{
    plx_stance_words words = plx_model_info_words(model, v);

    plx_strbuf_puts(out, "<section class=\"verdict\" aria-label=\"Framing\"><p>");
    plx_page_stance(out, v, model);
    plx_strbuf_puts(out, "</p>");
    if (*words.title || *words.definition)
        plx_markup_print(out, "<p class=\"says\"><b>%s</b>: %s</p>", words.title, words.definition);
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

/* ------------------------------------------------------------ what was weighed */

/* Features named on the page. */
#define EVIDENCE_MOST 12

static void print_weighed(plx_strbuf *out, const plx_article *a, const plx_explanation *x,
                          const plx_model *m)
{
    plx_markup_print(
        out,
        "<details class=\"weighed\"><summary>What the model weighed for (+) and "
        "against (−) %s</summary><p class=\"quiet\">What moved the score, never why the "
        "article is so. Model %s, trained %s.</p>",
        plx_model_labels(m)->name[x->label], plx_model_name(m), plx_model_date(m));
    plx_evidence_html_features(out, &x->features);
    plx_strbuf_puts(out,
                    "<p>The sentences that weighed most; words for it have a solid line, those "
                    "against a dotted one:</p>");
    plx_evidence_html_sentences(out, a, x);
    plx_strbuf_puts(out, "</details>");
}

static plx_status weigh(struct view *v, plx_judge *judge, plx_explanation *x, plx_error *err)
{
    plx_worker *w = v->c->worker;
    const plx_article *a = &v->article;
    const char *title = a->title ? a->title : "", *text = a->text ? a->text : "";
    plx_explain_request rq = { .part = { title, text },
                               .tokens = { &w->title, &w->text },
                               .most = EVIDENCE_MOST };
    plx_verdict verdict;
    plx_status rc = plx_analyser_run(w->analyser, a->lang, title, strlen(title), &w->title, err);

    if (!rc)
        rc = plx_analyser_run(w->analyser, a->lang, text, strlen(text), &w->text, err);
    if (!rc)
        rc = plx_judge_tokens(judge, &w->title, &w->text, a->lang, &verdict, err);
    if (rc || !plx_verdict_is_scored(&verdict))
        return rc;
    rq.label = verdict.best;
    return plx_explain(judge, &rq, x, err);
}

/* A model that cannot be had leaves the article as it is. */
static plx_status print_evidence(struct view *v, plx_error *err)
{
    plx_explanation x = { 0 };
    const plx_model *model = NULL;
    plx_judge *judge;
    plx_status rc = plx_worker_judge(v->c->workers, v->c->worker, &judge, &model, err);

    if (rc == PLX_ERR_STALE)
        return rc;
    rc = rc || !model ? PLX_OK : weigh(v, judge, &x, err);
    if (!rc && x.is_scored)
        print_weighed(&v->c->reply->body, &v->article, &x, model);
    plx_explanation_release(&x);
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
    if (!rc)
        rc = print_evidence(v, err);
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
