/* cli/cmd_evaluate.c - `parallax evaluate` */
#include "classifier/train.h"
#include "cli/command.h"
#include "cli/models.h"
#include "cli/print.h"
#include "cli/training_data.h"

enum { TEXT = 0, JSON };

struct evaluate_args {
    const char *model;
    unsigned format;
};

static const char *const formats[] = { "text", "json", NULL };

const struct cli_option cmd_evaluate_options[] = {
    CLI_ARGS(struct evaluate_args),
    { CLI_OPT(CLI_TEXT, struct evaluate_args, model, "model", 'm', "FILE",
              "the model (default: as for classify)"),
      .complete = "file" },
    { CLI_OPT(CLI_CHOICE, struct evaluate_args, format, "format", 0, "FORMAT",
              "form of the output"),
      .choices = formats },
    CLI_END,
};

static int print(struct cli *cli, const plx_model *model, const plx_measures *m)
{
    const struct evaluate_args *args = cli->args;
    plx_strbuf out = PLX_STRBUF_INIT;
    int code;

    if (args->format == JSON) {
        json_t *object = plx_measures_json(m);

        json_object_set_new(object, "schema", json_integer(1));
        json_object_set_new(object, "model", json_string(plx_model_name(model)));
        return cli_write_json(cli, object, true);
    }
    plx_strbuf_printf(&out, "model %s\n", plx_model_name(model));
    plx_measures_print(m, &out);
    code = cli_write(&out);
    plx_strbuf_release(&out);
    return code;
}

int cmd_evaluate(struct cli *cli, int argc, char **argv)
{
    const struct evaluate_args *args = cli->args;
    struct cli_training_data data = { 0 };
    plx_model *model = NULL;
    plx_measures measures;
    plx_error err;
    plx_status rc = cli_model_load(cli, args->model, &model, &err);
    int code;

    if (rc == PLX_OK)
        rc = plx_dataset_new(&data.set, &err);
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
                      "off-topic, or not judged",
                      measures.left_out);
    code = rc == PLX_OK ? print(cli, model, &measures) : cli_fail(&err);
    plx_dataset_free(data.set);
    plx_model_free(model);
    return code == CLI_DONE && data.failed ? CLI_ERROR : code;
}
