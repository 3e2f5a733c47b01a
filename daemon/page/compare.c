/* daemon/page/compare.c - GET /compare: sides of a query next to each other */
#include "daemon/page/compare.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/markup.h"
#include "compare/compare_notes.h"
#include "daemon/api/asking.h"
#include "daemon/page/chart_parts.h"
#include "daemon/page/page.h"
#include "daemon/route.h"
#include "daemon/url.h"
#include "search/counts.h"

/* Values of the facet offered as sides. */
#define SIDES_OFFERED 12u
#define BEST_DEFAULT  3u

/* clang-format off */
#define AT(field) offsetof(plx_compare_params, field)
const plx_param plx_page_compare_params[] = {
    PLX_QUERY_PARAMS,
    { "by", PLX_PARAM_TEXT, AT(by), 0, 0, NULL, "facet whose values are the sides (stance)" },
    { "sides", PLX_PARAM_LIST, AT(sides), 0, 0, NULL, "these values, commas between" },
    { "side", PLX_PARAM_FILTER, AT(side), 0, 0, NULL, "this value; repeatable" },
    { "articles", PLX_PARAM_NUMBER, AT(articles), 1, PLX_COMPARE_ARTICLES_MAX, NULL, "best articles of each side (3)" },
    { "terms", PLX_PARAM_NUMBER, AT(terms), 1, PLX_COMPARE_TERMS_MAX, NULL, "terms of each side (15)" },
    { "sample", PLX_PARAM_NUMBER, AT(sample), 1, PLX_COMPARE_READ_MAX, NULL, "stories read of each side, at most" },
    { "seed", PLX_PARAM_NUMBER, AT(seed), 1, UINT32_MAX, NULL, "of the draw (1)" },
    { "min_articles", PLX_PARAM_NUMBER, AT(min_articles), 1, 1000000, NULL, "stories of a side that a term needs (3)" },
    { "min_sources", PLX_PARAM_NUMBER, AT(min_sources), 1, 1000000, NULL, "sources of a side that a term needs" },
    { .name = NULL },
};
/* clang-format on */

/* What one request is answered from. */
struct view {
    plx_context *c;
    const plx_compare_params *params;
    const char *sides[PLX_COMPARE_SIDES_MAX + 2]; /* chosen, NULL-ended: one too many is refused by
                                                     who compares */
    plx_search_result counts;                     /* the facet of the sides, for the choice */
    plx_comparison comparison;
    plx_timeline_result time;
    bool has_time;
};

const char *plx_compare_params_by(const plx_compare_params *p)
{
    return p->by ? p->by : "stance";
}

/* ------------------------------------------------------------ addresses */

static void put_choice(const plx_compare_params *p, plx_strbuf *out)
{
    plx_url_put_number(out, "articles", p->articles);
    plx_url_put_number(out, "terms", p->terms);
    plx_url_put_number(out, "sample", p->sample);
    plx_url_put_number(out, "seed", p->seed);
    plx_url_put_number(out, "min_articles", p->min_articles);
    plx_url_put_number(out, "min_sources", p->min_sources);
}

void plx_compare_params_address(const plx_compare_params *p, const char *by, plx_strbuf *out)
{
    const plx_params_change same = { .offset = 0 };

    plx_strbuf_puts(out, PLX_PATH_COMPARE "?");
    plx_search_params_address(&p->search, &same, out);
    plx_url_put(out, "by", by);
    put_choice(p, out);
}

/* Of the API, for the sides that are shown. */
static void data_address(const struct view *v, const char *form, plx_strbuf *out)
{
    const plx_params_change same = { .offset = 0 };

    plx_strbuf_puts(out, PLX_PATH_API "compare?");
    plx_search_params_address(&v->params->search, &same, out);
    plx_url_put(out, "by", v->comparison.by);
    for (size_t i = 0; v->sides[i]; i++)
        plx_url_put(out, "side", v->sides[i]);
    put_choice(v->params, out);
    plx_url_put(out, "format", form);
}

/* ------------------------------------------------------------ work */

static void base_request(const struct view *v, plx_search_request *out)
{
    plx_asking_request(v->c, &v->params->search, out);
    out->mark_open = PLX_MARK_OPEN;
    out->mark_close = PLX_MARK_CLOSE;
}

static plx_status count_values(struct view *v, plx_error *err)
{
    const char *facets[] = { plx_compare_params_by(v->params), NULL };
    plx_search_request request;

    base_request(v, &request);
    request.no_hits = true;
    request.facets = facets;
    request.facet_top = SIDES_OFFERED;
    return plx_search(v->c->worker->searcher, &request, &v->counts, err);
}

