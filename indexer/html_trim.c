#include "indexer/html_trim.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#define NAME_MAX_BYTES  32
#define VALUE_MAX_BYTES 8192

/* Elements dropped with all in them up to their end tag. The first RAW_COUNT are never
 * closed by "/>". */
static const char *const dropped[] = { "script", "style",    "textarea", "iframe", "noscript",
                                       "svg",    "noframes", "template", "canvas", "math",
                                       "select", "object",   "video",    "audio" };
#define RAW_COUNT     4
#define DROPPED_COUNT (sizeof dropped / sizeof *dropped)

/* Attributes that tell something about text or the article. */
static const char *const kept_attributes[] = {
    "class",    "id",       "href",       "content", "name",        "property",       "itemprop",
    "datetime", "rel",      "lang",       "role",    "hidden",      "style",          "aria-hidden",
    "pubdate",  "itemtype", "http-equiv", "title",   "data-testid", "data-component",
};

struct trimmer {
    const char *p;
    const char *end;
    plx_strbuf *html;
    plx_strbuf *jsonld;
    bool has_no_end[DROPPED_COUNT]; /* no end tag of it is left: do not look again */
    bool has_no_comment_end;
};

struct tag {
    char name[NAME_MAX_BYTES]; /* lower case; "" if too long */
    bool is_end;
    bool is_jsonld;
    bool is_closed; /* "/>" */
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static void skip_spaces(struct trimmer *t)
{
    while (t->p < t->end && (is_space(*t->p) || *t->p == '/'))
        t->p++;
}

/* The next name into out, lower case; "" if it does not fit. */
static void read_name(struct trimmer *t, const char *stop, char out[NAME_MAX_BYTES])
{
    size_t n = 0;

    for (; t->p < t->end && !is_space(*t->p) && !strchr(stop, *t->p); t->p++, n++)
        if (n + 1 < NAME_MAX_BYTES)
            out[n] = lower(*t->p);
    out[n < NAME_MAX_BYTES ? n : 0] = '\0';
}

/* The value after a name; *n is 0 if there is none. */
static const char *read_value(struct trimmer *t, size_t *n)
{
    const char *value;
    char quote = '\0';

    *n = 0;
    while (t->p < t->end && is_space(*t->p))
        t->p++;
    if (t->p == t->end || *t->p != '=')
        return t->p;
    t->p++;
    while (t->p < t->end && is_space(*t->p))
        t->p++;
    if (t->p < t->end && (*t->p == '"' || *t->p == '\''))
        quote = *t->p++;
    value = t->p;
    if (quote) {
        const char *close = memchr(value, quote, (size_t)(t->end - value));
        t->p = close ? close : t->end;
    } else {
        while (t->p < t->end && !is_space(*t->p) && *t->p != '>')
            t->p++;
    }
    *n = (size_t)(t->p - value);
    if (quote && t->p < t->end)
        t->p++;
    return value;
}

static bool is_listed(const char *name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, list[i]) == 0)
            return true;
    return false;
}

static void add_attribute(plx_strbuf *out, const char *name, const char *value, size_t n)
{
    plx_strbuf_putc(out, ' ');
    plx_strbuf_puts(out, name);
    plx_strbuf_puts(out, "=\"");
    for (size_t i = 0; i < n && i < VALUE_MAX_BYTES; i++) {
        if (value[i] == '"')
            plx_strbuf_puts(out, "&quot;");
        else
            plx_strbuf_putc(out, value[i]);
    }
    plx_strbuf_putc(out, '"');
}

