/* What comparing finds: figures by hand, planted words in a made-up corpus, the same sample in any
 * order, copies counted once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "collection/writer.h"
#include "compare/compare.h"
#include "compare/compare_choose.h"
#include "compare/compare_odds.h"
#include "compare/compare_terms.h"
#include "compare/compare_words.h"

#define LEFT  0
#define RIGHT 1
#define EACH  60 /* articles of a side */

static char folder[64];
static plx_error err;

static void ok(plx_status rc)
{
    if (rc)
        fail_msg("status %d: %s", (int)rc, err.msg);
}

/* ------------------------------------------------------------------- odds */

/* Worked out with a Python script from the formula in the paper. */
static const struct odds_case {
    double y1, n1, y2, n2, prior, prior_all, log_odds, z;
} odds_cases[] = {
    { 30, 1000, 10, 2000, 5, 50, 1.542905066788, 4.999583830056 },
    { 0, 100, 50, 1000, 1.5, 30, -1.506024817061, -1.818207469983 },
    { 7, 7, 3, 9, 0.5, 2, 2.371577964481, 3.663580322733 },
    { 120, 50000, 340, 160000, 12.25, 4200, 0.129052673134, 1.265445527726 },
};

static void the_log_odds_are_those_of_the_paper(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof odds_cases / sizeof *odds_cases; i++) {
        const struct odds_case *t = &odds_cases[i];
        plx_odds_counts c = { .y1 = t->y1,
                              .n1 = t->n1,
                              .y2 = t->y2,
                              .n2 = t->n2,
                              .prior = t->prior,
                              .prior_all = t->prior_all,
                              .deff1 = 1,
                              .deff2 = 1 };
        plx_odds odds = plx_log_odds(&c);

        assert_true(fabs(odds.log_odds - t->log_odds) < 1e-9);
        assert_true(fabs(odds.z - t->z) < 1e-9);
        assert_true(fabs(odds.z_sources - t->z) < 1e-9);
    }
}

static void what_both_sides_use_alike_has_no_odds(void **state)
{
    plx_odds_counts c = {
        .y1 = 5, .n1 = 50, .y2 = 5, .n2 = 50, .prior = 1, .prior_all = 10, .deff1 = 1, .deff2 = 1
    };

    (void)state;
    assert_true(fabs(plx_log_odds(&c).z) < 1e-12);
}

static void the_only_term_there_is_breaks_nothing(void **state)
{
    plx_odds_counts c = {
        .y1 = 5, .n1 = 5, .y2 = 3, .n2 = 3, .prior = 1, .prior_all = 1, .deff1 = 1, .deff2 = 1
    };

    (void)state;
    assert_true(isfinite(plx_log_odds(&c).z));
    c = (plx_odds_counts){ .n1 = 5, .n2 = 3, .deff1 = 1, .deff2 = 1 };
    assert_true(isfinite(plx_log_odds(&c).z));
}

static void a_design_effect_is_what_outlets_differ_by(void **state)
{
    static const plx_odds_source one[] = { { 20, 100 }, { 0, 100 }, { 1, 100 } };
    static const plx_odds_source alike[] = { { 5, 50 }, { 10, 100 } };
    static const plx_odds_source four[] = { { 9, 10 }, { 1, 90 }, { 0, 50 }, { 2, 30 } };
    plx_odds_counts c = { .y1 = 30,
                          .n1 = 1000,
                          .y2 = 10,
                          .n2 = 2000,
                          .prior = 5,
                          .prior_all = 50,
                          .deff1 = 18,
                          .deff2 = 1 };

    (void)state;
    assert_true(fabs(plx_design_effect(one, 3) - 18.142857142857) < 1e-9);
    assert_true(fabs(plx_design_effect(four, 4) - 11.728395061728) < 1e-9);
    assert_true(plx_design_effect(alike, 2) == 1);
    assert_true(plx_design_effect(one, 1) == 1);
    assert_true(plx_log_odds(&c).z_sources < plx_log_odds(&c).z);
}

