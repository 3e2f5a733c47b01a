#include "collection/note_name.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"

static bool is_name_byte(unsigned char c, bool is_first)
{
    return c >= 0x80 || isalnum(c) || (!is_first && strchr("-_.", c) && c);
}

plx_status plx_note_name_read(const char *what, const char *s, size_t len,
                              char out[PLX_NOTE_NAME_MAX + 1], plx_error *err)
{
    size_t i;

    if (len > PLX_NOTE_NAME_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "the %s '%.40s...' is longer than %d bytes", what, s,
                        PLX_NOTE_NAME_MAX);
    for (i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];

        if (!is_name_byte(c, i == 0))
            break;
        out[i] = (char)(c < 0x80 ? tolower(c) : c);
    }
    out[i] = '\0';
    if (!len || i < len || !plx_utf8_valid(s, len))
        return plx_fail(err, PLX_ERR_INVALID,
                        "'%.*s' is no %s: letters, digits, '-', '_' and '.', a letter or digit "
                        "first",
                        (int)len, s, what);
    return PLX_OK;
}
