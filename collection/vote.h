/* collection/vote.h - a person's vote on an article of the index, as it is made now */
#ifndef PLX_COLLECTION_VOTE_H
#define PLX_COLLECTION_VOTE_H

#include <stdbool.h>

#include "base/date.h"
#include "base/error.h"
#include "base/hash.h"
#include "collection/labels.h"
#include "collection/snapshot.h"

/** A vote with the memory of what is made for it; label.time and label.digest point into it, so it
 * must not be moved. */
typedef struct plx_vote {
    plx_label label;
    char time[PLX_DATE_BYTES];
    char digest[PLX_DIGEST_HEX + 1];
} plx_vote;

/**
 * Fill in what is known of a vote on an article now: id (borrowed), target, time, digest of the
 * text, model and what it says. Label, coder and how are the caller's. Borrows from the snapshot.
 *
 * @return PLX_OK; PLX_ERR_NOTFOUND (no such article); the snapshot's errors
 */
plx_status plx_vote_make(plx_snapshot *s, const char *id, plx_vote *out, plx_error *err);

/**
 * Read a stance as people write it (plx_stance_read()), by the labels of the index's model.
 *
 * @param out  receives NULL for "none": the label is taken back
 * @return PLX_OK; PLX_ERR_INVALID: there is no such label, or the index has no model
 */
plx_status plx_vote_read_stance(const plx_snapshot *s, const char *typed, const char **out,
                                plx_error *err);

/** Would this vote change anything? One that takes back what is not there does not, and need not be
 * kept. */
bool plx_vote_counts(const plx_labels *labels, const plx_label *vote);

#endif
