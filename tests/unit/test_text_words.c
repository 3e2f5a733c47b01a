/* Stemmer, languages, stop words. The source of the stop words is included to see that its
 * lists are sorted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "text/analyser.h"
#include "text/language.h"
#include "text/stemmer.h"
#include "text/stopwords.c"

static void english_words_are_stemmed(void **state)
{
    plx_stemmer *st = NULL;
    char stem[PLX_WORD_MAX + 1];
    size_t n;

    (void)state;
    assert_int_equal(plx_stemmer_new("english", &st, NULL), PLX_OK);
    assert_int_equal(plx_stemmer_stem(st, "sanctionsX", 9, stem, &n, NULL), PLX_OK);
    assert_string_equal(stem, "sanction");
    assert_int_equal(n, 8);
    plx_stemmer_free(st);
    plx_stemmer_free(NULL);
}

static void a_word_out_of_range_is_refused(void **state)
{
    plx_stemmer *st = NULL;
    char word[PLX_WORD_MAX + 1];
    char stem[PLX_WORD_MAX + 1];
    plx_error err;
    size_t n = 9;

    (void)state;
    memset(word, 'a', sizeof word);
    assert_int_equal(plx_stemmer_new("en", &st, NULL), PLX_OK);
    assert_int_equal(plx_stemmer_stem(st, word, sizeof word, stem, &n, &err), PLX_ERR_LIMIT);
    assert_int_equal(n, 0);
    assert_string_equal(stem, "");
    assert_int_equal(plx_stemmer_stem(st, word, 0, stem, &n, &err), PLX_ERR_LIMIT);
    assert_int_equal(plx_stemmer_stem(st, word, PLX_WORD_MAX, stem, &n, &err), PLX_OK);
    plx_stemmer_free(st);
}

static void a_language_without_stemmer_is_named_in_the_error(void **state)
{
    plx_stemmer *st;
    plx_error err;

    (void)state;
    assert_int_equal(plx_stemmer_new("klingon", &st, &err), PLX_ERR_NOTFOUND);
    assert_null(st);
    assert_non_null(strstr(err.msg, "klingon"));
    assert_true(plx_stemmer_known("fr"));
    assert_false(plx_stemmer_known("klingon"));
}

static void languages_are_known_by_code_and_name(void **state)
{
    static const char *const english[] = { "en", "eng", "English", "en-GB", "EN_us", "", NULL };
    int found = plx_language_find("en");

    (void)state;
    for (size_t i = 0; i < sizeof english / sizeof *english; i++)
        assert_int_equal(plx_language_find(english[i]), found);
    assert_string_equal(plx_language_code(plx_language_find("per")), "fa");
    assert_string_equal(plx_language_code(plx_language_find("nb")), "no");
    assert_string_equal(plx_language_code(plx_language_find("ckb")), "ku");
    assert_string_equal(plx_language_stemmer(plx_language_find("hr")), "serbian");
    assert_null(plx_language_stemmer(plx_language_find("ur")));
    assert_int_equal(plx_language_find("none"), PLX_LANGUAGE_NONE);
    assert_int_equal(plx_language_find("e"), PLX_LANGUAGE_NONE);
    assert_int_equal(plx_language_find("-"), PLX_LANGUAGE_NONE);
    assert_int_equal(plx_language_find("engl"), PLX_LANGUAGE_NONE);
}

static void every_stemmer_named_for_a_language_is_there(void **state)
{
    static const char *const codes[] = { "ar", "ca", "da", "de", "el", "en", "es", "eu", "fa", "fi",
                                         "fr", "ga", "hi", "hu", "hy", "id", "it", "lt", "ne", "nl",
                                         "no", "pt", "ro", "ru", "sr", "sv", "ta", "tr", "yi" };

    (void)state;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        const char *name = plx_language_stemmer(plx_language_find(codes[i]));

        assert_non_null(name);
        assert_true(plx_stemmer_known(name));
    }
}

static void elided_words_are_told_by_language(void **state)
{
    (void)state;
    assert_true(plx_language_elides(plx_language_find("fr"), "l", 1));
    assert_true(plx_language_elides(plx_language_find("fr"), "qu", 2));
    assert_false(plx_language_elides(plx_language_find("fr"), "kata", 4));
    assert_false(plx_language_elides(plx_language_find("fr"), "", 0));
    assert_false(plx_language_elides(plx_language_find("en"), "l", 1));
}

static void stop_words_are_those_of_the_language(void **state)
{
    (void)state;
    assert_true(plx_is_stopword("en", "the", 3));
    assert_true(plx_is_stopword("en", "they", 3));
    assert_true(plx_is_stopword("en", "dont", 4));
    assert_false(plx_is_stopword("en", "th", 2));
    assert_false(plx_is_stopword("en", "theme", 5));
    assert_false(plx_is_stopword("en", "le", 2));
    assert_true(plx_is_stopword("fr", "le", 2));
    assert_true(plx_is_stopword("tr", "ve", 2));
    assert_false(plx_is_stopword("none", "the", 3));
    assert_false(plx_is_stopword("xx", "the", 3));
}

static void names_in_the_news_are_no_stop_words(void **state)
{
    static const char *const names[] = { "us", "who", "may", "will", "it", "no", "against" };

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_int_equal(plx_is_stopword("en", names[i], strlen(names[i])),
                         strcmp(names[i], "it") == 0);
    assert_false(plx_is_stopword("ar", "\xD8\xB9\xD9\x84\xD9\x8A", 6)); /* Ali */
}

static void every_stop_list_is_sorted_and_folded(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (size_t k = 0; k < lists[i].count; k++) {
            const char *word = lists[i].words[k];
            char *folded = plx_fold(word, strlen(word));

            if (k > 0 && strcmp(lists[i].words[k - 1], word) >= 0)
                fail_msg("%s: '%s' is out of order", lists[i].lang, word);
            assert_string_equal(folded, word);
            assert_true(plx_is_stopword(lists[i].lang, word, strlen(word)));
            free(folded);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(english_words_are_stemmed),
        cmocka_unit_test(a_word_out_of_range_is_refused),
        cmocka_unit_test(a_language_without_stemmer_is_named_in_the_error),
        cmocka_unit_test(languages_are_known_by_code_and_name),
        cmocka_unit_test(every_stemmer_named_for_a_language_is_there),
        cmocka_unit_test(elided_words_are_told_by_language),
        cmocka_unit_test(stop_words_are_those_of_the_language),
        cmocka_unit_test(names_in_the_news_are_no_stop_words),
        cmocka_unit_test(every_stop_list_is_sorted_and_folded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
