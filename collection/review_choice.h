/* collection/review_choice.h - what a coder is not asked in a review, and how far the coder is
 *
 * What `parallax review` and the page of the same name have in common. */
#ifndef PLX_COLLECTION_REVIEW_CHOICE_H
#define PLX_COLLECTION_REVIEW_CHOICE_H

#include <stddef.h>

#include "base/error.h"
#include "collection/asked.h"
#include "collection/labels.h"
#include "collection/review.h"

/** Who is asked, and what was asked before. Borrowed. */
typedef struct plx_reviewer {
    const char *coder;
    const plx_labels *votes; /* read */
    const plx_asked *asked;
} plx_reviewer;

/**
 * Leave out of a review what the coder has labelled or passed over, and what anybody has labelled
 * in validation or was drawn for it: an article cannot both measure and be picked by the model.
 *
 * @param snap  of the review
 * @return PLX_OK; as plx_snapshot_find(), but for articles that are gone
 */
plx_status plx_review_leave_out_answered(plx_review *r, plx_snapshot *snap, const plx_reviewer *who,
                                         plx_error *err);

/** Answers in one block of the learning curve. */
#define PLX_REVIEW_BLOCK 10u

/** A coder's votes by review that hold, in the order of the answers. */
typedef struct plx_review_progress {
    size_t count;
    size_t by_label[PLX_LABELS_MAX + 1]; /* as plx_validation_label() */
    size_t committed, agreed;            /* the model had given a label; it was the coder's */
    unsigned char *hit;                  /* [committed] was it? */
} plx_review_progress;

/**
 * Look through the votes.
 *
 * @param model  of the snapshot
 * @param out    released with plx_review_progress_release(), also after an error
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_review_progress_read(const plx_reviewer *who, const plx_model_info *model,
                                    plx_review_progress *out, plx_error *err);
void plx_review_progress_release(plx_review_progress *p);

/** Blocks of the curve: how many, and how many of the answers [*from, *to) of one were the model's,
 * too. */
size_t plx_review_blocks(const plx_review_progress *p);
size_t plx_review_block_hits(const plx_review_progress *p, size_t block, size_t *from, size_t *to);

/** What a reader of these figures has to know. */
extern const char plx_review_warning[];

#endif
