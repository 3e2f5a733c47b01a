/* classifier/report_html.h - parts of a report's page; only for report_html.c and
 * report_html_figures.c
 *
 * Memory errors show in out->failed; all text is escaped. */
#ifndef PLX_CLASSIFIER_REPORT_HTML_H
#define PLX_CLASSIFIER_REPORT_HTML_H

#include "base/strbuf.h"
#include "classifier/report.h"

/** A number as text, for markup's %s. */
typedef struct plx_html_text {
    char s[48];
} plx_html_text;

/** 0.412; 1e-05 or 3, as short as it goes; "0.412 to 0.633", a dash where high is 0. */
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

/** Sections with charts: each label, what is taken for what, calibration; grid, learning curve and
 * curves by outlet, where there are any. */
void plx_html_figures(const plx_train_report *r, plx_strbuf *out);

#endif
