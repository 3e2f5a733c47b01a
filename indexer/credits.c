#include "indexer/credits.h"

#include <string.h>
#include <strings.h>

#include "indexer/html_author.h"

#define VALUE_MAX      120 /* bytes of an outlet's name */
#define OUTLET_WORDS   8
#define DATELINE_BYTES 80 /* from the beginning of a paragraph to its dash */

static const struct label {
    const char *text;
    plx_credit_kind kind;
    bool is_head_only; /* at the end it may be a sentence or another thing */
} labels[] = {
    { "source", PLX_CREDIT_ORIGINAL, false },
    { "quelle", PLX_CREDIT_ORIGINAL, false },
    { "fuente", PLX_CREDIT_ORIGINAL, false },
    { "fonte", PLX_CREDIT_ORIGINAL, false },
    { "bron", PLX_CREDIT_ORIGINAL, false },
    { "kaynak", PLX_CREDIT_ORIGINAL, false },
    { "Źródło", PLX_CREDIT_ORIGINAL, false },
    { "Источник", PLX_CREDIT_ORIGINAL, false },
    { "المصدر", PLX_CREDIT_ORIGINAL, false },
    { "منبع", PLX_CREDIT_ORIGINAL, false },
    { "this article originally appeared in", PLX_CREDIT_ORIGINAL, false },
    { "this article originally appeared on", PLX_CREDIT_ORIGINAL, false },
    { "this story originally appeared in", PLX_CREDIT_ORIGINAL, false },
    { "this story originally appeared on", PLX_CREDIT_ORIGINAL, false },
    { "this story was originally published by", PLX_CREDIT_ORIGINAL, false },
    { "republished from", PLX_CREDIT_ORIGINAL, false },
    { "reprinted from", PLX_CREDIT_ORIGINAL, false },
    { "sources", PLX_CREDIT_ORIGINAL, false },
    { "via", PLX_CREDIT_ORIGINAL, false },
    { "original source", PLX_CREDIT_ORIGINAL, false },
    { "originally published in", PLX_CREDIT_ORIGINAL, false },
    { "originally published by", PLX_CREDIT_ORIGINAL, false },
    { "originally published on", PLX_CREDIT_ORIGINAL, false },
    { "originally published at", PLX_CREDIT_ORIGINAL, false },
    { "first published in", PLX_CREDIT_ORIGINAL, false },
    { "first published by", PLX_CREDIT_ORIGINAL, false },
    { "this article first appeared in", PLX_CREDIT_ORIGINAL, false },
    { "this article first appeared on", PLX_CREDIT_ORIGINAL, false },
    { "this article was originally published on", PLX_CREDIT_ORIGINAL, false },
    { "this article was originally published by", PLX_CREDIT_ORIGINAL, false },
    { "this article was originally published in", PLX_CREDIT_ORIGINAL, false },
    { "publisher", PLX_CREDIT_PUBLISHER, true },
    { "outlet", PLX_CREDIT_PUBLISHER, true },
    { "title", PLX_CREDIT_TITLE, true },
    { "headline", PLX_CREDIT_TITLE, true },
    { "url", PLX_CREDIT_URL, false },
    { "link", PLX_CREDIT_URL, false },
    { "source url", PLX_CREDIT_URL, false },
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_address(const char *s, size_t n)
{
    return n > 8 && (strncasecmp(s, "http://", 7) == 0 || strncasecmp(s, "https://", 8) == 0) &&
           !memchr(s, ' ', n);
}

static unsigned count_words(const char *s, size_t n)
{
    unsigned words = 0;

    for (size_t i = 0; i < n; i++)
        words += !is_blank(s[i]) && (i == 0 || is_blank(s[i - 1]));
    return words;
}

/* Bytes of the separators after a label; 0 if there is none. */
static size_t separators(const char *s, size_t n)
{
    static const char *const seps[] = { ":", "»", "|", ">", "–", "—", "=", "-" };
    size_t i = 0;
    bool any = false;

    for (size_t k = 0; k < sizeof seps / sizeof *seps;) {
        size_t len = strlen(seps[k]);

        while (i < n && is_blank(s[i]))
            i++;
        if (n - i >= len && memcmp(s + i, seps[k], len) == 0) {
            i += len;
            any = true;
            k = 0;
        } else {
            k++;
        }
    }
    return any ? i : 0;
}

/* Take quotes, blanks and a full stop off a value. */
static void trim_value(const char *s, plx_credit *c)
{
    static const char *const quotes[] = { "“", "”", "\"", "'", "‘", "’", "«", "»", " ", "\t" };

    for (size_t k = 0; k < sizeof quotes / sizeof *quotes;) {
        size_t len = strlen(quotes[k]);
        bool in_front = c->len >= len && memcmp(s + c->begin, quotes[k], len) == 0;
        bool behind = c->len >= len && memcmp(s + c->begin + c->len - len, quotes[k], len) == 0;

        c->begin += in_front ? len : 0;
        c->len -= in_front || behind ? len : 0;
        if (!in_front && !behind && c->len > 0 && s[c->begin + c->len - 1] == '.') {
            c->len--;
            behind = true;
        }
        k = in_front || behind ? 0 : k + 1;
    }
}

/* "News Agencies" are nobody in particular. */
static bool is_vague(const char *s, size_t n)
{
    return (n >= 8 && strncasecmp(s + n - 8, "agencies", 8) == 0) ||
           (n >= 8 && strncasecmp(s, "multiple", 8) == 0);
}

static bool is_value(const char *s, const plx_credit *c)
{
    if (c->len == 0 || (c->kind == PLX_CREDIT_ORIGINAL && is_vague(s + c->begin, c->len)))
        return false;
    if (c->kind == PLX_CREDIT_URL)
        return is_address(s + c->begin, c->len);
    if (c->kind == PLX_CREDIT_TITLE)
        return true;
    return c->len <= VALUE_MAX && count_words(s + c->begin, c->len) <= OUTLET_WORDS;
}

bool plx_credit_read(const char *s, size_t n, bool is_head, plx_credit *out)
{
    *out = (plx_credit){ .kind = PLX_CREDIT_URL, .reason = "address", .len = n };
    if (is_address(s, n))
        return true;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        size_t len = strlen(labels[i].text);
        size_t gap;

        if (n <= len || strncasecmp(s, labels[i].text, len) != 0 ||
            (labels[i].is_head_only && !is_head))
            continue;
        gap = separators(s + len, n - len);
        if (gap == 0 && !(strchr(labels[i].text, ' ') && is_blank(s[len])))
            continue;
        *out = (plx_credit){
            .kind = labels[i].kind, .reason = "credit", .begin = len + gap, .len = n - len - gap
        };
        trim_value(s, out);
        if (is_value(s, out))
            return true;
    }
    return false;
}

