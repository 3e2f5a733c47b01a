/* classifier/target.h - the targets that are known without being told: terms, labels, definitions
 */
#ifndef PLX_CLASSIFIER_TARGET_H
#define PLX_CLASSIFIER_TARGET_H

#include <stddef.h>

#include "classifier/stance.h"

typedef struct plx_target_label {
    const char *name, *title, *definition;
    const char *cues; /* words and phrases that go with it, one a line */
} plx_target_label;

typedef struct plx_target {
    const char *name;
    const char *terms;                      /* words and phrases that name it, one a line */
    plx_target_label label[PLX_LABELS_MAX]; /* in their order, ended by a NULL name */
} plx_target;

extern const plx_target plx_target_iran;

/** A built-in target by name, NULL if there is none. */
const plx_target *plx_target_find(const char *name);
/** A label of a target (NULL allowed), NULL if it has none of that name. */
const plx_target_label *plx_target_find_label(const plx_target *t, const char *label);

#endif
