/* Strict reading of the parameters of an address, and writing them back */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "daemon/search_params.h"

static plx_search_params params;
static plx_problem problem;

static bool read_api(const char *query)
{
    plx_search_params_release(&params);
    problem = (plx_problem){ 0 };
    return plx_search_params_read_api(query, strlen(query), &params, &problem);
}

static int release(void **state)
{
    (void)state;
    plx_search_params_release(&params);
    return 0;
}

static void assert_refused(const char *query, const char *code, const char *field)
{
    assert_false(read_api(query));
    assert_int_equal(problem.status, 400);
    assert_string_equal(problem.code, code);
    assert_string_equal(problem.field, field);
    assert_true(*problem.detail);
}

static void every_parameter_reaches_its_member(void **state)
{
    (void)state;
    assert_true(read_api("q=green+zone&since=2019-10&until=2020&undated=1&likely=true&any=0&"
                         "strict=1&exact=1&sort=date&offset=20&limit=50&snippets=0&format=csv"));
    assert_string_equal(params.query, "green zone");
    assert_string_equal(params.since, "2019-10");
    assert_string_equal(params.until, "2020");
    assert_true(params.undated && params.likely && !params.any && params.strict && params.exact);
    assert_int_equal(params.sort, PLX_BY_DATE);
    assert_int_equal(params.offset, 20);
    assert_int_equal(params.limit, 50);
    assert_false(params.snippets);
    assert_string_equal(plx_search_formats[params.format - 1], "csv");
}

static void a_cursor_reads_in_the_order_added(void **state)
{
    (void)state;
    assert_true(read_api("q=a"));
    assert_int_equal(params.sort, PLX_BY_RELEVANCE);
    assert_null(params.cursor);
    assert_true(read_api("q=a&cursor=start"));
    assert_int_equal(params.sort, PLX_BY_ADDED);
    assert_true(read_api("cursor=start&sort=added&offset=0"));
    assert_refused("cursor=start&sort=relevance", "bad-value", "sort");
    assert_refused("cursor=start&offset=1", "bad-value", "offset");
    assert_refused("cursor=start&collapse=1", "bad-value", "collapse");
}

static void filters_repeat_and_keep_their_order(void **state)
{
    (void)state;
    assert_true(read_api("stance=neutral&facet=month:2019-10&stance=pro-iran&facet=topic=a:b"));
    assert_int_equal(params.filters.count, 4);
    assert_string_equal(params.filters.item[0].value, "neutral");
    assert_string_equal(params.filters.item[1].name, "month");
    assert_string_equal(params.filters.item[1].value, "2019-10");
    assert_string_equal(params.filters.item[2].value, "pro-iran");
    assert_string_equal(params.filters.item[3].name, "topic");
    assert_string_equal(params.filters.item[3].value, "a:b");
}

static void names_with_commas_between_are_a_list(void **state)
{
    (void)state;
    assert_true(read_api("facets=stance,source,,month"));
    assert_int_equal(params.facets.count, 3);
    assert_string_equal(params.facets.item[2], "month");
    assert_null(params.facets.item[3]);
}

static void an_empty_value_is_as_not_given(void **state)
{
    (void)state;
    assert_true(read_api("q=&since=&limit=&source=&facets="));
    assert_null(params.query);
    assert_null(params.since);
    assert_int_equal(params.filters.count, 0);
}

static void an_unknown_parameter_is_refused_by_name(void **state)
{
    (void)state;
    assert_refused("q=a&colour=red", "unknown-parameter", "colour");
    assert_non_null(strstr(problem.hint, "stance"));
}

static void a_single_parameter_given_twice_is_refused(void **state)
{
    (void)state;
    assert_refused("q=a&q=b", "repeated-parameter", "q");
    assert_refused("limit=&limit=3", "repeated-parameter", "limit");
}

