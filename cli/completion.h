/* cli/completion.h - completion of commands, options and operands for shells, from the tables */
#ifndef PLX_CLI_COMPLETION_H
#define PLX_CLI_COMPLETION_H

#include "base/strbuf.h"
#include "cli/command.h"

/** Append a script to be sourced by bash. */
void cli_completion_bash(const struct cli *cli, plx_strbuf *out);
/** Append a script for a folder of zsh's fpath, as _parallax. */
void cli_completion_zsh(const struct cli *cli, plx_strbuf *out);
/** Append a script for a folder of fish's completions, as parallax.fish. */
void cli_completion_fish(const struct cli *cli, plx_strbuf *out);

#endif
