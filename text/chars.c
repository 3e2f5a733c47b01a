#include "text/chars.h"

#include <utf8proc.h>

typedef struct char_range {
    uint32_t first, last;
    plx_char_class class_of;
} char_range;

/* Where Unicode's category is not what a search needs; sorted. */
static const char_range exceptions[] = {
    { 0x0009, 0x0009, PLX_CHAR_BLANK },      { 0x000A, 0x000A, PLX_CHAR_NEWLINE },
    { 0x000B, 0x000D, PLX_CHAR_BLANK },      { 0x0021, 0x0021, PLX_CHAR_END },
    { 0x0022, 0x0022, PLX_CHAR_QUOTE },      { 0x0027, 0x0027, PLX_CHAR_APOSTROPHE },
    { 0x002C, 0x002C, PLX_CHAR_COMMA },      { 0x002D, 0x002D, PLX_CHAR_HYPHEN },
    { 0x002E, 0x002E, PLX_CHAR_POINT },      { 0x003F, 0x003F, PLX_CHAR_END },
    { 0x0060, 0x0060, PLX_CHAR_APOSTROPHE }, { 0x0085, 0x0085, PLX_CHAR_BLANK },
    { 0x00AB, 0x00AB, PLX_CHAR_QUOTE },      { 0x00AD, 0x00AD, PLX_CHAR_IGNORE },
    { 0x00B4, 0x00B4, PLX_CHAR_APOSTROPHE }, { 0x00BB, 0x00BB, PLX_CHAR_QUOTE },
    { 0x02BC, 0x02BC, PLX_CHAR_APOSTROPHE }, { 0x02BE, 0x02BF, PLX_CHAR_APOSTROPHE },
    { 0x061C, 0x061C, PLX_CHAR_IGNORE },     { 0x061F, 0x061F, PLX_CHAR_END },
    { 0x066B, 0x066B, PLX_CHAR_POINT },      { 0x066C, 0x066C, PLX_CHAR_COMMA },
    { 0x06D4, 0x06D4, PLX_CHAR_END },        { 0x0964, 0x0965, PLX_CHAR_END },
    { 0x180B, 0x180E, PLX_CHAR_IGNORE },     { 0x200C, 0x200F, PLX_CHAR_IGNORE },
    { 0x2010, 0x2011, PLX_CHAR_HYPHEN },     { 0x2018, 0x2019, PLX_CHAR_APOSTROPHE },
    { 0x201B, 0x201B, PLX_CHAR_APOSTROPHE }, { 0x201C, 0x201F, PLX_CHAR_QUOTE },
    { 0x2026, 0x2026, PLX_CHAR_END },        { 0x202A, 0x202E, PLX_CHAR_IGNORE },
    { 0x203C, 0x203D, PLX_CHAR_END },        { 0x2047, 0x2049, PLX_CHAR_END },
    { 0x2060, 0x2064, PLX_CHAR_IGNORE },     { 0x2066, 0x2069, PLX_CHAR_IGNORE },
    { 0x3002, 0x3002, PLX_CHAR_END },        { 0xFE00, 0xFE0F, PLX_CHAR_IGNORE },
    { 0xFEFF, 0xFEFF, PLX_CHAR_IGNORE },     { 0xFF01, 0xFF01, PLX_CHAR_END },
    { 0xFF07, 0xFF07, PLX_CHAR_APOSTROPHE }, { 0xFF0E, 0xFF0E, PLX_CHAR_END },
    { 0xFF1F, 0xFF1F, PLX_CHAR_END },        { 0xFF61, 0xFF61, PLX_CHAR_END },
    { 0xE0100, 0xE01EF, PLX_CHAR_IGNORE },
};

/* Scripts written without blanks: letters are tokens of their own, a word is a phrase. */
static const char_range singles[] = {
    { 0x0E00, 0x0EFF, PLX_CHAR_SINGLE },   { 0x1000, 0x109F, PLX_CHAR_SINGLE },
    { 0x1780, 0x17FF, PLX_CHAR_SINGLE },   { 0x2E80, 0x2FDF, PLX_CHAR_SINGLE },
    { 0x3005, 0x3007, PLX_CHAR_SINGLE },   { 0x3021, 0x3029, PLX_CHAR_SINGLE },
    { 0x3031, 0x312F, PLX_CHAR_SINGLE },   { 0x31F0, 0x31FF, PLX_CHAR_SINGLE },
    { 0x3400, 0x4DBF, PLX_CHAR_SINGLE },   { 0x4E00, 0x9FFF, PLX_CHAR_SINGLE },
    { 0xF900, 0xFAFF, PLX_CHAR_SINGLE },   { 0xFF66, 0xFF9F, PLX_CHAR_SINGLE },
    { 0x1B000, 0x1B16F, PLX_CHAR_SINGLE }, { 0x20000, 0x323AF, PLX_CHAR_SINGLE },
};

