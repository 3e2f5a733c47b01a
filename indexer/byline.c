#include "indexer/byline.h"

#include <string.h>
#include <strings.h>

#include "indexer/date_words.h"

#define LINE_BYTES     240 /* a longer line is text */
#define LINE_WORDS     24
#define TOKEN_BYTES    40
#define NAME_WORDS     5  /* of one person */
#define PARTS_MAX      16 /* names in one byline */
#define ASIDE_WORDS    4  /* "| Middle East Politics" beside a date */
#define PLACE_WORDS    2  /* "New York, 10 October 2019" */
#define DATELINE_BYTES 60 /* up to the date */
#define AGENCY_BYTES   30 /* from the date to the dash */

/* Words before a name. */
static const char *const by_words[] = {
    "by",     "author", "authors", "von",  "par",    "por",  "autor",   "auteur", "reporter",
    "byline", "words",  "di",      "door", "autore", "text", "haber",   "yazan",  "yazar",
    "автор",  "текст",  "tekst",   "بقلم", "كتب",    "كتبت", "نویسنده", "نوشته",  "گزارش",
};
/* Words that may stand beside a date or a name. */
static const char *const label_words[] = {
    "published",
    "posted",
    "updated",
    "last",
    "modified",
    "on",
    "at",
    "date",
    "time",
    "issued",
    "created",
    "first",
    "written",
    "edited",
    "dated",
    "pm",
    "am",
    "et",
    "edt",
    "est",
    "gmt",
    "utc",
    "read",
    "min",
    "mins",
    "minute",
    "minutes",
    "the",
    "story",
    "article",
    "of",
    "hrs",
    "uhr",
    "em",
    "le",
    "el",
    "am",
    "den",
    "publicado",
    "publié",
    "veröffentlicht",
    "aktualisiert",
    "stand",
    "publication",
    "a.m",
    "p.m",
    "ist",
    "às",
    "à",
    "a",
    "las",
    "alle",
    "ore",
    "om",
    "op",
    "saat",
    "в",
    "о",
    "o",
    "godz",
    "godz.",
    "الساعة",
    "ساعت",
    "h",
    "publicada",
    "pubblicato",
    "gepubliceerd",
    "yayınlanma",
    "yayın",
    "tarihi",
    "tarih",
    "güncelleme",
    "güncellendi",
    "опубликовано",
    "обновлено",
    "дата",
    "opublikowano",
    "data",
    "aktualizacja",
    "mis",
    "jour",
    "actualizado",
    "aggiornato",
    "bijgewerkt",
    "erstellt",
    "datum",
    "fecha",
    "publish",
    "تاریخ",
    "انتشار",
    "خبر",
    "نشر",
    "في",
    "نُشر",
    "آخر",
    "تحديث",
    "تم",
    "النشر",
    "بتاريخ",
    "زمان",
    "به‌روزرسانی",
    "کد",
    "г",
    "г.",
    "года",
    "р.",
    "roku",
    "r.",
    "م",
    "هـ",
    "ش",
    "cet",
    "cest",
    "bst",
    "msk",
    "мск",
    "segunda",
    "terça",
    "quarta",
    "quinta",
    "sexta",
    "feira",
    "min.",
};
static const char *const update_words[] = {
    "updated",      "modified",
    "aktualisiert", "edited",
    "actualizado",  "aggiornato",
    "jour",         "bijgewerkt",
    "обновлено",    "aktualizacja",
    "güncelleme",   "güncellendi",
    "تحديث",        "به‌روزرسانی",
};
/* Small words inside names. */
static const char *const particles[] = { "and", "&",   "de",  "da",  "del", "della", "di",  "van",
                                         "von", "der", "den", "bin", "ibn", "bint",  "al",  "el",
                                         "la",  "le",  "y",   "und", "et",  "with",  "abu", "avec",
                                         "mit", "con", "и",   "و",   "ve" };
