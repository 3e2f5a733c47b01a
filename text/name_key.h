/* text/name_key.h - keys under which spellings of a name meet
 *
 * A key is a skeleton of consonants in classes: vowels, glides and h are left out, q, k, g, gh
 * and kh are one, so are s, sh, z and zh, d, dh, t and th, b and p, j and ch. Spellings of one name
 * mostly have the same key; what does not is made up for by looking under several keys (g or j, z
 * or d, th or s, kh or h, ...). Keys are coarse: text/name_match.h decides. They are stored in the
 * index, so their rules are part of its format; those of the comparison are not. */
#ifndef PLX_TEXT_NAME_KEY_H
#define PLX_TEXT_NAME_KEY_H

#include "text/name_form.h"

/** Consonants of a key at most; what goes on behind them makes no difference. */
#define PLX_NAME_KEY_MAX 10
/** Keys a word is stored under at most, and looked for under. */
#define PLX_NAME_KEYS_STORED 2
#define PLX_NAME_KEYS_SOUGHT 16

typedef struct plx_name_key {
    char s[PLX_NAME_KEY_MAX + 1]; /* NUL-ended; "" for names of vowels alone */
} plx_name_key;

/** Keys to store a name under: whole, and without its article. Returns how many. */
size_t plx_name_keys_stored(const plx_name *n, plx_name_key out[PLX_NAME_KEYS_STORED]);

/** Keys to look for it under: the stored ones first, then that with or without the l of an article
 * inside (Abdurrahman, Abdulrahman), then those with one consonant changed. */
size_t plx_name_keys_sought(const plx_name *n, plx_name_key out[PLX_NAME_KEYS_SOUGHT]);

#endif
