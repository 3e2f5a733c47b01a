/* daemon/page/review_progress.c - what was answered last, and how far a coder is */
#include <stdlib.h>
#include <string.h>

#include "base/markup.h"
#include "collection/validation.h"
#include "daemon/page/chart.h"
#include "daemon/page/page.h"
#include "daemon/page/review.h"

/* ------------------------------------------------------------ the last answer */

/* Takes the answer back, and asks the article again. */
static void print_undo(plx_strbuf *out, const plx_reviewing *r, const plx_review_params *p,
                       bool is_skip)
{
    plx_strbuf back = PLX_STRBUF_INIT;

    plx_review_address(p, p->last, NULL, &back);
    plx_markup_print(out,
                     "<form class=\"undo\" method=\"post\" action=\"" PLX_PATH_API "%s\">"
                     "<input type=\"hidden\" name=\"id\" value=\"%s\">"
                     "<input type=\"hidden\" name=\"coder\" value=\"%s\">"
                     "<input type=\"hidden\" name=\"back\" value=\"%s\">",
                     is_skip ? "review" : "labels", p->last, r->who.coder, back.s);
    plx_strbuf_puts(out, is_skip ? "<input type=\"hidden\" name=\"again\" value=\"1\">"
                                 : "<input type=\"hidden\" name=\"stance\" value=\"none\">"
                                   "<input type=\"hidden\" name=\"how\" value=\"review\">");
    plx_strbuf_puts(out, "<button class=\"plain\" data-key=\"u\" aria-keyshortcuts=\"u\">"
                         "<span>Undo</span><kbd>u</kbd></button></form>");
    out->failed = out->failed || back.failed;
    plx_strbuf_release(&back);
}

static void print_said(plx_strbuf *out, const plx_model_info *model, const plx_label *vote)
{
    plx_strbuf_puts(out, "you said ");
    plx_page_shape(out, plx_page_stance_ordinal(vote->label, &model->labels));
    plx_markup_print(out, " <b>%s</b>", vote->label);
    if (!vote->model_stance)
        return;
    plx_strbuf_puts(out, "; the model had said ");
    plx_page_shape(out, plx_page_stance_ordinal(vote->model_stance, &model->labels));
    plx_markup_print(out, " <b>%s</b>", vote->model_stance);
}

static plx_status print_title(plx_strbuf *out, plx_snapshot *snap, const char *id, plx_error *err)
{
    plx_article article;
    uint32_t docid;
    plx_status rc = plx_snapshot_find(snap, id, &docid, err);

    plx_article_init(&article);
    if (rc == PLX_OK)
        rc = plx_snapshot_article(snap, docid, false, &article, err);
    if (rc == PLX_OK)
        plx_markup_print(
            out, "<q dir=\"auto\">%s</q>: ", article.title && *article.title ? article.title : id);
    plx_article_release(&article);
    return rc == PLX_ERR_NOTFOUND ? PLX_OK : rc;
}

plx_status plx_page_review_last(plx_reviewing *r, const plx_review_params *p, plx_error *err)
{
    plx_snapshot *snap = r->c->worker->snapshot;
    const plx_model_info *model = plx_snapshot_model(snap);
    plx_strbuf *out = &r->c->reply->body;
    const plx_label by = {
        .id = p->last, .target = model->target, .coder = r->who.coder, .how = PLX_HOW_REVIEW
    };
    const plx_skip skip = { p->last, model->target, r->who.coder };
    const plx_label *vote;
    bool is_skip;
    plx_status rc;

    if (!p->last || !*p->last)
        return PLX_OK;
    vote = plx_labels_of_coder(r->votes, &by);
    is_skip = !vote && plx_asked_is_skipped(r->asked, &skip);
    if (!is_skip && (!vote || !vote->label))
        return PLX_OK;
    plx_strbuf_puts(out, "<div class=\"answered\" role=\"status\"><p>");
    rc = print_title(out, snap, p->last, err);
    if (is_skip)
        plx_strbuf_puts(out, "passed over");
    else
        print_said(out, model, vote);
    plx_strbuf_puts(out, ".</p>");
    print_undo(out, r, p, is_skip);
    plx_strbuf_puts(out, "</div>");
    return rc;
}

/* ------------------------------------------------------------ progress */

static void print_counts(plx_strbuf *out, const plx_review_progress *p, const plx_label_set *labels)
{
    plx_strbuf_puts(out, "<p>Reviewed: <b>");
    plx_strbuf_put_count(out, p->count);
    plx_strbuf_puts(out, "</b></p><ul class=\"counts\">");
    for (size_t k = 0; k <= labels->count; k++) {
        const char *name = plx_validation_label_name(labels, k);

        if (!p->by_label[k])
            continue;
        plx_strbuf_puts(out, "<li>");
        plx_page_shape(out, plx_page_stance_ordinal(name, labels));
        plx_markup_print(out, " %s <span class=\"quiet\">", name);
        plx_strbuf_put_count(out, p->by_label[k]);
        plx_strbuf_puts(out, "</span></li>");
    }
    plx_strbuf_puts(out, "</ul>");
}

static plx_status print_curve(plx_strbuf *out, const plx_review_progress *p, plx_error *err)
{
    size_t blocks = plx_review_blocks(p);
    plx_chart_point *points = calloc(blocks + 1, sizeof *points);
    const plx_chart_line chart = { .id = "curve",
                                   .caption = "Where the model gave a label, how often it was "
                                              "yours",
                                   .head = "Answers",
                                   .value = "as the model",
                                   .points = points,
                                   .count = blocks };

    if (!points)
        return plx_fail(err, PLX_ERR_NOMEM, "review: out of memory");
    for (size_t b = 0; b < blocks; b++) {
        size_t from, to, hits = plx_review_block_hits(p, b, &from, &to);

        points[b] = (plx_chart_point){ .part = (uint32_t)hits,
                                       .whole = (uint32_t)(to - from),
                                       .from = (uint32_t)from + 1,
                                       .to = (uint32_t)to };
    }
    plx_chart_line_draw(out, &chart);
    free(points);
    return PLX_OK;
}

/* The commands in it stand between accents. */
static void print_warning(plx_strbuf *out)
{
    bool is_open = false;

    plx_strbuf_puts(out, "<p class=\"quiet\">");
    for (const char *s = plx_review_warning; *s;) {
        size_t n = strcspn(s, "`");

        plx_markup_text(out, s, n);
        s += n;
        if (*s == '`') {
            is_open = !is_open;
            plx_strbuf_puts(out, is_open ? "<code>" : "</code>");
            s++;
        }
    }
    plx_strbuf_puts(out, "</p>");
}

plx_status plx_page_review_progress(plx_reviewing *r, plx_error *err)
{
    const plx_model_info *model = plx_snapshot_model(r->c->worker->snapshot);
    plx_strbuf *out = &r->c->reply->body;
    plx_review_progress progress;
    plx_status rc = plx_review_progress_read(&r->who, model, &progress, err);

    if (rc == PLX_OK) {
        plx_strbuf_puts(out, "<aside class=\"progress\" aria-label=\"Progress\"><h2>How far you are"
                             "</h2>");
        print_counts(out, &progress, &model->labels);
        if (progress.committed)
            rc = print_curve(out, &progress, err);
        print_warning(out);
        plx_strbuf_puts(out, "</aside>");
    }
    plx_review_progress_release(&progress);
    return rc;
}
