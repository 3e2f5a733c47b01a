#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/byline.h"
#include "indexer/dates.h"
#include "indexer/extract.h"

struct example {
    const char *text;
    const char *iso; /* "" = not a date */
};

static void check_all(const struct example *e, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char iso[PLX_DATE_BYTES];
        plx_date d;
        plx_error err = { .code = PLX_OK };
        plx_status rc = plx_extract_date(e[i].text, strlen(e[i].text), &d, NULL, &err);

        plx_date_format(&d, iso);
        if (strcmp(iso, e[i].iso) != 0)
            fail_msg("'%s' is read as '%s', expected '%s'", e[i].text, iso, e[i].iso);
        assert_int_equal(rc, *iso ? PLX_OK : PLX_ERR_INVALID);
    }
}
#define CHECK_ALL(list) check_all(list, sizeof(list) / sizeof *(list))

static void dates_in_words_are_read(void **state)
{
    static const struct example list[] = {
        { "October 10, 2019", "2019-10-10" },
        { "10 October 2019", "2019-10-10" },
        { "10th of October, 2019", "2019-10-10" },
        { "Oct. 10, 2019", "2019-10-10" },
        { "Sept 1st 2019", "2019-09-01" },
        { "10-Oct-2019", "2019-10-10" },
        { "2019 Oct 10", "2019-10-10" },
        { "October 2019", "2019-10" },
        { "10. Oktober 2019", "2019-10-10" },
        { "1er août 2019", "2019-08-01" },
        { "10 de octubre de 2019", "2019-10-10" },
        { "3 março 2019", "2019-03-03" },
        { "2019年10月9日", "2019-10-09" },
        { "Published on Thursday, 10 October 2019 by our staff", "2019-10-10" },
    };

    (void)state;
    CHECK_ALL(list);
}

static void dates_in_numbers_are_read_where_only_one_reading_is_possible(void **state)
{
    static const struct example list[] = {
        { "18.11.2021", "2021-11-18" },
        { "1. 2. 2019", "2019-02-01" },
        { "2019/10/10", "2019-10-10" },
        { "2019-10-10", "2019-10-10" },
        { "2019.10.10", "2019-10-10" },
        { "25/12/2019", "2019-12-25" },
        { "12/25/2019", "2019-12-25" },
        { "13-10-2019", "2019-10-13" },
        { "10/10/2019", "2019-10-10" },
        { "10/9/2019", "" },
        { "10-9-2019", "" },
        { "10/9/19", "" },
        { "25/12/19", "" },
        { "31.02.2019", "" },
        { "2019-13-01", "" },
        { "1.2.2019.4", "" },
        { "10.10.20191", "" },
    };

    (void)state;
    CHECK_ALL(list);
}

static void ambiguous_dates_are_refused_with_a_remedy(void **state)
{
    plx_error err = { .code = PLX_OK };
    plx_date d;

    (void)state;
    assert_int_equal(plx_extract_date("10/9/2019", 9, &d, NULL, &err), PLX_ERR_INVALID);
    assert_int_equal(d.precision, PLX_DATE_NONE);
    assert_non_null(strstr(err.msg, "10/9/2019"));
    assert_non_null(strstr(err.msg, "31 Oct 2019"));
}

static void times_of_day_are_read(void **state)
{
    static const struct example list[] = {
        { "October 10, 2019 at 12:34 pm", "2019-10-10T12:34:00" },
        { "October 10, 2019 at 12:34 am", "2019-10-10T00:34:00" },
        { "10 Oct 2019, 3pm", "2019-10-10T15:00:00" },
        { "10 Oct 2019 | 3.30 p.m.", "2019-10-10T15:30:00" },
        { "10.10.2019, 12:34 Uhr", "2019-10-10T12:34:00" },
        { "10 octobre 2019 à 12h34", "2019-10-10T12:34:00" },
        { "12:34, 10 October 2019", "2019-10-10T12:34:00" },
        { "12:34 Thursday, 10 October 2019", "2019-10-10T12:34:00" },
        { "2019-10-10 12:34:56", "2019-10-10T12:34:56" },
        { "2019-10-10T12:34:56.789", "2019-10-10T12:34:56" },
        { "10 Oct 2019 25:61", "2019-10-10" },
    };

    (void)state;
    CHECK_ALL(list);
}

