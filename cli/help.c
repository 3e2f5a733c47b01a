/* cli/help.c - `parallax help`, `--help` */
#include "cli/help.h"

#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "cli/completion.h"
#include "cli/manpage.h"
#include "cli/print.h"
#include "cli/query_text.h"

/** Column at which the explanations of commands and options begin. */
#define COMMAND_COLUMN 12
#define OPTION_COLUMN  26
/** Most commands that are compared with an unknown one. */
#define COMMANDS_MAX 64

struct help_args {
    bool man;
    const char *completion;
};

const struct cli_option cmd_help_options[] = {
    CLI_ARGS(struct help_args),
    { CLI_OPT(CLI_FLAG, struct help_args, man, "man", 0, NULL, "the manual page, as roff") },
    { CLI_OPT(CLI_TEXT, struct help_args, completion, "completion", 0, "SHELL",
              "completion for bash, zsh or fish") },
    CLI_END,
};

static const char *const EXIT_CODES = "Exit codes: 0 found or done, 1 nothing found, 2 an error, "
                                      "even a partial one. Data goes to standard output, talk to "
                                      "standard error.";

const struct cli_command *cli_command_find(const struct cli *cli, const char *name)
{
    for (const struct cli_command *c = cli->commands; c->name; c++)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

int cli_command_unknown(const struct cli *cli, const char *name)
{
    const char *names[COMMANDS_MAX], *near;
    size_t n = 0;

    for (const struct cli_command *c = cli->commands; c->name && n < COMMANDS_MAX; c++)
        names[n++] = c->name;
    near = plx_nearest(name, names, n);
    if (near)
        return cli_failf("unknown command '%s', did you mean '%s'?", name, near);
    return cli_failf("unknown command '%s': `parallax help` lists those there are", name);
}

static void pad_to(plx_strbuf *out, size_t line_start, size_t column)
{
    if (out->len - line_start + 1 > column) {
        plx_strbuf_putc(out, '\n');
        line_start = out->len;
    }
    while (out->len - line_start < column && !out->failed)
        plx_strbuf_putc(out, ' ');
}

/* "  NAME      explanation", the explanation wrapped. */
static void entry(const struct cli *cli, const char *name, const char *text, size_t column,
                  plx_strbuf *out)
{
    size_t start = out->len;

    plx_strbuf_printf(out, "  %s", name);
    pad_to(out, start, column);
    cli_wrap(out, text, column, column, cli->terminal.width);
}

void cli_option_usage(const struct cli_option *o, plx_strbuf *out)
{
    if (o->letter)
        plx_strbuf_printf(out, "-%c, ", o->letter);
    else
        plx_strbuf_puts(out, "    ");
    plx_strbuf_printf(out, "--%s", o->name);
    if (o->value)
        plx_strbuf_printf(out, cli_option_is_flag(o) ? "[=%s]" : " %s", o->value);
}

static void option_entries(const struct cli *cli, const struct cli_option *table, plx_strbuf *out)
{
    for (const struct cli_option *o = table + 1; o->name; o++) {
        plx_strbuf usage = PLX_STRBUF_INIT, text = PLX_STRBUF_INIT;

        cli_option_usage(o, &usage);
        plx_strbuf_puts(&text, o->help);
        for (unsigned i = 0; o->type == CLI_CHOICE && o->choices[i]; i++)
            plx_strbuf_printf(&text, "%s%s", i ? ", " : ": ", o->choices[i]);
        entry(cli, usage.s, text.s, OPTION_COLUMN, out);
        plx_strbuf_release(&usage);
        plx_strbuf_release(&text);
    }
}

void cli_help_program(const struct cli *cli, plx_strbuf *out)
{
    plx_strbuf_puts(out, CLI_NAME " - " CLI_SUMMARY "\n\nusage: " CLI_NAME
                                  " [--index DIR] COMMAND [OPTION...] [OPERAND...]\n\ncommands:\n");
    for (const struct cli_command *c = cli->commands; c->name; c++)
        entry(cli, c->name, c->summary, COMMAND_COLUMN, out);
    plx_strbuf_puts(out, "\noptions of every command:\n");
    option_entries(cli, cli_common_options, out);
    plx_strbuf_putc(out, '\n');
    cli_wrap(out, EXIT_CODES, 0, 0, cli->terminal.width);
    plx_strbuf_puts(out, "`parallax help COMMAND` tells more, `parallax help query` how to ask.\n");
}

void cli_help_command(const struct cli *cli, const struct cli_command *c, plx_strbuf *out)
{
    plx_strbuf_printf(out, "usage: " CLI_NAME " %s%s%s%s\n\n%s\n", c->name,
                      c->options && c->options[1].name ? " [OPTION...]" : "",
                      c->operands ? " " : "", c->operands ? c->operands : "", c->summary);
    if (c->details) {
        plx_strbuf_putc(out, '\n');
        cli_wrap(out, c->details, 0, 0, cli->terminal.width);
    }
    if (c->options && c->options[1].name) {
        plx_strbuf_puts(out, "\noptions:\n");
        option_entries(cli, c->options, out);
    }
    plx_strbuf_puts(out, "\noptions of every command:\n");
    option_entries(cli, cli_common_options, out);
}

static const struct shell {
    const char *name;
    void (*print)(const struct cli *cli, plx_strbuf *out);
} shells[] = {
    { "bash", cli_completion_bash },
    { "zsh", cli_completion_zsh },
    { "fish", cli_completion_fish },
};

static int completion(const struct cli *cli, const char *shell, plx_strbuf *out)
{
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        if (strcmp(shell, shells[i].name) == 0) {
            shells[i].print(cli, out);
            return CLI_DONE;
        }
    return cli_failf("no completion for '%s': bash, zsh or fish", shell);
}

/* The query language is no command, but has a page of its own. */
static void help_query(bool as_man, plx_strbuf *out)
{
    if (as_man)
        cli_manpage_query(out);
    for (const char *const *line = cli_query_text; !as_man && *line; line++)
        plx_strbuf_printf(out, "%s\n", *line);
}

int cmd_help(struct cli *cli, int argc, char **argv)
{
    const struct help_args *args = cli->args;
    const struct cli_command *about = argc ? cli_command_find(cli, argv[0]) : NULL;
    bool is_query = argc && strcmp(argv[0], "query") == 0;
    plx_strbuf out = PLX_STRBUF_INIT;
    int code = CLI_DONE;

    if (argc && !about && !is_query)
        return cli_command_unknown(cli, argv[0]);
    if (is_query)
        help_query(args->man, &out);
    else if (args->man && about)
        cli_manpage_command(about, &out);
    else if (args->man)
        cli_manpage(cli, &out);
    else if (args->completion)
        code = completion(cli, args->completion, &out);
    else if (about)
        cli_help_command(cli, about, &out);
    else
        cli_help_program(cli, &out);
    if (code == CLI_DONE)
        code = cli_write(&out);
    plx_strbuf_release(&out);
    return code;
}
