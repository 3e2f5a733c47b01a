/* The report of a training run as one page: no script, no request, charts drawn in it. */
#include "classifier/report_html.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/markup.h"

/* clang-format off */
static const char style[] =
":root{color-scheme:light dark;--paper:#fdfdfc;--ink:#1a1c20;--quiet:#5d636e;--edge:#dcdde1;--hue:0,105,122;--warn:#8a4b00}\n"
"@media(prefers-color-scheme:dark){:root{--paper:#15171a;--ink:#e4e6ea;--quiet:#9aa1ad;--edge:#34373d;--hue:79,195,214;--warn:#f1b45f}}\n"
"body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,\"Noto Sans\",sans-serif}\n"
"main{max-width:64rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}\n"
"h1{font:600 1.6rem/1.25 Georgia,\"Noto Serif\",serif;margin:0 0 .4rem}h2{font-size:1.15rem;margin:2.2rem 0 .6rem;border-top:2px solid var(--edge);padding-top:1rem}\n"
"p{margin:.4rem 0;max-width:46rem}.quiet,caption{color:var(--quiet);font-size:.9rem}caption{text-align:left;padding-bottom:.3rem}\n"
".pair{display:flex;flex-wrap:wrap;gap:1.5rem;align-items:flex-start}.pair>*{flex:1 1 28rem;min-width:0}.scroll{overflow-x:auto}\n"
"table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}th,td{padding:.25rem .6rem;text-align:right;border-bottom:1px solid var(--edge);white-space:nowrap}\n"
"th{font-weight:600}th[scope=row],th:first-child,.text{text-align:left;white-space:normal;overflow-wrap:anywhere}th[scope=row]{min-width:6.5rem}\n"
".shade{background:rgba(var(--hue),calc(var(--d)*.06));border:1px solid var(--paper)}.hit{outline:2px solid rgb(var(--hue));outline-offset:-3px}\n"
".d0{--d:0}.d1{--d:1}.d2{--d:2}.d3{--d:3}.d4{--d:4}.d5{--d:5}.d6{--d:6}.d7{--d:7}.d8{--d:8}.d9{--d:9}.d10{--d:10}\n"
".warnings li{color:var(--warn)}ol.errors{padding-left:1.4rem}ol.errors li{margin:.8rem 0}bdi{overflow-wrap:anywhere}\n"
"svg{width:100%;max-width:34rem;height:auto;font:11px system-ui,sans-serif}svg text{fill:var(--quiet)}.end{text-anchor:end}.middle,.name{text-anchor:middle}\n"
".axis,.whisker{stroke:var(--quiet);fill:none}.grid{stroke:var(--edge)}.ideal{stroke:var(--quiet);stroke-dasharray:4 4}\n"
".line{fill:none;stroke:rgb(var(--hue));stroke-width:2.5}.faint{stroke-width:1;opacity:.45}.point{fill:rgb(var(--hue))}\n"
"@media print{:root{--paper:#fff;--ink:#000;--quiet:#444;--edge:#bbb;--hue:0,90,105;--warn:#000}main{max-width:none;padding:0}section{break-inside:avoid}"
".shade{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n";
/* clang-format on */

plx_html_text plx_html_figure(double x)
{
    plx_html_text n = { "–" };

    if (!isnan(x))
        snprintf(n.s, sizeof n.s, "%.3f", x);
    return n;
}

plx_html_text plx_html_number(double x)
{
    plx_html_text n;

    snprintf(n.s, sizeof n.s, "%g", x);
    return n;
}

plx_html_text plx_html_interval(double low, double high)
{
    plx_html_text n = { "–" };

    if (high > 0)
        snprintf(n.s, sizeof n.s, "%.3f to %.3f", low, high);
    return n;
}

void plx_html_open_section(plx_strbuf *out, const char *title)
{
    plx_markup_print(out, "<section>\n<h2>%s</h2>\n", title);
}

void plx_html_open_table(plx_strbuf *out, const char *caption, const char *const *heads)
{
    plx_markup_print(out,
                     "<div class=\"scroll\" role=\"region\" aria-label=\"%s\" tabindex=\"0\">"
                     "<table><caption>%s</caption>\n<thead><tr>",
                     caption, caption);
    for (; *heads; heads++)
        plx_markup_print(out, "<th scope=\"col\">%s</th>", *heads);
    plx_strbuf_puts(out, "</tr></thead>\n<tbody>\n");
}

void plx_html_close_table(plx_strbuf *out)
{
    plx_strbuf_puts(out, "</tbody></table></div>\n");
}

void plx_html_row_head(plx_strbuf *out, const char *text)
{
    plx_markup_print(out, "<tr><th scope=\"row\"><bdi>%s</bdi></th>", text);
}

/* ------------------------------------------------------------ summary */

static void add_warnings(const plx_train_report *r, plx_strbuf *out)
{
    if (!r->warnings || !*r->warnings)
        return;
    plx_strbuf_puts(out, "<ul class=\"warnings\">\n");
    for (const char *line = r->warnings; *line;) {
        size_t n = strcspn(line, "\n");

        plx_strbuf_puts(out, "<li>");
        plx_markup_text(out, line, n);
        plx_strbuf_puts(out, "</li>\n");
        line += n + (line[n] == '\n');
    }
    plx_strbuf_puts(out, "</ul>\n");
}

