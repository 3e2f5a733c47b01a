/* What the model weighed: contributions, words, sentences, and how they are told
 *
 * The sources under test are included, so that their allocations can be made to fail. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "failing_memory.h"

#define malloc  try_malloc
#define calloc  try_calloc
#define realloc try_realloc
#include "base/strbuf.c"
#include "classifier/explain.c"
#define work      words_work
#define no_memory words_no_memory
#include "classifier/explain_words.c"
#undef work
#undef no_memory
#undef malloc
#undef calloc
#undef realloc

#include "base/utf8.h"
#include "classifier/calibrate.h"
#include "classifier/evidence_html.h"
#include "classifier/verdict_json.h"
#include "classifier_data.h"

/* ------------------------------------------------------------ one article, judged */

static struct bench {
    plx_model *m;
    plx_judge *judge;
    plx_analyser *an;
    plx_tokens title, text;
    plx_article a;
    plx_verdict v;
} b;

static int open_bench(void **state)
{
    (void)state;
    b.m = made_model(NULL);
    assert_non_null(b.m);
    assert_int_equal(plx_judge_new(b.m, &b.judge, NULL), PLX_OK);
    assert_int_equal(plx_analyser_new(&b.an, NULL), PLX_OK);
    plx_tokens_init(&b.title);
    plx_tokens_init(&b.text);
    plx_article_init(&b.a);
    return 0;
}

static int close_bench(void **state)
{
    (void)state;
    plx_article_release(&b.a);
    plx_tokens_release(&b.title);
    plx_tokens_release(&b.text);
    plx_analyser_free(b.an);
    plx_judge_free(b.judge);
    plx_model_free(b.m);
    return 0;
}

static void judge(const char *title, const char *text)
{
    assert_int_equal(plx_article_set(&b.a.id, "x", 1, NULL), PLX_OK);
    assert_int_equal(plx_article_set(&b.a.title, title, strlen(title), NULL), PLX_OK);
    assert_int_equal(plx_article_set(&b.a.text, text, strlen(text), NULL), PLX_OK);
    assert_int_equal(plx_analyser_run(b.an, "en", b.a.title, strlen(b.a.title), &b.title, NULL),
                     PLX_OK);
    assert_int_equal(plx_analyser_run(b.an, "en", b.a.text, strlen(b.a.text), &b.text, NULL),
                     PLX_OK);
    assert_int_equal(plx_judge_tokens(b.judge, &b.title, &b.text, "en", &b.v, NULL), PLX_OK);
}

static plx_status explain(size_t label, size_t most, plx_explanation *x)
{
    const plx_explain_request rq = { .part = { b.a.title, b.a.text },
                                     .tokens = { &b.title, &b.text },
                                     .label = label,
                                     .most = most };

    return plx_explain(b.judge, &rq, x, NULL);
}

static plx_explanation explained(size_t label, size_t most)
{
    plx_explanation x;

    assert_int_equal(explain(label, most, &x), PLX_OK);
    assert_true(x.is_scored);
    return x;
}

/* Words of all kinds: of the labels, with marks and accents, hyphenated, target, stop words. */
static void random_text(uint64_t *state, plx_strbuf *out)
{
    static const char *const others[] = {
        "Iran",
        "Iran\xe2\x80\x99s",
        "Tehran",
        "the",
        "of",
        "caf\xc3\xa9",
        "well-known",
        "1,000",
        "U.S.",
        "river",
        "\xe2\x80\x9cquoted\xe2\x80\x9d",
        "Iranian-backed",
        "\xf0\x9f\x99\x82",
        "Beta",
        "not",
        "regime",
        "plot",
    };
    static const char *const gaps[] = { " ", " ", " ", " ", ", ", ". ", ".\n\n", " - ", "; " };
    size_t n = 30 + plx_random(state) % 200;

    plx_strbuf_reset(out);
    plx_strbuf_puts(out, "Today Iran");
    for (size_t i = 0; i < n; i++) {
        plx_strbuf_puts(out, gaps[plx_random(state) % (sizeof gaps / sizeof *gaps)]);
        if (plx_random(state) % 2)
            plx_strbuf_puts(out, made_words[plx_random(state) % 3][plx_random(state) % 8]);
        else
            plx_strbuf_puts(out, others[plx_random(state) % (sizeof others / sizeof *others)]);
    }
}

/* ------------------------------------------------------------ properties */

