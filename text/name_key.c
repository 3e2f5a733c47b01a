#include "text/name_key.h"

#include <string.h>

/* Class of a unit, NUL: none; and what else it may be taken for ('-': nothing at all). */
static const struct {
    char class;
    char others[3];
} classes[PLX_NAME_UNITS] = {
    [PLX_NAME_B] = { 'b', "" },    [PLX_NAME_P] = { 'b', "" },   [PLX_NAME_T] = { 't', "" },
    [PLX_NAME_TH] = { 't', "s" },  [PLX_NAME_D] = { 't', "s" },  [PLX_NAME_DH] = { 't', "s" },
    [PLX_NAME_K] = { 'k', "" },    [PLX_NAME_KH] = { 'k', "-" }, [PLX_NAME_Q] = { 'k', "" },
    [PLX_NAME_G] = { 'k', "j" },   [PLX_NAME_GH] = { 'k', "" },  [PLX_NAME_J] = { 'j', "ks" },
    [PLX_NAME_CH] = { 'j', "sk" }, [PLX_NAME_S] = { 's', "t" },  [PLX_NAME_SH] = { 's', "j" },
    [PLX_NAME_Z] = { 's', "t" },   [PLX_NAME_ZH] = { 's', "j" }, [PLX_NAME_F] = { 'f', "-" },
    [PLX_NAME_V] = { '\0', "f" },  [PLX_NAME_H] = { '\0', "k" }, [PLX_NAME_L] = { 'l', "" },
    [PLX_NAME_M] = { 'm', "" },    [PLX_NAME_N] = { 'n', "" },   [PLX_NAME_R] = { 'r', "" },
    [PLX_NAME_X] = { 'k', "" },
};

/* The key of a form, `other` taken for the unit at `changed` (none there: changed >= count).
 * Equal classes in a row are one, as doubled letters are. */
static void make_key(const plx_name_form *f, size_t changed, char other, plx_name_key *out)
{
    size_t n = 0, i;

    for (i = 0; i < f->count && n < PLX_NAME_KEY_MAX; i++) {
        char c = i == changed ? other : classes[f->unit[i]].class;

        if (c && c != '-' && !(n && out->s[n - 1] == c))
            out->s[n++] = c;
    }
    out->s[n] = '\0';
}

static size_t add_key(plx_name_key *keys, size_t n, size_t max)
{
    size_t i;

    for (i = 0; i < n; i++)
        if (strcmp(keys[i].s, keys[n].s) == 0)
            return n;
    return n < max - 1 ? n + 1 : max;
}

size_t plx_name_keys_stored(const plx_name *n, plx_name_key out[PLX_NAME_KEYS_STORED])
{
    make_key(&n->whole, SIZE_MAX, '\0', &out[0]);
    if (!n->bare.count)
        return 1;
    make_key(&n->bare, SIZE_MAX, '\0', &out[1]);
    return strcmp(out[0].s, out[1].s) == 0 ? 1 : 2;
}

/* Keys with one unit of a form taken for something else. */
static size_t add_changed(const plx_name_form *f, plx_name_key *keys, size_t n)
{
    size_t i;
    const char *other;

    for (i = 0; i < f->count; i++)
        for (other = classes[f->unit[i]].others; *other && n < PLX_NAME_KEYS_SOUGHT; other++) {
            make_key(f, i, *other, &keys[n]);
            n = add_key(keys, n, PLX_NAME_KEYS_SOUGHT);
        }
    return n;
}

static bool is_sun_letter(unsigned unit)
{
    static const uint8_t sun[] = { PLX_NAME_T, PLX_NAME_TH, PLX_NAME_D,  PLX_NAME_DH, PLX_NAME_R,
                                   PLX_NAME_Z, PLX_NAME_S,  PLX_NAME_SH, PLX_NAME_N };

    return memchr(sun, (int)unit, sizeof sun) != NULL;
}

/* The article inside of a name becomes the letter it stands before, or is written as it was:
 * Abdurrahman, Abdulrahman. */
static size_t add_assimilated(const plx_name_form *f, plx_name_key *keys, size_t n)
{
    plx_name_form g = { .count = 0 };
    size_t at = 4, i; /* behind "abdu" */

    if (f->count < 7 || n == PLX_NAME_KEYS_SOUGHT || f->unit[1] != PLX_NAME_B ||
        f->unit[2] != PLX_NAME_D || !plx_name_is_vowel(f->unit[3]))
        return n;
    for (i = 0; i < at; i++)
        plx_name_form_add(&g, f->unit[i]);
    if (f->unit[at] == PLX_NAME_L && is_sun_letter(f->unit[at + 1]))
        at++;
    else if (is_sun_letter(f->unit[at]))
        plx_name_form_add(&g, PLX_NAME_L);
    else
        return n;
    for (i = at; i < f->count; i++)
        plx_name_form_add(&g, f->unit[i]);
    make_key(&g, SIZE_MAX, '\0', &keys[n]);
    return add_key(keys, n, PLX_NAME_KEYS_SOUGHT);
}

size_t plx_name_keys_sought(const plx_name *n, plx_name_key out[PLX_NAME_KEYS_SOUGHT])
{
    size_t count = add_assimilated(&n->whole, out, plx_name_keys_stored(n, out));

    count = add_changed(n->bare.count ? &n->bare : &n->whole, out, count);
    return n->bare.count ? add_changed(&n->whole, out, count) : count;
}
