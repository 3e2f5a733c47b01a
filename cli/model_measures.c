/* cli/model_measures.c - how good a model is, by its own cross-validation */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "classifier/report.h"
#include "cli/model_card.h"

static const char *figure(struct cli *cli, double x)
{
    return isnan(x) ? "-" : cli_printf(cli, "%.3f", x);
}

/* "0.466 to 0.683", NULL if the summary has no interval of that name. */
static const char *interval(struct cli *cli, const json_t *o, const char *name)
{
    const json_t *pair = json_object_get(o, name);
    double low = json_number_value(json_array_get(pair, 0));
    double high = json_number_value(json_array_get(pair, 1));

    return high > 0 ? cli_printf(cli, "%.3f to %.3f", low, high) : NULL;
}

/* What the summary says of a label in a list of objects by "label", NULL if nothing. */
static const json_t *of_label(const json_t *list, const char *label)
{
    const json_t *o;
    size_t i;

    json_array_foreach(list, i, o)
    {
        const char *name = plx_json_get_str(o, "label");
        if (name && strcmp(name, label) == 0)
            return o;
    }
    return NULL;
}

static void add_label_measures(const struct cli_model_card *c, const json_t *cv, plx_strbuf *out)
{
    static const char *const head[] = { "LABEL", "PRECISION",     "RECALL",
                                        "F1",    "95 % INTERVAL", "ARTICLES" };
    const plx_label_set *set = plx_model_labels(c->model);
    struct cli_table table;

    cli_table_init(&table, c->cli, sizeof head / sizeof *head);
    cli_table_add(&table, head);
    for (size_t k = 0; k < set->count; k++) {
        const json_t *l = of_label(json_object_get(cv, "labels"), set->name[k]);
        unsigned gold = cli_model_count(l, "gold");
        bool is_few = gold < PLX_MEASURE_LEAST;
        const char *range = interval(c->cli, l, "f1_interval");
        const char *cells[] = { set->name[k],
                                is_few ? "" : figure(c->cli, cli_model_number(l, "precision")),
                                is_few ? "" : figure(c->cli, cli_model_number(l, "recall")),
                                is_few ? "" : figure(c->cli, cli_model_number(l, "f1")),
                                is_few  ? "too few to say"
                                : range ? range
                                        : "",
                                cli_printf(c->cli, "%u", gold) };
        cli_table_add(&table, cells);
    }
    cli_model_add_table(&table, out);
}

/* "0.722 (0.566 to 0.842)" */
static const char *share(struct cli *cli, const json_t *o, const char *name)
{
    const json_t *s = json_object_get(o, name);
    const char *range = interval(cli, s, "interval");

    return cli_printf(cli, "%s%s%s%s", figure(cli, cli_model_number(s, "value")), range ? " (" : "",
                      range ? range : "", range ? ")" : "");
}

static void add_off_topic(const struct cli_model_card *c, const json_t *cv, plx_strbuf *out)
{
    const json_t *gate = json_object_get(cv, "off_topic");
    unsigned gold = cli_model_count(gate, "gold");

    if (gold == 0)
        return;
    if (gold < PLX_MEASURE_LEAST)
        cli_model_add_figure(c, "off-topic",
                             cli_printf(c->cli, "too few to say: %u articles labelled so", gold),
                             out);
    else
        cli_model_add_figure(c, "off-topic",
                             cli_printf(c->cli, "precision %s, recall %s; %u articles",
                                        share(c->cli, gate, "precision"),
                                        share(c->cli, gate, "recall"), gold),
                             out);
}

/* How often it is right where it says so and so much. */
static void add_calibration(const struct cli_model_card *c, const json_t *cv, plx_strbuf *out)
{
    static const char *const head[] = { "IT SAYS", "ARTICLES", "MEAN", "RIGHT" };
    const json_t *bin;
    struct cli_table table;
    size_t i;

    cli_model_add_figure(
        c, "calibration error",
        cli_printf(c->cli,
                   "%s: so far are its probabilities from how often it is right, on average",
                   figure(c->cli, cli_model_number(cv, "calibration_error"))),
        out);
    cli_table_init(&table, c->cli, sizeof head / sizeof *head);
    cli_table_add(&table, head);
    json_array_foreach(json_object_get(cv, "calibration"), i, bin)
    {
        unsigned articles = cli_model_count(bin, "articles");
        const char *cells[] = {
            cli_printf(c->cli, "%.0f to %.0f %%", 100 * cli_model_number(bin, "from"),
                       100 * cli_model_number(bin, "to")),
            cli_printf(c->cli, "%u", articles),
            cli_printf(c->cli, "%.0f %%", 100 * cli_model_number(bin, "probability")),
            cli_printf(c->cli, "%.0f %%",
                       articles ? 100.0 * cli_model_count(bin, "right") / articles : 0)
        };
        if (articles && !isnan(cli_model_number(bin, "from")) &&
            !isnan(cli_model_number(bin, "to")))
            cli_table_add(&table, cells);
    }
    if (table.rows > 1)
        cli_model_add_table(&table, out);
}

void cli_model_add_measures(const struct cli_model_card *c, plx_strbuf *out)
{
    const json_t *cv = json_object_get(c->summary, "cross_validation");
    const json_t *options = json_object_get(c->summary, "options");
    const char *by = plx_json_get_str(options, "folds_by");
    const char *range = interval(c->cli, cv, "macro_f1_interval");
    unsigned articles = cli_model_count(cv, "articles");

    cli_model_add_heading(c, "Measures", out);
    if (articles == 0) {
        cli_model_add_words(c, "none: it was trained without real articles to measure on", out);
        return;
    }
    cli_model_add_words(
        c,
        cli_printf(c->cli,
                   "Cross-validation on %u real articles, %u folds by %s: each was judged by "
                   "a model that had not seen %s.",
                   articles, cli_model_count(options, "folds"), by ? by : "an unknown rule",
                   by && strcmp(by, "source") == 0 ? "its source"
                                                   : "it, only others of its source, which "
                                                     "flatters"),
        out);
    add_label_measures(c, cv, out);
    cli_model_add_figure(c, "macro F1",
                         cli_printf(c->cli, "%s%s%s%s",
                                    figure(c->cli, cli_model_number(cv, "macro_f1")),
                                    range ? " (95 % interval over sources " : "",
                                    range ? range : "", range ? ")" : ""),
                         out);
    cli_model_add_figure(c, "accuracy", figure(c->cli, cli_model_number(cv, "accuracy")), out);
    add_off_topic(c, cv, out);
    add_calibration(c, cv, out);
}
