/* classifier/model_file.h - what a model holds, and its form in bytes
 *
 * Only for the files of this folder; others use model.h. */
#ifndef PLX_CLASSIFIER_MODEL_FILE_H
#define PLX_CLASSIFIER_MODEL_FILE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/strbuf.h"
#include "classifier/features.h"
#include "classifier/model.h"
#include "classifier/phrases.h"

#define PLX_MODEL_VERSION 3
/** Most features of a model: keeps the file of a three-label model under 8 MB. */
#define PLX_MODEL_FEATURES_MAX 150000u
/** Most digests of training articles a model carries; of more, the smallest stay. */
#define PLX_MODEL_TRAINED_MAX 60000u
/** Bytes of a string in a model (names, definitions, terms), and of the summary. */
#define PLX_MODEL_STRING_MAX (256u << 10)
/** Bytes of a feature's readable name. */
#define PLX_MODEL_FEATURE_NAME_MAX 255u

/** Features, sorted by hash. */
typedef struct plx_dictionary {
    uint32_t count;
    uint64_t *hash;
    float *idf;
    float *weight;     /* [feature * labels + label] */
    uint32_t *name_at; /* count + 1 offsets into names */
    char *names;
    struct plx_dictionary_slot *table; /* open addressing over the hashes, made on loading */
    uint32_t table_mask;
} plx_dictionary;

/** The off-topic gate: an article is off-topic if bias + weight * plx_topic_vector() > 0. */
typedef struct plx_gate {
    float weight[PLX_TOPIC_VALUES];
    float bias;
} plx_gate;

struct plx_model {
    unsigned char *bytes; /* the whole file; NULL while being made */
    size_t size;
    char digest[PLX_DIGEST_HEX + 1];
    char *name, *target, *lang, *date;
    plx_label_set labels;
    char *label_title[PLX_LABELS_MAX];
    char *label_definition[PLX_LABELS_MAX];
    char *terms; /* what names the target, one a line */
    plx_feature_words words;
    float group_weight[PLX_GROUPS];
    plx_dictionary dict;
    float bias[PLX_LABELS_MAX];
    float temperature;
    float threshold;
    plx_gate gate;
    uint64_t *trained; /* digests of the articles it learned from, rising */
    uint32_t trained_count;
    json_t *summary;
};

/** Room for a dictionary of count features (hash, idf, weight, name_at). PLX_ERR_NOMEM. */
plx_status plx_dictionary_alloc(plx_dictionary *d, uint32_t count, size_t labels, plx_error *err);
void plx_dictionary_release(plx_dictionary *d);
/** Make the lookup table from the hashes. */
plx_status plx_dictionary_index(plx_dictionary *d, plx_error *err);
/** Feature of a hash, UINT32_MAX if it has none. */
uint32_t plx_dictionary_find(const plx_dictionary *d, uint64_t hash);

/** Order of digests, for qsort() and bsearch(). */
int plx_compare_digests(const void *a, const void *b);

/** Did the model learn from the article of this digest? */
bool plx_model_has_trained_on(const plx_model *m, uint64_t digest);

/** Is an article of these facts off-topic? Never, for a model without target terms. */
bool plx_gate_is_off_topic(const plx_gate *g, const plx_phrases *target, const plx_topic *t);

/** Append the bytes of a model, checksum included. out->failed tells of missing memory. */
void plx_model_encode(const plx_model *m, plx_strbuf *out);

/** Fill a zeroed model from bytes; see plx_model_parse() for errors. */
plx_status plx_model_decode(const void *p, size_t n, const char *name, plx_model *m,
                            plx_error *err);

#endif
