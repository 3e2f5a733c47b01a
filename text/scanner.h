/* text/scanner.h - from characters to words: where they begin and end, and how they fold
 *
 * Walks over a text once. The caller alternates between plx_scanner_gap() and
 * plx_scanner_part(); what the gap meant (quotation, end of a sentence, empty line)
 * is left in the fields. */
#ifndef PLX_TEXT_SCANNER_H
#define PLX_TEXT_SCANNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/chars.h"
#include "text/fold.h"

/** Begin with a zeroed struct and set the first four fields. */
typedef struct plx_scanner {
    const plx_charmap *map;
    const char *text; /* UTF-8; a bad byte separates words */
    size_t len;       /* bytes */
    int language;     /* of text/language.h */
    size_t at;        /* next byte to read */
    uint32_t opened;  /* the mark that opened the present quotation, 0 outside */
    unsigned newlines;
    bool may_end;   /* a point or the like was met; the caller clears it */
    bool paragraph; /* an empty line was met; the caller clears it */
} plx_scanner;

/** One word without hyphens. */
typedef struct plx_part {
    plx_folded word;     /* empty if all of it folded away */
    size_t start, end;   /* bytes in the text, without a final 's */
    uint32_t chars;      /* marks not counted */
    uint32_t letters;    /* of chars */
    uint32_t upper;      /* of letters */
    plx_char_class last; /* of the last character but marks */
    bool is_capital;     /* begins with an upper-case letter */
    bool is_initials;
    bool is_grouped; /* a number with thousands separators */
} plx_part;

/** Go to the next word; false at the end of the text. */
bool plx_scanner_gap(plx_scanner *s);

/** Read the word that begins here. False without memory. */
bool plx_scanner_part(plx_scanner *s, plx_part *p);

/** After a part: if a hyphen ties the next one to it, step over the hyphen. */
bool plx_scanner_hyphen(plx_scanner *s);

#endif
