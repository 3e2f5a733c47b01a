#include "daemon/page/page.h"

#include <string.h>

#include "base/markup.h"
#include "daemon/page/form.h"
#include "daemon/route.h"

#define PRODUCT "Parallax"

/* ------------------------------------------------------------ frame */

/* What the head leads to. */
static const struct view {
    const char *words, *path;
    bool keeps_query; /* takes the parameters of a query and its filters */
} views[PLX_VIEWS] = {
    [PLX_VIEW_SEARCH] = { "Search", PLX_PATH_PAGE, true },
    [PLX_VIEW_COMPARE] = { "Compare", PLX_PATH_COMPARE, true },
    [PLX_VIEW_COLLECTION] = { "Collection", PLX_PATH_COLLECTION, false },
    [PLX_VIEW_REVIEW] = { "Review", PLX_PATH_REVIEW, false },
};

/* What all views that look at a query understand: no order, no page of the list. */
static plx_search_params query_alone(const plx_search_params *p)
{
    plx_search_params q = *p;

    q.sort = 0;
    q.recency = NULL;
    q.more = NULL;
    q.copies = false;
    q.limit = q.offset = 0;
    return q;
}

void plx_page_path(plx_strbuf *out, const char *path, const plx_search_params *params)
{
    const plx_search_params query = query_alone(params);
    const plx_params_change none = { 0 };
    plx_strbuf address = PLX_STRBUF_INIT;

    plx_strbuf_puts(&address, path);
    if (!strchr(path, '?'))
        plx_strbuf_putc(&address, '?');
    plx_search_params_address(&query, &none, &address);
    if (address.len && address.s[address.len - 1] == '?')
        plx_strbuf_truncate(&address, address.len - 1);
    plx_markup_print(out, "%s", address.s);
    out->failed = out->failed || address.failed;
    plx_strbuf_release(&address);
}

static void print_head(plx_strbuf *out, const plx_page_frame *f, const plx_search_params *p)
{
    plx_strbuf_puts(out, "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                         "<meta name=\"color-scheme\" content=\"light dark\">");
    plx_markup_print(out, "<title>%s%s" PRODUCT "</title>", f->title ? f->title : "",
                     f->title ? " · " : "");
    plx_strbuf_puts(out, "<link rel=\"stylesheet\" href=\"" PLX_PATH_STYLE "\">"
                         "<link rel=\"icon\" type=\"image/svg+xml\" href=\"" PLX_PATH_ICON "\">"
                         "<link rel=\"search\" type=\"application/opensearchdescription+xml\" "
                         "title=\"" PRODUCT "\" href=\"" PLX_PATH_OPENSEARCH "\">"
                         "<link rel=\"alternate\" type=\"application/atom+xml\" "
                         "title=\"Newest of this search\" href=\"");
    plx_page_path(out, PLX_PATH_FEED, p);
    plx_strbuf_puts(out, "\"><script src=\"" PLX_PATH_SCRIPT "\" defer></script></head>");
}

static void print_views(plx_strbuf *out, plx_page_view here, const plx_search_params *p)
{
    static const plx_search_params empty;

    plx_strbuf_puts(out, "<nav class=\"views\" aria-label=\"Views\"><ul>");
    for (unsigned i = PLX_VIEW_SEARCH; i < PLX_VIEWS; i++) {
        plx_strbuf_puts(out, "<li><a href=\"");
        plx_page_path(out, views[i].path, views[i].keeps_query ? p : &empty);
        plx_strbuf_puts(out, i == here ? "\" aria-current=\"page\">" : "\">");
        plx_markup_print(out, "%s</a></li>", views[i].words);
    }
    plx_strbuf_puts(out, "</ul></nav>");
}

void plx_page_begin(plx_strbuf *out, const plx_page_frame *frame)
{
    static const plx_search_params empty;
    const plx_search_params *p = frame->params ? frame->params : &empty;

    print_head(out, frame, p);
    plx_strbuf_puts(out, "<body><a class=\"skip\" href=\"#main\">Skip to the content</a>"
                         "<header class=\"top\"><div class=\"bar\">"
                         "<a class=\"brand\" href=\"" PLX_PATH_PAGE "\">" PRODUCT "</a>");
    print_views(out, frame->view, p);
    plx_page_form(out, frame, frame->view == PLX_VIEW_COMPARE ? PLX_PATH_COMPARE : PLX_PATH_PAGE);
    plx_strbuf_puts(out, "</div></header><main id=\"main\" tabindex=\"-1\">");
}

