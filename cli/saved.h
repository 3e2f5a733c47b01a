/* cli/saved.h - saving a search, and looking for what came since: `search --save`, `--new` */
#ifndef PLX_CLI_SAVED_H
#define PLX_CLI_SAVED_H

#include "cli/context.h"
#include "collection/saved.h"

/** The file of saved searches of the index; lives as long as the run. */
const char *cli_saved_path(struct cli *cli);

/**
 * Save query and filters of a request under a name. What no query can say (--any, --exact,
 * --likely, --undated) is not kept: the note says the query that was saved.
 *
 * @return exit code
 */
int cli_saved_save(struct cli *cli, const plx_search_request *req, const char *name);

/**
 * Make a request for `@NAME` one for what came since the last look.
 *
 * @param name  receives the name, of the run
 * @return PLX_OK; PLX_ERR_INVALID if the query is another, or there is no such search
 */
plx_status cli_saved_since(struct cli *cli, plx_search_request *req, const char **name,
                           plx_error *err);

/** Note what was looked at: all articles of the snapshot, unless hits were left out (says so). */
plx_status cli_saved_looked(struct cli *cli, const char *name, const plx_search_result *r,
                            plx_error *err);

/** Highest docid of the snapshot. */
plx_status cli_last_docid(struct cli *cli, uint32_t *out, plx_error *err);

#endif
