#include "text/name_match.h"

#include <string.h>

/* All costs are hundredths of the dearest that one name is likely to differ by. */
#define OTHER_CONSONANT 250
#define OTHER_VOWEL     110

/* What one unit costs for another, the lower one first; 0: OTHER_... */
static const uint8_t change[PLX_NAME_UNITS][PLX_NAME_UNITS] = {
    /* clang-format off */
    [PLX_NAME_A] = { [PLX_NAME_E] = 57, [PLX_NAME_I] = 81, [PLX_NAME_O] = 70, [PLX_NAME_U] = 68,
                     [PLX_NAME_AI] = 79, [PLX_NAME_AU] = 65, [PLX_NAME_Y] = 87, [PLX_NAME_W] = 85,
                     [PLX_NAME_ONSET] = 4, [PLX_NAME_ALEF] = 2, [PLX_NAME_WAW] = 90,
                     [PLX_NAME_YEH] = 110, [PLX_NAME_HEH] = 2 },
    [PLX_NAME_E] = { [PLX_NAME_I] = 28, [PLX_NAME_O] = 74, [PLX_NAME_U] = 60, [PLX_NAME_AI] = 40,
                     [PLX_NAME_AU] = 92, [PLX_NAME_Y] = 58, [PLX_NAME_ONSET] = 8,
                     [PLX_NAME_ALEF] = 45, [PLX_NAME_WAW] = 90, [PLX_NAME_YEH] = 15,
                     [PLX_NAME_HEH] = 4 },
    [PLX_NAME_I] = { [PLX_NAME_O] = 95, [PLX_NAME_U] = 83, [PLX_NAME_AI] = 25, [PLX_NAME_AU] = 120,
                     [PLX_NAME_Y] = 16, [PLX_NAME_ONSET] = 8, [PLX_NAME_ALEF] = 100,
                     [PLX_NAME_YEH] = 2, [PLX_NAME_HEH] = 60 },
    [PLX_NAME_O] = { [PLX_NAME_U] = 12, [PLX_NAME_AI] = 110, [PLX_NAME_AU] = 2, [PLX_NAME_W] = 33,
                     [PLX_NAME_ONSET] = 8, [PLX_NAME_ALEF] = 30, [PLX_NAME_WAW] = 2 },
    [PLX_NAME_U] = { [PLX_NAME_AI] = 121, [PLX_NAME_AU] = 32, [PLX_NAME_W] = 35, [PLX_NAME_V] = 54,
                     [PLX_NAME_ONSET] = 8, [PLX_NAME_ALEF] = 80, [PLX_NAME_WAW] = 2 },
    [PLX_NAME_AI] = { [PLX_NAME_AU] = 120, [PLX_NAME_Y] = 49, [PLX_NAME_YEH] = 4 },
    [PLX_NAME_AU] = { [PLX_NAME_W] = 46, [PLX_NAME_ONSET] = 40, [PLX_NAME_WAW] = 4 },
    [PLX_NAME_Y] = { [PLX_NAME_J] = 61, [PLX_NAME_YEH] = 2 },
    [PLX_NAME_W] = { [PLX_NAME_V] = 27, [PLX_NAME_H] = 109, [PLX_NAME_WAW] = 2 },
    [PLX_NAME_B] = { [PLX_NAME_P] = 71, [PLX_NAME_V] = 37 },
    [PLX_NAME_T] = { [PLX_NAME_TH] = 67, [PLX_NAME_D] = 61 },
    [PLX_NAME_TH] = { [PLX_NAME_D] = 71, [PLX_NAME_DH] = 50, [PLX_NAME_S] = 86,
                      [PLX_NAME_Z] = 70 },
    [PLX_NAME_D] = { [PLX_NAME_DH] = 24, [PLX_NAME_Z] = 75 },
    [PLX_NAME_DH] = { [PLX_NAME_S] = 87, [PLX_NAME_Z] = 44, [PLX_NAME_ZH] = 30 },
    [PLX_NAME_K] = { [PLX_NAME_KH] = 58, [PLX_NAME_Q] = 6, [PLX_NAME_G] = 57, [PLX_NAME_GH] = 43,
                     [PLX_NAME_CH] = 62, [PLX_NAME_X] = 80 },
    [PLX_NAME_KH] = { [PLX_NAME_Q] = 60, [PLX_NAME_GH] = 65, [PLX_NAME_CH] = 23,
                      [PLX_NAME_H] = 48 },
    [PLX_NAME_Q] = { [PLX_NAME_G] = 21, [PLX_NAME_GH] = 10 },
    [PLX_NAME_G] = { [PLX_NAME_GH] = 11, [PLX_NAME_J] = 21 },
    [PLX_NAME_GH] = { [PLX_NAME_J] = 90 },
    [PLX_NAME_J] = { [PLX_NAME_CH] = 63, [PLX_NAME_Z] = 90, [PLX_NAME_ZH] = 36 },
    [PLX_NAME_CH] = { [PLX_NAME_SH] = 51 },
    [PLX_NAME_S] = { [PLX_NAME_SH] = 65, [PLX_NAME_Z] = 82, [PLX_NAME_X] = 80 },
    [PLX_NAME_SH] = { [PLX_NAME_ZH] = 61 },
    [PLX_NAME_Z] = { [PLX_NAME_ZH] = 83 },
    [PLX_NAME_F] = { [PLX_NAME_V] = 53 },
    [PLX_NAME_V] = { [PLX_NAME_WAW] = 2 },
    [PLX_NAME_H] = { [PLX_NAME_HEH] = 20 },
    [PLX_NAME_M] = { [PLX_NAME_N] = 100 },
    /* clang-format on */
};

