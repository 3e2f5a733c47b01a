/* cli/training_data.h - labelled articles from files or from the index, for train and evaluate */
#ifndef PLX_CLI_TRAINING_DATA_H
#define PLX_CLI_TRAINING_DATA_H

#include <stddef.h>

#include "base/error.h"
#include "classifier/train.h"
#include "cli/context.h"

/** What came of the reading. */
struct cli_training_data {
    plx_dataset *set;  /* freed by the caller with plx_dataset_free() */
    size_t unlabelled; /* articles without label, or without words: left out */
    size_t failed;     /* lines or files that could not be read: told on stderr */
};

/**
 * Read labelled articles of files, after an own plx_dataset_new().
 *
 * @param file  paths, "-" for standard input
 */
plx_status cli_training_read(struct cli *cli, int files, char **file, struct cli_training_data *out,
                             plx_error *err);

/** Add the articles of the index that people labelled. Opens the index if it is not. */
plx_status cli_training_from_index(struct cli *cli, const char *labels,
                                   struct cli_training_data *out, plx_error *err);

/** Say on stderr how many articles were taken and left out, and all warnings about them. */
plx_status cli_training_note(const struct cli_training_data *data, plx_error *err);

#endif