static plx_status compare(struct view *v, plx_error *err)
{
    const plx_compare_params *p = v->params;
    plx_compare_request request = { .by = p->by,
                                    .sides = v->sides[0] ? v->sides : NULL,
                                    .articles = p->articles ? p->articles : BEST_DEFAULT,
                                    .terms = p->terms,
                                    .sample = p->sample,
                                    .seed = p->seed,
                                    .min_articles = p->min_articles,
                                    .min_sources = p->min_sources };
    /* its words are marked; without it there are no marks */
    plx_status rc = plx_worker_judged_by(v->c->daemon->workers, v->c->worker, &request.model, err);

    base_request(v, &request.search);
    request.search.snippets = true;
    if (rc == PLX_OK)
        rc = plx_compare(v->c->worker->snapshot, v->c->worker->searcher, &request, &v->comparison,
                         err);
    return rc;
}

/* Stances over time, a series for each side: only the sides' articles are counted, so that their
 * values are the most frequent ones. */
static plx_status count_periods(struct view *v, plx_error *err)
{
    const plx_comparison *c = &v->comparison;
    plx_timeline_request request = { .per = c->by, .top = PLX_COMPARE_SIDES_MAX };
    plx_filter filters[PLX_FILTER_VALUES_MAX + PLX_COMPARE_SIDES_MAX];
    size_t n = 0;
    plx_status rc;

    base_request(v, &request.search);
    for (size_t i = 0; i < request.search.filter_count; i++)
        if (strcasecmp(request.search.filters[i].name, c->by) != 0)
            filters[n++] = request.search.filters[i];
    for (size_t i = 0; i < c->side_count && n < PLX_FILTER_VALUES_MAX; i++)
        filters[n++] = (plx_filter){ c->by, c->sides[i].name };
    request.search.filters = filters;
    request.search.filter_count = n;
    rc = plx_timeline(v->c->worker->searcher, &request, &v->time, err);
    if (rc == PLX_ERR_INVALID || rc == PLX_ERR_LIMIT) /* by year there is no series */
        return PLX_OK;
    v->has_time = rc == PLX_OK && v->time.periods > 1;
    return rc;
}

/* ------------------------------------------------------------ parts */

/* Of plx_compare_notes(). */
static void print_note(void *ctx, const char *note)
{
    plx_markup_print(ctx, "<li>%s</li>", note);
}

static void print_notice(void *ctx, const char *note)
{
    plx_markup_print(ctx, "<p class=\"notice\" role=\"status\">%s</p>", note);
}

static void print_notes(const struct view *v, plx_strbuf *out)
{
    const plx_comparison *c = &v->comparison;
    plx_strbuf tally = PLX_STRBUF_INIT;

    plx_tally_words(&c->tally, &tally);
    plx_markup_print(out, "<section class=\"what-of\"><h2>What this is of</h2><p>%s</p><ul>",
                     tally.s);
    plx_compare_notes(c, &plx_compare_address_words, print_note, out);
    plx_strbuf_puts(out, "</ul></section>");
    out->failed = out->failed || tally.failed;
    plx_strbuf_release(&tally);
}

static void print_marks(const plx_compared_term *t, plx_strbuf *out)
{
    const plx_compare_words *words = &plx_compare_address_words;
    const struct {
        bool is;
        const char *word;
    } marks[] = { { t->in_model, words->in_model },
                  { t->one_source, words->one_source },
                  { t->weak, words->weak } };
    const char *between = "";

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (marks[i].is) {
            plx_markup_print(out, "%s%s", between, marks[i].word);
            between = ", ";
        }
}

static void print_term_row(const plx_compared_side *s, const plx_compared_term *t, plx_strbuf *out)
{
    plx_markup_print(out, "<tr><th scope=\"row\"><bdi>%s</bdi></th><td><bdi>%s</bdi></td>", t->term,
                     s->name);
    plx_strbuf_printf(out, "<td>%.1f</td><td>%.1f</td>", t->z_sources, t->z);
    plx_chart_cell(out, t->articles);
    plx_chart_cell(out, t->articles_others);
    plx_chart_cell(out, t->sources);
    plx_strbuf_puts(out, "<td>");
    print_marks(t, out);
    plx_strbuf_puts(out, "</td></tr>");
}

static void print_terms_table(const plx_comparison *c, plx_strbuf *out)
{
    static const char *const heads[] = { "Term", "Side", "z/s", "z", "here", "else", "src", "" };

    plx_chart_table_open(out, "Over-used terms");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        plx_markup_print(out, *heads[i] ? "<th scope=\"col\">%s</th>" : "<td>%s</td>", heads[i]);
    plx_strbuf_puts(out, "</tr></thead><tbody>");
    for (size_t i = 0; i < c->side_count; i++)
        for (size_t k = 0; k < c->sides[i].term_count; k++)
            print_term_row(&c->sides[i], &c->sides[i].terms[k], out);
    plx_chart_table_close(out);
}

