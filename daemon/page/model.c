/* daemon/page/model.c - GET /model: the card of the model in use */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/markup.h"
#include "classifier/report_html.h"
#include "classifier/terms.h"
#include "daemon/page/page.h"
#include "daemon/route.h"

/* Strongest terms named of each label. */
#define TERMS_MOST 15u

struct card {
    plx_strbuf *out;
    const plx_model *model;
    const json_t *summary;
    plx_model_facts facts;
    const plx_model_info *info; /* of the model that judged the index */
};

/* A number as text, for markup's %s. */
typedef struct text {
    char s[48];
} text;

static text percent(double share)
{
    text t = { "–" };

    if (!isnan(share))
        snprintf(t.s, sizeof t.s, "%.0f %%", 100 * share);
    return t;
}

static text count(unsigned long long n)
{
    plx_strbuf b = PLX_STRBUF_INIT;
    text t;

    plx_strbuf_put_count(&b, n);
    snprintf(t.s, sizeof t.s, "%s", b.s);
    plx_strbuf_release(&b);
    return t;
}

static void print_fact(const struct card *c, const char *name, const char *value)
{
    plx_markup_print(c->out, "<div><dt>%s</dt><dd><bdi>%s</bdi></dd></div>", name, value);
}

/* ------------------------------------------------------------ what it is */

static void print_origin(const struct card *c)
{
    const json_t *base = json_object_get(c->summary, "adapted_from");
    const char *name = plx_json_get_str(base, "name"), *date = plx_json_get_str(base, "date");

    plx_markup_print(c->out, "<div><dt>Trained</dt><dd>%s, ", plx_model_date(c->model));
    if (json_is_object(base))
        plx_markup_print(c->out, "by adapting <bdi>%s</bdi> (%s)", name ? name : "another model",
                         date ? date : "undated");
    else
        plx_strbuf_puts(c->out, "from scratch");
    plx_strbuf_puts(c->out, "</dd></div>");
}

/* The daemon judges what is sent to it; the articles may have been judged by another, or by none.
 */
static void print_other(const struct card *c)
{
    if (strcmp(c->info->digest, plx_model_digest(c->model)) == 0)
        return;
    plx_strbuf_puts(c->out, "<p class=\"notice\">It judges what is sent to this daemon. ");
    if (*c->info->name)
        plx_markup_print(c->out,
                         "The articles of this index were judged by another model: <bdi>%s</bdi>, "
                         "trained %s. ",
                         c->info->name, c->info->date);
    else
        plx_strbuf_puts(c->out, "The articles of this index were not judged. ");
    plx_strbuf_puts(c->out, "<code>parallax relabel --model FILE</code> judges them.</p>");
}

static void print_head(const struct card *c)
{
    const plx_model *m = c->model;

    plx_markup_print(c->out, "<h1>Model <bdi>%s</bdi></h1>", plx_model_name(m));
    plx_markup_print(
        c->out,
        "<p class=\"lede\">It sorts articles by how they frame its target, "
        "<bdi>%s</bdi>. It says how an article reads: not whether it is true, who paid "
        "for it, or what its author or outlet believes.</p>",
        plx_model_target(m));
    print_other(c);
    plx_strbuf_puts(c->out, "<dl class=\"facts\">");
    print_fact(c, "Target", plx_model_target(m));
    print_fact(c, "Language", c->facts.lang);
    print_origin(c);
    print_fact(c, "Features", count(c->facts.features).s);
    plx_markup_print(c->out, "<div><dt>Size</dt><dd>%s KiB</dd></div>",
                     count((c->facts.bytes + 1023) / 1024).s);
    print_fact(c, "Threshold", percent(plx_model_threshold(m)).s);
    print_fact(c, "Checksum", plx_model_digest(m));
    plx_strbuf_puts(c->out, "</dl>");
}

/* ------------------------------------------------------------ labels */

static void print_label(const struct card *c, unsigned ordinal, const char *name,
                        plx_stance_words words)
{
    plx_markup_print(c->out, "<div><dt class=\"s%u\">", ordinal);
    plx_page_shape(c->out, ordinal);
    plx_markup_print(c->out, "<b>%s</b></dt><dd>%s%s%s</dd></div>", name, words.title,
                     *words.title ? ": " : "", words.definition);
}

static void print_kind(const struct card *c, const char *name, plx_stance_kind kind)
{
    const plx_label_set *labels = plx_model_labels(c->model);
    plx_stance_words words = { "", plx_stance_kind_words(kind).definition };

    print_label(c, plx_page_stance_ordinal(name, labels), name, words);
}

