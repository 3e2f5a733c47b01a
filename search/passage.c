#include "search/passage.h"

#include <string.h>

#include "base/utf8.h"
#include "search/occurrences.h"
#include "text/language.h"

/* Letters and digits; beginnings of one of them that are told apart. */
#define FIRSTS       36
#define PREFIXES_MAX 8
#define PREFIX_BYTES 4
/* Looked at around a passage beyond what its bounds need, so that the first sentence is seen to
 * begin. */
#define MARGIN 64
/* About so many bytes are a word, where words are not counted. */
#define WORD_BYTES 6
/* Bytes scanned at a time. */
#define BLOCK 512

/* What begins a word that may be the query's. */
typedef struct prefix {
    uint32_t mask, bytes;
} prefix;

/* What a byte may be. */
enum {
    BEGINS = 1, /* may begin a word of the query, if the byte before it is not INSIDE */
    INSIDE = 2  /* an ASCII letter or digit */
};

typedef struct beginnings {
    prefix item[FIRSTS][PREFIXES_MAX];
    unsigned count[FIRSTS]; /* PREFIXES_MAX + 1: all words with this first letter */
    unsigned char byte[256];
} beginnings;

static unsigned char byte_at(const char *text, size_t i)
{
    return (unsigned char)text[i];
}

static bool is_blank(unsigned char c)
{
    return c <= ' ';
}

/* Number of an ASCII letter in either case, or digit; FIRSTS for all else. */
static unsigned first_of(unsigned char c)
{
    unsigned letter = (c | 0x20u) - 'a', digit = c - (unsigned)'0';

    return letter < 26 ? letter : digit < 10 ? 26 + digit : FIRSTS;
}

/* ------------------------------------------------------------ beginnings */

/* A digit may have a comma behind it in the text: digits are told by the first alone. */
static size_t prefix_length(const char *stem, size_t len)
{
    size_t n = len > 3 ? len - 2 : 1, i;

    if (n > PREFIX_BYTES)
        n = PREFIX_BYTES;
    for (i = 1; i < n && first_of(byte_at(stem, i)) < 26; i++)
        ;
    return first_of(byte_at(stem, 0)) < 26 ? i : 1;
}

static void add_stem(beginnings *b, const char *stem, size_t len)
{
    unsigned first = len ? first_of(byte_at(stem, 0)) : FIRSTS, i;
    char bytes[PREFIX_BYTES] = "", mask[PREFIX_BYTES] = "";
    prefix p;

    if (first == FIRSTS)
        return; /* words that begin with it always count as possible */
    memcpy(bytes, stem, prefix_length(stem, len));
    memset(mask, 0xff, prefix_length(stem, len));
    memcpy(&p.bytes, bytes, PREFIX_BYTES);
    memcpy(&p.mask, mask, PREFIX_BYTES);
    for (i = 0; i < b->count[first] && i < PREFIXES_MAX; i++)
        if (b->item[first][i].bytes == p.bytes && b->item[first][i].mask == p.mask)
            return;
    if (b->count[first] < PREFIXES_MAX)
        b->item[first][b->count[first]] = p;
    if (b->count[first] <= PREFIXES_MAX)
        b->count[first]++;
}

/* A byte beyond ASCII may begin a letter that folding changes. */
static void mark_bytes(beginnings *b)
{
    unsigned c;

    for (c = 0; c < 256; c++) {
        unsigned first = first_of((unsigned char)c);

        if (first < FIRSTS)
            b->byte[c] = INSIDE | (b->count[first] ? BEGINS : 0);
        else
            b->byte[c] = c >= 0xc3 ? BEGINS : 0;
    }
}

static void make_beginnings(const plx_highlight *hl, beginnings *b)
{
    size_t i, len;

    memset(b->count, 0, sizeof b->count);
    for (i = 0; i < hl->count; i++) {
        const char *stem = plx_map_key(hl->stems, (uint32_t)i, &len);

        add_stem(b, stem, len);
    }
    mark_bytes(b);
}

/* Is there a byte behind the first that folding may drop or change? */
static bool may_fold(const char *s)
{
    size_t i;

    for (i = 1; i < PREFIX_BYTES; i++) {
        unsigned char c = byte_at(s, i);

        if (c >= 0x80 || c == '\'' || c == '`' || c == '.')
            return true;
    }
    return false;
}

/* May the word that begins at s be one of the query's? */
static bool may_match(const beginnings *b, const char *s, size_t len)
{
    unsigned first = first_of(byte_at(s, 0)), i;
    uint32_t word;

    if (len < PREFIX_BYTES)
        return true;
    if (first == FIRSTS) /* but for dashes and quotation marks */
        return byte_at(s, 0) != 0xe2 || byte_at(s, 1) != 0x80;
    if (b->count[first] > PREFIXES_MAX)
        return true;
    memcpy(&word, s, PREFIX_BYTES);
    word |= 0x20202020u; /* letters to lower case */
    for (i = 0; i < b->count[first]; i++)
        if ((word & b->item[first][i].mask) == b->item[first][i].bytes)
            return true;
    return may_fold(s);
}

/* -------------------------------------------------------------- scanning */

/* A text while it is scanned. Positions are exact from one piece to the next, else about right: a
 * phrase with bytes between its words that are no text is not seen to be one. */
