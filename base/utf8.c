#include "base/utf8.h"

#include <string.h>

#define REPLACEMENT 0xfffdu
static const char replacement_utf8[] = "\xef\xbf\xbd";

/* 0x01 and 0x80 in each of eight bytes. */
#define ONES     UINT64_C(0x0101010101010101)
#define TOP_BITS UINT64_C(0x8080808080808080)

static bool is_cont(unsigned char c)
{
    return (c & 0xc0) == 0x80;
}

/* Bytes of a sequence by its first byte; 0 if none starts so. */
static size_t sequence_length(unsigned char c)
{
    if (c < 0x80)
        return 1;
    if (c < 0xc2) /* continuation bytes, and C0 C1: overlong ASCII */
        return 0;
    if (c < 0xe0)
        return 2;
    if (c < 0xf0)
        return 3;
    return c < 0xf5 ? 4 : 0;
}

/* The second byte rules out overlong forms, surrogates and what is over U+10FFFF
 * (The Unicode Standard, table 3-7). */
static bool second_is_good(unsigned char c0, unsigned char c1)
{
    switch (c0) {
    case 0xe0:
        return c1 >= 0xa0 && c1 <= 0xbf;
    case 0xed:
        return c1 >= 0x80 && c1 <= 0x9f;
    case 0xf0:
        return c1 >= 0x90 && c1 <= 0xbf;
    case 0xf4:
        return c1 >= 0x80 && c1 <= 0x8f;
    default:
        return is_cont(c1);
    }
}

size_t plx_utf8_decode(const char *p, size_t n, uint32_t *cp)
{
    const unsigned char *u = (const unsigned char *)p;
    size_t k = sequence_length(u[0]);
    uint32_t v;

    *cp = REPLACEMENT;
    if (k == 1) {
        *cp = u[0];
        return 1;
    }
    if (k == 0 || k > n || !second_is_good(u[0], u[1]))
        return 1;
    v = u[0] & (0xffu >> (k + 1));
    for (size_t i = 1; i < k; i++) {
        if (!is_cont(u[i]))
            return 1;
        v = v << 6 | (u[i] & 0x3fu);
    }
    *cp = v;
    return k;
}

/* Length of the ASCII at the start of p, in steps of eight bytes. */
static size_t ascii_blocks(const char *p, size_t n)
{
    size_t i = 0;

    while (n - i >= 8) {
        uint64_t block;
        memcpy(&block, p + i, 8);
        if (block & TOP_BITS)
            break;
        i += 8;
    }
    return i;
}

bool plx_utf8_valid(const char *p, size_t n)
{
    size_t i = 0;

    while (i < n) {
        uint32_t cp;
        size_t k;

        i += ascii_blocks(p + i, n - i);
        if (i == n)
            break;
        k = plx_utf8_decode(p + i, n - i, &cp);
        if (cp == REPLACEMENT && k == 1)
            return false;
        i += k;
    }
    return true;
}

static bool is_unwanted_control(uint32_t cp)
{
    return (cp < 0x20 && cp != '\t' && cp != '\n') || (cp >= 0x7f && cp < 0xa0);
}

/* Length of the printable ASCII (0x20 to 0x7e) at the start of p, in steps of eight bytes. The
 * top bit of a byte of the sum comes up for one under 0x20, or for DEL, where all are under 0x80;
 * a borrow may only ever blame one more byte of a block that is blamed already. */
static size_t printable_blocks(const char *p, size_t n)
{
    size_t i = 0;

    while (n - i >= 8) {
        uint64_t block;
        memcpy(&block, p + i, 8);
        if ((block | (block - ONES * 0x20) | (block + ONES)) & TOP_BITS)
            break;
        i += 8;
    }
    return i;
}

void plx_utf8_clean(const char *p, size_t n, plx_strbuf *out)
{
    size_t kept = 0; /* p[kept..i) is good and not yet appended */
    size_t i = 0;

    while (i < n) {
        uint32_t cp;
        size_t k;
        bool is_bad;

        if (!((unsigned char)p[i] & 0x80)) /* other scripts need no second look */
            i += printable_blocks(p + i, n - i);
        if (i == n)
            break;
        k = plx_utf8_decode(p + i, n - i, &cp);
        is_bad = cp == REPLACEMENT && k == 1;
        if (is_bad || is_unwanted_control(cp)) {
            plx_strbuf_add(out, p + kept, i - kept);
            plx_strbuf_puts(out, is_bad ? replacement_utf8 : " ");
            kept = i + k;
        }
        i += k;
    }
    plx_strbuf_add(out, p + kept, n - kept);
}

size_t plx_utf8_cut(const char *p, size_t n)
{
    size_t back = 0;
    size_t k;

    while (back < n && back < 3 && is_cont((unsigned char)p[n - 1 - back]))
        back++;
    if (back == n)
        return n;
    /* p[n - 1 - back] begins the last sequence, of which back + 1 bytes are there */
    k = sequence_length((unsigned char)p[n - 1 - back]);
    return k > back + 1 ? n - 1 - back : n;
}

bool plx_utf8_is_bidi_control(uint32_t cp)
{
    return (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069);
}

size_t plx_utf8_count(const char *p, size_t n)
{
    size_t count = 0;
    size_t i = 0;

    while (i < n) {
        uint32_t cp;
        size_t ascii = ascii_blocks(p + i, n - i);

        count += ascii;
        i += ascii;
        if (i == n)
            break;
        i += plx_utf8_decode(p + i, n - i, &cp);
        count++;
    }
    return count;
}
