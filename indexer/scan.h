/* indexer/scan.h - reading small pieces from the front of a text, for the readers of dates
 *
 * Digits are ASCII, Arabic-Indic and Persian; letters are those of any script. No-break
 * blanks and direction marks count as blanks, the Arabic comma as a comma. */
#ifndef PLX_INDEXER_SCAN_H
#define PLX_INDEXER_SCAN_H

#include <stdbool.h>
#include <stddef.h>

/** What is left to read; p never passes end. Every reader moves p only if it succeeds. */
typedef struct plx_scan {
    const char *p;
    const char *end;
} plx_scan;

typedef struct plx_scan_word_value {
    const char *word;
    int value;
} plx_scan_word_value;

/** Bytes of the digit at the front, 0 if there is none; value may be NULL. */
size_t plx_scan_digit(const plx_scan *c, int *value);
/** Bytes of the letter (or joiner inside a word) at the front, 0 if there is none. */
size_t plx_scan_letter(const plx_scan *c);
/** Move over all letters, or all digits, at the front. */
void plx_scan_pass_letters(plx_scan *c);
void plx_scan_pass_digits(plx_scan *c);

/** One byte of set. */
bool plx_scan_take(plx_scan *c, const char *set);
/** This text, ASCII case aside. */
bool plx_scan_text(plx_scan *c, const char *text);
/** The same with no letter after it. */
bool plx_scan_word(plx_scan *c, const char *word);
/** A few characters of set; none is fine too. */
void plx_scan_skip(plx_scan *c, const char *set);
/** min to max digits (at most 9) with no digit after them. */
bool plx_scan_number(plx_scan *c, int min, int max, int *out);
/** A whole word of a table. */
bool plx_scan_value(plx_scan *c, const plx_scan_word_value *table, size_t count, int *out);

/**
 * Fold a text for comparing with tables: lower case, no accents, Arabic letters that writers
 * take for one another the same, apostrophes straight, no zero-width characters. The result
 * is cut at room - 1 bytes and ends in NUL.
 *
 * @return bytes in out
 */
size_t plx_scan_fold(const char *s, size_t n, char *out, size_t room);

#endif
