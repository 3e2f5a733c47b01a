/* Charts of the pages: numbers and places right, names harmless, a table behind each */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/period.h"
#include "daemon/page/chart.h"
#include "daemon/page/chart_parts.h"

#define PERIODS_MAX 500
#define BANDS       3
#define HOSTILE     "<script>alert(1)</script>\"'&"

static plx_strbuf out = PLX_STRBUF_INIT;

/* Made by hand: two labels and what is unclear, by month from October 2019 on. */
static struct {
    plx_timeline_count n[PERIODS_MAX], cell[PERIODS_MAX * BANDS], band[BANDS];
    plx_band bands[BANDS];
    plx_timeline_series series;
    plx_timeline_result r;
} made;

static void add(uint32_t period, size_t band, uint32_t articles)
{
    made.cell[period * BANDS + band].articles += articles;
    made.n[period].articles += articles;
    made.band[band].articles += articles;
    made.series.placed.articles += articles;
}

static int make(void **state)
{
    static char facet[] = "stance", friendly[] = "friendly", hostile[] = HOSTILE,
                unclear[] = "unclear";

    (void)state;
    memset(&made, 0, sizeof made);
    plx_strbuf_release(&out);
    made.bands[0] = (plx_band){ .name = friendly, .kind = PLX_BAND_VALUE };
    made.bands[1] = (plx_band){ .name = hostile, .kind = PLX_BAND_VALUE };
    made.bands[2] = (plx_band){ .name = unclear, .kind = PLX_BAND_UNCLEAR };
    made.series = (plx_timeline_series){ .band = made.band, .n = made.n, .cell = made.cell };
    made.r = (plx_timeline_result){ .by = PLX_PERIOD_MONTH,
                                    .facet = facet,
                                    .is_stance = true,
                                    .periods = 3,
                                    .bands = made.bands,
                                    .band_count = BANDS,
                                    .series = &made.series,
                                    .series_count = 1 };
    made.r.first = plx_period_of(PLX_PERIOD_MONTH, 1570665600); /* 10 October 2019 */
    add(0, 0, 3);
    add(0, 1, 1200);
    add(2, 2, 7);
    return 0;
}

static int release(void **state)
{
    (void)state;
    plx_strbuf_release(&out);
    return 0;
}

/* Appends an address as a page would, hostile, too. */
static void address(void *ctx, const char *since, const char *until, plx_strbuf *to)
{
    (void)ctx;
    plx_strbuf_printf(to, "/?q=\"><b>&since=%s&until=%s", since, until);
}

static size_t count(const char *what)
{
    size_t n = 0;

    for (const char *s = out.s; (s = strstr(s, what)); s += strlen(what))
        n++;
    return n;
}

static void assert_has(const char *what)
{
    if (!strstr(out.s, what))
        fail_msg("no '%s' in %s", what, out.s);
}

static void draw(plx_chart_timeline_options o)
{
    plx_chart_timeline(&out, &made.r, &o);
}

/* ------------------------------------------------------------ timeline */

static void nothing_is_drawn_without_periods(void **state)
{
    (void)state;
    made.r.periods = 0;
    draw((plx_chart_timeline_options){ .id = "t" });
    assert_int_equal(out.len, 0);
}

static void hostile_names_and_addresses_are_escaped(void **state)
{
    (void)state;
    draw((plx_chart_timeline_options){ .address = address, .caption = HOSTILE });
    assert_int_equal(count("<script"), 0);
    assert_int_equal(count("<b>"), 0);
    assert_has("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;");
    assert_has("href=\"/?q=&quot;&gt;&lt;b&gt;&amp;since=2019-10&amp;until=2019-10\"");
}

static void nothing_needs_more_than_the_policy_allows(void **state)
{
    (void)state;
    draw((plx_chart_timeline_options){ .address = address });
    assert_int_equal(count(" style="), 0);
    assert_int_equal(count("<style"), 0);
    assert_int_equal(count(" on"), 0);
}

