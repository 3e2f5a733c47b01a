/* text/light_stemmer.h - endings and articles off Arabic and Persian words
 *
 * Arabic. Snowball's stemmer leaves the article on after a conjunction (wa-al-, bi-al-) and
 * depends on letters that folding makes one (teh marbuta and heh): of pairs of forms of one
 * noun or adjective (tests/data/stems.test) it joins 36 % folded and 51 % unfolded, light10
 * 78 %, this one 93 %. The method is that of light10 (Larkey, Ballesteros,
 * Connell: Light stemming for Arabic information retrieval, 2007) with these changes:
 *  - endings come off once, longest first, with a minimum of letters that must remain for each;
 *    pronouns also free the teh of a feminine (hukumat-hum), nisba and its plurals meet in the
 *    noun (irani, iraniyun: iran);
 *  - "an" stays: of news words more are names (Lubnan, Iran, Ramadan) than duals;
 *  - "wa" without article comes off last and only before four letters, from all forms alike, so
 *    that wazir stays whole.
 * Broken plurals, verbs, and single-letter prepositions without article are left alone.
 *
 * Persian. Plurals in -ha with what follows (-hay, -hayi, -hayishan ...), -gan and -yan,
 * comparison -tar, -tarin, a final silent heh and the ezafe yeh after it. A bare final yeh stays:
 * it makes other words (iran, irani). Written with a non-joiner, together or (as folding leaves
 * it) in Arabic letters is all the same.
 *
 * A stem that would be a function word is not made: hasteh-i, "nuclear", is not "hast", "is". */
#ifndef PLX_TEXT_LIGHT_STEMMER_H
#define PLX_TEXT_LIGHT_STEMMER_H

#include <stddef.h>

/** A stem is a part of its word. */
typedef struct plx_light_stem {
    const char *s;
    size_t len; /* bytes, at least 4 unless the word is shorter */
} plx_light_stem;

/**
 * Takes a word as the analyser folds it; one with anything but letters of the Arabic block comes
 * back whole. Threads may share it.
 */
typedef plx_light_stem plx_light_stemmer(const char *word, size_t len);

/** The light stemmer of a language by name or ISO 639-1 code ("arabic", "fa"), NULL if none. */
plx_light_stemmer *plx_light_stemmer_find(const char *lang);

#endif
