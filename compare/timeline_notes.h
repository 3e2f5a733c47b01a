/* compare/timeline_notes.h - what a timeline is of, in words: what stands below text and drawing */
#ifndef PLX_SEARCH_TIMELINE_NOTES_H
#define PLX_SEARCH_TIMELINE_NOTES_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "compare/timeline.h"

/** Append lines: what is in no period and why, what is counted, what shares are of. */
void plx_timeline_notes(const plx_timeline_result *r, bool shares, plx_strbuf *out);

/** Append a count as people read it: 12,345. */
void plx_timeline_add_count(plx_strbuf *out, uint32_t n);

/** Is a band drawn? Labels and values always, the others where there is any; of shares, those that
 * have one. */
bool plx_timeline_shows(const plx_timeline_result *r, size_t band, bool shares);

#endif