static void read_attributes(struct trimmer *t, struct tag *tag)
{
    char name[NAME_MAX_BYTES];
    const char *value;
    size_t n;

    for (skip_spaces(t); t->p < t->end && *t->p != '>'; skip_spaces(t)) {
        const char *before = t->p;

        read_name(t, "=>/", name);
        value = read_value(t, &n);
        if (strcmp(name, "type") == 0 && n >= 7 && strncasecmp(value + n - 7, "ld+json", 7) == 0)
            tag->is_jsonld = true;
        if (!tag->is_end &&
            is_listed(name, kept_attributes, sizeof kept_attributes / sizeof *kept_attributes))
            add_attribute(t->html, name, value, n);
        if (t->p == before)
            t->p++;
    }
    tag->is_closed = t->p[-1] == '/';
    if (t->p < t->end)
        t->p++;
}

/* The end tag of a dropped element, or NULL. */
static const char *find_end(const struct trimmer *t, const char *name)
{
    size_t n = strlen(name);
    const char *p = t->p;

    while (p < t->end && (p = memchr(p, '<', (size_t)(t->end - p)))) {
        if ((size_t)(t->end - p) > n + 2 && p[1] == '/' && strncasecmp(p + 2, name, n) == 0 &&
            !is_letter(p[2 + n]))
            return p;
        p++;
    }
    return NULL;
}

static void drop_content(struct trimmer *t, const struct tag *tag, size_t which)
{
    const char *end;

    if (tag->is_closed && which >= RAW_COUNT)
        return;
    end = t->has_no_end[which] ? NULL : find_end(t, tag->name);
    if (!end) {
        t->has_no_end[which] = true;
        return;
    }
    if (tag->is_jsonld) {
        plx_strbuf_add(t->jsonld, t->p, (size_t)(end - t->p));
        plx_strbuf_putc(t->jsonld, '\0');
    }
    t->p = end;
}

static void read_tag(struct trimmer *t)
{
    struct tag tag = { .is_end = t->p[1] == '/' };
    size_t before = t->html->len;
    size_t which = 0;

    t->p += 1 + tag.is_end;
    read_name(t, "/>", tag.name);
    plx_strbuf_puts(t->html, tag.is_end ? "</" : "<");
    plx_strbuf_puts(t->html, tag.name);
    read_attributes(t, &tag);
    plx_strbuf_putc(t->html, '>');
    while (which < DROPPED_COUNT && strcmp(dropped[which], tag.name) != 0)
        which++;
    if (which == DROPPED_COUNT && *tag.name)
        return;
    plx_strbuf_truncate(t->html, before);
    plx_strbuf_putc(t->html, ' ');
    if (which < DROPPED_COUNT && !tag.is_end)
        drop_content(t, &tag, which);
}

/* "<!-- -->", "<!DOCTYPE>", "<?xml ?>" */
static void skip_declaration(struct trimmer *t)
{
    const char *end = NULL;

    if (t->end - t->p >= 4 && memcmp(t->p, "<!--", 4) == 0 && !t->has_no_comment_end) {
        end = memmem(t->p + 2, (size_t)(t->end - t->p - 2), "-->", 3);
        t->has_no_comment_end = !end;
        if (end)
            end += 2;
    }
    if (!end)
        end = memchr(t->p, '>', (size_t)(t->end - t->p));
    t->p = end ? end + 1 : t->end;
}

void plx_html_trim(const char *p, size_t n, plx_strbuf *html, plx_strbuf *jsonld)
{
    struct trimmer t = { .p = p, .end = p + n, .html = html, .jsonld = jsonld };

    while (t.p < t.end && !html->failed) {
        const char *lt = memchr(t.p, '<', (size_t)(t.end - t.p));
        size_t left;

        plx_strbuf_add(html, t.p, (size_t)((lt ? lt : t.end) - t.p));
        if (!lt)
            return;
        t.p = lt;
        left = (size_t)(t.end - lt);
        if (left > 1 && (is_letter(lt[1]) || (left > 2 && lt[1] == '/' && is_letter(lt[2])))) {
            read_tag(&t);
        } else if (left > 1 && strchr("!?/", lt[1])) {
            skip_declaration(&t);
        } else {
            plx_strbuf_puts(html, "&lt;");
            t.p++;
        }
    }
}