static void each_period_with_articles_is_a_link_that_says_its_numbers(void **state)
{
    (void)state;
    draw((plx_chart_timeline_options){ .address = address });
    assert_has("aria-label=\"October 2019: 1,203 articles: friendly 3, ");
    assert_has("aria-label=\"December 2019: 7 articles: unclear 7\"");
    assert_int_equal(count("aria-label=\"November 2019"), 0);
    assert_has("<g data-since=\"2019-11\" data-until=\"2019-11\">"); /* a range may begin there */
    assert_int_equal(count(" tabindex=\"-1\""), 1); /* by Tab the first alone is reached */
    assert_has(" data-brush>");
}

static void without_addresses_nothing_is_a_link(void **state)
{
    (void)state;
    draw((plx_chart_timeline_options){ .id = "t" });
    assert_int_equal(count("<a "), 0);
    assert_int_equal(count("data-brush"), 0);
    assert_has("role=\"img\"");
}

static void the_table_has_the_same_numbers(void **state)
{
    (void)state;
    draw((plx_chart_timeline_options){ .id = "t" });
    assert_has("<th scope=\"row\">Oct 2019</th><td>1,203</td><td>3</td><td>1,200</td><td>0</td>");
    assert_has("<th scope=\"row\">Nov 2019</th><td>0</td><td>0</td><td>0</td><td>0</td>");
    assert_has("<th scope=\"row\">All</th><td>1,210</td><td>3</td><td>1,200</td><td>7</td>");
}

static void bounds_of_weeks_and_quarters_are_days(void **state)
{
    (void)state;
    made.r.by = PLX_PERIOD_WEEK;
    made.r.first = plx_period_of(PLX_PERIOD_WEEK, 1570665600);
    draw((plx_chart_timeline_options){ .address = address });
    assert_has("data-since=\"2019-10-07\" data-until=\"2019-10-13\"");
    assert_has("week of 7 October 2019: 1,203 articles");
    plx_strbuf_reset(&out);
    made.r.by = PLX_PERIOD_QUARTER;
    made.r.first = plx_period_of(PLX_PERIOD_QUARTER, 1570665600);
    draw((plx_chart_timeline_options){ .address = address });
    assert_has("data-since=\"2019-10-01\" data-until=\"2019-12-31\"");
    assert_has("Q4 2019: 1,203 articles");
}

static void charts_that_are_compared_share_a_scale(void **state)
{
    (void)state;
    draw((plx_chart_timeline_options){ .most = 4100 });
    assert_has(">6,000</text>");
    assert_int_equal(plx_chart_timeline_most(&made.r), 1203);
}

static void stories_are_counted_where_they_were_asked_for(void **state)
{
    (void)state;
    made.r.collapse = true;
    made.n[0].stories = made.cell[1].stories = 5;
    draw((plx_chart_timeline_options){ .address = address });
    assert_has("October 2019: 5 stories: ");
}

/* Is there a name on the axis that is shown in this density? */
static bool is_named_in(char density)
{
    for (const char *s = out.s; (s = strstr(s, "<text class=\"")); s++) {
        const char *class = s + strlen("<text class=\"");

        if (memchr(class, density, strcspn(class, "\"e"))) /* "end" is none */
            return true;
    }
    return false;
}

/* Each density of the axis names some period, however many there are. */
static void the_axis_is_never_without_a_name(void **state)
{
    (void)state;
    for (uint32_t unit = 0; unit < PLX_PERIOD_UNITS; unit++)
        for (uint32_t periods = 1; periods < PERIODS_MAX; periods += periods / 8 + 1) {
            plx_strbuf_reset(&out);
            made.r.by = (plx_period_unit)unit;
            made.r.first = plx_period_of(made.r.by, 1570665600);
            made.r.periods = periods;
            draw((plx_chart_timeline_options){ .is_compact = true });
            for (const char *class = "nmw"; *class; class ++)
                assert_true(is_named_in(*class));
        }
}

static void very_many_periods_are_no_links_in_the_drawing(void **state)
{
    (void)state;
    made.r.periods = PERIODS_MAX;
    draw((plx_chart_timeline_options){ .address = address });
    assert_int_equal(count("data-since"), 0);
    assert_has("<th scope=\"row\"><a href="); /* but in the table */
}

/* ------------------------------------------------------------ scale */