static bool is_token(const plx_tokens *t, const plx_weighed_span *s)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->items[i].start == s->start && t->items[i].start + t->items[i].len == s->end)
            return true;
    return false;
}

/* In order, inside, on the bounds of words; returns their sum. */
static double check_spans(const plx_weighed_spans *spans, const plx_tokens *t, size_t length)
{
    double sum = 0;

    for (size_t i = 0; i < spans->count; i++) {
        const plx_weighed_span *s = &spans->items[i];
        assert_true(s->start < s->end && s->end <= length);
        assert_true(i == 0 || spans->items[i - 1].end <= s->start);
        assert_true(is_token(t, s));
        sum += s->weight;
    }
    return sum;
}

/* The sums that must be the score of a label. */
static double check_label(size_t label)
{
    plx_explanation x = explained(label, 0);
    double features = x.others, spans;

    for (size_t i = 0; i < x.features.count; i++) {
        features += x.features.items[i].weight;
        assert_true(i == 0 ||
                    fabs(x.features.items[i].weight) <= fabs(x.features.items[i - 1].weight));
    }
    spans = check_spans(&x.spans[PLX_PART_TITLE], &b.title, strlen(b.a.title)) +
            check_spans(&x.spans[PLX_PART_TEXT], &b.text, strlen(b.a.text));
    assert_true(fabs(x.bias + features - x.score) < 1e-9);
    assert_true(fabs(x.bias + spans - x.score) < 1e-9);
    features = x.score;
    plx_explanation_release(&x);
    return features;
}

static void the_weights_add_up_to_the_score_and_stand_on_words(void **state)
{
    uint64_t seed = 7;
    plx_strbuf text = PLX_STRBUF_INIT;

    (void)state;
    for (int round = 0; round < 150; round++) {
        float scores[PLX_LABELS_MAX], p[PLX_LABELS_MAX];
        random_text(&seed, &text);
        judge(round % 3 ? "Victory of a brutal regime - caf\xc3\xa9 news" : "", text.s);
        assert_true(plx_verdict_is_scored(&b.v));
        for (size_t k = 0; k < b.m->labels.count; k++)
            scores[k] = (float)check_label(k);
        plx_softmax(scores, b.m->labels.count, b.m->temperature, p);
        for (size_t k = 0; k < b.m->labels.count; k++)
            assert_true(fabsf(p[k] - b.v.probability[k]) < 1e-4f);
    }
    plx_strbuf_release(&text);
}

/* What the words from start to end weigh together. */
static double weight_of(const plx_weighed_spans *spans, uint32_t start, uint32_t end)
{
    double sum = 0;

    for (size_t i = 0; i < spans->count; i++)
        if (spans->items[i].start >= start && spans->items[i].end <= end)
            sum += spans->items[i].weight;
    return sum;
}

static bool is_named(const plx_explanation *x, const char *s, size_t n)
{
    for (size_t i = 0; i < x->sentence_count; i++) {
        const plx_weighed_sentence *o = &x->sentences[i];
        const char *text = o->part == PLX_PART_TITLE ? b.a.title : b.a.text;
        if (o->end - o->start == n && memcmp(text + o->start, s, n) == 0)
            return true;
    }
    return false;
}

/* How many sentences of a part, other than those named, weigh more than `least` but for rounding.
 */
static size_t count_heavier(const plx_explanation *x, plx_article_part part, double least)
{
    const plx_tokens *t = part == PLX_PART_TITLE ? &b.title : &b.text;
    const char *text = part == PLX_PART_TITLE ? b.a.title : b.a.text;
    plx_sentence *list;
    size_t n, count = 0;

    assert_int_equal(plx_sentences(text, strlen(text), t, &list, &n, NULL), PLX_OK);
    for (size_t i = 0; i < n; i++)
        count += fabs(weight_of(&x->spans[part], list[i].start, list[i].end)) > least + 1e-9 &&
                 !is_named(x, text + list[i].start, list[i].end - list[i].start);
    free(list);
    return count;
}

