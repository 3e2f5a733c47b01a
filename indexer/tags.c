#include "indexer/tags.h"

#include <libxml/HTMLparser.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define TAG_NAME_MAX  12
#define REFERENCE_MAX 12 /* bytes between "&" and ";" */

static const struct tag {
    const char *name;
    bool is_block;
} tags[] = {
    { "a", false },      { "b", false },      { "blockquote", true }, { "body", true },
    { "br", true },      { "div", true },     { "em", false },        { "figure", true },
    { "h1", true },      { "h2", true },      { "h3", true },         { "h4", true },
    { "h5", true },      { "h6", true },      { "html", true },       { "i", false },
    { "iframe", false }, { "img", false },    { "li", true },         { "ol", true },
    { "p", true },       { "section", true }, { "span", false },      { "strong", false },
    { "table", true },   { "td", true },      { "tr", true },         { "u", false },
    { "ul", true },      { "script", false },
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* The known element whose tag begins at p, which is '<'; NULL if none does. */
static const struct tag *find_tag(const char *p, size_t n)
{
    char name[TAG_NAME_MAX];
    size_t k = 0;
    size_t i = n > 1 && p[1] == '/' ? 2 : 1;

    while (i < n && k + 1 < sizeof name &&
           ((p[i] >= '0' && p[i] <= '9') || (lower(p[i]) >= 'a' && lower(p[i]) <= 'z')))
        name[k++] = lower(p[i++]);
    name[k] = '\0';
    if (k == 0 || i == n || !strchr(" \t\r\n/>", p[i]) || !p[i])
        return NULL;
    for (size_t t = 0; t < sizeof tags / sizeof *tags; t++)
        if (strcmp(tags[t].name, name) == 0)
            return &tags[t];
    return NULL;
}

/* Bytes of the tag or comment at p, which is '<'; 0 if it is none. `last` is the last '>' of the
 * text, so that none is looked for in vain. */
static size_t tag_length(const char *p, size_t n, const char *last)
{
    if (n < 3 || !last || last < p ||
        !(p[1] == '/' || p[1] == '!' || p[1] == '?' || (lower(p[1]) >= 'a' && lower(p[1]) <= 'z')))
        return 0;
    return (size_t)((const char *)memchr(p, '>', n) - p) + 1;
}

/* ------------------------------------------------------------- references */

/* What browsers make of the numbers 128 to 159: Windows-1252 was meant (WHATWG HTML, "Numeric
 * character reference end state"). */
static uint32_t mend(uint32_t cp)
{
    static const uint16_t windows[32] = {
        0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
        0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178,
    };

    if (cp >= 0x80 && cp < 0xa0)
        return windows[cp - 0x80];
    return cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000) ? 0xfffd : cp;
}

static uint32_t read_number(const char *s, size_t n)
{
    bool is_hex = n > 1 && lower(*s) == 'x';
    uint32_t cp = 0;

    for (size_t i = is_hex; i < n; i++) {
        const char *digits = "0123456789abcdef";
        const char *d = strchr(digits, lower(s[i]));
        uint32_t base = is_hex ? 16 : 10;

        if (!s[i] || !d || (uint32_t)(d - digits) >= base)
            return 0;
        cp = cp > 0x10ffff ? cp : cp * base + (uint32_t)(d - digits);
    }
    return n > 0 ? mend(cp) : 0;
}

/* The character of the reference at p, which is '&', and its bytes; 0 if it is none. */
static uint32_t read_reference(const char *p, size_t n, size_t *len)
{
    char name[REFERENCE_MAX + 1];
    size_t most = n < REFERENCE_MAX + 2 ? n : REFERENCE_MAX + 2;
    const char *end = memchr(p, ';', most);
    const htmlEntityDesc *entity;
    size_t k;

    if (!end)
        return 0;
    k = (size_t)(end - p) - 1;
    *len = k + 2;
    if (k > 1 && p[1] == '#')
        return read_number(p + 2, k - 1);
    memcpy(name, p + 1, k);
    name[k] = '\0';
    if (strcmp(name, "apos") == 0)
        return '\'';
    entity = k > 0 ? htmlEntityLookup((const xmlChar *)name) : NULL;
    return entity ? entity->value : 0;
}

static void put_character(uint32_t cp, plx_strbuf *out)
{
    if (cp < 0x80) {
        plx_strbuf_putc(out, (char)cp);
        return;
    }
    if (cp >= 0x10000) {
        plx_strbuf_putc(out, (char)(0xf0 | cp >> 18));
        plx_strbuf_putc(out, (char)(0x80 | (cp >> 12 & 0x3f)));
    } else if (cp >= 0x800) {
        plx_strbuf_putc(out, (char)(0xe0 | cp >> 12));
    }
    if (cp >= 0x800)
        plx_strbuf_putc(out, (char)(0x80 | (cp >> 6 & 0x3f)));
    else
        plx_strbuf_putc(out, (char)(0xc0 | cp >> 6));
    plx_strbuf_putc(out, (char)(0x80 | (cp & 0x3f)));
}

/* ------------------------------------------------------------------ texts */

