/* cli/index_report.h - what `index` says at the end of a run */
#ifndef PLX_CLI_INDEX_REPORT_H
#define PLX_CLI_INDEX_REPORT_H

#include <stdbool.h>

#include "cli/context.h"
#include "indexer/pipeline.h"

/** Said where a run could not write the index whole (plx_writing.is_refused). */
#define CLI_INDEX_REFUSED                                                                          \
    "the index is of another format than this program writes directly: the ordinary writer was "   \
    "used, which is slower"

/**
 * Print the summary of a run, with_steps where its time went, what is missing in the articles and
 * how to mend it, examples of what was cut away, and the failures, on stderr.
 *
 * @return CLI_DONE; CLI_NOTHING if there was nothing to read; CLI_ERROR if anything failed
 *         or the run was stopped
 */
int cli_index_report(struct cli *cli, const plx_index_summary *sum, bool with_steps);

#endif
