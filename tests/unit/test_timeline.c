/* Timelines of a random index, each count held against one made article by article; and what is
 * said of dates that are too coarse, of too many periods, of names that are hostile. */
#include "search_fixture.h"

#include "base/svg.h"
#include "collection/duplicates.h"
#include "compare/timeline.h"
#include "compare/timeline_svg.h"

#define DOCS   500
#define ROUNDS 300
#define GROUPS 30
#define ALONE  (-1)
#define NAMES  12 /* most values of a facet here */

static const char *const dates[] = {
    "",           "2016",       "2018",       "2018-12",    "2019-01",
    "2018-12-30", "2018-12-31", "2019-01-01", "2019-01-06", "2019-01-07",
    "2019-10-10", "2020-02-28", "2020-02-29", "2020-03-01", "2020-12-27",
    "2020-12-28", "2020-12-31", "2021-01-01", "2021-01-03", "2021-01-04",
    "1968-07",    "1969-12-31", "1970-01-01", "2019-06",    "2020-12-31T23:59:59Z",
    "2020-02",
};
#define DATES (sizeof dates / sizeof *dates)

static const char *const sources[] = { "Tigris Wire", "The Post",    "IRNA", "<b>&\"'",
                                       "=cmd()|'x'",  "Dune Ledger", "Kite" };
static const char *const authors[] = { "", "Ann Lee", "Bo Ek", "Ann Lee; Bo Ek",
                                       "Cy Vance; Bo Ek" };
static const char *const leans[] = { "", "left", "right" };
static const char *const stances[] = { "friendly", "hostile", "unclear", "off-topic",
                                       "not-judged" };

/* What is known of an article, by docid - 1. */
static struct known {
    plx_date date;
    unsigned source, author, lean, stance;
    int group;
} known[DOCS];

/* ----------------------------------------------------------------- index */

static void put_known(plx_writer *w, unsigned n)
{
    struct known *k = &known[n];
    const char *date = dates[draw(DATES)];
    plx_article a;
    char text[64];

    *k = (struct known){
        .source = draw(3) ? draw(3) : draw(7), .author = draw(5), .lean = draw(3), .stance = draw(5)
    };
    k->group = draw(3) ? ALONE : (int)draw(GROUPS);
    plx_article_init(&a);
    snprintf(text, sizeof text, "ferry %s number%u", draw(2) ? "harbour" : "council", n);
    a.id = strdup(text);
    a.text = strdup(text);
    a.source = strdup(sources[k->source]);
    a.author = *authors[k->author] ? strdup(authors[k->author]) : NULL;
    set_date_and_lean(&a, date, leans[k->lean]);
    k->date = a.date;
    put_article(w, &a);
}

/* Stances and groups of near-copies as drawn. */
static void set_values(void)
{
    static const plx_stance_kind kinds[] = { PLX_KIND_LABEL, PLX_KIND_LABEL, PLX_KIND_UNCLEAR,
                                             PLX_KIND_OFF_TOPIC, PLX_KIND_NOT_JUDGED };
    plx_store *st = open_values();
    char group[PLX_GROUP_BYTES + 1];

    for (unsigned i = 0; i < DOCS; i++) {
        plx_verdict v = { .kind = kinds[known[i].stance], .best = known[i].stance == 1 };

        set_verdict(st, i + 1, v, 1);
        snprintf(group, sizeof group, "%016x", (unsigned)known[i].group);
        OK(plx_store_set_value(st, i + 1, PLX_SLOT_GROUP, group,
                               known[i].group == ALONE ? 0 : PLX_GROUP_BYTES, &err));
    }
    finish_values(st);
}

static int make_index(void **state)
{
    static const char *const facets[] = { "lean", NULL };
    plx_writer_options opt = { .facets = facets };
    plx_writer *w;

    if (make_folder(state))
        return -1;
    seed = 7;
    train_model();
    opt.model = model;
    w = open_writer(&opt);
    for (unsigned i = 0; i < DOCS; i++)
        put_known(w, i);
    close_writer(w);
    set_values();
    open_searcher();
    return 0;
}

/* -------------------------------------------------------------- checking */

/* Values of an article in a facet; @return how many. */
static size_t values_of(const char *facet, uint32_t docid, char out[2][32])
{
    const struct known *k = &known[docid - 1];
    const char *all = strcmp(facet, "stance") == 0   ? stances[k->stance]
                      : strcmp(facet, "source") == 0 ? sources[k->source]
                      : strcmp(facet, "lean") == 0   ? leans[k->lean]
                                                     : authors[k->author];
    const char *next = strstr(all, "; ");

    if (!*all)
        return 0;
    snprintf(out[0], 32, "%.*s", next ? (int)(next - all) : 31, all);
    if (next)
        snprintf(out[1], 32, "%s", next + 2);
    return next ? 2 : 1;
}

