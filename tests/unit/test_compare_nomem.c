/* Comparing without memory: each time one allocation later fails, until none does. Nothing may
 * crash, leak (under the sanitizers) or be half done. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>

#include "failing_memory.h"

#define malloc  try_malloc
#define calloc  try_calloc
#define realloc try_realloc
#include "base/map.c"
#define no_memory no_memory_of_terms
#include "compare/compare_terms.c"
#undef no_memory
#define no_memory no_memory_of_choice
#include "compare/compare_choose.c"
#undef no_memory
#define no_memory no_memory_of_draw
#include "compare/compare_sample.c"
#undef no_memory
#undef malloc
#undef calloc
#undef realloc

#define ROUNDS_MAX 10000
#define STORIES    40

static plx_tokens title, text[2];
static const char *const texts[2] = {
    "The amber lantern of Port Ellery shone over copper roofs and the old harbour wall.",
    "A broken turbine of Governor Hask hummed over copper roofs and the old harbour wall.",
};

static int analyse(void **state)
{
    plx_analyser *an = NULL;
    plx_status rc = plx_analyser_new(&an, NULL);

    *state = an;
    plx_tokens_init(&title);
    for (int i = 0; i < 2; i++) {
        plx_tokens_init(&text[i]);
        rc = rc ? rc : plx_analyser_run(an, "en", texts[i], strlen(texts[i]), &text[i], NULL);
    }
    return rc ? -1 : 0;
}

static int forget(void **state)
{
    plx_tokens_release(&text[0]);
    plx_tokens_release(&text[1]);
    plx_analyser_free(*state);
    return 0;
}

/* Count and choose; what it comes to. */
static plx_status compare_once(size_t *terms)
{
    const plx_choosing_options opt = { .terms = 5, .min_articles = 3 };
    plx_term_counter c = { 0 };
    plx_chooser *ch = NULL;
    plx_chosen chosen = { 0 };
    plx_status rc = plx_term_counter_init(&c, 2, STORIES, NULL);

    for (uint32_t i = 0; !rc && i < STORIES; i++) {
        plx_story story = { .docid = i + 1, .source = i / 2 % 4, .side = i % 2 };
        rc = plx_term_counter_add(&c, &story, &title, "", &text[i % 2], texts[i % 2], NULL);
    }
    if (!rc)
        rc = plx_chooser_new(&c, &opt, &ch, NULL);
    if (!rc)
        rc = plx_choose_terms(ch, 0, &chosen, NULL);
    *terms = chosen.count;
    free(chosen.items);
    plx_chooser_free(ch);
    plx_term_counter_release(&c);
    return rc;
}

static void terms_are_all_counted_or_refused(void **state)
{
    size_t terms, all;
    long round;

    (void)state;
    countdown = -1;
    assert_int_equal(compare_once(&all), PLX_OK);
    assert_true(all > 0);
    for (round = 0; round < ROUNDS_MAX; round++) {
        plx_status rc;

        countdown = round;
        rc = compare_once(&terms);
        if (countdown >= 0)
            break;
        assert_int_equal(rc, PLX_ERR_NOMEM);
        assert_int_equal(terms, 0);
    }
    assert_int_equal(terms, all);
    assert_true(round > 5 && round < ROUNDS_MAX);
    countdown = -1;
}

static void a_draw_is_whole_or_refused(void **state)
{
    uint64_t key[6] = { 0, 50, 40, 30, 20, 10 };
    const plx_draw d = { key, 5 };

    (void)state;
    for (long round = 0;; round++) {
        uint32_t docids[] = { 1, 2, 3, 4, 5 };
        size_t stories;
        plx_status rc;

        countdown = round;
        rc = plx_draw_order(&d, NULL, docids, 5, &stories, NULL);
        if (countdown >= 0) {
            assert_int_equal(rc, PLX_OK);
            assert_int_equal(stories, 5);
            assert_int_equal(docids[0], 5);
            break;
        }
        assert_int_equal(rc, PLX_ERR_NOMEM);
    }
    countdown = -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terms_are_all_counted_or_refused),
        cmocka_unit_test(a_draw_is_whole_or_refused),
    };

    return cmocka_run_group_tests(tests, analyse, forget);
}
