/* cli/cmd_train.c - `parallax train` */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "classifier/train.h"
#include "cli/command.h"
#include "cli/models.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "cli/training_data.h"

/** A list of target terms over this many bytes is refused. */
#define TERMS_MAX (1u << 20)

enum { TEXT = 0, JSON };
enum { BY_SOURCE = 0, BY_CREDIT, AT_RANDOM };

struct train_args {
    const char *output, *target, *target_terms, *name, *date, *order, *labels;
    unsigned folds, group, seed, min_sources, format;
    double cost;
    bool from_index, from_scratch;
    const char *base;
};

static const char *const formats[] = { "text", "json", NULL };
static const char *const groups[] = { "source", "original_source", "none", NULL };

const struct cli_option cmd_train_options[] = {
    CLI_ARGS(struct train_args),
    { CLI_OPT(CLI_TEXT, struct train_args, output, "output", 'o', "MODEL", "write the model here"),
      .complete = "file" },
    { CLI_OPT(CLI_UINT, struct train_args, folds, "cross-validate", 'k', "K",
              "measure on K parts held out in turn"),
      .min = 2, .max = 50 },
    { CLI_OPT(CLI_CHOICE, struct train_args, group, "group", 0, "BY",
              "what a part keeps together; `none` splits at random, which flatters"),
      .choices = groups },
    { CLI_OPT(CLI_FLAG, struct train_args, from_index, "from-index", 0, NULL,
              "add the articles of the index that people labelled") },
    { CLI_OPT(CLI_TEXT, struct train_args, labels, "labels", 0, "FILE",
              "with --from-index: the labels (default: labels.jsonl in the index)"),
      .complete = "file" },
    { CLI_OPT(CLI_TEXT, struct train_args, base, "base", 0, "MODEL",
              "adapt this model (default: as for classify)"),
      .complete = "file" },
    { CLI_OPT(CLI_FLAG, struct train_args, from_scratch, "from-scratch", 0, NULL,
              "learn from the given labels alone, adapting no model") },
    { CLI_OPT(CLI_TEXT, struct train_args, target, "target", 0, "NAME",
              "what the stance is toward (iran)") },
    { CLI_OPT(CLI_TEXT, struct train_args, target_terms, "target-terms", 0, "FILE",
              "words and phrases that name the target, one a line"),
      .complete = "file" },
    { CLI_OPT(CLI_TEXT, struct train_args, order, "order", 0, "LABELS",
              "order of the labels: pro-iran,neutral,anti-iran") },
    { CLI_OPT(CLI_TEXT, struct train_args, name, "name", 0, "NAME",
              "name of the model (default: target and date)") },
    { CLI_OPT(CLI_TEXT, struct train_args, date, "date", 0, "DATE",
              "date of the training (default: today)") },
    { CLI_OPT(CLI_UINT, struct train_args, seed, "seed", 0, "N", "of all that is random (1)") },
    { CLI_OPT(CLI_REAL, struct train_args, cost, "cost", 0, "C",
              "how much errors cost (liblinear's C; default: the best of five)"),
      .min = 1e-6, .max = 1e6 },
    { CLI_OPT(CLI_UINT, struct train_args, min_sources, "min-sources", 0, "N",
              "use only words seen in this many sources (3)"),
      .min = 1, .max = 1000 },
    { CLI_OPT(CLI_CHOICE, struct train_args, format, "format", 0, "FORMAT", "of the measures"),
      .choices = formats },
    CLI_END,
};

static int refuse_combinations(const struct train_args *a)
{
    if (!a->output && !a->folds)
        return cli_failf("nothing to do: -o MODEL writes a model, --cross-validate K measures");
    if (a->labels && !a->from_index)
        return cli_failf("--labels goes with --from-index");
    return CLI_DONE;
}

static plx_status read_terms(struct cli *cli, const char *path, const char **terms, plx_error *err)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_status rc;

    *terms = NULL;
    if (!path)
        return PLX_OK;
    rc = plx_file_read(path, TERMS_MAX, &text, err);
    if (rc == PLX_OK)
        *terms = cli_printf(cli, "%s", text.s);
    plx_strbuf_release(&text);
    return rc;
}