static size_t find_band(const plx_band *bands, size_t n, size_t stride, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp((*(const plx_band *)(const void *)((const char *)bands + i * stride)).name,
                   name) == 0)
            return i;
    return n;
}

/* Bands that an article is in, each once. */
static size_t bands_of(const plx_band *bands, size_t n, size_t stride, const char *facet,
                       uint32_t docid, size_t out[2])
{
    char value[2][32];
    size_t values = values_of(facet, docid, value), found = 0;

    for (size_t i = 0; i < values; i++) {
        size_t b = find_band(bands, n, stride, value[i]);

        if (b == n)
            b = find_band(bands, n, stride, "(others)");
        assert_true(b < n);
        if (!found || out[0] != b)
            out[found++] = b;
    }
    if (!found)
        out[found++] = find_band(bands, n, stride, "(none)");
    assert_true(out[0] < n);
    return found;
}

static bool is_placed(const plx_timeline_result *r, uint32_t docid)
{
    return known[docid - 1].date.precision >= plx_period_needs(r->by);
}

/* Does another article of the group stand for it? */
static bool is_copy(const plx_timeline_result *r, const uint32_t *docids, size_t n, uint32_t docid)
{
    const struct known *mine = &known[docid - 1];

    for (size_t i = 0; mine->group != ALONE && i < n; i++) {
        const struct known *other = &known[docids[i] - 1];
        int placed = is_placed(r, docids[i]) - is_placed(r, docid);
        int dated = (other->date.precision > 0) - (mine->date.precision > 0);

        if (docids[i] == docid || other->group != mine->group)
            continue;
        if (placed > 0 || (placed == 0 && dated > 0))
            return true;
        if (placed == 0 && dated == 0 &&
            (other->date.start < mine->date.start ||
             (other->date.start == mine->date.start && docids[i] < docid)))
            return true;
    }
    return false;
}

static void same(plx_timeline_count have, plx_timeline_count want)
{
    assert_int_equal(have.articles, want.articles);
    assert_int_equal(have.stories, want.stories);
}

static void add(plx_timeline_count *c, bool is_story)
{
    c->articles++;
    c->stories += is_story;
}

/* Every count of a timeline made anew. */
struct truth {
    plx_timeline_count *cell, *n, *denominators;
    plx_timeline_count total[NAMES], placed[NAMES];
    plx_timeline_count by_precision[PLX_DATE_PRECISIONS], all_placed;
};

static void count_article(const plx_timeline_result *r, uint32_t docid, bool is_story,
                          struct truth *t)
{
    size_t series[2] = { 0 }, bands[2], series_n = 1, bands_n;

    bands_n = bands_of(r->bands, r->band_count, sizeof *r->bands, r->facet, docid, bands);
    if (r->per)
        series_n = bands_of(&r->series[0].value, r->series_count, sizeof *r->series, r->per, docid,
                            series);
    if (is_placed(r, docid))
        add(&t->all_placed, is_story);
    else
        add(&t->by_precision[known[docid - 1].date.precision], is_story);
    for (size_t s = 0; s < series_n; s++) {
        size_t p;

        add(&t->total[series[s]], is_story);
        if (!is_placed(r, docid))
            continue;
        add(&t->placed[series[s]], is_story);
        p = (size_t)(plx_period_of(r->by, known[docid - 1].date.start) - r->first);
        assert_true(p < r->periods);
        p += series[s] * r->periods;
        add(&t->n[p], is_story);
        if (r->bands[bands[0]].kind != PLX_BAND_NOT_JUDGED &&
            r->bands[bands[0]].kind != PLX_BAND_NONE)
            add(&t->denominators[p], is_story);
        for (size_t b = 0; b < bands_n; b++)
            add(&t->cell[p * r->band_count + bands[b]], is_story);
    }
}

static void compare_series(const plx_timeline_result *r, size_t s, const struct truth *t)
{
    const plx_timeline_series *have = &r->series[s];

    same(have->total, t->total[s]);
    same(have->placed, t->placed[s]);
    for (size_t p = 0; p < r->periods; p++) {
        size_t at = s * r->periods + p;

        same(have->n[p], t->n[at]);
        same(have->denominators[p], t->denominators[at]);
        for (size_t b = 0; b < r->band_count; b++)
            same(have->cell[p * r->band_count + b], t->cell[at * r->band_count + b]);
    }
}

