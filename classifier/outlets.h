/* classifier/outlets.h - how fast a model learns an outlet that it has not seen
 *
 * For each source with enough articles: a model of the others, and how often it errs on this one,
 * as 0, 10, 20, 30 of its articles are added by adapting that model (leave one outlet out, and let
 * it in step by step). The articles that are added are drawn at random several times; errors are
 * counted on those never added, the same at every step of a draw. */
#ifndef PLX_CLASSIFIER_OUTLETS_H
#define PLX_CLASSIFIER_OUTLETS_H

#include "classifier/report.h"
#include "classifier/train.h"

/** A source needs so many real articles with a label (not off-topic). */
#define PLX_OUTLET_LEAST 40
/** Draws of the articles that are added. */
#define PLX_OUTLET_DRAWS 5

/**
 * Draw the curves of all sources that have enough articles.
 *
 * With opt->base, the model of the others is that base adapted to them, and articles which the base
 * learned from are left out of an outlet. Cost: a training, and 15 adaptations, an outlet.
 *
 * @param opt  as for plx_train(); grid, curve and errors do not matter
 * @param out  filled; to be released, also after an error
 * @return PLX_OK, also where no source has enough articles; PLX_ERR_NOMEM
 */
plx_status plx_train_outlets(const plx_dataset *ds, const plx_train_options *opt,
                             plx_outlet_curves *out, plx_error *err);

#endif
