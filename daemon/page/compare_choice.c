/* daemon/page/compare_choice.c - by what to compare, and which sides: links and a form, no script
 */
#include <string.h>
#include <strings.h>

#include "base/markup.h"
#include "daemon/page/chart_parts.h"
#include "daemon/page/compare.h"
#include "daemon/page/form.h"
#include "daemon/page/page.h"
#include "daemon/route.h"

/* Facets that sides can be made of, beside the user's own, and what pages call them. */
static const struct by {
    const char *name, *words;
} facets[] = {
    { "stance", "Stance" }, { "source", "Source" }, { "original_source", "Credited outlet" },
    { "author", "Author" }, { "lang", "Language" }, { "year", "Year" },
};

static void print_by(plx_strbuf *out, const plx_compare_params *p, const char *name,
                     const char *words)
{
    bool is_chosen = strcasecmp(plx_compare_params_by(p), name) == 0;
    plx_strbuf address = PLX_STRBUF_INIT;

    plx_compare_params_address(p, name, &address);
    plx_strbuf_puts(out, "<li><a");
    plx_chart_href(out, &address);
    plx_markup_print(out, "%s>%s</a></li>", is_chosen ? " aria-current=\"true\"" : "", words);
    plx_strbuf_release(&address);
}

static void print_facets(plx_strbuf *out, const plx_compare_params *p, const plx_snapshot *snap)
{
    plx_strbuf_puts(out, "<nav class=\"compare-by\" aria-label=\"Compare by\"><span>By</span><ul>");
    for (size_t i = 0; i < sizeof facets / sizeof *facets; i++)
        print_by(out, p, facets[i].name, facets[i].words);
    for (size_t i = 0; i < plx_snapshot_facets(snap); i++)
        print_by(out, p, plx_snapshot_facet_name(snap, i), plx_snapshot_facet_name(snap, i));
    plx_strbuf_puts(out, "</ul></nav>");
}

/* ------------------------------------------------------------ form */

/* The search stays while its sides change. */
static void print_search(plx_strbuf *out, const plx_compare_params *p)
{
    const plx_search_params *s = &p->search;
    const struct {
        const char *name;
        bool is_on;
    } switches[] = {
        { "undated", s->undated },   { "likely", s->likely },
        { "any", s->any },           { "all", s->all },
        { "exact", s->exact },       { "no_aliases", s->no_aliases },
        { "collapse", s->collapse }, { "no_spellings", s->no_spellings },
    };

    plx_page_hidden(out, "q", s->query);
    plx_page_hidden(out, "by", plx_compare_params_by(p));
    plx_page_hidden_filters(out, s);
    plx_page_hidden(out, "since", s->since);
    plx_page_hidden(out, "until", s->until);
    if (s->labels)
        plx_page_hidden(out, "labels", plx_labels_words[s->labels]);
    for (size_t i = 0; i < sizeof switches / sizeof *switches; i++)
        plx_page_hidden(out, switches[i].name, switches[i].is_on ? "1" : NULL);
}

static bool is_side(const plx_comparison *c, const char *name)
{
    for (size_t i = 0; i < c->side_count; i++)
        if (strcmp(c->sides[i].name, name) == 0)
            return true;
    return false;
}

static void print_side(plx_strbuf *out, const plx_comparison *c, const char *name, uint32_t n)
{
    plx_strbuf_puts(out, "<li><label><input type=\"checkbox\" name=\"side\"");
    plx_markup_print(out, " value=\"%s\"%s> ", name, is_side(c, name) ? " checked" : "");
    if (c->by_stance)
        plx_page_shape(out, plx_page_stance_ordinal(name, &c->all.model->labels));
    plx_markup_print(out, "<bdi>%s</bdi> <span class=\"quiet\">", name);
    plx_strbuf_put_count(out, n);
    plx_strbuf_puts(out, "</span></label></li>");
}

static bool is_listed(const plx_facet *facet, const char *name)
{
    for (size_t i = 0; facet && i < facet->count; i++)
        if (strcmp(facet->values[i].value, name) == 0)
            return true;
    return false;
}

/* Unclear ones and the like are no side. */
static bool can_be_side(const plx_comparison *c, const char *name)
{
    return !c->by_stance || plx_label_find(&c->all.model->labels, name) >= 0;
}

static void print_sides(plx_strbuf *out, const plx_facet *facet, const plx_comparison *c)
{
    plx_strbuf_puts(out, "<fieldset><legend>Sides</legend><ul>");
    for (size_t i = 0; facet && i < facet->count; i++)
        if (can_be_side(c, facet->values[i].value))
            print_side(out, c, facet->values[i].value, facet->values[i].count);
    for (size_t i = 0; i < c->side_count; i++)
        if (!is_listed(facet, c->sides[i].name))
            print_side(out, c, c->sides[i].name, c->sides[i].tally.total);
    plx_strbuf_puts(out, "</ul></fieldset>");
}

static void print_number(plx_strbuf *out, const char *name, const char *words, uint32_t value,
                         uint32_t most)
{
    plx_markup_print(out,
                     "<label>%s <input type=\"number\" name=\"%s\" min=\"1\" max=\"%u\" value=\"",
                     words, name, (unsigned)most);
    if (value)
        plx_markup_print(out, "%u", (unsigned)value);
    plx_strbuf_puts(out, "\"></label>");
}

static void print_sample(plx_strbuf *out, const plx_compare_params *p)
{
    bool is_used =
        p->articles || p->terms || p->sample || p->seed || p->min_articles || p->min_sources;

    plx_markup_print(out,
                     "<details class=\"options\"%s><summary>How much is read and shown"
                     "</summary><div class=\"fields\">",
                     is_used ? " open" : "");
    print_number(out, "articles", "Best articles", p->articles, PLX_COMPARE_ARTICLES_MAX);
    print_number(out, "terms", "Terms", p->terms, PLX_COMPARE_TERMS_MAX);
    print_number(out, "sample", "Stories read of a side", p->sample, PLX_COMPARE_READ_MAX);
    print_number(out, "seed", "Seed of the draw", p->seed, UINT32_MAX);
    print_number(out, "min_articles", "Stories a term needs", p->min_articles, 1000000);
    print_number(out, "min_sources", "Sources a term needs", p->min_sources, 1000000);
    plx_strbuf_puts(out, "</div></details>");
}

void plx_page_compare_choice(plx_strbuf *out, const plx_compare_params *p, const plx_snapshot *snap,
                             const plx_facet *facet, const plx_comparison *c)
{
    print_facets(out, p, snap);
    plx_strbuf_puts(out,
                    "<form class=\"choose-sides\" action=\"" PLX_PATH_COMPARE "\" method=\"get\">");
    print_search(out, p);
    print_sides(out, facet, c);
    print_sample(out, p);
    plx_strbuf_puts(out, "<button>Compare these</button></form>");
}