static void time_zones_are_followed_only_where_their_name_means_one(void **state)
{
    static const struct example list[] = {
        { "Thu, 10 Oct 2019 12:34:00 +0300", "2019-10-10T09:34:00Z" },
        { "2019-10-10T12:34:00Z", "2019-10-10T12:34:00Z" },
        { "2019-10-10T12:34:00-05:30", "2019-10-10T18:04:00Z" },
        { "10 Oct 2019 12:34 GMT", "2019-10-10T12:34:00Z" },
        { "10 Oct 2019 12:34 GMT+3", "2019-10-10T09:34:00Z" },
        { "Oct 10, 2019 11:34 PM EDT", "2019-10-11T03:34:00Z" },
        { "Oct 10, 2019 12:34 IST", "2019-10-10T12:34:00" },
        { "Oct 10, 2019 9:30 a.m. ET", "2019-10-10T09:30:00" },
        { "Thu Oct 10 12:34:00 +0300 2019", "2019-10-10T09:34:00Z" },
        { "Thu Oct 10 2019 12:34:00 GMT+0300 (AST)", "2019-10-10T09:34:00Z" },
        { "20191010T123400Z", "2019-10-10T12:34:00Z" },
    };

    (void)state;
    CHECK_ALL(list);
}

static void some_forms_are_dates_only_if_nothing_else_is_there(void **state)
{
    static const struct example list[] = {
        { "2019", "2019" },
        { " 2019-10 ", "2019-10" },
        { "10/2019", "2019-10" },
        { "20191010", "2019-10-10" },
        { "1570710840", "2019-10-10T12:34:00Z" },
        { "1570710840000", "2019-10-10T12:34:00Z" },
        { "in 2003 the war began", "" },
        { "call 1570710840 now", "" },
        { "2 hours ago", "" },
        { "yesterday", "" },
        { "May the 4th be with you", "" },
        { "", "" },
    };

    (void)state;
    CHECK_ALL(list);
}

static void the_end_of_the_date_is_told(void **state)
{
    static const char text[] = "On 10 October 2019 they met";
    plx_date d;
    size_t used = 0;

    (void)state;
    assert_int_equal(plx_extract_date(text, strlen(text), &d, &used, NULL), PLX_OK);
    assert_int_equal(used, strlen("On 10 October 2019"));
}

static void no_byte_behind_the_length_is_read(void **state)
{
    plx_date d;

    (void)state;
    assert_int_equal(plx_extract_date("10 October 2019", 14, &d, NULL, NULL), PLX_ERR_INVALID);
    assert_int_equal(plx_extract_date("2019-10-10", 7, &d, NULL, NULL), PLX_OK);
    assert_int_equal(d.precision, PLX_DATE_MONTH);
}

