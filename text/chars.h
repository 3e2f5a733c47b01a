/* text/chars.h - what a character is to the analyser, and what it folds to
 *
 * One class for each code point decides where words begin and end. Code points
 * below U+0800 (Latin, Greek, Cyrillic, Hebrew, Arabic) come from a table that
 * is filled from utf8proc once; the rest is worked out when met. */
#ifndef PLX_TEXT_CHARS_H
#define PLX_TEXT_CHARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Classes in such an order that "part of a word" is one comparison. */
typedef enum plx_char_class {
    PLX_CHAR_OTHER = 0, /* separates words, nothing more */
    PLX_CHAR_BLANK,
    PLX_CHAR_NEWLINE,
    PLX_CHAR_COMMA,
    PLX_CHAR_POINT,
    PLX_CHAR_END, /* ends a sentence and is no point: ! ? and their kin */
    PLX_CHAR_QUOTE,
    PLX_CHAR_APOSTROPHE,
    PLX_CHAR_HYPHEN,
    PLX_CHAR_IGNORE, /* inside a word as if it were not there: soft hyphen, ZWNJ, bidi marks */
    PLX_CHAR_HIGH,   /* only in plx_charmap.byte: begins a sequence of several bytes */
    PLX_CHAR_SINGLE, /* a token of its own: ideograph, kana, Thai letter ... */
    PLX_CHAR_MARK,   /* continues a word, never begins one */
    PLX_CHAR_DIGIT,
    PLX_CHAR_LETTER, /* of a script without case */
    PLX_CHAR_LOWER,
    PLX_CHAR_UPPER
} plx_char_class;

#define PLX_CHARMAP_SIZE 0x800
/** Code points that one code point folds to, at most. */
#define PLX_FOLD_MAX 32

/** Fill with plx_charmap_init(); read-only afterwards, so threads may share it. */
typedef struct plx_charmap {
    uint8_t byte[256]; /* class of an ASCII byte, or PLX_CHAR_HIGH */
    uint8_t class_of[PLX_CHARMAP_SIZE];
    uint16_t fold[PLX_CHARMAP_SIZE]; /* one code point, 0 for none, or PLX_CHARMAP_LONG */
} plx_charmap;

/** In plx_charmap.fold: ask plx_char_fold(). */
#define PLX_CHARMAP_LONG 0xFFFF

void plx_charmap_init(plx_charmap *map);

/** Does a word begin with such a character? */
static inline bool plx_char_begins(plx_char_class c)
{
    return c >= PLX_CHAR_DIGIT;
}

/** Does a word go on with such a character? */
static inline bool plx_char_continues(plx_char_class c)
{
    return c >= PLX_CHAR_MARK;
}

static inline bool plx_char_is_letter(plx_char_class c)
{
    return c >= PLX_CHAR_LETTER;
}

/** Class of any code point, from Unicode's categories and the exceptions of chars.c. */
plx_char_class plx_char_classify(uint32_t cp);

/**
 * Fold one code point: case, accents, letters that do not decompose, Arabic forms and
 * digits, compatibility forms from U+FB50 on (presentation forms, full width).
 *
 * @param out  receives the result, decomposed: it may need composing with its neighbours
 * @return number of code points in out, 0 if it vanishes
 */
size_t plx_char_fold(uint32_t cp, uint32_t out[PLX_FOLD_MAX]);

/** Cyrillic letter made of this one and U+0306 (short i, short u), 0 if none: they stay. */
uint32_t plx_char_breve(uint32_t base);

#endif
