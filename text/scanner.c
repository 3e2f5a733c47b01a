#include "text/scanner.h"

#include <endian.h>
#include <string.h>

#include "base/utf8.h"
#include "text/language.h"

static plx_char_class class_beyond_ascii(const plx_scanner *s, size_t at, uint32_t *cp, size_t *n)
{
    *n = plx_utf8_decode(s->text + at, s->len - at, cp);
    return *cp < PLX_CHARMAP_SIZE ? s->map->class_of[*cp] : plx_char_classify(*cp);
}

/* Class of the character at a byte offset, which may be the end of the text. */
static inline plx_char_class class_at(const plx_scanner *s, size_t at, uint32_t *cp, size_t *n)
{
    plx_char_class c;

    *cp = 0;
    *n = 0;
    if (at >= s->len)
        return PLX_CHAR_OTHER;
    c = s->map->byte[(unsigned char)s->text[at]];
    if (c == PLX_CHAR_HIGH)
        return class_beyond_ascii(s, at, cp, n);
    *cp = (unsigned char)s->text[at];
    *n = 1;
    return c;
}

static plx_char_class peek(const plx_scanner *s, size_t at)
{
    uint32_t cp;
    size_t n;

    return class_at(s, at, &cp, &n);
}

typedef struct quote_pair {
    uint32_t open, close;
} quote_pair;

/* Which mark ends a quotation that began with which; several may. A straight one ends all:
 * pages mix them. */
static const quote_pair quotes[] = {
    { '"', '"' },       { '"', 0x201D },    { 0x201C, 0x201D }, { 0x201C, '"' },
    { 0x201E, 0x201C }, { 0x201E, 0x201D }, { 0x201E, '"' },    { 0x201F, 0x201D },
    { 0x00AB, 0x00BB }, { 0x00BB, 0x00AB }, { 0x201D, 0x201D },
};

static bool closes(uint32_t open, uint32_t cp)
{
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
        if (quotes[i].open == open && quotes[i].close == cp)
            return true;
    return false;
}

/* A straight mark opens before text and not after a digit (6" is a length). */
static bool may_open(const plx_scanner *s, uint32_t cp)
{
    plx_char_class next;

    if (cp != '"')
        return true;
    if (s->at > 0 && s->text[s->at - 1] >= '0' && s->text[s->at - 1] <= '9')
        return false;
    next = peek(s, s->at + 1);
    return next != PLX_CHAR_BLANK && next != PLX_CHAR_NEWLINE;
}

static void meet_quote(plx_scanner *s, uint32_t cp)
{
    if (s->opened) {
        if (closes(s->opened, cp))
            s->opened = 0;
    } else if (may_open(s, cp)) {
        s->opened = cp;
    }
}

static void meet_newline(plx_scanner *s)
{
    if (++s->newlines < 2)
        return;
    s->paragraph = true;
    s->opened = 0;
}

/* Step over one character between words; false if a word begins here. */
static bool skip_char(plx_scanner *s)
{
    uint32_t cp;
    size_t n;
    plx_char_class c = class_at(s, s->at, &cp, &n);

    if (plx_char_begins(c) || c == PLX_CHAR_SINGLE)
        return false;
    if (c == PLX_CHAR_NEWLINE)
        meet_newline(s);
    else if (c != PLX_CHAR_BLANK && c != PLX_CHAR_IGNORE)
        s->newlines = 0;
    if (c == PLX_CHAR_QUOTE)
        meet_quote(s, cp);
    if (c == PLX_CHAR_POINT || c == PLX_CHAR_END)
        s->may_end = true;
    s->at += n;
    return true;
}

bool plx_scanner_gap(plx_scanner *s)
{
    while (s->at < s->len) {
        plx_char_class c = s->map->byte[(unsigned char)s->text[s->at]];

        if (plx_char_begins(c))
            return true;
        if (c == PLX_CHAR_BLANK)
            s->at++;
        else if (!skip_char(s))
            return true;
    }
    return false;
}

