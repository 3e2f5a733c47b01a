#include "daemon/page/told.h"

#include "base/markup.h"
#include "daemon/page/facets.h"
#include "daemon/page/page.h"
#include "daemon/route.h"

static bool has_query(const plx_search_params *p)
{
    return p->query && *p->query;
}

static void print_link(plx_strbuf *out, const plx_search_params *p, const plx_params_change *change,
                       const char *words)
{
    plx_strbuf_puts(out, "<a");
    plx_page_href(out, p, change);
    plx_markup_print(out, ">%s</a>", words);
}

/* ------------------------------------------------------------ how much */

/* A switch that is a link; it goes back to the first page. */
static void print_fold(plx_strbuf *out, const plx_search_params *p, const plx_search_result *r)
{
    const bool other = !p->copies;
    const plx_params_change change = { .copies = &other };

    if (!r->has_tally || r->tally.stories >= r->tally.total)
        return;
    plx_strbuf_puts(out, " in ");
    plx_page_count(out, r->tally.stories, "story", "stories");
    plx_strbuf_puts(out, " · ");
    print_link(out, p, &change, p->copies ? "fold near-copies" : "show all near-copies");
}

static void print_orders(plx_strbuf *out, const plx_search_params *p)
{
    static const char *const words[] = { "Relevance", "Newest", "Oldest" };
    /* without words there is no relevance: newest first is what is meant */
    const unsigned first = has_query(p) ? PLX_BY_RELEVANCE : PLX_BY_DATE;
    const unsigned chosen = p->sort < first ? first : p->sort;

    plx_strbuf_puts(out, "<nav class=\"orders\" aria-label=\"Order\"><ul>");
    for (unsigned i = first; i <= PLX_BY_DATE_ASC; i++) {
        const plx_params_change change = { .sort = &i };
        plx_markup_print(out, "<li><a data-key=\"sort=%s\"", plx_sort_words[i]);
        plx_strbuf_puts(out, i == chosen ? " aria-current=\"true\"" : "");
        plx_page_href(out, p, &change);
        plx_markup_print(out, ">%s</a></li>", words[i]);
    }
    plx_strbuf_puts(out, "</ul></nav>");
}

void plx_page_summary(plx_strbuf *out, const plx_search_params *p, const plx_search_result *r)
{
    plx_strbuf_puts(out, "<div class=\"summary\"><h1>");
    if (!r->total_exact)
        plx_strbuf_puts(out, "at least ");
    plx_page_count(out, r->total, "article", "articles");
    plx_strbuf_puts(out, "</h1><p class=\"quiet\">");
    print_fold(out, p, r);
    plx_strbuf_puts(out, "</p>");
    if (r->total)
        print_orders(out, p);
    if (plx_page_has_facets(r))
        plx_strbuf_puts(out, "<a class=\"jump\" href=\"#filters\">Filters ↓</a>");
    plx_strbuf_puts(out, "</div>");
}

/* ------------------------------------------------------------ how it was read */

static void print_meant(plx_strbuf *out, const plx_search_params *p, const plx_search_result *r)
{
    const plx_params_change meant = { .query = r->did_you_mean };

    if (!r->did_you_mean)
        return;
    plx_strbuf_puts(out, "<p class=\"meant\">Did you mean ");
    print_link(out, p, &meant, r->did_you_mean);
    plx_strbuf_puts(out, "?</p>");
}

static void print_used(plx_strbuf *out, const char *typed, char *const *used, size_t n)
{
    plx_markup_print(out, "<li><b><bdi>%s</bdi></b> as ", typed);
    for (size_t i = 0; i < n; i++)
        plx_markup_print(out, "%s<bdi>%s</bdi>", i ? ", " : "", used[i]);
    plx_strbuf_puts(out, "</li>");
}

static void print_besides(plx_strbuf *out, const plx_search_params *p, const plx_search_result *r)
{
    const plx_params_change none = { 0 };
    plx_search_params typed = *p;

    if (r->alias_count + r->spellings.count == 0)
        return;
    typed.no_aliases = typed.no_spellings = true;
    plx_strbuf_puts(out, "<div class=\"besides\">Also looked for <ul>");
    for (size_t i = 0; i < r->alias_count; i++)
        print_used(out, r->aliases[i].typed, r->aliases[i].used, r->aliases[i].count);
    for (size_t i = 0; i < r->spellings.count; i++) {
        const plx_spelling_use *u = &r->spellings.items[i];
        print_used(out, u->word, u->used, u->count);
    }
    plx_strbuf_puts(out, "</ul> ");
    print_link(out, &typed, &none, "only what was typed");
    plx_strbuf_puts(out, "</div>");
}

