/* cli/cmd_evaluate.c - `parallax evaluate` */
#include "classifier/train.h"
#include "cli/command.h"
#include "cli/drift.h"
#include "cli/models.h"
#include "cli/print.h"
#include "cli/training_data.h"

enum { TEXT = 0, JSON };

struct evaluate_args {
    const char *model;
    struct cli_list map;
    unsigned format, days;
    bool drift;
};

static const char *const formats[] = { "text", "json", NULL };

const struct cli_option cmd_evaluate_options[] = {
    CLI_ARGS(struct evaluate_args),
    { CLI_OPT(CLI_TEXT, struct evaluate_args, model, "model", 'm', "FILE",
              "the model (default: as for classify)"),
      .complete = "file" },
    { CLI_OPT(CLI_LIST, struct evaluate_args, map, "map", 0, "FIELD=NAME",
              "JSON and columns: read FIELD from NAME (label=lean)") },
    { CLI_OPT(CLI_FLAG, struct evaluate_args, drift, "drift", 0, NULL,
              "no labels: are the articles (of FILE, else of the index) still like those the model "
              "learned from?") },
    { CLI_OPT(CLI_UINT, struct evaluate_args, days, "days", 0, "N",
              "--drift of the index: only the N days up to its newest article"),
      .min = 1, .max = 100000 },
    { CLI_OPT(CLI_CHOICE, struct evaluate_args, format, "format", 0, "FORMAT",
              "form of the output"),
      .choices = formats },
    CLI_END,
};

static int print(struct cli *cli, const plx_model *model, const plx_measures *m)
{
    const struct evaluate_args *args = cli->args;
    plx_strbuf text = PLX_STRBUF_INIT, out = PLX_STRBUF_INIT;
    int code;

    if (args->format == JSON) {
        json_t *object = plx_measures_json(m);

        json_object_set_new(object, "schema", json_integer(1));
        json_object_set_new(object, "model", json_string(plx_model_name(model)));
        return cli_write_json(cli, object, true);
    }
    plx_strbuf_printf(&text, "model %s\n", plx_model_name(model));
    plx_measures_print(m, &text);
    cli_add_safe(&out, text.s); /* names of labels are any bytes */
    out.failed = out.failed || text.failed;
    code = cli_write(&out);
    plx_strbuf_release(&text);
    plx_strbuf_release(&out);
    return code;
}

static int evaluate(struct cli *cli, const plx_model *model, int argc, char **argv)
{
    const struct evaluate_args *args = cli->args;
    struct cli_training_data data = { 0 };
    plx_measures measures;
    plx_error err;
    plx_status rc = plx_dataset_new(&data.set, &err);
    int code;

    data.map = args->map.item;
    if (rc == PLX_OK)
        rc = cli_training_read(cli, argc, argv, &data, &err);
    if (rc == PLX_OK && plx_dataset_count(data.set) == 0)
        rc = plx_fail(&err, PLX_ERR_INVALID,
                      "no labelled articles in the input: each needs a "
                      "`label`");
    if (rc == PLX_OK)
        rc = plx_evaluate(model, data.set, &measures, &err);
    if (rc == PLX_OK && measures.articles == 0)
        rc = plx_fail(&err, PLX_ERR_INVALID,
                      "nothing to measure: %u labelled articles, all of them written (synthetic), "
                      "off-topic, not judged, or what the model learned from",
                      measures.left_out);
    code = rc == PLX_OK ? print(cli, model, &measures) : cli_fail(&err);
    plx_dataset_free(data.set);
    return code == CLI_DONE && data.failed ? CLI_ERROR : code;
}

static int drift(struct cli *cli, const plx_model *model, int argc, char **argv)
{
    const struct evaluate_args *args = cli->args;
    const struct cli_drift_options opt = { .files = argc,
                                           .file = argv,
                                           .map = args->map.item,
                                           .days = args->days,
                                           .json = args->format == JSON };

    return cli_drift(cli, model, &opt);
}

int cmd_evaluate(struct cli *cli, int argc, char **argv)
{
    const struct evaluate_args *args = cli->args;
    plx_model *model = NULL;
    plx_error err;
    int code;

    if (!args->drift && argc == 0)
        return cli_failf("evaluate needs labelled articles: FILE...|-, or --drift for articles "
                         "without labels");
    if (args->days && (!args->drift || argc))
        return cli_failf("--days goes with --drift of the index, without FILE");
    if (cli_model_load(cli, args->model, &model, &err) != PLX_OK)
        return cli_fail(&err);
    code = args->drift ? drift(cli, model, argc, argv) : evaluate(cli, model, argc, argv);
    plx_model_free(model);
    return code;
}
