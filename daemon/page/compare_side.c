/* daemon/page/compare_side.c - one side of a comparison as a column */
#include <stdio.h>
#include <string.h>

#include "base/markup.h"
#include "compare/compare_notes.h"
#include "daemon/page/chart.h"
#include "daemon/page/chart_parts.h"
#include "daemon/page/compare.h"
#include "daemon/page/page.h"
#include "daemon/route.h"
#include "daemon/url.h"

/* ------------------------------------------------------------ addresses */

/* The search narrowed to a side; changed dates live in a copy of the parameters. */
static void side_address(const plx_page_side *s, const plx_search_params *p, const char *query,
                         plx_strbuf *out)
{
    const plx_params_change change = {
        .drop_name = s->c->by, .add_name = s->c->by, .add_value = s->side->name, .query = query
    };

    plx_strbuf_puts(out, PLX_PATH_PAGE "?");
    plx_search_params_address(p, &change, out);
}

/* The query and the term as a phrase, both of them. */
static void narrow(const char *query, const char *term, plx_strbuf *out)
{
    bool has_query = query && query[strspn(query, " \t\r\n")];

    if (has_query)
        plx_strbuf_printf(out, "(%s) AND ", query);
    plx_strbuf_putc(out, '"');
    for (; *term; term++)
        plx_strbuf_putc(out, *term == '"' ? ' ' : *term);
    plx_strbuf_putc(out, '"');
}

void plx_page_side_address(const plx_page_side *s, const plx_compared_term *term, plx_strbuf *out)
{
    const plx_search_params *p = &s->params->search;
    plx_strbuf query = PLX_STRBUF_INIT;

    if (term)
        narrow(p->query, term->term, &query);
    side_address(s, p, term ? query.s : NULL, out);
    out->failed = out->failed || query.failed;
    plx_strbuf_release(&query);
}

/* Of the timeline: ctx is the side. */
static void period_address(void *ctx, const char *since, const char *until, plx_strbuf *out)
{
    const plx_page_side *s = ctx;
    plx_search_params within = s->params->search;

    within.since = since;
    within.until = until;
    within.undated = false;
    side_address(s, &within, NULL, out);
}

/* ------------------------------------------------------------ totals */

static void print_note(void *ctx, const char *note)
{
    plx_markup_print(ctx, "<p class=\"quiet\">%s</p>", note);
}

static void print_heading(plx_strbuf *out, const plx_page_side *s)
{
    const plx_label_set *labels = &s->c->all.model->labels;
    plx_strbuf address = PLX_STRBUF_INIT;
    unsigned look = PLX_LABELS_MAX;

    if (s->c->by_stance)
        look = plx_page_stance_ordinal(s->side->name, labels);
    plx_page_side_address(s, NULL, &address);
    plx_markup_print(out, "<header class=\"s%u\"><h2>", look);
    if (s->c->by_stance)
        plx_page_shape(out, look);
    plx_markup_print(out, "<bdi>%s</bdi></h2>", s->side->name);
    if (s->side->title && *s->side->title)
        plx_markup_print(out, "<p>%s</p>", s->side->title);
    plx_compare_side_notes(s->c, s->side, print_note, out);
    if (s->side->tally.total) {
        plx_strbuf_puts(out, "<p class=\"quiet\"><a");
        plx_chart_href(out, &address);
        plx_strbuf_puts(out, ">All of its articles</a></p>");
    }
    plx_strbuf_puts(out, "</header>");
    plx_strbuf_release(&address);
}

/* ------------------------------------------------------------ articles */

static void print_article_link(plx_strbuf *out, const plx_page_side *s, const char *id,
                               const char *title)
{
    const plx_params_change same = { .offset = 0 };
    plx_strbuf address = PLX_STRBUF_INIT;

    plx_strbuf_puts(&address, PLX_PATH_ARTICLE);
    plx_url_encode(&address, id);
    plx_strbuf_putc(&address, '?');
    plx_search_params_address(&s->params->search, &same, &address);
    if (address.len && address.s[address.len - 1] == '?')
        plx_strbuf_truncate(&address, address.len - 1);
    plx_strbuf_puts(out, "<a");
    plx_chart_href(out, &address);
    plx_markup_print(out, "><bdi>%s</bdi></a>", title && *title ? title : id);
    plx_strbuf_release(&address);
}

static void print_hit(plx_strbuf *out, const plx_page_side *s, const plx_hit *hit)
{
    const plx_article *a = &hit->article;

    plx_strbuf_puts(out, "<li><h4>");
    print_article_link(out, s, a->id, a->title);
    plx_strbuf_puts(out, "</h4><p class=\"meta\">");
    if (a->source)
        plx_markup_print(out, "<bdi class=\"source\">%s</bdi> · ", a->source);
    plx_page_date(out, &a->date);
    plx_page_synthetic(out, a->synthetic);
    plx_strbuf_puts(out, "</p>");
    if (hit->snippet) {
        plx_strbuf_puts(out, "<p class=\"snippet\" dir=\"auto\">");
        plx_markup_marked(out, hit->snippet, strlen(hit->snippet));
        plx_strbuf_puts(out, "</p>");
    }
    plx_page_stance(out, &hit->verdict, s->c->all.model);
    plx_strbuf_puts(out, "</li>");
}

static void print_articles(plx_strbuf *out, const plx_page_side *s)
{
    plx_strbuf_puts(out, "<section class=\"best-articles\"><h3>Best articles</h3><ol>");
    for (size_t i = 0; i < s->side->best.hit_count; i++)
        print_hit(out, s, &s->side->best.hits[i]);
    plx_strbuf_puts(out, "</ol></section>");
}