static void steps_are_round_and_hold_everything(void **state)
{
    static const struct {
        uint32_t most;
        unsigned steps;
        uint32_t step, top;
    } cases[] = {
        { 0, 4, 1, 1 },
        { 1, 4, 1, 1 },
        { 4, 4, 1, 4 },
        { 5, 4, 2, 6 },
        { 8, 4, 2, 8 },
        { 9, 4, 5, 10 },
        { 21, 4, 10, 30 },
        { 1203, 4, 500, 1500 },
        { 1203, 2, 1000, 2000 },
        { 100000, 4, 50000, 100000 },
        { UINT32_MAX, 4, 2000000000, UINT32_MAX },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        plx_chart_scale s = plx_chart_scale_for(cases[i].most, cases[i].steps);

        assert_int_equal(s.step, cases[i].step);
        assert_int_equal(s.top, cases[i].top);
        assert_true(s.top >= cases[i].most);
    }
}

/* ------------------------------------------------------------ bars, line */

static void cell_address(void *ctx, size_t row, size_t part, plx_strbuf *to)
{
    (void)ctx;
    plx_strbuf_printf(to, "/row%zu/part%zu", row, part);
}

static void stacked_bars_show_shares_and_tell_counts(void **state)
{
    static const uint32_t first[] = { 1, 3 }, second[] = { 0, 0 };
    static const plx_chart_part parts[] = { { "friendly", 0 }, { HOSTILE, 1 } };
    static const plx_chart_row rows[] = {
        { .name = HOSTILE, .address = "/?a&b", .n = 4, .count = first },
        { .name = "nobody", .n = 0, .count = second },
    };

    (void)state;
    plx_chart_bars_stacked(&out, &(plx_chart_bars){ .id = "b",
                                                    .caption = "Shares",
                                                    .head = "Source",
                                                    .parts = parts,
                                                    .part_count = 2,
                                                    .rows = rows,
                                                    .row_count = 2,
                                                    .address = cell_address });
    assert_int_equal(count("<script"), 0);
    assert_has("href=\"/?a&amp;b\"");
    assert_has("<rect x=\"0.00%\" width=\"25.00%\"");
    assert_has("<rect x=\"25.00%\" width=\"75.00%\"");
    assert_has("<a href=\"/row0/part1\">3</a> <span class=\"quiet\">75 %</span>");
    assert_has("<a href=\"/row0/part2\">4</a>");
    assert_int_equal(count("/row1/"), 0); /* nothing to find there */
}

static void a_bar_stays_within_its_field(void **state)
{
    (void)state;
    plx_chart_bar(&out, 12, 3, false);
    plx_chart_bar(&out, -1, 3, true);
    plx_chart_bar(&out, 1, 0, false);
    assert_int_equal(count("width=\"100.0%\""), 1);
    assert_int_equal(count("width=\"0.0%\""), 2);
    assert_int_equal(count("class=\"bar hollow\""), 1);
}

static void a_line_tells_each_point_in_its_table(void **state)
{
    static const plx_chart_point points[] = { { 7, 10, 1, 10 }, { 2, 3, 11, 13 } };

    (void)state;
    plx_chart_line_draw(&out, &(plx_chart_line){ .id = "l",
                                                 .caption = "Curve",
                                                 .head = "Answers",
                                                 .value = "as the model",
                                                 .points = points,
                                                 .count = 2 });
    assert_has("points=\"25.00,30.00 75.00,33.33\"");
    assert_has("<th scope=\"row\">11 to 13</th><td>3</td><td>2</td>");
    assert_has("70 % (40 to 89)");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, make, release)
    static const struct CMUnitTest tests[] = {
        TEST(nothing_is_drawn_without_periods),
        TEST(hostile_names_and_addresses_are_escaped),
        TEST(nothing_needs_more_than_the_policy_allows),
        TEST(each_period_with_articles_is_a_link_that_says_its_numbers),
        TEST(without_addresses_nothing_is_a_link),
        TEST(the_table_has_the_same_numbers),
        TEST(bounds_of_weeks_and_quarters_are_days),
        TEST(charts_that_are_compared_share_a_scale),
        TEST(stories_are_counted_where_they_were_asked_for),
        TEST(the_axis_is_never_without_a_name),
        TEST(very_many_periods_are_no_links_in_the_drawing),
        TEST(steps_are_round_and_hold_everything),
        TEST(stacked_bars_show_shares_and_tell_counts),
        TEST(a_bar_stays_within_its_field),
        TEST(a_line_tells_each_point_in_its_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
