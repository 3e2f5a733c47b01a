/* compare/timeline_notes.h - what a timeline is of, in words: what stands below text and drawing */
#ifndef PLX_COMPARE_TIMELINE_NOTES_H
#define PLX_COMPARE_TIMELINE_NOTES_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "compare/timeline.h"

/** Append lines: what is in no period and why, what is counted, what shares are of. */
void plx_timeline_notes(const plx_timeline_result *r, bool shares, plx_strbuf *out);

/** Is a band drawn? Labels and values always, the others where there is any; of shares, those that
 * have one. */
bool plx_timeline_shows(const plx_timeline_result *r, size_t band, bool shares);

#endif
