/* cli/result_lines.h - hits as lines for other programs: `--format jsonl|csv|ids` */
#ifndef PLX_CLI_RESULT_LINES_H
#define PLX_CLI_RESULT_LINES_H

#include "base/strbuf.h"
#include "search/search.h"

/* Each appends all hits; out->failed is set without memory. */
void cli_add_json_lines(const plx_search_result *r, plx_strbuf *out);
/** With the line of column names; ranks begin behind the offset. */
void cli_add_csv(const plx_search_result *r, uint32_t offset, plx_strbuf *out);
void cli_add_ids(const plx_search_result *r, plx_strbuf *out);

#endif
