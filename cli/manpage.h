/* cli/manpage.h - the manual pages as roff, from the tables and from docs/query.md */
#ifndef PLX_CLI_MANPAGE_H
#define PLX_CLI_MANPAGE_H

#include "base/strbuf.h"
#include "cli/command.h"

/** Append parallax(1): all commands with all their options. */
void cli_manpage(const struct cli *cli, plx_strbuf *out);
/** Append the page of one command, as parallax-search(1). */
void cli_manpage_command(const struct cli_command *c, plx_strbuf *out);
/** Append parallax-query(7). */
void cli_manpage_query(plx_strbuf *out);

#endif