void plx_page_open(plx_strbuf *out, const char *title, const plx_search_params *params)
{
    plx_page_begin(out, &(plx_page_frame){ .title = title, .params = params });
}

void plx_page_close(plx_strbuf *out, const plx_model_info *model)
{
    plx_strbuf_puts(out, "</main><footer><div class=\"bar\"><p>Labels describe an article’s "
                         "framing, not truth, loyalty, funding or the author. Most are a model’s "
                         "estimate: a person checks by hand before anything is published or held "
                         "against anyone.</p><p>");
    if (model && *model->name)
        plx_markup_print(out, "Model %s, trained %s.", model->name, model->date);
    plx_strbuf_puts(out, "</p></div></footer></body></html>\n");
}

/* ------------------------------------------------------------ stance */

/* Drawn on a field of 12 by 12. The words beside them say the same. */
static const char *const label_shapes[PLX_LABELS_MAX] = {
    "<path d=\"M6 1 11.5 11H.5z\"/>",            /* triangle up */
    "<circle cx=\"6\" cy=\"6\" r=\"4.5\"/>",     /* disc */
    "<path d=\"M6 11 .5 1h11z\"/>",              /* triangle down */
    "<path d=\"M1.5 1.5h9v9h-9z\"/>",            /* square */
    "<path d=\"M6 0 12 6 6 12 0 6z\"/>",         /* diamond */
    "<path d=\"M4 0h4v4h4v4H8v4H4V8H0V4h4z\"/>", /* cross */
    "<path d=\"M1 6 11 .5v11z\"/>",              /* triangle left */
    "<path d=\"M11 6 1 .5v11z\"/>",              /* triangle right */
};

static const char *const other_shapes[] = {
    "<circle cx=\"6\" cy=\"6\" r=\"4.5\" class=\"ring\"/><path class=\"ring\" d=\"M3 9 9 3\"/>",
    "<path d=\"M1 5h10v2H1z\"/>",
    "<path class=\"ring\" d=\"M2 2h8v8H2z\"/>",
};

static const char *const other_words[] = { PLX_STANCE_UNCLEAR, PLX_STANCE_OFF_TOPIC,
                                           PLX_STANCE_NOT_JUDGED };

#define OTHERS (sizeof other_words / sizeof *other_words)

unsigned plx_page_stance_ordinal(const char *word, const plx_label_set *labels)
{
    int label = plx_label_find(labels, word);

    if (label >= 0)
        return (unsigned)label;
    for (unsigned i = 0; i < OTHERS; i++)
        if (strcmp(word, other_words[i]) == 0)
            return PLX_LABELS_MAX + i;
    return PLX_LABELS_MAX + OTHERS - 1;
}

void plx_page_shape(plx_strbuf *out, unsigned ordinal)
{
    plx_markup_print(out, "<svg class=\"shape s%u\" viewBox=\"0 0 12 12\" aria-hidden=\"true\">",
                     ordinal);
    plx_strbuf_puts(out, ordinal < PLX_LABELS_MAX ? label_shapes[ordinal]
                                                  : other_shapes[ordinal - PLX_LABELS_MAX]);
    plx_strbuf_puts(out, "</svg>");
}

static unsigned percent(const plx_verdict *v)
{
    return (unsigned)((double)plx_verdict_probability(v) * 100 + .5);
}

static void print_certainty(plx_strbuf *out, const plx_verdict *v, const plx_label_set *labels)
{
    if (v->by_person)
        plx_strbuf_puts(out, " <span class=\"certainty\">by a person</span>");
    else if (v->kind == PLX_KIND_LABEL)
        plx_markup_print(out, " <span class=\"certainty\">%u %% by the model</span>", percent(v));
    else if (v->kind == PLX_KIND_UNCLEAR)
        plx_markup_print(out, " <span class=\"certainty\">rather %s, %u %% by the model</span>",
                         plx_verdict_best(v, labels), percent(v));
    else if (v->kind == PLX_KIND_NOT_JUDGED)
        plx_markup_print(out, " <span class=\"certainty\">%s</span>",
                         plx_stance_reason_name(v->reason));
    else
        plx_markup_print(out, " <span class=\"certainty\">by the model%s%s</span>",
                         v->reason == PLX_REASON_NONE ? "" : ": ",
                         plx_stance_reason_name(v->reason));
}

