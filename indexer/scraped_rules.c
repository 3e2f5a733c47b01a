#include "indexer/scraped_rules.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "indexer/html_phrases.h"

#define PHRASE_WORDS 30 /* a longer line amid the text is text */
#define OFFER_WORDS  6
#define PAGE_LINE    24 /* bytes of the longest line with a page number */
#define TAIL_PROSE   2  /* long sentences that may stand behind it */

/* "2", "- 2 -", "Page 3 of 7", "12 / 40": the number of a page of a document that was made into
 * text. In HTML, where pages are not numbered, such a line is a figure of a table. */
static bool is_page_number(const plx_line *l)
{
    static const char *const words[] = { "page ", "seite ", "página ", "pagina ", "p. ",
                                         "صفحه ", "стр. ",  "sayfa ",  "strona " };
    static const char *const of[] = { "of ", "de ", "von ", "sur ", "" };
    char line[PAGE_LINE + 1];
    const char *p = line;
    size_t i, digits;

    if (l->n > PAGE_LINE)
        return false;
    memcpy(line, l->s, l->n);
    line[l->n] = '\0';
    p += strspn(p, " -");
    for (i = 0; i < sizeof words / sizeof *words; i++)
        if (strncasecmp(p, words[i], strlen(words[i])) == 0)
            p += strlen(words[i]);
    digits = strspn(p, "0123456789");
    if (!digits || (p == line && digits > 3)) /* "1950" is a year or a figure */
        return false;
    p += digits;
    p += strspn(p, " /-");
    for (i = 0; strncasecmp(p, of[i], strlen(of[i])) != 0;)
        i++;
    p += strlen(of[i]);
    p += strspn(p, "0123456789");
    return *p == '\0';
}

const char *plx_scraped_reason(const plx_line *l, plx_line_place place)
{
    const char *reason = plx_furniture(l->s, l->n, place);

    if (reason || (place == PLX_PLACE_BODY && l->words > PHRASE_WORDS))
        return reason;
    if (is_page_number(l))
        return "page number";
    return plx_html_phrase(l->s, l->n);
}

bool plx_scraped_starts_tail(const plx_line *l)
{
    const char *colon = memchr(l->s, ':', l->n);

    return plx_furniture_starts_tail(l->s, l->n) != PLX_TAIL_NONE ||
           ((!colon || colon + 1 == l->s + l->n) &&
            plx_html_phrase_tail(l->s, l->n) != PLX_TAIL_NONE);
}

bool plx_scraped_ends_text(const plx_line *l, unsigned prose_after)
{
    if (*l->s == '(' || !plx_scraped_starts_tail(l))
        return false;
    return prose_after <= TAIL_PROSE ||
           plx_furniture_starts_tail(l->s, l->n) == PLX_TAIL_COMMENTS ||
           plx_html_phrase_tail(l->s, l->n) == PLX_TAIL_COMMENTS;
}

bool plx_scraped_offers_next(const plx_line *l)
{
    return l->words <= OFFER_WORDS && strcmp(l->reason, "teaser") == 0 &&
           (!memchr(l->s, ':', l->n) || l->s[l->n - 1] == ':') &&
           strncasecmp(l->s, "end of", 6) != 0;
}

bool plx_scraped_is_author_note(const plx_line *l, const char *authors)
{
    static const char *const verbs[] = { ",", " is ", " was ", " has ", " are " };
    const char *author = authors;

    for (size_t n; author && *author; author += n + strspn(author + n, "; ")) {
        n = strcspn(author, ";");
        if (n == 0 || l->n <= n || strncasecmp(l->s, author, n) != 0)
            continue;
        for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
            if (l->n - n > strlen(verbs[i]) &&
                strncasecmp(l->s + n, verbs[i], strlen(verbs[i])) == 0)
                return true;
    }
    return false;
}

bool plx_scraped_is_slogan(const plx_line *l)
{
    static const char key[] = "since ";
    const char *at = memmem(l->s, l->n, key, sizeof key - 1);
    size_t from = at ? (size_t)(at - l->s) + sizeof key - 1 : l->n;

    return l->n - from == 4 && isdigit((unsigned char)l->s[from]);
}
