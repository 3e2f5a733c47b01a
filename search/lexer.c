#include "search/lexer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/nearest.h"
#include "base/utf8.h"
#include "search/diagnostic.h"
#include "search/query.h"
#include "search/repair.h"

/* Bytes of a field name; a longer word before a colon is no field. */
#define FIELD_NAME_MAX 64

/* Fields that are named to the user, the index's own included. */
#define FIELDS_MAX 64
/* Bytes of a number behind '^' or "NEAR/". */
#define NUMBER_MAX 12

/* In the order in which they are named to the user. */
static const char *const builtin_fields[] = {
    "title", "source", "original_source", "author", "stance", "date",
    "lang",  "since",  "until",           "dup",    "tag",
};

typedef struct lexer {
    const char *s;
    size_t len, at;
    const plx_lexer_options *opt;
    plx_reading reading;
    plx_lexemes *out;
    plx_error *err;
    size_t words;
    const char *counted; /* up to here `column` has been counted */
    uint32_t column;
    bool is_fresh;       /* nothing but a blank, bracket or sign is right before `at` */
    bool quotes_are_odd; /* an unclosed quote was met: further ones cannot be closed either */
} lexer;

/* Lexemes come in order, so all columns together take one pass. */
static uint32_t column_of(lexer *lx, const char *text)
{
    if (text > lx->counted) {
        lx->column += (uint32_t)plx_utf8_count(lx->counted, (size_t)(text - lx->counted));
        lx->counted = text;
    }
    return lx->column;
}

static plx_status push(lexer *lx, plx_lexeme_kind kind, const char *text, size_t len)
{
    plx_lexemes *out = lx->out;

    if (out->count == out->cap) {
        size_t cap = out->cap ? out->cap * 2 : 32;
        plx_lexeme *items = realloc(out->items, cap * sizeof *items);

        if (!items)
            return plx_fail(lx->err, PLX_ERR_NOMEM, "query: out of memory");
        out->items = items;
        out->cap = cap;
    }
    out->items[out->count++] =
        (plx_lexeme){ .kind = kind, .text = text, .len = len, .column = column_of(lx, text) };
    if (kind == PLX_LEX_WORD || kind == PLX_LEX_PHRASE || kind == PLX_LEX_PREFIX)
        lx->words++;
    if (lx->words > PLX_QUERY_WORDS_MAX)
        return plx_fail(lx->err, PLX_ERR_LIMIT, "the query has over %d words: shorten it",
                        PLX_QUERY_WORDS_MAX);
    return PLX_OK;
}

/* ------------------------------------------------------------ characters */

/* Bytes of the blank at s[i]: also those of Unicode, and marks of direction, which come along when
 * text is pasted; 0 if there is none. */
