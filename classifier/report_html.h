/* classifier/report_html.h - parts of a report's page, also for pages with a style of their own
 *
 * Their classes: pair (a table and its chart), scroll (round a table), shade with d0 to d10 (a
 * share in tenths), hit (on the diagonal), and those of chart.h. Memory errors show in out->failed;
 * all text is escaped. */
#ifndef PLX_CLASSIFIER_REPORT_HTML_H
#define PLX_CLASSIFIER_REPORT_HTML_H

#include "base/strbuf.h"
#include "classifier/report.h"

/** A number as text, for markup's %s. */
typedef struct plx_html_text {
    char s[48];
} plx_html_text;

/** 0.412, a dash where it is not known; 1e-05 or 3, as short as it goes; "0.412 to 0.633", a dash
 * where high is 0. */
plx_html_text plx_html_figure(double x);
plx_html_text plx_html_number(double x);
plx_html_text plx_html_interval(double low, double high);

/** Begin a section with its title; it ends with </section>. */
void plx_html_open_section(plx_strbuf *out, const char *title);
/** Begin a table: its caption, and the NULL-ended heads of its columns. */
void plx_html_open_table(plx_strbuf *out, const char *caption, const char *const *heads);
void plx_html_close_table(plx_strbuf *out);
/** Begin a row with its head. */
void plx_html_row_head(plx_strbuf *out, const char *text);

/** Sections of measures: in short, each label, what is taken for what, calibration. */
void plx_html_measures(const plx_measures *m, plx_strbuf *out);

/** Sections with charts: grid, learning curve and curves by outlet, where there are any. */
void plx_html_figures(const plx_train_report *r, plx_strbuf *out);

#endif
