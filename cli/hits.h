/* cli/hits.h - a search result, and single articles, as text for people */
#ifndef PLX_CLI_HITS_H
#define PLX_CLI_HITS_H

#include "base/strbuf.h"
#include "cli/context.h"
#include "search/search.h"

/** Append a whole result: notice, hits, totals, what was hidden, tally, facets. */
void cli_add_result(const struct cli *cli, const plx_search_result *r, uint32_t offset,
                    plx_strbuf *out);

/** Append what the filters hid, a line each; nothing if they hid nothing. */
void cli_add_hidden(const plx_search_result *r, plx_strbuf *out);

/** Append one hit of it. */
void cli_add_hit(const struct cli *cli, const plx_hit *h, const plx_model_info *model,
                 uint32_t rank, plx_strbuf *out);

/**
 * Append "anti-iran 82 % (model)", "neutral (person)", "unclear, best neutral 44 % (model)",
 * "not judged: too short", in colour.
 */
void cli_add_stance(const struct cli *cli, const plx_verdict *v, const plx_model_info *model,
                    plx_strbuf *out);

/** Append "Tigris Wire · 2019-10-10 · Jane Doe", what is known of it, in one line. */
void cli_add_byline(const struct cli *cli, const plx_article *a, plx_strbuf *out);

#endif
