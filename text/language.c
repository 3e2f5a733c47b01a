#include "text/language.h"

#include <string.h>
#include <strings.h>

typedef struct language_row {
    const char *code; /* ISO 639-1 */
    const char *iso3; /* ISO 639-2, both forms where there are two, each with a blank after it */
    const char *name;
    bool has_stemmer;
    const char *elided; /* heads before an apostrophe, each with a blank before and after */
} language_row;

#define ELIDED_CA " d l m n s t "
#define ELIDED_FR " c d j jusqu l lorsqu m n puisqu qu quoiqu s t "
#define ELIDED_IT " all bell c coll d dall dell gl l m n nell quell quest s sant sull t un v "

static const language_row rows[] = {
    { "none", "none ", "none", false, NULL },
    { "en", "eng ", "english", true, NULL },
    { "ar", "ara ", "arabic", true, NULL },
    { "ca", "cat ", "catalan", true, ELIDED_CA },
    { "da", "dan ", "danish", true, NULL },
    { "de", "ger deu ", "german", true, NULL },
    { "el", "gre ell ", "greek", true, NULL },
    { "es", "spa ", "spanish", true, NULL },
    { "eu", "baq eus ", "basque", true, NULL },
    { "fa", "per fas ", "persian", false, NULL },
    { "fi", "fin ", "finnish", true, NULL },
    { "fr", "fre fra ", "french", true, ELIDED_FR },
    { "ga", "gle ", "irish", true, NULL },
    { "hi", "hin ", "hindi", true, NULL },
    { "hu", "hun ", "hungarian", true, NULL },
    { "hy", "arm hye ", "armenian", true, NULL },
    { "id", "ind ", "indonesian", true, NULL },
    { "it", "ita ", "italian", true, ELIDED_IT },
    { "lt", "lit ", "lithuanian", true, NULL },
    { "ne", "nep ", "nepali", true, NULL },
    { "nl", "dut nld ", "dutch", true, NULL },
    { "no", "nor nob nb nno nn ", "norwegian", true, NULL },
    { "pt", "por ", "portuguese", true, NULL },
    { "ro", "rum ron ", "romanian", true, NULL },
    { "ru", "rus ", "russian", true, NULL },
    { "sr", "srp ", "serbian", true, NULL },
    { "sv", "swe ", "swedish", true, NULL },
    { "ta", "tam ", "tamil", true, NULL },
    { "tr", "tur ", "turkish", true, NULL },
    { "yi", "yid ", "yiddish", true, NULL },
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

const char *plx_language_code(int language)
{
    return rows[language].code;
}

const char *plx_language_stemmer(int language)
{
    return rows[language].has_stemmer ? rows[language].name : NULL;
}

bool plx_language_elides(int language, const char *word, size_t len)
{
    return rows[language].elided && in_list(word, len, rows[language].elided + 1);
}
