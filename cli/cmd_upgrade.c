/* cli/cmd_upgrade.c - `parallax upgrade` */
#include <stdio.h>

#include "cli/command.h"
#include "cli/progress.h"
#include "collection/crew.h"
#include "collection/writer.h"

struct upgrade_args {
    const char *labels;
    double wait;
    unsigned jobs;
};

const struct cli_option cmd_upgrade_options[] = {
    CLI_ARGS(struct upgrade_args),
    { CLI_OPT(CLI_TEXT, struct upgrade_args, labels, "labels", 0, "FILE",
              "the labels by people (default: labels.jsonl in the index)"),
      .complete = "file" },
    { CLI_OPT(CLI_REAL, struct upgrade_args, wait, "wait", 'w', "SECONDS",
              "wait for another writer of the index"),
      .max = 1e6 },
    { CLI_OPT(CLI_UINT, struct upgrade_args, jobs, "jobs", 'j', "N",
              "threads that analyse (default: as many as cores)"),
      .min = 1, .max = PLX_CREW_MAX },
    CLI_END,
};

int cmd_upgrade(struct cli *cli, int argc, char **argv)
{
    const struct upgrade_args *args = cli->args;
    struct cli_progress progress;
    const plx_writer_options options = { .what = "parallax upgrade",
                                         .wait_s = args->wait,
                                         .labels_path = args->labels,
                                         .progress = cli_progress_writing,
                                         .ctx = &progress };
    const plx_upgrade_options how = { .jobs = args->jobs,
                                      .progress = cli_progress_count,
                                      .ctx = &progress };
    uint32_t articles = 0;
    plx_error err;
    plx_status rc;

    (void)argc;
    (void)argv;
    cli_progress_init(&progress, cli, NULL);
    rc = plx_collection_upgrade(cli->index_dir, &options, &how, &articles, &err);
    cli_progress_end(&progress);
    if (rc == PLX_ERR_STOPPED) {
        cli_note("stopped on request; the index is as before");
        return CLI_ERROR;
    }
    if (rc != PLX_OK)
        return cli_fail(&err);
    fprintf(stderr, "%u articles written anew\n", articles);
    return CLI_DONE;
}
