/* What comes first, and why: one article against another, other things equal. */
#include "search_fixture.h"

#include "search/collect.h"
#include "search/compile.h"
#include "search/recency.h"
#include "search/weights.h"

#define NOW 1577836800 /* 1 January 2020 */

static const struct sample {
    const char *id, *date, *title, *text;
} samples[] = {
    /* pairs of one length that differ in one thing */
    { "apart", "2019-12-01", "Notes", "green barley rye zone oats maize attack millet spelt" },
    { "near", "2019-12-01", "Notes", "green zone barley rye oats maize attack millet spelt" },
    { "reversed", "2019-12-01", "Notes", "zone green barley rye oats maize attack millet spelt" },
    { "whole", NULL, "Bulletin", "a low-blockage kiln was lit at the brick yard by noon" },
    { "half", NULL, "Bulletin", "a blockage near the kiln was lit at the brick yard by noon" },
    { "none", NULL, "Bulletin", "a chimney over the kiln was lit at the brick yard by noon" },
    { "intitle", NULL, "Harvest festival", "the village met on the square and danced until late" },
    { "intext", NULL, "Village evening",
      "the harvest was met on the square and danced until late" },
    { "old", "2010-01-01", "Ledger", "copper prices rose a little in the market on that day" },
    { "undated", NULL, "Ledger", "copper prices rose a little in the market on that day" },
    { "new", "2019-12-31", "Ledger", "copper prices rose a little in the market on that day" },
    { "rare", NULL, "Memo", "the envoy qasim spoke about grain and the rail road at noon" },
    { "common1", NULL, "Memo", "the envoy kassem spoke about grain and the rail road at noon" },
    { "common2", NULL, "Memo", "the envoy kassem spoke about grain and the rail road again" },
    { "common3", NULL, "Memo", "the envoy kassem spoke about grain and the rail road today" },
};
#define SAMPLES (sizeof samples / sizeof *samples)

static int make_index(void **state)
{
    plx_writer *w;
    size_t i;

    if (make_folder(state))
        return -1;
    w = open_writer(NULL);
    for (i = 0; i < SAMPLES; i++) {
        const struct sample *s = &samples[i];
        plx_article a;

        plx_article_init(&a);
        a.id = strdup(s->id);
        a.title = strdup(s->title);
        a.text = strdup(s->text);
        a.lang = strdup("en");
        set_date_and_lean(&a, s->date, NULL);
        put_article(w, &a);
    }
    close_writer(w);
    open_searcher();
    return 0;
}

/* ----------------------------------------------------------------- asking */

/* Score of an article in the answer to a request; 0 if it is not listed. */
static double score(const plx_search_request *given, const char *id)
{
    plx_search_request req = *given;
    plx_search_result r;
    double found = 0;
    size_t i;

    req.limit = 100;
    req.now = NOW;
    OK(plx_search(searcher, &req, &r, &err));
    for (i = 0; i < r.hit_count; i++)
        if (strcmp(r.hits[i].article.id, id) == 0)
            found = r.hits[i].score;
    plx_search_result_release(&r);
    return found;
}

static double score_of(const char *query, const char *id)
{
    plx_search_request req = { .query = query, .any = true };

    return score(&req, id);
}

static void is_close(double have, double want)
{
    if (have < want * 0.999 || have > want * 1.001)
        fail_msg("%g is not about %g", have, want);
}

/* The ids of the hits, blanks between. */
static void lists(const plx_search_request *req, const char *want)
{
    plx_strbuf have = PLX_STRBUF_INIT;
    plx_search_result r;
    size_t i;

    OK(plx_search(searcher, req, &r, &err));
    for (i = 0; i < r.hit_count; i++)
        plx_strbuf_printf(&have, "%s%s", i ? " " : "", r.hits[i].article.id);
    assert_string_equal(have.s ? have.s : "", want);
    plx_strbuf_release(&have);
    plx_search_result_release(&r);
}

/* ------------------------------------------------------------------ tests */

static void neighbours_come_first_then_the_other_order(void **state)
{
    plx_search_request req = { .query = "green zone" };

    (void)state;
    lists(&req, "near reversed apart");
    req.query = "zone green";
    lists(&req, "reversed near apart");
}

static void what_nearness_adds_is_bounded(void **state)
{
    double plain = score_of("green OR attack OR zone", "apart");

    (void)state;
    assert_true(plain > 0);
    assert_true(score_of("green zone", "near") <
                score_of("green zone", "apart") * (1 + 2 * (double)PLX_PROXIMITY_SHARE) * 1.01);
}

