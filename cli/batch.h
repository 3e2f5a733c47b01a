/* cli/batch.h - many queries from a file, for evaluation and for scripts */
#ifndef PLX_CLI_BATCH_H
#define PLX_CLI_BATCH_H

#include <stdbool.h>

#include "cli/context.h"
#include "search/search.h"

/** A file of queries over this many bytes is refused. */
#define CLI_BATCH_MAX (64u << 20)

/**
 * Run the queries of a file ("-": standard input), lines of "ID<TAB>QUERY"; empty lines and
 * those that begin with '#' are passed over, so are a byte order mark and CR before LF. A line
 * with a NUL byte is refused; ill-formed UTF-8 is read as the analyser reads it.
 *
 * As TREC run lines ("ID Q0 ARTICLE RANK SCORE parallax"; blanks in ids become %20), or one
 * JSON object a query. A query that fails is told with its line and the rest goes on.
 *
 * @param base  all of the requests but the query
 * @return CLI_DONE; CLI_NOTHING if no query found anything; CLI_ERROR if one failed
 */
int cli_batch(struct cli *cli, const plx_search_request *base, const char *path, bool json);

#endif
