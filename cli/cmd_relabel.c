/* cli/cmd_relabel.c - `parallax relabel` */
#include <stdio.h>

#include "cli/command.h"
#include "cli/progress.h"
#include "cli/writing.h"

struct relabel_args {
    const char *model, *labels;
    double wait;
};

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
    CLI_END,
};

static plx_status relabel(struct cli *cli, struct cli_writing *w, plx_relabel_result *out,
                          plx_error *err)
{
    struct cli_progress progress;
    plx_status rc;

    if (!w->model)
        return plx_fail(err, PLX_ERR_INVALID, "the index has no model: name one with --model FILE");
    cli_progress_init(&progress, cli, NULL);
    rc = plx_writer_relabel(w->writer, cli_progress_count, &progress, out, err);
    if (rc == PLX_OK)
        rc = plx_writer_commit(w->writer, err);
    cli_progress_end(&progress);
    return rc;
}

int cmd_relabel(struct cli *cli, int argc, char **argv)
{
    const struct relabel_args *args = cli->args;
    const struct cli_writing_options options = { .what = "parallax relabel",
                                                 .labels = args->labels,
                                                 .model = args->model,
                                                 .wait_s = args->wait };
    struct cli_writing w;
    plx_relabel_result result = { 0 };
    plx_error err;
    plx_status rc = cli_writing_open(cli, &options, &w, &err);

    (void)argc;
    (void)argv;
    if (rc == PLX_OK)
        rc = relabel(cli, &w, &result, &err);
    if (rc == PLX_OK)
        fprintf(stderr, "%u articles judged by %s: %u changed, %u labelled by people\n",
                result.articles, plx_model_name(w.model), result.changed, result.by_person);
    else if (rc == PLX_ERR_STOPPED)
        cli_note("stopped on request; the stances are as before");
    else
        cli_fail(&err);
    cli_writing_close(&w);
    return rc == PLX_OK ? CLI_DONE : CLI_ERROR;
}
