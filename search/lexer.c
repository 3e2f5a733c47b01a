#include "search/lexer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "search/query.h"

/* Bytes of a field name; a longer word before a colon is no field. */
#define FIELD_NAME_MAX 64
/* Bytes of a word shown in a message. */
#define SHOWN_MAX 40

/* In the order in which they are named to the user. */
static const char *const builtin_fields[] = {
    "title", "source", "original_source", "author", "stance",
    "date",  "lang",   "since",           "until",  "dup",
};

typedef struct lexer {
    const char *s;
    size_t len, at;
    const plx_lexer_options *opt;
    plx_lexemes *out;
    plx_error *err;
    size_t words;
    bool is_fresh;       /* nothing but a blank, bracket or sign is right before `at` */
    bool quotes_are_odd; /* an unclosed quote was met: further ones cannot be closed either */
} lexer;

/* What was read otherwise than typed: a notice, or the end if strict. */
static plx_status oddity(lexer *lx, uint32_t column, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static plx_status oddity(lexer *lx, uint32_t column, const char *fmt, ...)
{
    plx_strbuf *notice = lx->opt->notice;
    char text[200];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (lx->opt->strict)
        return plx_fail(lx->err, PLX_ERR_INVALID, "query, column %u: %s", (unsigned)column, text);
    if (notice && !strstr(notice->s, text)) {
        plx_strbuf_puts(notice, notice->len ? "; " : "");
        plx_strbuf_puts(notice, text);
    }
    return PLX_OK;
}

static int shown(size_t len, const char *text)
{
    return (int)plx_utf8_cut(text, len < SHOWN_MAX ? len : SHOWN_MAX);
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
    out->items[out->count++] = (plx_lexeme){ kind, text, len, (uint32_t)(text - lx->s) + 1 };
    if (kind == PLX_LEX_WORD || kind == PLX_LEX_PHRASE || kind == PLX_LEX_PREFIX)
        lx->words++;
    if (lx->words > PLX_QUERY_WORDS_MAX)
        return plx_fail(lx->err, PLX_ERR_LIMIT, "the query has over %d words: shorten it",
                        PLX_QUERY_WORDS_MAX);
    return PLX_OK;
}

/* ------------------------------------------------------------ characters */

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0';
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
    return i >= lx->len || is_blank(lx->s[i]) || lx->s[i] == '(' || lx->s[i] == ')' ||
           quote_at(lx, i);
}

/* ---------------------------------------------------------------- fields */

static bool is_known_field(const lexer *lx, const char *name, size_t len)
{
    const char *const *f;
    size_t i;

    for (i = 0; i < sizeof builtin_fields / sizeof *builtin_fields; i++)
        if (strlen(builtin_fields[i]) == len && strncasecmp(builtin_fields[i], name, len) == 0)
            return true;
    for (f = lx->opt->fields; f && *f; f++)
        if (strlen(*f) == len && strncasecmp(*f, name, len) == 0)
            return true;
    return false;
}

