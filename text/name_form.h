/* text/name_form.h - a name as the sounds its letters stand for
 *
 * Names of Arabic and Persian reach the Latin alphabet by many roads: Qasem, Kassem, Ghasem. To
 * compare two spellings each is read as a string of units, a unit being what the usual systems
 * write one letter for: "kh", "ou", a doubled letter. What is written before a vowel and what
 * not decides between glide and vowel ("sayed", "said"). Reading is the same for every word, so
 * that it may be stored by (text/name_key.h); how near two forms are, says text/name_match.h.
 *
 * Words are surface words as the analyser folds them: apostrophes, accents and case are gone. */
#ifndef PLX_TEXT_NAME_FORM_H
#define PLX_TEXT_NAME_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Units of a name at most; longer words are none. */
#define PLX_NAME_UNITS_MAX 24

/** The order matters: vowels first, and text/name_match.c has pairs with the lower one first. */
typedef enum plx_name_unit {
    PLX_NAME_NONE = 0,
    PLX_NAME_A,
    PLX_NAME_E,
    PLX_NAME_I, /* also ee, y at the end of a syllable */
    PLX_NAME_O,
    PLX_NAME_U,
    PLX_NAME_AI, /* ai, ay, ei, ey */
    PLX_NAME_AU, /* au, aw, ow */
    PLX_NAME_OU, /* ou, oo: u, and mostly a long one */
    PLX_NAME_Y,  /* before a vowel */
    PLX_NAME_W,
    PLX_NAME_B,
    PLX_NAME_P,
    PLX_NAME_T,
    PLX_NAME_TH,
    PLX_NAME_D,
    PLX_NAME_DH,
    PLX_NAME_K,
    PLX_NAME_KH,
    PLX_NAME_Q,
    PLX_NAME_G,
    PLX_NAME_GH,
    PLX_NAME_J,
    PLX_NAME_CH,
    PLX_NAME_S,
    PLX_NAME_SH,
    PLX_NAME_Z,
    PLX_NAME_ZH,
    PLX_NAME_F,
    PLX_NAME_V,
    PLX_NAME_H,
    PLX_NAME_L,
    PLX_NAME_M,
    PLX_NAME_N,
    PLX_NAME_R,
    PLX_NAME_X,
    /* of Arabic script, which leaves most vowels to the reader */
    PLX_NAME_ONSET, /* a vowel begins the word: alef, ain */
    PLX_NAME_ALEF,  /* a long a, or its seat */
    PLX_NAME_WAW,   /* u, o, au, w or v */
    PLX_NAME_YEH,   /* i, ei, y */
    PLX_NAME_HEH,   /* at the end: -a, -ah, -eh */
    PLX_NAME_UNITS
} plx_name_unit;

typedef struct plx_name_form {
    uint8_t unit[PLX_NAME_UNITS_MAX];
    uint8_t count;
} plx_name_form;

/** A word read. */
typedef struct plx_name {
    plx_name_form whole;
    plx_name_form bare; /* without al-, el-; empty if it has none */
    uint32_t doubled;   /* bit for each consonant a..z that stands doubled */
    int16_t look;       /* hundredths: see plx_name_look(); of Arabic script 0 */
    bool is_unvowelled; /* of Arabic script */
} plx_name;

/**
 * Read a word.
 *
 * @param word  folded, `len` bytes
 * @return false where no name can be: other letters than a to z and those of Arabic and Persian,
 *         digits, fewer than 3 letters (Latin) or 2 (Arabic), over PLX_NAME_UNITS_MAX units
 */
bool plx_name_read(const char *word, size_t len, plx_name *out);

static inline bool plx_name_is_vowel(unsigned unit)
{
    return unit >= PLX_NAME_A && unit <= PLX_NAME_OU;
}

/** Add a unit; false if it is full. */
bool plx_name_form_add(plx_name_form *f, plx_name_unit unit);

#endif