static void dates_in_addresses_are_found(void **state)
{
    static const struct example list[] = {
        { "https://a.example/2019/10/09/name", "2019-10-09" },
        { "https://a.example/news/2019-10-09-name.html", "2019-10-09" },
        { "https://a.example/2019/oct/09/name", "2019-10-09" },
        { "https://a.example/news-20191009.html", "2019-10-09" },
        { "https://a.example/2019/10/", "" },
        { "https://a.example/id/12345678", "" },
        { "https://a.example/p?d=/2019/10/09/", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        char iso[PLX_DATE_BYTES] = "";
        plx_date d = { 0 };

        if (plx_dates_in_url(list[i].text, &d))
            plx_date_format(&d, iso);
        assert_string_equal(iso, list[i].iso);
    }
}

static bool is_byline(const char *s, plx_byline *out)
{
    return plx_byline_read(s, strlen(s), out);
}

static void bylines_are_told_from_text(void **state)
{
    static const char *const lines[] = {
        "By Jane Doe",
        "BY JANE DOE AND JOHN ROE",
        "18.11.2021 Author: Viktor Example",
        "October 10, 2019 at 12:34 pm",
        "Published: 10 October 2019 | Updated: 11 October 2019",
        "Posted on October 10, 2019 by Jane Doe",
        "By Jane Doe | October 10, 2019",
        "Thursday, 10 October 2019 | Middle East",
        "BAGHDAD, October 10, 2019",
    };
    static const char *const texts[] = {
        "By accepting the offer the ministers gave in",
        "Protests of 10 October 2019 shook the city",
        "The prime minister said on 10 October 2019 that he would resign",
        "Baghdad",
        "By the river",
    };
    plx_byline b;

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (!is_byline(lines[i], &b))
            fail_msg("'%s' is a byline", lines[i]);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (is_byline(texts[i], &b))
            fail_msg("'%s' is no byline", texts[i]);
}

static void an_update_is_not_the_publication(void **state)
{
    plx_byline b;

    (void)state;
    assert_true(is_byline("Last updated: 10 October 2019", &b));
    assert_true(b.is_updated);
    assert_true(is_byline("Published: 10 October 2019, updated: 11 October 2019", &b));
    assert_false(b.is_updated);
}

static void names_of_authors_are_cleaned(void **state)
{
    static const struct example list[] = {
        { "By Jane Doe", "Jane Doe" },
        { "Jane Doe, Example News", "Jane Doe" },
        { "Jane Doe and John Roe", "Jane Doe; John Roe" },
        { "Jane Doe, John Roe and Ali al-Hasan", "Jane Doe; John Roe; Ali al-Hasan" },
        { "Reuters", "Reuters" },
        { "https://social.example/jane", "" },
        { "jane@example.org", "" },
        { "admin", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        plx_strbuf out = PLX_STRBUF_INIT;

        plx_byline_clean_author(list[i].text, strlen(list[i].text), &out);
        assert_string_equal(out.s, list[i].iso);
        plx_strbuf_release(&out);
    }
}

static void datelines_need_a_place_in_capitals_and_a_dash(void **state)
{
    static const char good[] = "BAGHDAD, Oct 10, 2019 (Agency) - The prime minister resigned.";
    static const char bad[] = "Since Oct 10, 2019 - the day of the vote - nothing has changed.";
    plx_date_span d;

    (void)state;
    assert_true(plx_byline_dateline(good, strlen(good), &d));
    assert_int_equal(d.date.precision, PLX_DATE_DAY);
    assert_false(plx_byline_dateline(bad, strlen(bad), &d));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_in_words_are_read),
        cmocka_unit_test(dates_in_numbers_are_read_where_only_one_reading_is_possible),
        cmocka_unit_test(ambiguous_dates_are_refused_with_a_remedy),
        cmocka_unit_test(times_of_day_are_read),
        cmocka_unit_test(time_zones_are_followed_only_where_their_name_means_one),
        cmocka_unit_test(some_forms_are_dates_only_if_nothing_else_is_there),
        cmocka_unit_test(the_end_of_the_date_is_told),
        cmocka_unit_test(no_byte_behind_the_length_is_read),
        cmocka_unit_test(dates_in_addresses_are_found),
        cmocka_unit_test(bylines_are_told_from_text),
        cmocka_unit_test(an_update_is_not_the_publication),
        cmocka_unit_test(names_of_authors_are_cleaned),
        cmocka_unit_test(datelines_need_a_place_in_capitals_and_a_dash),
    };

    return cmocka_run_group_tests_name("dates", tests, NULL, NULL);
}
