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
} plx_sample;

struct plx_dataset {
    plx_sample *items;
    size_t count, cap;
    size_t repeated;
    bool by_credit; /* plx_dataset_group_by_credit() */
    plx_map *labels;
    plx_map *sources; /* folded names */
    plx_map *groups;
    plx_map *seen; /* hashes of the words of each text */
    plx_analyser *analyser;
    plx_tokens title, text;
};

/** Share of a label from one source above which plx_dataset_warnings() speaks of it. */
#define PLX_DOMINANT_SHARE 0.5

#endif