/* A "name" with one of these is an outlet or a role. */
static const char *const role_words[] = {
    "press",         "news",     "agency",  "reuters",   "afp",      "ap",
    "times",         "post",     "journal", "media",     "staff",    "editor",
    "correspondent", "reporter", "writer",  "tribune",   "guardian", "monitor",
    "herald",        "magazine", "network", "bureau",    "service",  "desk",
    "contributor",   "senior",   "chief",   "columnist", "bbc",      "cnn",
    "team",          "online",   "report",  "analyst",   "producer", "daily",
    "weekly",        "today",    "tv",      "radio",
};

#define LISTED(word, list) is_listed(word, list, sizeof(list) / sizeof *(list))

/* One blank-separated token. */
struct token {
    size_t begin, end;      /* in the line */
    char bare[TOKEN_BYTES]; /* lower case, punctuation at the ends off */
    bool ends_part;         /* a comma, bar or the like follows */
    bool is_capital;
};

struct scanner {
    const char *s;
    size_t n;
    size_t at;
};

static bool is_listed(const char *word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(word, list[i]) == 0)
            return true;
    return false;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

/* Separators of a byline are bytes of ASCII or begin with E2 (– — •) or C2 (·, nbsp). */
static size_t separator(const char *s, size_t n)
{
    static const char *const all[] = { "–", "—", "•", "·", "»", "│" };

    if (n > 0 && *s && strchr(",.:;|()[]\"'-/*<>", *s))
        return 1;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (n >= strlen(all[i]) && memcmp(s, all[i], strlen(all[i])) == 0)
            return strlen(all[i]);
    return 0;
}

static size_t separator_before(const char *s, size_t n)
{
    for (size_t k = 1; k <= 3 && k <= n; k++)
        if (separator(s + n - k, k) == k)
            return k;
    return 0;
}

static bool next_token(struct scanner *sc, struct token *out)
{
    size_t b = sc->at;
    size_t e;
    size_t k;
    size_t n = 0;

    while (b < sc->n && is_blank(sc->s[b]))
        b++;
    for (e = b; e < sc->n && !is_blank(sc->s[e]); e++)
        continue;
    sc->at = e;
    *out = (struct token){ .begin = b, .end = e };
    while ((k = separator(sc->s + b, e - b)) > 0)
        b += k;
    out->begin = b < e ? b : out->begin;
    while (e > b && (k = separator_before(sc->s + b, e - b)) > 0) {
        out->ends_part = out->ends_part || sc->s[e - k] != '.';
        e -= k;
    }
    out->end = e;
    out->is_capital = b < e && ((sc->s[b] >= 'A' && sc->s[b] <= 'Z') || (sc->s[b] & 0x80));
    for (; b < e && n + 1 < TOKEN_BYTES; b++)
        out->bare[n++] = (char)(sc->s[b] >= 'A' && sc->s[b] <= 'Z' ? sc->s[b] | 0x20 : sc->s[b]);
    return out->begin < sc->at;
}

/* A weekday in any of the languages of dates. */
static bool is_weekday(const char *s, const struct token *t)
{
    plx_scan c = { s + t->begin, s + t->end };

    return plx_date_words_weekday(&c) && c.p == c.end;
}

static bool is_name_word(const struct token *t)
{
    return t->is_capital || LISTED(t->bare, particles) || strncmp(t->bare, "al-", 3) == 0 ||
           strncmp(t->bare, "el-", 3) == 0;
}

/* What the words of a line come to. */
struct tally {
    plx_byline *out;
    bool in_name;       /* a word like "by" was read, the name goes on */
    bool name_is_first; /* the line begins with the byline */
    unsigned tokens;
    unsigned others;   /* words that are no part of any byline */
    bool others_apart; /* a bar or bullet divides them from the rest */
};

