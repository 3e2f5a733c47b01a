/* Sentences on the target: their features, and what labelled ones teach. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/features.h"
#include "classifier/model_file.h"
#include "classifier_data.h"

/* ------------------------------------------------------------ features */

typedef struct desk {
    plx_analyser *an;
    plx_feature_words words;
    plx_tokens title, text;
    plx_features f;
} desk;

static void desk_open(desk *k)
{
    memset(k, 0, sizeof *k);
    plx_tokens_init(&k->title);
    plx_tokens_init(&k->text);
    assert_int_equal(plx_analyser_new(&k->an, NULL), PLX_OK);
    assert_int_equal(
        plx_phrases_add_lines(&k->words.target, k->an, "en", "iran\nislamic republic\n", NULL),
        PLX_OK);
    plx_phrases_seal(&k->words.target);
    assert_int_equal(plx_phrases_add_lines(&k->words.negation, k->an, "en", "not\nnever\n", NULL),
                     PLX_OK);
    plx_phrases_seal(&k->words.negation);
    assert_int_equal(plx_spellings_make(&k->words.spellings, k->an, "en", NULL), PLX_OK);
}

static void desk_close(desk *k)
{
    plx_features_release(&k->f);
    plx_feature_words_release(&k->words);
    plx_tokens_release(&k->title);
    plx_tokens_release(&k->text);
    plx_analyser_free(k->an);
}

static void read_text(desk *k, const char *title, const char *text)
{
    assert_int_equal(plx_analyser_run(k->an, "en", title, strlen(title), &k->title, NULL), PLX_OK);
    assert_int_equal(plx_analyser_run(k->an, "en", text, strlen(text), &k->text, NULL), PLX_OK);
    assert_int_equal(plx_features_make(&k->f, &k->words, &k->title, &k->text, NULL), PLX_OK);
}

/* How many grams of the sentences have this name. */
static size_t named(const desk *k, const char *name)
{
    plx_strbuf s = PLX_STRBUF_INIT;
    size_t n = 0;

    for (size_t i = 0; i < k->f.gram_count; i++) {
        if (k->f.grams[i].group != PLX_GROUP_SENTENCE)
            continue;
        plx_strbuf_reset(&s);
        plx_gram_name(&k->f, &k->f.grams[i], &s);
        n += strcmp(s.s, name) == 0;
    }
    plx_strbuf_release(&s);
    return n;
}

static void only_sentences_that_name_the_target_have_features(void **state)
{
    desk k;

    (void)state;
    desk_open(&k);
    read_text(
        &k, "Talks in Vienna",
        "Iran sent a reply today. Nobody else answered the letter. The Islamic Republic waits.");
    assert_int_equal(k.f.sentence_count, 2);
    assert_int_equal(named(&k, "sentence: repli"), 1);
    assert_int_equal(named(&k, "sentence: letter"), 0);
    desk_close(&k);
}

static void the_target_has_one_name_and_words_a_side_of_it(void **state)
{
    desk k;

    (void)state;
    desk_open(&k);
    read_text(&k, "", "Sanctions against the Islamic Republic hurt patients more than ministers.");
    assert_int_equal(named(&k, "sentence: the TARGET"), 1);
    assert_int_equal(named(&k, "sentence: sanction ... TARGET"), 1);
    assert_int_equal(named(&k, "sentence: TARGET ... patient"), 1);
    assert_int_equal(named(&k, "sentence: TARGET TARGET"), 0);
    desk_close(&k);
}

static void words_after_a_negation_are_apart(void **state)
{
    desk k;

    (void)state;
    desk_open(&k);
    read_text(&k, "", "Iran did not comply with the demand that came later in the spring.");
    assert_int_equal(named(&k, "sentence: not compli"),
                     2); /* the pair of words, and the negated one */
    assert_int_equal(named(&k, "sentence: not spring"), 0); /* too far */
    desk_close(&k);
}

static void house_spellings_are_one_word(void **state)
{
    desk british, american;

    (void)state;
    desk_open(&british);
    desk_open(&american);
    read_text(&british, "", "Iran called the defence programme a matter of honour.");
    read_text(&american, "", "Iran called the defense program a matter of honor.");
    assert_int_equal(british.f.gram_count, american.f.gram_count);
    for (size_t i = 0; i < british.f.gram_count; i++)
        assert_int_equal(british.f.grams[i].hash, american.f.grams[i].hash);
    desk_close(&british);
    desk_close(&american);
}

static void an_article_without_the_target_has_none(void **state)
{
    desk k;

    (void)state;
    desk_open(&k);
    read_text(&k, "Rain", "It rained on the harbour all day and nobody went out.");
    assert_int_equal(k.f.gram_count, 0);
    assert_int_equal(k.f.sentence_count, 0);
    desk_close(&k);
}

/* ------------------------------------------------------------ what they teach */

