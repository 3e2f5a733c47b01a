/* daemon/page/review_article.c - the article that is to be labelled, and how it is answered */
#include <string.h>

#include "base/markup.h"
#include "classifier/target_mark.h"
#include "collection/validation.h"
#include "daemon/page/form.h"
#include "daemon/page/page.h"
#include "daemon/page/review.h"
#include "daemon/url.h"

/* What one article is shown with. */
struct asked {
    plx_reviewing *r;
    const plx_review_params *params;
    const plx_model_info *model;
    plx_article article;
    plx_verdict verdict;
    plx_strbuf marked; /* its text, with the sentences that name the target marked */
    plx_strbuf next;   /* address to go on to when it is answered */
    plx_strbuf *out;
};

/* ------------------------------------------------------------ reading */

/* Sentences that name the target are marked by the model in force; without it none are. */
static plx_status mark_text(struct asked *a, plx_error *err)
{
    plx_worker *w = a->r->c->worker;
    const char *text = a->article.text ? a->article.text : "";
    plx_phrases target = { 0 };
    const plx_target_marks marks = { &target, PLX_MARK_OPEN, PLX_MARK_CLOSE };
    const plx_model *model = NULL;
    plx_judge *judge;
    plx_status rc = plx_worker_judge(a->r->c->daemon->workers, w, &judge, &model, err);

    if (rc == PLX_ERR_NOTFOUND || (rc == PLX_OK && !model)) {
        plx_strbuf_puts(&a->marked, text);
        return PLX_OK;
    }
    if (rc == PLX_OK)
        rc = plx_phrases_add_lines(&target, w->analyser, plx_model_lang(model),
                                   plx_model_target_terms(model), err);
    plx_phrases_seal(&target);
    if (rc == PLX_OK)
        rc = plx_analyser_run(w->analyser, a->article.lang, text, strlen(text), &w->text, err);
    if (rc == PLX_OK)
        rc = plx_target_mark(&marks, text, &w->text, &a->marked, err);
    plx_phrases_release(&target);
    return rc;
}

static plx_status read_article(struct asked *a, uint32_t docid, plx_error *err)
{
    plx_snapshot *snap = a->r->c->worker->snapshot;
    plx_status rc = plx_snapshot_article(snap, docid, true, &a->article, err);

    if (rc == PLX_OK)
        rc = plx_snapshot_verdict(snap, docid, &a->verdict, err);
    if (rc == PLX_OK)
        rc = mark_text(a, err);
    if (rc == PLX_OK)
        plx_review_address(a->params, NULL, a->article.id, &a->next);
    return rc;
}

/* Paragraphs are apart by an empty line. */
static void print_paragraphs(const struct asked *a)
{
    const char *s = a->marked.s + strspn(a->marked.s, "\n");

    while (*s) {
        const char *end = strstr(s, "\n\n");
        size_t n = end ? (size_t)(end - s) : strlen(s);

        plx_strbuf_puts(a->out, "<p dir=\"auto\">");
        plx_markup_marked(a->out, s, n);
        plx_strbuf_puts(a->out, "</p>");
        s += n;
        s += strspn(s, "\n");
    }
}

static void print_text(const struct asked *a)
{
    const plx_article *article = &a->article;
    plx_strbuf address = PLX_STRBUF_INIT;

    plx_strbuf_puts(&address, PLX_PATH_ARTICLE);
    plx_url_encode(&address, article->id);
    plx_markup_print(a->out, "<article class=\"to-label\" lang=\"%s\"><h2 dir=\"auto\">%s</h2>",
                     article->lang ? article->lang : "",
                     article->title && *article->title ? article->title : "(no title)");
    plx_strbuf_puts(a->out, "<p class=\"meta\" lang=\"en\">");
    if (article->source)
        plx_markup_print(a->out, "<bdi class=\"source\">%s</bdi> · ", article->source);
    plx_page_date(a->out, &article->date);
    plx_markup_print(a->out, " · <a href=\"%s\">Its page</a> tells what the model says", address.s);
    plx_page_synthetic(a->out, article->synthetic);
    plx_strbuf_puts(a->out, "</p>");
    if (a->params->show_model) {
        plx_strbuf_puts(a->out, "<p lang=\"en\">");
        plx_page_stance(a->out, &a->verdict, a->model);
        plx_strbuf_puts(a->out, "</p>");
    }
    plx_strbuf_puts(a->out, "<div class=\"text\">");
    print_paragraphs(a);
    plx_strbuf_puts(a->out, "</div></article>");
    a->out->failed = a->out->failed || address.failed;
    plx_strbuf_release(&address);
}

