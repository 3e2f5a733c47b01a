/* indexer/text_lines.h - plain text as lines to be judged one by one */
#ifndef PLX_INDEXER_TEXT_LINES_H
#define PLX_INDEXER_TEXT_LINES_H

#include <stddef.h>

#include "base/error.h"

/** Lines with something in them; a text of more is refused. */
#define PLX_LINES_MAX 1000000u

typedef struct plx_line {
    const char *s; /* in plx_lines.text, no blanks at its ends, not NUL-ended */
    size_t n;
    unsigned words;
    const char *reason; /* why it is left out, static; NULL = kept */
} plx_line;

typedef struct plx_lines {
    plx_line *line;
    size_t count;
    char *text; /* a copy, hard-wrapped paragraphs joined */
    const char *end;
} plx_lines;

/**
 * Split into lines; empty ones are dropped. Lines of a paragraph broken at a fixed width
 * are joined again.
 *
 * @return PLX_OK; PLX_ERR_LIMIT; PLX_ERR_NOMEM. Release *out in either case.
 */
plx_status plx_lines_split(const char *p, size_t n, plx_lines *out, plx_error *err);
void plx_lines_release(plx_lines *ls);

/** Share (0 to 1) of the words of four letters or more of a line that occur in p[0, n). */
double plx_lines_overlap(const plx_line *l, const char *p, size_t n);

#endif