/* Where a unit stands that the other word has not. */
typedef enum place {
    INSIDE = 0, /* between consonants */
    FIRST,
    LAST,
    BESIDE, /* a vowel or glide next to another one */
    PLACES
} place;

/* What a unit costs that one word has alone: vowels, glides and h up to PLX_NAME_H... */
static const uint8_t loss[PLACES][PLX_NAME_H + 1] = {
    /* clang-format off */
    [INSIDE] = { [PLX_NAME_A] = 68, [PLX_NAME_E] = 28, [PLX_NAME_I] = 89, [PLX_NAME_O] = 68,
                 [PLX_NAME_U] = 49, [PLX_NAME_AI] = 150, [PLX_NAME_AU] = 90, [PLX_NAME_Y] = 120,
                 [PLX_NAME_W] = 111, [PLX_NAME_H] = 71 },
    [FIRST] = { [PLX_NAME_A] = 90, [PLX_NAME_E] = 86, [PLX_NAME_I] = 105, [PLX_NAME_O] = 110,
                [PLX_NAME_U] = 112, [PLX_NAME_AI] = 162, [PLX_NAME_AU] = 162, [PLX_NAME_Y] = 100,
                [PLX_NAME_W] = 112, [PLX_NAME_H] = 135 },
    [LAST] = { [PLX_NAME_A] = 180, [PLX_NAME_E] = 83, [PLX_NAME_I] = 220, [PLX_NAME_O] = 126,
               [PLX_NAME_U] = 82, [PLX_NAME_AI] = 126, [PLX_NAME_AU] = 120, [PLX_NAME_Y] = 72,
               [PLX_NAME_W] = 72, [PLX_NAME_H] = 60 },
    [BESIDE] = { [PLX_NAME_A] = 51, [PLX_NAME_E] = 42, [PLX_NAME_I] = 80, [PLX_NAME_O] = 48,
                 [PLX_NAME_U] = 78, [PLX_NAME_AI] = 68, [PLX_NAME_AU] = 46, [PLX_NAME_Y] = 42,
                 [PLX_NAME_W] = 73, [PLX_NAME_H] = 82 },
    /* clang-format on */
};

/* ... and all others. */
static const uint8_t consonant_loss[PLACES] = { 160, 240, 192, 160 };

/* Arabic script writes no short vowels: what a Latin unit costs that it lacks... */
static const uint8_t unwritten[PLX_NAME_H + 1] = {
    [PLX_NAME_A] = 6,  [PLX_NAME_E] = 6,   [PLX_NAME_I] = 8,   [PLX_NAME_O] = 8,
    [PLX_NAME_U] = 8,  [PLX_NAME_AI] = 90, [PLX_NAME_AU] = 90, [PLX_NAME_OU] = 95,
    [PLX_NAME_Y] = 40, [PLX_NAME_W] = 60,  [PLX_NAME_H] = 40,
};
/* ... but for vowels at either end, which are written. */
#define UNWRITTEN_FIRST 60
#define UNWRITTEN_LAST  90

/* What a letter of Arabic script costs that the Latin word lacks. */
static const uint8_t unheard[PLX_NAME_UNITS] = {
    [PLX_NAME_ONSET] = 60, [PLX_NAME_ALEF] = 25, [PLX_NAME_WAW] = 95,
    [PLX_NAME_YEH] = 95,   [PLX_NAME_HEH] = 60,  [PLX_NAME_H] = 90,
};

