/* cli/model_command.h - what the parts of `parallax model` share: for its sources only */
#ifndef PLX_CLI_MODEL_COMMAND_H
#define PLX_CLI_MODEL_COMMAND_H

#include "cli/context.h"

enum model_format { MODEL_TEXT = 0, MODEL_JSON };

struct model_args {
    const char *labels;
    double wait;
    unsigned format, terms, limit;
};

/** Strongest terms of a class, and articles on which two models differ, that are shown unless told
 * otherwise. */
#define MODEL_TERMS 20
#define MODEL_LIMIT 20

/**
 * Print what a model is: its labels, what it was trained on, how good it is, what it weighs.
 *
 * @param typed  a file or the name of a known model; NULL: the one that `classify` would take
 * @return exit code
 */
int cli_model_show(struct cli *cli, const char *typed);

/**
 * Print where two models differ: on the articles of files ("-": standard input), or, if there are
 * none, on those of the index.
 *
 * @return exit code; CLI_NOTHING if there are no articles
 */
int cli_model_compare(struct cli *cli, const char *const typed[2], int files, char **file);

#endif
