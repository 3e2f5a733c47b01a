#include "text/romanise.h"

#include <string.h>

#include "base/utf8.h"

#define LETTERS_MIN 2
/* Letters of a word that follow the article, at least. */
#define BARE_MIN 2

#define ALEF 0x0627
#define LAM  0x0644
#define HEH  0x0647
#define YEH  0x064A
#define AIN  0x0639

/* From U+0621 on; PLX_NAME_NONE: not heard. Forms that folding makes one are not here. */
#define FIRST_LETTER 0x0621
static const uint8_t letter_units[] = {
    [0x0627 - FIRST_LETTER] = PLX_NAME_ALEF, [0x0628 - FIRST_LETTER] = PLX_NAME_B,
    [0x062A - FIRST_LETTER] = PLX_NAME_T,    [0x062B - FIRST_LETTER] = PLX_NAME_TH,
    [0x062C - FIRST_LETTER] = PLX_NAME_J,    [0x062D - FIRST_LETTER] = PLX_NAME_H,
    [0x062E - FIRST_LETTER] = PLX_NAME_KH,   [0x062F - FIRST_LETTER] = PLX_NAME_D,
    [0x0630 - FIRST_LETTER] = PLX_NAME_DH,   [0x0631 - FIRST_LETTER] = PLX_NAME_R,
    [0x0632 - FIRST_LETTER] = PLX_NAME_Z,    [0x0633 - FIRST_LETTER] = PLX_NAME_S,
    [0x0634 - FIRST_LETTER] = PLX_NAME_SH,   [0x0635 - FIRST_LETTER] = PLX_NAME_S,
    [0x0636 - FIRST_LETTER] = PLX_NAME_D,    [0x0637 - FIRST_LETTER] = PLX_NAME_T,
    [0x0638 - FIRST_LETTER] = PLX_NAME_Z,    [0x063A - FIRST_LETTER] = PLX_NAME_GH,
    [0x0641 - FIRST_LETTER] = PLX_NAME_F,    [0x0642 - FIRST_LETTER] = PLX_NAME_Q,
    [0x0643 - FIRST_LETTER] = PLX_NAME_K,    [0x0644 - FIRST_LETTER] = PLX_NAME_L,
    [0x0645 - FIRST_LETTER] = PLX_NAME_M,    [0x0646 - FIRST_LETTER] = PLX_NAME_N,
    [0x0647 - FIRST_LETTER] = PLX_NAME_H,    [0x0648 - FIRST_LETTER] = PLX_NAME_WAW,
    [0x064A - FIRST_LETTER] = PLX_NAME_YEH,  [0x067E - FIRST_LETTER] = PLX_NAME_P,
    [0x0686 - FIRST_LETTER] = PLX_NAME_CH,   [0x0698 - FIRST_LETTER] = PLX_NAME_ZH,
    [0x06A4 - FIRST_LETTER] = PLX_NAME_V,    [0x06AF - FIRST_LETTER] = PLX_NAME_G,
};
#define LAST_LETTER (FIRST_LETTER + sizeof letter_units - 1)

/* The letters of a word; 0 if it has other ones, or too many. */
static size_t read_letters(const char *word, size_t len, uint32_t *letters)
{
    size_t n = 0, at = 0;

    while (at < len) {
        uint32_t cp;

        at += plx_utf8_decode(word + at, len - at, &cp);
        if (cp < FIRST_LETTER || cp > LAST_LETTER || n == PLX_NAME_UNITS_MAX)
            return 0;
        letters[n++] = cp;
    }
    return n;
}

/* "-h-alef-yeh" at the end is the -ei of Khamenei, and so is plain -yeh: one way to write it. */
static size_t settle_ending(uint32_t *letters, size_t n)
{
    if (n > 4 && letters[n - 3] == HEH && letters[n - 2] == ALEF && letters[n - 1] == YEH) {
        letters[n - 3] = YEH;
        return n - 2;
    }
    if (n > 4 && letters[n - 1] == HEH && letters[n - 2] == LAM && letters[n - 3] == LAM)
        return n - 1; /* Allah: the ending is the vowel after the lam */
    return n;
}

static void read_form(const uint32_t *letters, size_t n, plx_name_form *out)
{
    size_t i;

    out->count = 0;
    for (i = 0; i < n; i++) {
        unsigned unit = letter_units[letters[i] - FIRST_LETTER];

        if (i == 0 && (letters[i] == ALEF || letters[i] == AIN))
            unit = PLX_NAME_ONSET;
        else if (i == n - 1 && letters[i] == HEH)
            unit = PLX_NAME_HEH;
        if (unit && !(out->count && unit == PLX_NAME_L && out->unit[out->count - 1] == unit))
            plx_name_form_add(out, unit);
    }
    if (n > 1 && letters[n - 1] == LAM && letters[n - 2] == LAM)
        plx_name_form_add(out, PLX_NAME_HEH);
}

bool plx_romanise(const char *word, size_t len, plx_name *out)
{
    uint32_t letters[PLX_NAME_UNITS_MAX];
    size_t n = read_letters(word, len, letters);

    if (n < LETTERS_MIN)
        return false;
    n = settle_ending(letters, n);
    out->is_unvowelled = true;
    read_form(letters, n, &out->whole);
    if (n >= 2 + BARE_MIN && letters[0] == ALEF && letters[1] == LAM)
        read_form(letters + 2, n - 2, &out->bare);
    return out->whole.count > 0;
}