void plx_page_stance(plx_strbuf *out, const plx_verdict *v, const plx_model_info *model)
{
    const char *word = plx_verdict_stance(v, &model->labels);
    unsigned ordinal = plx_page_stance_ordinal(word, &model->labels);
    plx_stance_words words = plx_model_info_words(model, v);

    plx_markup_print(out, "<span class=\"stance s%u\" title=\"%s: %s\">", ordinal, words.title,
                     words.definition);
    plx_page_shape(out, ordinal);
    plx_markup_print(out, " <b>%s</b>", word);
    print_certainty(out, v, &model->labels);
    plx_strbuf_puts(out, "</span>");
}

/* ------------------------------------------------------------ small parts */

void plx_page_count(plx_strbuf *out, uint32_t n, const char *one, const char *many)
{
    plx_strbuf_put_count(out, n);
    plx_markup_print(out, " %s", n == 1 ? one : many);
}

const char *plx_page_month(int month)
{
    static const char *const months[] = { "January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December" };

    return months[month - 1];
}

static void print_civil(plx_strbuf *out, const plx_date *d)
{
    int year, month, day;

    plx_date_to_civil(d->start, &year, &month, &day);
    if (d->precision >= PLX_DATE_DAY)
        plx_markup_print(out, "%u ", (unsigned)day);
    if (d->precision >= PLX_DATE_MONTH)
        plx_markup_print(out, "%s ", plx_page_month(month));
    plx_markup_print(out, "%u", (unsigned)year);
}

void plx_page_date(plx_strbuf *out, const plx_date *d)
{
    char iso[PLX_DATE_BYTES];

    if (d->precision == PLX_DATE_NONE) {
        plx_strbuf_puts(out, "undated");
        return;
    }
    plx_date_format(d, iso);
    plx_markup_print(out, "<time datetime=\"%s\">", iso);
    print_civil(out, d);
    plx_strbuf_puts(out, "</time>");
}

void plx_page_synthetic(plx_strbuf *out, bool is_synthetic)
{
    if (is_synthetic)
        plx_strbuf_puts(out, " <span class=\"synthetic\" title=\"Written for this project: not a "
                             "real article\">synthetic</span>");
}

/* ------------------------------------------------------------ refusals */

static void print_problem(plx_strbuf *out, const plx_request *rq, const plx_problem *p)
{
    plx_markup_print(out, "<div class=\"reading notice\" role=\"alert\"><h1>%s</h1><p>%s</p>",
                     p->status < 500 ? "This did not work" : "The search is not available",
                     p->detail);
    if (*p->hint)
        plx_markup_print(out, "<p>%s</p>", p->hint);
    plx_markup_print(out,
                     "<p class=\"quiet\">%u %s · %s · <a href=\"" PLX_PATH_PAGE
                     "\">Start again</a></p></div>",
                     p->status, plx_problem_title(p->status), rq->id);
}

/* "q=..." of an address whose other parameters may be wrong. */
static const char *find_query(const char *query, size_t *n)
{
    const char *q = query;

    while (q && strncmp(q, "q=", 2) != 0)
        q = strchr(q, '&') ? strchr(q, '&') + 1 : NULL;
    *n = q ? strcspn(q, "&") : 0;
    return q ? q : "";
}

/* What was asked for, or at least its words, to be put right. */
static bool read_what_was_asked(const plx_request *rq, plx_search_params *out)
{
    plx_problem ignored;
    const char *q;
    size_t n;

    if (!rq->query)
        return false;
    if (plx_search_params_read_page(rq->query, strlen(rq->query), out, &ignored))
        return true;
    plx_search_params_release(out);
    q = find_query(rq->query, &n);
    return plx_search_params_read_page(q, n, out, &ignored);
}

void plx_page_problem(const plx_request *rq, plx_reply *reply)
{
    plx_search_params params;
    bool is_read = read_what_was_asked(rq, &params);

    plx_strbuf_reset(&reply->body);
    reply->status = reply->problem.status;
    reply->type = PLX_TYPE_HTML;
    reply->cache = NULL;
    plx_page_open(&reply->body, "Problem", is_read ? &params : NULL);
    print_problem(&reply->body, rq, &reply->problem);
    plx_page_close(&reply->body, NULL);
    if (is_read)
        plx_search_params_release(&params);
}
