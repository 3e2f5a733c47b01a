#include "daemon/page/facets.h"

#include <string.h>

#include "base/markup.h"
#include "daemon/page/page.h"
#include "daemon/route.h"

/* The usual facets in their order, and what the page calls them. */
static const struct heading {
    const char *name, *words;
    bool is_counted; /* the others are only chosen, by their address */
} headings[] = {
    { "stance", "Stance", true },
    { "source", "Source", true },
    { "author", "Author", true },
    { "lang", "Language", true },
    { "original_source", "Credited outlet", true },
    { "tag", "Tag", true },
    { "stance_by", "Stance by", true },
    { "year", "Year", false },
    { "quarter", "Quarter", false },
    { "month", "Month", false },
    { "week", "Week", false },
    { "day", "Day", false },
    { "date", "Date", false },
};

#define HEADINGS (sizeof headings / sizeof *headings)

static const char *heading(const char *name)
{
    for (size_t i = 0; i < HEADINGS; i++)
        if (strcmp(headings[i].name, name) == 0)
            return headings[i].words;
    return name;
}

void plx_page_facets_of(const plx_snapshot *s, plx_page_facet_names *out)
{
    size_t n = 0;

    for (size_t i = 0; i < HEADINGS; i++)
        if (headings[i].is_counted)
            out->name[n++] = headings[i].name;
    for (size_t i = 0; i < plx_snapshot_facets(s) && n < PLX_SEARCH_FACETS_MAX; i++)
        out->name[n++] = plx_snapshot_facet_name(s, i);
    out->name[n] = NULL;
}

void plx_page_href(plx_strbuf *out, const plx_search_params *p, const plx_params_change *change)
{
    plx_strbuf address = PLX_STRBUF_INIT;

    plx_strbuf_puts(&address, PLX_PATH_PAGE "?");
    plx_search_params_address(p, change, &address);
    if (address.len && address.s[address.len - 1] == '?')
        plx_strbuf_truncate(&address, address.len - 1);
    plx_markup_print(out, " href=\"%s\"", address.s);
    out->failed = out->failed || address.failed;
    plx_strbuf_release(&address);
}

/* ------------------------------------------------------------ chosen */

static void print_chip(plx_strbuf *out, const plx_search_params *p,
                       const plx_params_change *without, const char *name, const char *value)
{
    plx_strbuf_puts(out, "<li><a");
    plx_page_href(out, p, without);
    plx_markup_print(out, " aria-label=\"Remove %s %s\"><span>%s</span> <bdi>%s</bdi> ", name,
                     value, name, value);
    plx_strbuf_puts(out, "<span aria-hidden=\"true\">×</span></a></li>");
}

static void print_dates_chip(plx_strbuf *out, const plx_search_params *p)
{
    const plx_params_change without = { .drop_dates = true };
    plx_strbuf range = PLX_STRBUF_INIT;

    if (p->since)
        plx_strbuf_printf(&range, "from %s", p->since);
    if (p->until)
        plx_strbuf_printf(&range, "%sto %s", p->since ? " " : "", p->until);
    if (p->undated)
        plx_strbuf_puts(&range, " or undated");
    print_chip(out, p, &without, "Date", range.s);
    plx_strbuf_release(&range);
}

void plx_page_chosen(plx_strbuf *out, const plx_search_params *p)
{
    bool has_dates = p->since || p->until;

    if (!has_dates && p->filters.count == 0)
        return;
    plx_strbuf_puts(out, "<ul class=\"chosen\" aria-label=\"Filters in force\">");
    for (size_t i = 0; i < p->filters.count; i++) {
        const plx_filter *f = &p->filters.item[i];
        const plx_params_change without = { .drop_name = f->name, .drop_value = f->value };
        print_chip(out, p, &without, heading(f->name), f->value);
    }
    if (has_dates)
        print_dates_chip(out, p);
    plx_strbuf_puts(out, "</ul>");
}

/* ------------------------------------------------------------ facets */

static bool is_shown_whole(const plx_search_params *p, const plx_facet *f)
{
    return p->more && strcmp(p->more, f->name) == 0;
}

static uint32_t largest(const plx_facet *f)
{
    uint32_t most = 1;

    for (size_t i = 0; i < f->count; i++)
        if (f->values[i].count > most)
            most = f->values[i].count;
    return most;
}

