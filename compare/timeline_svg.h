/* compare/timeline_svg.h - a timeline as a drawing: an SVG file that stands alone
 *
 * Stacked bars, a panel for each series, all on one scale. Colours are those of Paul Tol, "Colour
 * Schemes" (SRON/EPS/TN/09-002), told apart with every kind of colour vision, and each band has a
 * pattern besides. Light or dark as the viewer asks. Nothing runs and nothing is fetched; all names
 * are text, escaped. For those who hear it there is a title and a description with the sums. */
#ifndef PLX_COMPARE_TIMELINE_SVG_H
#define PLX_COMPARE_TIMELINE_SVG_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "compare/timeline.h"

/**
 * Append it. out->failed is set without memory.
 *
 * @param shares  bars are shares of the denominator, all of one height
 */
void plx_timeline_svg(const plx_timeline_result *r, bool shares, plx_strbuf *out);

#endif
