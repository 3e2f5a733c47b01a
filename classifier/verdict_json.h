/* classifier/verdict_json.h - a verdict that a model gives here and now, as JSON
 *
 * What `classify` prints and the daemon answers: {"id","stance","stance_best","probabilities",
 * "stance_by","model","reason"}, with "synthetic" and "evidence" where they apply. A stance of the
 * index, where a person may have spoken, is printed by search/. */
#ifndef PLX_CLASSIFIER_VERDICT_JSON_H
#define PLX_CLASSIFIER_VERDICT_JSON_H

#include <jansson.h>

#include "base/article.h"
#include "classifier/model.h"
#include "classifier/stance.h"

/**
 * The verdict on an article.
 *
 * "stance_by" is "model", or null where nothing was judged; then "stance_best" is null, too,
 * "probabilities" is empty and "reason" says why.
 *
 * @param m         the model that judged; NULL if there was none
 * @param evidence  NULL: none was asked for, the member is left out
 * @return a new reference; NULL without memory
 */
json_t *plx_verdict_json(const plx_article *a, const plx_verdict *v, const plx_model *m,
                         const plx_evidence_list *evidence);

/** {label: probability}, empty if not judged; a new reference, NULL without memory. */
json_t *plx_probabilities_json(const plx_verdict *v, const plx_label_set *labels);

/** [{"feature","weight"}], strongest first; a new reference, NULL without memory. */
json_t *plx_evidence_json(const plx_evidence_list *list);

#endif
