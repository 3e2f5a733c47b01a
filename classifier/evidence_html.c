#include "classifier/evidence_html.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/markup.h"

/* clang-format off */
static const char style[] =
":root{color-scheme:light dark;--paper:#fdfdfc;--ink:#1a1c20;--quiet:#5d636e;--line:#dcdde1;"
"--for:0,105,122;--against:176,72,10}\n"
"@media(prefers-color-scheme:dark){:root{--paper:#15171a;--ink:#e4e6ea;--quiet:#9aa1ad;--line:#34373d;"
"--for:79,195,214;--against:241,154,85}}\n"
"body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,\"Noto Sans\",sans-serif}\n"
"main{max-width:46rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}\n"
"h1{font-size:1.25rem}h2{font:600 1.6rem/1.25 Georgia,\"Noto Serif\",serif;margin:0 0 .4rem}h3{font-size:1rem;margin:1.5rem 0 .4rem}\n"
"article{border-top:2px solid var(--line);padding-top:1.5rem;margin-top:2rem}\n"
"p{margin:.4rem 0}.quiet,.number{color:var(--quiet);font-size:.875rem}\n"
".number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}\n"
"bdi,td{overflow-wrap:anywhere}dt{font-weight:600}dd{margin:0 0 .4rem}\n"
"table{border-collapse:collapse;width:100%;font-size:.9rem}th{text-align:left;font-weight:400}td,th{padding:.1rem .5rem .1rem 0}\n"
".bar{width:45%}.bar svg{display:block;width:100%;height:.7rem}\n"
".for rect{fill:rgb(var(--for))}.against rect{fill:none;stroke:rgb(var(--against));stroke-width:2;vector-effect:non-scaling-stroke}\n"
"ol{padding-left:1.2rem}li{margin:.5rem 0}\n"
".text{font:1.0625rem/1.7 Georgia,\"Noto Serif\",serif;overflow-wrap:break-word}.text p{margin:0 0 1em;white-space:pre-line}\n"
"mark{color:inherit;border-radius:.15em;padding:0 .05em}\n"
".f1,.f2,.f3,.f4{border-bottom:2px solid rgb(var(--for));background:rgba(var(--for),var(--s))}\n"
".a1,.a2,.a3,.a4{border-bottom:3px dotted rgb(var(--against));background:rgba(var(--against),var(--s))}\n"
".f1,.a1{--s:.08}.f2,.a2{--s:.18}.f3,.a3{--s:.3}.f4,.a4{--s:.45;font-weight:600}\n";
/* clang-format on */

plx_weight_text plx_evidence_html_weight(double weight)
{
    plx_weight_text n;

    snprintf(n.s, sizeof n.s, "%+.3f", weight);
    return n;
}

static unsigned percent(double part, double whole)
{
    return whole > 0 ? (unsigned)(fmin(part / whole, 1) * 100 + .5) : 0;
}

/* ------------------------------------------------------------ marked text */

static void open_mark(plx_strbuf *out, const plx_weighed_span *s, unsigned level)
{
    plx_markup_print(
        out, s->weight > 0 ? "<mark class=\"f%u\" title=\"" : "<mark class=\"a%u\" title=\"",
        level);
    plx_markup_print(out, "%s\">", plx_evidence_html_weight(s->weight).s);
}

/* Paragraphs are apart by an empty line. */
static void add_plain(plx_strbuf *out, const char *s, size_t n)
{
    const char *gap;

    while ((gap = memmem(s, n, "\n\n", 2)) != NULL) {
        size_t before = (size_t)(gap - s);
        plx_markup_text(out, s, before);
        plx_strbuf_puts(out, "</p><p dir=\"auto\">");
        while (before < n && s[before] == '\n')
            before++;
        s += before;
        n -= before;
    }
    plx_markup_text(out, s, n);
}

/* text[start..end) with spans first..last marked. */
static void add_marked(plx_strbuf *out, const plx_explanation *x, const char *text,
                       const plx_weighed_sentence *part)
{
    uint32_t at = part->start;

    for (size_t i = part->first_span; i < part->last_span; i++) {
        const plx_weighed_span *s = &x->spans[part->part].items[i];
        unsigned level = plx_span_level(x, s);
        if (!level)
            continue;
        add_plain(out, text + at, s->start - at);
        open_mark(out, s, level);
        plx_markup_text(out, text + s->start, s->end - s->start);
        plx_strbuf_puts(out, "</mark>");
        at = s->end;
    }
    add_plain(out, text + at, part->end - at);
}

static const char *text_of(const plx_article *a, plx_article_part part)
{
    const char *text = part == PLX_PART_TITLE ? a->title : a->text;

    return text ? text : "";
}

