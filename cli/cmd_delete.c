/* cli/cmd_delete.c - `parallax delete` */
#include <stdio.h>

#include "cli/command.h"
#include "cli/writing.h"

struct delete_args {
    double wait;
};

const struct cli_option cmd_delete_options[] = {
    CLI_ARGS(struct delete_args),
    { CLI_OPT(CLI_REAL, struct delete_args, wait, "wait", 'w', "SECONDS",
              "wait for another writer of the index"),
      .max = 1e6 },
    CLI_END,
};

int cmd_delete(struct cli *cli, int argc, char **argv)
{
    const struct delete_args *args = cli->args;
    const struct cli_writing_options options = { .what = "parallax delete", .wait_s = args->wait };
    struct cli_writing w;
    plx_error err;
    plx_status rc = cli_writing_open(cli, &options, &w, &err);
    int removed = 0;

    for (int i = 0; rc == PLX_OK && i < argc; i++) {
        rc = plx_writer_delete(w.writer, argv[i], &err);
        removed += rc == PLX_OK;
        if (rc == PLX_ERR_NOTFOUND) {
            cli_fail(&err);
            rc = PLX_OK;
        }
    }
    if (rc == PLX_OK)
        rc = plx_writer_commit(w.writer, &err);
    cli_writing_close(&w);
    if (rc != PLX_OK)
        return cli_fail(&err);
    fprintf(stderr, "%d of %d removed\n", removed, argc);
    return removed == argc ? CLI_DONE : CLI_NOTHING;
}
