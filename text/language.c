#include "text/language.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef struct language_row {
    const char *code; /* ISO 639-1 */
    const char *iso3; /* ISO 639-2 and -3, all that are met, each with a blank after it */
    const char *name;
    const char *stemmer; /* as plx_stemmer_new() takes it, NULL without */
    const char *elided;  /* heads before an apostrophe, each with a blank before and after */
} language_row;

#define ELIDED_CA " d l m n s t "
#define ELIDED_FR " c d j jusqu l lorsqu m n puisqu qu quoiqu s t "
#define ELIDED_IT " all bell c coll d dall dell gl l m n nell quell quest s sant sull t un v "

static const language_row rows[] = {
    { "none", "none ", "none", NULL, NULL },
    { "en", "eng ", "english", "english", NULL },
    { "ar", "ara arb ", "arabic", "arabic", NULL },
    { "az", "aze azj azb ", "azerbaijani", NULL, NULL },
    { "bg", "bul ", "bulgarian", NULL, NULL },
    { "bs", "bos ", "bosnian", "serbian", NULL },
    { "ca", "cat ", "catalan", "catalan", ELIDED_CA },
    { "cs", "cze ces ", "czech", NULL, NULL },
    { "da", "dan ", "danish", "danish", NULL },
    { "de", "ger deu ", "german", "german", NULL },
    { "el", "gre ell ", "greek", "greek", NULL },
    { "es", "spa ", "spanish", "spanish", NULL },
    { "eu", "baq eus ", "basque", "basque", NULL },
    { "fa", "per fas pes prs dari ", "persian", "persian", NULL },
    { "fi", "fin ", "finnish", "finnish", NULL },
    { "fr", "fre fra ", "french", "french", ELIDED_FR },
    { "ga", "gle ", "irish", "irish", NULL },
    { "he", "heb iw ", "hebrew", NULL, NULL },
    { "hi", "hin ", "hindi", "hindi", NULL },
    { "hr", "hrv ", "croatian", "serbian", NULL },
    { "hu", "hun ", "hungarian", "hungarian", NULL },
    { "hy", "arm hye ", "armenian", "armenian", NULL },
    { "id", "ind in ", "indonesian", "indonesian", NULL },
    { "it", "ita ", "italian", "italian", ELIDED_IT },
    { "ja", "jpn ", "japanese", NULL, NULL },
    { "ko", "kor ", "korean", NULL, NULL },
    { "ku", "kur ckb kmr ", "kurdish", NULL, NULL },
    { "lt", "lit ", "lithuanian", "lithuanian", NULL },
    { "ne", "nep npi ", "nepali", "nepali", NULL },
    { "nl", "dut nld ", "dutch", "dutch", NULL },
    { "no", "nor nob nb nno nn ", "norwegian", "norwegian", NULL },
    { "pl", "pol ", "polish", NULL, NULL },
    { "ps", "pus pbt pbu ", "pashto", NULL, NULL },
    { "pt", "por ", "portuguese", "portuguese", NULL },
    { "ro", "rum ron mo ", "romanian", "romanian", NULL },
    { "ru", "rus ", "russian", "russian", NULL },
    { "sk", "slo slk ", "slovak", NULL, NULL },
    { "sr", "srp ", "serbian", "serbian", NULL },
    { "sv", "swe ", "swedish", "swedish", NULL },
    { "ta", "tam ", "tamil", "tamil", NULL },
    { "tr", "tur ", "turkish", "turkish", NULL },
    { "uk", "ukr ", "ukrainian", NULL, NULL },
    { "ur", "urd ", "urdu", NULL, NULL },
    { "yi", "yid ji ", "yiddish", "yiddish", NULL },
    { "zh", "chi zho cmn yue ", "chinese", NULL, NULL },
};

/* The other codes of ISO 639-1: languages that are only folded, but known by name; sorted. */
static const char others[][3] = {
    "aa", "ab", "ae", "af", "ak", "am", "an", "as", "av", "ay", "ba", "be", "bi", "bm", "bn", "bo",
    "br", "ce", "ch", "co", "cr", "cu", "cv", "cy", "dv", "dz", "ee", "eo", "et", "ff", "fj", "fo",
    "fy", "gd", "gl", "gn", "gu", "gv", "ha", "ho", "ht", "hz", "ia", "ie", "ig", "ii", "ik", "io",
    "is", "iu", "jv", "ka", "kg", "ki", "kj", "kk", "kl", "km", "kn", "kr", "ks", "kv", "kw", "ky",
    "la", "lb", "lg", "li", "ln", "lo", "lu", "lv", "mg", "mh", "mi", "mk", "ml", "mn", "mr", "ms",
    "mt", "my", "na", "nd", "ng", "nr", "nv", "ny", "oc", "oj", "om", "or", "os", "pa", "pi", "qu",
    "rm", "rn", "rw", "sa", "sc", "sd", "se", "sg", "sh", "si", "sl", "sm", "sn", "so", "sq", "ss",
    "st", "su", "sw", "te", "tg", "th", "ti", "tk", "tl", "tn", "to", "ts", "tt", "tw", "ty", "ug",
    "uz", "ve", "vi", "vo", "wa", "wo", "xh", "yo", "za", "zu",
};

#define ROWS    ((int)(sizeof rows / sizeof *rows))
#define ENGLISH 1

_Static_assert(sizeof rows / sizeof *rows <= PLX_LANGUAGES, "PLX_LANGUAGES is too small");

static bool same(const char *lang, size_t len, const char *name)
{
    return strlen(name) == len && strncasecmp(lang, name, len) == 0;
}

static bool in_list(const char *lang, size_t len, const char *list)
{
    for (const char *end = strchr(list, ' '); end; list = end + 1, end = strchr(list, ' '))
        if ((size_t)(end - list) == len && strncasecmp(lang, list, len) == 0)
            return true;
    return false;
}

int plx_language_find(const char *lang)
{
    size_t len;

    if (!lang || !*lang)
        return ENGLISH;
    len = strcspn(lang, "-_");
    for (int i = 0; i < ROWS; i++)
        if (same(lang, len, rows[i].code) || same(lang, len, rows[i].name) ||
            in_list(lang, len, rows[i].iso3))
            return i;
    return PLX_LANGUAGE_NONE;
}

int plx_language_count(void)
{
    return ROWS;
}

const char *plx_language_code(int language)
{
    return rows[language].code;
}

static int compare_code(const void *key, const void *element)
{
    return strcasecmp(key, element);
}

const char *plx_language_canonical(const char *lang)
{
    char code[3] = "";
    int language;

    if (!lang || !*lang)
        return NULL;
    language = plx_language_find(lang);
    if (language != PLX_LANGUAGE_NONE)
        return rows[language].code;
    if (strcspn(lang, "-_") != 2)
        return NULL;
    memcpy(code, lang, 2);
    return bsearch(code, others, sizeof others / sizeof *others, sizeof *others, compare_code);
}

const char *plx_language_stemmer(int language)
{
    return rows[language].stemmer;
}

bool plx_language_elides(int language, const char *word, size_t len)
{
    return rows[language].elided && in_list(word, len, rows[language].elided + 1);
}