static void half_of_a_hyphenated_word_is_worth_something_beside_others(void **state)
{
    plx_search_request req = { .query = "low-blockage kiln", .any = true };

    (void)state;
    lists(&req, "whole half none");
    /* a phrase in quotes is what it says */
    assert_true(score_of("\"low blockage\" kiln", "half") ==
                score_of("\"low blockage\" kiln", "none"));
    /* and what is found does not change */
    req.query = "low-blockage";
    lists(&req, "whole");
}

static void a_word_in_the_title_counts_more(void **state)
{
    plx_search_request req = { .query = "harvest" };

    (void)state;
    lists(&req, "intitle intext");
}

static void a_repeated_word_counts_more_but_not_as_often(void **state)
{
    double once = score_of("copper", "new"), twice = score_of("copper copper", "new");

    (void)state;
    is_close(twice, once * 2 * (PLX_BM25_K3 + 1) / (PLX_BM25_K3 + 2));
}

static void a_boost_multiplies_what_the_word_brings(void **state)
{
    (void)state;
    is_close(score_of("copper^3", "new"), 3 * score_of("copper", "new"));
    is_close(score_of("\"copper prices\"^0.5", "new"), 0.5 * score_of("\"copper prices\"", "new"));
    is_close(score_of("low-blockage^2", "whole"), 2 * score_of("low-blockage", "whole"));
}

static void ties_end_at_the_article_that_came_first(void **state)
{
    plx_search_request req = { .query = "copper" };

    (void)state;
    lists(&req, "old undated new");
}

static void age_plays_a_part_only_where_it_is_asked_to(void **state)
{
    plx_search_request req = { .query = "copper", .now = NOW, .recency_days = 30 };
    plx_search_request plain = { .query = "copper" };
    double score_plain = score(&plain, "new");

    (void)state;
    lists(&req, "new undated old");
    is_close(score(&req, "undated"), score_plain);
    is_close(score(&req, "old"), 0.5 * score_plain);
    assert_true(score(&req, "new") > 1.45 * score_plain);
    req.now = NOW - 86400LL * 365 * 20; /* all are of the future: none has an advantage */
    lists(&req, "old new undated");
    req.recency_days = PLX_RECENCY_DAYS_MAX + 1;
    plx_search_result r;
    assert_int_equal(plx_search(searcher, &req, &r, &err), PLX_ERR_LIMIT);
    assert_non_null(strstr(err.msg, "recency_days"));
}

static void age_goes_with_nearness(void **state)
{
    plx_search_request req = { .query = "green zone", .recency_days = 31 };
    plx_search_request plain = { .query = "green zone" };

    (void)state;
    is_close(score(&req, "near"), score(&plain, "near")); /* one half-life old */
}

static void a_half_life_is_read_with_its_unit(void **state)
{
    static const struct {
        const char *text;
        uint32_t days; /* 0: refused */
    } cases[] = { { "30", 30 },       { "30d", 30 },
                  { "2w", 14 },       { "6m", 180 },
                  { "1y", 365 },      { "0", 0 },
                  { "", 0 },          { "d", 0 },
                  { "-3d", 0 },       { "3dd", 0 },
                  { "36500", 36500 }, { "36501", 0 },
                  { "101y", 0 },      { "99999999999999999999", 0 },
                  { "3 d", 0 } };
    uint32_t days;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        plx_status rc = plx_recency_parse(cases[i].text, &days, &err);

        assert_int_equal(rc, cases[i].days ? PLX_OK : PLX_ERR_INVALID);
        assert_int_equal(days, cases[i].days);
    }
}

static void pages_fit_together(void **state)
{
    static const char *const queries[] = { "green zone attack", "envoy kassem grain",
                                           "low-blockage kiln noon", "copper prices market" };
    size_t q;

    (void)state;
    for (q = 0; q < sizeof queries / sizeof *queries; q++) {
        plx_search_request req = { .query = queries[q], .limit = 100, .now = NOW };
        plx_search_result all, one;
        uint32_t i;

        for (req.recency_days = 0; req.recency_days <= 60; req.recency_days += 60) {
            req.limit = 100;
            req.offset = 0;
            OK(plx_search(searcher, &req, &all, &err));
            req.limit = 1;
            for (i = 0; i < all.hit_count; i++) {
                req.offset = i;
                OK(plx_search(searcher, &req, &one, &err));
                assert_int_equal(one.hits[0].docid, all.hits[i].docid);
                plx_search_result_release(&one);
            }
            plx_search_result_release(&all);
        }
    }
}

