/* collection/model_info.h - what a generation says of itself: the model that judged its
 * articles, and its user facets
 *
 * Kept as metadata of the database, so that it changes in the same commit as the articles. */
#ifndef PLX_COLLECTION_MODEL_INFO_H
#define PLX_COLLECTION_MODEL_INFO_H

#include <stddef.h>

#include "base/error.h"
#include "classifier/model.h"
#include "classifier/stance.h"
#include "collection/schema.h"
#include "store/store.h"

/** Labels, name, date, digest of the model that judged; empty strings and no labels where there
 * was none. */
typedef struct plx_model_info {
    plx_label_set labels;
    char name[128], date[32], digest[40], target[64];
    char title[PLX_LABELS_MAX][64], definition[PLX_LABELS_MAX][320];
} plx_model_info;

/** Names of user facets; facet i has slot PLX_SLOT_FACET + i. */
typedef struct plx_facet_names {
    size_t count;
    char name[PLX_FACETS_MAX][PLX_FACET_NAME_MAX + 1];
} plx_facet_names;

/** Display name and definition of a verdict's stance; borrowed from the info, or static. */
plx_stance_words plx_model_info_words(const plx_model_info *info, const plx_verdict *v);

plx_status plx_model_info_read(plx_store *st, plx_model_info *out, plx_error *err);
/** @param m  NULL: no model */
plx_status plx_model_info_write(plx_store *st, const plx_model *m, plx_error *err);

plx_status plx_facet_names_read(plx_store *st, plx_facet_names *out, plx_error *err);
plx_status plx_facet_names_write(plx_store *st, const plx_facet_names *f, plx_error *err);
/**
 * Add names that are not there yet.
 *
 * @return PLX_OK; PLX_ERR_LIMIT; PLX_ERR_INVALID (a name is letters, digits, '_', '-')
 */
plx_status plx_facet_names_add(plx_facet_names *f, const char *const *names, plx_error *err);

/**
 * Path of the model in use of an index, malloc'd; *path is NULL if its articles were not judged.
 *
 * @return PLX_OK; as plx_collection_verify(); PLX_ERR_NOTFOUND if the file is gone (says what to
 * do)
 */
plx_status plx_collection_model_file(const char *dir, char **path, plx_error *err);

/** Keep a copy of a model in the index directory as model-DIGEST. */
plx_status plx_collection_keep_model(const char *dir, const plx_model *m, plx_error *err);
/** Remove kept models but this one. */
plx_status plx_collection_sweep_models(const char *dir, const char *digest, plx_error *err);

#endif
