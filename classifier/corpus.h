/* classifier/corpus.h - a data set as counted features, and the choice of those that train */
#ifndef PLX_CLASSIFIER_CORPUS_H
#define PLX_CLASSIFIER_CORPUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "classifier/dataset.h"
#include "classifier/features.h"
#include "classifier/linear.h"
#include "classifier/model_file.h"
#include "classifier/phrases.h"

/** Class of an article that is off-topic. */
#define PLX_CLASS_OFF_TOPIC 255
/** Class of an article that is left out. */
#define PLX_CLASS_NONE 254

/** A feature of an article: how often it is there. */
typedef struct plx_entry {
    uint32_t feature;
    uint32_t count;
} plx_entry;

typedef struct plx_doc {
    size_t first; /* entry */
    uint32_t count;
    uint32_t group;
    uint32_t sample; /* in the data set */
    uint8_t class;
    bool synthetic;
    plx_topic topic;
    float sentence[PLX_LABELS_MAX]; /* mean scores of its sentences, by class (sentence_run.h) */
} plx_doc;

/** Articles in order of group and class; features in order of hash. */
typedef struct plx_corpus {
    plx_doc *docs;
    size_t doc_count;
    plx_entry *entries;
    size_t entry_count, entry_cap;
    uint64_t *hash;
    uint8_t *group; /* feature group */
    uint32_t *name_at;
    plx_strbuf names;
    uint32_t features;
    bool has_sentences; /* the docs' sentence scores are there; their mean and deviation: */
    float sentence_mean[PLX_LABELS_MAX], sentence_deviation[PLX_LABELS_MAX];
} plx_corpus;

/** What a corpus is made with. */
typedef struct plx_corpus_plan {
    const char *lang; /* articles in others are left out */
    const plx_feature_words *words;
    const plx_label_set *labels; /* for the names of cues */
    unsigned min_sources;        /* features in fewer groups are not even counted ... */
    const plx_dictionary *base;  /* ... unless a model that is adapted knows them; may be NULL */
    const uint8_t *class_of;     /* by label of the data set */
} plx_corpus_plan;

plx_status plx_corpus_build(const plx_dataset *ds, plx_analyser *an, const plx_corpus_plan *plan,
                            plx_corpus *out, plx_error *err);
/**
 * The same of single sentences, as docs: first the data set's labelled ones, in order of group and
 * class; then all those of the articles that name the target, of class PLX_CLASS_NONE and with
 * `sample` the article's number in `articles`. A feature counts if three labelled ones have it.
 */
plx_status plx_corpus_build_sentences(const plx_dataset *ds, plx_analyser *an,
                                      const plx_corpus_plan *plan, const plx_corpus *articles,
                                      plx_corpus *out, plx_error *err);
void plx_corpus_release(plx_corpus *c);

/** Number of the feature of a hash; UINT32_MAX: too rare to be one. */
uint32_t plx_corpus_find(const plx_corpus *c, uint64_t hash);

/** The features that a part of the corpus trains with. */
typedef struct plx_selection {
    uint32_t *column;  /* by feature; UINT32_MAX: not chosen */
    uint32_t *feature; /* by column, rising */
    float *idf;        /* by column */
    uint32_t columns;
} plx_selection;

/**
 * Choose the features seen in at least min_sources groups among the articles of `use`, of too
 * many the commonest; idf is counted over the same articles. Features of the base are chosen in
 * any case, with the idf that they have there.
 *
 * @param base  dictionary of a model that is adapted, or NULL
 */
plx_status plx_selection_make(const plx_corpus *c, const bool *use, unsigned min_sources,
                              const plx_dictionary *base, plx_selection *out, plx_error *err);
void plx_selection_release(plx_selection *s);

/**
 * Cells of one article, columns rising: tf-idf, each group of unit length times group_weight.
 *
 * @param out  room for doc->count cells
 * @return number of cells
 */
uint32_t plx_corpus_row(const plx_corpus *c, const plx_doc *doc, const plx_selection *s,
                        const float group_weight[PLX_GROUPS], plx_cell *out);

#endif
