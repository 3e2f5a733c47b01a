/* cli/compare_text.h - a comparison as text for people: sides beside each other, or one after the
 * other where the terminal is narrow */
#ifndef PLX_CLI_COMPARE_TEXT_H
#define PLX_CLI_COMPARE_TEXT_H

#include "base/strbuf.h"
#include "cli/context.h"
#include "compare/compare.h"

/** From this width on sides stand beside each other, as many as fit. */
#define CLI_COMPARE_WIDE 100u

/** Append it: what was compared, articles and terms of each side, what the figures are of. */
void cli_add_comparison(struct cli *cli, const plx_comparison *c, plx_strbuf *out);

#endif
