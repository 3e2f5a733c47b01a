#include "indexer/html_author.h"

#include <string.h>
#include <strings.h>

#include "indexer/byline.h"
#include "indexer/html_rules.h"

#define NAME_BYTES   120 /* a longer text is no byline */
#define NAMES_WORDS  14  /* of all the names of a byline */
#define BYLINE_WORDS 24
#define NEAR_LEVELS  3 /* above a block, looked at for a class */

static const struct agency {
    const char *alias;
    const char *name;
} agencies[] = {
    { "Reuters", "Reuters" },
    { "Thomson Reuters", "Reuters" },
    { "AP", "Associated Press" },
    { "Associated Press", "Associated Press" },
    { "The Associated Press", "Associated Press" },
    { "AP News", "Associated Press" },
    { "AFP", "AFP" },
    { "Agence France-Presse", "AFP" },
    { "Agence France Presse", "AFP" },
    { "dpa", "dpa" },
    { "DPA", "dpa" },
    { "Deutsche Presse-Agentur", "dpa" },
    { "EFE", "EFE" },
    { "Agencia EFE", "EFE" },
    { "Europa Press", "Europa Press" },
    { "ANSA", "ANSA" },
    { "APA", "APA" },
    { "TASS", "TASS" },
    { "ТАСС", "TASS" },
    { "Interfax", "Interfax" },
    { "Интерфакс", "Interfax" },
    { "RIA Novosti", "RIA Novosti" },
    { "РИА Новости", "RIA Novosti" },
    { "Xinhua", "Xinhua" },
    { "Anadolu Agency", "Anadolu Agency" },
    { "Anadolu Ajansı", "Anadolu Agency" },
    { "AA", "Anadolu Agency" },
    { "DHA", "DHA" },
    { "IRNA", "IRNA" },
    { "ISNA", "ISNA" },
    { "MNA", "Mehr" },
    { "Mehr News Agency", "Mehr" },
    { "Fars News Agency", "Fars" },
    { "Tasnim News Agency", "Tasnim" },
    { "SANA", "SANA" },
    { "NNA", "NNA" },
    { "WAM", "WAM" },
    { "QNA", "QNA" },
    { "KUNA", "KUNA" },
    { "Petra", "Petra" },
    { "رويترز", "Reuters" },
    { "أ ف ب", "AFP" },
    { "فرانس برس", "AFP" },
    { "د ب أ", "dpa" },
    { "واس", "SPA" },
    { "سانا", "SANA" },
    { "الأناضول", "Anadolu Agency" },
    { "ایرنا", "IRNA" },
    { "ایسنا", "ISNA" },
    { "PTI", "PTI" },
    { "ANI", "ANI" },
    { "IANS", "IANS" },
    { "Kyodo", "Kyodo" },
    { "Yonhap", "Yonhap" },
    { "UPI", "UPI" },
    { "Bloomberg", "Bloomberg" },
    { "PAP", "PAP" },
    { "MTI", "MTI" },
    { "Belga", "Belga" },
    { "The Canadian Press", "The Canadian Press" },
    { "Canadian Press", "The Canadian Press" },
    { "PA Media", "PA Media" },
    { "Press Association", "PA Media" },
    { "AAP", "AAP" },
};

/* A "name" with such a word is a desk, a firm or an account. */
static const char *const no_person[] = {
    "staff",         "newsroom",  "desk",          "team",         "editorial", "editors",
    "writers",       "admin",     "webmaster",     "redaktion",    "redacción", "redacao",
    "redação",       "redazione", "rédaction",     "la rédaction", "redakcja",  "редакция",
    "haber merkezi", "تحرير",     "تحریریه",       "ediciones",    "gmbh",      "ltd",
    "llc",           "inc",       "s.a.",          "sp. z o.o.",   "news",      "newspaper",
    "media",         "agency",    "agencies",      "agencias",     "agences",   "press",
    "magazine",      "reporter",  "correspondent", "contributor",  "wire",      "services",
    "published",     "updated",
};

/* Days and labels that stick to the end of a name. */
static const char *const trailing[] = {
    "Monday",    "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    "Published", "Updated", "Posted",    "on",       "Follow", "Read",     "/",
    "-",         "|",       "·",         "•",        "–",      "—",        "／",
};

/* "By" in the languages whose bylines have it. */
static const char *const by_words[] = {
    "By",
    "Par",
    "Von",
    "Por",
    "Di",
    "Da",
    "Text:",
    "Autor:",
    "Auteur:",
    "Autore:",
    "Author:",
    "Автор:",
    "Текст:",
    "Yazar:",
    "Haber:",
    "بقلم",
    "كتب:",
    "كتبت:",
    "نویسنده:",
    "Written by",
    "Posted by",
    "Publicado por:",
    "Publicado por",
    "Reporter:",
};