static void the_three_sentences_are_those_that_weigh_most(void **state)
{
    uint64_t seed = 11;
    plx_strbuf text = PLX_STRBUF_INIT;

    (void)state;
    for (int round = 0; round < 50; round++) {
        plx_explanation x;
        random_text(&seed, &text);
        judge("A brutal visit. A wise meeting", text.s);
        x = explained(b.v.best, 5);
        assert_int_equal(x.sentence_count, PLX_SENTENCES_SHOWN);
        for (size_t i = 0; i < x.sentence_count; i++) {
            const plx_weighed_sentence *s = &x.sentences[i];
            const plx_weighed_spans *spans = &x.spans[s->part];
            size_t heavier = count_heavier(&x, PLX_PART_TITLE, fabs(s->weight)) +
                             count_heavier(&x, PLX_PART_TEXT, fabs(s->weight));
            assert_int_equal(heavier, 0);
            assert_true(i == 0 || fabs(x.sentences[i - 1].weight) >= fabs(s->weight));
            assert_true(fabs(weight_of(spans, s->start, s->end) - s->weight) < 1e-9);
            assert_true(s->first_span < s->last_span && s->last_span <= spans->count);
            assert_true(spans->items[s->first_span].start >= s->start);
            assert_true(spans->items[s->last_span - 1].end <= s->end);
        }
        plx_explanation_release(&x);
    }
    plx_strbuf_release(&text);
}

static void a_sentence_that_is_repeated_is_named_once(void **state)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_explanation x;

    (void)state;
    for (int i = 0; i < 4; i++)
        plx_strbuf_puts(&text, "Iran is a brutal menace, a cruel and reckless tyrant. ");
    plx_strbuf_puts(&text, "A brutal river. The street of a liar. Rain fell on the old bridge.");
    judge("Iran is a brutal menace, a cruel and reckless tyrant.", text.s);
    x = explained(2, 0);
    assert_int_equal(x.sentence_count, 3);
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < i; k++)
            assert_true(x.sentences[i].end - x.sentences[i].start !=
                        x.sentences[k].end - x.sentences[k].start);
    plx_explanation_release(&x);
    plx_strbuf_release(&text);
}

static void the_strongest_spans_stay_in_their_order(void **state)
{
    uint64_t seed = 13;
    plx_strbuf text = PLX_STRBUF_INIT;

    (void)state;
    random_text(&seed, &text);
    judge("A brutal visit", text.s);
    for (size_t most = 0; most < 40; most++) {
        plx_explanation all = explained(b.v.best, 1), x = explained(b.v.best, 1);
        size_t n = all.spans[0].count + all.spans[1].count, kept, heavier = 0;
        double least = INFINITY;
        assert_int_equal(plx_explanation_keep_spans(&x, most, NULL), PLX_OK);
        kept = x.spans[0].count + x.spans[1].count;
        assert_int_equal(kept, most < n ? most : n);
        assert_int_equal(x.spans[0].left_out + x.spans[1].left_out, n - kept);
        check_spans(&x.spans[PLX_PART_TITLE], &b.title, strlen(b.a.title));
        check_spans(&x.spans[PLX_PART_TEXT], &b.text, strlen(b.a.text));
        for (int part = 0; part < PLX_ARTICLE_PARTS; part++)
            for (size_t i = 0; i < x.spans[part].count; i++)
                least = fmin(least, fabs(x.spans[part].items[i].weight));
        for (int part = 0; part < PLX_ARTICLE_PARTS; part++)
            for (size_t i = 0; i < all.spans[part].count; i++)
                heavier += fabs(all.spans[part].items[i].weight) > least;
        assert_true(heavier <= kept);
        for (size_t i = 0; i < x.sentence_count; i++)
            assert_true(x.sentences[i].last_span <= x.spans[x.sentences[i].part].count);
        plx_explanation_release(&all);
        plx_explanation_release(&x);
    }
    plx_strbuf_release(&text);
}

/* ------------------------------------------------------------ what is said */

static const plx_evidence *feature_of(const plx_explanation *x, const char *words)
{
    const plx_evidence *found = NULL;

    for (size_t i = 0; i < x->features.count; i++)
        if (x->features.items[i].words && strcmp(x->features.items[i].words, words) == 0) {
            assert_null(found);
            found = &x->features.items[i];
        }
    return found;
}

static void features_are_shown_as_the_article_writes_them(void **state)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_explanation x;
    const plx_evidence *e;

    (void)state;
    made_text(2, 78, &text);
    plx_strbuf_puts(&text, " Today Iran threatened the brutal river.");
    judge("News of the day", text.s);
    x = explained(2, 0);
    e = feature_of(&x, "brutal");
    assert_non_null(e);
    assert_string_equal(e->feature, "brutal");
    assert_true(e->weight > 0);
    e = feature_of(&x, "near: menace");
    assert_true(!e || strcmp(e->feature, "near: menac") == 0);
    plx_explanation_release(&x);
    x = explained(0, 0);
    e = feature_of(&x, "brutal");
    assert_true(e && e->weight < 0);
    plx_explanation_release(&x);
    plx_strbuf_release(&text);
}