static void the_bound_is_the_normal_distribution_s(void **state)
{
    (void)state;
    assert_true(fabs(plx_normal_upper(0.05) - 1.6448536269) < 1e-8);
    assert_true(fabs(plx_normal_upper(0.025) - 1.9599639845) < 1e-8);
    assert_true(fabs(plx_normal_upper(1e-6) - 4.7534243088) < 1e-8);
    assert_true(fabs(plx_normal_upper(0.5)) < 1e-8);
}

/* ------------------------------------------------------------------ words */

static void words_of_the_trade_are_known(void **state)
{
    (void)state;
    assert_true(plx_is_trade_word("said", 4));
    assert_true(plx_is_trade_word("subscribe", 9));
    assert_true(plx_is_trade_word("tuesday!", 7));
    assert_false(plx_is_trade_word("sai", 3));
    assert_false(plx_is_trade_word("sanction", 8));
    assert_false(plx_is_trade_word("", 0));
}

static void a_query_gives_its_words_and_not_those_it_refuses(void **state)
{
    plx_analyser *an = NULL;
    plx_topic_words w;

    (void)state;
    ok(plx_analyser_new(&an, &err));
    ok(plx_topic_words_make(an, NULL, "\"green zone\" sanction* -harbour title:ferry source:wire",
                            &w, &err));
    assert_true(plx_topic_words_has(&w, "green", 5));
    assert_true(plx_topic_words_has(&w, "sanctions", 9));
    assert_true(plx_topic_words_has(&w, "ferri", 5));
    assert_false(plx_topic_words_has(&w, "harbour", 7));
    assert_false(plx_topic_words_has(&w, "wire", 4));
    plx_topic_words_release(&w);
    ok(plx_topic_words_make(an, NULL, NULL, &w, &err));
    assert_false(plx_topic_words_has(&w, "green", 5));
    plx_topic_words_release(&w);
    plx_analyser_free(an);
}

/* ------------------------------------------------------------------ terms */

static struct counting {
    plx_analyser *an;
    plx_tokens title, text;
    plx_term_counter c;
} counting;

static int begin_counting(void **state)
{
    (void)state;
    memset(&counting, 0, sizeof counting);
    plx_tokens_init(&counting.title);
    plx_tokens_init(&counting.text);
    return plx_analyser_new(&counting.an, &err) || plx_term_counter_init(&counting.c, 2, 50, &err);
}

static int end_counting(void **state)
{
    (void)state;
    plx_term_counter_release(&counting.c);
    plx_tokens_release(&counting.title);
    plx_tokens_release(&counting.text);
    plx_analyser_free(counting.an);
    return 0;
}

static void count(const char *title, const char *text, uint8_t side)
{
    plx_story story = { .docid = 1, .source = 0, .side = side };

    ok(plx_analyser_run(counting.an, "en", title, strlen(title), &counting.title, &err));
    ok(plx_analyser_run(counting.an, "en", text, strlen(text), &counting.text, &err));
    ok(plx_term_counter_add(&counting.c, &story, &counting.title, title, &counting.text, text,
                            &err));
}

/* Ordinal of words with blanks between, given as stems; PLX_MAP_NONE: was not counted. */
static uint32_t find_term(const char *stems)
{
    const plx_map *words = counting.c.table[PLX_VOCABULARY_WORDS].map;
    uint32_t word[PLX_COMPARE_GRAM];
    size_t n = 0;

    while (*stems) {
        size_t len = strcspn(stems, " ");

        word[n] = plx_map_find(words, stems, len);
        if (word[n++] == PLX_MAP_NONE)
            return PLX_MAP_NONE;
        stems += len + (stems[len] == ' ');
    }
    return n == 1
               ? word[0]
               : plx_map_find(counting.c.table[PLX_VOCABULARY_PHRASES].map, word, n * sizeof *word);
}

static uint32_t stories(const char *stems, size_t side)
{
    uint32_t term = find_term(stems);
    plx_vocabulary_kind kind = strchr(stems, ' ') ? PLX_VOCABULARY_PHRASES : PLX_VOCABULARY_WORDS;

    return term == PLX_MAP_NONE ? 0 : counting.c.table[kind].stories[2 * term + side];
}

