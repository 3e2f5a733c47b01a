/* indexer/date_words.h - names of months and weekdays
 *
 * English, German, French, Spanish, Italian, Portuguese, Dutch, Turkish, Russian, Ukrainian,
 * Polish, Arabic (the names of Egypt, of the Maghreb and of the Levant), Persian; the months
 * of the Persian calendar in Persian, Dari, Pashto and Latin letters. */
#ifndef PLX_INDEXER_DATE_WORDS_H
#define PLX_INDEXER_DATE_WORDS_H

#include "indexer/scan.h"

typedef struct plx_date_month {
    int number; /* 1 to 12 */
    bool is_jalali;
} plx_date_month;

/** A whole word (two in "كانون الثاني") that names a month, in any case, accents aside. */
bool plx_date_words_month(plx_scan *c, plx_date_month *out);

/** A whole word that names a weekday. */
bool plx_date_words_weekday(plx_scan *c);

#endif