static void a_wording_that_two_labels_list_is_one_feature(void **state)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_explanation x;

    (void)state;
    made_text(2, 79, &text);
    plx_strbuf_puts(&text, " The plot against Iran was a plot, said officials.");
    judge("News of the day", text.s);
    x = explained(2, 0);
    assert_non_null(feature_of(&x, "cue: plot")); /* which fails if there are two */
    plx_explanation_release(&x);
    plx_strbuf_release(&text);
}

static void what_cannot_be_explained_is_not_scored(void **state)
{
    plx_explain_request rq = { .tokens = { &b.title, &b.text } };
    plx_judge *none;
    plx_explanation x;

    (void)state;
    judge("The council met", "The council met about the river bridge and the price of bread, and "
                             "the roof of the school behind the railway station in the old town.");
    assert_int_equal(b.v.reason, PLX_REASON_NO_MENTION);
    assert_int_equal(explain(0, 0, &x), PLX_OK);
    assert_false(x.is_scored);
    assert_int_equal(x.features.count + x.sentence_count, 0);
    plx_explanation_release(&x);
    assert_int_equal(explain(b.m->labels.count, 0, &x), PLX_ERR_INVALID);
    plx_explanation_release(&x);
    assert_int_equal(plx_judge_new(NULL, &none, NULL), PLX_OK);
    assert_int_equal(plx_explain(none, &rq, &x, NULL), PLX_OK);
    assert_false(x.is_scored);
    plx_judge_free(none);
}

static void a_long_text_without_sentences_is_explained_too(void **state)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_explanation x;

    (void)state;
    for (unsigned i = 0; i < 200000; i++)
        plx_strbuf_printf(&text, "%s Iran ", made_words[2][i % 8]);
    judge("", text.s);
    x = explained(b.v.best, 3);
    assert_int_equal(x.features.count, 3);
    assert_int_equal(x.sentence_count, 1);
    assert_int_equal(x.sentences[0].start, 0);
    assert_true(x.spans[PLX_PART_TEXT].count > 100000);
    assert_int_equal(plx_explanation_keep_spans(&x, 7, NULL), PLX_OK);
    assert_int_equal(x.spans[PLX_PART_TEXT].count, 7);
    plx_explanation_release(&x);
    plx_strbuf_release(&text);
}

/* ------------------------------------------------------------ JSON */

/* The code points start..end of a text. */
static void slice(const char *text, size_t start, size_t end, plx_strbuf *out)
{
    size_t n = strlen(text), at = 0;

    plx_strbuf_reset(out);
    for (size_t i = 0; at < n; i++) {
        uint32_t cp;
        size_t len = plx_utf8_decode(text + at, n - at, &cp);
        if (i >= start && i < end)
            plx_strbuf_add(out, text + at, len);
        at += len;
    }
}

static void check_place(const json_t *o, plx_strbuf *out)
{
    const char *in = json_string_value(json_object_get(o, "in"));

    slice(strcmp(in, "title") == 0 ? b.a.title : b.a.text,
          (size_t)json_integer_value(json_object_get(o, "start")),
          (size_t)json_integer_value(json_object_get(o, "end")), out);
}

static void places_in_json_are_code_points(void **state)
{
    plx_strbuf text = PLX_STRBUF_INIT, got = PLX_STRBUF_INIT;
    plx_explanation x;
    json_t *o = json_object(), *item;
    bool found = false;
    size_t i;

    (void)state;
    made_text(2, 80, &text);
    plx_strbuf_puts(&text,
                    "\n\n\xc3\x84rger \xf0\x9f\x99\x82 caf\xc3\xa9: Iran is a brutal tyrant, "
                    "reckless and sinister \xe2\x80\x93 a cruel menace.");
    judge("\xe2\x80\x9c\xc3\x89t\xc3\xa9\xe2\x80\x9d in brutal Iran", text.s);
    x = explained(2, 0);
    assert_true(plx_explanation_put(o, &x, &b.a, &b.m->labels));
    json_array_foreach(json_object_get(o, "evidence_sentences"), i, item)
    {
        check_place(item, &got);
        assert_string_equal(got.s, json_string_value(json_object_get(item, "text")));
    }
    assert_int_equal(i, 3);
    json_array_foreach(json_object_get(o, "evidence_spans"), i, item)
    {
        check_place(item, &got);
        assert_null(strchr(got.s, ' '));
        found = found || strcmp(got.s, "menace") == 0;
    }
    assert_true(found);
    assert_string_equal(json_string_value(json_object_get(o, "evidence_for")), "anti-iran");
    json_decref(o);
    plx_explanation_release(&x);
    plx_strbuf_release(&text);
    plx_strbuf_release(&got);
}

