/* cli/training_data.h - labelled articles from files or from the index, for train and evaluate */
#ifndef PLX_CLI_TRAINING_DATA_H
#define PLX_CLI_TRAINING_DATA_H

#include <stddef.h>

#include "base/error.h"
#include "classifier/train.h"
#include "cli/context.h"

/** Which labels of the index count. */
enum cli_training_labels {
    CLI_LABELS_ALL = 0,
    CLI_LABELS_RANDOM /* given in `validate`: a random sample */
};

/** What came of the reading. */
struct cli_training_data {
    plx_dataset *set;       /* freed by the caller with plx_dataset_free() */
    const char *const *map; /* of the reading: "label=lean", NULL-ended; NULL: none */
    size_t unlabelled;      /* articles without label, or without words: left out */
    size_t failed;          /* lines or files that could not be read: told on stderr */
    size_t passed_over;     /* labels of the index that are of no random sample */
    enum cli_training_labels which;
};

/**
 * Read labelled articles of files, after an own plx_dataset_new().
 *
 * @param file  paths, "-" for standard input
 */
plx_status cli_training_read(struct cli *cli, int files, char **file, struct cli_training_data *out,
                             plx_error *err);

/**
 * Add the articles of the index that people labelled; their labels outrank those of files (so they
 * come first). What `review` picked trains only. Opens the index if it is not.
 */
plx_status cli_training_from_index(struct cli *cli, const char *labels,
                                   enum cli_training_labels which, struct cli_training_data *out,
                                   plx_error *err);

/** Say on stderr how many articles were taken and left out. */
void cli_training_note(const struct cli_training_data *data);
/** Say warnings (one a line) on stderr, harmlessly. */
void cli_training_warn(const char *warnings);

#endif