plx_tags plx_tags_look(const char *p, size_t n)
{
    const char *end = p + n;
    plx_tags m = { 0 };

    for (const char *s = p; n > 0 && (s = memchr(s, '<', (size_t)(end - s))); s++) {
        const struct tag *t = find_tag(s, (size_t)(end - s));

        m.tags += t != NULL;
        m.blocks += t && t->is_block;
        m.is_page =
            m.is_page || (t && strcmp(t->name, "html") == 0) || (t && strcmp(t->name, "body") == 0);
    }
    for (const char *s = p; n > 0 && (s = memchr(s, '&', (size_t)(end - s))); s++) {
        size_t len;

        m.references += read_reference(s, (size_t)(end - s), &len) != 0;
    }
    return m;
}

bool plx_tags_are_html(const plx_tags *m)
{
    return m->tags >= 2;
}

void plx_tags_decode(const char *p, size_t n, plx_strbuf *out)
{
    for (size_t i = 0; i < n;) {
        const char *amp = memchr(p + i, '&', n - i);
        size_t end = amp ? (size_t)(amp - p) : n;
        size_t len = 1;
        uint32_t cp;

        plx_strbuf_add(out, p + i, end - i);
        i = end;
        if (!amp)
            break;
        cp = read_reference(amp, n - i, &len);
        if (cp == 0)
            plx_strbuf_putc(out, '&');
        else
            put_character(cp == 0xa0 ? ' ' : cp, out);
        i += cp ? len : 1;
    }
}

size_t plx_tags_reference(const char *p, size_t n, plx_strbuf *out)
{
    size_t len = 1;
    uint32_t cp = read_reference(p, n, &len);

    if (cp == 0)
        plx_strbuf_puts(out, "&#38;");
    else if (cp < 0x80) /* may be one that has a meaning */
        plx_strbuf_printf(out, "&#%u;", (unsigned)cp);
    else
        put_character(cp == 0xa0 ? ' ' : cp, out);
    return cp ? len : 1;
}

/* Bytes from the tag at p to behind the end of its element, if that is no text. */
static size_t skipped_element(const char *p, size_t n)
{
    static const char *const names[] = { "script", "style" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t len = strlen(names[i]);
        char close[12];
        const char *end;

        if (n <= len + 1 || strncasecmp(p + 1, names[i], len) != 0 ||
            !strchr(" \t\r\n/>", p[len + 1]))
            continue;
        snprintf(close, sizeof close, "</%s", names[i]);
        end = memmem(p, n, close, len + 2);
        return end ? (size_t)(end - p) : n;
    }
    return 0;
}

void plx_tags_text(const char *p, size_t n, plx_strbuf *out)
{
    plx_strbuf bare = PLX_STRBUF_INIT;
    const char *last = n > 0 ? memrchr(p, '>', n) : NULL;

    for (size_t i = 0; i < n;) {
        size_t tag = p[i] == '<' ? tag_length(p + i, n - i, last) : 0;
        const struct tag *t = tag ? find_tag(p + i, n - i) : NULL;
        size_t element = tag ? skipped_element(p + i, n - i) : 0;

        if (t && t->is_block) {
            plx_strbuf_trim(&bare);
            plx_strbuf_puts(&bare, "\n\n");
        } else if (!tag) {
            plx_strbuf_putc(&bare, p[i]);
        }
        i += element ? element : tag ? tag : 1;
    }
    plx_strbuf_trim(&bare);
    plx_tags_decode(bare.s, bare.len, out);
    out->failed = out->failed || bare.failed;
    plx_strbuf_release(&bare);
}

void plx_tags_line(const char *p, size_t n, plx_strbuf *out)
{
    plx_strbuf bare = PLX_STRBUF_INIT;
    plx_strbuf text = PLX_STRBUF_INIT;
    const char *last = n > 0 ? memrchr(p, '>', n) : NULL;

    for (size_t i = 0; i < n;) {
        size_t k = p[i] == '<' ? tag_length(p + i, n - i, last) : 0;

        if (k == 0)
            plx_strbuf_putc(&bare, p[i]);
        i += k ? k : 1;
    }
    plx_tags_decode(bare.s, bare.len, &text);
    plx_strbuf_trim(&text);
    for (size_t i = 0; i < text.len; i++) {
        bool is_space = strchr(" \t\r\n", text.s[i]) != NULL;

        if (!is_space || !strchr(" \t\r\n", text.s[i - 1])) /* the first is none: trimmed */
            plx_strbuf_putc(out, is_space ? ' ' : text.s[i]);
    }
    out->failed = out->failed || bare.failed || text.failed;
    plx_strbuf_release(&bare);
    plx_strbuf_release(&text);
}

void plx_tags_escape(const char *p, size_t n, plx_strbuf *out)
{
    for (size_t i = 0; i < n; i++) {
        if (p[i] == '<')
            plx_strbuf_puts(out, "&lt;");
        else if (p[i] == '&')
            plx_strbuf_puts(out, "&amp;");
        else if (p[i] == '"')
            plx_strbuf_puts(out, "&quot;");
        else
            plx_strbuf_putc(out, p[i]);
    }
}
