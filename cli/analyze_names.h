/* cli/analyze_names.h - `analyze --names`: keys of names, and their spellings in the index */
#ifndef PLX_CLI_ANALYZE_NAMES_H
#define PLX_CLI_ANALYZE_NAMES_H

#include <stdbool.h>

#include "cli/context.h"
#include "text/analyser.h"

/**
 * Print, for each word of a text, the keys it is stored under and, where there is an index, the
 * other spellings that a query for it would find, how close each is and how often it stands there.
 *
 * @param tokens  of the text; another list than the one to work with
 * @return an exit code, with the message said
 */
int cli_analyze_names(struct cli *cli, plx_analyser *an, const char *lang, const plx_tokens *tokens,
                      bool json);

#endif
