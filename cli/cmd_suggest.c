/* cli/cmd_suggest.c - `parallax suggest`: what a beginning may go on to */
#include <string.h>

#include "cli/command.h"
#include "cli/print.h"
#include "search/suggest.h"

enum { TEXT = 0, JSON };

struct suggest_args {
    unsigned limit, format;
};

static const char *const formats[] = { "text", "json", NULL };

const struct cli_option cmd_suggest_options[] = {
    CLI_ARGS(struct suggest_args),
    { CLI_OPT(CLI_UINT, struct suggest_args, limit, "limit", 'n', "N",
              "suggestions of each kind (5)"),
      .min = 1, .max = PLX_SUGGEST_MAX },
    { CLI_OPT(CLI_CHOICE, struct suggest_args, format, "format", 0, "FORMAT", "form of the output"),
      .choices = formats },
    CLI_END,
};

static void add_suggestion(const struct cli *cli, const plx_suggestion *s, plx_strbuf *out)
{
    cli_add_styled(cli, out, CLI_DIM, plx_suggestion_kind_name(s->kind));
    plx_strbuf_putc(out, '\t');
    cli_add_line(out, s->text);
    plx_strbuf_putc(out, '\t');
    plx_strbuf_put_count(out, s->count);
    plx_strbuf_putc(out, '\t');
    cli_add_line(out, s->query);
    plx_strbuf_putc(out, '\n');
}

static int print(const struct cli *cli, const plx_suggestions *found, const char *typed, bool json)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    int code;

    for (size_t i = 0; !json && i < found->count; i++)
        add_suggestion(cli, &found->item[i], &out);
    code = json ? cli_write_json(cli, plx_suggestions_json(found, typed), true) : cli_write(&out);
    plx_strbuf_release(&out);
    return code == CLI_DONE && !found->count ? CLI_NOTHING : code;
}

int cmd_suggest(struct cli *cli, int argc, char **argv)
{
    const struct suggest_args *args = cli->args;
    const char *typed = argv[0];
    plx_suggestions found = { NULL, 0, 0 };
    plx_error err;
    plx_status rc = plx_searcher_new(cli->snapshot, &cli->searcher, &err);
    int code;

    for (int i = 1; i < argc; i++)
        typed = cli_printf(cli, "%s %s", typed, argv[i]);
    if (rc == PLX_OK)
        rc = plx_suggest(cli->searcher, typed, args->limit, &found, &err);
    code = rc == PLX_OK ? print(cli, &found, typed, args->format == JSON) : cli_fail(&err);
    plx_suggestions_release(&found);
    return code;
}
