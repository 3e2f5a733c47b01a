/* classifier/mask.h - names that a model must not learn from: outlets, authors, parts of addresses
 *
 * "tehrantimes.com" is masked as that word and as "Tehran Times", "CNN (Web News)" as "CNN". A
 * name that is an ordinary word (The Hill, Reason) is left alone, and so are the
 * target's own terms. Beside the names of the data set agencies and large outlets that others cite
 * are masked (Reuters, Tasnim), and words of a page about itself (copyright, Getty Images). */
#ifndef PLX_CLASSIFIER_MASK_H
#define PLX_CLASSIFIER_MASK_H

#include "base/error.h"
#include "classifier/dataset.h"
#include "classifier/phrases.h"

/**
 * Find what to mask for a data set.
 *
 * @param target  sealed
 * @param out     receives a sealed set
 * @param names   each masked name with a newline, in order of first use
 */
plx_status plx_mask_build(const plx_dataset *ds, plx_analyser *an, const char *lang,
                          const plx_phrases *target, plx_phrases *out, plx_strbuf *names,
                          plx_error *err);

#endif