static plx_status unknown_field(const lexer *lx, const char *name, size_t len)
{
    plx_strbuf known = PLX_STRBUF_INIT;
    const char *const *f;
    size_t i;
    plx_status rc;

    for (i = 0; i < sizeof builtin_fields / sizeof *builtin_fields; i++)
        plx_strbuf_printf(&known, "%s%s", i ? ", " : "", builtin_fields[i]);
    for (f = lx->opt->fields; f && *f; f++)
        plx_strbuf_printf(&known, ", %s", *f);
    rc = plx_fail(lx->err, PLX_ERR_INVALID,
                  "query, column %u: there is no field '%.*s'; fields are %s (for the words, leave "
                  "a blank behind the colon)",
                  (unsigned)(name - lx->s) + 1, shown(len, name), name, known.s);
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

static plx_status scan_quote(lexer *lx, size_t mark)
{
    size_t start = lx->at + mark, end = start, closing = 0;

    while (!lx->quotes_are_odd && end < lx->len && !(closing = quote_at(lx, end)))
        end++;
    if (!closing) {
        uint32_t column = (uint32_t)lx->at + 1;
        bool is_first = !lx->quotes_are_odd;

        lx->quotes_are_odd = true;
        lx->at = start;
        return is_first
                   ? oddity(lx, column, "the quote at column %u is never closed and is left out",
                            (unsigned)column)
                   : PLX_OK;
    }
    lx->at = end + closing;
    lx->is_fresh = false;
    if (has_letter(lx->s + start, end - start))
        return push(lx, PLX_LEX_PHRASE, lx->s + start, end - start);
    if (last_kind(lx) == PLX_LEX_FIELD)
        lx->out->count--;
    return PLX_OK;
}

static plx_status scan_star(lexer *lx, const char *p, size_t len)
{
    uint32_t column = (uint32_t)(p - lx->s) + 1;
    plx_status rc;

    while (len && p[len - 1] == '*')
        len--;
    if (plx_utf8_count(p, len) >= PLX_PREFIX_LETTERS_MIN && has_letter(p, len))
        return push(lx, PLX_LEX_PREFIX, p, len);
    rc = oddity(lx, column, "'%.*s*' has fewer than %d letters before the star, which is left out",
                shown(len, p), p, PLX_PREFIX_LETTERS_MIN);
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

static plx_status scan_word(lexer *lx)
{
    const char *p = lx->s + lx->at;
    plx_lexeme_kind before = last_kind(lx), kind = PLX_LEX_WORD;
    bool is_bound = before == PLX_LEX_FIELD || before == PLX_LEX_EXACT || before == PLX_LEX_PLUS;
    size_t len;

    do {
        lx->at++;
    } while (!ends_word(lx, lx->at));
    len = (size_t)(lx->s + lx->at - p);
    lx->is_fresh = false;
    if (p[len - 1] == '*')
        return scan_star(lx, p, len);
    if (!has_letter(p, len))
        return PLX_OK;
    if (!is_bound)
        kind = operator_of(p, len);
    return push(lx, kind, p, len);
}

/* A sign is an operator only where a word could begin and something follows at once. */
static plx_lexeme_kind sign_at(const lexer *lx)
{
    char c = lx->s[lx->at], next = lx->at + 1 < lx->len ? lx->s[lx->at + 1] : ' ';

    if (!lx->is_fresh || is_blank(next) || strchr("+-=*:)", next))
        return PLX_LEX_NONE;
    if (c == '=')
        return is_word_byte(next) || next == '"' ? PLX_LEX_EXACT : PLX_LEX_NONE;
    return c == '-' ? PLX_LEX_NOT : c == '+' ? PLX_LEX_PLUS : PLX_LEX_NONE;
}

static plx_status scan_one(lexer *lx)
{
    const char *p = lx->s + lx->at;
    size_t mark = quote_at(lx, lx->at), field;
    plx_lexeme_kind sign;

    if (mark)
        return scan_quote(lx, mark);
    if (is_blank(*p)) {
        lx->at++;
        lx->is_fresh = true;
        return PLX_OK;
    }
    if (*p == '(' || *p == ')') {
        lx->at++;
        lx->is_fresh = *p == '(';
        return push(lx, *p == '(' ? PLX_LEX_OPEN : PLX_LEX_CLOSE, p, 1);
    }
    sign = sign_at(lx);
    if (sign != PLX_LEX_NONE) {
        lx->at++;
        return push(lx, sign, p, 1);
    }
    field = lx->is_fresh ? field_at(lx) : 0;
    return field ? scan_field(lx, field) : scan_word(lx);
}

/* ---------------------------------------------------------------- repair */

/* Drop brackets without partner. */
static plx_status match_brackets(lexer *lx)
{
    plx_lexeme *open[PLX_QUERY_NESTING_MAX];
    size_t depth = 0, i;
    plx_status rc = PLX_OK;

    for (i = 0; !rc && i < lx->out->count; i++) {
        plx_lexeme *x = &lx->out->items[i];

        if (x->kind == PLX_LEX_OPEN) {
            if (depth == PLX_QUERY_NESTING_MAX)
                return plx_fail(lx->err, PLX_ERR_LIMIT,
                                "query, column %u: brackets are nested deeper than %d",
                                (unsigned)x->column, PLX_QUERY_NESTING_MAX);
            open[depth++] = x;
        } else if (x->kind == PLX_LEX_CLOSE && depth > 0) {
            depth--;
        } else if (x->kind == PLX_LEX_CLOSE) {
            x->kind = PLX_LEX_NONE;
            rc = oddity(lx, x->column, "the bracket at column %u was never opened and is left out",
                        (unsigned)x->column);
        }
    }
    while (!rc && depth > 0) {
        plx_lexeme *x = open[--depth];

        x->kind = PLX_LEX_NONE;
        rc = oddity(lx, x->column, "the bracket at column %u is never closed and is left out",
                    (unsigned)x->column);
    }
    return rc;
}

/* Take out what was dropped, and brackets with nothing in them. */
static void compact(plx_lexemes *list)
{
    size_t n = 0, i;

    for (i = 0; i < list->count; i++) {
        plx_lexeme x = list->items[i];

        if (x.kind == PLX_LEX_NONE)
            continue;
        if (x.kind == PLX_LEX_CLOSE && n && list->items[n - 1].kind == PLX_LEX_OPEN) {
            n--;
            if (n && list->items[n - 1].kind == PLX_LEX_FIELD)
                n--;
            continue;
        }
        list->items[n++] = x;
    }
    list->count = n;
}

#define BIT(kind) (1u << (kind))
#define VALUES    (BIT(PLX_LEX_WORD) | BIT(PLX_LEX_PHRASE) | BIT(PLX_LEX_PREFIX))
#define OPERANDS  (VALUES | BIT(PLX_LEX_FIELD) | BIT(PLX_LEX_OPEN) | BIT(PLX_LEX_EXACT))

/* What must follow and stand before each kind; 0: anything. */
static const struct {
    unsigned after, before;
} needs[PLX_LEX_KINDS] = {
    [PLX_LEX_FIELD] = { VALUES | BIT(PLX_LEX_OPEN), 0 },
    [PLX_LEX_AND] = { OPERANDS | BIT(PLX_LEX_NOT) | BIT(PLX_LEX_PLUS),
                      VALUES | BIT(PLX_LEX_CLOSE) },
    [PLX_LEX_OR] = { OPERANDS | BIT(PLX_LEX_NOT) | BIT(PLX_LEX_PLUS), VALUES | BIT(PLX_LEX_CLOSE) },
    [PLX_LEX_NOT] = { OPERANDS | BIT(PLX_LEX_NOT) | BIT(PLX_LEX_PLUS), 0 },
    [PLX_LEX_PLUS] = { OPERANDS, 0 },
    [PLX_LEX_EXACT] = { BIT(PLX_LEX_WORD) | BIT(PLX_LEX_PHRASE), 0 },
};

/* An operator without operand: a word if it has letters, else nothing. */
static plx_status demote(lexer *lx, plx_lexeme *x, const char *where)
{
    bool is_word = is_letter(*x->text) && x->kind != PLX_LEX_FIELD;

    x->kind = is_word ? PLX_LEX_WORD : PLX_LEX_NONE;
    return oddity(lx, x->column, "'%.*s' at column %u has nothing %s it and is %s",
                  shown(x->len, x->text), x->text, (unsigned)x->column, where,
                  is_word ? "read as a word" : "left out");
}

/* Backwards for what follows, so that a chain falls as a whole; then forwards. */
static plx_status check_operands(lexer *lx)
{
    plx_lexeme *x = lx->out->items;
    size_t n = lx->out->count, i;
    plx_lexeme_kind near = PLX_LEX_NONE;
    plx_status rc = PLX_OK;

    for (i = n; !rc && i-- > 0;) {
        if (needs[x[i].kind].after && !(needs[x[i].kind].after & BIT(near)))
            rc = demote(lx, &x[i], "after");
        if (x[i].kind != PLX_LEX_NONE)
            near = x[i].kind;
    }
    near = PLX_LEX_NONE;
    for (i = 0; !rc && i < n; i++) {
        if (needs[x[i].kind].before && !(needs[x[i].kind].before & BIT(near)))
            rc = demote(lx, &x[i], "before");
        if (x[i].kind != PLX_LEX_NONE)
            near = x[i].kind;
    }
    return rc;
}

plx_status plx_lexer_run(const char *s, size_t len, const plx_lexer_options *opt, plx_lexemes *out,
                         plx_error *err)
{
    lexer lx = { s, len, 0, opt, out, err, 0, true, false };
    plx_status rc = PLX_OK;

    if (len > PLX_QUERY_BYTES_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "the query has %zu bytes, at most %u are allowed", len,
                        PLX_QUERY_BYTES_MAX);
    while (!rc && lx.at < len)
        rc = scan_one(&lx);
    if (!rc)
        rc = match_brackets(&lx);
    if (!rc) {
        compact(out);
        rc = check_operands(&lx);
    }
    if (!rc)
        compact(out);
    return rc;
}