/* ----------------------------------------------- several ways to say a word */

/* Score two ways to say one word by hand, as other parts of the search would add them. */
static void score_ways(const char *const word[2], float weight, plx_scores *scores)
{
    plx_tables *tables = plx_searcher_tables(searcher);
    plx_node node = { .kind = PLX_NODE_WORD };
    plx_plan_term term[2];
    plx_alternative way[2] = { { .first = 0, .count = 1, .weight = 1 },
                               { .first = 1, .count = 1, .weight = weight } };
    plx_unit unit = { .weighs = true, .boost = 1, .count = 2, .node = &node }, *leaf = &unit;
    plx_plan plan;
    plx_bits set = { 0 };
    plx_deadline deadline;
    plx_scoring s = { tables, &plan, &deadline, scores };
    uint32_t docids[64];
    size_t n, i, k;

    plx_deadline_start(&deadline, 0);
    plx_plan_init(&plan);
    plan.leaf = &leaf;
    plan.leaves = 1;
    plan.term = term;
    plan.alternative = way;
    OK(plx_bits_reset(&set, tables->last_docid, &err));
    for (i = 0; i < 2; i++) {
        plx_postings *it = NULL;

        term[i] = (plx_plan_term){ plan.pool.len, strlen(word[i]), 0 };
        plx_strbuf_puts(&plan.pool, word[i]);
        OK(plx_store_term_freq(plx_snapshot_store(snap), word[i], strlen(word[i]), &term[i].freq,
                               &err));
        OK(plx_postings_open(plx_snapshot_store(snap), word[i], strlen(word[i]), &it, &err));
        OK(plx_postings_read(it, docids, 64, &n, &err));
        for (k = 0; k < n; k++)
            plx_bits_set(&set, docids[k]);
        plx_postings_close(it);
    }
    OK(plx_scores_reset(scores, tables->last_docid, &err));
    OK(plx_score_leaf(&s, &unit, &set, &err));
    plx_bits_release(&set);
    plx_strbuf_release(&plan.pool);
}

static uint32_t docid_of(const char *id)
{
    uint32_t docid = 0;

    OK(plx_snapshot_find(snap, id, &docid, &err));
    return docid;
}

static void the_spelling_typed_comes_before_a_rare_one(void **state)
{
    const char *const common_typed[] = { "kassem", "qasim" };
    const char *const rare_typed[] = { "qasim", "kassem" };
    uint32_t rare = docid_of("rare"), common = docid_of("common1");
    plx_scores s = { 0 };

    (void)state;
    assert_true(score_of("kassem", "common1") > 0); /* the searcher knows its tables now */
    score_ways(common_typed, 0.8f, &s);
    assert_true(s.score[common] > s.score[rare] && s.score[rare] > 0);
    assert_true(s.count[common] == 0 && s.count[rare] == 0);
    score_ways(rare_typed, 0.8f, &s);
    assert_true(s.score[rare] > s.score[common] && s.score[common] > 0);
    /* one word: with equal weights it does not matter how rare a spelling is */
    score_ways(common_typed, 1, &s);
    is_close((double)s.score[rare], (double)s.score[common]);
    plx_scores_release(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(neighbours_come_first_then_the_other_order),
        cmocka_unit_test(what_nearness_adds_is_bounded),
        cmocka_unit_test(half_of_a_hyphenated_word_is_worth_something_beside_others),
        cmocka_unit_test(a_word_in_the_title_counts_more),
        cmocka_unit_test(a_repeated_word_counts_more_but_not_as_often),
        cmocka_unit_test(a_boost_multiplies_what_the_word_brings),
        cmocka_unit_test(ties_end_at_the_article_that_came_first),
        cmocka_unit_test(age_plays_a_part_only_where_it_is_asked_to),
        cmocka_unit_test(age_goes_with_nearness),
        cmocka_unit_test(a_half_life_is_read_with_its_unit),
        cmocka_unit_test(pages_fit_together),
        cmocka_unit_test(the_spelling_typed_comes_before_a_rare_one),
    };

    plx_store_process_init(0);
    return cmocka_run_group_tests_name("rank", tests, make_index, remove_search_index);
}
