/* What of a query is marked in a whole text */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "search/mark.h"

static void marks_what_a_query_looks_for(void **state)
{
    static const struct {
        const char *query, *want;
    } cases[] = {
        { "rocket", "[Rockets] hit the green zone; the embassy closed." },
        { "\"green zone\" closed", "Rockets hit the [green] [zone]; the embassy [closed]." },
        { "rocket NEAR/5 embassy", "[Rockets] hit the green zone; the [embassy] closed." },
        { "hit NEAR/3 (zone OR emb*)", "Rockets [hit] the green [zone]; the [embassy] closed." },
        { "title:emba*^3", "Rockets hit the green zone; the [embassy] closed." },
        { "embassy^2 -zone", "Rockets hit the green zone; the [embassy] closed." },
        { "topic:zone embassy", "Rockets hit the green zone; the [embassy] closed." },
        { "source:embassy", "Rockets hit the green zone; the embassy closed." },
        { "(zone", "Rockets hit the green [zone]; the embassy closed." },
        { "", "Rockets hit the green zone; the embassy closed." },
    };
    plx_analyser *an = NULL;
    size_t i;

    (void)state;
    assert_int_equal(plx_analyser_new(&an, NULL), PLX_OK);
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        const plx_mark_options opt = { cases[i].query, "en", "[", "]" };
        plx_strbuf out = PLX_STRBUF_INIT;

        assert_int_equal(plx_mark_matches(an, &opt,
                                          "Rockets hit the green zone; the embassy closed.", &out,
                                          NULL),
                         PLX_OK);
        assert_string_equal(out.s, cases[i].want);
        plx_strbuf_release(&out);
    }
    plx_analyser_free(an);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_what_a_query_looks_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
