/* classifier/chart.h - points on axes as inline SVG
 *
 * One kind of chart for all figures of a report: points with whiskers, joined to lines or not, the
 * vertical axis from 0 to 1. Colours come from the page's style (classes axis, grid, line, point,
 * whisker, faint, ideal), so that a chart fits light, dark and paper. Only for the files of this
 * folder. */
#ifndef PLX_CLASSIFIER_CHART_H
#define PLX_CLASSIFIER_CHART_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

typedef struct plx_chart_point {
    double x, y;
    double low, high;  /* whisker; high 0: none */
    const char *note;  /* beside the point; NULL: none */
    const char *place; /* under the axis at x; NULL: none */
} plx_chart_point;

typedef struct plx_chart_line {
    const plx_chart_point *points; /* x rises */
    size_t count;
    bool is_joined;
    bool is_faint;
} plx_chart_line;

typedef struct plx_chart {
    const char *title;   /* what it shows, for those who see it and those who hear it */
    const char *summary; /* the same figures in a sentence */
    const char *x_name, *y_name;
    double x_max;      /* the axis is from 0 to this */
    bool has_diagonal; /* where x and y agree; both axes have figures then */
    const plx_chart_line *lines;
    size_t line_count;
} plx_chart;

/** Append the chart as an <svg> element. All strings are escaped. */
void plx_chart_print(const plx_chart *c, plx_strbuf *out);

#endif
