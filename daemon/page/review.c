/* daemon/page/review.c - GET /review: label the articles that teach the model most, one by one */
#include "daemon/page/review.h"

#include <string.h>

#include "base/markup.h"
#include "daemon/page/chart_parts.h"
#include "daemon/page/page.h"
#include "daemon/url.h"

/* clang-format off */
#define AT(field) offsetof(plx_review_params, field)
const plx_param plx_page_review_params[] = {
    PLX_QUERY_PARAMS,
    { "id", PLX_PARAM_QUERY, AT(id), 0, 0, NULL, "the article that is asked" },
    { "last", PLX_PARAM_QUERY, AT(last), 0, 0, NULL, "the article that was asked before" },
    { "coder", PLX_PARAM_TEXT, AT(coder), 0, 0, NULL, "who is asked, if the token names nobody" },
    { "seed", PLX_PARAM_NUMBER, AT(seed), 1, UINT32_MAX, NULL, "of the choice between equals (1)" },
    { "show_model", PLX_PARAM_SWITCH, AT(show_model), 0, 0, NULL, "say what the model says before you answer" },
    { .name = NULL },
};
/* clang-format on */

static void put_parameter(plx_strbuf *out, const char *name, const char *value)
{
    if (value && *value)
        plx_url_put(out, name, value);
}

void plx_review_address(const plx_review_params *p, const char *id, const char *last,
                        plx_strbuf *out)
{
    const plx_params_change same = { .offset = 0 };
    size_t start = out->len;

    plx_strbuf_puts(out, PLX_PATH_REVIEW "?");
    plx_search_params_address(&p->search, &same, out);
    plx_url_put_number(out, "seed", p->seed);
    put_parameter(out, "coder", p->coder);
    put_parameter(out, "show_model", p->show_model ? "1" : NULL);
    put_parameter(out, "id", id);
    put_parameter(out, "last", last);
    if (out->len == start + strlen(PLX_PATH_REVIEW "?"))
        plx_strbuf_truncate(out, out->len - 1);
}

/* ------------------------------------------------------------ who may not */

static void print_why(plx_strbuf *out)
{
    plx_strbuf_puts(out,
                    "<p>Here people label the articles whose label would teach the model most, "
                    "one after the other, with a key each. What the model says stays hidden "
                    "until you have answered.</p>");
}

static void print_sign_in(const plx_context *c, const plx_review_params *p, plx_strbuf *out)
{
    plx_strbuf here = PLX_STRBUF_INIT, back = PLX_STRBUF_INIT;

    plx_strbuf_puts(out, "<div class=\"review-gate\"><h1>Review</h1>");
    print_why(out);
    if (!c->daemon->tokens) {
        plx_strbuf_puts(out, "<p>This daemon only reads: it was started without "
                             "<code>--token-file FILE</code>. <code>parallax review</code> asks "
                             "the same on a terminal.</p></div>");
        return;
    }
    plx_review_address(p, NULL, NULL, &here);
    plx_url_encode(&back, here.s);
    plx_markup_print(out,
                     "<p>Labels need a token: <a data-plain href=\"" PLX_PATH_TOKEN
                     "?back=%s\">sign in</a>.</p></div>",
                     back.s);
    out->failed = out->failed || here.failed || back.failed;
    plx_strbuf_release(&here);
    plx_strbuf_release(&back);
}

static void print_name_form(plx_strbuf *out)
{
    plx_strbuf_puts(out, "<div class=\"review-gate\"><h1>Review</h1>");
    print_why(out);
    plx_strbuf_puts(out, "<form action=\"" PLX_PATH_REVIEW "\" method=\"get\"><p>The token file "
                         "names nobody for your token, so say who you are.</p><p><label>Coder "
                         "<input name=\"coder\" required maxlength=\"100\" "
                         "autocomplete=\"nickname\"></label> <button>Begin</button></p></form>"
                         "</div>");
}

static void print_no_model(plx_strbuf *out)
{
    plx_strbuf_puts(out, "<div class=\"review-gate\"><h1>Review</h1><p>The index has no model, so "
                         "nothing to review: <code>parallax relabel --model FILE</code> gives it "
                         "one.</p></div>");
}

/* ------------------------------------------------------------ the review */

