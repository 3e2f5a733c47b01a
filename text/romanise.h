/* text/romanise.h - words in Arabic and Persian letters as the sounds names are compared by
 *
 * Letters stand for what the common systems make of them: BGN/PCGN 1956 for Arabic and 1958 for
 * Persian, ALA-LC 2012 for both. Where Arabic and Persian differ (theh: th or s; zad: d or z), the
 * comparison knows that the two alternate. Short vowels are not written, so they are left open:
 * alef, waw and yeh are units of their own that agree with several vowels.
 *
 *   alef a, begins a word with any vowel   jeem j   cheh ch   khah kh   thal dh   zheh zh
 *   beh b, peh p, teh and tah t, theh th   reh r, zain and zah z, seen and sad s, sheen sh
 *   dal d, zad d, hah and heh h, feh f     ghain gh   qaf q   kaf k   gaf g   lam l   meem m
 *   noon n   waw   yeh   ain: begins with any vowel, else nothing   hamza: nothing
 *
 * The article al- is told apart. Heh at the end of a word is -a, -ah or -eh; the Persian "-h-ye"
 * of the names in -ei (Khamenei) is that ending. A doubled lam before it is one (Allah). */
#ifndef PLX_TEXT_ROMANISE_H
#define PLX_TEXT_ROMANISE_H

#include "text/name_form.h"

/**
 * Read a word of Arabic letters.
 *
 * @param word  folded; it need not be UTF-8 throughout
 * @param out   zeroed
 * @return false if it has other characters, fewer than two letters, or too many
 */
bool plx_romanise(const char *word, size_t len, plx_name *out);

#endif