/* ------------------------------------------------------------ terms */

static double most_z(const plx_comparison *c)
{
    double most = 0;

    for (size_t i = 0; i < c->side_count; i++)
        for (size_t k = 0; k < c->sides[i].term_count; k++)
            if (c->sides[i].terms[k].z_sources > most)
                most = c->sides[i].terms[k].z_sources;
    return most;
}

static void print_mark(plx_strbuf *out, bool is, const char *word)
{
    if (is)
        plx_markup_print(out, " <small>%s</small>", word);
}

static void print_summary(plx_strbuf *out, const plx_compared_term *t, double most)
{
    const plx_compare_words *words = &plx_compare_address_words;

    plx_markup_print(out, "<summary><span class=\"term-name\"><bdi>%s</bdi>", t->term);
    print_mark(out, t->in_model, words->in_model);
    print_mark(out, t->one_source, words->one_source);
    print_mark(out, t->weak, words->weak);
    plx_strbuf_printf(out, "</span><span class=\"z-value\">%.1f</span>", t->z_sources);
    plx_chart_bar(out, t->z_sources, most, t->weak);
    plx_strbuf_puts(out, "</summary>");
}

static void print_figures(plx_strbuf *out, const plx_compared_term *t)
{
    plx_strbuf_printf(out, "<p class=\"quiet\">z/s %.1f, z %.1f; here ", t->z_sources, t->z);
    plx_strbuf_put_count(out, t->articles);
    plx_strbuf_puts(out, ", else ");
    plx_strbuf_put_count(out, t->articles_others);
    plx_markup_print(out, "; %u source%s; %s</p>", (unsigned)t->sources, t->sources == 1 ? "" : "s",
                     plx_compare_kind_name(t->kind));
}

static void print_example(plx_strbuf *out, const plx_page_side *s, const plx_compare_example *e)
{
    if (!e->docid)
        return;
    plx_strbuf_puts(out, "<blockquote dir=\"auto\">");
    plx_markup_marked(out, e->sentence, strlen(e->sentence));
    plx_strbuf_puts(out, "</blockquote><p class=\"meta\">");
    if (e->source)
        plx_markup_print(out, "<bdi class=\"source\">%s</bdi> · ", e->source);
    print_article_link(out, s, e->id, e->title);
    plx_strbuf_puts(out, "</p>");
}

static void print_term(plx_strbuf *out, const plx_page_side *s, const plx_compared_term *t,
                       double most)
{
    plx_strbuf address = PLX_STRBUF_INIT;

    plx_page_side_address(s, t, &address);
    plx_strbuf_puts(out, "<li><details>");
    print_summary(out, t, most);
    print_example(out, s, &t->example);
    print_figures(out, t);
    plx_strbuf_puts(out, "<p class=\"quiet\"><a");
    plx_chart_href(out, &address);
    plx_strbuf_puts(out, ">Articles of this side with it</a></p></details></li>");
    plx_strbuf_release(&address);
}

static void print_terms(plx_strbuf *out, const plx_page_side *s)
{
    double most = most_z(s->c);

    plx_strbuf_puts(out, "<section class=\"overused\"><h3>Over-used terms <span class=\"quiet\">z/s"
                         "</span></h3>");
    if (!s->side->term_count)
        plx_strbuf_puts(out, s->c->terms_compared
                                 ? "<p class=\"quiet\">No term is used more often than chance "
                                   "would have it.</p>"
                                 : "<p class=\"quiet\">There is nothing to compare words "
                                   "with.</p>");
    else
        plx_strbuf_puts(out, "<ol>");
    for (size_t i = 0; i < s->side->term_count; i++)
        print_term(out, s, &s->side->terms[i], most);
    plx_strbuf_puts(out, s->side->term_count ? "</ol></section>" : "</section>");
}

/* ------------------------------------------------------------ side */

static void draw_timeline(plx_strbuf *out, const plx_page_side *s, size_t series)
{
    plx_strbuf caption = PLX_STRBUF_INIT;
    char id[16];
    plx_chart_timeline_options options = { .series = series,
                                           .most = plx_chart_timeline_most(s->time),
                                           .no_legend = s->c->by_stance,
                                           .address = period_address,
                                           .ctx = (void *)s };

    snprintf(id, sizeof id, "time%zu", s->number);
    plx_strbuf_printf(&caption, "%s of %s by %s", s->time->collapse ? "Stories" : "Articles",
                      s->side->name, plx_period_unit_names[s->time->by]);
    options.id = id;
    options.caption = caption.s;
    plx_chart_timeline(out, s->time, &options);
    out->failed = out->failed || caption.failed;
    plx_strbuf_release(&caption);
}

static void print_timeline(plx_strbuf *out, const plx_page_side *s)
{
    plx_strbuf_puts(out, "<section class=\"over-time\"><h3>Over time</h3>");
    for (size_t i = 0; s->time && i < s->time->series_count; i++) {
        const char *name = s->time->series[i].value.name;

        if (name && strcmp(name, s->side->name) == 0)
            draw_timeline(out, s, i);
    }
    plx_strbuf_puts(out, "</section>");
}

void plx_page_compare_side(plx_strbuf *out, const plx_page_side *s)
{
    unsigned look = s->c->by_stance
                        ? plx_page_stance_ordinal(s->side->name, &s->c->all.model->labels)
                        : PLX_LABELS_MAX;

    plx_markup_print(out, "<section class=\"side of-s%u\" aria-label=\"Side: %s\">", look,
                     s->side->name);
    print_heading(out, s);
    print_articles(out, s);
    print_terms(out, s);
    print_timeline(out, s);
    plx_strbuf_puts(out, "</section>");
}