static void add_head(const plx_train_report *r, plx_strbuf *out)
{
    plx_markup_open_page(out);
    plx_markup_print(out, "<title>Training report: %s</title>\n<style>\n", r->name);
    plx_strbuf_puts(out, style);
    plx_markup_print(out,
                     "</style></head>\n<body><main>\n<h1>Training report: <bdi>%s</bdi></h1>\n"
                     "<p class=\"quiet\">%s, target <bdi>%s</bdi>, language %s, ",
                     r->name, r->date, r->target, r->lang);
    if (r->base)
        plx_markup_print(out, "adapted from <bdi>%s</bdi>", r->base);
    else
        plx_strbuf_puts(out, "from scratch");
    plx_markup_print(out, "; %u labelled articles of %u sources.</p>\n", (unsigned)r->articles,
                     (unsigned)r->sources_all);
    plx_markup_print(out,
                     "<p>Measured on real articles only, %u parts held out in turn, %s. A label "
                     "with fewer than %u articles is too few to say.</p>\n",
                     r->folds,
                     r->random_folds ? "made at random, which flatters"
                                     : "each source and its near-copies in one part",
                     (unsigned)PLX_MEASURE_LEAST);
    add_warnings(r, out);
}

/* ------------------------------------------------------------ errors and data */

static void add_error(const plx_train_report *r, const plx_train_error *e, plx_strbuf *out)
{
    plx_markup_print(out, "<li><bdi>%s</bdi><br><span class=\"quiet\"><bdi>%s</bdi> %s</span><br>",
                     *e->title ? e->title : "(no title)", e->source, e->id);
    plx_markup_print(out, "labelled <b>%s</b>, judged <b>%s</b> (%u %%). Weighed most: ",
                     r->cv.labels.name[e->gold], r->cv.labels.name[e->best],
                     (unsigned)(100 * e->probability + .5));
    for (size_t i = 0; i < e->evidence.count; i++) {
        plx_html_text weight;

        snprintf(weight.s, sizeof weight.s, "%+.2f", e->evidence.items[i].weight);
        plx_markup_print(out, i ? ", <bdi>%s</bdi> %s" : "<bdi>%s</bdi> %s",
                         e->evidence.items[i].feature, weight.s);
    }
    plx_strbuf_puts(out, "</li>\n");
}

static void add_errors(const plx_train_report *r, plx_strbuf *out)
{
    if (r->error_count == 0)
        return;
    plx_html_open_section(out, "The surest errors");
    plx_strbuf_puts(out, "<p>Some of these are the model's, and some may be the label's.</p>\n"
                         "<ol class=\"errors\">\n");
    for (size_t i = 0; i < r->error_count; i++)
        add_error(r, &r->errors[i], out);
    plx_strbuf_puts(out, "</ol></section>\n");
}

static void add_sources(const plx_train_report *r, plx_strbuf *out)
{
    const char *heads[PLX_LABELS_MAX + 5] = { "source" };
    size_t labels = r->cv.labels.count, n = 1;

    for (size_t k = 0; k < labels; k++)
        heads[n++] = r->cv.labels.name[k];
    heads[n++] = PLX_STANCE_OFF_TOPIC;
    heads[n++] = "all";
    heads[n] = "of these written";
    plx_html_open_section(out, "What it learned from");
    plx_html_open_table(out, "Articles by source and label", heads);
    for (size_t i = 0; i < r->source_count; i++) {
        const plx_source_row *row = &r->sources[i];

        plx_html_row_head(out, !row->source   ? "all other sources"
                               : *row->source ? row->source
                                              : "(no source)");
        for (size_t k = 0; k <= labels; k++)
            plx_markup_print(out, "<td>%u</td>", row->articles[k]);
        plx_markup_print(out, "<td>%u</td><td>%u</td></tr>\n", row->total, row->synthetic);
    }
    plx_html_close_table(out);
    plx_markup_print(out,
                     "<p class=\"quiet\">Left out: %u repeated texts, %u texts with two labels. "
                     "%u labels of files gave way to those given in the index.</p>\n</section>\n",
                     (unsigned)r->repeated, (unsigned)r->contested, (unsigned)r->outranked);
}

static void add_options(const plx_train_report *r, plx_strbuf *out)
{
    plx_html_open_section(out, "How it was made");
    plx_markup_print(out,
                     "<p>Cost %s, weight of a source's articles 1/n^%s, words in at least %u "
                     "sources, %u parts, seed %u; ",
                     plx_html_number(r->cost).s, plx_html_number(r->source_power).s, r->min_sources,
                     r->folds, r->seed);
    plx_markup_print(out, "temperature %s, threshold %s.</p>\n</section>\n",
                     plx_html_figure(r->temperature).s, plx_html_figure(r->threshold).s);
}

void plx_train_report_html(const plx_train_report *r, plx_strbuf *out)
{
    add_head(r, out);
    plx_html_measures(&r->cv, out);
    plx_html_figures(r, out);
    add_errors(r, out);
    add_sources(r, out);
    add_options(r, out);
    plx_strbuf_puts(out, "</main></body></html>\n");
}
