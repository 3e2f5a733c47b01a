#include "text/fold.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "text/analyser.h"

void plx_folded_put(plx_folded *w, uint32_t cp)
{
    utf8proc_uint8_t bytes[4];
    size_t n = (size_t)utf8proc_encode_char((utf8proc_int32_t)cp, bytes);

    if (w->is_full || n > PLX_WORD_MAX - w->len) {
        w->is_full = true;
        return;
    }
    memcpy(w->s + w->len, bytes, n);
    w->len += (uint32_t)n;
}

/* U+0306 after Cyrillic i or u makes another letter; all else loses it. */
static void add_breve(plx_folded *w)
{
    uint32_t last = 0;

    if (w->len < 2)
        return;
    plx_utf8_decode(w->s + w->len - 2, 2, &last);
    if (!plx_char_breve(last))
        return;
    w->len -= 2;
    plx_folded_put(w, plx_char_breve(last));
}

void plx_folded_add(plx_folded *w, const plx_charmap *map, uint32_t cp)
{
    uint32_t out[PLX_FOLD_MAX];
    size_t n;

    if (cp < PLX_CHARMAP_SIZE && map->fold[cp] != PLX_CHARMAP_LONG) {
        if (map->fold[cp])
            plx_folded_put(w, map->fold[cp]);
        return;
    }
    if (cp == 0x0306) {
        add_breve(w);
        return;
    }
    n = plx_char_fold(cp, out);
    for (size_t i = 0; i < n; i++)
        plx_folded_put(w, out[i]);
    if (n > 1 || plx_char_classify(cp) == PLX_CHAR_MARK || (cp >= 0x1100 && cp <= 0x11FF))
        w->needs_composing = true;
}

/* NFC of s, malloc'd and NUL-ended; NULL without memory. */
static char *compose(const char *s, size_t len)
{
    utf8proc_uint8_t *out = NULL;

    if (utf8proc_map((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)len, &out,
                     UTF8PROC_STABLE | UTF8PROC_COMPOSE) < 0)
        return NULL;
    return (char *)out;
}

bool plx_folded_finish(plx_folded *w)
{
    char *nfc;

    if (!w->needs_composing || w->len == 0)
        return true;
    nfc = compose(w->s, w->len);
    if (!nfc)
        return false;
    w->len = (uint32_t)plx_utf8_cut(nfc, strnlen(nfc, PLX_WORD_MAX));
    memcpy(w->s, nfc, w->len);
    free(nfc);
    return true;
}

static void fold_into(plx_strbuf *out, uint32_t cp)
{
    uint32_t folded[PLX_FOLD_MAX];
    utf8proc_uint8_t bytes[4];
    size_t n = plx_char_fold(cp, folded);

    for (size_t i = 0; i < n; i++)
        plx_strbuf_add(out, bytes,
                       (size_t)utf8proc_encode_char((utf8proc_int32_t)folded[i], bytes));
}

/* Fold valid, composed UTF-8 and squeeze its white space. */
static void fold_text(const char *s, size_t len, plx_strbuf *out)
{
    bool blank = false;

    for (size_t i = 0; i < len;) {
        uint32_t cp;
        plx_char_class c;

        i += plx_utf8_decode(s + i, len - i, &cp);
        c = plx_char_classify(cp);
        if (c == PLX_CHAR_APOSTROPHE || c == PLX_CHAR_IGNORE)
            continue;
        if (c == PLX_CHAR_BLANK || c == PLX_CHAR_NEWLINE) {
            blank = true;
            continue;
        }
        if (blank && out->len > 0)
            plx_strbuf_putc(out, ' ');
        blank = false;
        fold_into(out, cp);
    }
}

char *plx_fold(const char *s, size_t len)
{
    plx_strbuf clean = PLX_STRBUF_INIT;
    plx_strbuf folded = PLX_STRBUF_INIT;
    char *composed = NULL;
    char *result = NULL;

    plx_utf8_clean(s, len, &clean);
    if (!clean.failed)
        composed = compose(clean.s, clean.len);
    if (composed) {
        fold_text(composed, strlen(composed), &folded);
        if (!folded.failed)
            result = compose(folded.s, folded.len);
    }
    free(composed);
    plx_strbuf_release(&folded);
    plx_strbuf_release(&clean);
    return result;
}
