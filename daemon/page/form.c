#include "daemon/page/form.h"

#include <stdio.h>

#include "base/markup.h"

void plx_page_hidden(plx_strbuf *out, const char *name, const char *value)
{
    if (value && *value)
        plx_markup_print(out, "<input type=\"hidden\" name=\"%s\" value=\"%s\">", name, value);
}

void plx_page_hidden_filters(plx_strbuf *out, const plx_search_params *p)
{
    for (size_t i = 0; i < p->filters.count; i++) {
        const plx_filter *f = &p->filters.item[i];

        if (plx_search_params_has_filter(f->name))
            plx_page_hidden(out, f->name, f->value);
        else
            plx_markup_print(out, "<input type=\"hidden\" name=\"facet\" value=\"%s:%s\">", f->name,
                             f->value);
    }
}

/* Filters, and what only the address says, stay when the words change. */
static void print_kept(plx_strbuf *out, const plx_page_frame *f, const plx_search_params *p)
{
    const struct {
        const char *name;
        bool is_on;
    } switches[] = {
        { "undated", p->undated },
        { "likely", p->likely },
        { "all", p->all },
    };

    plx_page_hidden_filters(out, p);
    for (size_t i = 0; i < sizeof switches / sizeof *switches; i++)
        if (switches[i].is_on)
            plx_page_hidden(out, switches[i].name, "1");
    for (const plx_page_field *own = f->fields; own && own->name; own++)
        plx_page_hidden(out, own->name, own->value);
}

/* Those of the list of results alone. */
static void print_kept_order(plx_strbuf *out, const plx_search_params *p)
{
    char limit[16];

    plx_page_hidden(out, "recency", p->recency);
    snprintf(limit, sizeof limit, "%u", p->limit);
    if (p->limit)
        plx_page_hidden(out, "limit", limit);
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

/* The words of the first values. */
static void print_choice(plx_strbuf *out, const char *const *values, const char *const *words,
                         unsigned chosen)
{
    for (unsigned i = 0; words[i]; i++) {
        plx_markup_print(out, "<option value=\"%s\"", values[i]);
        plx_strbuf_puts(out, i == chosen ? " selected>" : ">");
        plx_markup_print(out, "%s</option>", words[i]);
    }
}

static void print_choices(plx_strbuf *out, const plx_search_params *p, bool has_order)
{
    static const char *const sorts[] = { "Relevance", "Newest first", "Oldest first", NULL };
    static const char *const labels[] = { "Anybody", "People", "The model", NULL };

    if (has_order) {
        plx_strbuf_puts(out, "<label>Order <select name=\"sort\">");
        print_choice(out, plx_sort_words, sorts, p->sort);
        plx_strbuf_puts(out, "</select></label>");
    }
    plx_strbuf_puts(out, "<label>Stance by <select name=\"labels\">");
    print_choice(out, plx_labels_words, labels, p->labels);
    plx_strbuf_puts(out, "</select></label>");
}

/* What is on, and told nowhere else: dates are among the filters in force. */
static bool has_options(const plx_search_params *p)
{
    return p->any || p->exact || p->no_spellings || p->no_aliases || p->labels;
}

static void print_options(plx_strbuf *out, const plx_search_params *p, bool has_order)
{
    plx_strbuf_puts(out, has_options(p) ? "<details class=\"options\" open>"
                                        : "<details class=\"options\">");
    plx_strbuf_puts(out, "<summary>Dates and options</summary><div class=\"fields\">");
    print_bound(out, "since", "From", p->since);
    print_bound(out, "until", "To", p->until);
    print_choices(out, p, has_order);
    print_switch(out, "any", "Any of the words", p->any);
    print_switch(out, "exact", "Exact words", p->exact);
    print_switch(out, "no_spellings", "No other spellings", p->no_spellings);
    print_switch(out, "no_aliases", "No other names", p->no_aliases);
    if (has_order) /* the list folds them by itself */
        print_switch(out, "copies", "All near-copies", p->copies);
    else
        print_switch(out, "collapse", "Near-copies once", p->collapse);
    plx_strbuf_puts(out, "</div></details>");
}

void plx_page_form(plx_strbuf *out, const plx_page_frame *frame, const char *action)
{
    static const plx_search_params empty;
    const plx_search_params *p = frame->params ? frame->params : &empty;
    bool has_order = frame->view != PLX_VIEW_COMPARE;

    plx_markup_print(out,
                     "<form class=\"search\" action=\"%s\" method=\"get\" role=\"search\">"
                     "<div class=\"ask\"><input type=\"search\" name=\"q\" id=\"q\" value=\"%s\" "
                     "aria-label=\"Search the articles\" placeholder=\"Words, “a phrase”, "
                     "source:name, -without\" autocomplete=\"off\" autocapitalize=\"off\" "
                     "spellcheck=\"false\" dir=\"auto\"><button>Search</button></div>",
                     action, p->query ? p->query : "");
    print_kept(out, frame, p);
    if (has_order)
        print_kept_order(out, p);
    print_options(out, p, has_order);
    plx_strbuf_puts(out, "</form>");
}