/* Added to changes of the first unit, and of a vowel at the end of both. */
#define FIRST_CONSONANT 14
#define FIRST_VOWEL     4
#define LAST_VOWEL      15
/* Added to i for a in the last syllable if that is closed: Jamil is not Jamal. */
#define LAST_SYLLABLE 40
/* Added to -i for -a, which make other words of one: Basri is a man of Basra. */
#define LAST_LETTER 90
/* Added to a lost -a after i: Sulaymaniyah is the town, not Soleimani. */
#define AFTER_I 98
/* An article that only one has, and al- for el-. */
#define ARTICLE        45
#define ARTICLE_ARABIC 8
#define OTHER_ARTICLE  5

/* What one name may cost, by units of the longer word... */
static const uint8_t allowances[] = { 43, 43, 43, 47, 57, 91, 119, 168, 192, 240 };
#define ALLOWANCES (sizeof allowances / sizeof *allowances)
/* ... and with Arabic script, where little costs anything. */
static const uint8_t unvowelled_allowances[ALLOWANCES] = { 16, 16, 16, 46, 53, 76, 76, 76, 76, 76 };
/* Each letter that only one has doubled. */
#define DOUBLED 19
/* A word's look (hundredths of log-odds) counts up to LOOK_MAX, that of the name itself if it is
 * under 0, divided by LOOK_PER. */
#define LOOK_MAX            250
#define LOOK_PER            9
#define LOOK_PER_UNVOWELLED 12

/* Between Latin words a long u is one like any other. */
static unsigned heard(unsigned unit)
{
    return unit == PLX_NAME_OU ? PLX_NAME_U : unit;
}

static bool is_glide(unsigned unit)
{
    return unit == PLX_NAME_Y || unit == PLX_NAME_W;
}

/* Is a vowel, glide or h heard together with its neighbours? Between a or ai and another sound a
 * glide is one for itself. */
static bool is_beside(const plx_name_form *f, size_t i)
{
    unsigned unit = f->unit[i], before = f->unit[i - 1], after = f->unit[i + 1];
    bool has_before = plx_name_is_vowel(before) || is_glide(before);
    bool has_after = plx_name_is_vowel(after) || is_glide(after);

    if (plx_name_is_vowel(unit))
        return has_before || has_after;
    if (is_glide(unit))
        return (has_before && before != PLX_NAME_A && before != PLX_NAME_AI) ||
               (has_after && after != PLX_NAME_A);
    return unit == PLX_NAME_H && has_before && has_after;
}

static place place_of(const plx_name_form *f, size_t i)
{
    if (i == 0)
        return FIRST;
    if (i == f->count - 1u)
        return LAST;
    return is_beside(f, i) ? BESIDE : INSIDE;
}

static bool is_i(unsigned unit)
{
    return unit == PLX_NAME_I || unit == PLX_NAME_Y;
}

static int loss_of(const plx_name_form *f, size_t i)
{
    unsigned unit = heard(f->unit[i]);
    place at = place_of(f, i);

    if (at == LAST && unit == PLX_NAME_A && is_i(f->unit[i - 1]))
        return loss[at][unit] + AFTER_I;
    return unit <= PLX_NAME_H && loss[at][unit] ? loss[at][unit] : consonant_loss[at];
}

/* The same beside a word of Arabic script. */
static int unwritten_loss(const plx_name_form *f, size_t i)
{
    unsigned unit = f->unit[i];

    if (plx_name_is_vowel(unit) && i == 0)
        return UNWRITTEN_FIRST;
    if (plx_name_is_vowel(unit) && i == f->count - 1u)
        return UNWRITTEN_LAST;
    return unit <= PLX_NAME_H && unwritten[unit] ? unwritten[unit] : loss_of(f, i);
}

static int unheard_loss(const plx_name_form *f, size_t i)
{
    /* of alef-yeh at the beginning one vowel is heard */
    if (i == 0 && f->count > 1 && f->unit[0] == PLX_NAME_ONSET &&
        (f->unit[1] == PLX_NAME_YEH || f->unit[1] == PLX_NAME_WAW))
        return 0;
    return unheard[f->unit[i]] ? unheard[f->unit[i]] : loss_of(f, i);
}

/* Is it the vowel before the one last consonant, and not of the first syllable alone? */
static bool is_in_last_syllable(const plx_name_form *f, size_t i)
{
    return f->count >= 4 && i == f->count - 2u;
}

