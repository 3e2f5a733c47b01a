/* cli/aliases.h - which files of aliases count: the shipped one, then the user's */
#ifndef PLX_CLI_ALIASES_H
#define PLX_CLI_ALIASES_H

#include "base/error.h"
#include "cli/context.h"
#include "search/aliases.h"

/**
 * The files: models/aliases.tsv as it is shipped, then `given`, else the user's own
 * ($XDG_CONFIG_HOME/parallax/aliases.tsv, else ~/.config/parallax/aliases.tsv), which may be
 * missing. The paths belong to the run.
 *
 * @param given  from --aliases, may be NULL
 * @param out    room for PLX_ALIAS_FILES_MAX
 * @return how many
 */
size_t cli_alias_files(struct cli *cli, const char *given, plx_alias_file *out);

/**
 * Read them into cli->aliases; bad lines are noted on stderr, `most` of each file (0: all).
 *
 * @return as plx_aliases_open(), with the remedy
 */
plx_status cli_aliases_open(struct cli *cli, const char *given, size_t most, plx_error *err);

#endif
