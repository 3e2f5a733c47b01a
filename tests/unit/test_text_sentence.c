#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#include "text/analyser.h"
#include "text/sentence.h"

static plx_analyser *an;
static plx_tokens tokens;

static int set_up(void **state)
{
    (void)state;
    plx_tokens_init(&tokens);
    return plx_analyser_new(&an, NULL) != PLX_OK;
}

static int tear_down(void **state)
{
    (void)state;
    plx_tokens_release(&tokens);
    plx_analyser_free(an);
    return 0;
}

/* A '|' in the case stands where a sentence must begin; white space round it goes. */
static void check(const char *marked)
{
    char text[600], got[600] = "";
    plx_sentence *list;
    size_t n, len = 0;

    for (const char *p = marked; *p; p++)
        if (*p != '|')
            text[len++] = *p;
    assert_int_equal(plx_analyser_run(an, "en", text, len, &tokens, NULL), PLX_OK);
    assert_int_equal(plx_sentences(text, len, &tokens, &list, &n, NULL), PLX_OK);
    for (size_t i = 0; i < n; i++) {
        size_t done = strlen(got);

        snprintf(got + done, sizeof got - done, "%s%.*s", i ? "|" : "",
                 (int)(list[i].end - list[i].start), text + list[i].start);
        assert_int_equal(list[i].first, i ? list[i - 1].last : 0);
        assert_true(list[i].last > list[i].first);
    }
    for (size_t from = 0, to = 0;; from++) { /* the case without white space at its bars */
        if (marked[from] == ' ' || marked[from] == '\n') {
            size_t end = from + strspn(marked + from, " \n");

            if (marked[end] == '|' || marked[end] == '\0') {
                from = end - 1;
                continue;
            }
        }
        text[to++] = marked[from];
        if (!marked[from])
            break;
    }
    assert_string_equal(got, text);
    free(list);
}

static void sentences_end_at_points_before_capitals(void **state)
{
    (void)state;
    check("Iran denied it. |The U.S. did not. |Who knows? |Nobody!");
    check("He saw it. but went on.");
    check("It cost 3.5 million. |In 2019 it rose.");
    check("Ten died. |12 were hurt.");
    check("Well... |The end.");
    check("Killed in 2003.The rest is one.");
}

static void closing_quotes_belong_to_the_sentence(void **state)
{
    (void)state;
    check("\xE2\x80\x9CWe will stay.\xE2\x80\x9D |He left.");
    check("\"Really?\" she asked. |\"Yes.\" |It was so.");
    check("(It is over.) |They said so.");
    check("He said: \"No.\" |\"why,\" she said.");
}

static void abbreviations_end_no_sentence(void **state)
{
    (void)state;
    check("Gen. Qassem Soleimani met Mr. Smith and Lt. Col. Jones.");
    check("Sen. The one from St. Petersburg.");
    check("George W. Bush and J. R. R. Tolkien.");
    check("On Oct. 7 and No. 5 it rained. |No. |He said so.");
    check("The U.S. Army and Acme Inc. Shares fell.");
    check("A. A. Milne wrote it.");
}

static void initials_end_one_before_a_capitalised_function_word(void **state)
{
    (void)state;
    check("They left the U.S. |The army stayed.");
    check("It opens at 5 p.m. |He came at 6 p.m. Friday.");
    check("He runs Acme Inc. |It is large.");
}

static void an_empty_line_ends_a_sentence_always(void **state)
{
    (void)state;
    check("A headline\n\n|the text\nof two lines");
    check("Mr.\n \n|Smith");
    check("A headline\n\n|\"Quoted text\" and more.");
    check("Text at last. \n\n ");
    assert_int_equal(plx_analyser_run(an, "en", "a\r\n\r\nb\nword. D", 14, &tokens, NULL), PLX_OK);
    assert_true(tokens.items[1].flags & PLX_TOKEN_PARAGRAPH);
    assert_false(tokens.items[2].flags & PLX_TOKEN_PARAGRAPH);
    assert_true(tokens.items[3].flags & PLX_TOKEN_SENTENCE);
    assert_false(tokens.items[3].flags & PLX_TOKEN_PARAGRAPH);
}

static void other_scripts_have_sentences(void **state)
{
    (void)state;
    check("\xE6\x98\xAF\xE3\x80\x82|\xE4\xB8\x8D\xE3\x80\x82"); /* ideographic stop */
    check("\xD9\x85\xD8\xA7\xD8\x9F |\xD9\x84\xD8\xA7. |\xD9\x86\xD8\xB9\xD9\x85"); /* Arabic */
    check("\xE0\xA4\x95\xE0\xA5\xA4 |\xE0\xA4\x96");                                /* danda */
}

static void a_text_without_words_has_no_sentence(void **state)
{
    plx_sentence *list;
    size_t n = 1;

    (void)state;
    assert_int_equal(plx_analyser_run(an, "en", " ... ", 5, &tokens, NULL), PLX_OK);
    assert_int_equal(plx_sentences(" ... ", 5, &tokens, &list, &n, NULL), PLX_OK);
    assert_null(list);
    assert_int_equal(n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_end_at_points_before_capitals),
        cmocka_unit_test(closing_quotes_belong_to_the_sentence),
        cmocka_unit_test(abbreviations_end_no_sentence),
        cmocka_unit_test(initials_end_one_before_a_capitalised_function_word),
        cmocka_unit_test(an_empty_line_ends_a_sentence_always),
        cmocka_unit_test(other_scripts_have_sentences),
        cmocka_unit_test(a_text_without_words_has_no_sentence),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