/* The article asked for, else the most telling one; 0: none. */
static plx_status find_article(plx_reviewing *r, const plx_review_params *p, uint32_t *docid,
                               plx_error *err)
{
    plx_status rc = PLX_ERR_NOTFOUND;

    if (p->id && *p->id)
        rc = plx_snapshot_find(r->c->worker->snapshot, p->id, docid, err);
    if (rc != PLX_ERR_NOTFOUND)
        return rc;
    *docid = r->count ? r->docids[0] : 0;
    return PLX_OK;
}

static void print_choice(const plx_reviewing *r, const plx_review_params *p, plx_strbuf *out)
{
    plx_review_params other = *p;
    plx_strbuf address = PLX_STRBUF_INIT;

    other.show_model = !p->show_model;
    plx_review_address(&other, p->id, p->last, &address);
    plx_strbuf_puts(out, "<header class=\"review-head\"><h1>Review</h1><p class=\"quiet\">");
    plx_strbuf_put_count(out, r->candidates);
    plx_strbuf_puts(out, r->candidates == 1 ? " article can be asked" : " articles can be asked");
    if (p->search.query && *p->search.query)
        plx_markup_print(out, " of <bdi>%s</bdi>", p->search.query);
    plx_markup_print(out, "; you are <bdi>%s</bdi>. <a", r->who.coder);
    plx_chart_href(out, &address);
    plx_markup_print(out, ">%s</a></p></header>",
                     p->show_model ? "Hide what the model says" : "Show what the model says first");
    if (r->notice)
        plx_markup_print(out, "<p class=\"notice\" role=\"status\">%s</p>", r->notice);
    plx_strbuf_release(&address);
}

static plx_status print_review(plx_reviewing *r, const plx_review_params *p, plx_error *err)
{
    plx_strbuf *out = &r->c->reply->body;
    uint32_t docid;
    plx_status rc = find_article(r, p, &docid, err);

    if (rc != PLX_OK)
        return rc;
    plx_strbuf_puts(out, "<div class=\"review\">");
    print_choice(r, p, out);
    rc = plx_page_review_last(r, p, err);
    if (rc == PLX_OK)
        rc = plx_page_review_article(r, p, docid, err);
    if (rc == PLX_OK)
        rc = plx_page_review_progress(r, err);
    plx_strbuf_puts(out, "</div>");
    return rc;
}

static void open_page(plx_context *c, const plx_review_params *p)
{
    const plx_page_frame frame = { .view = PLX_VIEW_REVIEW,
                                   .title = "Review",
                                   .params = &p->search };

    c->reply->type = PLX_TYPE_HTML;
    plx_page_begin(&c->reply->body, &frame);
}

static plx_status ask(plx_context *c, const plx_review_params *p, const char *coder, plx_error *err)
{
    const plx_reviewing_wanted wanted = { &p->search, 1, p->seed };
    plx_reviewing r;
    plx_status rc = plx_reviewing_open(c, coder, &r, err);

    if (rc == PLX_OK)
        rc = plx_reviewing_choose(&r, &wanted, err);
    if (rc == PLX_OK && !c->reply->problem.status) {
        open_page(c, p);
        rc = print_review(&r, p, err);
        plx_page_close(&c->reply->body, plx_snapshot_model(c->worker->snapshot));
    }
    plx_reviewing_close(&r);
    return rc;
}

static void turn_away(plx_context *c, const plx_review_params *p)
{
    const plx_model_info *model = plx_snapshot_model(c->worker->snapshot);
    plx_strbuf *out = &c->reply->body;

    open_page(c, p);
    if (c->request->access != PLX_ACCESS_WRITE)
        print_sign_in(c, p, out);
    else if (!model->labels.count)
        print_no_model(out);
    else
        print_name_form(out);
    plx_page_close(out, model);
}

static plx_status answer(plx_context *c, const plx_review_params *p, plx_error *err)
{
    const char *coder = *c->request->coder ? c->request->coder : p->coder;
    bool may_write = c->request->access == PLX_ACCESS_WRITE;

    c->reply->is_private = true;
    if (may_write && coder && *coder && plx_snapshot_model(c->worker->snapshot)->labels.count)
        return ask(c, p, coder, err);
    turn_away(c, p);
    return PLX_OK;
}

plx_status plx_page_review(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    plx_review_params p = { .id = NULL };
    plx_status rc = PLX_OK;

    if (plx_search_params_read(plx_page_review_params, query, strlen(query), &p.search,
                               &c->reply->problem))
        rc = answer(c, &p, err);
    plx_search_params_release(&p.search);
    return rc;
}