static void print_value(plx_strbuf *out, const plx_search_params *p, const plx_search_result *r,
                        const plx_facet *f, const plx_facet_value *v)
{
    plx_params_change change = { 0 };

    *(v->chosen ? &change.drop_name : &change.add_name) = f->name;
    *(v->chosen ? &change.drop_value : &change.add_value) = v->value;
    plx_strbuf_puts(out, v->chosen ? "<li class=\"on\"><a" : "<li><a");
    plx_markup_print(out, " data-key=\"%s=%s\"", f->name, v->value);
    plx_page_href(out, p, &change);
    plx_markup_print(out, " aria-label=\"%s %s: ", v->chosen ? "Remove" : "Only", v->value);
    plx_strbuf_put_count(out, v->count);
    plx_strbuf_puts(out, "\">");
    if (strcmp(f->name, "stance") == 0)
        plx_page_shape(out, plx_page_stance_ordinal(v->value, &r->model->labels));
    plx_markup_print(out, "<bdi class=\"value\">%s</bdi> <span class=\"count\">", v->value);
    plx_strbuf_put_count(out, v->count);
    plx_markup_print(out,
                     "</span><svg class=\"share\" viewBox=\"0 0 100 2\" "
                     "preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                     "<rect width=\"%u\" height=\"2\"/></svg></a></li>",
                     (unsigned)((uint64_t)v->count * 100 / largest(f)));
}

/* Those at the top, and those that are chosen. Returns how many values are not shown. */
static uint32_t print_values(plx_strbuf *out, const plx_search_params *p,
                             const plx_search_result *r, const plx_facet *f)
{
    const size_t most = is_shown_whole(p, f) ? PLX_PAGE_FACET_ALL : PLX_PAGE_FACET_FEW;
    uint32_t shown = 0;

    plx_strbuf_puts(out, "<ul>");
    for (size_t i = 0; i < f->count; i++) {
        if (i >= most && !f->values[i].chosen)
            continue;
        print_value(out, p, r, f, &f->values[i]);
        shown++;
    }
    plx_strbuf_puts(out, "</ul>");
    return f->distinct > shown ? f->distinct - shown : 0;
}

/* The way to all values of a facet, and back. */
static void print_more(plx_strbuf *out, const plx_search_params *p, const plx_facet *f,
                       uint32_t hidden)
{
    const plx_params_change same = { .offset = p->offset };
    const bool is_whole = is_shown_whole(p, f);
    plx_search_params other = *p;

    if (is_whole && hidden) {
        plx_strbuf_puts(out, "<p class=\"quiet\">and ");
        plx_strbuf_put_count(out, hidden);
        plx_strbuf_puts(out, " more, with fewer articles</p>");
    }
    if (!is_whole && !hidden)
        return;
    other.more = is_whole ? NULL : f->name;
    plx_markup_print(out, "<p class=\"more\"><a data-key=\"more=%s\"", f->name);
    plx_page_href(out, &other, &same);
    plx_markup_print(out, " aria-describedby=\"facet-%s\">", f->name);
    if (!is_whole)
        plx_strbuf_put_count(out, hidden);
    plx_strbuf_puts(out, is_whole ? "fewer</a></p>" : " more</a></p>");
}

static void print_facet(plx_strbuf *out, const plx_search_params *p, const plx_search_result *r,
                        const plx_facet *f)
{
    uint32_t hidden;

    plx_markup_print(out, "<section aria-labelledby=\"facet-%s\"><h2 id=\"facet-%s\">%s</h2>",
                     f->name, f->name, heading(f->name));
    hidden = print_values(out, p, r, f);
    print_more(out, p, f, hidden);
    if (f->missing) {
        plx_strbuf_puts(out, "<p class=\"quiet\">");
        plx_strbuf_put_count(out, f->missing);
        plx_strbuf_puts(out, " without one</p>");
    }
    plx_strbuf_puts(out, "</section>");
}

/* Does it tell articles apart, or can a choice be taken back? */
static bool is_telling(const plx_facet *f)
{
    bool has_chosen = false;

    for (size_t i = 0; i < f->count; i++)
        has_chosen = has_chosen || f->values[i].chosen;
    return has_chosen || f->distinct > 1 || (f->distinct == 1 && f->missing);
}

bool plx_page_has_facets(const plx_search_result *r)
{
    for (size_t i = 0; i < r->facet_count; i++)
        if (is_telling(&r->facets[i]))
            return true;
    return false;
}

void plx_page_facets(plx_strbuf *out, const plx_search_params *p, const plx_search_result *r)
{
    if (!plx_page_has_facets(r))
        return;
    plx_strbuf_puts(out, "<nav class=\"facets\" id=\"filters\" aria-label=\"Filters\">");
    for (size_t i = 0; i < r->facet_count; i++)
        if (is_telling(&r->facets[i]))
            print_facet(out, p, r, &r->facets[i]);
    plx_strbuf_puts(out, "</nav>");
}