static void add_part(plx_strbuf *out, const plx_article *a, const plx_explanation *x,
                     plx_article_part part)
{
    const char *text = text_of(a, part);
    const plx_weighed_sentence all = { .part = part,
                                       .end = (uint32_t)strlen(text),
                                       .last_span = x->spans[part].count };

    add_marked(out, x, text, &all);
}

/* ------------------------------------------------------------ tables */

static void add_bar(plx_strbuf *out, bool is_for, unsigned width)
{
    plx_strbuf_puts(out, is_for ? "<td class=\"bar for\">" : "<td class=\"bar against\">");
    plx_markup_print(out,
                     "<svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" "
                     "aria-hidden=\"true\"><rect y=\"1\" width=\"%u\" height=\"8\"/></svg></td>",
                     width);
}

void plx_evidence_html_features(plx_strbuf *out, const plx_evidence_list *list)
{
    double most = list->count ? fabs(list->items[0].weight) : 0;

    plx_strbuf_puts(out, "<table class=\"weights\">");
    for (size_t i = 0; i < list->count; i++) {
        const plx_evidence *e = &list->items[i];
        plx_markup_print(out,
                         "<tr><th scope=\"row\"><bdi>%s</bdi></th><td class=\"number\">%s</td>",
                         e->words ? e->words : e->feature, plx_evidence_html_weight(e->weight).s);
        add_bar(out, e->weight > 0, percent(fabs(e->weight), most));
        plx_strbuf_puts(out, "</tr>");
    }
    plx_strbuf_puts(out, "</table>");
}

void plx_evidence_html_sentences(plx_strbuf *out, const plx_article *a, const plx_explanation *x)
{
    plx_strbuf_puts(out, "<ol>");
    for (size_t i = 0; i < x->sentence_count; i++) {
        const plx_weighed_sentence *s = &x->sentences[i];
        plx_strbuf_puts(out, "<li><p dir=\"auto\">");
        add_marked(out, x, text_of(a, s->part), s);
        plx_markup_print(out, "</p><span class=\"number\">%s%s</span></li>",
                         plx_evidence_html_weight(s->weight).s,
                         s->part == PLX_PART_TITLE ? ", title" : "");
    }
    plx_strbuf_puts(out, "</ol>");
}

static void add_probabilities(plx_strbuf *out, const plx_model *m, const plx_verdict *v)
{
    const plx_label_set *labels = plx_model_labels(m);
    plx_weight_text p;

    plx_strbuf_puts(out, "<table>");
    for (size_t i = 0; i < labels->count; i++) {
        snprintf(p.s, sizeof p.s, "%.0f %%", (double)v->probability[i] * 100);
        plx_markup_print(out,
                         "<tr><th scope=\"row\" title=\"%s\">%s</th><td class=\"number\">%s</td>",
                         plx_model_label_definition(m, i), labels->name[i], p.s);
        add_bar(out, true, percent((double)v->probability[i], 1));
        plx_strbuf_puts(out, "</tr>");
    }
    plx_strbuf_puts(out, "</table>");
}

/* ------------------------------------------------------------ an article */

static void add_fact(plx_strbuf *out, const char *fact)
{
    if (fact && *fact)
        plx_markup_print(out, "<bdi>%s</bdi> · ", fact);
}

static void add_origin(plx_strbuf *out, const plx_article *a)
{
    char date[PLX_DATE_BYTES];

    plx_date_format(&a->date, date);
    plx_strbuf_puts(out, "<p class=\"quiet\">");
    add_fact(out, a->source);
    add_fact(out, a->author);
    add_fact(out, *date ? date : "undated");
    add_fact(out, a->synthetic ? "synthetic: no real article" : NULL);
    plx_markup_print(out, "<bdi>%s</bdi></p>", a->id ? a->id : "");
}

static plx_stance_words words_of(const plx_model *m, const plx_verdict *v)
{
    if (v->kind != PLX_KIND_LABEL || !m)
        return plx_stance_kind_words(v->kind);
    return (plx_stance_words){ plx_model_label_title(m, v->best),
                               plx_model_label_definition(m, v->best) };
}

static void add_stance(plx_strbuf *out, const plx_model *m, const plx_verdict *v)
{
    static const plx_label_set none;
    const plx_label_set *labels = m ? plx_model_labels(m) : &none;
    plx_stance_words words = words_of(m, v);

    plx_markup_print(out, "<p><b>%s</b>", plx_verdict_stance(v, labels));
    if (v->by_person)
        plx_strbuf_puts(out, " by a person");
    else if (v->kind == PLX_KIND_LABEL)
        plx_markup_print(out, " %u %% by the model",
                         percent((double)plx_verdict_probability(v), 1));
    else if (v->kind == PLX_KIND_UNCLEAR)
        plx_markup_print(out, ", best %s %u %% by the model", plx_verdict_best(v, labels),
                         percent((double)plx_verdict_probability(v), 1));
    if (v->reason != PLX_REASON_NONE)
        plx_markup_print(out, ": %s", plx_stance_reason_name(v->reason));
    plx_strbuf_puts(out, "</p>");
    if (*words.title || *words.definition)
        plx_markup_print(out, "<p class=\"quiet\">%s: %s</p>", words.title, words.definition);
}

