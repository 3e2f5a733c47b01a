/* cli/relabel.h - judging a whole index anew, for `relabel` and `model use` */
#ifndef PLX_CLI_RELABEL_H
#define PLX_CLI_RELABEL_H

#include <stdbool.h>

#include "cli/writing.h"

/** Zeroed: the defaults. */
struct cli_relabel_options {
    unsigned jobs; /* threads; 0: as many as cores */
    bool json;     /* what came of it as JSON on stdout, not as a line on stderr */
};

/**
 * Judge every article of the index in one transaction and say what came of it. Readers see the old
 * stances or the new, never a mix; labels by people stay.
 *
 * @param opt  as for cli_writing_open(): with another model, that becomes the index's
 * @param how  NULL: the defaults
 * @return exit code
 */
int cli_relabel(struct cli *cli, const struct cli_writing_options *opt,
                const struct cli_relabel_options *how);

#endif
