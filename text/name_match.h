/* text/name_match.h - are two words spellings of one name?
 *
 * The cheapest way to turn one form (text/name_form.h) into the other, letter group by letter group
 * (an alignment as by Needleman and Wunsch, 1970), with costs of what alternates in romanised
 * Arabic and Persian: q with k is cheap, a with i dear; a lost vowel costs more at either end. A
 * pair is one name if that stays within an allowance that grows with the length, and with how much
 * the other word looks like a name of the region, so that "tariq" is not "tracy". The first letter
 * counts more, doubling a little; i and a in the last syllable tell names apart (Jamil, Jamal;
 * Basri, Basra).
 *
 * Costs began as an estimate from the systems of romanisation and were then fitted, held to it by a
 * penalty, to pairs of spellings from public lists and to wrong pairs out of a corpus of news: a
 * logistic regression on what the alignments are made of. Measured over groups of names left out
 * (docs/performance.md).
 */
#ifndef PLX_TEXT_NAME_MATCH_H
#define PLX_TEXT_NAME_MATCH_H

#include "text/name_form.h"

/** Nearness from which on two words are one name. */
#define PLX_NAME_SAME 0

/**
 * How near another word is to a name: PLX_NAME_SAME and more for one name, higher is nearer, at
 * most some 300. Cost O(units of both multiplied): under a microsecond.
 */
int plx_name_nearness(const plx_name *name, const plx_name *other);

#endif
