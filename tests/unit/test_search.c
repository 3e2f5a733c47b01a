/* What a search finds, in which order, and how it says what it did, on six articles whose
 * contents one can keep in mind. */
#include "search_fixture.h"

static const struct sample {
    const char *id, *title, *text, *source, *author, *date, *lang, *lean;
    plx_stance_kind kind;
    uint8_t best;
} samples[] = {
    { "a1", "Rockets hit the Green Zone",
      "Rockets landed in Baghdad\xe2\x80\x99s Green Zone near the embassy. Nobody was hurt.",
      "Tigris Wire", "Ann Lee; Bo Ek", "2019-10-10", "en", "right", PLX_KIND_LABEL, 0 },
    { "a2", "Greens win vote",
      "The green party won a zone of the city after an attack on its record, in Iran's shadow.",
      "The Post", "Carl Smith", "2020-01-03", "en", "left", PLX_KIND_LABEL, 1 },
    { "a3", "Qais al-Khazali speaks",
      "Militia leader Qais al Khazali spoke of sanctions and the sanctioned bank.", "Tehran Daily",
      "Bo Ek", "2019-11", "en", NULL, PLX_KIND_UNCLEAR, 0 },
    { "a4", "A play", "To be or not to be, said the hero of the play.", "The Post", NULL, NULL,
      "en", NULL, PLX_KIND_OFF_TOPIC, 0 },
    { "a5", "Sanction regime", "A sanction regime for oil. Pro-Iran groups attack on 911 lines.",
      "Ne\xc3\xbc Wire", NULL, "2018", "en", "left", PLX_KIND_UNCLEAR, 1 },
    { "a6", "Les attaques", "Des attaques contre l'ambassade, et les sanctions.", "Le Jour", NULL,
      "2019-10-31T23:30:00Z", "fr", "left", PLX_KIND_NOT_JUDGED, 0 },
};
#define SAMPLES (sizeof samples / sizeof *samples)

/* ----------------------------------------------------------------- index */

static char *copy(const char *s)
{
    return s ? strdup(s) : NULL;
}

static void put_sample(plx_writer *w, const struct sample *s)
{
    plx_article a;

    plx_article_init(&a);
    a.id = copy(s->id);
    a.title = copy(s->title);
    a.text = copy(s->text);
    a.source = copy(s->source);
    a.author = copy(s->author);
    a.lang = copy(s->lang);
    a.synthetic = true;
    set_date_and_lean(&a, s->date, s->lean);
    put_article(w, &a);
}

/* Put the stances of the table over what the model says. */
static void set_stances(void)
{
    plx_store *st = open_values();
    size_t i;

    for (i = 0; i < SAMPLES; i++) {
        plx_verdict v = { .kind = samples[i].kind, .best = samples[i].best };

        set_verdict(st, (uint32_t)i + 1, v, 0.75f);
    }
    finish_values(st);
}

static int make_index(void **state)
{
    static const char *const facets[] = { "lean", NULL };
    plx_writer_options opt = { .facets = facets };
    plx_writer *w;
    size_t i;

    if (make_folder(state))
        return -1;
    train_model();
    opt.model = model;
    w = open_writer(&opt);
    for (i = 0; i < SAMPLES; i++)
        put_sample(w, &samples[i]);
    close_writer(w);
    set_stances();
    open_searcher();
    return 0;
}

/* ----------------------------------------------------------------- asking */

/* Ids in order, those that do not hold all words in brackets. */
static void check(const plx_search_request *req, const char *want)
{
    plx_strbuf have = PLX_STRBUF_INIT;
    plx_search_result r;
    size_t i;

    OK(plx_search(searcher, req, &r, &err));
    for (i = 0; i < r.hit_count; i++)
        plx_strbuf_printf(&have, r.hits[i].full ? "%s%s" : "%s(%s)", i ? " " : "",
                          r.hits[i].article.id);
    assert_string_equal(have.s, want);
    plx_strbuf_release(&have);
    plx_search_result_release(&r);
}

static void finds(const char *query, const char *want)
{
    plx_search_request req = { .query = query };

    check(&req, want);
}

static void refuses(const plx_search_request *req, plx_status status, const char *why)
{
    plx_search_result r;

    assert_int_equal(plx_search(searcher, req, &r, &err), status);
    if (!strstr(err.msg, why))
        fail_msg("'%s' does not say '%s'", err.msg, why);
    assert_null(r.hits);
}

