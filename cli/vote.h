/* cli/vote.h - making votes on articles of the index, and showing them there */
#ifndef PLX_CLI_VOTE_H
#define PLX_CLI_VOTE_H

#include "base/date.h"
#include "base/error.h"
#include "base/hash.h"
#include "cli/context.h"
#include "collection/labels.h"

/** A vote with the memory of what is made for it; label.time and label.digest point into it, so it
 * must not be moved. */
struct cli_vote {
    plx_label label;
    char time[PLX_DATE_BYTES];
    char digest[PLX_DIGEST_HEX + 1];
};

/**
 * Fill in what is known of a vote on an article now: id (borrowed), target, time, digest of the
 * text, model and what it says. Label, coder and how are the caller's. Needs cli->snapshot, from
 * which it borrows.
 *
 * @return PLX_OK; PLX_ERR_NOTFOUND (no such article); the snapshot's errors
 */
plx_status cli_vote_make(struct cli *cli, const char *id, struct cli_vote *out, plx_error *err);

/**
 * Read a stance as people write it (plx_stance_read()).
 *
 * @param out  receives NULL for "none": the label is taken back
 * @return PLX_OK; PLX_ERR_INVALID: there is no such label, or the index has no model
 */
plx_status cli_stance_read(struct cli *cli, const char *typed, const char **out, plx_error *err);

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
