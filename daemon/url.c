#include "daemon/url.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

bool plx_url_decode(char *s, size_t n, bool plus, size_t *out)
{
    size_t w = 0;

    for (size_t r = 0; r < n; r++) {
        char c = s[r];
        if (c == '%') {
            int high = r + 2 < n ? hex(s[r + 1]) : -1;
            int low = r + 2 < n ? hex(s[r + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            c = (char)(high << 4 | low);
            r += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        if (!c)
            return false;
        s[w++] = c;
    }
    *out = w;
    return plx_utf8_valid(s, w);
}

/* RFC 3986 "unreserved", and nothing else, passes as it is. */
static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("-._~", c));
}

void plx_url_encode(plx_strbuf *out, const char *s)
{
    for (; *s; s++) {
        if (is_plain(*s))
            plx_strbuf_putc(out, *s);
        else
            plx_strbuf_printf(out, "%%%02X", (unsigned)(unsigned char)*s);
    }
}

void plx_url_put_name(plx_strbuf *out, const char *name)
{
    bool is_first = !out->len || out->s[out->len - 1] == '?';

    plx_strbuf_printf(out, "%s%s=", is_first ? "" : "&", name);
}

void plx_url_put(plx_strbuf *out, const char *name, const char *value)
{
    plx_url_put_name(out, name);
    plx_url_encode(out, value);
}

void plx_url_put_number(plx_strbuf *out, const char *name, uint32_t value)
{
    if (!value)
        return;
    plx_url_put_name(out, name);
    plx_strbuf_printf(out, "%u", (unsigned)value);
}

bool plx_url_is_web(const char *s)
{
    return s && (strncasecmp(s, "http://", 7) == 0 || strncasecmp(s, "https://", 8) == 0);
}