static void tally_token(struct tally *t, const struct scanner *sc, const struct token *tok)
{
    plx_byline *out = t->out;

    t->tokens++;
    if (!*tok->bare) {
        t->in_name = t->in_name && out->author_len == 0;
        t->others_apart = t->others_apart || sc->s[tok->begin] == '|' || (sc->s[tok->begin] & 0x80);
    } else if (LISTED(tok->bare, by_words) && out->author_len == 0) {
        t->in_name = true;
        t->name_is_first = t->tokens == 1;
    } else if (t->in_name && is_name_word(tok)) {
        if (out->author_len == 0)
            out->author = tok->begin;
        out->author_len = tok->end - out->author;
    } else if (LISTED(tok->bare, label_words) || is_weekday(sc->s, tok)) {
        out->is_updated = out->is_updated || LISTED(tok->bare, update_words);
        t->in_name = false;
    } else {
        t->others++;
        t->in_name = false;
    }
}

static void tally_range(struct tally *t, const char *s, size_t begin, size_t end)
{
    struct scanner sc = { s, end, begin };
    struct token tok;

    while (next_token(&sc, &tok))
        tally_token(t, &sc, &tok);
    if (t->out->author_len > 0)
        t->in_name = false;
}

/* "BAGHDAD, October 10, 2019" */
static bool is_place_before(const char *s, const plx_date_span *d, size_t n)
{
    struct scanner sc = { s, d->begin, 0 };
    struct token tok;
    unsigned words = 0;
    bool is_apart = false;

    while (next_token(&sc, &tok)) {
        words++;
        is_apart = tok.ends_part || !*tok.bare;
        if (*tok.bare && !tok.is_capital)
            return false;
    }
    return is_apart && words <= PLACE_WORDS + 1 && n - d->end < 3;
}

static bool begins_with_by(const char *s, size_t n)
{
    struct scanner sc = { s, n, 0 };
    struct token tok;

    while (next_token(&sc, &tok))
        if (*tok.bare)
            return LISTED(tok.bare, by_words);
    return false;
}

bool plx_byline_read(const char *s, size_t n, plx_byline *out)
{
    struct tally t = { .out = out };
    plx_date_span d;
    plx_date_span second;
    size_t rest;

    *out = (plx_byline){ 0 };
    if (n == 0 || n > LINE_BYTES)
        return false;
    if (!plx_dates_find(s, n, &d)) {
        if (!begins_with_by(s, n))
            return false;
        tally_range(&t, s, 0, n);
        return t.name_is_first && out->author_len > 0 && t.others == 0 && t.tokens <= LINE_WORDS;
    }
    out->date = d.date;
    out->when = d;
    out->is_ambiguous = d.is_ambiguous;
    tally_range(&t, s, 0, d.begin);
    if (t.others > 0 && is_place_before(s, &d, n))
        t.others = 0;
    rest = d.end;
    while (rest < n && plx_dates_find(s + rest, n - rest, &second)) { /* "Updated: ..." */
        bool was_updated = out->is_updated;

        tally_range(&t, s, rest, rest + second.begin);
        out->is_updated = was_updated;
        rest += second.end;
    }
    tally_range(&t, s, rest, n);
    return t.others == 0 || (t.others_apart && t.others <= ASIDE_WORDS);
}

bool plx_byline_dateline(const char *s, size_t n, plx_date_span *out)
{
    size_t shown = n < 2 * DATELINE_BYTES ? n : 2 * DATELINE_BYTES;
    unsigned capitals = 0;

    if (!plx_dates_find(s, shown, out) || out->is_ambiguous || out->begin > DATELINE_BYTES)
        return false;
    for (size_t i = 0; i < out->begin; i++) {
        if (s[i] >= 'a' && s[i] <= 'z')
            return false;
        capitals += s[i] >= 'A' && s[i] <= 'Z';
    }
    for (size_t i = out->end; i < n && i < out->end + AGENCY_BYTES && capitals > 2; i++)
        if (s[i] == ':' || (s[i] == '-' && s[i - 1] == ' ') ||
            (n - i >= 3 && (memcmp(s + i, "–", 3) == 0 || memcmp(s + i, "—", 3) == 0)))
            return true;
    return false;
}