static bool is_name(const char *stems)
{
    uint32_t term = find_term(stems);
    plx_vocabulary_kind kind = strchr(stems, ' ') ? PLX_VOCABULARY_PHRASES : PLX_VOCABULARY_WORDS;

    assert_int_not_equal(term, PLX_MAP_NONE);
    return plx_term_is_name(&counting.c, kind, term);
}

static void a_story_counts_once_for_a_term(void **state)
{
    uint32_t harbour;

    (void)state;
    count("The harbour", "A harbour, the harbours and the harbour.", LEFT);
    count("", "Another harbour.", RIGHT);
    harbour = find_term("harbour");
    assert_int_equal(stories("harbour", LEFT), 1);
    assert_int_equal(stories("harbour", RIGHT), 1);
    assert_int_equal(counting.c.table[PLX_VOCABULARY_WORDS].uses[2 * harbour], 4);
}

static void stop_words_trade_words_numbers_and_letters_are_no_terms(void **state)
{
    (void)state;
    count("", "The reporter said on Tuesday that 12 boats and x rays came.", LEFT);
    assert_int_equal(stories("the", LEFT), 0);
    assert_int_equal(stories("said", LEFT), 0);
    assert_int_equal(stories("tuesday", LEFT), 0);
    assert_int_equal(stories("12", LEFT), 0);
    assert_int_equal(stories("x", LEFT), 0);
    assert_int_equal(stories("boat", LEFT), 1);
}

static void phrases_stay_inside_sentences_and_clauses(void **state)
{
    (void)state;
    count("",
          "They drew a red line. Storm boats, ferry lanes and the pro-harbour council's budget.",
          LEFT);
    assert_int_equal(stories("red line", LEFT), 1);
    assert_int_equal(stories("line storm", LEFT), 0);
    assert_int_equal(stories("boat ferri", LEFT), 0);
    assert_int_equal(stories("lane pro", LEFT), 0);
    assert_int_equal(stories("pro harbour", LEFT), 1);
    assert_int_equal(stories("council budget", LEFT), 1);
}

static void names_bear_capitals_inside_of_sentences(void **state)
{
    (void)state;
    count("Green Boats Win Again In Town",
          "Storms came. The mayor met Ana Tarim Lopez and the green boats of Ana Tarim Lopez.\n\n"
          "HARBOUR FERRY BOATS COME.",
          LEFT);
    assert_true(is_name("ana tarim lopez"));
    assert_true(is_name("ana tarim"));
    assert_true(is_name("ana"));
    assert_false(is_name("green boat"));
    assert_false(is_name("storm"));
    assert_int_equal(find_term("harbour ferri boat"), PLX_MAP_NONE);
}

static void a_dateline_is_no_part_of_the_text(void **state)
{
    (void)state;
    count("", "OSTWICK, Norland (Newswire) - Boats came home.", LEFT);
    count("", "The council - Ostwick's own - met again.", RIGHT);
    assert_int_equal(stories("ostwick", LEFT), 0);
    assert_int_equal(stories("newswir", LEFT), 0);
    assert_int_equal(stories("boat", LEFT), 1);
    assert_int_equal(stories("council", RIGHT), 1);
}

static void hostile_texts_are_counted_and_break_nothing(void **state)
{
    static const char *const texts[] = {
        "",
        "\xff\xfe\xff",
        "- - - - -",
        "A A A A A A A A A A A A A A A A",
        "\xe2\x80\x99s\xe2\x80",
        " - ",
        "A-B-C-D-E-F-G-H",
        "\xe2\x80\xae turned",
        "....!!!!",
        "U.S. U.S. U.S.",
    };
    char *big = malloc(300001);

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        count(texts[i], texts[i], i % 2);
    memset(big, 'A', 300000);
    for (size_t i = 0; i < 300000; i += 3)
        big[i] = ' ';
    big[300000] = '\0';
    count("", big, LEFT);
    free(big);
}

/* ------------------------------------------------------------------ index */

