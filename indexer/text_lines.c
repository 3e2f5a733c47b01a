#include "indexer/text_lines.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "indexer/furniture.h"

/* Lines broken at a fixed width: mail and old texts use 65 to 80 columns. */
#define WRAP_MIN   50
#define WRAP_MAX   100
#define WRAP_FILL  0.7 /* of the longest line, for all lines but the last */
#define WRAP_SLACK 4   /* a later paragraph may be so much wider */
#define STEM_BYTES 5   /* of a word compared: "attack" is in "attacks" */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* A line of the text: its end, and whether it is empty. */
static size_t line_length(const char *p, const char *end, bool *is_empty)
{
    const char *nl = memchr(p, '\n', (size_t)(end - p));
    size_t n = (size_t)((nl ? nl : end) - p);

    *is_empty = true;
    for (size_t i = 0; i < n && *is_empty; i++)
        *is_empty = is_blank(p[i]);
    return n;
}

/* Is the paragraph of `count` lines at p broken at a fixed width? Of two lines only if the
 * first fills the width that the paragraphs before have shown. */
static bool is_wrapped(const char *p, const char *end, size_t count, size_t *width)
{
    size_t longest = 0;
    size_t shortest = (size_t)-1;
    bool ends_sentence = false; /* the first line */
    bool is_wide;
    bool is_empty;

    for (size_t i = 0; i < count; i++) {
        size_t n = line_length(p, end, &is_empty);

        if (i == 0)
            ends_sentence = plx_furniture_is_sentence(p, n);
        longest = n > longest ? n : longest;
        if (i + 1 < count && n < shortest)
            shortest = n;
        p += n + 1;
    }
    is_wide = longest >= WRAP_MIN && longest <= WRAP_MAX;
    if (count == 2)
        return is_wide && longest <= *width + WRAP_SLACK && !ends_sentence &&
               (double)shortest >= WRAP_FILL * (double)*width;
    if (count < 2 || !is_wide || (double)shortest < WRAP_FILL * (double)longest)
        return false;
    *width = longest > *width ? longest : *width;
    return true;
}

/* Replace the line ends inside wrapped paragraphs by blanks. */
static void unwrap(char *text, const char *end)
{
    char *p = text;
    size_t width = 0;

    while (p < end) {
        char *q = p;
        size_t count = 0;
        bool is_empty = false;
        bool joins;

        while (q < end) { /* q: end of the paragraph */
            size_t n = line_length(q, end, &is_empty);
            if (is_empty)
                break;
            count++;
            q += n + 1;
        }
        joins = is_wrapped(p, end, count, &width);
        for (size_t i = 0; joins && i + 1 < count; i++) {
            p = memchr(p, '\n', (size_t)(end - p));
            *p++ = ' ';
        }
        if (q < end) /* over the empty line */
            q += line_length(q, end, &is_empty) + 1;
        p = q;
    }
}

static void trim(plx_line *l)
{
    while (l->n > 0 && is_blank(*l->s)) {
        l->s++;
        l->n--;
    }
    while (l->n > 0 && is_blank(l->s[l->n - 1]))
        l->n--;
    while (l->n > 2 && *l->s == '#' && (l->s[1] == '#' || is_blank(l->s[1]))) { /* Markdown */
        l->s++;
        l->n--;
    }
    while (l->n > 0 && is_blank(*l->s)) {
        l->s++;
        l->n--;
    }
}

static plx_status add_line(plx_lines *out, size_t *room, plx_line *l, plx_error *err)
{
    if (out->count == PLX_LINES_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "text has more than %u lines", PLX_LINES_MAX);
    if (out->count == *room) {
        size_t more = *room ? *room * 2 : 128;
        plx_line *grown = realloc(out->line, more * sizeof *grown);

        if (!grown)
            return plx_fail(err, PLX_ERR_NOMEM, "text: out of memory");
        out->line = grown;
        *room = more;
    }
    l->words = plx_furniture_words(l->s, l->n);
    out->line[out->count++] = *l;
    return PLX_OK;
}

/* A copy with ordinary blanks only and without soft hyphens and zero-width blanks. */
static size_t copy_plain(const char *p, size_t n, char *to)
{
    static const struct {
        const char *from;
        const char *to;
    } table[] = { { "\xc2\xa0", " " }, { "\xe2\x80\xaf", " " }, { "\xe3\x80\x80", " " },
                  { "\xc2\xad", "" },  { "\xe2\x80\x8b", "" },  { "\xef\xbb\xbf", "" } };
    size_t k = 0;

    for (size_t i = 0; i < n;) {
        size_t t = 0;
        size_t len = 1;

        while ((unsigned char)p[i] >= 0x80 && t < sizeof table / sizeof *table) {
            len = strlen(table[t].from);
            if (n - i >= len && memcmp(p + i, table[t].from, len) == 0)
                break;
            t++;
            len = 1;
        }
        if ((unsigned char)p[i] < 0x80 || t == sizeof table / sizeof *table)
            to[k++] = p[i];
        else if (*table[t].to)
            to[k++] = *table[t].to;
        i += len;
    }
    return k;
}

plx_status plx_lines_split(const char *p, size_t n, plx_lines *out, plx_error *err)
{
    size_t room = 0;
    plx_status rc = PLX_OK;

    *out = (plx_lines){ 0 };
    out->text = malloc(n + 1);
    if (!out->text)
        return plx_fail(err, PLX_ERR_NOMEM, "text: out of memory");
    n = copy_plain(p, n, out->text);
    out->text[n] = '\0';
    out->end = out->text + n;
    unwrap(out->text, out->end);
    for (const char *at = out->text; at < out->end && rc == PLX_OK;) {
        bool is_empty;
        size_t len = line_length(at, out->end, &is_empty);
        plx_line l = { .s = at, .n = len };

        trim(&l);
        if (l.n > 0)
            rc = add_line(out, &room, &l, err);
        at += len + 1;
    }
    return rc;
}

void plx_lines_release(plx_lines *ls)
{
    free(ls->line);
    free(ls->text);
    *ls = (plx_lines){ 0 };
}

static bool is_word_byte(char c)
{
    return isalnum((unsigned char)c) || (c & 0x80);
}

static bool occurs(const char *word, size_t n, const char *p, size_t len)
{
    const char case_bit = 0x20;

    for (size_t i = 0; i + n <= len; i++)
        if (((p[i] ^ *word) & ~case_bit) == 0 && (i == 0 || !is_word_byte(p[i - 1])) &&
            strncasecmp(p + i, word, n) == 0)
            return true;
    return false;
}

double plx_lines_overlap(const plx_line *l, const char *p, size_t n)
{
    unsigned words = 0;
    unsigned found = 0;

    for (size_t i = 0; i < l->n;) {
        size_t from;
        size_t len;

        while (i < l->n && !is_word_byte(l->s[i]))
            i++;
        for (from = i; i < l->n && is_word_byte(l->s[i]); i++)
            continue;
        len = i - from;
        if (len < 4)
            continue;
        words++;
        found += occurs(l->s + from, len < STEM_BYTES ? len : STEM_BYTES, p, n);
    }
    return words ? (double)found / words : 0;
}
