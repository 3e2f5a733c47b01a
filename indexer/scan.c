#include "indexer/scan.h"

#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "text/chars.h"

/* Blanks and separators allowed between two parts. */
#define GAP_MAX 8

static const unsigned char *bytes(const plx_scan *c)
{
    return (const unsigned char *)c->p;
}

size_t plx_scan_digit(const plx_scan *c, int *value)
{
    const unsigned char *b = bytes(c);
    int v = -1;
    size_t n = 2;

    if (c->p == c->end)
        return 0;
    if (*b < 0x80) {
        v = *b - '0';
        n = 1;
    } else if (c->end - c->p > 1 && *b == 0xd9) { /* U+0660 to U+0669 */
        v = b[1] - 0xa0;
    } else if (c->end - c->p > 1 && *b == 0xdb) { /* U+06F0 to U+06F9 */
        v = b[1] - 0xb0;
    }
    if (v < 0 || v > 9)
        return 0;
    if (value)
        *value = v;
    return n;
}

/* Bytes of a character that separates words as an ASCII one does: the ASCII one in *as. */
static size_t separator(const plx_scan *c, char *as)
{
    static const struct {
        const char *from;
        char as;
    } table[] = {
        { "\xc2\xa0", ' ' },     { "\xd8\x8c", ',' },     { "\xe2\x80\xaf", ' ' },
        { "\xe2\x80\x8e", ' ' }, { "\xe2\x80\x8f", ' ' }, { "\xe2\x80\xaa", ' ' },
        { "\xe2\x80\xab", ' ' }, { "\xe2\x80\xac", ' ' }, { "\xe2\x80\xad", ' ' },
        { "\xe2\x80\xae", ' ' }, { "\xe2\x81\xa6", ' ' }, { "\xe2\x81\xa7", ' ' },
        { "\xe2\x81\xa8", ' ' }, { "\xe2\x81\xa9", ' ' }, { "\xd8\x9c", ' ' },
        { "\xe2\x80\x93", '-' }, { "\xe2\x80\x94", '-' }, { "\xe2\x80\x91", '-' },
    };

    if (c->p == c->end)
        return 0;
    if (*bytes(c) < 0x80) {
        *as = *c->p;
        return *as != '\0';
    }
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        size_t n = strlen(table[i].from);

        if ((size_t)(c->end - c->p) >= n && memcmp(c->p, table[i].from, n) == 0) {
            *as = table[i].as;
            return n;
        }
    }
    return 0;
}

/* Non-ASCII punctuation: U+0080 to U+00BF but the ordinals, U+060C, U+061B, U+061F, U+2000
 * to U+206F but the joiners U+200C and U+200D. */
static bool is_punctuation(uint32_t cp)
{
    return (cp < 0xc0 && cp != 0xaa && cp != 0xba) || cp == 0x60c || cp == 0x61b || cp == 0x61c ||
           cp == 0x61f || (cp >= 0x2000 && cp < 0x2070 && cp != 0x200c && cp != 0x200d);
}

size_t plx_scan_letter(const plx_scan *c)
{
    uint32_t cp;
    size_t n;

    if (c->p == c->end)
        return 0;
    if (*bytes(c) < 0x80)
        return (*c->p >= 'a' && *c->p <= 'z') || (*c->p >= 'A' && *c->p <= 'Z');
    if (plx_scan_digit(c, NULL))
        return 0;
    n = plx_utf8_decode(c->p, (size_t)(c->end - c->p), &cp);
    return is_punctuation(cp) ? 0 : n;
}

void plx_scan_pass_letters(plx_scan *c)
{
    for (size_t n; (n = plx_scan_letter(c)) > 0;)
        c->p += n;
}

void plx_scan_pass_digits(plx_scan *c)
{
    for (size_t n; (n = plx_scan_digit(c, NULL)) > 0;)
        c->p += n;
}

bool plx_scan_take(plx_scan *c, const char *set)
{
    if (c->p == c->end || *c->p == '\0' || !strchr(set, *c->p))
        return false;
    c->p++;
    return true;
}

bool plx_scan_text(plx_scan *c, const char *text)
{
    size_t n = strlen(text);

    if ((size_t)(c->end - c->p) < n || strncasecmp(c->p, text, n) != 0)
        return false;
    c->p += n;
    return true;
}

bool plx_scan_word(plx_scan *c, const char *word)
{
    plx_scan t = *c;

    if (!plx_scan_text(&t, word) || plx_scan_letter(&t))
        return false;
    *c = t;
    return true;
}

void plx_scan_skip(plx_scan *c, const char *set)
{
    for (int i = 0; i < GAP_MAX; i++) {
        char as = '\0';
        size_t n = separator(c, &as);

        if (n == 0 || !strchr(set, as))
            return;
        c->p += n;
    }
}

bool plx_scan_number(plx_scan *c, int min, int max, int *out)
{
    int n = 0;
    int v = 0;
    int digit;
    plx_scan t = *c;

    for (size_t k; (k = plx_scan_digit(&t, &digit)) > 0; t.p += k, n++) {
        if (n == max)
            return false;
        v = v * 10 + digit;
    }
    if (n < min)
        return false;
    *out = v;
    *c = t;
    return true;
}

bool plx_scan_value(plx_scan *c, const plx_scan_word_value *table, size_t count, int *out)
{
    for (size_t i = 0; i < count; i++) {
        if (plx_scan_word(c, table[i].word)) {
            *out = table[i].value;
            return true;
        }
    }
    return false;
}

/* Zero-width characters and direction marks are not there for a comparison. */
static bool is_invisible(uint32_t cp)
{
    return (cp >= 0x200b && cp <= 0x200f) || (cp >= 0x202a && cp <= 0x202e) ||
           (cp >= 0x2066 && cp <= 0x2069) || cp == 0xad || cp == 0x61c || cp == 0xfeff;
}

/* Room must be left for four bytes and the NUL. */
static size_t put_folded(uint32_t cp, char *out, size_t room)
{
    uint32_t folded[PLX_FOLD_MAX];
    size_t count;
    size_t n = 0;

    if (is_invisible(cp))
        return 0;
    if (cp == 0x2019 || cp == 0x2018) {
        *out = '\'';
        return 1;
    }
    if (cp == 0xa0 || cp == 0x202f) {
        *out = ' ';
        return 1;
    }
    count = plx_char_fold(cp, folded);
    for (size_t i = 0; i < count && n + 5 <= room; i++)
        n += (size_t)utf8proc_encode_char((utf8proc_int32_t)folded[i], (utf8proc_uint8_t *)out + n);
    return n;
}

size_t plx_scan_fold(const char *s, size_t n, char *out, size_t room)
{
    size_t k = 0;

    for (size_t i = 0; i < n && k + 5 <= room;) {
        uint32_t cp = (unsigned char)s[i];

        if (cp < 0x80) {
            out[k++] = (char)(cp >= 'A' && cp <= 'Z' ? cp | 0x20 : cp);
            i++;
            continue;
        }
        i += plx_utf8_decode(s + i, n - i, &cp);
        k += put_folded(cp, out + k, room - k);
    }
    out[k] = '\0';
    return k;
}