static void print_labels(const struct card *c)
{
    const plx_model *m = c->model;

    plx_strbuf_puts(c->out, "<section><h2>Labels</h2><dl class=\"labels\">");
    for (unsigned k = 0; k < plx_model_labels(m)->count; k++)
        print_label(
            c, k, plx_model_labels(m)->name[k],
            (plx_stance_words){ plx_model_label_title(m, k), plx_model_label_definition(m, k) });
    print_kind(c, PLX_STANCE_UNCLEAR, PLX_KIND_UNCLEAR);
    print_kind(c, PLX_STANCE_OFF_TOPIC, PLX_KIND_OFF_TOPIC);
    print_kind(c, PLX_STANCE_NOT_JUDGED, PLX_KIND_NOT_JUDGED);
    plx_strbuf_puts(c->out, "</dl></section>");
}

/* ------------------------------------------------------------ use */

static void print_use(const struct card *c)
{
    plx_strbuf_puts(
        c->out,
        "<section><h2>What it is for, and what not</h2>"
        "<p>For exploring a collection: to filter, count, compare, and choose what to read "
        "first.</p>"
        "<ul><li>A person reads the article before a label is published or held against "
        "anyone.</li>"
        "<li>Not for sanctions, moderation, employment, visas, policing, or lists of people or "
        "outlets.</li>"
        "<li>To be called for or against somebody can endanger people: labels of single authors "
        "are "
        "not to be published.</li>"
        "<li>Counts over many articles inherit the errors below, which differ by outlet: outlets "
        "are not to be ranked by this model alone. <code>parallax validate</code> tells how good "
        "it "
        "is on your articles.</li>"
        "<li>It counts words: irony, quotation against the grain, and mostly who says what to whom "
        "escape it. Words age: names and events newer than its training are unknown to "
        "it.</li></ul></section>");
}

/* ------------------------------------------------------------ training */

static void print_count_row(const struct card *c, const char *label, const json_t *l)
{
    plx_html_row_head(c->out, label);
    plx_markup_print(c->out, "<td>%u</td><td>%u</td></tr>", plx_json_get_count(l, "articles"),
                     plx_json_get_count(l, "written"));
}

/* Labels of the model in their order, then what else was in the training data. */
static void print_label_counts(const struct card *c)
{
    static const char *const heads[] = { "label", "articles", "of these written for it", NULL };
    const plx_label_set *set = plx_model_labels(c->model);
    json_t *labels = json_object_get(c->summary, "labels"), *l;
    const char *name;

    plx_html_open_table(c->out, "Articles by label", heads);
    for (size_t k = 0; k < set->count; k++)
        print_count_row(c, set->name[k], json_object_get(labels, set->name[k]));
    json_object_foreach(labels, name, l)
    {
        if (plx_label_find(set, name) < 0)
            print_count_row(c, name, l);
    }
    plx_html_close_table(c->out);
}

static void print_training(const struct card *c)
{
    const json_t *s = c->summary;
    unsigned repeated = plx_json_get_count(s, "repeated");

    plx_markup_print(
        c->out, "<section><h2>What it was trained on</h2><p>%s articles of %s sources.",
        count(plx_json_get_count(s, "articles")).s, count(plx_json_get_count(s, "sources")).s);
    if (repeated)
        plx_markup_print(c->out, " %u that came again were left out.", repeated);
    plx_markup_print(c->out,
                     " %s names of outlets and authors are masked, so that it learns framing and "
                     "not mastheads.</p>",
                     count(c->facts.masked).s);
    print_label_counts(c);
    plx_strbuf_puts(c->out, "</section>");
}

/* ------------------------------------------------------------ how good it is */

static void print_measures(const struct card *c)
{
    const json_t *options = json_object_get(c->summary, "options");
    const char *by = plx_json_get_str(options, "folds_by");
    plx_measures m;

    plx_strbuf_puts(c->out, "<section><h2>How good it is</h2>");
    if (!plx_measures_read(json_object_get(c->summary, "cross_validation"),
                           plx_model_labels(c->model), &m)) {
        plx_strbuf_puts(c->out, "<p>Not known: it was trained without real articles to measure on."
                                "</p></section>");
        return;
    }
    plx_markup_print(
        c->out,
        "<p>Cross-validation on %s real articles, %u folds by %s: each was judged by a "
        "model that had not seen %s.</p></section>",
        count(m.articles).s, plx_json_get_count(options, "folds"), by ? by : "an unknown rule",
        by && strcmp(by, "source") == 0 ? "its source"
                                        : "it, only others of its source, which flatters");
    plx_html_measures(&m, c->out);
}

