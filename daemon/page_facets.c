#include "daemon/page_facets.h"

#include <string.h>

#include "base/markup.h"
#include "daemon/page.h"
#include "daemon/route.h"

/* Facet names and what the page calls them. */
static const struct heading {
    const char *name, *words;
} headings[] = {
    { "stance", "Stance" }, { "source", "Source" }, { "original_source", "Credited outlet" },
    { "author", "Author" }, { "lang", "Language" }, { "month", "Month" },
    { "year", "Year" },
};

static const char *heading(const char *name)
{
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        if (strcmp(headings[i].name, name) == 0)
            return headings[i].words;
    return name;
}

void plx_page_href(plx_strbuf *out, const plx_search_params *p, const plx_params_change *change)
{
    plx_strbuf address = PLX_STRBUF_INIT;

    plx_strbuf_puts(&address, PLX_PATH_PAGE "?");
    plx_search_params_address(p, change, &address);
    if (address.s[address.len - 1] == '?')
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
    plx_strbuf_puts(out, "<ul class=\"chosen\" aria-label=\"Filters\">");
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
    plx_page_href(out, p, &change);
    plx_markup_print(out, " aria-label=\"%s %s: %u\">", v->chosen ? "Remove" : "Only", v->value,
                     v->count);
    if (strcmp(f->name, "stance") == 0)
        plx_page_shape(out, plx_page_stance_ordinal(v->value, &r->model->labels));
    plx_markup_print(out, "<bdi class=\"value\">%s</bdi>", v->value);
    plx_markup_print(out, "<span class=\"count\">%u</span>", v->count);
    plx_markup_print(out,
                     "<svg class=\"share\" viewBox=\"0 0 100 2\" preserveAspectRatio=\"none\" "
                     "aria-hidden=\"true\"><rect width=\"%u\" height=\"2\"/></svg></a></li>",
                     (unsigned)((uint64_t)v->count * 100 / largest(f)));
}

static void print_facet(plx_strbuf *out, const plx_search_params *p, const plx_search_result *r,
                        const plx_facet *f)
{
    plx_markup_print(out, "<section><h2>%s</h2><ul>", heading(f->name));
    for (size_t i = 0; i < f->count; i++)
        print_value(out, p, r, f, &f->values[i]);
    plx_strbuf_puts(out, "</ul>");
    if (f->others)
        plx_markup_print(out, "<p class=\"quiet\">%u articles under other values</p>", f->others);
    plx_strbuf_puts(out, "</section>");
}

void plx_page_facets(plx_strbuf *out, const plx_search_params *p, const plx_search_result *r)
{
    plx_strbuf_puts(out, "<nav class=\"facets\" id=\"filters\" aria-label=\"Filters\">");
    for (size_t i = 0; i < r->facet_count; i++)
        if (r->facets[i].count)
            print_facet(out, p, r, &r->facets[i]);
    plx_strbuf_puts(out, "</nav>");
}