const char *plx_html_agency(const char *s, size_t n)
{
    for (size_t i = 0; i < sizeof agencies / sizeof *agencies; i++)
        if (strlen(agencies[i].alias) == n && memcmp(s, agencies[i].alias, n) == 0)
            return agencies[i].name;
    return NULL;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t trim(const char **s, size_t n)
{
    while (n > 0 && is_blank(**s)) {
        (*s)++;
        n--;
    }
    while (n > 0 && is_blank((*s)[n - 1]))
        n--;
    return n;
}

static size_t cut_trailing(const char *s, size_t n)
{
    for (size_t i = 0; i < sizeof trailing / sizeof *trailing;) {
        size_t k = strlen(trailing[i]);
        bool is_there = n > k && memcmp(s + n - k, trailing[i], k) == 0 &&
                        (is_blank(s[n - k - 1]) || (trailing[i][0] & 0x80));

        n -= is_there ? k : 0;
        while (n > 0 && (is_blank(s[n - 1]) || s[n - 1] == ','))
            n--;
        i = is_there ? 0 : i + 1;
    }
    return n;
}

static size_t cut_by(const char **s, size_t n)
{
    for (size_t i = 0; i < sizeof by_words / sizeof *by_words; i++) {
        size_t k = strlen(by_words[i]);

        if (n > k + 1 && strncasecmp(*s, by_words[i], k) == 0 && is_blank((*s)[k])) {
            *s += k;
            return trim(s, n - k);
        }
    }
    return n;
}

bool plx_html_is_same_name(const char *a, size_t n, const char *b)
{
    size_t i = 0;

    for (; b && *b; b++) {
        if (strchr(" .-_'", *b))
            continue;
        while (i < n && strchr(" .-_'", a[i]))
            i++;
        if (i == n || strncasecmp(a + i, b, 1) != 0)
            return false;
        i++;
    }
    while (i < n && strchr(" .-_'", a[i]))
        i++;
    return b && i == n;
}

/* "lefigaro.fr" */
static bool is_host(const char *s, size_t n)
{
    const char *dot = memrchr(s, '.', n);

    return dot && dot > s && !memchr(s, ' ', n) && (size_t)(s + n - dot) >= 3;
}

static bool has_word(const char *s, size_t n, const char *word)
{
    size_t k = strlen(word);

    for (size_t i = 0; i + k <= n; i++)
        if (strncasecmp(s + i, word, k) == 0 && (i == 0 || strchr(" .'(", s[i - 1])) &&
            (i + k == n || strchr(" .,')", s[i + k])))
            return true;
    return false;
}

/* Whole words of a longer text? */
static bool is_part(const char *s, size_t n, const char *text)
{
    const char *at = memmem(text, strlen(text), s, n);

    return at && memchr(s, ' ', n) && (at == text || at[-1] == ' ') &&
           (at[n] == '\0' || at[n] == ' ');
}

static bool is_person(const char *s, size_t n, const plx_article *a)
{
    if (n == 0 || n > NAME_BYTES || is_host(s, n) || plx_html_is_same_name(s, n, a->source))
        return false;
    if (n > 5 && strncasecmp(s + n - 5, "admin", 5) == 0)
        return false;
    if (a->source && (has_word(s, n, a->source) || is_part(s, n, a->source)))
        return false; /* "Gazette Sports", and the "Gazette" of "Gazette Online" */
    for (size_t i = 0; i < sizeof no_person / sizeof *no_person; i++)
        if (has_word(s, n, no_person[i]))
            return false;
    return true;
}

static plx_status credit(plx_article *a, const char *agency, plx_error *err)
{
    if (a->original_source || plx_html_is_same_name(agency, strlen(agency), a->source))
        return PLX_OK;
    return plx_article_set(&a->original_source, agency, strlen(agency), err);
}

/* Names separated by "; ": persons into out, agencies into the article. */
static plx_status sort_names(plx_article *a, const char *names, plx_strbuf *out, plx_error *err)
{
    plx_status rc = PLX_OK;

    while (*names && rc == PLX_OK) {
        size_t len = strcspn(names, ";");
        const char *s = names;
        size_t n = cut_trailing(s, trim(&s, len));
        const char *agency = plx_html_agency(s, n);

        if (agency) {
            rc = credit(a, agency, err);
        } else if (is_person(s, n, a)) {
            if (out->len > 0)
                plx_strbuf_puts(out, "; ");
            plx_strbuf_add(out, s, n);
        }
        names += len + strspn(names + len, "; ");
    }
    return rc;
}

/* An agency behind the names: "Jane Doe, Associated Press", "JANE DOE | AP". */
static plx_status credit_after(plx_article *a, const char *s, size_t n, plx_error *err)
{
    for (size_t i = 0; i < n; i++) {
        const char *part = s + i + 1;
        const char *agency;
        size_t len = 0;

        if (!strchr(",|/(;\n", s[i]) && !(s[i] == '-' && i > 0 && s[i - 1] == ' '))
            continue;
        while (i + 1 + len < n && !strchr(",|/();\n", part[len]))
            len++;
        len = trim(&part, len);
        agency = plx_html_agency(part, len);
        if (agency)
            return credit(a, agency, err);
    }
    return PLX_OK;
}

plx_status plx_html_set_author(plx_article *a, const char *s, size_t n, plx_error *err)
{
    plx_strbuf names = PLX_STRBUF_INIT;
    plx_strbuf persons = PLX_STRBUF_INIT;
    const char *line_end;
    plx_status rc;

    n = trim(&s, n);
    if (a->author || n == 0)
        return PLX_OK;
    rc = credit_after(a, s, n, err);
    line_end = memchr(s, '\n', n);
    n = cut_by(&s, trim(&s, line_end ? (size_t)(line_end - s) : n));
    plx_byline_clean_author(s, n, &names);
    if (rc == PLX_OK && names.len > 0)
        rc = sort_names(a, names.s, &persons, err);
    if (rc == PLX_OK && persons.len > 0)
        rc = plx_article_set(&a->author, persons.s, persons.len, err);
    plx_strbuf_release(&persons);
    plx_strbuf_release(&names);
    return rc;
}

static const xmlNode *name_in(const xmlNode *node)
{
    for (const xmlNode *n = node; n; n = plx_html_next(n, node, false)) {
        const char *itemprop = n->type == XML_ELEMENT_NODE ? plx_html_attr(n, "itemprop") : NULL;

        if (itemprop && n != node && strcasecmp(itemprop, "name") == 0)
            return n;
    }
    return node;
}

plx_status plx_html_set_author_of(plx_article *a, const xmlNode *node, plx_error *err)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_status rc;

    if (!node || a->author)
        return PLX_OK;
    node = name_in(node);
    if (plx_html_attr(node, "content"))
        plx_strbuf_puts(&text, plx_html_attr(node, "content"));
    else
        plx_html_text(node, &text);
    rc = text.len <= 2 * NAME_BYTES ? plx_html_set_author(a, text.s, text.len, err) : PLX_OK;
    plx_strbuf_release(&text);
    return rc;
}