static void print_decision(const struct card *c)
{
    text temperature;

    snprintf(temperature.s, sizeof temperature.s, "%.2f", c->facts.temperature);
    plx_markup_print(
        c->out,
        "<section><h2>How it decides</h2><p>Scores are divided by a temperature of %s "
        "before they become probabilities. An article is <b>unclear</b> where its best "
        "label has a probability under %s.</p></section>",
        temperature.s, percent(plx_model_threshold(c->model)).s);
}

/* ------------------------------------------------------------ what it weighs */

static void print_groups(const struct card *c)
{
    static const char *const heads[] = { "group", "features", "weight", NULL };

    plx_html_open_table(c->out, "Features by group", heads);
    for (int g = 0; g < PLX_GROUPS; g++) {
        const plx_group_facts *group = &c->facts.group[g];
        text weight;

        snprintf(weight.s, sizeof weight.s, "%.2g", group->weight);
        plx_html_row_head(c->out, group->title);
        plx_markup_print(c->out, "<td>%s</td><td>%s</td></tr>", count(group->features).s, weight.s);
    }
    plx_html_close_table(c->out);
}

static plx_status print_terms(const struct card *c, size_t label, plx_error *err)
{
    plx_term_list terms;
    plx_status rc = plx_model_terms(c->model, label, PLX_TERM_FOR, TERMS_MOST, &terms, err);

    if (rc)
        return rc;
    plx_markup_print(c->out,
                     "<details><summary>Strongest terms for %s</summary><ol class=\"terms\">",
                     plx_model_labels(c->model)->name[label]);
    for (size_t i = 0; i < terms.count; i++) {
        text weight;

        snprintf(weight.s, sizeof weight.s, "%+.2f", terms.items[i].weight);
        plx_markup_print(c->out, "<li><bdi>%s</bdi> <span class=\"quiet\">%s</span></li>",
                         terms.items[i].name, weight.s);
    }
    plx_strbuf_puts(c->out, "</ol></details>");
    plx_terms_release(&terms);
    return PLX_OK;
}

static plx_status print_features(const struct card *c, plx_error *err)
{
    plx_status rc = PLX_OK;

    plx_strbuf_puts(c->out, "<section><h2>What it weighs</h2>");
    print_groups(c);
    for (size_t k = 0; !rc && k < plx_model_labels(c->model)->count; k++)
        rc = print_terms(c, k, err);
    plx_strbuf_puts(c->out, "</section>");
    return rc;
}

/* ------------------------------------------------------------ the page */

static plx_status print_card(struct card *c, plx_error *err)
{
    c->summary = plx_model_summary(c->model);
    plx_model_facts_of(c->model, &c->facts);
    print_head(c);
    print_labels(c);
    print_use(c);
    print_training(c);
    print_measures(c);
    print_decision(c);
    return print_features(c, err);
}

static void print_none(plx_strbuf *out)
{
    plx_strbuf_puts(out, "<h1>No model</h1><p>The articles of this index were not judged. "
                         "<code>parallax relabel --model FILE</code> judges them with a model, "
                         "<code>parallax model list</code> names those that are there, and "
                         "<code>parallax train</code> makes one of your own labels.</p>");
}

static plx_status answer(plx_context *c, plx_error *err)
{
    struct card card = { .out = &c->reply->body };
    plx_judge *judge;
    plx_status rc = plx_worker_judge(c->daemon->workers, c->worker, &judge, &card.model, err);

    if (rc == PLX_ERR_STALE)
        return rc;
    if (rc) {
        c->reply->cause = *err;
        plx_problem_set(&c->reply->problem, 503, "model", NULL, "the model cannot be read now");
        return PLX_OK;
    }
    card.info = plx_snapshot_model(c->worker->snapshot);
    c->reply->type = PLX_TYPE_HTML;
    plx_page_open(card.out, "Model", NULL);
    plx_strbuf_puts(card.out, "<div class=\"sheet model\">");
    if (card.model)
        rc = print_card(&card, err);
    else
        print_none(card.out);
    plx_strbuf_puts(card.out, "</div>");
    plx_page_close(card.out, card.info);
    return rc;
}

plx_status plx_page_model(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    char *memory;

    if (!plx_params_read(plx_no_params, query, strlen(query), NULL, &memory, &c->reply->problem))
        return PLX_OK;
    free(memory);
    return answer(c, err);
}
