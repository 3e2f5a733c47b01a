/* Sketches of texts: what they say of copies, of short texts, and how they are packed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/sketch.h"

#define WORDS 400

static plx_analyser *an;
static plx_tokens tokens;
static plx_error err;

static int start(void **state)
{
    (void)state;
    plx_tokens_init(&tokens);
    return plx_analyser_new(&an, &err) ? -1 : 0;
}

static int stop(void **state)
{
    (void)state;
    plx_tokens_release(&tokens);
    plx_analyser_free(an);
    return 0;
}

static plx_sketch sketch_in(const char *lang, const char *text)
{
    plx_sketch s;

    assert_int_equal(plx_analyser_run(an, lang, text, strlen(text), &tokens, &err), PLX_OK);
    plx_sketch_make(&tokens, &s);
    return s;
}

static plx_sketch sketch_of(const char *text)
{
    return sketch_in("en", text);
}

/* Words from, from + 1, ... up to (not with) to, where every step-th is another one. */
static const char *words(unsigned from, unsigned to, unsigned step)
{
    static char text[WORDS * 16];
    size_t n = 0;
    unsigned i;

    for (i = from; i < to; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%c%u ", step && i % step == 0 ? 'x' : 'w',
                              i);
    return text;
}

static double similarity(plx_sketch a, plx_sketch b)
{
    return plx_sketch_similarity(&a, &b);
}

static void assert_near(double x, double wanted)
{
    if (x < wanted - 0.16 || x > wanted + 0.16) /* three standard deviations */
        fail_msg("%.3f is not about %.3f", x, wanted);
}

static void the_same_text_is_alike_in_any_case_and_language(void **state)
{
    (void)state;
    plx_sketch a = sketch_of("The envoy said on Monday that the talks about the river would go on "
                             "until the two towns agree about who may open the old gate and who "
                             "pays for the guards at Saïd's mill.");
    plx_sketch b = sketch_in("fa", "THE ENVOY said, on Monday, that the talks about the river "
                                   "would go on until the two towns agree about who may open the "
                                   "old gate; and who pays for the guards at Said's mill");

    assert_true(a.exists);
    assert_memory_equal(a.entry, b.entry, sizeof a.entry);
    assert_true(similarity(a, b) == 1);
}

static void similarity_estimates_the_share_of_pairs_in_common(void **state)
{
    (void)state;
    plx_sketch whole = sketch_of(words(0, WORDS, 0));

    assert_near(similarity(whole, sketch_of(words(0, WORDS * 2 / 3, 0))), 0.667);
    assert_near(similarity(whole, sketch_of(words(WORDS / 3, WORDS, 0))), 0.667);
    assert_near(similarity(whole, sketch_of(words(0, WORDS, 10))), 0.667);
    assert_near(similarity(whole, sketch_of(words(0, WORDS, 4))), 0.333);
    assert_near(similarity(whole, sketch_of(words(WORDS, 2 * WORDS, 0))), 0);
}

static void texts_with_fewer_pairs_than_entries_are_compared_as_well(void **state)
{
    (void)state;
    plx_sketch whole = sketch_of(words(0, 45, 0));

    assert_true(similarity(whole, sketch_of(words(0, 40, 0))) > 0.7);
    assert_true(similarity(whole, sketch_of(words(100, 145, 0))) < 0.15);
}

static void short_texts_are_alike_only_when_they_are_the_same(void **state)
{
    (void)state;
    plx_sketch a = sketch_of("the ferry to the island does not run on Friday");

    assert_true(a.exists);
    assert_true(similarity(a, sketch_of("The ferry to the island does not run on Friday!")) == 1);
    assert_true(similarity(a, sketch_of("the ferry to the island does not run on Sunday")) < 0.1);
    assert_true(similarity(a, sketch_of("the ferry to the island on Friday does not run")) < 0.1);
}

static void a_few_words_have_no_sketch(void **state)
{
    (void)state;
    plx_sketch none = sketch_of("Read the full story on our page"), empty = sketch_of("");

    assert_false(none.exists);
    assert_false(empty.exists);
    assert_true(similarity(none, none) == 0);
    assert_true(similarity(none, sketch_of(words(0, WORDS, 0))) == 0);
}

static void the_whole_of_a_hyphenated_word_does_not_count_beside_its_parts(void **state)
{
    (void)state;
    plx_sketch a = sketch_of("a well-known long-lost half-brother of the so-called sea-king"),
               b = sketch_of("a well known long lost half brother of the so called sea king");

    assert_true(similarity(a, b) == 1);
}

static void packing_and_unpacking_gives_the_same(void **state)
{
    unsigned char bytes[PLX_SKETCH_BYTES];
    plx_sketch a = sketch_of(words(0, WORDS, 0)), none = sketch_of("nothing"), b;

    (void)state;
    assert_int_equal(plx_sketch_encode(&a, bytes), PLX_SKETCH_BYTES);
    assert_true(plx_sketch_decode(bytes, sizeof bytes, &b));
    assert_memory_equal(&a, &b, sizeof a);
    assert_int_equal(plx_sketch_encode(&none, bytes), 0);
    assert_false(plx_sketch_decode(bytes, 0, &b));
    assert_false(b.exists);
    assert_false(plx_sketch_decode(bytes, sizeof bytes - 1, &b));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_text_is_alike_in_any_case_and_language),
        cmocka_unit_test(similarity_estimates_the_share_of_pairs_in_common),
        cmocka_unit_test(texts_with_fewer_pairs_than_entries_are_compared_as_well),
        cmocka_unit_test(short_texts_are_alike_only_when_they_are_the_same),
        cmocka_unit_test(a_few_words_have_no_sketch),
        cmocka_unit_test(the_whole_of_a_hyphenated_word_does_not_count_beside_its_parts),
        cmocka_unit_test(packing_and_unpacking_gives_the_same),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
