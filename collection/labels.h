/* collection/labels.h - labels by people: an append-only file that belongs to the user
 *
 * One vote a line (label_line.h); nothing is ever changed or removed. Who voted what, and what
 * stands for an article, follows from all votes on it (under one target):
 *
 * - Of two votes the later is that with the later time; of the same time, or without one, that
 *   which is later in the file. So votes gathered in several places may be put together in any
 *   order.
 * - A coder's vote is the latest that the coder gave. A vote without label takes the coder's own
 *   vote back, and nobody else's; what the coder had said before it does not come back.
 * - An adjudication is a record of its own beside the votes: the same coder may have voted before,
 *   and that vote stays. It is taken back by an adjudication without label of the same coder.
 * - The latest adjudication that is not taken back stands. Where there is none, the latest of the
 *   coders' votes does. Where all are taken back, none does: the model's word counts again.
 *
 * So: Ann votes A, Ben votes B: B stands. Ben takes his back: A stands. Dora adjudicates C: C
 * stands, whoever votes afterwards, until she takes it back or somebody adjudicates anew.
 *
 * A torn last line (a crash, a full disk) is passed over until the next vote takes its place. Any
 * other line that is no vote is passed over too, remembered and to be told to the user
 * (plx_labels_fault()): one bad line must not keep the others from counting, nor the index from
 * being written.
 *
 * A set belongs to one thread. Any number of processes may append at once. */
#ifndef PLX_COLLECTION_LABELS_H
#define PLX_COLLECTION_LABELS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "collection/label_line.h"

typedef struct plx_labels plx_labels;

/** An empty set that reads from a file (which need not exist). */
plx_status plx_labels_open(const char *path, plx_labels **out, plx_error *err);
/** NULL allowed. */
void plx_labels_close(plx_labels *l);

/**
 * What to do for an article with new votes.
 *
 * @param id      borrowed until the next read
 * @param stands  the vote that stands now; NULL: none, all are taken back
 */
typedef plx_status plx_labels_changed(void *ctx, const char *id, const char *target,
                                      const plx_label *stands, plx_error *err);

/**
 * Read what was appended since the last call; all anew if the file was replaced or cut since.
 *
 * @param changed  called once for each article with new votes, when all are read; may be NULL.
 *                 Another value than PLX_OK ends the calls; those not made come with the next read
 * @return PLX_OK, also where lines were passed over; PLX_ERR_IO; PLX_ERR_NOMEM; what `changed`
 *         returned
 */
plx_status plx_labels_read(plx_labels *l, plx_labels_changed *changed, void *ctx, plx_error *err);

/**
 * Lines passed over because they are no votes, and the first of them: "PATH:LINE: WHY", borrowed,
 * NULL if there are none.
 */
size_t plx_labels_faults(const plx_labels *l, const char **first);

/** The vote that stands for an article; NULL: nobody's. Valid until the next read, as all that
 * follow. */
const plx_label *plx_labels_find(const plx_labels *l, const char *id, const char *target);

/** The vote (or the adjudication) of one coder, NULL if there is none or it was taken back. */
const plx_label *plx_labels_of_coder(const plx_labels *l, const plx_label *by);

/** All votes, in file order. */
size_t plx_labels_count(const plx_labels *l);
const plx_label *plx_labels_at(const plx_labels *l, size_t i);

/** The votes on an article in file order: the first with `after` NULL, then that behind `after` (a
 * vote of this set, on this article); NULL: no more. */
const plx_label *plx_labels_next(const plx_labels *l, const char *id, const char *target,
                                 const plx_label *after);

/** Does a vote of this set stand for its article? Cheap: to go through all that stand. */
bool plx_labels_stands(const plx_labels *l, const plx_label *v);
/** Is a vote of this set its coder's latest (of its kind: votes, adjudications)? It may say that
 * the one before is taken back. */
bool plx_labels_is_latest(const plx_labels *l, const plx_label *v);

/** Was the vote given to another text than this (NULL: none)? Votes without digest never are. */
bool plx_label_is_stale(const plx_label *v, const char *text);

/**
 * Append one vote, synced.
 *
 * @return PLX_OK; PLX_ERR_INVALID (no id, target or coder; too long); PLX_ERR_IO: it is not kept;
 *         PLX_ERR_NOMEM
 */
plx_status plx_labels_append(const char *path, const plx_label *v, plx_error *err);

/**
 * Append many votes, printed with plx_label_print() one after the other, in one write and with one
 * sync. After an error none is kept; after a crash the first ones may be. Nothing to append is
 * PLX_OK.
 */
plx_status plx_labels_append_lines(const char *path, const plx_strbuf *lines, plx_error *err);

#endif
