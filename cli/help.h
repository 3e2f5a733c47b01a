/* cli/help.h - help texts, made from the tables of commands and options */
#ifndef PLX_CLI_HELP_H
#define PLX_CLI_HELP_H

#include "base/strbuf.h"
#include "cli/command.h"

#define CLI_NAME    "parallax"
#define CLI_SUMMARY "full-text search for news that knows how each article is framed"

/** The row of a command by name, NULL if there is none. */
const struct cli_command *cli_command_find(const struct cli *cli, const char *name);

/** "unknown command 'serch', did you mean 'search'?"; returns CLI_ERROR. */
int cli_command_unknown(const struct cli *cli, const char *name);

/** Append the help of the program, or of one command. */
void cli_help_program(const struct cli *cli, plx_strbuf *out);
void cli_help_command(const struct cli *cli, const struct cli_command *c, plx_strbuf *out);

/** Append "-s, --stance NAME". */
void cli_option_usage(const struct cli_option *o, plx_strbuf *out);

#endif
