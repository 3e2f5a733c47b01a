/* collection/review.h - the articles of an index whose label would teach the model most
 *
 * What sampling.h picks by, read from the columns of a snapshot: verdicts, sources, months, groups
 * of near-copies. No article is read. One thread. */
#ifndef PLX_COLLECTION_REVIEW_H
#define PLX_COLLECTION_REVIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "collection/snapshot.h"

typedef struct plx_review plx_review;

/**
 * Weigh articles.
 *
 * @param snap    borrowed for the call
 * @param docids  n rising docids: the candidates
 * @return PLX_OK; PLX_ERR_STALE; PLX_ERR_NOMEM
 */
plx_status plx_review_new(plx_snapshot *snap, const uint32_t *docids, size_t n, plx_review **out,
                          plx_error *err);
void plx_review_free(plx_review *r);

/** Articles that may be asked: judged with scores, and not left out. */
size_t plx_review_candidates(const plx_review *r);

/** Leave an article out (it need not be a candidate). `is_labelled`: others of its source and
 * month are worth less for it, and its near-copies nothing. */
void plx_review_leave_out(plx_review *r, uint32_t docid, bool is_labelled);

/**
 * Pick, the most telling first. What was picked is not picked again by the next call.
 *
 * @param out  room for `want` docids
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_review_pick(plx_review *r, uint64_t seed, size_t want, uint32_t *out, size_t *got,
                           plx_error *err);

#endif
