/* The analyser without memory: each time one allocation later fails, until none does. What
 * has failed must leave the analyser whole. The sources are included so that their calls of
 * the allocator can be replaced; those inside libstemmer are not. */
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

#define calloc        try_calloc
#define realloc       try_realloc
#define aligned_alloc try_aligned_alloc
#include "text/analyser.c"
#include "text/sentence.c"
#include "text/stemmer.c"
#include "text/vocabulary.c"
#undef calloc
#undef realloc
#undef aligned_alloc

enum { WORDS = 9000, ROUNDS_MAX = 1000 };

static char text[WORDS * 10];
static size_t text_len;

static int write_text(void **state)
{
    (void)state;
    for (int i = 0; i < WORDS; i++)
        text_len += (size_t)snprintf(text + text_len, 10, "w%dx.\n\n", i);
    return 0;
}

/* Analyse it all with the nth allocation failing; PLX_OK if that was not reached. */
static plx_status attempt(long nth)
{
    plx_analyser *an = NULL;
    plx_sentence *list = NULL;
    plx_tokens tokens;
    plx_error err = { 0 };
    plx_status rc;
    size_t n;

    plx_tokens_init(&tokens);
    countdown = nth;
    rc = plx_analyser_new(&an, &err);
    if (!rc)
        rc = plx_analyser_run(an, "en", text, text_len, &tokens, &err);
    if (!rc)
        rc = plx_sentences(text, text_len, &tokens, &list, &n, &err);
    countdown = -1;
    if (rc && an) { /* what is there goes on as if nothing had been */
        assert_int_equal(plx_analyser_run(an, "en", text, text_len, &tokens, NULL), PLX_OK);
        assert_int_equal(tokens.count, WORDS);
        assert_int_equal(plx_analyser_words(an, "en"), WORDS);
    }
    if (rc)
        assert_non_null(strstr(err.msg, "out of memory"));
    free(list);
    plx_tokens_release(&tokens);
    plx_analyser_free(an);
    return rc;
}

static void every_allocation_that_fails_is_reported(void **state)
{
    long nth = 0;

    (void)state;
    while (attempt(nth) == PLX_ERR_NOMEM && nth < ROUNDS_MAX)
        nth++;
    assert_in_range(nth, 8, ROUNDS_MAX - 1);
    assert_int_equal(attempt(nth), PLX_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation_that_fails_is_reported),
    };

    return cmocka_run_group_tests(tests, write_text, NULL);
}
