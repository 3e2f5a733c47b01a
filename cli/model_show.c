/* cli/model_show.c - the card of a model */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "cli/model_card.h"
#include "cli/models.h"

/* Columns of a term's name, and least and most of its bar. */
#define NAME_COLUMN 36u
#define BAR_LEAST   8u
#define BAR_MOST    40u
/* Characters of a digest that people are shown. */
#define DIGEST_SHOWN 12

/* ------------------------------------------------------------ text */

static void add_field(plx_strbuf *out, const char *name, const char *value)
{
    plx_strbuf_printf(out, "%-10s", name);
    cli_add_line(out, value);
    plx_strbuf_putc(out, '\n');
}

static const char *origin(const struct cli_model_card *c)
{
    const json_t *base = json_object_get(c->summary, "adapted_from");
    const char *name = plx_json_get_str(base, "name"), *date = plx_json_get_str(base, "date");
    const char *digest = plx_json_get_str(base, "digest");

    if (!json_is_object(base))
        return "from scratch";
    return cli_printf(c->cli, "by adapting %s (%s, %.*s)", name ? name : "a model without name",
                      date ? date : "undated", DIGEST_SHOWN, digest ? digest : "");
}

static void add_head(const struct cli_model_card *c, plx_strbuf *out)
{
    const plx_model *m = c->model;
    plx_strbuf line = PLX_STRBUF_INIT;

    cli_add_line(&line, plx_model_name(m));
    cli_add_styled(c->cli, out, CLI_BOLD, line.s);
    plx_strbuf_putc(out, '\n');
    plx_strbuf_reset(&line);
    cli_add_bytes(&line, c->facts.bytes);
    add_field(out, "file", cli_printf(c->cli, "%s (%s)", c->path, line.s));
    add_field(out, "digest", plx_model_digest(m));
    add_field(out, "trained", cli_printf(c->cli, "%s, %s", plx_model_date(m), origin(c)));
    add_field(out, "target", plx_model_target(m));
    add_field(out, "language", c->facts.lang);
    plx_strbuf_release(&line);
}

static void add_labels(const struct cli_model_card *c, plx_strbuf *out)
{
    const plx_label_set *set = plx_model_labels(c->model);

    cli_model_add_heading(c, "Labels", out);
    for (size_t k = 0; k < set->count; k++) {
        plx_strbuf line = PLX_STRBUF_INIT;
        const char *title = plx_model_label_title(c->model, k);
        const char *definition = plx_model_label_definition(c->model, k);

        cli_add_line(&line, set->name[k]);
        if (*title) {
            plx_strbuf_puts(&line, ": ");
            cli_add_line(&line, title);
        }
        cli_model_add_words(c, line.s, out);
        plx_strbuf_reset(&line);
        cli_add_line(&line, definition);
        if (line.len)
            cli_model_add_wrapped(c, line.s, 4, out);
        plx_strbuf_release(&line);
    }
}

static void add_count_row(struct cli *cli, struct cli_table *t, const char *label, const json_t *l)
{
    const char *cells[] = { label, cli_printf(cli, "%u", plx_json_get_count(l, "articles")),
                            cli_printf(cli, "%u", plx_json_get_count(l, "written")) };

    cli_table_add(t, cells);
}

/* Labels of the model in their order, then what else was in the training data. */
static void add_label_counts(const struct cli_model_card *c, plx_strbuf *out)
{
    static const char *const head[] = { "LABEL", "ARTICLES", "WRITTEN" };
    const plx_label_set *set = plx_model_labels(c->model);
    json_t *labels = json_object_get(c->summary, "labels"), *l;
    struct cli_table table;
    const char *name;

    cli_table_init(&table, c->cli, sizeof head / sizeof *head);
    cli_table_add(&table, head);
    for (size_t k = 0; k < set->count; k++)
        add_count_row(c->cli, &table, set->name[k], json_object_get(labels, set->name[k]));
    json_object_foreach(labels, name, l)
    {
        if (plx_label_find(set, name) < 0)
            add_count_row(c->cli, &table, name, l);
    }
    cli_model_add_table(&table, out);
}

