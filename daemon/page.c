#include "daemon/page.h"

#include <stdio.h>
#include <string.h>

#include "base/markup.h"
#include "daemon/route.h"

#define PRODUCT "Parallax"

/* ------------------------------------------------------------ frame */

static void print_hidden(plx_strbuf *out, const char *name, const char *value)
{
    plx_markup_print(out, "<input type=\"hidden\" name=\"%s\" value=\"%s\">", name, value);
}

/* Filters stay when the words change. */
static void print_hidden_filters(plx_strbuf *out, const plx_search_params *p)
{
    char facet[PLX_PARAM_BYTES_MAX + 1];

    for (size_t i = 0; i < p->filters.count; i++) {
        const plx_filter *f = &p->filters.item[i];
        if (plx_search_params_has_filter(f->name)) {
            print_hidden(out, f->name, f->value);
            continue;
        }
        snprintf(facet, sizeof facet, "%s:%s", f->name, f->value);
        print_hidden(out, "facet", facet);
    }
    if (p->undated)
        print_hidden(out, "undated", "1");
    if (p->likely)
        print_hidden(out, "likely", "1");
}

static void print_switch(plx_strbuf *out, const char *name, const char *words, bool is_on)
{
    plx_markup_print(
        out, "<label class=\"switch\"><input type=\"checkbox\" name=\"%s\" value=\"1\"", name);
    plx_strbuf_puts(out, is_on ? " checked>" : ">");
    plx_markup_print(out, " %s</label>", words);
}

static void print_bound(plx_strbuf *out, const char *name, const char *words, const char *value)
{
    plx_markup_print(out,
                     "<label>%s <input name=\"%s\" value=\"%s\" size=\"10\" maxlength=\"40\" "
                     "placeholder=\"2019-10\" autocomplete=\"off\"></label>",
                     words, name, value ? value : "");
}

static void print_sorts(plx_strbuf *out, unsigned chosen)
{
    static const char *const words[] = { "Relevance", "Newest first", "Oldest first" };

    plx_strbuf_puts(out, "<label>Sort <select name=\"sort\">");
    for (unsigned i = 0; plx_sort_words[i]; i++) {
        plx_markup_print(out, "<option value=\"%s\"", plx_sort_words[i]);
        plx_strbuf_puts(out, i == chosen ? " selected>" : ">");
        plx_markup_print(out, "%s</option>", words[i]);
    }
    plx_strbuf_puts(out, "</select></label>");
}

static void print_options(plx_strbuf *out, const plx_search_params *p)
{
    bool is_used = p->since || p->until || p->any || p->exact || p->collapse || p->sort;

    plx_strbuf_puts(out,
                    is_used ? "<details class=\"options\" open>" : "<details class=\"options\">");
    plx_strbuf_puts(out, "<summary>Dates and options</summary><div class=\"fields\">");
    print_bound(out, "since", "From", p->since);
    print_bound(out, "until", "To", p->until);
    print_sorts(out, p->sort);
    print_switch(out, "any", "Any of the words", p->any);
    print_switch(out, "exact", "Exact words", p->exact);
    print_switch(out, "collapse", "Near-copies once", p->collapse);
    plx_strbuf_puts(out, "</div></details>");
}

static void print_form(plx_strbuf *out, const plx_search_params *p)
{
    plx_markup_print(out,
                     "<form action=\"" PLX_PATH_PAGE "\" method=\"get\" role=\"search\">"
                     "<div class=\"ask\"><input type=\"search\" name=\"q\" value=\"%s\" "
                     "aria-label=\"Search the articles\" placeholder=\"Words, “a phrase”, "
                     "source:name, -without\" autocomplete=\"off\" spellcheck=\"false\">"
                     "<button>Search</button></div>",
                     p->query ? p->query : "");
    print_hidden_filters(out, p);
    print_options(out, p);
    plx_strbuf_puts(out, "</form>");
}

void plx_page_open(plx_strbuf *out, const char *title, const plx_search_params *params)
{
    static const plx_search_params empty;

    plx_strbuf_puts(out, "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                         "<meta name=\"color-scheme\" content=\"light dark\">");
    plx_markup_print(out, "<title>%s%s" PRODUCT "</title>", title ? title : "", title ? " · " : "");
    plx_strbuf_puts(out, "<link rel=\"stylesheet\" href=\"" PLX_PATH_STYLE "\"></head><body>"
                         "<a class=\"skip\" href=\"#main\">Skip to the content</a>"
                         "<header><div class=\"bar\"><a class=\"brand\" href=\"" PLX_PATH_PAGE
                         "\">" PRODUCT "</a>");
    print_form(out, params ? params : &empty);
    plx_strbuf_puts(out, "</div></header><main id=\"main\">");
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
        plx_strbuf_puts(out, " <span class=\"by\">by a person</span>");
    else if (v->kind == PLX_KIND_LABEL)
        plx_markup_print(out, " <span class=\"by\">%u %% by the model</span>", percent(v));
    else if (v->kind == PLX_KIND_UNCLEAR)
        plx_markup_print(out, " <span class=\"by\">rather %s, %u %% by the model</span>",
                         plx_verdict_best(v, labels), percent(v));
    else if (v->kind == PLX_KIND_NOT_JUDGED)
        plx_markup_print(out, " <span class=\"by\">%s</span>", plx_stance_reason_name(v->reason));
    else
        plx_markup_print(out, " <span class=\"by\">by the model%s%s</span>",
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

static const char *const months[] = { "January",   "February", "March",    "April",
                                      "May",       "June",     "July",     "August",
                                      "September", "October",  "November", "December" };

static void print_civil(plx_strbuf *out, const plx_date *d)
{
    int year, month, day;

    plx_date_to_civil(d->start, &year, &month, &day);
    if (d->precision >= PLX_DATE_DAY)
        plx_markup_print(out, "%u ", (unsigned)day);
    if (d->precision >= PLX_DATE_MONTH)
        plx_markup_print(out, "%s ", months[month - 1]);
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

void plx_page_problem(const plx_request *rq, plx_reply *reply)
{
    plx_search_params params;
    plx_problem ignored;
    bool is_read;

    is_read =
        rq->query && plx_search_params_read_page(rq->query, strlen(rq->query), &params, &ignored);
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
