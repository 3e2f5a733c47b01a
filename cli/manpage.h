/* cli/manpage.h - the manual page as roff, from the tables */
#ifndef PLX_CLI_MANPAGE_H
#define PLX_CLI_MANPAGE_H

#include "base/strbuf.h"
#include "cli/command.h"

/** Append parallax(1). */
void cli_manpage(const struct cli *cli, plx_strbuf *out);

#endif