/* The capitalised words after `key`, up to the end of the sentence. */
static bool outlet_after(const char *s, size_t n, const char *key, plx_credit *out)
{
    const char *at = memmem(s, n, key, strlen(key));
    size_t from;

    if (!at)
        return false;
    from = (size_t)(at - s) + strlen(key);
    out->begin = from;
    out->len = 0;
    while (from + out->len < n && !strchr(".,;\n", s[from + out->len]))
        out->len++;
    trim_value(s, out);
    if (out->len > 4 && strncmp(s + out->begin, "the ", 4) == 0) {
        out->begin += 4;
        out->len -= 4;
        trim_value(s, out);
    }
    return is_value(s, out) && s[out->begin] >= 'A' && s[out->begin] <= 'Z';
}

/* "... those of the Institute": a word that stands for any outlet. */
static bool is_generic(const char *s, size_t n)
{
    static const char *const words[] = {
        "institute", "author",     "authors",      "publisher",  "magazine", "editors",
        "paper",     "newspaper",  "company",      "university", "site",     "website",
        "center",    "foundation", "organization", "government", "journal",  "editorial board",
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == n && strncasecmp(s, words[i], n) == 0)
            return true;
    return false;
}

bool plx_credit_in_disclaimer(const char *s, size_t n, plx_credit *out)
{
    static const char *const keys[] = { "policy of ",   "policies of ",  "stance of ",
                                        "position of ", "positions of ", "views of ",
                                        "opinion of ",  "opinions of ",  "line of ",
                                        "those of " };

    const char *after = memmem(s, n, "reflect", 7);
    size_t skip = after ? (size_t)(after - s) : 0;

    *out = (plx_credit){ .kind = PLX_CREDIT_PUBLISHER, .reason = "disclaimer" };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (outlet_after(s + skip, n - skip, keys[i], out) &&
            !is_generic(s + skip + out->begin, out->len)) {
            out->begin += skip;
            return true;
        }
    }
    return false;
}