static void add_weighed(plx_strbuf *out, const plx_model *m, const plx_article *a,
                        const plx_explanation *x)
{
    const char *label = plx_model_labels(m)->name[x->label];

    plx_markup_print(out, "<h3>Weighed for (+) and against (−) %s</h3>", label);
    plx_evidence_html_features(out, &x->features);
    plx_strbuf_puts(out, "<h3>The sentences that weighed most</h3>");
    plx_evidence_html_sentences(out, a, x);
}

void plx_evidence_html_article(plx_strbuf *out, const plx_model *m, const plx_article *a,
                               const plx_verdict *v, const plx_explanation *x)
{
    plx_strbuf_puts(out, "<article><h2 dir=\"auto\">");
    if (a->title && *a->title)
        add_part(out, a, x, PLX_PART_TITLE);
    else
        plx_strbuf_puts(out, "(no title)");
    plx_strbuf_puts(out, "</h2>");
    add_origin(out, a);
    add_stance(out, m, v);
    if (m && plx_verdict_is_scored(v))
        add_probabilities(out, m, v);
    if (m && x->is_scored)
        add_weighed(out, m, a, x);
    else
        plx_strbuf_puts(out, "<p>Nothing was weighed in this article.</p>");
    plx_strbuf_puts(out, "<h3>The article</h3><div class=\"text\"><p dir=\"auto\">");
    add_part(out, a, x, PLX_PART_TEXT);
    plx_strbuf_puts(out, "</p></div></article>\n");
}

/* ------------------------------------------------------------ the page */

void plx_evidence_html_notes(plx_strbuf *out)
{
    plx_feature_note note;

    plx_strbuf_puts(out, "<p class=\"quiet\">");
    for (size_t i = 0; plx_feature_note_at(i, &note); i++)
        if (*note.prefix)
            plx_markup_print(out, "<b>%s</b>%s. ", note.prefix, note.meaning);
    plx_strbuf_puts(out, "</p>");
}

static void add_legend(plx_strbuf *out)
{
    plx_strbuf_puts(out, "<p>Words that speak for the label: ");
    for (unsigned level = 1; level <= PLX_SPAN_LEVELS; level++)
        plx_markup_print(out, "<mark class=\"f%u\">word</mark> ", level);
    plx_strbuf_puts(out, "(solid line); against it: ");
    for (unsigned level = 1; level <= PLX_SPAN_LEVELS; level++)
        plx_markup_print(out, "<mark class=\"a%u\">word</mark> ", level);
    plx_strbuf_puts(out, "(dotted line). The darker, the more it weighed.</p>");
    plx_evidence_html_notes(out);
}

static void add_model(plx_strbuf *out, const plx_model *m)
{
    const plx_label_set *labels = plx_model_labels(m);

    plx_markup_print(out, "<p>Model <b>%s</b>, trained %s, target %s.</p><dl>", plx_model_name(m),
                     plx_model_date(m), plx_model_target(m));
    for (size_t i = 0; i < labels->count; i++) {
        const char *title = plx_model_label_title(m, i);
        plx_markup_print(out, "<dt>%s%s%s</dt><dd>%s</dd>", labels->name[i], *title ? " · " : "",
                         title, plx_model_label_definition(m, i));
    }
    plx_strbuf_puts(out, "</dl>");
}

void plx_evidence_html_open(plx_strbuf *out, const char *title, const plx_model *m)
{
    plx_markup_open_page(out);
    plx_markup_print(out, "<title>%s</title><style>\n", title);
    plx_strbuf_puts(out, style);
    plx_strbuf_puts(out, "</style></head><body><main><header><h1>What the model weighed</h1>"
                         "<p>These are the words that moved the model’s score: what the model "
                         "weighed, never why the article is so. A label describes an article’s "
                         "framing, not truth, loyalty, funding or the author.</p>");
    add_legend(out);
    if (m)
        add_model(out, m);
    else
        plx_strbuf_puts(out, "<p>No model judged these articles.</p>");
    plx_strbuf_puts(out, "</header>\n");
}

void plx_evidence_html_close(plx_strbuf *out)
{
    plx_strbuf_puts(out, "</main></body></html>\n");
}
