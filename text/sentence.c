#include "text/sentence.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/chars.h"
#include "text/stopwords.h"

/* What lies between two words. */
typedef struct gap {
    size_t cut;        /* where the sentence before it ends, if one does */
    bool is_end;       /* sentence punctuation, with closing quotes and brackets */
    bool is_wide;      /* ... of a script that puts no blank after it */
    bool is_spaced;    /* white space after it */
    bool is_opened;    /* a quotation mark after that */
    bool is_paragraph; /* an empty line */
} gap;

static bool is_closing(uint32_t cp, plx_char_class c)
{
    return c == PLX_CHAR_QUOTE || c == PLX_CHAR_APOSTROPHE || cp == ')' || cp == ']';
}

/* Ideographic stops and dandas. */
static bool is_wide_stop(uint32_t cp)
{
    return cp == 0x0964 || cp == 0x0965 || cp == 0x3002 || cp >= 0xFF01;
}

static void gap_punctuation(gap *g, uint32_t cp, plx_char_class c, size_t end)
{
    if (c == PLX_CHAR_POINT || c == PLX_CHAR_END) {
        g->is_end = true;
        g->is_wide = is_wide_stop(cp);
        g->is_spaced = g->is_opened = false;
        g->cut = end;
    } else if (g->is_spaced) {
        g->is_opened |= c == PLX_CHAR_QUOTE;
    } else if (is_closing(cp, c)) {
        g->cut = end;
    } else {
        g->is_end = false;
    }
}

static gap read_gap(const char *text, size_t from, size_t to)
{
    gap g = { .cut = from };
    size_t line = from; /* first newline of a run of them */
    unsigned newlines = 0;

    for (size_t i = from; i < to;) {
        uint32_t cp;
        size_t n = plx_utf8_decode(text + i, to - i, &cp);
        plx_char_class c = plx_char_classify(cp);

        if (c == PLX_CHAR_NEWLINE && newlines++ == 0)
            line = i;
        if (newlines == 2 && !g.is_paragraph) {
            g.is_paragraph = true;
            if (!g.is_end)
                g.cut = line;
        }
        if (c == PLX_CHAR_NEWLINE || c == PLX_CHAR_BLANK) {
            g.is_spaced |= g.is_end;
        } else if (c != PLX_CHAR_IGNORE) {
            newlines = 0;
            if (!g.is_paragraph) /* what follows an empty line belongs to the next sentence */
                gap_punctuation(&g, cp, c, i + n);
        }
        i += n;
    }
    return g;
}

/* When the point after an abbreviation may end a sentence all the same. */
typedef enum abbreviation_kind {
    NO_ABBREVIATION = 0,
    BEFORE_NAME,   /* never: a title */
    BEFORE_NUMBER, /* unless a digit follows */
    ANYWHERE       /* if a capitalised function word follows: "in the U.S. The" */
} abbreviation_kind;

typedef struct abbreviation {
    char word[10]; /* lower case */
    uint8_t kind;
} abbreviation;

/* Sorted. */
static const abbreviation abbreviations[] = {
    { "adm", BEFORE_NAME },    { "al", ANYWHERE },       { "amb", BEFORE_NAME },
    { "approx", BEFORE_NAME }, { "apr", BEFORE_NUMBER }, { "art", BEFORE_NUMBER },
    { "assn", ANYWHERE },      { "atty", BEFORE_NAME },  { "aug", BEFORE_NUMBER },
    { "ave", ANYWHERE },       { "blvd", ANYWHERE },     { "brig", BEFORE_NAME },
    { "bros", ANYWHERE },      { "bzw", BEFORE_NAME },   { "ca", BEFORE_NUMBER },
    { "capt", BEFORE_NAME },   { "cf", BEFORE_NAME },    { "ch", BEFORE_NUMBER },
    { "cmdr", BEFORE_NAME },   { "co", ANYWHERE },       { "col", BEFORE_NAME },
    { "corp", ANYWHERE },      { "cpl", BEFORE_NAME },   { "dec", BEFORE_NUMBER },
    { "dept", ANYWHERE },      { "dr", BEFORE_NAME },    { "dra", BEFORE_NAME },
    { "est", BEFORE_NUMBER },  { "etc", ANYWHERE },      { "feb", BEFORE_NUMBER },
    { "fig", BEFORE_NUMBER },  { "ft", ANYWHERE },       { "gen", BEFORE_NAME },
    { "gov", BEFORE_NAME },    { "hon", BEFORE_NAME },   { "inc", ANYWHERE },
    { "insp", BEFORE_NAME },   { "jan", BEFORE_NUMBER }, { "jr", ANYWHERE },
    { "jul", BEFORE_NUMBER },  { "jun", BEFORE_NUMBER }, { "lt", BEFORE_NAME },
    { "ltd", ANYWHERE },       { "maj", BEFORE_NAME },   { "mar", BEFORE_NUMBER },
    { "messrs", BEFORE_NAME }, { "mr", BEFORE_NAME },    { "mrs", BEFORE_NAME },
    { "ms", BEFORE_NAME },     { "mt", ANYWHERE },       { "no", BEFORE_NUMBER },
    { "nos", BEFORE_NUMBER },  { "nov", BEFORE_NUMBER }, { "nr", BEFORE_NUMBER },
    { "oct", BEFORE_NUMBER },  { "pp", BEFORE_NUMBER },  { "pres", BEFORE_NAME },
    { "prof", BEFORE_NAME },   { "rd", ANYWHERE },       { "rep", BEFORE_NAME },
    { "reps", BEFORE_NAME },   { "rev", BEFORE_NAME },   { "sec", ANYWHERE },
    { "sen", BEFORE_NAME },    { "sens", BEFORE_NAME },  { "sep", BEFORE_NUMBER },
    { "sept", BEFORE_NUMBER }, { "sgt", BEFORE_NAME },   { "sr", ANYWHERE },
    { "sra", BEFORE_NAME },    { "st", ANYWHERE },       { "supt", BEFORE_NAME },
    { "univ", ANYWHERE },      { "usw", ANYWHERE },      { "vol", BEFORE_NUMBER },
    { "vs", BEFORE_NAME },
};