static void articles_with_all_words_come_first(void **state)
{
    (void)state;
    finds("rocket embassy", "a1");
    finds("attack oil", "a5 (a2)");
    finds("green zone attack", "a2 (a1) (a5)");
    finds("nowhere", "");
    finds("nowhere oil", "(a5)");
}

static void no_query_shows_the_newest_first(void **state)
{
    plx_search_request old = { .sort = PLX_BY_DATE_ASC };

    (void)state;
    finds(NULL, "a2 a3 a6 a1 a5 a4");
    finds("  ", "a2 a3 a6 a1 a5 a4");
    finds("-oil", "a2 a3 a6 a1 a4");
    check(&old, "a5 a1 a6 a3 a2 a4");
}

static void by_date_shows_what_the_total_counts(void **state)
{
    plx_search_request req = { .query = "attack zone", .sort = PLX_BY_DATE };

    (void)state;
    check(&req, "a2");
    req.any = true;
    check(&req, "a2 (a1) (a5)");
}

static void stop_words_count_only_where_nothing_else_is(void **state)
{
    (void)state;
    finds("the oil of it", "a5");
    finds("to be or not to be", "a4");
    finds("+the oil", "(a1) (a4) (a2) (a3)");
}

static void phrases_hold_their_stop_words(void **state)
{
    (void)state;
    finds("\"green zone\"", "a1");
    finds("\"hero of the play\"", "a4");
    finds("\"the green party\" -oil", "a2");
    finds("\"zone green\"", "");
    finds("\"green zone rockets\"", "");
}

static void hyphenated_words_are_found_whole_and_in_parts(void **state)
{
    (void)state;
    finds("al-Khazali", "a3");
    finds("\"al khazali\"", "a3");
    finds("khazali", "a3");
    finds("iran", "a5 a2");
    finds("pro-iran", "a5");
}

static void prefixes_stand_for_surface_words(void **state)
{
    (void)state;
    finds("khaz*", "a3");
    finds("embas*", "a1");
    finds("911*", "a5");
    finds("zzz*", "");
}

static void exact_words_are_not_stemmed(void **state)
{
    plx_search_request req = { .query = "sanctions", .exact = true };

    (void)state;
    finds("sanction", "a5 a3 a6");
    finds("=sanction", "a5");
    finds("=sanctions", "a3 a6");
    finds("=\"sanctioned bank\"", "a3");
    check(&req, "a3 a6");
}

static void words_are_stemmed_in_every_language_of_the_index(void **state)
{
    (void)state;
    finds("attaque", "a6");
    finds("lang:fr", "a6");
}

static void fields_are_required(void **state)
{
    (void)state;
    finds("title:rocket", "a1");
    finds("title:\"green zone\"", "a1");
    finds("title:sanct*", "a5");
    finds("source:\"the post\" green oil", "(a2)");
    finds("source:post", "a2 a4");
    finds("source:\"post\"", "");
    finds("source:neu*", "a5");
    finds("source:NE\xc3\x9c", "a5");
    finds("author:ek attack", "");
    finds("author:smith", "a2");
    finds("lean:left attack", "a5 a2");
    finds("(source:\"tigris wire\" OR source:\"le jour\") embassy", "a1");
    finds("date:2019-10", "a6 a1");
    finds("date:2019-10-11..2020", "a2 a3 a6");
    finds("since:2019-11", "a2 a3");
    finds("until:2018", "a5");
    finds("stance:hostile", "a2");
    finds("NOT stance:unclear", "a2 a6 a1 a4");
}

static void operators_do_what_they_say(void **state)
{
    (void)state;
    finds("green AND NOT rockets", "a2");
    finds("oil OR rockets", "a1 a5");
    finds("(oil OR rockets) AND regime", "a5");
    finds("green -rockets", "a2");
    finds("+embassy oil", "(a1)");
}

/* --------------------------------------------------------------- filters */

static void filters_are_or_inside_and_and_between(void **state)
{
    const plx_filter some[] = { { "source", "the post" },
                                { "source", "TIGRIS wire" },
                                { "year", "2019" } };
    plx_search_request req = { .filters = some, .filter_count = 2 };

    (void)state;
    check(&req, "a2 a1 a4");
    req.filter_count = 3;
    check(&req, "a1");
    req.filters = some + 2;
    req.filter_count = 1;
    check(&req, "a3 a6 a1");
}

