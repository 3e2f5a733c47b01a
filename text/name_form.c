#include "text/name_form.h"

#include <string.h>

#include "text/name_letters.h"
#include "text/romanise.h"

/* Letters of a name that follow an article, at least: Ali, Elham have none. */
#define BARE_MIN    4
#define LETTERS_MIN 3

static const uint8_t letter_units[26] = {
    ['b' - 'a'] = PLX_NAME_B, ['c' - 'a'] = PLX_NAME_K, ['d' - 'a'] = PLX_NAME_D,
    ['f' - 'a'] = PLX_NAME_F, ['g' - 'a'] = PLX_NAME_G, ['h' - 'a'] = PLX_NAME_H,
    ['j' - 'a'] = PLX_NAME_J, ['k' - 'a'] = PLX_NAME_K, ['l' - 'a'] = PLX_NAME_L,
    ['m' - 'a'] = PLX_NAME_M, ['n' - 'a'] = PLX_NAME_N, ['p' - 'a'] = PLX_NAME_P,
    ['q' - 'a'] = PLX_NAME_Q, ['r' - 'a'] = PLX_NAME_R, ['s' - 'a'] = PLX_NAME_S,
    ['t' - 'a'] = PLX_NAME_T, ['v' - 'a'] = PLX_NAME_V, ['x' - 'a'] = PLX_NAME_X,
    ['z' - 'a'] = PLX_NAME_Z, ['a' - 'a'] = PLX_NAME_A, ['e' - 'a'] = PLX_NAME_E,
    ['i' - 'a'] = PLX_NAME_I, ['o' - 'a'] = PLX_NAME_O, ['u' - 'a'] = PLX_NAME_U,
};

/* Two letters that are one unit. */
struct pair {
    char first, second;
    uint8_t unit;
};

static const struct pair consonant_pairs[] = {
    { 'k', 'h', PLX_NAME_KH }, { 'g', 'h', PLX_NAME_GH }, { 's', 'h', PLX_NAME_SH },
    { 'c', 'h', PLX_NAME_CH }, { 'd', 'h', PLX_NAME_DH }, { 't', 'h', PLX_NAME_TH },
    { 'z', 'h', PLX_NAME_ZH }, { 'p', 'h', PLX_NAME_F },  { 'c', 'k', PLX_NAME_K },
    { 'd', 'j', PLX_NAME_J },
};

/* Such anywhere. */
static const struct pair vowel_pairs[] = {
    { 'o', 'o', PLX_NAME_OU },
    { 'o', 'u', PLX_NAME_OU },
    { 'e', 'e', PLX_NAME_I },
};

/* Such unless a vowel follows, which makes the second letter a glide. */
static const struct pair diphthongs[] = {
    { 'a', 'i', PLX_NAME_AI }, { 'a', 'y', PLX_NAME_AI }, { 'e', 'i', PLX_NAME_AI },
    { 'e', 'y', PLX_NAME_AI }, { 'a', 'u', PLX_NAME_AU }, { 'a', 'w', PLX_NAME_AU },
    { 'o', 'w', PLX_NAME_AU },
};

typedef struct reader {
    const char *s;
    size_t len, at;
    plx_name_form *out;
} reader;

static char letter(const reader *r, size_t ahead)
{
    return r->at + ahead < r->len ? r->s[r->at + ahead] : '\0';
}

