#include "base/svg.h"

#include <string.h>

#include "base/markup.h"
#include "base/utf8.h"

/* Encoded, the last two code points of the first plane: no characters of XML 1.0. */
static bool is_no_character(const char *p, size_t len)
{
    return len == 3 && (memcmp(p, "\xef\xbf\xbe", 3) == 0 || memcmp(p, "\xef\xbf\xbf", 3) == 0);
}

void plx_svg_escape(plx_strbuf *out, const char *s, size_t most)
{
    plx_strbuf clean = PLX_STRBUF_INIT;
    size_t points = 0;

    plx_utf8_clean(s, strlen(s), &clean);
    for (size_t i = 0; i < clean.len;) {
        uint32_t cp;
        size_t len = plx_utf8_decode(clean.s + i, clean.len - i, &cp);

        if (most && points++ == most) {
            plx_strbuf_puts(out, "\xe2\x80\xa6");
            break;
        }
        if (!is_no_character(clean.s + i, len))
            plx_markup_text(out, clean.s + i, len);
        i += len;
    }
    out->failed = out->failed || clean.failed;
    plx_strbuf_release(&clean);
}

void plx_svg_text(plx_strbuf *out, const char *class, double x, double y, const char *s)
{
    plx_strbuf_printf(out, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">", class, x, y);
    plx_svg_escape(out, s, 0);
    plx_strbuf_puts(out, "</text>");
}