static void a_facet_is_counted_without_its_own_filter(void **state)
{
    static const char *const facets[] = { "stance", "lean", "month", NULL };
    const plx_filter left = { "lean", "left" };
    plx_search_request req = { .filters = &left, .filter_count = 1, .facets = facets };
    plx_search_result r;

    (void)state;
    OK(plx_search(searcher, &req, &r, &err));
    assert_int_equal(r.total, 3);
    assert_int_equal(r.facet_count, 3);
    assert_int_equal(r.facets[1].count, 2); /* left 3, right 1 */
    assert_string_equal(r.facets[1].values[0].value, "left");
    assert_int_equal(r.facets[1].values[0].count, 3);
    assert_true(r.facets[1].values[0].chosen);
    assert_int_equal(r.facets[1].values[1].count, 1);
    assert_int_equal(r.facets[0].count, 3); /* hostile, unclear, not judged */
    assert_int_equal(r.facets[2].count, 2); /* of the year alone the month is not known */
    assert_string_equal(r.facets[2].values[0].value, "2020-01");
    plx_search_result_release(&r);
}

static void what_filters_hide_is_told(void **state)
{
    const plx_filter friendly = { "stance", "friendly" };
    plx_search_request req = { .filters = &friendly, .filter_count = 1, .until = "2030" };
    plx_search_result r;

    (void)state;
    OK(plx_search(searcher, &req, &r, &err));
    assert_int_equal(r.total, 1);
    assert_int_equal(r.hidden_unclear, 2);
    assert_int_equal(r.hidden_undated, 0);
    plx_search_result_release(&r);
    req.likely = true;
    OK(plx_search(searcher, &req, &r, &err));
    assert_int_equal(r.total, 2);
    assert_int_equal(r.hidden_unclear, 1);
    plx_search_result_release(&r);
    req.filter_count = 0;
    OK(plx_search(searcher, &req, &r, &err));
    assert_int_equal(r.hidden_undated, 1);
    plx_search_result_release(&r);
    req.undated = true;
    check(&req, "a2 a3 a6 a1 a5 a4");
}

static void a_bound_takes_in_its_whole_period(void **state)
{
    plx_search_request req = { .since = "2019-10-31", .until = "2019-11" };

    (void)state;
    check(&req, "a3 a6");
}

static void refusals_name_what_there_is(void **state)
{
    const plx_filter bad_facet = { "colour", "red" }, bad_stance = { "stance", "rude" },
                     bad_month = { "month", "2019" };
    static const char *const bad_names[] = { "colour", NULL };
    plx_search_request req = { .filters = &bad_facet, .filter_count = 1 };

    (void)state;
    refuses(
        &req, PLX_ERR_INVALID,
        "stance, source, original_source, author, lang, stance_by, tag, date, day, week, month, "
        "quarter, year, lean");
    req.filters = &bad_stance;
    refuses(&req, PLX_ERR_INVALID, "friendly, hostile, unclear, off-topic, not-judged");
    req.filters = &bad_month;
    refuses(&req, PLX_ERR_INVALID, "2019-10");
    req = (plx_search_request){ .facets = bad_names };
    refuses(&req, PLX_ERR_INVALID, "colour");
    req = (plx_search_request){ .query = "colour:red" };
    refuses(&req, PLX_ERR_INVALID, "lean");
    req = (plx_search_request){ .query = "stance:rude" };
    refuses(&req, PLX_ERR_INVALID, "hostile");
    req = (plx_search_request){ .query = "date:soon" };
    refuses(&req, PLX_ERR_INVALID, "column 6");
    req = (plx_search_request){ .since = "soon" };
    refuses(&req, PLX_ERR_INVALID, "since");
    req = (plx_search_request){ .limit = PLX_SEARCH_LIMIT_MAX + 1 };
    refuses(&req, PLX_ERR_LIMIT, "1000");
    req = (plx_search_request){ .query = "\"oil", .strict = true };
    refuses(&req, PLX_ERR_INVALID, "column 1");
}

/* --------------------------------------------------------------- answers */

static void snippets_mark_what_was_sought(void **state)
{
    plx_search_request req = {
        .query = "sanction \"al khazali\"", .snippets = true, .mark_open = "[", .mark_close = "]"
    };
    plx_search_result r;

    (void)state;
    OK(plx_search(searcher, &req, &r, &err));
    assert_string_equal(r.hits[0].snippet, "Militia leader Qais [al] [Khazali] spoke of "
                                           "[sanctions] and the [sanctioned] bank.");
    assert_null(r.hits[0].article.text);
    plx_search_result_release(&r);
}

