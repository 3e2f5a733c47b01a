/* cli/cmd_serve.c - `parallax serve` */
#include "cli/aliases.h"
#include "cli/command.h"
#include "cli/models.h"
#include "daemon/server.h"

struct serve_args {
    const char *listen, *model, *aliases;
    unsigned threads, timeout;
    bool quiet, no_aliases;
};

const struct cli_option cmd_serve_options[] = {
    CLI_ARGS(struct serve_args),
    { CLI_OPT(CLI_TEXT, struct serve_args, listen, "listen", 'l', "ADDRESS",
              "HOST:PORT or unix:PATH; port 0 takes a free one (127.0.0.1:8642)"),
      .text = "127.0.0.1:8642" },
    { CLI_OPT(CLI_UINT, struct serve_args, threads, "threads", 0, "N",
              "searches at the same time (default: one for each processor, 2 to 8)"),
      .min = 1, .max = PLX_THREADS_MAX },
    { CLI_OPT(CLI_TEXT, struct serve_args, model, "model", 'm', "FILE",
              "the model of /api/v1/classify (default: the index's, else the shipped one)"),
      .complete = "file" },
    { CLI_OPT(CLI_TEXT, struct serve_args, aliases, "aliases", 0, "FILE",
              "other names of things: this file instead of the user's; read again when it changes"),
      .complete = "file" },
    { CLI_OPT(CLI_FLAG, struct serve_args, no_aliases, "no-aliases", 0, NULL,
              "look for no other names of what queries name") },
    { CLI_OPT(CLI_UINT, struct serve_args, timeout, "timeout", 0, "MS",
              "longest time for one search (5000)"),
      .min = 1, .max = 600000 },
    { CLI_OPT(CLI_FLAG, struct serve_args, quiet, "quiet", 'q', NULL,
              "log only what the daemon failed at") },
    CLI_END,
};

static void tell(void *ctx, const char *address, bool is_local)
{
    (void)ctx;
    if (!is_local)
        cli_note("warning: the daemon can be reached from other machines and asks nobody who they "
                 "are; put a web server with access control in front");
    cli_note("listening on %s", address);
}

/* NULL: the index's own, whichever that is at the time. */
static plx_status choose_model(struct cli *cli, const char **path, plx_error *err)
{
    const struct serve_args *args = cli->args;
    const char *of_index = NULL;
    plx_status rc = PLX_OK;

    *path = args->model;
    if (!args->model)
        rc = cli_model_of_index(cli, &of_index, err);
    if (!rc && !args->model && !of_index)
        *path = cli_model_default(cli);
    return rc;
}

int cmd_serve(struct cli *cli, int argc, char **argv)
{
    const struct serve_args *args = cli->args;
    plx_server_options options = {
        .index_dir = cli->index_dir,
        .listen = args->listen,
        .threads = args->threads,
        .quiet = args->quiet,
        .limits = { .search_ms = args->timeout },
        .on_listening = tell,
        .stop = cli->stop,
    };
    plx_error err = { 0 };

    (void)argc;
    (void)argv;
    if (args->aliases && args->no_aliases)
        return cli_failf("--aliases and --no-aliases exclude each other");
    if (choose_model(cli, &options.model_path, &err) != PLX_OK)
        return cli_fail(&err);
    if (!args->no_aliases && cli_aliases_open(cli, args->aliases, 0, &err) != PLX_OK)
        return cli_fail(&err);
    options.aliases = cli->aliases;
    return plx_server_run(&options, &err) == PLX_OK ? CLI_DONE : cli_fail(&err);
}
