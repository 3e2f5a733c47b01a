/* daemon/write/votes.h - the labels by people, read once and then as they come
 *
 * One set for all threads. Nothing is read before somebody asks. */
#ifndef PLX_DAEMON_VOTES_H
#define PLX_DAEMON_VOTES_H

#include "base/error.h"
#include "collection/labels.h"

typedef struct plx_votes plx_votes;

/** @param path  of the file of labels, which need not exist; copied. @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_votes_new(const char *path, plx_votes **out, plx_error *err);
/** When nobody borrows. NULL allowed. */
void plx_votes_free(plx_votes *v);

/**
 * The votes as the file has them now. Others wait until they are given back; whoever borrows them
 * may read on (plx_labels_read()) after it has appended.
 *
 * @return PLX_OK: plx_votes_give_back() has to follow; as plx_labels_read()
 */
plx_status plx_votes_borrow(plx_votes *v, plx_labels **out, plx_error *err);
void plx_votes_give_back(plx_votes *v);

#endif