static void check(const plx_timeline_result *r, const uint32_t *docids, size_t n)
{
    size_t places = (size_t)r->periods * r->series_count + 1;
    struct truth t = { .cell = calloc(places * r->band_count, sizeof *t.cell),
                       .n = calloc(places, sizeof *t.n),
                       .denominators = calloc(places, sizeof *t.denominators) };

    assert_true(r->series_count <= NAMES);
    for (size_t i = 0; i < n; i++)
        count_article(r, docids[i], !is_copy(r, docids, n, docids[i]), &t);
    for (size_t s = 0; s < r->series_count; s++)
        compare_series(r, s, &t);
    same(r->undated, t.by_precision[PLX_DATE_NONE]);
    same(r->only_year, t.by_precision[PLX_DATE_YEAR]);
    same(r->only_month, t.by_precision[PLX_DATE_MONTH]);
    same(r->placed, t.all_placed);
    assert_int_equal(r->total.articles, n);
    assert_int_equal(r->tally.total, n);
    assert_int_equal(r->tally.stories, r->total.stories);
    free(t.cell);
    free(t.n);
    free(t.denominators);
}

/* The first and the last period hold something, whatever lies between. */
static void check_ends(const plx_timeline_result *r)
{
    uint32_t first = 0, last = 0;

    for (size_t s = 0; r->periods && s < r->series_count; s++) {
        first += r->series[s].n[0].articles;
        last += r->series[s].n[r->periods - 1].articles;
    }
    assert_true(!r->periods || (first && last));
}

static void run_round(void)
{
    static const char *const facets[] = { NULL, "stance", "source", "author", "lean" };
    static const char *const queries[] = { "", "harbour", "council", "ferry", "zebra" };
    plx_timeline_request req = { .search = { .query = queries[draw(5)], .collapse = draw(2) },
                                 .by = draw(5) ? plx_period_unit_names[draw(5)] : NULL,
                                 .facet = facets[draw(5)],
                                 .per = facets[draw(5)],
                                 .top = draw(8) };
    plx_timeline_result r;
    plx_search_result found;
    uint32_t *docids = NULL;
    plx_status rc;

    req.search.since = draw(3) ? "2016" : NULL;
    rc = plx_timeline(searcher, &req, &r, &err);
    if (rc == PLX_ERR_LIMIT) {
        assert_string_equal(req.by, "day");
    } else {
        OK(rc);
        OK(plx_search_docids(searcher, &req.search, &docids, &found, &err));
        check(&r, docids, found.total);
        check_ends(&r);
        plx_search_result_release(&found);
        free(docids);
    }
    plx_timeline_result_release(&r);
}

static void every_count_is_that_of_the_articles(void **state)
{
    (void)state;
    seed = 11;
    for (int i = 0; i < ROUNDS; i++)
        run_round();
}

/* Bands come by falling count, others and none behind them. */
static void the_values_told_apart_are_those_most_counted(void **state)
{
    plx_timeline_request req = { .by = "year", .facet = "source", .per = "lean", .top = 3 };
    plx_timeline_result r;
    uint32_t count[7] = { 0 }, last = UINT32_MAX;

    (void)state;
    for (int i = 0; i < DOCS; i++)
        count[known[i].source]++;
    OK(plx_timeline(searcher, &req, &r, &err));
    assert_int_equal(r.band_count, 4);
    for (size_t b = 0; b < 3; b++) {
        size_t s = 0;

        while (strcmp(sources[s], r.bands[b].name) != 0)
            s++;
        assert_true(count[s] <= last);
        last = count[s];
        count[s] = 0;
    }
    for (size_t s = 0; s < 7; s++)
        assert_true(count[s] <= last);
    assert_int_equal(r.bands[3].kind, PLX_BAND_OTHERS);
    assert_int_equal(r.bands[3].values, 4);
    assert_int_equal(r.series_count, 3);
    assert_int_equal(r.series[2].value.kind, PLX_BAND_NONE);
    plx_timeline_result_release(&r);
}

static void the_unit_chosen_gives_few_periods_and_a_place_to_most(void **state)
{
    static const struct {
        const char *since, *until;
        plx_period_unit by;
    } cases[] = {
        { NULL, NULL, PLX_PERIOD_YEAR },
        { "2020-12-27", "2021-01-04", PLX_PERIOD_DAY },
        { "2020-02-28", "2020-03-01", PLX_PERIOD_DAY },
        { "2019-10-10", "2020-02-28", PLX_PERIOD_MONTH }, /* one in three is dated to a month */
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        plx_timeline_request req = { .search = { .since = cases[i].since,
                                                 .until = cases[i].until } };
        plx_timeline_result r;

        OK(plx_timeline(searcher, &req, &r, &err));
        assert_true(r.by_chosen);
        assert_int_equal(r.by, cases[i].by);
        assert_true(r.periods <= PLX_TIMELINE_PERIODS_FINE);
        plx_timeline_result_release(&r);
    }
}

