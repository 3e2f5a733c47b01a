/* cli/counts.h - facets, two-way tables and tallies as text for people
 *
 * On a terminal everything fits its width: long values are cut, bars shrink and go, and a wide
 * table is printed in several, under each other. Elsewhere nothing is cut. */
#ifndef PLX_CLI_COUNTS_H
#define PLX_CLI_COUNTS_H

#include "base/strbuf.h"
#include "cli/context.h"
#include "search/search.h"

/** What the cells of a two-way table show; names for an option. */
enum cli_shares { CLI_SHARES_NONE = 0, CLI_SHARES_ROW, CLI_SHARES_COLUMN };
extern const char *const cli_shares_names[];

/**
 * Append "n = 120 articles (95 stories): 12 labelled by people, 80 by the model, 20 unclear,
 * 5 off-topic, 3 not judged; 7 undated" and a newline; what is 0 is not said.
 */
void cli_add_tally(const struct cli *cli, const plx_tally *t, plx_strbuf *out);

/** Append facets: values, counts, shares, bars; others, and articles without a value. */
void cli_add_facets(const struct cli *cli, const plx_search_result *r, plx_strbuf *out);

/** Append the two-way tables of a result. */
void cli_add_tables(struct cli *cli, const plx_search_result *r, enum cli_shares shares,
                    plx_strbuf *out);

#endif
