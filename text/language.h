/* text/language.h - the languages that are known by name; most are stemmed or have stop words */
#ifndef PLX_TEXT_LANGUAGE_H
#define PLX_TEXT_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>

/** The codes of all that are stemmed or have stop words, for help texts. */
#define PLX_LANGUAGE_CODES                                                                         \
    "ar bg bs ca cs da de el en es eu fa fi fr ga he hi hr hu hy id it ku lt ne nl no pl ps pt "   \
    "ro "                                                                                          \
    "ru sk sr sv ta tr uk ur yi"
/** Numbers given by plx_language_find() are below this. */
#define PLX_LANGUAGES 48
/** Neither stemmer nor stop words: words are only folded. */
#define PLX_LANGUAGE_NONE 0

/**
 * Number of a language, so that side tables are bounded whatever articles claim.
 *
 * @param lang  ISO 639-1 or 639-2 code or English name, in any case, a region may follow
 *              ("en", "eng", "English", "en-GB", "pt_BR"); NULL or "" means English
 * @return PLX_LANGUAGE_NONE for "none" and for every language not in the table
 */
int plx_language_find(const char *lang);

/** Number of languages in the table, PLX_LANGUAGE_NONE with them. */
int plx_language_count(void);

/** ISO 639-1 code of a number, "none" for PLX_LANGUAGE_NONE; static. */
const char *plx_language_code(int language);

/**
 * The one code of a language, for the lang field of an article and for facets.
 *
 * @param lang  as plx_language_find() takes it, or any other code of ISO 639-1 ("sw", "ka-GE")
 * @return ISO 639-1 code, static; NULL for NULL, "", "none" and what is no language
 */
const char *plx_language_canonical(const char *lang);

/** Name of the stemmer, as plx_stemmer_new() takes it; NULL if there is none; static. */
const char *plx_language_stemmer(int language);

/**
 * Is a folded word before an apostrophe an article or particle that has lost its vowel, so
 * that the word proper begins after it (French l', d', qu'; Italian dell', un')?
 */
bool plx_language_elides(int language, const char *word, size_t len);

#endif
