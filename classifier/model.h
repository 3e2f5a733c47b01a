/* classifier/model.h - a trained model as one self-contained, checksummed file
 *
 * File: magic "PLXMODEL", format version, length, then sections (name, target,
 * labels with display names and definitions, target terms, analysis version,
 * feature dictionary, idf, weights, calibration, thresholds, training
 * summary as JSON), then a checksum over all. Numbers are little-endian. A file
 * that is damaged, foreign, of another format or analysis version is refused with
 * the reason, before anything in it is believed. */
#ifndef PLX_CLASSIFIER_MODEL_H
#define PLX_CLASSIFIER_MODEL_H

#include <jansson.h>

#include "base/article.h"
#include "base/error.h"
#include "classifier/stance.h"
#include "text/analyser.h"

/** A model file over this many bytes is refused. */
#define PLX_MODEL_FILE_MAX (64u << 20)

typedef struct plx_model plx_model;

/**
 * Load a model. It is immutable and may be shared between threads.
 *
 * @return PLX_OK; PLX_ERR_NOTFOUND; PLX_ERR_CORRUPT (no model, or damaged: says what);
 *         PLX_ERR_VERSION (another format or analysis version: says which command retrains);
 *         PLX_ERR_LIMIT; PLX_ERR_IO; PLX_ERR_NOMEM
 */
plx_status plx_model_load(const char *path, plx_model **out, plx_error *err);
/** The same from memory (p is borrowed for the call); `name` is for messages. */
plx_status plx_model_parse(const void *p, size_t n, const char *name, plx_model **out,
                           plx_error *err);
/** Write durably and atomically (the old file stays until the new is whole). */
plx_status plx_model_save(const plx_model *m, const char *path, plx_error *err);
void plx_model_free(plx_model *m);

const plx_label_set *plx_model_labels(const plx_model *m);
/** Model name ("iran-2026-11-21") and target ("iran"); borrowed from the model. */
const char *plx_model_name(const plx_model *m);
const char *plx_model_target(const plx_model *m);
/** Words and phrases that name the target, one a line; "" if every article is about it. */
const char *plx_model_target_terms(const plx_model *m);
/** Did it learn from an article of these words (of the text, of the title where there is no text)?
 */
bool plx_model_has_learned(const plx_model *m, const plx_tokens *title, const plx_tokens *text);
/** Date of training, ISO 8601. */
const char *plx_model_date(const plx_model *m);
/** Language it judges, ISO 639-1. */
const char *plx_model_lang(const plx_model *m);
/** Checksum of the file as hex: what the index remembers as "model in use". */
const char *plx_model_digest(const plx_model *m);
/** Training summary (borrowed): sources, counts, options, cross-validation figures. */
const json_t *plx_model_summary(const plx_model *m);
/** Display name and definition of a label. */
const char *plx_model_label_title(const plx_model *m, size_t label);
const char *plx_model_label_definition(const plx_model *m, size_t label);
/** Least probability of the best label below which an article is "unclear". */
double plx_model_threshold(const plx_model *m);

/* ------------------------------------------------------------ judging */

/** Working memory for judging; one for each thread. Keeps the model borrowed. */
typedef struct plx_judge plx_judge;

/** @param m  may be NULL: every article is then "not judged: no model" */
plx_status plx_judge_new(const plx_model *m, plx_judge **out, plx_error *err);
void plx_judge_free(plx_judge *j);

/**
 * Judge an article from its token streams (made by one analyser, with its language).
 *
 * @param title, text      token streams of plx_analyser_run()
 * @param lang             of the article; NULL = English. Another than the model's gives
 *                         "not judged: language"
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_judge_tokens(plx_judge *j, const plx_tokens *title, const plx_tokens *text,
                            const char *lang, plx_verdict *out, plx_error *err);

#endif
