/* cli/cmd_serve.c - `parallax serve` */
#include <string.h>

#include "cli/aliases.h"
#include "cli/command.h"
#include "cli/models.h"
#include "daemon/server.h"

#define MIB (1024u * 1024u)

struct serve_args {
    struct cli_list listen;
    const char *model, *aliases, *labels, *token_file, *allow_origin, *public_url;
    unsigned threads, timeout, cache_mb, wait_s, connections, waiting;
    bool quiet, no_aliases, log_queries;
};

const struct cli_option cmd_serve_options[] = {
    CLI_ARGS(struct serve_args),
    { CLI_OPT(
        CLI_LIST, struct serve_args, listen, "listen", 'l', "ADDRESS",
        "HOST:PORT, [IPV6]:PORT, PORT or unix:PATH[,mode=0660]; may be repeated; port 0 takes "
        "a free one (default: the sockets of systemd, else 127.0.0.1:8642)") },
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
    { CLI_OPT(CLI_TEXT, struct serve_args, labels, "labels", 0, "FILE",
              "labels by people (default: labels.jsonl in the index)"),
      .complete = "file" },
    { CLI_OPT(CLI_TEXT, struct serve_args, token_file, "token-file", 0, "FILE",
              "who may add articles and labels: a token and a name a line; without it the daemon "
              "only reads"),
      .complete = "file" },
    { CLI_OPT(CLI_UINT, struct serve_args, wait_s, "wait", 'w', "SECONDS",
              "how long what is written waits for another writer of the index (60)"),
      .min = 1, .max = 3600 },
    { CLI_OPT(CLI_TEXT, struct serve_args, allow_origin, "allow-origin", 0, "ORIGIN",
              "pages of this origin may read the API (https://news.example; * is all)") },
    { CLI_OPT(
        CLI_TEXT, struct serve_args, public_url, "public-url", 0, "URL",
        "how others name this daemon, in feeds and the like (default: as the request does)") },
    { CLI_OPT(CLI_UINT, struct serve_args, timeout, "timeout", 0, "MS",
              "longest time for one search (5000)"),
      .min = 1, .max = 600000 },
    { CLI_OPT(CLI_UINT, struct serve_args, cache_mb, "cache", 0, "MB",
              "memory for answers that may be asked for again (32; 0: none are kept)"),
      .max = 65536, .text = "32" },
    { CLI_OPT(CLI_UINT, struct serve_args, connections, "connections", 0, "N",
              "connections open at the same time; others wait (default: what the limit of open "
              "files allows, up to 16384)"),
      .min = 1, .max = 1000000 },
    { CLI_OPT(CLI_UINT, struct serve_args, waiting, "waiting", 0, "N",
              "requests that wait for a thread; further ones are sent away with 503 (256)"),
      .min = 1, .max = 100000 },
    { CLI_OPT(CLI_FLAG, struct serve_args, log_queries, "log-queries", 0, NULL,
              "log what is asked for, too") },
    { CLI_OPT(CLI_FLAG, struct serve_args, quiet, "quiet", 'q', NULL,
              "log only what the daemon failed at") },
    CLI_END,
};

static void tell_listening(void *ctx, const char *address, bool is_local)
{
    const struct serve_args *args = ctx;

    if (!is_local)
        cli_note(
            "warning: %s can be reached from other machines: it republishes the full texts of "
            "all articles, and whoever reaches it can read them, without a password; listen on "
            "127.0.0.1 or unix:PATH instead, behind a web server with TLS and access control "
            "(docs/operations.md)",
            address);
    if (!is_local && args->token_file)
        cli_note("warning: %s is plain HTTP: the tokens of those who write travel in clear, and "
                 "whoever sees one can write",
                 address);
    cli_note("listening on %s", address);
}

static void tell(void *ctx, const char *what)
{
    (void)ctx;
    cli_note("%s", what);
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

static plx_server_options server_options(struct cli *cli, struct serve_args *args)
{
    return (plx_server_options){
        .index_dir = cli->index_dir,
        .labels_path = args->labels,
        .listen = args->listen.item,
        .listen_count = args->listen.count,
        .token_file = args->token_file,
        .allow_origin = args->allow_origin,
        .public_url = args->public_url,
        .threads = args->threads,
        .quiet = args->quiet,
        .log_queries = args->log_queries,
        .limits = { .search_ms = args->timeout,
                    .write_wait_s = args->wait_s,
                    .connections = args->connections,
                    .waiting = args->waiting,
                    .cache_bytes = args->cache_mb ? (size_t)args->cache_mb * MIB : SIZE_MAX },
        .on_listening = tell_listening,
        .on_notice = tell,
        .ctx = args,
        .stop = cli->stop,
    };
}

static bool is_web(const char *url)
{
    return strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0;
}

int cmd_serve(struct cli *cli, int argc, char **argv)
{
    struct serve_args args = *(const struct serve_args *)cli->args;
    plx_server_options options = server_options(cli, &args);
    plx_error err = { 0 };

    (void)argc;
    (void)argv;
    if (args.aliases && args.no_aliases)
        return cli_failf("--aliases and --no-aliases exclude each other");
    if (args.public_url && !is_web(args.public_url))
        return cli_failf("--public-url '%s' is no address: give https://NAME/ or http://NAME/",
                         args.public_url);
    if (choose_model(cli, &options.model_path, &err) != PLX_OK)
        return cli_fail(&err);
    if (!args.no_aliases && cli_aliases_open(cli, args.aliases, 0, &err) != PLX_OK)
        return cli_fail(&err);
    options.aliases = cli->aliases;
    return plx_server_run(&options, &err) == PLX_OK ? CLI_DONE : cli_fail(&err);
}