static plx_status make_options(struct cli *cli, plx_train_options *out, plx_error *err)
{
    const struct train_args *a = cli->args;

    *out = (plx_train_options){ .name = a->name,
                                .target = a->target,
                                .date = a->date,
                                .order = cli_split(cli, a->order),
                                .cost = a->cost,
                                .min_sources = a->min_sources,
                                .seed = a->seed,
                                .folds = a->folds,
                                .random_folds = a->group == AT_RANDOM };
    if (a->target && strcmp(a->target, "iran") != 0 && !a->target_terms)
        return plx_fail(err, PLX_ERR_INVALID,
                        "--target %s needs --target-terms FILE: the words that name it", a->target);
    return read_terms(cli, a->target_terms, &out->target_terms, err);
}

static plx_status gather(struct cli *cli, int files, char **file, struct cli_training_data *data,
                         plx_error *err)
{
    static char stdin_name[] = "-";
    const struct train_args *a = cli->args;
    char *standard_input[] = { stdin_name };
    plx_status rc = plx_dataset_new(&data->set, err);

    if (rc == PLX_OK && a->group == BY_CREDIT)
        plx_dataset_group_by_credit(data->set);
    if (rc == PLX_OK && a->from_index)
        rc = cli_training_from_index(cli, a->labels, data, err);
    if (rc == PLX_OK && files)
        rc = cli_training_read(cli, files, file, data, err);
    else if (rc == PLX_OK && !a->from_index)
        rc = cli_training_read(cli, 1, standard_input, data, err);
    if (rc == PLX_OK)
        rc = cli_training_note(data, err);
    return rc;
}

/* The model to adapt: the index's or the shipped one, unless the target is another. */
static plx_status load_base(struct cli *cli, plx_model **out, plx_error *err)
{
    const struct train_args *a = cli->args;

    *out = NULL;
    if (a->from_scratch || a->target)
        return PLX_OK;
    return cli_model_load(cli, a->base, out, err);
}

static int print_measures(struct cli *cli, const plx_measures *m)
{
    const struct train_args *a = cli->args;
    plx_strbuf out = PLX_STRBUF_INIT;
    int code;

    if (a->format == JSON) {
        json_t *object = plx_measures_json(m);

        json_object_set_new(object, "schema", json_integer(1));
        return cli_write_json(cli, object, true);
    }
    plx_measures_print(m, &out);
    code = cli_write(&out);
    plx_strbuf_release(&out);
    return code;
}

static plx_status train(struct cli *cli, const plx_dataset *set, plx_train_options *options,
                        plx_train_report *report, plx_error *err)
{
    const struct train_args *a = cli->args;
    struct cli_progress progress;
    plx_model *model = NULL;
    plx_status rc;

    cli_progress_init(&progress, cli, NULL);
    options->progress = cli_progress_step;
    options->ctx = &progress;
    rc = plx_train(set, options, a->output ? &model : NULL, report, err);
    cli_progress_end(&progress);
    if (rc == PLX_OK && model)
        rc = plx_model_save(model, a->output, err);
    if (rc == PLX_OK && model)
        fprintf(stderr, "wrote %s: model %s\n", a->output, plx_model_name(model));
    plx_model_free(model);
    return rc;
}

int cmd_train(struct cli *cli, int argc, char **argv)
{
    struct cli_training_data data = { 0 };
    plx_train_options options;
    plx_train_report report = { 0 };
    plx_model *base = NULL;
    plx_error err;
    plx_status rc;
    int code = refuse_combinations(cli->args);

    if (code != CLI_DONE)
        return code;
    rc = make_options(cli, &options, &err);
    if (rc == PLX_OK)
        rc = load_base(cli, &base, &err);
    options.base = base;
    options.grid = options.cost <= 0 && !base; /* few articles choose no cost */
    if (rc == PLX_OK)
        rc = gather(cli, argc, argv, &data, &err);
    if (rc == PLX_OK)
        rc = train(cli, data.set, &options, &report, &err);
    code = rc == PLX_OK ? print_measures(cli, &report.cv) : cli_fail(&err);
    plx_train_report_release(&report);
    plx_model_free(base);
    plx_dataset_free(data.set);
    return code == CLI_DONE && data.failed ? CLI_ERROR : code;
}