static int change_of(const plx_name_form *a, size_t i, const plx_name_form *b, size_t j)
{
    unsigned x = heard(a->unit[i]), y = heard(b->unit[j]);
    bool are_vowels = plx_name_is_vowel(x) && plx_name_is_vowel(y);
    bool is_a_and_i = (x == PLX_NAME_A && y == PLX_NAME_I) || (x == PLX_NAME_I && y == PLX_NAME_A);
    int cost;

    if (x == y)
        return 0;
    cost = x < y ? change[x][y] : change[y][x];
    if (!cost)
        cost = are_vowels ? OTHER_VOWEL : OTHER_CONSONANT;
    if (i == 0 || j == 0)
        cost += are_vowels ? FIRST_VOWEL : FIRST_CONSONANT;
    if (are_vowels && i == a->count - 1u && j == b->count - 1u)
        cost += LAST_VOWEL + (is_a_and_i ? LAST_LETTER : 0);
    if (is_a_and_i && is_in_last_syllable(a, i) && is_in_last_syllable(b, j))
        cost += LAST_SYLLABLE;
    return cost;
}

/* How the loss of a unit is counted, by the scripts of its word and of the other one. */
typedef int loss_fn(const plx_name_form *f, size_t i);

static loss_fn *loss_rule(bool is_unvowelled, bool other_is_unvowelled)
{
    if (is_unvowelled == other_is_unvowelled)
        return loss_of;
    return is_unvowelled ? unheard_loss : unwritten_loss;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* What both are compared under. */
typedef struct rules {
    loss_fn *a_loss, *b_loss;
    int limit; /* what costs more need not be known exactly */
} rules;

static int align(const rules *r, const plx_name_form *a, const plx_name_form *b)
{
    int row[PLX_NAME_UNITS_MAX + 1], lost[PLX_NAME_UNITS_MAX];
    size_t i, j;

    row[0] = 0;
    for (j = 0; j < b->count; j++) {
        lost[j] = r->b_loss(b, j);
        row[j + 1] = row[j] + lost[j];
    }
    for (i = 0; i < a->count; i++) {
        int corner = row[0], a_lost = r->a_loss(a, i), lowest;

        row[0] += a_lost;
        lowest = row[0];
        for (j = 0; j < b->count; j++) {
            int changed = corner + change_of(a, i, b, j);

            corner = row[j + 1];
            row[j + 1] = least(changed, least(corner + a_lost, row[j] + lost[j]));
            lowest = least(lowest, row[j + 1]);
        }
        if (lowest > r->limit)
            return lowest;
    }
    return row[b->count];
}

/* What it costs to make one name of the other, if that is not over the limit. */
static int cost_of(const plx_name *name, const plx_name *other, int limit)
{
    rules r = { loss_rule(name->is_unvowelled, other->is_unvowelled),
                loss_rule(other->is_unvowelled, name->is_unvowelled), limit };
    int article = name->is_unvowelled || other->is_unvowelled ? ARTICLE_ARABIC : ARTICLE;
    int cost = align(&r, &name->whole, &other->whole);

    if (name->bare.count && other->bare.count)
        return least(cost, OTHER_ARTICLE + align(&r, &name->bare, &other->bare));
    if (name->bare.count)
        return least(cost, article + align(&r, &name->bare, &other->whole));
    if (other->bare.count)
        return least(cost, article + align(&r, &name->whole, &other->bare));
    return cost;
}

static int count_bits(uint32_t bits)
{
    int n = 0;

    for (; bits; bits &= bits - 1)
        n++;
    return n;
}

/* An article makes no name longer. */
static size_t name_units(const plx_name *n)
{
    return n->bare.count ? n->bare.count : n->whole.count;
}

static int allowance_of(const plx_name *name, const plx_name *other)
{
    size_t units = name_units(name) > name_units(other) ? name_units(name) : name_units(other);
    int look = least(other->look, LOOK_MAX);

    if (units >= ALLOWANCES)
        units = ALLOWANCES - 1;
    if (name->is_unvowelled || other->is_unvowelled)
        return unvowelled_allowances[units] + look / LOOK_PER_UNVOWELLED;
    return allowances[units] + (look + least(name->look, 0)) / LOOK_PER -
           DOUBLED * count_bits(name->doubled ^ other->doubled);
}

int plx_name_nearness(const plx_name *name, const plx_name *other)
{
    int allowance = allowance_of(name, other);

    return allowance < 0 ? allowance : allowance - cost_of(name, other, allowance);
}
