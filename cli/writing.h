/* cli/writing.h - opening an index for the commands that change it */
#ifndef PLX_CLI_WRITING_H
#define PLX_CLI_WRITING_H

#include "base/error.h"
#include "classifier/model.h"
#include "cli/context.h"
#include "collection/writer.h"

/** A writer with the model it borrows. */
struct cli_writing {
    plx_writer *writer;
    plx_model *model;
};

/** What to open with. Zeroed but for `what`: the index's own model and labels, no waiting. */
struct cli_writing_options {
    const char *what;   /* shown to others that want to write */
    const char *labels; /* NULL: labels.jsonl in the index */
    const char *model;  /* file of a model that replaces the index's; NULL: the index's */
    double wait_s;
};

/** Become the writer of the index. */
plx_status cli_writing_open(struct cli *cli, const struct cli_writing_options *opt,
                            struct cli_writing *out, plx_error *err);
/** Close both, after an error too. */
void cli_writing_close(struct cli_writing *w);

#endif
