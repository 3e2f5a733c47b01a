/* classifier/dataset.h - inside a data set; only for the files of this folder */
#ifndef PLX_CLASSIFIER_DATASET_H
#define PLX_CLASSIFIER_DATASET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/map.h"
#include "classifier/train.h"
#include "text/analyser.h"
#include "text/sketch.h"

/** One labelled article. */
typedef struct plx_sample {
    char *title, *text; /* never NULL */
    char *lang;         /* "en" if not given */
    char *author;       /* may be NULL */
    char *id;           /* may be NULL */
    uint64_t digest;    /* of its words, in any spacing or type */
    plx_sketch sketch;  /* tells near-copies */
    uint32_t label;     /* ordinal in labels */
    uint32_t source;    /* ordinal in sources; PLX_MAP_NONE: not known */
    uint32_t group;     /* ordinal in groups: source (or the outlet credited), and voice of a
                           written article */
    bool synthetic;
    bool is_decided; /* PLX_DATA_DECIDED */
    bool is_picked;  /* PLX_DATA_PICKED */
} plx_sample;

struct plx_dataset {
    plx_sample *items;
    size_t count, cap;
    plx_sample
        *sentences; /* labelled ones; they teach what sentences say, and count as no article */
    size_t sentence_count, sentence_cap;
    size_t repeated, contested, outranked;
    char *contested_example;
    bool by_credit; /* plx_dataset_group_by_credit() */
    unsigned kind;  /* PLX_DATA_... of the articles added from here on */
    plx_map *labels;
    plx_map *sources; /* folded names */
    plx_map *groups;
    plx_map *seen;   /* hashes of the words of each text ... */
    uint32_t *place; /* ... and by ordinal the item, or PLX_DATA_CONTESTED */
    size_t place_cap;
    plx_analyser *analyser;
    plx_tokens title, text;
};

/** Place of a text that is left out, since it came with two labels. */
#define PLX_DATA_CONTESTED UINT32_MAX

/** Share of a label from one source above which plx_dataset_warnings() speaks of it. */
#define PLX_DOMINANT_SHARE 0.5

/** Title and text of an article as token streams; words that are too many to keep are forgotten
 * first. What plx_analyser_run() returns. */
plx_status plx_sample_analyse(const plx_sample *s, plx_analyser *an, plx_tokens *title,
                              plx_tokens *text, plx_error *err);

/** Digest of the words of a text (of a title that has none): the same in any spacing or type. */
uint64_t plx_words_digest(const plx_tokens *title, const plx_tokens *text);

#endif