static void an_explanation_says_what_was_read(void **state)
{
    plx_search_request req = { .query = "the oil \"bank", .explain = true };
    plx_search_result r;

    (void)state;
    OK(plx_search(searcher, &req, &r, &err));
    assert_non_null(strstr(r.reading, "articles that have all, or some, of: the, oil, bank"));
    assert_non_null(strstr(r.explanation, "left out: the"));
    assert_non_null(strstr(r.notice, "never closed"));
    plx_search_result_release(&r);
}

static void results_become_json(void **state)
{
    static const char *const facets[] = { "lean", NULL };
    static const char *const keys[] = { "id",      "title", "source",      "original_source",
                                        "author",  "date",  "url",         "lang",
                                        "stance",  "model", "stance_by",   "stance_probability",
                                        "snippet", "score", "stance_best", "date_precision" };
    plx_search_request req = { .query = "rocket", .facets = facets, .snippets = true };
    plx_search_result r;
    json_t *o, *hit;
    size_t i;

    (void)state;
    OK(plx_search(searcher, &req, &r, &err));
    o = plx_search_result_json(&r);
    assert_int_equal(json_integer_value(json_object_get(o, "schema")), 1);
    assert_int_equal(json_integer_value(json_object_get(o, "total")), 1);
    assert_true(json_is_true(json_object_get(o, "total_exact")));
    assert_non_null(json_object_get(json_object_get(o, "hidden"), "undated"));
    hit = json_array_get(json_object_get(o, "hits"), 0);
    for (i = 0; i < sizeof keys / sizeof *keys; i++)
        assert_non_null(json_object_get(hit, keys[i]));
    assert_string_equal(json_string_value(json_object_get(hit, "stance")), "friendly");
    assert_string_equal(json_string_value(json_object_get(hit, "stance_by")), "model");
    assert_string_equal(json_string_value(json_object_get(hit, "date")), "2019-10-10");
    assert_true(json_is_true(json_object_get(hit, "synthetic")));
    assert_int_equal(json_array_size(json_object_get(json_object_get(o, "facets"), "lean")), 1);
    json_decref(o);
    plx_search_result_release(&r);
}

static void a_searcher_follows_its_snapshot(void **state)
{
    plx_writer_options opt = { .model = model };
    static const struct sample more = { .id = "a7",
                                        .text = "A zeppelin over the town.",
                                        .source = "The Post" };
    plx_writer *w = NULL;
    bool changed = false;

    (void)state;
    finds("zeppelin", "");
    OK(plx_writer_open(folder, &opt, &w, &err));
    put_sample(w, &more);
    OK(plx_writer_commit(w, &err));
    plx_writer_close(w);
    finds("zeppelin", "");
    OK(plx_snapshot_refresh(snap, &changed, &err));
    assert_true(changed);
    finds("zeppelin", "a7");
    finds("source:post", "a2 a4 a7");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(articles_with_all_words_come_first),
        cmocka_unit_test(no_query_shows_the_newest_first),
        cmocka_unit_test(by_date_shows_what_the_total_counts),
        cmocka_unit_test(stop_words_count_only_where_nothing_else_is),
        cmocka_unit_test(phrases_hold_their_stop_words),
        cmocka_unit_test(hyphenated_words_are_found_whole_and_in_parts),
        cmocka_unit_test(prefixes_stand_for_surface_words),
        cmocka_unit_test(exact_words_are_not_stemmed),
        cmocka_unit_test(words_are_stemmed_in_every_language_of_the_index),
        cmocka_unit_test(fields_are_required),
        cmocka_unit_test(operators_do_what_they_say),
        cmocka_unit_test(filters_are_or_inside_and_and_between),
        cmocka_unit_test(a_facet_is_counted_without_its_own_filter),
        cmocka_unit_test(what_filters_hide_is_told),
        cmocka_unit_test(a_bound_takes_in_its_whole_period),
        cmocka_unit_test(refusals_name_what_there_is),
        cmocka_unit_test(snippets_mark_what_was_sought),
        cmocka_unit_test(an_explanation_says_what_was_read),
        cmocka_unit_test(results_become_json),
        cmocka_unit_test(a_searcher_follows_its_snapshot),
    };

    return cmocka_run_group_tests(tests, make_index, remove_search_index);
}
