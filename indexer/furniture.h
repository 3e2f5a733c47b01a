/* indexer/furniture.h - lines that are on a page but not in the article
 *
 * Rules over the words of one line, for plain-text scrapes and HTML blocks alike. */
#ifndef PLX_INDEXER_FURNITURE_H
#define PLX_INDEXER_FURNITURE_H

#include <stdbool.h>
#include <stddef.h>

#include "indexer/extract.h"

/** Where a line stands: some rules hold only before or after the text. */
typedef enum plx_line_place { PLX_PLACE_HEAD, PLX_PLACE_BODY, PLX_PLACE_TAIL } plx_line_place;

/** Reason (a static word) why a line is furniture, NULL if it is not. */
const char *plx_furniture(const char *s, size_t n, plx_line_place place);

/** What a line announces. */
typedef enum plx_tail { PLX_TAIL_NONE, PLX_TAIL_RELATED, PLX_TAIL_COMMENTS } plx_tail;

/** Does a line head a list of other things ("You may be interested", "Comments")? What
 * follows it at the end of a page is furniture too. */
plx_tail plx_furniture_starts_tail(const char *s, size_t n);

/** Note one removed line; report may be NULL. */
void plx_furniture_report(plx_extract_report *report, const char *reason, const char *s, size_t n);

/** White-space separated words. */
unsigned plx_furniture_words(const char *s, size_t n);

/** Does it end like a sentence (. ! ? … with or without closing quotes)? */
bool plx_furniture_is_sentence(const char *s, size_t n);

#endif