/* Combining marks and signs that folding takes off; those of other scripts are letters. */
static const char_range dropped[] = {
    { 0x0300, 0x036F, PLX_CHAR_MARK }, { 0x0483, 0x0489, PLX_CHAR_MARK },
    { 0x0591, 0x05C7, PLX_CHAR_MARK }, { 0x0610, 0x061A, PLX_CHAR_MARK },
    { 0x0640, 0x0640, PLX_CHAR_MARK }, { 0x064B, 0x065F, PLX_CHAR_MARK },
    { 0x0670, 0x0670, PLX_CHAR_MARK }, { 0x06D6, 0x06DC, PLX_CHAR_MARK },
    { 0x06DF, 0x06E8, PLX_CHAR_MARK }, { 0x06EA, 0x06ED, PLX_CHAR_MARK },
    { 0x08D3, 0x08FF, PLX_CHAR_MARK }, { 0x1AB0, 0x1AFF, PLX_CHAR_MARK },
    { 0x1DC0, 0x1DFF, PLX_CHAR_MARK }, { 0x20D0, 0x20F0, PLX_CHAR_MARK },
    { 0xFE20, 0xFE2F, PLX_CHAR_MARK },
};

typedef struct char_pair {
    uint32_t from;
    uint32_t to[2]; /* to[1] is 0 for one code point */
} char_pair;

/* Lower-case letters that do not decompose but are typed without their stroke or bow, and
 * Arabic letters that writers take for one another; sorted. */
static const char_pair letters[] = {
    { 0x00E6, { 'a', 'e' } },  /* ae */
    { 0x00F0, { 'd', 0 } },    /* eth */
    { 0x00F8, { 'o', 0 } },    /* o with stroke */
    { 0x00FE, { 't', 'h' } },  /* thorn */
    { 0x0111, { 'd', 0 } },    /* d with stroke */
    { 0x0127, { 'h', 0 } },    /* h with stroke */
    { 0x0131, { 'i', 0 } },    /* dotless i */
    { 0x0142, { 'l', 0 } },    /* l with stroke */
    { 0x0153, { 'o', 'e' } },  /* oe */
    { 0x0167, { 't', 0 } },    /* t with stroke */
    { 0x0629, { 0x0647, 0 } }, /* teh marbuta: heh */
    { 0x0649, { 0x064A, 0 } }, /* alef maksura: yeh */
    { 0x0671, { 0x0627, 0 } }, /* alef wasla: alef */
    { 0x0672, { 0x0627, 0 } }, /* alef with wavy hamza above: alef */
    { 0x0673, { 0x0627, 0 } }, /* alef with wavy hamza below: alef */
    { 0x0675, { 0x0627, 0 } }, /* alef with high hamza: alef */
    { 0x06A9, { 0x0643, 0 } }, /* Persian kaf: kaf */
    { 0x06AA, { 0x0643, 0 } }, /* swash kaf: kaf */
    { 0x06BE, { 0x0647, 0 } }, /* heh doachashmee: heh */
    { 0x06C1, { 0x0647, 0 } }, /* heh goal: heh */
    { 0x06C3, { 0x0647, 0 } }, /* teh marbuta goal: heh */
    { 0x06CC, { 0x064A, 0 } }, /* Persian yeh: yeh */
    { 0x06D5, { 0x0647, 0 } }, /* ae: heh */
};

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char_range *find_range(const char_range *ranges, size_t n, uint32_t cp)
{
    size_t low = 0;

    while (low < n) {
        size_t mid = low + (n - low) / 2;

        if (cp < ranges[mid].first)
            n = mid;
        else if (cp > ranges[mid].last)
            low = mid + 1;
        else
            return &ranges[mid];
    }
    return NULL;
}

static const char_pair *find_letter(uint32_t cp)
{
    for (size_t i = 0; i < COUNT(letters); i++)
        if (letters[i].from == cp)
            return &letters[i];
    return NULL;
}

