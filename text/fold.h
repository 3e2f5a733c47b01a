/* text/fold.h - a word while it is being folded, in a buffer of fixed size */
#ifndef PLX_TEXT_FOLD_H
#define PLX_TEXT_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/chars.h"
#include "text/stemmer.h"

/** What is over PLX_WORD_MAX bytes is left out, whole code points at a time. */
typedef struct plx_folded {
    char s[PLX_WORD_MAX + 8]; /* no final NUL; room for copying by eights */
    uint32_t len;             /* bytes in s */
    bool is_full;             /* something was left out */
    bool needs_composing;
} plx_folded;

static inline void plx_folded_reset(plx_folded *w)
{
    w->len = 0;
    w->is_full = false;
    w->needs_composing = false;
}

/** Add a code point as it is. */
void plx_folded_put(plx_folded *w, uint32_t cp);

/** Fold a code point and add the result. */
void plx_folded_add(plx_folded *w, const plx_charmap *map, uint32_t cp);

/** Compose (NFC) what marks have been added. False without memory. */
bool plx_folded_finish(plx_folded *w);

#endif
