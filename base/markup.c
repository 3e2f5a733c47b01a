#include "base/markup.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "base/utf8.h"

static const char *entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\t':
    case '\n':
        return NULL;
    default: /* other controls are no characters of HTML */
        return (unsigned char)c < 0x20 || c == 0x7f ? " " : NULL;
    }
}

/* Bytes at s that may not stand in a page: what turns the direction would turn our own words, too.
 */
static size_t unwanted(const char *s, size_t n)
{
    uint32_t cp;
    size_t len;

    if (*s != '\xe2')
        return 0;
    len = plx_utf8_decode(s, n, &cp);
    return plx_utf8_is_bidi_control(cp) ? len : 0;
}

void plx_markup_text(plx_strbuf *out, const char *s, size_t n)
{
    size_t start = 0;

    for (size_t i = 0; i < n; i++) {
        const char *e = entity(s[i]);
        size_t skip = e ? 1 : unwanted(s + i, n - i);
        if (!skip)
            continue;
        plx_strbuf_add(out, s + start, i - start);
        plx_strbuf_puts(out, e ? e : "");
        start = i + skip;
        i = start - 1;
    }
    plx_strbuf_add(out, s + start, n - start);
}

void plx_markup_marked(plx_strbuf *out, const char *s, size_t n)
{
    bool is_open = false;

    for (size_t i = 0, start = 0; i <= n; i++) {
        if (i < n && s[i] != *PLX_MARK_OPEN && s[i] != *PLX_MARK_CLOSE)
            continue;
        plx_markup_text(out, s + start, i - start);
        start = i + 1;
        if (i < n && (s[i] == *PLX_MARK_OPEN) != is_open) {
            is_open = !is_open;
            plx_strbuf_puts(out, is_open ? "<mark>" : "</mark>");
        }
    }
    if (is_open)
        plx_strbuf_puts(out, "</mark>");
}

void plx_markup_print(plx_strbuf *out, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    for (const char *p = fmt; *p; p++) {
        size_t plain = strcspn(p, "%");
        plx_strbuf_add(out, p, plain);
        p += plain;
        if (!*p)
            break;
        p++;
        if (*p == 's') {
            const char *s = va_arg(ap, const char *);
            plx_markup_text(out, s, strlen(s));
        } else if (*p == 'u') {
            plx_strbuf_printf(out, "%u", va_arg(ap, unsigned));
        } else {
            assert(*p == '%');
            plx_strbuf_putc(out, '%');
        }
    }
    va_end(ap);
}

void plx_markup_open_page(plx_strbuf *out)
{
    plx_strbuf_puts(
        out, "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
             "'unsafe-inline'; form-action 'none'; base-uri 'none'\">"
             "<meta name=\"referrer\" content=\"no-referrer\">"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
}
