#include "classifier/stance.h"

#include <math.h>
#include <string.h>

#include "base/strbuf.h"

/* Layout of an encoded verdict: byte 0 version, 1 kind and reason, 2 best, by_person and is_stale,
 * 3 number of labels, then two bytes a label. */
enum { VERDICT_VERSION = 1, VERDICT_HEAD = 4 };
enum { BEST_BITS = 63, STALE_BIT = 64, PERSON_BIT = 128 };

int plx_label_find(const plx_label_set *set, const char *name)
{
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->name[i], name) == 0)
            return (int)i;
    return -1;
}

/* ----------------------------------------------------------------- spelling */

/** Bytes of a word that is compared, and of its shortest beginning that counts. */
#define WORD_BYTES (2 * PLX_LABEL_BYTES)
#define PREFIX_MIN 3

/* Bytes of what is passed over at s; 0: a letter. Beside ASCII the dashes U+2010 to U+2015, the
 * minus U+2212 and the no-break space U+00A0. */
static size_t filler(const char *s)
{
    const unsigned char *u = (const unsigned char *)s;

    if (strchr(" \t\r\n-_.", *s))
        return 1;
    if (u[0] == 0xE2 && u[1] == 0x80 && u[2] >= 0x90 && u[2] <= 0x95)
        return 3;
    if (u[0] == 0xE2 && u[1] == 0x88 && u[2] == 0x92)
        return 3;
    return u[0] == 0xC2 && u[1] == 0xA0 ? 2 : 0;
}

/* The letters of a word, lower-case; "" if it is too long to be a name. */
static void fold_word(const char *s, char out[WORD_BYTES])
{
    size_t n = 0;

    while (*s && n < WORD_BYTES) {
        size_t skip = filler(s);

        if (skip == 0)
            out[n++] = (char)(*s >= 'A' && *s <= 'Z' ? *s + ('a' - 'A') : *s);
        s += skip ? skip : 1;
    }
    out[n < WORD_BYTES ? n : 0] = '\0';
}

/* How well a folded word fits a name: 2 all of it, 1 its beginning, 0 not. */
static int fit(const char *word, const char *name)
{
    char folded[WORD_BYTES];
    size_t n = strlen(word);

    fold_word(name, folded);
    if (n == 0 || strncmp(word, folded, n) != 0)
        return 0;
    if (!folded[n])
        return 2;
    return n >= PREFIX_MIN ? 1 : 0;
}

bool plx_label_is_alike(const char *a, const char *b)
{
    char word[WORD_BYTES];

    fold_word(a, word);
    return fit(word, b) == 2;
}

int plx_label_find_alike(const plx_label_set *set, const char *name)
{
    int found = plx_label_find(set, name);

    for (size_t i = 0; found < 0 && i < set->count; i++)
        if (plx_label_is_alike(name, set->name[i]))
            found = (int)i;
    return found;
}

bool plx_stance_is_off_topic(const char *typed)
{
    return plx_label_is_alike(typed, PLX_STANCE_OFF_TOPIC);
}

/* The one name that fits best; NULL if none does, or several alike. */
static const char *best_fit(const plx_label_set *set, const char *word)
{
    const char *best = NULL;
    int best_fit = 0;

    for (size_t i = 0; i <= set->count; i++) {
        const char *name = i < set->count ? set->name[i] : PLX_STANCE_OFF_TOPIC;
        int how = fit(word, name);

        if (how == 0 || how < best_fit)
            continue;
        best = how > best_fit ? name : NULL;
        best_fit = how;
    }
    return best;
}

static plx_status refuse_stance(const plx_label_set *set, const char *typed, plx_error *err)
{
    plx_strbuf known = PLX_STRBUF_INIT;
    plx_status rc;

    for (size_t i = 0; i < set->count; i++)
        plx_strbuf_printf(&known, "%s, ", set->name[i]);
    rc = plx_fail(err, PLX_ERR_INVALID,
                  "unknown stance '%.100s': %s" PLX_STANCE_OFF_TOPIC " or " PLX_STANCE_NONE, typed,
                  known.s);
    plx_strbuf_release(&known);
    return rc;
}

plx_status plx_stance_read(const plx_label_set *set, const char *typed, const char **out,
                           plx_error *err)
{
    int exact = plx_label_find(set, typed);
    char word[WORD_BYTES];

    fold_word(typed, word);
    if (strcmp(word, PLX_STANCE_NONE) == 0)
        *out = PLX_STANCE_NONE;
    else
        *out = exact >= 0 ? set->name[exact] : best_fit(set, word);
    return *out ? PLX_OK : refuse_stance(set, typed, err);
}

/* ----------------------------------------------------------------- verdicts */

const char *plx_stance_reason_name(plx_stance_reason r)
{
    static const char *const names[PLX_REASONS] = {
        [PLX_REASON_NONE] = "",
        [PLX_REASON_NO_MODEL] = "no model",
        [PLX_REASON_LANGUAGE] = "language",
        [PLX_REASON_TOO_SHORT] = "too short",
        [PLX_REASON_NO_MENTION] = "no mention",
    };

    return (unsigned)r < PLX_REASONS ? names[r] : "";
}