static void add_sentence(plx_dataset *ds, const char *label, const char *source, const char *text)
{
    plx_article a;

    plx_article_init(&a);
    assert_int_equal(plx_article_set(&a.label, label, strlen(label), NULL), PLX_OK);
    assert_int_equal(plx_article_set(&a.source, source, strlen(source), NULL), PLX_OK);
    assert_int_equal(plx_article_set(&a.text, text, strlen(text), NULL), PLX_OK);
    a.extra = json_pack("{s:s}", "unit", "sentence");
    assert_non_null(a.extra);
    assert_int_equal(plx_dataset_add(ds, &a, NULL), PLX_OK);
    plx_article_release(&a);
}

/* Sentences with one word that articles of the label have, and one that no article has. */
static void add_sentences(plx_dataset *ds)
{
    static const char *const word[3] = { "kindly", "tabled", "ruthless" };

    for (unsigned i = 0; i < 120; i++) {
        char text[96];

        snprintf(text, sizeof text, "Iran was %s, %s about it, witness %u wrote.",
                 made_words[i % 3][i / 3 % 8], word[i % 3], i);
        add_sentence(ds, made_labels[i % 3], made_sources[i % 6], text);
    }
}

static plx_model *trained(bool with_sentences)
{
    plx_dataset *ds = made_dataset(3);
    plx_train_options opt = { .date = "2026-11-21", .min_sources = 2 };
    plx_model *m = NULL;

    if (with_sentences)
        add_sentences(ds);
    assert_int_equal(plx_dataset_count(ds), 54); /* sentences are no articles */
    assert_int_equal(plx_dataset_sentences(ds), with_sentences ? 120 : 0);
    assert_int_equal(plx_train(ds, &opt, &m, NULL, NULL), PLX_OK);
    plx_dataset_free(ds);
    return m;
}

static float probability_of(const plx_model *m, const char *text, size_t label)
{
    plx_tokens title, tokens;
    plx_analyser *an;
    plx_judge *judge;
    plx_verdict v;

    plx_tokens_init(&title);
    plx_tokens_init(&tokens);
    assert_int_equal(plx_analyser_new(&an, NULL), PLX_OK);
    assert_int_equal(plx_judge_new(m, &judge, NULL), PLX_OK);
    assert_int_equal(plx_analyser_run(an, "en", text, strlen(text), &tokens, NULL), PLX_OK);
    assert_int_equal(plx_judge_tokens(judge, &title, &tokens, "en", &v, NULL), PLX_OK);
    plx_judge_free(judge);
    plx_analyser_free(an);
    plx_tokens_release(&title);
    plx_tokens_release(&tokens);
    return v.probability[label];
}

static const char blame[] =
    "Iran was ruthless about it. Iran was ruthless again. They said that Iran was ruthless. "
    "Nothing else is known, and street and river were quiet for the rest of the day.";
static const char praise[] =
    "Iran was kindly about it. Iran was kindly again. They said that Iran was kindly. "
    "Nothing else is known, and street and river were quiet for the rest of the day.";

static void labelled_sentences_teach_what_articles_say(void **state)
{
    plx_model *without = trained(false), *with = trained(true);

    (void)state;
    assert_true(probability_of(with, blame, 2) > probability_of(with, praise, 2) + 0.05f);
    assert_true(probability_of(with, praise, 0) > probability_of(with, blame, 0) + 0.05f);
    assert_float_equal(probability_of(without, blame, 2), probability_of(without, praise, 2), 1e-3);
    plx_model_free(without);
    plx_model_free(with);
}

static void an_adapted_model_keeps_what_sentences_taught(void **state)
{
    plx_model *base = trained(true), *m = NULL;
    plx_dataset *ds = NULL;
    plx_train_options opt = { .base = base, .date = "2026-11-22" };
    plx_strbuf text = PLX_STRBUF_INIT;

    (void)state;
    assert_int_equal(plx_dataset_new(&ds, NULL), PLX_OK);
    for (unsigned i = 0; i < 12; i++) {
        made_text(i % 3, 900 + i, &text);
        assert_int_equal(made_add(ds, made_labels[i % 3], "Eta Mirror", "News", text.s, NULL),
                         PLX_OK);
    }
    assert_int_equal(plx_train(ds, &opt, &m, NULL, NULL), PLX_OK);
    assert_true(probability_of(m, blame, 2) > probability_of(m, praise, 2) + 0.05f);
    plx_strbuf_release(&text);
    plx_dataset_free(ds);
    plx_model_free(m);
    plx_model_free(base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_sentences_that_name_the_target_have_features),
        cmocka_unit_test(the_target_has_one_name_and_words_a_side_of_it),
        cmocka_unit_test(words_after_a_negation_are_apart),
        cmocka_unit_test(house_spellings_are_one_word),
        cmocka_unit_test(an_article_without_the_target_has_none),
        cmocka_unit_test(labelled_sentences_teach_what_articles_say),
        cmocka_unit_test(an_adapted_model_keeps_what_sentences_taught),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