static void add_training(const struct cli_model_card *c, plx_strbuf *out)
{
    const json_t *s = c->summary;
    unsigned repeated = plx_json_get_count(s, "repeated");

    cli_model_add_heading(c, "Trained on", out);
    cli_model_add_words(
        c,
        cli_printf(c->cli, "%u articles of %u sources%s", plx_json_get_count(s, "articles"),
                   plx_json_get_count(s, "sources"),
                   repeated ? cli_printf(c->cli, "; %u that came again were left out", repeated)
                            : ""),
        out);
    if (c->facts.trained)
        cli_model_add_words(
            c,
            cli_printf(c->cli,
                       "It remembers %u articles by a digest, so that none of them measures "
                       "it.",
                       c->facts.trained),
            out);
    add_label_counts(c, out);
}

/* ------------------------------------------------------------ how it decides */

static const char *sureness(double temperature)
{
    if (temperature > 1.005)
        return "over 1: less sure than the scores";
    return temperature < 0.995 ? "under 1: surer than the scores" : "they stay as they are";
}

static void add_decision(const struct cli_model_card *c, plx_strbuf *out)
{
    const json_t *cv = json_object_get(c->summary, "cross_validation");
    double coverage = plx_json_get_number(cv, "coverage"),
           right = plx_json_get_number(cv, "covered_precision");

    cli_model_add_heading(c, "How it decides", out);
    cli_model_add_words(c,
                        cli_printf(c->cli,
                                   "Scores are divided by a temperature of %.2f before they become "
                                   "probabilities (%s).",
                                   c->facts.temperature, sureness(c->facts.temperature)),
                        out);
    cli_model_add_words(
        c,
        cli_printf(c->cli,
                   "An article is `unclear` where its best label has a probability under "
                   "%.0f %%.",
                   100 * plx_model_threshold(c->model)),
        out);
    if (plx_json_get_count(cv, "articles") && !isnan(coverage) && !isnan(right))
        cli_model_add_words(
            c,
            cli_printf(c->cli,
                       "In cross-validation %.0f %% of the articles were above that, and "
                       "%.0f %% of those right.",
                       100 * coverage, 100 * right),
            out);
}

/* ------------------------------------------------------------ features */

static unsigned bar_columns(const struct cli_model_card *c)
{
    unsigned width = c->cli->terminal.width, taken = NAME_COLUMN + 12;

    return width < taken + BAR_LEAST  ? BAR_LEAST
           : width > taken + BAR_MOST ? BAR_MOST
                                      : width - taken;
}

/* "  NAME      VALUE BAR" */
static void add_bar_line(const struct cli_model_card *c, const char *name, const char *value,
                         double part, double whole, plx_strbuf *out)
{
    size_t start = out->len;

    plx_strbuf_puts(out, "  ");
    cli_add_line(out, name);
    while (cli_columns(out->s + start, out->len - start) < NAME_COLUMN && !out->failed)
        plx_strbuf_putc(out, ' ');
    plx_strbuf_printf(out, " %8s", value);
    if (part > 0) {
        plx_strbuf_putc(out, ' ');
        cli_add_bar(c->cli, out, part, whole, bar_columns(c));
    }
    plx_strbuf_putc(out, '\n');
}

static void add_groups(const struct cli_model_card *c, plx_strbuf *out)
{
    plx_strbuf n = PLX_STRBUF_INIT;

    plx_strbuf_put_count(&n, c->facts.features);
    cli_model_add_heading(c, cli_printf(c->cli, "Features: %s", n.s), out);
    for (int g = 0; g < PLX_GROUPS; g++) {
        const plx_group_facts *group = &c->facts.group[g];

        plx_strbuf_reset(&n);
        plx_strbuf_put_count(&n, group->features);
        add_bar_line(c, cli_printf(c->cli, "%s (weight %.2g)", group->title, group->weight), n.s,
                     group->features, c->facts.features, out);
    }
    plx_strbuf_release(&n);
    cli_model_add_words(
        c,
        cli_printf(c->cli,
                   "%u names of outlets and authors are masked: it does not see them "
                   "(--format json lists them).",
                   c->facts.masked),
        out);
}

static void add_terms(const struct cli_model_card *c, size_t label, plx_strbuf *out)
{
    const plx_term_list *list = &c->terms[label];
    const plx_label_set *set = plx_model_labels(c->model);

    cli_model_add_heading(c,
                          cli_printf(c->cli, "Strongest terms for %s (%s)", set->name[label],
                                     plx_model_label_title(c->model, label)),
                          out);
    for (size_t i = 0; i < list->count; i++)
        add_bar_line(c, list->items[i].name, cli_printf(c->cli, "%+.2f", list->items[i].weight),
                     list->items[i].weight, list->items[0].weight, out);
}