/* ------------------------------------------------------------ what is missing */

static void print_partial(plx_strbuf *out, unsigned partial)
{
    static const struct {
        unsigned bit;
        const char *words;
    } parts[] = {
        { PLX_PARTIAL_MATCHES,
          "Not all articles were looked at: there may be more than are told." },
        { PLX_PARTIAL_ORDER, "The order is a rough one." },
        { PLX_PARTIAL_HITS, "Some articles of this page are missing." },
        { PLX_PARTIAL_COUNTS, "Filters have no counts." },
        { PLX_PARTIAL_SNIPPETS, "Some passages are missing." },
    };

    if (!partial)
        return;
    plx_strbuf_puts(out, "<p class=\"notice partial\">Partial: time ran out.");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (partial & parts[i].bit)
            plx_markup_print(out, " %s", parts[i].words);
    plx_strbuf_puts(out, "</p>");
}

static void print_left_out(plx_strbuf *out, const plx_search_params *p, const plx_search_result *r)
{
    const plx_params_change undated = { .set_undated = true }, likely = { .set_likely = true };
    const struct {
        uint32_t n;
        const char *words, *link;
        const plx_params_change *change;
    } parts[] = {
        { r->hidden_undated, "without a date", "show them too", &undated },
        { r->hidden_unclear, "unclear", "show those that rather fit", &likely },
        { r->hidden_off_topic, "off-topic", NULL, NULL },
        { r->hidden_not_judged, "not judged", NULL, NULL },
    };
    const char *before = "<p class=\"quiet\">Left out: ";

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i].n)
            continue;
        plx_strbuf_puts(out, before);
        plx_strbuf_put_count(out, parts[i].n);
        plx_markup_print(out, " %s", parts[i].words);
        if (parts[i].change) {
            plx_strbuf_puts(out, " (");
            print_link(out, p, parts[i].change, parts[i].link);
            plx_strbuf_puts(out, ")");
        }
        before = ", ";
    }
    if (*before == ',')
        plx_strbuf_puts(out, "</p>");
}

static void print_some_words(plx_strbuf *out, const plx_search_params *p,
                             const plx_search_result *r)
{
    const plx_params_change none = { 0 };
    plx_search_params all = *p;

    /* by date, and with all=1, those are not listed */
    if (!has_query(p) || r->total_any <= r->total || r->listed <= r->total)
        return;
    all.all = true;
    plx_strbuf_puts(out, "<p class=\"quiet\">Behind them ");
    plx_page_count(out, r->total_any - r->total, "article", "articles");
    plx_strbuf_puts(out, " with only some of the words · ");
    print_link(out, &all, &none, "only those with all");
    plx_strbuf_puts(out, "</p>");
}

void plx_page_told(plx_strbuf *out, const plx_search_params *p, const plx_search_result *r)
{
    plx_strbuf_puts(out, "<div class=\"told\">");
    print_partial(out, r->partial);
    print_meant(out, p, r);
    if (r->notice)
        plx_markup_print(out, "<p class=\"notice\">%s</p>", r->notice);
    print_besides(out, p, r);
    print_some_words(out, p, r);
    print_left_out(out, p, r);
    plx_strbuf_puts(out, "</div>");
}

/* ------------------------------------------------------------ nothing found */

void plx_page_advice(plx_strbuf *out, const plx_search_params *p, uint32_t articles)
{
    plx_search_params bare = { .query = p->query };
    const plx_params_change none = { 0 };

    plx_strbuf_puts(out, "<div class=\"empty\">");
    if (articles == 0) {
        plx_strbuf_puts(out, "<p>This index holds no articles yet.</p><p>Add some with "
                             "<code>parallax index PATH</code>; they show here at once.</p>");
    } else if (p->offset) {
        plx_strbuf_puts(out, "<p>There are not so many. ");
        print_link(out, p, &none, "Back to the first page");
        plx_strbuf_puts(out, "</p>");
    } else {
        plx_strbuf_puts(out, "<p>No article fits. Check the spelling, or use fewer words.</p>");
        if (p->filters.count || p->since || p->until) {
            plx_strbuf_puts(out, "<p>");
            print_link(out, &bare, &none, "Search without the filters");
            plx_strbuf_puts(out, "</p>");
        }
    }
    plx_strbuf_puts(out, "</div>");
}