static size_t blank_at(const lexer *lx, size_t i)
{
    unsigned char c = (unsigned char)lx->s[i];
    uint32_t cp;
    size_t n;

    if (c < 0x80)
        return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0';
    if (c != 0xc2 && c != 0xd8 && c != 0xe1 && c != 0xe2 && c != 0xe3 && c != 0xef)
        return 0;
    n = plx_utf8_decode(lx->s + i, lx->len - i, &cp);
    if (cp == 0xa0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200a) || cp == 0x2028 ||
        cp == 0x2029 || cp == 0x202f || cp == 0x205f || cp == 0x3000 || cp == 0xfeff ||
        cp == 0x200e || cp == 0x200f || cp == 0x61c || plx_utf8_is_bidi_control(cp))
        return n;
    return 0;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_word_byte(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static bool has_letter(const char *s, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
        if (is_word_byte(s[i]))
            return true;
    return false;
}

/* Bytes of the quotation mark at s[i], straight or typographic; 0 if there is none. */
static size_t quote_at(const lexer *lx, size_t i)
{
    static const char *const marks[] = { "\"",           "\xe2\x80\x9c", "\xe2\x80\x9d",
                                         "\xe2\x80\x9e", "\xc2\xab",     "\xc2\xbb" };
    size_t k;

    for (k = 0; k < sizeof marks / sizeof *marks; k++) {
        size_t n = strlen(marks[k]);

        if (n <= lx->len - i && memcmp(lx->s + i, marks[k], n) == 0)
            return n;
    }
    return 0;
}

static bool ends_word(const lexer *lx, size_t i)
{
    return i >= lx->len || blank_at(lx, i) || lx->s[i] == '(' || lx->s[i] == ')' || quote_at(lx, i);
}

/* ---------------------------------------------------------------- fields */

static bool is_known_field(const lexer *lx, const char *name, size_t len)
{
    const char *const *f;
    size_t i;

    if (lx->opt->fields == plx_query_any_field)
        return true;
    for (i = 0; i < sizeof builtin_fields / sizeof *builtin_fields; i++)
        if (strlen(builtin_fields[i]) == len && strncasecmp(builtin_fields[i], name, len) == 0)
            return true;
    for (f = lx->opt->fields; f && *f; f++)
        if (strlen(*f) == len && strncasecmp(*f, name, len) == 0)
            return true;
    return false;
}

/* All names, NULL behind the last. */
static void list_fields(const lexer *lx, const char *names[FIELDS_MAX + 1])
{
    size_t n = sizeof builtin_fields / sizeof *builtin_fields, i;
    const char *const *f;

    for (i = 0; i < n; i++)
        names[i] = builtin_fields[i];
    for (f = lx->opt->fields; f && *f && n < FIELDS_MAX; f++)
        names[n++] = *f;
    names[n] = NULL;
}

static plx_status unknown_field(const lexer *lx, const char *name, size_t len)
{
    const char *names[FIELDS_MAX + 1], *near;
    char typed[FIELD_NAME_MAX + 1];
    plx_strbuf known = PLX_STRBUF_INIT;
    size_t n;
    plx_status rc;

    snprintf(typed, sizeof typed, "%.*s", (int)len, name);
    list_fields(lx, names);
    for (n = 0; names[n]; n++)
        plx_strbuf_printf(&known, "%s%s", n ? ", " : "", names[n]);
    near = plx_nearest(typed, names, n);
    rc = plx_fail(lx->err, PLX_ERR_INVALID,
                  "query, column %u: there is no field '%s'%s%s%s; fields are %s (for the words, "
                  "leave a blank behind the colon)",
                  (unsigned)plx_reading_column(&lx->reading, name), typed,
                  near ? ", did you mean '" : "", near ? near : "", near ? "'?" : "", known.s);
    plx_strbuf_release(&known);
    return rc;
}

/* Bytes of "name:" at the place we are if a field's value follows, 0 if this is a plain word. */
static size_t field_at(const lexer *lx)
{
    const char *p = lx->s + lx->at;
    size_t left = lx->len - lx->at, n = 0, i;

    if (!is_letter(*p))
        return 0;
    while (n < left &&
           (is_letter(p[n]) || (p[n] >= '0' && p[n] <= '9') || p[n] == '_' || p[n] == '-'))
        n++;
    if (n > FIELD_NAME_MAX || n + 1 >= left || p[n] != ':')
        return 0;
    if (p[n + 1] == '(' || quote_at(lx, lx->at + n + 1))
        return n + 1;
    if (left - n > 2 && p[n + 1] == '/' && p[n + 2] == '/')
        return 0;
    for (i = lx->at + n + 1; !ends_word(lx, i); i++)
        if (is_word_byte(lx->s[i]))
            return n + 1;
    return 0;
}

static plx_status scan_field(lexer *lx, size_t len)
{
    const char *name = lx->s + lx->at;

    if (!is_known_field(lx, name, len - 1))
        return unknown_field(lx, name, len - 1);
    lx->at += len;
    lx->is_fresh = false; /* "date:-7d": the sign is part of the value */
    return push(lx, PLX_LEX_FIELD, name, len - 1);
}

/* ------------------------------------------------------ words and quotes */

static plx_lexeme_kind last_kind(const lexer *lx)
{
    return lx->out->count ? lx->out->items[lx->out->count - 1].kind : PLX_LEX_NONE;
}

static plx_lexeme *last_lexeme(const lexer *lx)
{
    return &lx->out->items[lx->out->count - 1];
}

/* A whole text as a number without sign and exponent; strtod() would heed the locale. */
static bool read_number(const char *p, size_t len, double *out)
{
    double value = 0, unit = 1;
    bool is_fraction = false, has_digit = false;
    size_t i;

    for (i = 0; i < len && i < NUMBER_MAX; i++) {
        if (p[i] == '.' && !is_fraction) {
            is_fraction = true;
        } else if (p[i] >= '0' && p[i] <= '9') {
            value = value * 10 + (p[i] - '0');
            unit *= is_fraction ? 10 : 1;
            has_digit = true;
        } else {
            return false;
        }
    }
    *out = value / unit;
    return has_digit && i == len;
}

/* Place of the last '^', len if there is none. */
static size_t caret_in(const char *p, size_t len)
{
    const char *caret = memrchr(p, '^', len);

    return caret ? (size_t)(caret - p) : len;
}

/* "^3"; *boost stays 0 where it is no number. */
static plx_status scan_boost(lexer *lx, const char *p, size_t len, float *boost)
{
    plx_diagnostic diag = { .at = p,
                            .shown = len,
                            .state = "is no factor from 0.01 to 100",
                            .done = "is read as it stands",
                            .hint = "write word^2, or put the word in quotes" };
    double factor;

    if (read_number(p + 1, len - 1, &factor)) {
        *boost = factor < (double)PLX_BOOST_MIN   ? PLX_BOOST_MIN
                 : factor > (double)PLX_BOOST_MAX ? PLX_BOOST_MAX
                                                  : (float)factor;
        if (factor >= (double)PLX_BOOST_MIN && factor <= (double)PLX_BOOST_MAX)
            return PLX_OK;
        diag.done = factor > 1 ? "is read as ^100" : "is read as ^0.01";
    }
    return plx_diagnostic_report(&lx->reading, &diag);
}

/* A boost right behind a closing quote or bracket. */
static plx_status scan_boost_behind(lexer *lx)
{
    size_t end = lx->at;
    float boost = 0;
    plx_status rc;

    if (end >= lx->len || lx->s[end] != '^')
        return PLX_OK;
    while (!ends_word(lx, end))
        end++;
    rc = scan_boost(lx, lx->s + lx->at, end - lx->at, &boost);
    if (boost > 0) {
        last_lexeme(lx)->boost = boost;
        lx->at = end;
    }
    return rc;
}

/* A quote that is never closed: the first is told, and all are left out. */
static plx_status drop_quote(lexer *lx, size_t mark)
{
    const plx_diagnostic diag = { .at = lx->s + lx->at,
                                  .name = "the quote",
                                  .state = "is never closed",
                                  .done = "is left out",
                                  .hint = "close it with a second one, or leave it out" };
    bool is_first = !lx->quotes_are_odd;

    lx->quotes_are_odd = true;
    lx->at += mark;
    return is_first ? plx_diagnostic_report(&lx->reading, &diag) : PLX_OK;
}

/* Nothing to be found between quotes: a field before them goes, too. */
static plx_status drop_empty(lexer *lx, const char *start, size_t len)
{
    const plx_diagnostic diag = { .at = start,
                                  .shown = len,
                                  .state = "holds no word",
                                  .done = "is left out",
                                  .hint = "put words between the quotes" };

    if (last_kind(lx) == PLX_LEX_FIELD)
        lx->out->count--;
    return plx_diagnostic_report(&lx->reading, &diag);
}

static plx_status scan_quote(lexer *lx, size_t mark)
{
    const char *opening = lx->s + lx->at;
    size_t start = lx->at + mark, end = start, closing = 0;
    plx_status rc;

    while (!lx->quotes_are_odd && end < lx->len && !(closing = quote_at(lx, end)))
        end++;
    if (!closing)
        return drop_quote(lx, mark);
    lx->at = end + closing;
    lx->is_fresh = false;
    if (!has_letter(lx->s + start, end - start))
        return drop_empty(lx, opening, (size_t)(lx->s + lx->at - opening));
    rc = push(lx, PLX_LEX_PHRASE, lx->s + start, end - start);
    return rc ? rc : scan_boost_behind(lx);
}

static plx_status scan_star(lexer *lx, const char *p, size_t len)
{
    plx_diagnostic diag = { .at = p,
                            .shown = len,
                            .state = "has fewer than 3 letters before the star",
                            .done = "is read without it",
                            .hint = "write more of the word" };
    plx_status rc;

    while (len && p[len - 1] == '*')
        len--;
    if (plx_utf8_count(p, len) >= PLX_PREFIX_LETTERS_MIN && has_letter(p, len))
        return push(lx, PLX_LEX_PREFIX, p, len);
    diag.done = has_letter(p, len) ? diag.done : "is left out";
    rc = plx_diagnostic_report(&lx->reading, &diag);
    if (rc || !has_letter(p, len))
        return rc;
    return push(lx, PLX_LEX_WORD, p, len);
}

static plx_lexeme_kind operator_of(const char *p, size_t len)
{
    static const struct {
        const char *name;
        plx_lexeme_kind kind;
    } ops[] = { { "AND", PLX_LEX_AND }, { "OR", PLX_LEX_OR }, { "NOT", PLX_LEX_NOT } };
    size_t i;

    for (i = 0; i < sizeof ops / sizeof *ops; i++)
        if (strlen(ops[i].name) == len && memcmp(ops[i].name, p, len) == 0)
            return ops[i].kind;
    return PLX_LEX_WORD;
}

/* Is it NEAR, or NEAR/ and something? */
static bool is_near(const char *p, size_t len)
{
    return len >= 4 && memcmp(p, "NEAR", 4) == 0 && (len == 4 || p[4] == '/');
}

/* NEAR/5: a number out of bounds is brought within them, what is no number makes it a word. */
static plx_status scan_near(lexer *lx, const char *p, size_t len)
{
    plx_diagnostic diag = { .at = p,
                            .shown = len,
                            .state = "does not give a distance of 1 to 1000",
                            .done = "is read as a word",
                            .hint = "write NEAR/5" };
    double distance = PLX_NEAR_DEFAULT;
    bool is_number = len == 4 || read_number(p + 5, len - 5, &distance);
    bool is_whole = is_number && floor(distance) == distance;
    plx_status rc;

    if (is_whole && distance >= 1 && distance <= PLX_NEAR_MAX) {
        rc = push(lx, PLX_LEX_NEAR, p, len);
    } else {
        if (is_whole)
            diag.done = distance < 1 ? "is read as NEAR/1" : "is read as NEAR/1000";
        rc = plx_diagnostic_report(&lx->reading, &diag);
        if (!rc)
            rc = push(lx, is_whole ? PLX_LEX_NEAR : PLX_LEX_WORD, p, len);
        distance = distance < 1 ? 1 : PLX_NEAR_MAX;
    }
    if (!rc)
        last_lexeme(lx)->distance = (uint32_t)distance;
    return rc;
}

static plx_status scan_plain(lexer *lx, const char *p, size_t len, bool is_bound)
{
    if (!is_bound && is_near(p, len))
        return scan_near(lx, p, len);
    if (len && p[len - 1] == '*')
        return scan_star(lx, p, len);
    if (!has_letter(p, len))
        return PLX_OK;
    return push(lx, is_bound ? PLX_LEX_WORD : operator_of(p, len), p, len);
}

static plx_status scan_word(lexer *lx)
{
    const char *p = lx->s + lx->at;
    plx_lexeme_kind before = last_kind(lx);
    bool is_bound = before == PLX_LEX_FIELD || before == PLX_LEX_EXACT || before == PLX_LEX_PLUS;
    size_t len, count = lx->out->count, caret;
    float boost = 0;
    plx_status rc = PLX_OK;

    do {
        lx->at++;
    } while (!ends_word(lx, lx->at));
    len = (size_t)(lx->s + lx->at - p);
    lx->is_fresh = false;
    caret = caret_in(p, len);
    if (caret < len && has_letter(p, caret))
        rc = scan_boost(lx, p + caret, len - caret, &boost);
    if (!rc)
        rc = scan_plain(lx, p, boost > 0 ? caret : len, is_bound || boost > 0);
    if (!rc && lx->out->count > count)
        last_lexeme(lx)->boost = boost;
    return rc;
}

/* Does "=word" or ="a phrase" stand at s[i]? */
static bool is_exact_at(const lexer *lx, size_t i)
{
    return i + 1 < lx->len && lx->s[i] == '=' &&
           (is_word_byte(lx->s[i + 1]) || lx->s[i + 1] == '"');
}

/* A sign is an operator only where a word could begin and something follows at once. */
static plx_lexeme_kind sign_at(const lexer *lx)
{
    size_t behind = lx->at + 1;
    char c = lx->s[lx->at];

    if (!lx->is_fresh || behind >= lx->len || blank_at(lx, behind))
        return PLX_LEX_NONE;
    if (c == '=')
        return is_exact_at(lx, lx->at) ? PLX_LEX_EXACT : PLX_LEX_NONE;
    if ((c != '+' && c != '-') || (strchr("+-=*:)", lx->s[behind]) && !is_exact_at(lx, behind)))
        return PLX_LEX_NONE;
    return c == '-' ? PLX_LEX_NOT : PLX_LEX_PLUS;
}

static plx_status scan_one(lexer *lx)
{
    const char *p = lx->s + lx->at;
    size_t mark = quote_at(lx, lx->at), blank = blank_at(lx, lx->at), field;
    plx_lexeme_kind sign;
    plx_status rc;

    if (mark)
        return scan_quote(lx, mark);
    if (blank) {
        lx->at += blank;
        lx->is_fresh = true;
        return PLX_OK;
    }
    if (*p == '(' || *p == ')') {
        lx->at++;
        lx->is_fresh = *p == '(';
        rc = push(lx, *p == '(' ? PLX_LEX_OPEN : PLX_LEX_CLOSE, p, 1);
        return rc || *p == '(' ? rc : scan_boost_behind(lx);
    }
    sign = sign_at(lx);
    if (sign != PLX_LEX_NONE) {
        lx->at++;
        return push(lx, sign, p, 1);
    }
    field = lx->is_fresh ? field_at(lx) : 0;
    return field ? scan_field(lx, field) : scan_word(lx);
}

plx_status plx_lexer_run(const char *s, size_t len, const plx_lexer_options *opt, plx_lexemes *out,
                         plx_error *err)
{
    lexer lx = { .s = s,
                 .len = len,
                 .opt = opt,
                 .reading = { s, opt->strict, opt->notice, err },
                 .out = out,
                 .err = err,
                 .counted = s,
                 .column = 1,
                 .is_fresh = true };
    plx_status rc = PLX_OK;

    if (len > PLX_QUERY_BYTES_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "the query has %zu bytes, at most %u are allowed", len,
                        PLX_QUERY_BYTES_MAX);
    while (!rc && lx.at < len)
        rc = scan_one(&lx);
    return rc ? rc : plx_lexemes_repair(&lx.reading, out);
}
