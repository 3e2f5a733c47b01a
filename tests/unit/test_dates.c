#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/file.h"
#include "indexer/byline.h"
#include "indexer/date_jalali.h"
#include "indexer/date_order.h"
#include "indexer/dates.h"
#include "indexer/extract.h"

struct example {
    const char *text;
    const char *iso; /* "" = not a date */
};

/* What the lines of % have said so far. */
static void learn(plx_date_evidence *e, const char *line)
{
    const char *value = strchr(line, ' ');
    plx_date d;

    if (!value) {
        plx_date_evidence_init(e, 0);
        return;
    }
    value++;
    if (strncmp(line, "%locale", 7) == 0)
        plx_date_evidence_add_locale(e, value);
    else if (strncmp(line, "%url", 4) == 0)
        plx_date_evidence_add_url(e, value);
    else if (strncmp(line, "%text", 5) == 0)
        plx_date_evidence_add_text(e, value, strlen(value));
    else if (plx_date_parse_iso(value, strlen(value), &d, NULL) != PLX_OK)
        fail_msg("'%s' is no date", line);
    else if (strncmp(line, "%now", 4) == 0)
        e->now = d.start;
    else
        plx_date_evidence_add_date(e, &d);
}

/* Through the door that pages and texts use. */
static bool is_read_as(const char *text, const char *expected, const plx_date_evidence *e)
{
    char found[PLX_DATE_BYTES + 1] = "-";
    bool is_right;
    plx_article a;

    plx_article_init(&a);
    assert_int_equal(plx_date_take(&a, text, strlen(text), e, "byline", NULL), PLX_OK);
    if (a.date.precision != PLX_DATE_NONE)
        plx_date_format(&a.date, found);
    else if (*plx_article_extra(&a, "date_raw"))
        strcpy(found, "?");
    /* a year of two digits in the future is kept as it is, and is no date */
    is_right = strcmp(found, expected) == 0 || (*found == '?' && *expected == '-');
    if (!is_right)
        print_error("'%s' is read as '%s', expected '%s'\n", text, found, expected);
    plx_article_release(&a);
    return is_right;
}

static void dates_are_read_as_the_table_says(void **state)
{
    plx_strbuf file = PLX_STRBUF_INIT;
    plx_date_evidence e;
    char *text = NULL;
    unsigned cases = 0;
    unsigned wrong = 0;

    (void)state;
    plx_date_evidence_init(&e, 0);
    assert_int_equal(plx_file_read("tests/data/dates.test", 1u << 20, &file, NULL), PLX_OK);
    for (char *line = strtok(file.s, "\n"); line; line = strtok(NULL, "\n")) {
        if (*line == '#')
            continue;
        if (*line == '%') {
            learn(&e, line);
        } else if (!text) {
            text = line;
        } else {
            wrong += !is_read_as(text, line, &e);
            text = NULL;
            cases++;
        }
    }
    assert_true(cases > 150);
    assert_int_equal(wrong, 0);
    plx_strbuf_release(&file);
}

static void every_day_written_in_every_way_is_read_back(void **state)
{
    static const char *const ways[] = {
        "%2$d %3$s %1$d",     "%3$s %2$d, %1$d",    "%1$04d/%4$02d/%2$02d",
        "%2$02d.%4$02d.%1$d", "%2$d-%3$.3s-%1$d",   "%1$04d%4$02d%2$02dT000000Z",
        "%2$d. %3$s %1$d",    "%3$s %2$d, %1$d at", "%1$d年%4$d月%2$d日",
    };
    static const char *const names[] = { "January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December" };
    plx_date d;

    (void)state;
    for (int year = 1899; year < 2040; year += 7)
        for (int month = 1; month <= 12; month++)
            for (int day = 1; plx_date_from_civil(year, month, day, &d); day++)
                for (size_t w = 0; w < sizeof ways / sizeof *ways; w++) {
                    char text[80];
                    plx_date back;

                    snprintf(text, sizeof text, ways[w], year, day, names[month - 1], month);
                    if (plx_extract_date(text, strlen(text), &back, NULL, NULL) != PLX_OK ||
                        back.start != d.start)
                        fail_msg("'%s' is not read back", text);
                }
}

static void every_day_of_the_persian_calendar_is_the_next_one(void **state)
{
    plx_date before;
    plx_date d;

    (void)state;
    assert_true(plx_date_from_jalali(1398, 1, 1, &before));
    assert_true(before.start == INT64_C(1553126400)); /* 2019-03-21 */
    assert_true(plx_date_from_jalali(1300, 1, 1, &before));
    before.start -= 86400;
    for (int year = 1300; year <= 1430; year++)
        for (int month = 1; month <= 12; month++)
            for (int day = 1; plx_date_from_jalali(year, month, day, &d); day++) {
                assert_true(d.start == before.start + 86400);
                before = d;
            }
    assert_false(plx_date_from_jalali(1299, 12, 1, &d));
    assert_false(plx_date_from_jalali(1431, 1, 1, &d));
    assert_false(plx_date_from_jalali(1398, 13, 1, &d));
    assert_false(plx_date_from_jalali(1398, 12, 30, &d));
}

static void no_date_is_settled_from_nothing(void **state)
{
    plx_date_span span;
    plx_date_evidence e;
    plx_date d;

    (void)state;
    plx_date_evidence_init(&e, 0);
    plx_date_evidence_add_locale(&e, NULL);
    plx_date_evidence_add_locale(&e, "");
    plx_date_evidence_add_url(&e, NULL);
    plx_date_evidence_add_url(&e, "no address");
    plx_date_evidence_add_text(&e, "", 0);
    assert_true(plx_dates_find("10/9/2019", 9, &span) && span.is_ambiguous);
    assert_false(plx_date_settle(&span, &e, &d));
    assert_int_equal(d.precision, PLX_DATE_NONE);
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
        cmocka_unit_test(dates_are_read_as_the_table_says),
        cmocka_unit_test(every_day_written_in_every_way_is_read_back),
        cmocka_unit_test(every_day_of_the_persian_calendar_is_the_next_one),
        cmocka_unit_test(no_date_is_settled_from_nothing),
        cmocka_unit_test(ambiguous_dates_are_refused_with_a_remedy),
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
