#include "text/light_stemmer.h"

#include <stdbool.h>
#include <string.h>

#include "text/stopwords.h"

/* Every letter is two bytes. */
#define LETTER 2

/* An affix comes off if so many letters remain. */
typedef struct affix {
    const char *s;
    size_t remain;
    bool frees_teh; /* a pronoun or dual: before it teh marbuta was written as teh */
} affix;

static bool is_arabic(const char *word, size_t len)
{
    if (len % LETTER)
        return false;
    for (size_t i = 0; i < len; i += LETTER) {
        unsigned char lead = (unsigned char)word[i];

        if (lead < 0xD8 || lead > 0xDB)
            return false;
    }
    return true;
}

static bool ends(const plx_light_stem *w, const char *s, size_t remain)
{
    size_t n = strlen(s);

    return w->len >= n + remain * LETTER && memcmp(w->s + w->len - n, s, n) == 0;
}

static bool begins(const plx_light_stem *w, const char *s, size_t remain)
{
    size_t n = strlen(s);

    return w->len >= n + remain * LETTER && memcmp(w->s, s, n) == 0;
}

static bool drop_end(plx_light_stem *w, const char *s, size_t remain)
{
    if (!ends(w, s, remain))
        return false;
    w->len -= strlen(s);
    return true;
}

static bool drop_begin(plx_light_stem *w, const char *s, size_t remain)
{
    if (!begins(w, s, remain))
        return false;
    w->s += strlen(s);
    w->len -= strlen(s);
    return true;
}

/* The first of a list of endings that comes off; NULL if none. */
static const affix *drop_first(plx_light_stem *w, const affix *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (drop_end(w, list[i].s, list[i].remain))
            return &list[i];
    return NULL;
}

/* What is not the stem of a word but one of its own. */
static plx_light_stem unless_stop(const char *lang, plx_light_stem stem, plx_light_stem word)
{
    return plx_is_stopword(lang, stem.s, stem.len) ? word : stem;
}

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* ---------------------------------------------------------------- Arabic */

static void drop_article(plx_light_stem *w)
{
    static const char *const articles[] = { "وبال", "وكال", "ولل", "وال", "فال",
                                            "بال",  "كال",  "لل",  "ال" };

    for (size_t i = 0; i < COUNT(articles); i++)
        if (drop_begin(w, articles[i], 3))
            break;
    drop_begin(w, "ال", 4); /* al-almani, "the German": almani alone has lost its own al */
}

static void drop_arabic_ending(plx_light_stem *w)
{
    static const affix endings[] = {
        { "هما", 4, true }, { "يات", 3, false }, { "ها", 3, true },  { "هم", 4, true },
        { "نا", 4, true },  { "كم", 4, true },   { "ات", 2, false }, { "ون", 4, false },
        { "ين", 4, true },  { "يه", 3, false },  { "يا", 3, false }, { "ه", 2, true },
        { "ا", 4, false },
    };
    const affix *dropped = drop_first(w, endings, COUNT(endings));

    if (dropped && dropped->frees_teh && !drop_end(w, "ات", 2))
        drop_end(w, "ت", 4);
    drop_end(w, "ي", 3);
}

static plx_light_stem stem_arabic(const char *word, size_t len)
{
    plx_light_stem whole = { word, len };
    plx_light_stem w = whole;

    if (!is_arabic(word, len))
        return whole;
    drop_article(&w);
    if (!ends(&w, "فلسطين", 0)) /* no plural, and no news is without it */
        drop_arabic_ending(&w);
    drop_begin(&w, "و", 4);
    return unless_stop("ar", w, whole);
}

/* --------------------------------------------------------------- Persian */

/* In the letters of the analyser: Persian kaf and yeh are Arabic ones. */
static plx_light_stem stem_persian(const char *word, size_t len)
{
    static const affix plurals[] = {
        { "هايشان", 3, false }, { "هايمان", 3, false }, { "هايتان", 3, false },
        { "هايي", 3, false },   { "هايم", 3, false },   { "هايت", 3, false },
        { "هايش", 3, false },   { "هاي", 3, false },    { "ها", 3, false },
    };
    static const affix degrees[] = { { "ترين", 3, false }, { "تر", 4, false } };
    plx_light_stem whole = { word, len };
    plx_light_stem w = whole;

    if (!is_arabic(word, len))
        return whole;
    drop_first(&w, plurals, COUNT(plurals));
    drop_first(&w, degrees, COUNT(degrees));
    if (ends(&w, "يان", 4)) /* iraniyan: irani */
        w.len -= strlen("ان");
    if (ends(&w, "هي", 3)) /* khaneh-yi: khaneh */
        w.len -= strlen("ي");
    if (!drop_end(&w, "گان", 4)) /* namayandegan: namayandeh */
        drop_end(&w, "ه", 4);
    return unless_stop("fa", w, whole);
}

/* ---------------------------------------------------------------- both */

typedef struct light_row {
    const char *code, *name;
    plx_light_stemmer *stemmer;
} light_row;

static const light_row rows[] = {
    { "ar", "arabic", stem_arabic },
    { "fa", "persian", stem_persian },
};

plx_light_stemmer *plx_light_stemmer_find(const char *lang)
{
    for (size_t i = 0; i < COUNT(rows); i++)
        if (strcmp(lang, rows[i].code) == 0 || strcmp(lang, rows[i].name) == 0)
            return rows[i].stemmer;
    return NULL;
}