/* ------------------------------------------------------------ answering */

static void open_form(const struct asked *a, const char *action, const char *classes)
{
    plx_markup_print(a->out, "<form class=\"%s\" method=\"post\" action=\"%s\">", classes, action);
    plx_page_hidden(a->out, "id", a->article.id);
    plx_page_hidden(a->out, "coder", a->r->who.coder);
    plx_page_hidden(a->out, "back", a->next.s);
}

static void print_answer(const struct asked *a, const char *value, const char *key,
                         const char *title)
{
    plx_markup_print(a->out,
                     "<button name=\"stance\" value=\"%s\" data-key=\"%s\" "
                     "aria-keyshortcuts=\"%s\" title=\"%s\">",
                     value, key, key, title);
    plx_page_shape(a->out, plx_page_stance_ordinal(value, &a->model->labels));
    plx_markup_print(a->out, "<span>%s</span><kbd>%s</kbd></button>", value, key);
}

static void print_answers(const struct asked *a)
{
    const plx_label_set *labels = &a->model->labels;

    plx_strbuf_puts(a->out, "<div class=\"answers\" role=\"group\" aria-label=\"How is it "
                            "framed?\">");
    open_form(a, PLX_PATH_API "labels", "labels");
    plx_page_hidden(a->out, "how", plx_label_how_name(PLX_HOW_REVIEW));
    for (size_t i = 0; i < labels->count; i++) {
        const char key[2] = { (char)('1' + i), '\0' };

        print_answer(a, labels->name[i], key, a->model->definition[i]);
    }
    print_answer(a, PLX_STANCE_OFF_TOPIC, "o", "The target is absent, or only in passing");
    plx_strbuf_puts(a->out, "</form>");
    open_form(a, PLX_PATH_API "review", "skip-it");
    plx_strbuf_puts(a->out, "<button class=\"plain\" data-key=\"s\" aria-keyshortcuts=\"s\">"
                            "<span>Skip</span><kbd>s</kbd></button></form></div>");
}

static void print_meanings(const struct asked *a)
{
    const plx_label_set *labels = &a->model->labels;

    plx_strbuf_puts(a->out, "<details class=\"meanings\"><summary>What the labels mean</summary>"
                            "<dl>");
    for (size_t i = 0; i < labels->count; i++)
        plx_markup_print(a->out, "<dt>%s</dt><dd>%s</dd>", labels->name[i],
                         a->model->definition[i]);
    plx_strbuf_puts(a->out, "<dt>off-topic</dt><dd>the target is absent, or only in passing</dd>"
                            "</dl></details>");
}

static void print_nothing(plx_reviewing *r)
{
    plx_markup_print(&r->c->reply->body,
                     "<p class=\"empty\">Nothing is left to review for <bdi>%s</bdi>: all was "
                     "labelled or passed over, was drawn for validation, or has no scores of the "
                     "model.</p>",
                     r->who.coder);
}

plx_status plx_page_review_article(plx_reviewing *r, const plx_review_params *p, uint32_t docid,
                                   plx_error *err)
{
    struct asked a = { .r = r,
                       .params = p,
                       .model = plx_snapshot_model(r->c->worker->snapshot),
                       .marked = PLX_STRBUF_INIT,
                       .next = PLX_STRBUF_INIT,
                       .out = &r->c->reply->body };
    plx_status rc;

    if (!docid) {
        print_nothing(r);
        return PLX_OK;
    }
    plx_article_init(&a.article);
    rc = read_article(&a, docid, err);
    if (rc == PLX_OK && (a.marked.failed || a.next.failed))
        rc = plx_fail(err, PLX_ERR_NOMEM, "review: out of memory");
    if (rc == PLX_OK) {
        print_text(&a);
        print_answers(&a);
        print_meanings(&a);
    }
    plx_article_release(&a.article);
    plx_strbuf_release(&a.marked);
    plx_strbuf_release(&a.next);
    return rc;
}