/* Does a part of a byline look like a person's name? */
static bool is_person(const char *s, size_t n)
{
    struct scanner sc = { s, n, 0 };
    struct token tok;
    unsigned words = 0;

    while (next_token(&sc, &tok)) {
        if (!is_name_word(&tok) || LISTED(tok.bare, role_words))
            return false;
        words++;
    }
    return words > 1 && words <= NAME_WORDS;
}

size_t plx_byline_names(const char *s, size_t n)
{
    struct scanner sc = { s, n, 0 };
    struct token tok;
    unsigned names = 0;
    unsigned words = 0;
    size_t end = 0;
    bool in_role = false;

    if (n > LINE_BYTES || memchr(s, '?', n) || (n > 0 && strchr(".:!", s[n - 1])))
        return 0;
    while (next_token(&sc, &tok)) {
        if (!*tok.bare)
            continue;
        if (!is_name_word(&tok) || strpbrk(tok.bare, "0123456789@/"))
            return 0;
        in_role = in_role || LISTED(tok.bare, role_words);
        names += !in_role && tok.is_capital;
        end = in_role ? end : tok.end;
        words++;
    }
    return names > 1 && names <= 2 * NAME_WORDS && words <= 3 * NAME_WORDS ? end : 0;
}

static size_t trim(const char **s, size_t n)
{
    while (n > 0 && (is_blank(**s) || **s == ',' || **s == ';')) {
        (*s)++;
        n--;
    }
    while (n > 0 && (is_blank((*s)[n - 1]) || (*s)[n - 1] == ',' || (*s)[n - 1] == ';'))
        n--;
    return n;
}

/* Length up to the next separator of names; *sep receives its bytes. */
static size_t part_length(const char *s, size_t n, size_t *sep)
{
    static const char *const seps[] = { ";",    ",",      "|",   " and ",  " And ", " AND ",
                                        " & ",  " with ", "/",   " avec ", " mit ", " und ",
                                        " et ", " con ",  " y ", " и ",    " و " };

    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < sizeof seps / sizeof *seps; k++) {
            *sep = strlen(seps[k]);
            if (n - i >= *sep && memcmp(s + i, seps[k], *sep) == 0)
                return i;
        }
    }
    *sep = 0;
    return n;
}

static void add_name(const char *s, size_t n, plx_strbuf *out)
{
    if (out->len > 0)
        plx_strbuf_puts(out, "; ");
    plx_strbuf_add(out, s, n);
}

/* Names of accounts that publish for nobody in particular. */
static bool is_account(const char *s, size_t n)
{
    static const char *const names[] = { "admin",     "administrator", "editor", "staff",
                                         "webmaster", "root",          "user",   "guest",
                                         "unknown",   "none",          "null" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == n && strncasecmp(s, names[i], n) == 0)
            return true;
    return false;
}

void plx_byline_clean_author(const char *s, size_t n, plx_strbuf *out)
{
    size_t before = out->len;
    const char *whole;
    size_t sep;

    n = trim(&s, n);
    if (n > 3 && strncasecmp(s, "by", 2) == 0 && (is_blank(s[2]) || s[2] == ':')) {
        s += 3;
        n = trim(&s, n - 3);
    }
    if (n == 0 || n > LINE_BYTES || is_account(s, n) || memmem(s, n, "://", 3) || memchr(s, '@', n))
        return;
    whole = s;
    for (size_t at = 0, i = 0; at < n && i < PARTS_MAX; i++) {
        size_t len = part_length(s + at, n - at, &sep);
        const char *part = s + at;
        size_t part_len = trim(&part, len);

        if (is_person(part, part_len))
            add_name(part, part_len, out);
        at += len + sep;
        if (sep == 0)
            break;
    }
    if (out->len == before) /* an agency, or a single name */
        add_name(whole, trim(&whole, part_length(whole, n, &sep)), out);
}
