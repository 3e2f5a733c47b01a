/* text/stopwords.h - function words that a query may do without */
#ifndef PLX_TEXT_STOPWORDS_H
#define PLX_TEXT_STOPWORDS_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Is a folded word a stop word of the language? Lists hold folded words (no apostrophes:
 * "dont"). Words that are names in news (us, who, may, will) are in no list.
 *
 * @param lang  ISO 639-1 code; a language without list has no stop words
 */
bool plx_is_stopword(const char *lang, const char *word, size_t len);

/** Has the language (ISO 639-1 code) a list? */
bool plx_has_stopwords(const char *lang);

#endif
