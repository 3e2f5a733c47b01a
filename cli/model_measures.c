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

/* "0.466 to 0.683", NULL where there is none. */
static const char *interval(struct cli *cli, double low, double high)
{
    return high > 0 ? cli_printf(cli, "%.3f to %.3f", low, high) : NULL;
}

static void add_label_row(const struct cli_model_card *c, const char *name,
                          const plx_label_measure *l, struct cli_table *table)
{
    bool is_few = plx_label_is_too_few(l);
    const char *range = interval(c->cli, l->f1_low, l->f1_high);
    const char *cells[] = { name,
                            is_few ? "" : figure(c->cli, l->precision),
                            is_few ? "" : figure(c->cli, l->recall),
                            is_few ? "" : figure(c->cli, l->f1),
                            is_few  ? "too few to say"
                            : range ? range
                                    : "",
                            cli_printf(c->cli, "%u", l->gold) };

    cli_table_add(table, cells);
}

static void add_label_measures(const struct cli_model_card *c, const plx_measures *m,
                               plx_strbuf *out)
{
    static const char *const head[] = { "LABEL", "PRECISION",     "RECALL",
                                        "F1",    "95 % INTERVAL", "ARTICLES" };
    struct cli_table table;

    cli_table_init(&table, c->cli, sizeof head / sizeof *head);
    cli_table_add(&table, head);
    for (size_t k = 0; k < m->labels.count; k++)
        add_label_row(c, m->labels.name[k], &m->label[k], &table);
    cli_model_add_table(&table, out);
}

/* "0.722 (0.566 to 0.842)" */
static const char *share(struct cli *cli, unsigned part, unsigned whole)
{
    plx_share s = plx_share_of(part, whole);

    return whole ? cli_printf(cli, "%.3f (%.3f to %.3f)", s.value, s.low, s.high) : "-";
}

static void add_off_topic(const struct cli_model_card *c, const plx_measures *m, plx_strbuf *out)
{
    const char *text;

    if (m->offtopic_gold == 0)
        return;
    if (m->offtopic_gold < PLX_MEASURE_LEAST)
        text = cli_printf(c->cli, "too few to say: %u articles labelled so", m->offtopic_gold);
    else
        text = cli_printf(c->cli, "precision %s, recall %s; %u articles",
                          share(c->cli, m->offtopic_right, m->offtopic_found),
                          share(c->cli, m->offtopic_right, m->offtopic_gold), m->offtopic_gold);
    cli_model_add_figure(c, "off-topic", text, out);
}

static void add_bin(const struct cli_model_card *c, const plx_calibration_bin *bin, int tenth,
                    struct cli_table *table)
{
    const char *cells[] = { cli_printf(c->cli, "%d to %d %%", 10 * tenth, 10 * (tenth + 1)),
                            cli_printf(c->cli, "%u", bin->articles),
                            cli_printf(c->cli, "%.0f %%", 100 * bin->probability),
                            cli_printf(c->cli, "%.0f %%", 100.0 * bin->right / bin->articles) };

    cli_table_add(table, cells);
}

/* How often it is right where it says so and so much. */
static void add_calibration(const struct cli_model_card *c, const plx_measures *m, plx_strbuf *out)
{
    static const char *const head[] = { "IT SAYS", "ARTICLES", "MEAN", "RIGHT" };
    struct cli_table table;

    cli_model_add_figure(
        c, "calibration error",
        cli_printf(c->cli,
                   "%s: so far are its probabilities from how often it is right, on average",
                   figure(c->cli, m->calibration_error)),
        out);
    cli_table_init(&table, c->cli, sizeof head / sizeof *head);
    cli_table_add(&table, head);
    for (int b = 0; b < PLX_CALIBRATION_BINS; b++)
        if (m->bin[b].articles)
            add_bin(c, &m->bin[b], b, &table);
    if (table.rows > 1)
        cli_model_add_table(&table, out);
}

void cli_model_add_measures(const struct cli_model_card *c, plx_strbuf *out)
{
    const json_t *options = json_object_get(c->summary, "options");
    const char *by = plx_json_get_str(options, "folds_by");
    const char *range;
    plx_measures m;

    cli_model_add_heading(c, "Measures", out);
    if (!plx_measures_read(json_object_get(c->summary, "cross_validation"),
                           plx_model_labels(c->model), &m)) {
        cli_model_add_words(c, "none: it was trained without real articles to measure on", out);
        return;
    }
    range = interval(c->cli, m.macro_low, m.macro_high);
    cli_model_add_words(
        c,
        cli_printf(c->cli,
                   "Cross-validation on %u real articles, %u folds by %s: each was judged by "
                   "a model that had not seen %s.",
                   m.articles, plx_json_get_count(options, "folds"), by ? by : "an unknown rule",
                   by && strcmp(by, "source") == 0 ? "its source"
                                                   : "it, only others of its source, which "
                                                     "flatters"),
        out);
    add_label_measures(c, &m, out);
    cli_model_add_figure(c, "macro F1",
                         cli_printf(c->cli, "%s%s%s%s", figure(c->cli, m.macro_f1),
                                    range ? " (95 % interval over sources " : "",
                                    range ? range : "", range ? ")" : ""),
                         out);
    cli_model_add_figure(c, "accuracy", figure(c->cli, m.accuracy), out);
    add_off_topic(c, &m, out);
    add_calibration(c, &m, out);
}
