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

size_t plx_name_keys_sought(const plx_name *n, plx_name_key out[PLX_NAME_KEYS_SOUGHT])
{
    size_t count = plx_name_keys_stored(n, out);

    count = add_changed(n->bare.count ? &n->bare : &n->whole, out, count);
    return n->bare.count ? add_changed(&n->whole, out, count) : count;
}
