/* classifier/terms.h - what a model is made of: its strongest terms, its size, its groups
 *
 * A term's weight is about what it adds to a label's score in an article of ordinary length where
 * it stands once: feature weight x idf x weight of the group, over the length that the group's
 * values have there. Terms of one model can be compared with each other. */
#ifndef PLX_CLASSIFIER_TERMS_H
#define PLX_CLASSIFIER_TERMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "classifier/features.h"
#include "classifier/model.h"

typedef struct plx_term {
    char *name; /* as the model keeps it: "sanction", "near: threat", "cues: pro-iran" (all of a
                   label's are one feature); freed by the list */
    double weight;
    plx_feature_group group;
} plx_term;

typedef struct plx_term_list {
    plx_term *items;
    size_t count;
} plx_term_list;

/** Which way terms move a label. */
typedef enum plx_term_side { PLX_TERM_FOR = 0, PLX_TERM_AGAINST } plx_term_side;

/**
 * The strongest terms for a label (weights above 0, falling) or against it (under 0, rising).
 * Reads the whole dictionary.
 *
 * @param label  index; a label that the model has not has no terms
 * @param most   at most so many
 * @param out    released with plx_terms_release(); empty on error
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_model_terms(const plx_model *m, size_t label, plx_term_side side, size_t most,
                           plx_term_list *out, plx_error *err);
void plx_terms_release(plx_term_list *list);

/** Features of one group. */
typedef struct plx_group_facts {
    const char *title; /* plx_group_title() */
    unsigned features;
    double weight; /* that the group's values are multiplied with */
} plx_group_facts;

/** Figures of a model that its summary need not have. Strings are borrowed from it. */
typedef struct plx_model_facts {
    const char *lang;
    size_t bytes;       /* of the file */
    unsigned features;  /* of all groups */
    unsigned trained;   /* articles it knows as those it was trained on */
    unsigned masked;    /* names that it does not see */
    double temperature; /* scores are divided by it */
    plx_group_facts group[PLX_GROUPS];
} plx_model_facts;

void plx_model_facts_of(const plx_model *m, plx_model_facts *out);

#endif