static void a_bad_number_is_refused_with_its_range(void **state)
{
    static const char *const bad[] = {
        "limit=ten", "limit=-1",  "limit=0",           "limit=1001",
        "limit=+1",  "limit=1.5", "limit=99999999999", "limit=0x10"
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_refused(bad[i], "bad-number", "limit");
    assert_non_null(strstr(problem.hint, "1 to 1000"));
}

static void bad_words_and_dates_are_refused(void **state)
{
    (void)state;
    assert_refused("sort=size", "bad-value", "sort");
    assert_non_null(strstr(problem.hint, "relevance, date"));
    assert_refused("any=maybe", "bad-value", "any");
    assert_refused("any", "bad-value", "any");
    assert_refused("since=lately", "bad-date", "since");
    assert_refused("facet=stance", "bad-value", "facet");
    assert_refused("facet=:x", "bad-value", "facet");
}

static void what_is_no_utf8_or_holds_a_nul_is_refused(void **state)
{
    (void)state;
    assert_refused("q=%FF", "bad-encoding", "");
    assert_refused("q=%00", "bad-encoding", "");
    assert_refused("q=%2", "bad-encoding", "");
    assert_refused("q=%zz", "bad-encoding", "");
    assert_refused("%zz=1", "bad-encoding", "");
}

static void too_much_is_refused(void **state)
{
    char filters[PLX_FILTER_VALUES_MAX * 10 + 100] = "", many[PLX_PARAMS_MAX * 10 + 100] = "";
    char large[PLX_PARAM_BYTES_MAX + 20] = "source=";

    (void)state;
    for (unsigned i = 0; i <= PLX_FILTER_VALUES_MAX; i++)
        strcat(filters, "source=a&");
    assert_refused(filters, "limit", "source");
    for (unsigned i = 0; i <= PLX_PARAMS_MAX; i++)
        strcat(many, "source=&");
    assert_refused(many, "limit", "");
    memset(large + strlen(large), 'x', PLX_PARAM_BYTES_MAX + 1);
    assert_refused(large, "limit", "source");
}

static void assert_address(const char *query, const plx_params_change *change, const char *want)
{
    plx_strbuf address = PLX_STRBUF_INIT;

    assert_true(read_api(query));
    plx_search_params_address(&params, change, &address);
    assert_string_equal(address.s, want);
    plx_strbuf_release(&address);
}

static void an_address_holds_the_state_with_its_change(void **state)
{
    const plx_params_change add = { .add_name = "source", .add_value = "Tigris & Wire" };
    const plx_params_change facet = { .add_name = "month", .add_value = "2019-10" };
    const plx_params_change drop = { .drop_name = "stance", .drop_value = "neutral" };
    const plx_params_change page = { .offset = 10 };
    const plx_params_change undated = { .set_undated = true };

    (void)state;
    assert_address("q=a+b%26&offset=30", &add, "q=a%20b%26&source=Tigris%20%26%20Wire");
    assert_address("q=a", &facet, "q=a&facet=month:2019-10");
    assert_address("stance=neutral&stance=pro-iran", &drop, "stance=pro-iran");
    assert_address("q=a&sort=date&limit=5", &page, "q=a&sort=date&limit=5&offset=10");
    assert_address("since=2019", &undated, "since=2019&undated=1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(every_parameter_reaches_its_member, release),
        cmocka_unit_test_teardown(a_cursor_reads_in_the_order_added, release),
        cmocka_unit_test_teardown(filters_repeat_and_keep_their_order, release),
        cmocka_unit_test_teardown(names_with_commas_between_are_a_list, release),
        cmocka_unit_test_teardown(an_empty_value_is_as_not_given, release),
        cmocka_unit_test_teardown(an_unknown_parameter_is_refused_by_name, release),
        cmocka_unit_test_teardown(a_single_parameter_given_twice_is_refused, release),
        cmocka_unit_test_teardown(a_bad_number_is_refused_with_its_range, release),
        cmocka_unit_test_teardown(bad_words_and_dates_are_refused, release),
        cmocka_unit_test_teardown(what_is_no_utf8_or_holds_a_nul_is_refused, release),
        cmocka_unit_test_teardown(too_much_is_refused, release),
        cmocka_unit_test_teardown(an_address_holds_the_state_with_its_change, release),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
