/* daemon/page/article_weights.c - what the model weighed in an article */
#include <string.h>

#include "base/markup.h"
#include "classifier/evidence_html.h"
#include "daemon/page/article.h"

/* Features named on the page. */
#define EVIDENCE_MOST 12

/* ------------------------------------------------------------ weighing */

static plx_status explain(plx_article_view *v, plx_judge *judge, size_t label, plx_error *err)
{
    const plx_explain_request rq = {
        .part = { plx_article_view_part(v, PLX_PART_TITLE),
                  plx_article_view_part(v, PLX_PART_TEXT) },
        .tokens = { &v->c->worker->title, &v->c->worker->text },
        .label = label,
        .most = EVIDENCE_MOST,
    };
    plx_status rc = plx_explain(judge, &rq, &v->weighed, err);

    return rc ? rc : plx_explanation_keep_spans(&v->weighed, PLX_PAGE_SPANS_MAX, err);
}

static plx_status weigh(plx_article_view *v, plx_judge *judge, plx_error *err)
{
    plx_worker *w = v->c->worker;
    const char *title = plx_article_view_part(v, PLX_PART_TITLE);
    const char *text = plx_article_view_part(v, PLX_PART_TEXT), *lang = v->article.lang;
    plx_verdict verdict;
    plx_status rc = plx_analyser_run(w->analyser, lang, title, strlen(title), &w->title, err);

    if (!rc)
        rc = plx_analyser_run(w->analyser, lang, text, strlen(text), &w->text, err);
    if (!rc)
        rc = plx_judge_tokens(judge, &w->title, &w->text, lang, &verdict, err);
    if (rc || !plx_verdict_is_scored(&verdict))
        return rc;
    return explain(v, judge, verdict.best, err);
}

plx_status plx_article_weigh(plx_article_view *v, plx_error *err)
{
    plx_worker *w = v->c->worker;
    plx_judge *judge;
    plx_status rc = plx_worker_judge(v->c->daemon->workers, w, &judge, &v->model, err);

    if (rc == PLX_ERR_STALE)
        return rc;
    if (rc) /* the next one may have it */
        v->c->reply->is_private = true;
    /* articles that were not judged have no label to weigh for */
    return rc || !v->model || !*v->info->name ? PLX_OK : weigh(v, judge, err);
}

/* ------------------------------------------------------------ in the text */

static void print_legend(const plx_article_view *v)
{
    plx_strbuf *out = &v->c->reply->body;
    const char *label = plx_model_labels(v->model)->name[v->weighed.label];

    plx_markup_print(out,
                     "<div class=\"legend\" id=\"legend\" data-label=\"%s\">"
                     "<p><span class=\"word f3\">Solid</span>: spoke for <b>%s</b>. "
                     "<span class=\"word a3\">Dotted</span>: spoke against it. "
                     "The stronger the shade, the more. "
                     "<span class=\"sentence for\">Tinted</span>: the sentences that weighed "
                     "most.</p>",
                     label, label);
    plx_strbuf_puts(out, "<p>It is what the model weighed, never why the article is so.");
    if (v->weighed.spans[PLX_PART_TEXT].left_out + v->weighed.spans[PLX_PART_TITLE].left_out)
        plx_markup_print(out, " Only the %u strongest words are underlined.", PLX_PAGE_SPANS_MAX);
    plx_strbuf_puts(out, "</p></div>");
}

void plx_article_print_switch(const plx_article_view *v)
{
    plx_strbuf *out = &v->c->reply->body;
    plx_strbuf address = PLX_STRBUF_INIT;
    bool is_on = v->params->weights;

    if (!v->weighed.is_scored)
        return;
    plx_article_view_address(v, !is_on, &address);
    plx_markup_print(out, "<p class=\"weigh\"><a class=\"toggle\" href=\"%s\">%s</a></p>",
                     address.s,
                     is_on ? "Hide what the model weighed" : "Show what the model weighed");
    out->failed = out->failed || address.failed;
    plx_strbuf_release(&address);
    if (is_on)
        print_legend(v);
}

/* ------------------------------------------------------------ as a list */

void plx_article_print_weighed(const plx_article_view *v)
{
    plx_strbuf *out = &v->c->reply->body;
    const plx_explanation *x = &v->weighed;

    if (!x->is_scored)
        return;
    plx_strbuf_puts(out, v->params->weights ? "<details class=\"weighed\" open>"
                                            : "<details class=\"weighed\">");
    plx_markup_print(out,
                     "<summary>What the model weighed for (+) and against (−) %s</summary>"
                     "<p class=\"quiet\">What moved the score, never why the article is so. "
                     "Model <a href=\"" PLX_PATH_MODEL "\">%s</a>, trained %s.</p>",
                     plx_model_labels(v->model)->name[x->label], plx_model_name(v->model),
                     plx_model_date(v->model));
    plx_evidence_html_features(out, &x->features);
    plx_evidence_html_notes(out);
    plx_strbuf_puts(out,
                    "<p>The sentences that weighed most; words for it have a solid line, those "
                    "against a dotted one:</p>");
    plx_evidence_html_sentences(out, &v->article, x);
    plx_strbuf_puts(out, "</details>");
}
