/* cli/labels.h - what the parts of `parallax labels` share: for its sources only */
#ifndef PLX_CLI_LABELS_H
#define PLX_CLI_LABELS_H

#include <stdbool.h>

#include "cli/context.h"

enum labels_format { LABELS_TEXT = 0, LABELS_JSON, LABELS_JSONL, LABELS_CSV };

struct labels_args {
    const char *labels, *coder;
    unsigned format;
    bool standing, stale, all_votes, keep_going, dry_run;
};

/**
 * Read labels from tables and JSON Lines (cli->args) and keep them: all, or none if a line is
 * faulty, unless --keep-going.
 *
 * @param file  n names, "-": standard input
 * @return exit code
 */
int cli_labels_import(struct cli *cli, int n, char **file);

/** Print how well coders agree, and where they do not. */
int cli_labels_agreement(struct cli *cli);

#endif
