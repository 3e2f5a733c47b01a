#include "indexer/path_pattern.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "indexer/extract.h"

#define PARTS_MAX 32 /* of a pattern */

enum { SOURCE, DATE, AUTHOR, LANG, TITLE, FIELDS, STAR = FIELDS, NOTHING };
static const char *const field_names[FIELDS] = { "{source}", "{date}", "{author}", "{lang}",
                                                 "{title}" };

struct span {
    const char *s;
    size_t n;
};

/* What the fields matched. */
struct match {
    struct span field[FIELDS];
};

/* A wildcard at s: its kind and bytes; NOTHING if there is none. */
static int wildcard(const char *s, size_t n, size_t *len)
{
    if (n > 0 && *s == '*') {
        *len = 1;
        return STAR;
    }
    for (int i = 0; i < FIELDS; i++) {
        *len = strlen(field_names[i]);
        if (n >= *len && memcmp(s, field_names[i], *len) == 0)
            return i;
    }
    *len = 0;
    return NOTHING;
}

/* The last part of s[0, *n), cut off it. */
static struct span pop_part(const char *s, size_t *n)
{
    struct span part;
    size_t from;

    while (*n > 0 && s[*n - 1] == '/')
        (*n)--;
    from = *n;
    while (from > 0 && s[from - 1] != '/')
        from--;
    part = (struct span){ s + from, *n - from };
    *n = from;
    return part;
}

plx_status plx_path_pattern_check(const char *pattern, plx_error *err)
{
    static const char fields[] = "fields are {source}, {date}, {author}, {lang}, {title}; "
                                 "* is anything";
    unsigned seen = 0;
    unsigned parts = 1;
    int last = NOTHING;

    for (size_t i = 0, len; pattern[i]; i += len ? len : 1) {
        int kind = wildcard(pattern + i, strlen(pattern + i), &len);

        if (kind == NOTHING && strchr("{}", pattern[i]))
            return plx_fail(err, PLX_ERR_INVALID,
                            "path pattern '%s': unknown field at '%.20s' (%s)", pattern,
                            pattern + i, fields);
        if (kind != NOTHING && last != NOTHING)
            return plx_fail(err, PLX_ERR_INVALID,
                            "path pattern '%s': something must stand between two fields", pattern);
        if (kind < FIELDS && (seen & 1u << kind))
            return plx_fail(err, PLX_ERR_INVALID, "path pattern '%s': %s is there twice", pattern,
                            field_names[kind]);
        seen |= 1u << kind;
        parts += pattern[i] == '/';
        last = kind;
    }
    if (!(seen & ((1u << FIELDS) - 1)))
        return plx_fail(err, PLX_ERR_INVALID, "path pattern '%s' has no field (%s)", pattern,
                        fields);
    if (parts > PARTS_MAX)
        return plx_fail(err, PLX_ERR_INVALID, "path pattern '%s' has more than %d parts", pattern,
                        PARTS_MAX);
    return PLX_OK;
}

/* Literal text of a pattern up to the next wildcard. */
static size_t literal_length(struct span pattern)
{
    size_t len;
    size_t n = 0;

    while (n < pattern.n && wildcard(pattern.s + n, pattern.n - n, &len) == NOTHING)
        n++;
    return n;
}

/* One part. Each literal is taken where it first occurs, the last one at the end: with no
 * two wildcards side by side that is enough. */
static bool match_part(struct span pattern, struct span text, struct match *m)
{
    size_t len = literal_length(pattern);

    if (text.n < len || memcmp(text.s, pattern.s, len) != 0)
        return false;
    pattern = (struct span){ pattern.s + len, pattern.n - len };
    text = (struct span){ text.s + len, text.n - len };
    while (pattern.n > 0) {
        int kind = wildcard(pattern.s, pattern.n, &len);
        size_t min = kind == STAR ? 0 : 1; /* a field is never empty */
        size_t n = text.n;

        pattern = (struct span){ pattern.s + len, pattern.n - len };
        len = literal_length(pattern);
        if (text.n < min + len)
            return false;
        if (len > 0 && len == pattern.n) {
            n = text.n - len;
            if (memcmp(text.s + n, pattern.s, len) != 0)
                return false;
        } else if (len > 0) {
            const char *at = memmem(text.s + min, text.n - min, pattern.s, len);
            if (!at)
                return false;
            n = (size_t)(at - text.s);
        }
        if (kind < FIELDS)
            m->field[kind] = (struct span){ text.s, n };
        text = (struct span){ text.s + n + len, text.n - n - len };
        pattern = (struct span){ pattern.s + len, pattern.n - len };
    }
    return text.n == 0;
}

/* A value at the end of a file name, without ".html.gz" and the like. */
static size_t without_suffix(struct span v)
{
    static const char *const suffixes[] = { ".gz",    ".zst",    ".xz",  ".bz2",   ".txt",
                                            ".text",  ".html",   ".htm", ".xhtml", ".json",
                                            ".jsonl", ".ndjson", ".md" };

    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes;) {
        size_t n = strlen(suffixes[i]);
        bool has_it = v.n > n && strncasecmp(v.s + v.n - n, suffixes[i], n) == 0;

        v.n -= has_it ? n : 0;
        i = has_it ? 0 : i + 1;
    }
    return v.n;
}

static bool match_path(const char *pattern, const char *path, struct match *m)
{
    size_t pattern_left = strlen(pattern);
    size_t path_left = strlen(path);
    const char *end = path + path_left;

    do {
        struct span part = pop_part(path, &path_left);

        if (part.n == 0 || !match_part(pop_part(pattern, &pattern_left), part, m))
            return false;
    } while (pattern_left > 0);
    for (int i = 0; i < FIELDS; i++)
        if (m->field[i].n > 0 && m->field[i].s + m->field[i].n == end)
            m->field[i].n = without_suffix(m->field[i]);
    return true;
}

static plx_status set(char **field, struct span v, plx_error *err)
{
    return *field || v.n == 0 ? PLX_OK : plx_article_set(field, v.s, v.n, err);
}

/* "some-title_of_a_page" is written with blanks. */
static plx_status set_title(plx_article *a, struct span v, plx_error *err)
{
    bool has_blank = v.n > 0 && memchr(v.s, ' ', v.n);
    plx_status rc = PLX_OK;

    if (a->title || v.n == 0)
        return PLX_OK;
    rc = plx_article_set(&a->title, v.s, v.n, err);
    for (char *p = a->title; rc == PLX_OK && !has_blank && *p; p++)
        if (*p == '-' || *p == '_')
            *p = ' ';
    return rc;
}

plx_status plx_path_pattern_apply(const char *pattern, const char *path, plx_article *a,
                                  plx_error *err)
{
    struct match m = { .field = { { NULL, 0 } } };
    plx_status rc;

    if (!match_path(pattern, path, &m))
        return PLX_OK;
    rc = set(&a->source, m.field[SOURCE], err);
    if (rc == PLX_OK)
        rc = set(&a->author, m.field[AUTHOR], err);
    if (rc == PLX_OK)
        rc = set(&a->lang, m.field[LANG], err);
    if (rc == PLX_OK)
        rc = set_title(a, m.field[TITLE], err);
    if (m.field[DATE].n > 0 && a->date.precision == PLX_DATE_NONE &&
        plx_extract_date(m.field[DATE].s, m.field[DATE].n, &a->date, NULL, NULL) == PLX_OK)
        a->date_how = "path";
    return rc;
}