static void print_data_links(const struct view *v, plx_strbuf *out)
{
    static const char *const forms[][2] = { { "json", "JSON" }, { "csv", "Terms as CSV" } };

    plx_strbuf_puts(out, "<p class=\"data quiet\">This comparison as data: ");
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        plx_strbuf address = PLX_STRBUF_INIT;

        data_address(v, forms[i][0], &address);
        plx_markup_print(out, "%s<a", i ? " · " : "");
        plx_chart_href(out, &address);
        plx_markup_print(out, ">%s</a>", forms[i][1]);
        plx_strbuf_release(&address);
    }
    plx_strbuf_puts(out, "</p>");
}

static void print_sides(const struct view *v, plx_strbuf *out)
{
    const plx_comparison *c = &v->comparison;

    plx_markup_print(out, "<div class=\"sides of-%u\">", (unsigned)c->side_count);
    for (size_t i = 0; i < c->side_count; i++) {
        const plx_page_side side = { .params = v->params,
                                     .c = c,
                                     .side = &c->sides[i],
                                     .number = i,
                                     .time = v->has_time ? &v->time : NULL };
        plx_page_compare_side(out, &side);
    }
    plx_strbuf_puts(out, "</div>");
    if (c->terms_compared)
        print_terms_table(c, out);
}

/* ------------------------------------------------------------ page */

/* What the form in the head keeps when its words change. */
static void open_page(const struct view *v, plx_strbuf *out)
{
    const plx_compare_params *p = v->params;
    plx_page_field fields[PLX_COMPARE_SIDES_MAX + 3] = { { "by", plx_compare_params_by(p) } };
    const plx_page_frame frame = {
        .view = PLX_VIEW_COMPARE, .title = "Compare", .params = &p->search, .fields = fields
    };

    for (size_t i = 0; v->sides[i]; i++)
        fields[i + 1] = (plx_page_field){ "side", v->sides[i] };
    plx_page_begin(out, &frame);
}

static void print_heading(const plx_compare_params *p, plx_strbuf *out)
{
    const char *query = p->search.query;

    if (query && *query)
        plx_markup_print(out, "<h1>Who says what: <bdi>%s</bdi></h1>", query);
    else
        plx_strbuf_puts(out, "<h1>Who says what: all articles</h1>");
}

static void print_page(struct view *v)
{
    plx_strbuf *out = &v->c->reply->body;
    const plx_comparison *c = &v->comparison;
    const plx_facet *facet = v->counts.facet_count ? v->counts.facets : NULL;

    v->c->reply->type = PLX_TYPE_HTML;
    open_page(v, out);
    plx_strbuf_puts(out, "<div class=\"compare\">");
    print_heading(v->params, out);
    plx_page_compare_choice(out, v->params, v->c->worker->snapshot, facet, c);
    if (c->all.notice)
        print_notice(out, c->all.notice);
    if (plx_compare_missing(c, &plx_compare_address_words, print_notice, out)) {
        print_sides(v, out);
        print_notes(v, out);
        print_data_links(v, out);
    }
    plx_strbuf_puts(out, "</div>");
    plx_page_close(out, plx_snapshot_model(v->c->worker->snapshot));
}

/* A refusal that is not the search's own is about the sides. */
static plx_status refuse(struct view *v, plx_status rc, const plx_error *err)
{
    plx_search_request request;
    plx_problem *problem = &v->c->reply->problem;

    base_request(v, &request);
    if (!plx_asking_is_refusal(rc) || plx_asking_is_refused(v->c, &request))
        return plx_asking_end(v->c, &request, rc, err);
    plx_problem_from_error(problem, err);
    snprintf(problem->field, sizeof problem->field, "%s",
             v->params->by && !plx_asking_is_facet(v->c, v->params->by) ? "by" : "sides");
    return PLX_OK;
}

static plx_status answer(struct view *v, plx_error *err)
{
    plx_status rc;

    plx_params_join(&v->params->sides, &v->params->side, v->sides, PLX_COMPARE_SIDES_MAX + 1);
    rc = count_values(v, err);
    if (rc == PLX_OK)
        rc = compare(v, err);
    if (rc == PLX_OK && v->comparison.side_count)
        rc = count_periods(v, err);
    if (rc == PLX_OK)
        print_page(v);
    plx_timeline_result_release(&v->time);
    plx_comparison_release(&v->comparison);
    plx_search_result_release(&v->counts);
    return rc == PLX_OK ? rc : refuse(v, rc, err);
}

plx_status plx_page_compare(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    plx_compare_params params = { .by = NULL };
    struct view v = { .c = c, .params = &params };
    plx_status rc = PLX_OK;

    if (plx_search_params_read(plx_page_compare_params, query, strlen(query), &params.search,
                               &c->reply->problem))
        rc = answer(&v, err);
    plx_search_params_release(&params.search);
    return rc;
}