/* ------------------------------------------------------------ the page */

static size_t count_of(const char *s, const char *what)
{
    size_t n = 0;

    while ((s = strstr(s, what)) != NULL) {
        n++;
        s += strlen(what);
    }
    return n;
}

static void a_hostile_article_is_harmless_on_the_page(void **state)
{
    plx_strbuf text = PLX_STRBUF_INIT, out = PLX_STRBUF_INIT;
    plx_explanation x;

    (void)state;
    made_text(2, 81, &text);
    plx_strbuf_puts(&text, "\n\n\n</p></mark><script>alert(1)</script> brutal\" onload='x' "
                           "\xe2\x80\xae"
                           "Iran\xe2\x80\xac \xe2\x81\xa7"
                           "cruel & reckless\xe2\x81\xa9");
    judge("<img src=x onerror=alert(1)> \"brutal\" Iran", text.s);
    x = explained(2, 0);
    plx_evidence_html_open(&out, "</title><script>", b.m);
    plx_evidence_html_article(&out, b.m, &b.a, &b.v, &x);
    plx_evidence_html_close(&out);
    assert_false(out.failed);
    assert_null(strstr(out.s, "<script"));
    assert_null(strstr(out.s, "<img"));
    assert_null(strstr(out.s, "onload='"));
    assert_null(strstr(out.s, "\xe2\x80\xae"));
    assert_null(strstr(out.s, "\xe2\x81\xa7"));
    assert_null(strstr(out.s, " style="));
    assert_null(strstr(out.s, "http"
                              "://"));
    assert_null(strstr(out.s, "<p dir=\"auto\"></p>"));
    assert_non_null(strstr(out.s, "default-src 'none'"));
    assert_non_null(strstr(out.s, "never why the article is so"));
    assert_non_null(strstr(out.s, "<mark class=\"f"));
    assert_int_equal(count_of(out.s, "<mark"), count_of(out.s, "</mark>"));
    assert_int_equal(count_of(out.s, "<p ") + count_of(out.s, "<p>"), count_of(out.s, "</p>"));
    plx_explanation_release(&x);
    plx_strbuf_release(&text);
    plx_strbuf_release(&out);
}

/* ------------------------------------------------------------ no memory */

static void without_memory_it_says_so_and_leaks_nothing(void **state)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    long n;

    (void)state;
    made_text(2, 82, &text);
    judge("A brutal visit to Iran", text.s);
    for (n = 0; n < 10000; n++) {
        plx_explanation x;
        plx_status rc;
        bool spared;
        countdown = n;
        rc = explain(2, 5, &x);
        if (rc == PLX_OK)
            rc = plx_explanation_keep_spans(&x, 3, NULL);
        spared = countdown >= 0;
        countdown = -1;
        assert_int_equal(rc, spared ? PLX_OK : PLX_ERR_NOMEM);
        plx_explanation_release(&x);
        if (spared)
            break;
    }
    assert_true(n > 10 && n < 10000);
    plx_strbuf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_weights_add_up_to_the_score_and_stand_on_words),
        cmocka_unit_test(the_three_sentences_are_those_that_weigh_most),
        cmocka_unit_test(a_sentence_that_is_repeated_is_named_once),
        cmocka_unit_test(the_strongest_spans_stay_in_their_order),
        cmocka_unit_test(features_are_shown_as_the_article_writes_them),
        cmocka_unit_test(a_wording_that_two_labels_list_is_one_feature),
        cmocka_unit_test(what_cannot_be_explained_is_not_scored),
        cmocka_unit_test(a_long_text_without_sentences_is_explained_too),
        cmocka_unit_test(places_in_json_are_code_points),
        cmocka_unit_test(a_hostile_article_is_harmless_on_the_page),
        cmocka_unit_test(without_memory_it_says_so_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, open_bench, close_bench);
}
