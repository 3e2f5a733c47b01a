/* cli/cmd_relabel.c - `parallax relabel` */
#include "cli/command.h"
#include "cli/relabel.h"
#include "collection/crew.h"
#include "collection/relabel.h"

struct relabel_args {
    const char *model, *labels;
    double wait;
    unsigned jobs, format;
};

enum { TEXT = 0, JSON };

static const char *const formats[] = { "text", "json", NULL };

const struct cli_option cmd_relabel_options[] = {
    CLI_ARGS(struct relabel_args),
    { CLI_OPT(CLI_TEXT, struct relabel_args, model, "model", 'm', "FILE",
              "change the index to this model"),
      .complete = "file" },
    { CLI_OPT(CLI_TEXT, struct relabel_args, labels, "labels", 0, "FILE",
              "the labels by people (default: labels.jsonl in the index)"),
      .complete = "file" },
    { CLI_OPT(CLI_REAL, struct relabel_args, wait, "wait", 'w', "SECONDS",
              "wait for another writer of the index"),
      .max = 1e6 },
    { CLI_OPT(CLI_UINT, struct relabel_args, jobs, "jobs", 'j', "N",
              "threads that judge (default: as many as cores)"),
      .min = 1, .max = PLX_CREW_MAX },
    { CLI_OPT(CLI_CHOICE, struct relabel_args, format, "format", 0, "FORMAT", "form of the output"),
      .choices = formats },
    CLI_END,
};

int cmd_relabel(struct cli *cli, int argc, char **argv)
{
    const struct relabel_args *args = cli->args;
    const struct cli_writing_options options = { .what = "parallax relabel",
                                                 .labels = args->labels,
                                                 .model = args->model,
                                                 .wait_s = args->wait };
    const struct cli_relabel_options how = { .jobs = args->jobs, .json = args->format == JSON };

    (void)argc;
    (void)argv;
    return cli_relabel(cli, &options, &how);
}
