#include "collection/note_name.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "base/utf8.h"
#include "text/chars.h"

/* Between letters of Persian and of Indian scripts these are spelling. */
#define ZERO_WIDTH_NON_JOINER 0x200c
#define ZERO_WIDTH_JOINER     0x200d
/* Bytes of a name that is too long, for the message. (Composing at most trebles a name.) */
#define SHOWN 20

static bool may_stand(uint32_t cp, bool is_first)
{
    plx_char_class c = plx_char_classify(cp);

    if (plx_char_begins(c) || c == PLX_CHAR_SINGLE)
        return true;
    return !is_first && (c == PLX_CHAR_MARK || cp == '-' || cp == '_' || cp == '.' ||
                         cp == ZERO_WIDTH_NON_JOINER || cp == ZERO_WIDTH_JOINER);
}

static bool is_name(const char *s, size_t len)
{
    size_t at = 0;
    uint32_t cp;

    if (!len || !plx_utf8_valid(s, len))
        return false;
    while (at < len) {
        size_t n = plx_utf8_decode(s + at, len - at, &cp);

        if (!may_stand(cp, at == 0))
            return false;
        at += n;
    }
    return true;
}

static utf8proc_int32_t lower(utf8proc_int32_t cp, void *ctx)
{
    (void)ctx;
    return utf8proc_tolower(cp);
}

/* One form for what reads the same: composed (NFC), each letter in lower case. */
static char *normalise(const char *s, size_t len)
{
    utf8proc_uint8_t *out = NULL;

    if (utf8proc_map_custom((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)len, &out,
                            (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE), lower,
                            NULL) < 0)
        return NULL;
    return (char *)out;
}

static plx_status refuse_length(const char *what, const char *s, plx_error *err)
{
    return plx_fail(err, PLX_ERR_LIMIT, "the %s '%.*s...' is longer than %d bytes", what,
                    (int)plx_utf8_cut(s, SHOWN), s, PLX_NOTE_NAME_MAX);
}

plx_status plx_note_name_read(const char *what, const char *s, size_t len,
                              char out[PLX_NOTE_NAME_MAX + 1], plx_error *err)
{
    char *name;
    size_t n;

    if (len > PLX_NOTE_NAME_MAX)
        return refuse_length(what, s, err);
    if (!is_name(s, len))
        return plx_fail(err, PLX_ERR_INVALID,
                        "'%.*s' is no %s: letters, digits, '-', '_' and '.', a letter or digit "
                        "first",
                        (int)len, s, what);
    name = normalise(s, len);
    if (!name)
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", what);
    n = strlen(name);
    if (n <= PLX_NOTE_NAME_MAX)
        memcpy(out, name, n + 1);
    free(name);
    return n <= PLX_NOTE_NAME_MAX ? PLX_OK : refuse_length(what, s, err);
}
