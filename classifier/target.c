#include "classifier/target.h"

#include <string.h>

static const plx_target *const targets[] = { &plx_target_iran };

const plx_target *plx_target_find(const char *name)
{
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        if (strcmp(targets[i]->name, name) == 0)
            return targets[i];
    return NULL;
}

const plx_target_label *plx_target_find_label(const plx_target *t, const char *label)
{
    for (size_t i = 0; t && i < PLX_LABELS_MAX && t->label[i].name; i++)
        if (strcmp(t->label[i].name, label) == 0)
            return &t->label[i];
    return NULL;
}