typedef struct scan {
    const plx_snippet_text *text;
    const plx_highlight *hl;
    uint64_t bits;
    plx_occurrences found;
    size_t last_end;   /* of the last piece that was analysed */
    uint32_t last_pos; /* of its last word */
} scan;

static size_t piece_end(const char *text, size_t len, size_t i)
{
    while (i < len && !is_blank(byte_at(text, i)))
        i++;
    return i;
}

/* Words between the last piece and this, about; exact where there is none. */
static uint32_t words_between(const scan *s, size_t start)
{
    const char *text = s->text->s;
    size_t i = s->last_end;

    while (i < start && first_of(byte_at(text, i)) == FIRSTS && byte_at(text, i) < 0x80)
        i++;
    return i == start ? 0 : 1 + (uint32_t)((start - i) / WORD_BYTES);
}

/* Analyse what stands between two blanks: no word reaches over one. */
static plx_status look_at(scan *s, size_t start, size_t end, plx_error *err)
{
    uint32_t pos = s->last_pos + words_between(s, start);
    const plx_snippet_text *text = s->text;
    plx_status rc =
        plx_analyser_run(text->an, text->lang, text->s + start, end - start, text->tokens, err);

    if (!rc)
        rc = plx_occurrences_find(text->tokens, s->hl, s->bits, start, pos, &s->found, err);
    s->last_pos = pos + text->tokens->last_pos;
    s->last_end = end;
    return rc;
}

/* Where words that may be the query's begin in the text from `start` on; their number. Without a
 * branch: of every ten words one or two end so that the processor cannot guess it. */
static size_t list_words(const beginnings *b, const char *text, size_t start, size_t end,
                         size_t word[BLOCK])
{
    unsigned before = start ? b->byte[byte_at(text, start - 1)] : 0;
    size_t n = 0, i;

    for (i = start; i < end; i++) {
        unsigned c = b->byte[byte_at(text, i)];

        word[n] = i;
        n += c & ~(before >> 1) & BEGINS;
        before = c;
    }
    return n;
}

static size_t blank_before(const char *text, size_t low, size_t i)
{
    while (i > low && !is_blank(byte_at(text, i - 1)))
        i--;
    return i;
}

static plx_status run(scan *s, const beginnings *b, plx_error *err)
{
    const char *text = s->text->s;
    size_t len = s->text->len, word[BLOCK], at, n, i;
    plx_status rc = PLX_OK;

    for (at = 0; !rc && at < len; at += BLOCK) {
        n = list_words(b, text, at, len - at < BLOCK ? len : at + BLOCK, word);
        for (i = 0; !rc && i < n; i++)
            if (word[i] >= s->last_end && may_match(b, text + word[i], len - word[i]))
                rc = look_at(s, blank_before(text, s->last_end, word[i]),
                             piece_end(text, len, word[i]), err);
    }
    return rc;
}

/* -------------------------------------------------------------- passages */

/* So far before and behind a passage as its bounds may be. */
static plx_passage surroundings(const scan *s, size_t start, size_t end, size_t bytes)
{
    size_t spare = bytes > end - start ? bytes - (end - start) : 0, room = spare + MARGIN;
    size_t len = s->text->len;
    plx_passage p = { start > room ? blank_before(s->text->s, 0, start - room) : 0,
                      end + room < len ? piece_end(s->text->s, len, end + room) : len };

    return p;
}

/* Does the phrase of one word of the query go on at the next? */
static bool goes_on(const plx_occurrence *x)
{
    return x[0].in_phrase && x[1].in_phrase && x[1].pos == x[0].pos + 1;
}

/* A phrase that is cut would not be known as one: its words may stand far apart, and little be
 * asked for. */
static void keep_phrases(const plx_occurrences *o, size_t *first, size_t *last)
{
    while (*first && goes_on(&o->items[*first - 1]))
        --*first;
    while (*last + 1 < o->count && goes_on(&o->items[*last]))
        ++*last;
}

static plx_status choose(scan *s, size_t bytes, plx_passage *out, plx_error *err)
{
    size_t first = 0, last = 0;
    plx_status rc = PLX_OK;

    plx_occurrences_settle(&s->found, s->hl);
    if (!s->found.count) {
        *out = surroundings(s, 0, 0, bytes);
        return PLX_OK;
    }
    rc = plx_occurrences_best(&s->found, s->hl, bytes, &first, &last, err);
    keep_phrases(&s->found, &first, &last);
    if (!rc)
        *out = surroundings(s, s->found.items[first].start,
                            s->found.items[last].start + s->found.items[last].len, bytes);
    return rc;
}

static bool keeps_beginnings(const char *lang)
{
    int language = plx_language_find(lang);

    return language == PLX_LANGUAGE_NONE || language == plx_language_find("en");
}

plx_status plx_passage_find(const plx_snippet_text *text, const plx_highlight *hl, size_t bytes,
                            plx_passage *out, plx_error *err)
{
    scan s = { .text = text, .hl = hl };
    beginnings b;
    plx_status rc = PLX_OK;

    *out = (plx_passage){ 0, text->len };
    if (!keeps_beginnings(text->lang) || text->len <= 2 * bytes)
        return PLX_OK;
    s.bits = plx_occurrences_bits(hl);
    make_beginnings(hl, &b);
    if (hl->count)
        rc = run(&s, &b, err);
    if (!rc)
        rc = choose(&s, bytes, out, err);
    plx_occurrences_release(&s.found);
    return rc;
}