static bool is_vowel_letter(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

static bool is_glide_letter(char c)
{
    return c == 'y' || c == 'w';
}

bool plx_name_form_add(plx_name_form *f, plx_name_unit unit)
{
    if (f->count == PLX_NAME_UNITS_MAX)
        return false;
    f->unit[f->count++] = (uint8_t)unit;
    return true;
}

/* Unit of the next two letters, PLX_NAME_NONE if they are none together. */
static unsigned find_pair(const reader *r, const struct pair *pairs, size_t n)
{
    char first = letter(r, 0), second = letter(r, 1);
    size_t i;

    for (i = 0; i < n; i++)
        if (pairs[i].second == second && pairs[i].first == first)
            return pairs[i].unit;
    return PLX_NAME_NONE;
}

#define FIND(r, pairs) find_pair(r, pairs, sizeof(pairs) / sizeof *(pairs))

static unsigned last_unit(const reader *r)
{
    return r->out->count ? r->out->unit[r->out->count - 1] : PLX_NAME_NONE;
}

/* y and w: of doubled ones the last counts. */
static bool read_glide(reader *r)
{
    char c = letter(r, 0);
    bool is_consonant = r->at == 0 || is_vowel_letter(letter(r, 1));

    r->at++;
    if (letter(r, 0) == c)
        return true;
    if (is_consonant)
        return plx_name_form_add(r->out, c == 'y' ? PLX_NAME_Y : PLX_NAME_W);
    return plx_name_form_add(r->out, c == 'y' ? PLX_NAME_I : PLX_NAME_U);
}

static bool read_vowel(reader *r)
{
    unsigned unit = FIND(r, vowel_pairs);
    char c = letter(r, 0), next = letter(r, 1), third = letter(r, 2);

    if (!unit && !is_vowel_letter(third) && !(is_glide_letter(next) && third == next))
        unit = FIND(r, diphthongs);
    if (unit) {
        r->at += 2;
        return plx_name_form_add(r->out, unit);
    }
    r->at++;
    if (c == next || (c == 'i' && next == 'y')) /* aa, iy */
        return true;
    return plx_name_form_add(r->out, letter_units[c - 'a']);
}

static bool is_next(const reader *r, char second, char third)
{
    return letter(r, 1) == second && letter(r, 2) == third;
}

/* Unit of the next one to three letters. */
static unsigned find_consonant(const reader *r, size_t *letters)
{
    char c = letter(r, 0), next = letter(r, 1);
    unsigned unit = PLX_NAME_NONE;

    *letters = 3;
    if ((c == 't' || c == 's') && is_next(r, 'c', 'h'))
        return c == 't' ? PLX_NAME_CH : PLX_NAME_SH;
    *letters = 2;
    if (next == 'h' || next == 'k' || next == 'j')
        unit = FIND(r, consonant_pairs);
    if (unit)
        return unit;
    *letters = 1;
    return c == 'c' && (next == 'e' || next == 'i') ? PLX_NAME_S : letter_units[c - 'a'];
}

/* Doubled ones are one. */
static bool read_consonant(reader *r)
{
    size_t letters;
    unsigned unit = find_consonant(r, &letters);
    bool is_doubled = last_unit(r) == unit && (letters > 1 || r->s[r->at - 1] == r->s[r->at]);

    r->at += letters;
    return is_doubled || plx_name_form_add(r->out, unit);
}

/* An h after a final vowel is only written by some. */
static void drop_final_h(plx_name_form *f)
{
    if (f->count > 2 && f->unit[f->count - 1] == PLX_NAME_H &&
        plx_name_is_vowel(f->unit[f->count - 2]))
        f->count--;
}

static bool read_form(const char *s, size_t len, plx_name_form *out)
{
    reader r = { s, len, 0, out };
    bool ok = true;

    out->count = 0;
    while (ok && r.at < len) {
        char c = letter(&r, 0);

        ok = is_glide_letter(c)   ? read_glide(&r)
             : is_vowel_letter(c) ? read_vowel(&r)
                                  : read_consonant(&r);
    }
    drop_final_h(out);
    return ok;
}

static bool is_latin(const char *s, size_t len)
{
    size_t i;

    for (i = 0; i < len; i++)
        if (s[i] < 'a' || s[i] > 'z')
            return false;
    return true;
}

static uint32_t find_doubled(const char *s, size_t len)
{
    uint32_t doubled = 0;
    size_t i;

    for (i = 1; i < len; i++)
        if (s[i] == s[i - 1] && !is_vowel_letter(s[i]) && !is_glide_letter(s[i]))
            doubled |= UINT32_C(1) << (s[i] - 'a');
    return doubled;
}

static bool read_latin(const char *word, size_t len, plx_name *out)
{
    bool has_article = len >= 2 + BARE_MIN && (*word == 'a' || *word == 'e') && word[1] == 'l';

    if (len < LETTERS_MIN || !read_form(word, len, &out->whole))
        return false;
    if (has_article)
        read_form(word + 2, len - 2, &out->bare);
    out->doubled = find_doubled(word, len);
    out->look = (int16_t)plx_name_look(word, len);
    return true;
}

bool plx_name_read(const char *word, size_t len, plx_name *out)
{
    memset(out, 0, sizeof *out);
    return is_latin(word, len) ? read_latin(word, len, out) : plx_romanise(word, len, out);
}