static const char *const filler[] = {
    "harbour", "ferry",  "bridge", "storm",  "market", "school",  "tower",  "garden",
    "letter",  "river",  "winter", "window", "record", "budget",  "engine", "museum",
    "forest",  "signal", "copper", "basket", "mirror", "saddle",  "violin", "pepper",
    "blanket", "candle", "ladder", "marble", "needle", "orchard",
};
#define FILLERS (sizeof filler / sizeof *filler)

static uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void fill_text(size_t side, unsigned n, char *out, size_t room)
{
    uint32_t seed = n * 7919 + (uint32_t)side * 104729 + 17;
    size_t at = 0;

    for (int s = 0; s < 6; s++) {
        at += (size_t)snprintf(out + at, room - at, "People saw the");
        for (int w = 0; w < 8; w++)
            at += (size_t)snprintf(out + at, room - at, " %s", filler[next(&seed) % FILLERS]);
        at += (size_t)snprintf(out + at, room - at, ". ");
    }
    if (n % 2)
        at += (size_t)snprintf(out + at, room - at, "%s",
                               side == LEFT ? "They praised the amber lantern near Port Ellery. "
                                            : "They feared the broken turbine of Governor Hask. ");
    if (side == LEFT && n % 6 == 0)
        snprintf(out + at, room - at, "Visit the gazebo corner. ");
}

static char *copy(const char *s)
{
    return s ? strdup(s) : NULL;
}

static void put(plx_writer *w, const char *id, const char *text, const char *source,
                const char *lean)
{
    plx_put_result result;
    plx_article a;

    plx_article_init(&a);
    a.id = copy(id);
    a.title = copy("Notes of the day");
    a.text = copy(text);
    a.source = copy(source);
    a.lang = copy("en");
    a.synthetic = true;
    if (lean) {
        a.extra = json_object();
        json_object_set_new(a.extra, "lean", json_string(lean));
    }
    ok(plx_writer_put_article(w, &a, &result, &err));
    plx_article_release(&a);
}

/* Article n of a side. "gazebo corner" stands in one outlet only. */
static void put_made(plx_writer *w, size_t side, unsigned n)
{
    char text[2048], id[16], source[24];

    fill_text(side, n, text, sizeof text);
    snprintf(id, sizeof id, "%c%u", side == LEFT ? 'l' : 'r', n);
    snprintf(source, sizeof source, "Outlet %u%s", n % 6, side == LEFT ? "L" : "R");
    put(w, id, text, source, side == LEFT ? "left" : "right");
}

static plx_writer *open_index(void)
{
    static const char *const facets[] = { "lean", NULL };
    plx_writer_options opt = { .create = true, .facets = facets };
    plx_writer *w = NULL;

    strcpy(folder, "/tmp/plx-compare-XXXXXX");
    assert_non_null(mkdtemp(folder));
    ok(plx_writer_open(folder, &opt, &w, &err));
    return w;
}

static void close_index(plx_writer *w)
{
    ok(plx_writer_commit(w, &err));
    plx_writer_close(w);
}

static void remove_index(void)
{
    ok(plx_file_remove_tree(folder, &err));
}

static plx_status compare(const plx_compare_request *req, plx_comparison *out)
{
    plx_snapshot *snap = NULL;
    plx_searcher *s = NULL;
    plx_status rc;

    ok(plx_snapshot_open(folder, NULL, &snap, &err));
    ok(plx_searcher_new(snap, &s, &err));
    rc = plx_compare(snap, s, req, out, &err);
    out->all.model = NULL; /* the snapshot goes */
    plx_searcher_free(s);
    plx_snapshot_close(snap);
    return rc;
}

static void make_two_sides(void)
{
    plx_writer *w = open_index();

    for (unsigned n = 0; n < EACH; n++) {
        put_made(w, LEFT, n);
        put_made(w, RIGHT, n);
    }
    close_index(w);
}

static const plx_compared_side *side_of(const plx_comparison *c, const char *name)
{
    for (size_t i = 0; i < c->side_count; i++)
        if (strcmp(c->sides[i].name, name) == 0)
            return &c->sides[i];
    fail_msg("no side %s", name);
    return NULL;
}

static const plx_compared_term *term_of(const plx_compared_side *s, const char *term)
{
    for (size_t i = 0; i < s->term_count; i++)
        if (strcmp(s->terms[i].term, term) == 0)
            return &s->terms[i];
    return NULL;
}