static void what_cannot_be_drawn_is_refused_with_the_remedy(void **state)
{
    static const struct {
        const char *by, *facet, *per;
        uint32_t top;
        plx_status rc;
        const char *says;
    } cases[] = {
        { "day", NULL, NULL, 0, PLX_ERR_LIMIT, "choose --by week" },
        { "hour", NULL, NULL, 0, PLX_ERR_INVALID, "day, week, month, quarter, year" },
        { NULL, "mood", NULL, 0, PLX_ERR_INVALID, "there is no facet 'mood'" },
        { NULL, NULL, "month", 0, PLX_ERR_INVALID, "--by" },
        { NULL, NULL, NULL, 21, PLX_ERR_LIMIT, "at most 20" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        plx_timeline_request req = {
            .by = cases[i].by, .facet = cases[i].facet, .per = cases[i].per, .top = cases[i].top
        };
        plx_timeline_result r;

        assert_int_equal(plx_timeline(searcher, &req, &r, &err), cases[i].rc);
        if (!strstr(err.msg, cases[i].says))
            fail_msg("no '%s' in: %s", cases[i].says, err.msg);
        plx_timeline_result_release(&r);
    }
}

static void shares_are_of_the_judged_and_lie_in_their_intervals(void **state)
{
    plx_timeline_request req = { .by = "quarter" };
    plx_timeline_result r;
    plx_share share;

    (void)state;
    OK(plx_timeline(searcher, &req, &r, &err));
    for (size_t p = 0; p < r.periods; p++) {
        const plx_timeline_series *s = &r.series[0];
        double sum = 0;

        for (size_t b = 0; b < r.band_count; b++) {
            bool has = plx_timeline_share(&r, b, s->cell[p * r.band_count + b], s->denominators[p],
                                          &share);

            assert_int_equal(has, b < 4 && s->denominators[p].articles > 0);
            if (!has)
                continue;
            assert_true(share.low <= share.value && share.value <= share.high);
            sum += share.value;
        }
        assert_true(!s->denominators[p].articles || (sum > 0.999 && sum < 1.001));
    }
    plx_timeline_result_release(&r);
}

static void hostile_names_stay_text_in_a_drawing_and_in_csv(void **state)
{
    plx_timeline_request req = { .search = { .query = "ferry </title><script>\xff\xef\xbf\xbf" },
                                 .by = "year",
                                 .per = "source",
                                 .facet = "source",
                                 .top = 20 };
    plx_timeline_result r;
    plx_strbuf out = PLX_STRBUF_INIT;

    (void)state;
    OK(plx_timeline(searcher, &req, &r, &err));
    plx_timeline_svg(&r, true, &out);
    assert_false(out.failed);
    assert_null(strstr(out.s, "<script"));
    assert_null(strstr(out.s, "<b>"));
    assert_null(strstr(out.s, "\xff"));
    assert_null(strstr(out.s, "\xef\xbf\xbf"));
    assert_non_null(strstr(out.s, "&lt;b&gt;&amp;&quot;&#39;"));
    plx_strbuf_reset(&out);
    plx_timeline_csv(&r, &out);
    assert_non_null(strstr(out.s, ",\"<b>&\"\"'\","));
    plx_strbuf_release(&out);
    plx_timeline_result_release(&r);
}

static void text_in_drawings_is_cut_and_made_whole(void **state)
{
    plx_strbuf out = PLX_STRBUF_INIT;

    (void)state;
    plx_svg_escape(&out, "\xc3\xa9\xc3\xa9\xc3\xa9", 2);
    assert_string_equal(out.s, "\xc3\xa9\xc3\xa9\xe2\x80\xa6");
    plx_strbuf_reset(&out);
    plx_svg_escape(&out, "a\x01<\xed\xa0\x80>\xe2\x80\xae", 0);
    assert_string_equal(out.s, "a &lt;\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd&gt;");
    plx_strbuf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_count_is_that_of_the_articles),
        cmocka_unit_test(the_values_told_apart_are_those_most_counted),
        cmocka_unit_test(the_unit_chosen_gives_few_periods_and_a_place_to_most),
        cmocka_unit_test(what_cannot_be_drawn_is_refused_with_the_remedy),
        cmocka_unit_test(shares_are_of_the_judged_and_lie_in_their_intervals),
        cmocka_unit_test(hostile_names_stay_text_in_a_drawing_and_in_csv),
        cmocka_unit_test(text_in_drawings_is_cut_and_made_whole),
    };

    return cmocka_run_group_tests(tests, make_index, remove_search_index);
}
