/* indexer/scan.h - reading small pieces from the front of a text, for the readers of dates */
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

bool plx_scan_is_digit(char c);
/** Bytes over 0x7f count as letters: no date begins or ends inside a word. */
bool plx_scan_is_letter(char c);

/** One byte of set. */
bool plx_scan_take(plx_scan *c, const char *set);
/** This text, ASCII case aside. */
bool plx_scan_text(plx_scan *c, const char *text);
/** The same with no letter after it. */
bool plx_scan_word(plx_scan *c, const char *word);
/** A few bytes of set; none is fine too. */
void plx_scan_skip(plx_scan *c, const char *set);
/** min to max digits (at most 9) with no digit after them. */
bool plx_scan_number(plx_scan *c, int min, int max, int *out);
/** A whole word of a table. */
bool plx_scan_value(plx_scan *c, const plx_scan_word_value *table, size_t count, int *out);

#endif