#define WORD_BYTES sizeof abbreviations[0].word

static int compare(const void *key, const void *row)
{
    return strcmp(key, ((const abbreviation *)row)->word);
}

/* The ASCII letters at s in lower case; "" if there are none or more than fit. */
static size_t lower_word(const char *s, size_t len, char out[WORD_BYTES])
{
    size_t n = 0;

    for (; n < len && ((s[n] | 0x20) >= 'a' && (s[n] | 0x20) <= 'z'); n++) {
        if (n + 1 == WORD_BYTES) {
            out[0] = '\0';
            return 0;
        }
        out[n] = (char)(s[n] | 0x20);
    }
    out[n] = '\0';
    return n;
}

/* What the word before a point is. */
static abbreviation_kind kind_of(const char *word, size_t len)
{
    char lower[WORD_BYTES];
    const abbreviation *row;
    uint32_t cp;
    size_t n = plx_utf8_decode(word, len, &cp);

    if (!plx_char_is_letter(plx_char_classify(cp)))
        return NO_ABBREVIATION;
    if (n == len || memchr(word, '.', len)) /* one letter, or initials */
        return ANYWHERE;
    if (lower_word(word, len, lower) != len)
        return NO_ABBREVIATION;
    row = bsearch(lower, abbreviations, sizeof abbreviations / sizeof *abbreviations,
                  sizeof *abbreviations, compare);
    return row ? (abbreviation_kind)row->kind : NO_ABBREVIATION;
}

/* Does a capitalised function word, such as sentences begin with, stand here? */
static bool is_opener(const char *s, size_t len)
{
    char lower[WORD_BYTES];
    size_t n = lower_word(s, len, lower);

    if (n == 0 || (n == 1 && len > 1 && s[1] == '.'))
        return false;
    return s[0] < 'a' && plx_is_stopword("en", lower, n);
}

static bool is_abbreviated(const char *word, size_t word_len, const char *next, size_t next_len)
{
    switch (kind_of(word, word_len)) {
    case BEFORE_NAME:
        return true;
    case BEFORE_NUMBER:
        return *next >= '0' && *next <= '9';
    case ANYWHERE:
        return !is_opener(next, next_len);
    default:
        return false;
    }
}

bool plx_sentence_break(const char *text, size_t len, size_t prev, size_t prev_end, size_t next,
                        bool *paragraph)
{
    gap g = read_gap(text, prev_end, next);
    uint32_t cp;
    bool is_point;

    *paragraph = g.is_paragraph;
    if (g.is_paragraph)
        return true;
    if (!g.is_end || next >= len || !(g.is_spaced || g.is_wide))
        return false;
    plx_utf8_decode(text + next, len - next, &cp);
    if (plx_char_classify(cp) == PLX_CHAR_LOWER && !g.is_opened)
        return false;
    is_point = text[prev_end] == '.' && text[prev_end + 1] != '.';
    return !is_point || !is_abbreviated(text + prev, prev_end - prev, text + next, len - next);
}

static bool is_white(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Begin a sentence at token i, where the one before it (if any) ends. */
static void begin_sentence(const char *text, const plx_tokens *t, uint32_t i, plx_sentence *s,
                           plx_sentence *before)
{
    size_t from = before ? t->items[i - 1].start + t->items[i - 1].len : 0;
    size_t cut = before ? read_gap(text, from, t->items[i].start).cut : 0;
    size_t start = cut;

    if (before) {
        while (cut > from && is_white(text[cut - 1]))
            cut--;
        before->end = (uint32_t)cut;
        before->last = i;
    }
    while (start < t->items[i].start && is_white(text[start]))
        start++;
    s->start = (uint32_t)start;
    s->first = i;
}

plx_status plx_sentences(const char *text, size_t len, const plx_tokens *t, plx_sentence **out,
                         size_t *n, plx_error *err)
{
    plx_sentence *list;
    size_t count = 0;
    size_t done = 0;

    *out = NULL;
    *n = 0;
    for (size_t i = 0; i < t->count; i++)
        count += (t->items[i].flags & PLX_TOKEN_SENTENCE) != 0;
    if (count == 0)
        return PLX_OK;
    list = calloc(count, sizeof *list);
    if (!list)
        return plx_fail(err, PLX_ERR_NOMEM, "sentences: out of memory");
    for (size_t i = 0; i < t->count; i++)
        if (t->items[i].flags & PLX_TOKEN_SENTENCE) {
            begin_sentence(text, t, (uint32_t)i, &list[done], done ? &list[done - 1] : NULL);
            done++;
        }
    while (len > 0 && is_white(text[len - 1]))
        len--;
    list[done - 1].end = (uint32_t)len;
    list[done - 1].last = (uint32_t)t->count;
    *out = list;
    *n = count;
    return PLX_OK;
}