/* Is it, or what it stands in, called author or byline? */
static bool is_author_box(const xmlNode *node)
{
    static const char *const words[] = { "author", "byline",   "auteur",    "autor",
                                         "autore", "reporter", "signature", "yazar" };
    const char *rel = plx_html_attr(node, "rel");

    if (rel && strcasecmp(rel, "author") == 0)
        return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (plx_html_has_class_word(node, words[i]))
            return true;
    return false;
}

static bool is_particle(const char *s, size_t n)
{
    static const char *const words[] = { "and", "de",  "da", "del", "di", "van", "von",
                                         "der", "bin", "al", "el",  "la", "le",  "y",
                                         "et",  "und", "&",  "e",   "i",  "ve",  "with" };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == n && memcmp(s, words[i], n) == 0)
            return true;
    return false;
}

/* Words that begin with capitals (letters of scripts without them count) up to the first
 * comma or bar, two at least. */
static bool looks_like_names(const char *s, size_t n)
{
    unsigned words = 0;

    for (size_t i = 0; i < n && !strchr(",|/(", s[i]);) {
        size_t len = strcspn(s + i, " \t\n,|/(");

        if (len > 0 && !is_particle(s + i, len) && !(s[i] & 0x80) && !(s[i] >= 'A' && s[i] <= 'Z'))
            return false;
        words += len > 0;
        i += len;
        while (i < n && is_blank(s[i]))
            i++;
    }
    return words >= 2 && words <= NAMES_WORDS;
}

/* The names of a byline: a box called so, or a line that begins with "By". */
static bool find_names(const plx_html *h, const plx_block *b, const char **s, size_t *n)
{
    const xmlNode *node = b->node;
    const char *end;

    *s = h->text.s + b->begin;
    end = memchr(*s, '\n', b->len);
    *n = trim(s, end ? (size_t)(end - *s) : b->len);
    if (*n > 2 * NAME_BYTES || b->words > BYLINE_WORDS || b->kind == PLX_BLOCK_TITLE)
        return false;
    end = *s;
    *n = cut_by(s, *n);
    if (*s != end)
        return looks_like_names(*s, *n) && (*s)[*n - 1] != '.';
    for (int up = 0; up < NEAR_LEVELS && node && node->type == XML_ELEMENT_NODE; up++) {
        if (is_author_box(node))
            return looks_like_names(*s, *n);
        node = node->parent;
    }
    return false;
}

plx_status plx_html_find_author(const plx_html *h, size_t from, size_t to, plx_article *a,
                                plx_error *err)
{
    plx_status rc = PLX_OK;

    for (size_t i = from; i < to && i < h->count && !a->author && rc == PLX_OK; i++) {
        const char *s;
        size_t n;

        if (find_names(h, &h->blocks[i], &s, &n))
            rc = plx_html_set_author(a, s, n, err);
    }
    return rc;
}
