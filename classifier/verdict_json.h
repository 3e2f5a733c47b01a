/* classifier/verdict_json.h - a verdict that a model gives here and now, as JSON
 *
 * What `classify` prints and the daemon answers: {"id","stance","stance_best","probabilities",
 * "stance_by","model","reason"}, with "lang" (of an article in another language), "synthetic" and
 * the evidence where they apply. A stance of the index, where a person may have spoken, is printed
 * by search/. */
#ifndef PLX_CLASSIFIER_VERDICT_JSON_H
#define PLX_CLASSIFIER_VERDICT_JSON_H

#include <jansson.h>
#include <stdbool.h>

#include "base/article.h"
#include "classifier/explain.h"
#include "classifier/model.h"
#include "classifier/stance.h"

/** Spans of one article in JSON: the strongest. */
#define PLX_SPANS_IN_JSON 2000u

/**
 * The verdict on an article.
 *
 * "stance_by" is "model", or null where nothing was judged; then "stance_best" is null, too,
 * "probabilities" is empty and "reason" says why.
 *
 * @param m         the model that judged; NULL if there was none
 * @param evidence  adds the words for the stance, the model's date and the evidence; NULL: none
 *                  was asked for
 * @return a new reference; NULL without memory
 */
json_t *plx_verdict_json(const plx_article *a, const plx_verdict *v, const plx_model *m,
                         const plx_explanation *evidence);

/** {label: probability}, empty if not judged; a new reference, NULL without memory. */
json_t *plx_probabilities_json(const plx_verdict *v, const plx_label_set *labels);

/** [{"name","title","definition"}] of a model's labels; a new reference, NULL without memory. */
json_t *plx_labels_json(const plx_model *m);

/** [{"feature","words","weight"}], strongest first, "words" where they are known; a new reference,
 * NULL without memory. */
json_t *plx_evidence_json(const plx_evidence_list *list);

/** Add "stance_title", "stance_definition", "model_date", each null if empty; false without
 * memory. */
bool plx_stance_words_put(json_t *o, plx_stance_words words, const char *model_date);

/**
 * Add what was weighed in an article: "evidence" (features), "evidence_for" (the label, null if
 * nothing was weighed), "evidence_sentences", "evidence_spans", and "evidence_spans_left_out" where
 * some were. Places are code points of the article's title or text, not bytes: what Python, R and
 * jq count. False without memory.
 */
bool plx_explanation_put(json_t *o, const plx_explanation *x, const plx_article *a,
                         const plx_label_set *labels);

#endif
