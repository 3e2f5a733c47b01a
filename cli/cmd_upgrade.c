/* cli/cmd_upgrade.c - `parallax upgrade` */
#include <stdio.h>

#include "cli/command.h"
#include "collection/writer.h"

struct upgrade_args {
    const char *labels;
    double wait;
};

const struct cli_option cmd_upgrade_options[] = {
    CLI_ARGS(struct upgrade_args),
    { CLI_OPT(CLI_TEXT, struct upgrade_args, labels, "labels", 0, "FILE",
              "the labels by people (default: labels.jsonl in the index)"),
      .complete = "file" },
    { CLI_OPT(CLI_REAL, struct upgrade_args, wait, "wait", 'w', "SECONDS",
              "wait for another writer of the index"),
      .max = 1e6 },
    CLI_END,
};

int cmd_upgrade(struct cli *cli, int argc, char **argv)
{
    const struct upgrade_args *args = cli->args;
    const plx_writer_options options = { .what = "parallax upgrade",
                                         .wait_s = args->wait,
                                         .labels_path = args->labels };
    uint32_t articles = 0;
    plx_error err;

    (void)argc;
    (void)argv;
    if (plx_collection_upgrade(cli->index_dir, &options, &articles, &err) != PLX_OK)
        return cli_fail(&err);
    fprintf(stderr, "%u articles written anew\n", articles);
    return CLI_DONE;
}