/* ------------------------------------------------------------- comparisons */

static void planted_terms_are_found_on_their_side(void **state)
{
    plx_compare_request req = { .by = "lean", .search = { .snippets = true } };
    const plx_compared_term *t;
    plx_comparison c;

    (void)state;
    make_two_sides();
    ok(compare(&req, &c));
    assert_int_equal(c.side_count, 2);
    t = term_of(side_of(&c, "left"), "amber lantern");
    assert_non_null(t);
    assert_int_equal(t->kind, PLX_COMPARE_PHRASE);
    assert_int_equal(t->articles, EACH / 2);
    assert_int_equal(t->articles_others, 0);
    assert_true(t->z > 3 && t->log_odds > 0 && !t->one_source && !t->in_model);
    assert_non_null(strstr(t->example.sentence, "**amber lantern**"));
    assert_int_equal(t->example.id[0], 'l');
    t = term_of(side_of(&c, "right"), "Governor Hask");
    assert_non_null(t);
    assert_int_equal(t->kind, PLX_COMPARE_NAME);
    assert_null(term_of(side_of(&c, "right"), "amber lantern"));
    assert_int_equal(side_of(&c, "left")->best.hit_count, 3);
    assert_int_equal(side_of(&c, "left")->tally.total, EACH);
    plx_comparison_release(&c);
    remove_index();
}

static void a_phrase_stands_for_its_words(void **state)
{
    plx_compare_request req = { .by = "lean", .terms = 100 };
    const plx_compared_side *left;
    plx_comparison c;

    (void)state;
    make_two_sides();
    ok(compare(&req, &c));
    left = side_of(&c, "left");
    assert_non_null(term_of(left, "amber lantern"));
    assert_null(term_of(left, "amber"));
    assert_null(term_of(left, "lantern"));
    assert_null(term_of(left, "gazebo corner"));
    assert_true(left->left_out_terms > 0);
    plx_comparison_release(&c);
    remove_index();
}

static void the_query_s_words_are_left_out_and_said(void **state)
{
    plx_compare_request req = { .by = "lean", .search = { .query = "amber lantern", .any = true } };
    plx_writer *w;
    plx_comparison c;

    (void)state;
    make_two_sides();
    ok(compare(&req, &c));
    assert_int_equal(c.terms_compared, 0); /* the right has no such article */
    plx_comparison_release(&c);
    remove_index();
    w = open_index();
    for (unsigned n = 0; n < 80; n++) {
        char id[8], text[80];

        snprintf(id, sizeof id, "q%u", n);
        snprintf(text, sizeof text, "The amber lantern number%u and a %s thing.", n,
                 n % 2 ? "crooked" : "shiny");
        put(w, id, text, n % 3 ? "One" : "Two", n % 2 ? "left" : "right");
    }
    close_index(w);
    ok(compare(&req, &c));
    assert_int_equal(c.query_word_count, 2);
    assert_string_equal(c.query_words[0], "amber");
    assert_non_null(term_of(side_of(&c, "left"), "crooked"));
    assert_null(term_of(side_of(&c, "left"), "amber lantern"));
    assert_null(term_of(side_of(&c, "left"), "amber"));
    plx_comparison_release(&c);
    remove_index();
}

/* What a sample found, as text. */
static void describe(const plx_comparison *c, plx_strbuf *out)
{
    for (size_t i = 0; i < c->side_count; i++)
        for (size_t k = 0; k < c->sides[i].term_count; k++) {
            const plx_compared_term *t = &c->sides[i].terms[k];
            plx_strbuf_printf(out, "%s %s %.6f %u/%u\n", c->sides[i].name, t->term, t->z,
                              (unsigned)t->articles, (unsigned)t->articles_others);
        }
}