static void append(plx_scanner *s, plx_part *p, uint32_t cp, plx_char_class c, size_t n)
{
    plx_folded_add(&p->word, s->map, cp);
    if (c != PLX_CHAR_MARK) {
        p->chars++;
        p->last = c;
    }
    p->letters += plx_char_is_letter(c);
    p->upper += c == PLX_CHAR_UPPER;
    s->at += n;
    p->end = s->at;
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Eight bytes of text as one number, the first lowest; those past its end are zeros. */
static uint64_t load_eight(const plx_scanner *s, size_t at)
{
    uint64_t bytes = 0;

    if (s->len - at >= sizeof bytes)
        memcpy(&bytes, s->text + at, sizeof bytes);
    else
        memcpy(&bytes, s->text + at, s->len - at);
    return le64toh(bytes);
}

/* The high bit of each of eight bytes (all below 0x80) that is from..to: no sum goes over into the
 * next byte. */
static uint64_t between(uint64_t bytes, unsigned char from, unsigned char to)
{
    return (bytes + EACH(0x80u - from)) & ~(bytes + EACH(0x7Fu - to)) & EACH(0x80u);
}

/* How many of the bytes below `mask` have their high bit set. */
static uint32_t count_high(uint64_t bits, uint64_t mask)
{
    return (uint32_t)(((bits & mask) >> 7) * EACH(1u) >> 56);
}

/* Lower-case the ASCII letters and digits that stand here, eight bytes at most; how many. By
 * characters this would be the slowest part of indexing: where a word ends cannot be guessed, so
 * that each would cost a branch taken wrong. */
static uint32_t append_eight(plx_scanner *s, plx_part *p)
{
    uint64_t bytes = load_eight(s, s->at);
    uint64_t low = bytes & EACH(0x7Fu);
    uint64_t lower = low | EACH(0x20u); /* digits have the bit already */
    uint64_t letters = between(lower, 'a', 'z') & ~bytes;
    uint64_t digits = between(low, '0', '9') & ~bytes;
    uint64_t others = ~(letters | digits) & EACH(0x80u);
    uint32_t n = others ? (uint32_t)__builtin_ctzll(others) / 8 : 8;
    uint32_t room = p->word.is_full ? 0 : PLX_WORD_MAX - p->word.len;
    uint64_t mask;

    n = n < room ? n : room;
    if (n == 0)
        return 0;
    mask = ~UINT64_C(0) >> (64 - 8 * n);
    lower = htole64(lower);
    memcpy(p->word.s + p->word.len, &lower, 8);
    p->letters += count_high(letters, mask);
    p->upper += count_high(between(low, 'A', 'Z') & ~bytes, mask);
    p->last = s->map->byte[(unsigned char)s->text[s->at + n - 1]];
    p->chars += n;
    p->word.len += n;
    s->at += n;
    p->end = s->at;
    return n;
}

/* The fast path: a run of ASCII letters and digits. */
static void append_ascii(plx_scanner *s, plx_part *p)
{
    while (append_eight(s, p) == 8)
        ;
}

/* At an apostrophe: drop it between letters; drop a final 's and end the word. */
static bool pass_apostrophe(plx_scanner *s, const plx_part *p, size_t n)
{
    uint32_t cp;
    size_t next_n;
    plx_char_class next = class_at(s, s->at + n, &cp, &next_n);

    if (!plx_char_is_letter(next))
        return false;
    if ((cp == 's' || cp == 'S') && !plx_char_continues(peek(s, s->at + n + next_n))) {
        s->at += n + next_n;
        return false;
    }
    if (!plx_char_is_letter(p->last) || plx_language_elides(s->language, p->word.s, p->word.len))
        return false;
    s->at += n;
    return true;
}

/* At the point after a letter: is it part of "U.S." or of "U.S.-led"? */
static bool pass_initial(plx_scanner *s, plx_part *p, size_t n)
{
    uint32_t cp;
    size_t next_n;
    plx_char_class next = class_at(s, s->at + n, &cp, &next_n);

    if (plx_char_is_letter(next) && !plx_char_continues(peek(s, s->at + n + next_n))) {
        s->at += n;
        append(s, p, cp, next, next_n);
        p->is_initials = true;
        return true;
    }
    if (p->is_initials && (next == PLX_CHAR_HYPHEN || next == PLX_CHAR_APOSTROPHE)) {
        s->may_end = true;
        s->at += n;
        return true;
    }
    return false;
}

static bool pass_point(plx_scanner *s, plx_part *p, size_t n)
{
    if (p->last == PLX_CHAR_DIGIT && peek(s, s->at + n) == PLX_CHAR_DIGIT) {
        plx_folded_put(&p->word, '.');
        s->at += n;
        return true;
    }
    if (p->is_initials || (p->chars == 1 && p->letters == 1))
        return pass_initial(s, p, n);
    return false;
}

static bool is_number(const plx_folded *w)
{
    for (uint32_t i = 0; i < w->len; i++)
        if (w->s[i] < '0' || w->s[i] > '9')
            return false;
    return true;
}

/* At a comma: is it followed by a group of exactly three digits? */
static bool pass_comma(plx_scanner *s, plx_part *p, size_t n)
{
    size_t at = s->at + n;
    uint32_t cp;
    size_t next_n;

    if ((!p->is_grouped && p->word.len > 3) || !is_number(&p->word))
        return false;
    for (int digits = 0; digits < 3; digits++, at += next_n)
        if (class_at(s, at, &cp, &next_n) != PLX_CHAR_DIGIT)
            return false;
    if (peek(s, at) == PLX_CHAR_DIGIT)
        return false;
    p->is_grouped = true;
    s->at += n;
    return true;
}

/* After a run of ASCII: does the word go on, and over what? */
static bool go_on(plx_scanner *s, plx_part *p)
{
    uint32_t cp;
    size_t n;
    plx_char_class c = class_at(s, s->at, &cp, &n);

    if (plx_char_continues(c)) {
        append(s, p, cp, c, n);
        return true;
    }
    switch (c) {
    case PLX_CHAR_APOSTROPHE:
        return pass_apostrophe(s, p, n);
    case PLX_CHAR_POINT:
        return pass_point(s, p, n);
    case PLX_CHAR_COMMA:
        return pass_comma(s, p, n);
    case PLX_CHAR_IGNORE:
        s->at += n;
        return true;
    default:
        return false;
    }
}

/* An ideograph or the like, with its marks. */
static void read_single(plx_scanner *s, plx_part *p)
{
    uint32_t cp;
    size_t n;
    plx_char_class c = class_at(s, s->at, &cp, &n);

    do {
        append(s, p, cp, c, n);
        c = class_at(s, s->at, &cp, &n);
    } while (c == PLX_CHAR_MARK);
}

bool plx_scanner_part(plx_scanner *s, plx_part *p)
{
    plx_char_class first = peek(s, s->at);

    plx_folded_reset(&p->word);
    p->start = p->end = s->at;
    p->chars = p->letters = p->upper = 0;
    p->last = PLX_CHAR_OTHER;
    p->is_capital = first == PLX_CHAR_UPPER;
    p->is_initials = p->is_grouped = false;
    s->newlines = 0;
    if (first == PLX_CHAR_SINGLE) {
        read_single(s, p);
    } else {
        do
            append_ascii(s, p);
        while (go_on(s, p));
    }
    return plx_folded_finish(&p->word);
}

bool plx_scanner_hyphen(plx_scanner *s)
{
    uint32_t cp;
    size_t n;

    if (class_at(s, s->at, &cp, &n) != PLX_CHAR_HYPHEN || !plx_char_begins(peek(s, s->at + n)))
        return false;
    s->at += n;
    return true;
}