bool plx_credit_in_note(const char *s, size_t n, plx_credit *out)
{
    static const char *const opens[] = { "“", "\"", "«" };
    const char *key = memmem(s, n, "exclusively for", 15);

    *out = (plx_credit){ .kind = PLX_CREDIT_ORIGINAL, .reason = "author note" };
    if (!key)
        key = memmem(s, n, "especially for", 14);
    for (size_t i = 0; key && i < sizeof opens / sizeof *opens; i++) {
        const char *open = memmem(key, n - (size_t)(key - s), opens[i], strlen(opens[i]));

        if (!open)
            continue;
        out->begin = (size_t)(open - s) + strlen(opens[i]);
        out->len = 0;
        while (out->begin + out->len < n && !strchr("\"", s[out->begin + out->len]) &&
               memcmp(s + out->begin + out->len, "”", n - out->begin - out->len < 3 ? 1 : 3) != 0 &&
               memcmp(s + out->begin + out->len, "»", n - out->begin - out->len < 2 ? 1 : 2) != 0)
            out->len++;
        trim_value(s, out);
        return is_value(s, out);
    }
    return false;
}

/* Bytes up to what may divide two names; *gap receives its own. */
static size_t name_end(const char *s, size_t n, size_t *gap)
{
    static const char *const joins[] = { ",",     ";",     "(",     ")",      "/",      "[",
                                         "]",     "|",     ":",     " avec ", " with ", " mit ",
                                         " con ", " com ", " and ", " und ",  " et ",   " y ",
                                         " - ",   " – ",   " — ",   "«",      "»",      "“",
                                         "”",     "\"" };

    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < sizeof joins / sizeof *joins; k++) {
            *gap = strlen(joins[k]);
            if (n - i >= *gap && memcmp(s + i, joins[k], *gap) == 0)
                return i;
        }
    }
    *gap = 0;
    return n;
}

const char *plx_credit_agency(const char *s, size_t n)
{
    const char *end = s + n;
    const char *agency = NULL;

    if (n > 2 * VALUE_MAX)
        return NULL;
    for (size_t gap = 1; !agency && gap > 0;) {
        size_t len = name_end(s, (size_t)(end - s), &gap);
        size_t skip = 0;
        size_t k = len;

        while (skip < k && is_blank(s[skip]))
            skip++;
        while (k > skip && (is_blank(s[k - 1]) || s[k - 1] == '.'))
            k--;
        agency = plx_html_agency(s + skip, k - skip);
        s += len + gap;
    }
    return agency;
}

const char *plx_credit_dateline(const char *s, size_t n)
{
    static const char *const dashes[] = { " - ", " – ", " — ", " -- ", ") -", ")-" };
    size_t shown = n < DATELINE_BYTES ? n : DATELINE_BYTES;

    for (size_t i = 1; i < shown; i++)
        for (size_t k = 0; k < sizeof dashes / sizeof *dashes; k++)
            if (n - i >= strlen(dashes[k]) && memcmp(s + i, dashes[k], strlen(dashes[k])) == 0)
                return plx_credit_agency(s, i + 1);
    return NULL;
}