static int print_text(const struct cli_model_card *c)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    int code;

    add_head(c, &out);
    add_labels(c, &out);
    add_training(c, &out);
    cli_model_add_measures(c, &out);
    add_decision(c, &out);
    add_groups(c, &out);
    for (size_t k = 0; k < plx_model_labels(c->model)->count; k++)
        add_terms(c, k, &out);
    code = cli_write(&out);
    plx_strbuf_release(&out);
    return code;
}

/* ------------------------------------------------------------ JSON */

static json_t *terms_json(const plx_term_list *list)
{
    json_t *array = json_array();

    for (size_t i = 0; i < list->count; i++)
        json_array_append_new(array, json_pack("{s:o, s:s, s:f}", "term",
                                               plx_json_str(list->items[i].name), "group",
                                               plx_group_title(list->items[i].group), "weight",
                                               round(list->items[i].weight * 1e4) / 1e4));
    return array;
}

static json_t *labels_json(const struct cli_model_card *c)
{
    const plx_label_set *set = plx_model_labels(c->model);
    json_t *array = json_array();

    for (size_t k = 0; k < set->count; k++)
        json_array_append_new(
            array, json_pack("{s:o, s:o, s:o, s:o}", "label", plx_json_str(set->name[k]), "title",
                             plx_json_str(plx_model_label_title(c->model, k)), "definition",
                             plx_json_str(plx_model_label_definition(c->model, k)), "terms",
                             terms_json(&c->terms[k])));
    return array;
}

static json_t *groups_json(const struct cli_model_card *c)
{
    json_t *array = json_array();

    for (int g = 0; g < PLX_GROUPS; g++)
        json_array_append_new(array, json_pack("{s:s, s:i, s:f}", "group", c->facts.group[g].title,
                                               "features", (int)c->facts.group[g].features,
                                               "weight", c->facts.group[g].weight));
    return array;
}

static int print_json(const struct cli_model_card *c)
{
    const plx_model *m = c->model;
    json_t *o = json_pack(
        "{s:i, s:o, s:o, s:o, s:I, s:o, s:o, s:o, s:o, s:f, s:f, s:i, s:o, s:i, s:i, s:O}",
        "schema", 1, "name", plx_json_str(plx_model_name(m)), "file", plx_json_str(c->path),
        "digest", plx_json_str(plx_model_digest(m)), "bytes", (json_int_t)c->facts.bytes, "date",
        plx_json_str(plx_model_date(m)), "target", plx_json_str(plx_model_target(m)), "language",
        plx_json_str(c->facts.lang), "labels", labels_json(c), "threshold", plx_model_threshold(m),
        "temperature", c->facts.temperature, "features", (int)c->facts.features, "groups",
        groups_json(c), "trained_articles", (int)c->facts.trained, "masked", (int)c->facts.masked,
        "summary", (json_t *)(size_t)c->summary);

    return cli_write_json(c->cli, o, true);
}

/* ------------------------------------------------------------ all together */

static plx_status load(struct cli_model_card *c, const char *typed, plx_error *err)
{
    plx_status rc = typed ? cli_model_find(c->cli, typed, &c->path, err)
                          : cli_model_chosen(c->cli, NULL, &c->path, err);

    if (rc == PLX_OK)
        rc = plx_model_load(c->path, &c->model, err);
    if (rc != PLX_OK)
        return rc;
    c->summary = plx_model_summary(c->model);
    plx_model_facts_of(c->model, &c->facts);
    for (size_t k = 0; rc == PLX_OK && k < plx_model_labels(c->model)->count; k++)
        rc = plx_model_terms(c->model, k, PLX_TERM_FOR,
                             c->args->terms ? c->args->terms : MODEL_TERMS, &c->terms[k], err);
    return rc;
}

int cli_model_show(struct cli *cli, const char *typed)
{
    struct cli_model_card c = { .cli = cli, .args = cli->args };
    plx_error err;
    plx_status rc = load(&c, typed, &err);
    int code;

    if (rc != PLX_OK)
        code = cli_fail(&err);
    else
        code = c.args->format == MODEL_JSON ? print_json(&c) : print_text(&c);
    for (size_t k = 0; k < PLX_LABELS_MAX; k++)
        plx_terms_release(&c.terms[k]);
    plx_model_free(c.model);
    return code;
}
