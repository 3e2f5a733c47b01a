/* daemon/page/chart.h - charts of a page, drawn by the server as SVG with a table behind each
 *
 * Places across are percentages and places down pixels, so that a chart is as wide as there is
 * room, from a phone to a wide screen, while its letters and lines stay as they are: no viewBox
 * that would shrink them. Names of periods come in three densities, of which the style sheet
 * (40-chart.css) shows one. Nothing but classes and presentation attributes is used, as the policy
 * of the pages asks.
 *
 * Stances have the colours of the page (classes s0, s1, ...: plx_page_stance_ordinal()) and each a
 * pattern and a shape besides, so that colour is never needed. Every name is escaped. out->failed
 * is set without memory. Any thread. */
#ifndef PLX_DAEMON_PAGE_CHART_H
#define PLX_DAEMON_PAGE_CHART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "classifier/stance.h"
#include "compare/timeline.h"

/** Stances that are told apart: labels, then unclear, off-topic, not-judged. */
#define PLX_CHART_LOOKS (PLX_LABELS_MAX + 3)

/* ------------------------------------------------------------ timeline */

typedef struct plx_chart_timeline_options {
    const char *id;      /* letters; begins all ids in it, so unique on the page; NULL: "time" */
    const char *caption; /* of the figure, escaped; NULL: "Articles by month and stance" */
    size_t series;       /* which of the result's */
    uint32_t most;       /* the axis goes up to this at least: charts to be compared have the same
                            (plx_chart_timeline_most()); 0: to the longest bar */
    bool is_compact; /* low: about 90 pixels, some 150 with caption, legend and the closed table */
    bool no_legend;  /* another one on the page says it */
    /**
     * Append the address, not escaped, of the articles of a period, whose bounds are as since= and
     * until= take them ("2019-10", or days). NULL: bars are no links.
     */
    void (*address)(void *ctx, const char *since, const char *until, plx_strbuf *out);
    void *ctx;
} plx_chart_timeline_options;

/**
 * Append a timeline as <figure class="chart timeline">: stacked bars, a period each, and <details>
 * with the same numbers as a table. Nothing is drawn of a result without periods.
 *
 * For scripts: the figure has data-by (the unit), and if bars are links data-brush; what is over
 * each period has data-since and data-until, also where there is no article and so no link. By Tab
 * only the first link is reached, the others by arrow keys (40-chart.js); without scripts the table
 * has them all. 40-chart.js goes to the address of the first link with since and until of what was
 * drawn over with the pointer, or with Shift and arrow keys.
 */
void plx_chart_timeline(plx_strbuf *out, const plx_timeline_result *r,
                        const plx_chart_timeline_options *options);

/** The longest bar of a timeline, over all its series. */
uint32_t plx_chart_timeline_most(const plx_timeline_result *r);

/* ------------------------------------------------------------ bars */

/** One part of a stacked bar. */
typedef struct plx_chart_part {
    const char *name;
    unsigned look; /* ordinal of a stance: plx_page_stance_ordinal() */
} plx_chart_part;

typedef struct plx_chart_row {
    const char *name;
    const char *address;   /* not escaped; NULL: the name is no link */
    uint32_t n;            /* what stands behind the bar, the number it is a share of */
    const uint32_t *count; /* [part] */
} plx_chart_row;

typedef struct plx_chart_bars {
    const char *id, *caption; /* as of the timeline; here both are needed */
    const char *head;         /* of the column of names: "Source" */
    const plx_chart_part *parts;
    size_t part_count;
    const plx_chart_row *rows;
    size_t row_count;
    /**
     * Append the address, not escaped, of the articles of a cell; the part may be part_count: the
     * whole row. NULL: numbers of the table are no links.
     */
    void (*address)(void *ctx, size_t row, size_t part, plx_strbuf *out);
    void *ctx;
} plx_chart_bars;

/**
 * Append horizontal stacked bars of one length as <figure class="chart bars">: each shows the
 * shares of its parts, its n stands beside it; and the table of counts and shares.
 */
void plx_chart_bars_stacked(plx_strbuf *out, const plx_chart_bars *chart);

/**
 * Append one bar without figure, as <svg class="bar">: value / most of the width. What it says must
 * stand beside it in words. The left half of a diverging chart is turned round by the style sheet,
 * where its sides stand beside each other.
 *
 * @param is_hollow  an outline only
 */
void plx_chart_bar(plx_strbuf *out, double value, double most, bool is_hollow);

/* ------------------------------------------------------------ line */

typedef struct plx_chart_point {
    uint32_t part, whole; /* the share part / whole is drawn */
    uint32_t from, to;    /* which ones: "11 to 20" */
} plx_chart_point;

typedef struct plx_chart_line {
    const char *id, *caption; /* both are needed */
    const char *head;         /* of the points in the table: "Answers" */
    const char *value;        /* of what is counted: "as the model" */
    const plx_chart_point *points;
    size_t count;
} plx_chart_line;

/** Append a line of shares from 0 to 100 % as <figure class="chart line">, with its table. */
void plx_chart_line_draw(plx_strbuf *out, const plx_chart_line *chart);

#endif
