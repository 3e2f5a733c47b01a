/* cli/index_json.h - `index --report FILE`: the summary of a run as JSON */
#ifndef PLX_CLI_INDEX_JSON_H
#define PLX_CLI_INDEX_JSON_H

#include "cli/context.h"
#include "indexer/summary.h"

/**
 * Replace a file by the summary, atomically; schema 1, described in docs/keeping.md.
 *
 * @param error  what ended the run, NULL if it came to its end
 * @return CLI_DONE; CLI_ERROR after a message
 */
int cli_index_write_report(const struct cli *cli, const char *path, const plx_index_summary *sum,
                           const char *error);

#endif