static void the_sample_does_not_depend_on_the_order_of_the_index(void **state)
{
    plx_compare_request req = { .by = "lean", .sample = 20, .seed = 5, .min_sources = 1 };
    plx_strbuf forward = PLX_STRBUF_INIT, backward = PLX_STRBUF_INIT, other = PLX_STRBUF_INIT;
    plx_comparison c;
    plx_writer *w;

    (void)state;
    make_two_sides();
    ok(compare(&req, &c));
    assert_int_equal(c.sides[0].read, 20);
    describe(&c, &forward);
    plx_comparison_release(&c);
    req.seed = 6;
    ok(compare(&req, &c));
    describe(&c, &other);
    plx_comparison_release(&c);
    remove_index();
    w = open_index();
    for (unsigned n = EACH; n-- > 0;) {
        put_made(w, RIGHT, n);
        put_made(w, LEFT, n);
    }
    close_index(w);
    req.seed = 5;
    ok(compare(&req, &c));
    describe(&c, &backward);
    plx_comparison_release(&c);
    remove_index();
    assert_true(forward.len > 0);
    assert_string_equal(forward.s, backward.s);
    assert_string_not_equal(forward.s, other.s);
    plx_strbuf_release(&forward);
    plx_strbuf_release(&backward);
    plx_strbuf_release(&other);
}

static void near_copies_are_one_story(void **state)
{
    plx_compare_request req = { .by = "lean", .min_sources = 1 };
    const plx_compared_side *left;
    plx_comparison c;
    plx_writer *w = open_index();
    char text[2048], id[16], source[16];

    (void)state;
    for (unsigned n = 0; n < 30; n++) {
        put_made(w, LEFT, n);
        put_made(w, RIGHT, n);
    }
    fill_text(LEFT, 1000, text, sizeof text);
    strcat(text, "The crimson pelican landed on the crimson pelican pier again.");
    for (unsigned n = 0; n < 25; n++) {
        snprintf(id, sizeof id, "w%u", n);
        snprintf(source, sizeof source, "Wire %u", n);
        put(w, id, text, source, "left");
    }
    close_index(w);
    ok(compare(&req, &c));
    left = side_of(&c, "left");
    assert_int_equal(left->tally.total, 55);
    assert_int_equal(left->tally.stories, 31);
    assert_int_equal(left->read, 31);
    assert_int_equal(c.sides[0].best.hit_count, 3);
    assert_null(term_of(left, "crimson pelican"));
    plx_comparison_release(&c);
    remove_index();
}

static void what_is_on_several_sides_is_counted_and_not_read(void **state)
{
    static const char *const sides[] = { "Ann", "Bo", NULL };
    plx_compare_request req = { .by = "author", .sides = sides };
    plx_writer *w = open_index();
    plx_comparison c;

    (void)state;
    for (unsigned n = 0; n < 6; n++) {
        plx_put_result result;
        plx_article a;
        char id[8], text[64];

        snprintf(id, sizeof id, "a%u", n);
        snprintf(text, sizeof text, "A text about marble and needle, number%u.", n);
        plx_article_init(&a);
        a.id = copy(id);
        a.text = copy(text);
        a.author = copy(n == 0 ? "Ann; Bo" : n % 2 ? "Ann" : n == 4 ? "Cy" : "Bo");
        ok(plx_writer_put_article(w, &a, &result, &err));
        plx_article_release(&a);
    }
    close_index(w);
    ok(compare(&req, &c));
    assert_int_equal(c.several, 1);
    assert_int_equal(c.left_out, 1);
    assert_int_equal(c.sides[0].tally.total, 4);
    assert_int_equal(c.sides[0].read, 3);
    plx_comparison_release(&c);
    remove_index();
}

static void without_two_sides_nothing_is_compared(void **state)
{
    plx_compare_request req = { .by = "lean", .search = { .query = "lantern" } };
    plx_comparison c;

    (void)state;
    make_two_sides();
    ok(compare(&req, &c));
    assert_int_equal(c.side_count, 1);
    assert_int_equal(c.terms_compared, 0);
    plx_comparison_release(&c);
    req = (plx_compare_request){ .search = { .query = "lantern" } }; /* not judged */
    ok(compare(&req, &c));
    assert_int_equal(c.side_count, 0);
    assert_int_equal(c.left_out, EACH / 2);
    plx_comparison_release(&c);
    req.search.query = "nowhereinthetext";
    ok(compare(&req, &c));
    assert_int_equal(c.all.total, 0);
    plx_comparison_release(&c);
    remove_index();
}

