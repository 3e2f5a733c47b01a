/* cli/cmd_compact.c - `parallax compact` */
#include <stdio.h>

#include "base/file.h"
#include "cli/command.h"
#include "cli/print.h"
#include "cli/writing.h"

struct compact_args {
    double wait;
};

const struct cli_option cmd_compact_options[] = {
    CLI_ARGS(struct compact_args),
    { CLI_OPT(CLI_REAL, struct compact_args, wait, "wait", 'w', "SECONDS",
              "wait for another writer of the index"),
      .max = 1e6 },
    CLI_END,
};

int cmd_compact(struct cli *cli, int argc, char **argv)
{
    const struct compact_args *args = cli->args;
    const struct cli_writing_options options = { .what = "parallax compact", .wait_s = args->wait };
    unsigned long long before = plx_file_tree_bytes(cli->index_dir);
    plx_strbuf out = PLX_STRBUF_INIT;
    struct cli_writing w;
    plx_error err;
    plx_status rc = cli_writing_open(cli, &options, &w, &err);

    (void)argc;
    (void)argv;
    if (rc == PLX_OK)
        rc = plx_writer_compact(w.writer, &err);
    cli_writing_close(&w);
    if (rc != PLX_OK)
        return cli_fail(&err);
    cli_add_bytes(&out, before);
    plx_strbuf_puts(&out, " before, ");
    cli_add_bytes(&out, plx_file_tree_bytes(cli->index_dir));
    fprintf(stderr, "%s now\n", out.s);
    plx_strbuf_release(&out);
    return CLI_DONE;
}