plx_stance_words plx_stance_kind_words(plx_stance_kind kind)
{
    static const plx_stance_words words[PLX_KINDS] = {
        [PLX_KIND_NOT_JUDGED] = { "not judged", "no label was given to this article" },
        [PLX_KIND_LABEL] = { "", "" },
        [PLX_KIND_UNCLEAR] = { "unclear", "the model cannot tell: no label is likely enough" },
        [PLX_KIND_OFF_TOPIC] = { "off topic",
                                 "the model's target is not there, or only in passing" },
    };

    return words[(unsigned)kind < PLX_KINDS ? kind : PLX_KIND_NOT_JUDGED];
}

const char *plx_verdict_stance(const plx_verdict *v, const plx_label_set *set)
{
    static const char *const names[PLX_KINDS] = {
        [PLX_KIND_NOT_JUDGED] = PLX_STANCE_NOT_JUDGED,
        [PLX_KIND_UNCLEAR] = PLX_STANCE_UNCLEAR,
        [PLX_KIND_OFF_TOPIC] = PLX_STANCE_OFF_TOPIC,
    };

    if (v->kind == PLX_KIND_LABEL && v->best < set->count)
        return set->name[v->best];
    return (unsigned)v->kind < PLX_KINDS && names[v->kind] ? names[v->kind] : PLX_STANCE_NOT_JUDGED;
}

bool plx_verdict_is_scored(const plx_verdict *v)
{
    return v->kind != PLX_KIND_NOT_JUDGED && v->best < PLX_LABELS_MAX &&
           v->probability[v->best] > 0.0f;
}

const char *plx_verdict_best(const plx_verdict *v, const plx_label_set *set)
{
    bool has_best = v->kind == PLX_KIND_LABEL || plx_verdict_is_scored(v);

    return has_best && v->best < set->count ? set->name[v->best] : "";
}

float plx_verdict_probability(const plx_verdict *v)
{
    return v->kind != PLX_KIND_NOT_JUDGED && v->best < PLX_LABELS_MAX ? v->probability[v->best]
                                                                      : 0.0f;
}

static unsigned fraction(float p)
{
    if (!(p > 0.0f))
        return 0;
    return p >= 1.0f ? 65535u : (unsigned)lroundf(p * 65535.0f);
}

size_t plx_verdict_encode(const plx_verdict *v, size_t labels, unsigned char out[PLX_VERDICT_BYTES])
{
    if (labels > PLX_LABELS_MAX)
        labels = PLX_LABELS_MAX;
    out[0] = VERDICT_VERSION;
    out[1] = (unsigned char)(((unsigned)v->kind & 15u) | ((unsigned)v->reason & 15u) << 4);
    out[2] = (unsigned char)((v->best & BEST_BITS) | (v->by_person ? PERSON_BIT : 0) |
                             (v->by_person && v->is_stale ? STALE_BIT : 0));
    out[3] = (unsigned char)labels;
    for (size_t i = 0; i < labels; i++) {
        unsigned f = fraction(v->probability[i]);
        out[VERDICT_HEAD + 2 * i] = (unsigned char)(f >> 8);
        out[VERDICT_HEAD + 2 * i + 1] = (unsigned char)(f & 255u);
    }
    return VERDICT_HEAD + 2 * labels;
}

/* Are kind, reason and best possible together? */
static bool is_sound(const plx_verdict *v, size_t labels)
{
    if ((unsigned)v->kind >= PLX_KINDS || (unsigned)v->reason >= PLX_REASONS)
        return false;
    return v->kind == PLX_KIND_NOT_JUDGED || v->best < labels;
}

bool plx_verdict_decode(const void *p, size_t n, plx_verdict *out)
{
    const unsigned char *b = p;
    plx_verdict v = { 0 };

    *out = (plx_verdict){ .reason = PLX_REASON_NO_MODEL };
    if (n < VERDICT_HEAD || b[0] != VERDICT_VERSION || b[3] > PLX_LABELS_MAX ||
        n != VERDICT_HEAD + 2u * b[3])
        return false;
    v.kind = (plx_stance_kind)(b[1] & 15u);
    v.reason = (plx_stance_reason)(b[1] >> 4);
    v.best = b[2] & BEST_BITS;
    v.by_person = (b[2] & PERSON_BIT) != 0;
    v.is_stale = (b[2] & STALE_BIT) != 0;
    for (size_t i = 0; i < b[3]; i++) {
        unsigned f = (unsigned)b[VERDICT_HEAD + 2 * i] << 8 | b[VERDICT_HEAD + 2 * i + 1];
        v.probability[i] = (float)f / 65535.0f;
    }
    if (!is_sound(&v, b[3]))
        return false;
    *out = v;
    return true;
}
