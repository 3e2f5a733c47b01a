/* cli/timeline_text.h - a timeline as text for people: one line a period, bars of several bands */
#ifndef PLX_CLI_TIMELINE_TEXT_H
#define PLX_CLI_TIMELINE_TEXT_H

#include "base/strbuf.h"
#include "cli/context.h"
#include "compare/timeline.h"

/**
 * Append it: a heading, what stands for which band, for each series a line a period and their sum,
 * and what the counts are of.
 *
 * Bands are told apart by what their bars are made of, with colour or without; fits the terminal
 * from 40 columns on, leaving out the counts of bands before bars get too short.
 *
 * @param shares  percent of the denominator instead of counts
 */
void cli_add_timeline(const struct cli *cli, const plx_timeline_result *r, bool shares,
                      plx_strbuf *out);

#endif
