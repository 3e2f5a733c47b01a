/* Words that a model looks at itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/hash.h"
#include "classifier/echo.h"
#include "classifier/terms.h"
#include "tests/unit/classifier_data.h"

static plx_echo_word word_of(const char *stem)
{
    return (plx_echo_word){ stem, strlen(stem), plx_hash64(stem, strlen(stem)) };
}

static bool has(const plx_echo *e, const char *a, const char *b)
{
    plx_echo_word words[2] = { word_of(a), b ? word_of(b) : (plx_echo_word){ 0 } };

    return plx_echo_has(e, words, b ? 2 : 1);
}

static void the_words_of_its_labels_are_its_own(void **state)
{
    plx_model *m = made_model(NULL);
    plx_echo *e = NULL;

    (void)state;
    assert_non_null(m);
    assert_int_equal(plx_echo_new(m, &e, NULL), PLX_OK);
    assert_true(has(e, "tyrant", NULL));
    assert_true(has(e, "harbour", "tyrant"));
    assert_false(has(e, "harbour", NULL));
    assert_false(has(e, "harbour", "lantern"));
    assert_false(plx_echo_has(e, NULL, 0));
    plx_echo_free(e);
    plx_model_free(m);
}

static void the_strongest_terms_of_the_shipped_model_are_marked(void **state)
{
    plx_model *m = NULL;
    plx_echo *e = NULL;
    plx_term_list list;
    size_t words = 0;

    (void)state;
    assert_int_equal(plx_model_load("models/iran/iran.model", &m, NULL), PLX_OK);
    assert_int_equal(plx_echo_new(m, &e, NULL), PLX_OK);
    for (size_t k = 0; k < plx_model_labels(m)->count; k++) {
        assert_int_equal(plx_model_terms(m, k, PLX_TERM_FOR, 100, &list, NULL), PLX_OK);
        for (size_t i = 0; i < list.count; i++) {
            if (list.items[i].group != PLX_GROUP_TEXT || strchr(list.items[i].name, ' '))
                continue;
            words++;
            assert_true(has(e, list.items[i].name, NULL));
        }
        plx_terms_release(&list);
    }
    assert_true(words > 0);
    assert_false(has(e, "zzlantern", NULL));
    plx_echo_free(e);
    plx_model_free(m);
}

static void cues_are_its_own_wherever_they_stand(void **state)
{
    plx_model *m = NULL;
    plx_echo *e = NULL;

    (void)state;
    assert_int_equal(plx_model_load("models/iran/iran.model", &m, NULL), PLX_OK);
    assert_int_equal(plx_echo_new(m, &e, NULL), PLX_OK);
    assert_true(has(e, "mullah", NULL) || has(e, "zionist", "regim"));
    plx_echo_free(e);
    plx_model_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_words_of_its_labels_are_its_own),
        cmocka_unit_test(the_strongest_terms_of_the_shipped_model_are_marked),
        cmocka_unit_test(cues_are_its_own_wherever_they_stand),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