static void wrong_requests_are_refused_with_the_reason(void **state)
{
    static const char *const sides[] = { "pro", NULL };
    static const char *const many[] = { "1", "2", "3", "4", "5", "6", "7", "8", "9", NULL };
    plx_filter filter = { "lean", "left" };
    plx_compare_request req = { .by = "moon" };
    plx_comparison c;

    (void)state;
    make_two_sides();
    assert_int_equal(compare(&req, &c), PLX_ERR_INVALID);
    assert_non_null(strstr(err.msg, "lean"));
    req = (plx_compare_request){ .sides = sides };
    assert_int_equal(compare(&req, &c), PLX_ERR_INVALID);
    assert_non_null(strstr(err.msg, "side 'pro'"));
    req = (plx_compare_request){ .by = "lean", .sides = many };
    assert_int_equal(compare(&req, &c), PLX_ERR_LIMIT);
    req = (plx_compare_request){ .by = "lean",
                                 .sides = sides,
                                 .search = { .filters = &filter, .filter_count = 1 } };
    assert_int_equal(compare(&req, &c), PLX_ERR_INVALID);
    req = (plx_compare_request){ .by = "lean", .terms = PLX_COMPARE_TERMS_MAX + 1 };
    assert_int_equal(compare(&req, &c), PLX_ERR_LIMIT);
    req = (plx_compare_request){ .by = "lean", .articles = PLX_COMPARE_ARTICLES_MAX + 1 };
    assert_int_equal(compare(&req, &c), PLX_ERR_LIMIT);
    plx_comparison_release(&c);
    remove_index();
}

static void a_side_is_found_without_case_and_once(void **state)
{
    static const char *const sides[] = { "LEFT", "left", "right", NULL };
    plx_compare_request req = { .by = "Lean", .sides = sides };
    plx_comparison c;

    (void)state;
    make_two_sides();
    ok(compare(&req, &c));
    assert_int_equal(c.side_count, 2);
    assert_int_equal(c.sides[0].tally.total, EACH);
    plx_comparison_release(&c);
    remove_index();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_log_odds_are_those_of_the_paper),
        cmocka_unit_test(what_both_sides_use_alike_has_no_odds),
        cmocka_unit_test(the_only_term_there_is_breaks_nothing),
        cmocka_unit_test(a_design_effect_is_what_outlets_differ_by),
        cmocka_unit_test(the_bound_is_the_normal_distribution_s),
        cmocka_unit_test(words_of_the_trade_are_known),
        cmocka_unit_test(a_query_gives_its_words_and_not_those_it_refuses),
        cmocka_unit_test_setup_teardown(a_story_counts_once_for_a_term, begin_counting,
                                        end_counting),
        cmocka_unit_test_setup_teardown(stop_words_trade_words_numbers_and_letters_are_no_terms,
                                        begin_counting, end_counting),
        cmocka_unit_test_setup_teardown(phrases_stay_inside_sentences_and_clauses, begin_counting,
                                        end_counting),
        cmocka_unit_test_setup_teardown(names_bear_capitals_inside_of_sentences, begin_counting,
                                        end_counting),
        cmocka_unit_test_setup_teardown(a_dateline_is_no_part_of_the_text, begin_counting,
                                        end_counting),
        cmocka_unit_test_setup_teardown(hostile_texts_are_counted_and_break_nothing, begin_counting,
                                        end_counting),
        cmocka_unit_test(planted_terms_are_found_on_their_side),
        cmocka_unit_test(a_phrase_stands_for_its_words),
        cmocka_unit_test(the_query_s_words_are_left_out_and_said),
        cmocka_unit_test(the_sample_does_not_depend_on_the_order_of_the_index),
        cmocka_unit_test(near_copies_are_one_story),
        cmocka_unit_test(what_is_on_several_sides_is_counted_and_not_read),
        cmocka_unit_test(without_two_sides_nothing_is_compared),
        cmocka_unit_test(wrong_requests_are_refused_with_the_reason),
        cmocka_unit_test(a_side_is_found_without_case_and_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
