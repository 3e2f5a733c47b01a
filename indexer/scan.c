#include "indexer/scan.h"

#include <string.h>
#include <strings.h>

/* Blanks and separators allowed between two parts. */
#define GAP_MAX 8

bool plx_scan_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool plx_scan_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
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

    if (!plx_scan_text(&t, word) || (t.p < t.end && plx_scan_is_letter(*t.p)))
        return false;
    *c = t;
    return true;
}

void plx_scan_skip(plx_scan *c, const char *set)
{
    for (int i = 0; i < GAP_MAX && plx_scan_take(c, set); i++)
        continue;
}

bool plx_scan_number(plx_scan *c, int min, int max, int *out)
{
    int n = 0;
    int v = 0;
    plx_scan t = *c;

    for (; t.p < t.end && plx_scan_is_digit(*t.p); t.p++, n++) {
        if (n == max)
            return false;
        v = v * 10 + (*t.p - '0');
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
