/* cli/vote.h - who votes, and showing votes (collection/vote.h) in the index */
#ifndef PLX_CLI_VOTE_H
#define PLX_CLI_VOTE_H

#include "cli/context.h"

/** The coder as given, else the user's name. Lives as long as the run, or as `given`. */
const char *cli_coder(struct cli *cli, const char *given);

/**
 * Show votes that were appended in the index at once; if somebody else writes, that one does, and
 * a note says so.
 *
 * @param labels  file of labels; NULL: that in the index
 * @param what    shown to others that want to write: "parallax label"
 * @return exit code; after an error a message has been printed, and the votes are kept
 */
int cli_votes_show(struct cli *cli, const char *labels, const char *what);

#endif