static plx_char_class class_of_category(utf8proc_category_t category)
{
    static const uint8_t classes[] = {
        [UTF8PROC_CATEGORY_LU] = PLX_CHAR_UPPER,  [UTF8PROC_CATEGORY_LL] = PLX_CHAR_LOWER,
        [UTF8PROC_CATEGORY_LT] = PLX_CHAR_UPPER,  [UTF8PROC_CATEGORY_LM] = PLX_CHAR_LETTER,
        [UTF8PROC_CATEGORY_LO] = PLX_CHAR_LETTER, [UTF8PROC_CATEGORY_MN] = PLX_CHAR_MARK,
        [UTF8PROC_CATEGORY_MC] = PLX_CHAR_MARK,   [UTF8PROC_CATEGORY_ME] = PLX_CHAR_MARK,
        [UTF8PROC_CATEGORY_ND] = PLX_CHAR_DIGIT,  [UTF8PROC_CATEGORY_NL] = PLX_CHAR_DIGIT,
        [UTF8PROC_CATEGORY_NO] = PLX_CHAR_DIGIT,  [UTF8PROC_CATEGORY_ZS] = PLX_CHAR_BLANK,
        [UTF8PROC_CATEGORY_ZL] = PLX_CHAR_BLANK,  [UTF8PROC_CATEGORY_ZP] = PLX_CHAR_BLANK,
        [UTF8PROC_CATEGORY_CO] = PLX_CHAR_OTHER,
    };

    return classes[category];
}

/* One of the common ones: a way round the tables for Chinese and Japanese. */
static bool is_ideograph(uint32_t cp)
{
    return cp >= 0x4E00 && cp <= 0x9FFF;
}

plx_char_class plx_char_classify(uint32_t cp)
{
    utf8proc_category_t category;
    const char_range *r;

    if (is_ideograph(cp))
        return PLX_CHAR_SINGLE;
    r = find_range(exceptions, COUNT(exceptions), cp);
    if (r)
        return r->class_of;
    category = utf8proc_category((utf8proc_int32_t)cp);
    switch (category) {
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_NL:
        if (find_range(singles, COUNT(singles), cp))
            return PLX_CHAR_SINGLE;
        break;
    default:
        break;
    }
    return class_of_category(category);
}

uint32_t plx_char_breve(uint32_t base)
{
    if (base == 0x0438)
        return 0x0439;
    return base == 0x0443 ? 0x045E : 0;
}

/* Append what one decomposed, case-folded code point comes to. */
static size_t fold_piece(uint32_t cp, uint32_t *out, size_t n)
{
    const char_pair *letter;

    if (cp == 0x0306 && n > 0 && plx_char_breve(out[n - 1])) {
        out[n - 1] = plx_char_breve(out[n - 1]);
        return n;
    }
    if (find_range(dropped, COUNT(dropped), cp))
        return n;
    letter = find_letter(cp);
    if (letter) {
        out[n++] = letter->to[0];
        if (letter->to[1])
            out[n++] = letter->to[1];
    } else if (cp >= 0x0660 && cp <= 0x0669) {
        out[n++] = cp - 0x0660 + '0';
    } else if (cp >= 0x06F0 && cp <= 0x06F9) {
        out[n++] = cp - 0x06F0 + '0';
    } else {
        out[n++] = cp;
    }
    return n;
}

size_t plx_char_fold(uint32_t cp, uint32_t out[PLX_FOLD_MAX])
{
    /* a compatibility form has at most 18 code points, of which none grows: see letters[] */
    utf8proc_int32_t piece[PLX_FOLD_MAX / 2 + 2];
    unsigned options = UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD;
    utf8proc_ssize_t n;
    size_t done = 0;

    if (is_ideograph(cp) || (cp >= 0xAC00 && cp <= 0xD7A3)) { /* Hangul stays composed */
        out[0] = cp;
        return 1;
    }
    if (cp >= 0xFB50)
        options |= UTF8PROC_COMPAT;
    n = utf8proc_decompose_char((utf8proc_int32_t)cp, piece, COUNT(piece),
                                (utf8proc_option_t)options, NULL);
    if (n < 0 || n > (utf8proc_ssize_t)COUNT(piece))
        return 0;
    for (utf8proc_ssize_t i = 0; i < n; i++) {
        plx_char_class c = plx_char_classify((uint32_t)piece[i]);

        if (n == 1 || plx_char_continues(c) || c == PLX_CHAR_SINGLE)
            done = fold_piece((uint32_t)piece[i], out, done);
    }
    return done;
}

void plx_charmap_init(plx_charmap *map)
{
    for (uint32_t cp = 0; cp < PLX_CHARMAP_SIZE; cp++) {
        uint32_t out[PLX_FOLD_MAX];
        size_t n = plx_char_fold(cp, out);

        map->class_of[cp] = (uint8_t)plx_char_classify(cp);
        map->fold[cp] = n == 0 ? 0 : PLX_CHARMAP_LONG;
        if (n == 1 && out[0] < PLX_CHARMAP_LONG)
            map->fold[cp] = (uint16_t)out[0];
    }
    map->fold[0x0306] = PLX_CHARMAP_LONG; /* see plx_char_breve() */
    for (size_t b = 0; b < 256; b++)
        map->byte[b] = b < 0x80 ? map->class_of[b] : PLX_CHAR_HIGH;
}
