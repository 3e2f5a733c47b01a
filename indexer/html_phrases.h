/* indexer/html_phrases.h - lines of a page that are furniture, in the main languages of the news
 *
 * furniture.h knows the English ones, for pages and plain text; here are those of French,
 * German, Spanish, Italian, Portuguese, Polish, Russian, Turkish, Arabic and Persian, and the
 * ways in which a page alone marks a line (a credit in brackets, a line of dashes). */
#ifndef PLX_INDEXER_HTML_PHRASES_H
#define PLX_INDEXER_HTML_PHRASES_H

#include <stdbool.h>
#include <stddef.h>

#include "indexer/furniture.h"

/** Why a line in the body of a page is none of the text: a static word; NULL if it is. */
const char *plx_html_phrase(const char *s, size_t n);

/** What a short line announces: related articles or comments up to the end of the page. */
plx_tail plx_html_phrase_tail(const char *s, size_t n);

/** "About Example Corp": what follows at the end of a press release presents its sender. */
bool plx_html_phrase_is_about(const char *s, size_t n);

#endif
