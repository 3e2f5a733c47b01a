/* cli/drift.h - `evaluate --drift` */
#ifndef PLX_CLI_DRIFT_H
#define PLX_CLI_DRIFT_H

#include <stdbool.h>

#include "classifier/model.h"
#include "cli/context.h"

/** What to look at, and how to show it. */
struct cli_drift_options {
    int files; /* 0: the articles of the index */
    char **file;
    const char *const *map; /* for files: "text=body", NULL-ended; NULL: none */
    unsigned days;          /* of the index: up to its newest article; 0: all */
    bool json;
};

/**
 * Say whether articles are still like those that the model learned from (classifier/drift.h).
 *
 * @return exit code; CLI_NOTHING if there are no articles
 */
int cli_drift(struct cli *cli, const plx_model *model, const struct cli_drift_options *opt);

#endif
