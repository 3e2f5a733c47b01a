/* base/svg.h - text in drawings that stand alone
 *
 * An SVG file is XML, which is stricter than HTML: one byte that is no character, and no viewer
 * shows anything. */
#ifndef PLX_BASE_SVG_H
#define PLX_BASE_SVG_H

#include <stddef.h>

#include "base/strbuf.h"

/**
 * Append text, escaped for text and quoted attributes. Bytes that are no UTF-8 become U+FFFD,
 * controls blanks; what is no character of XML, or turns the direction of text, is left out.
 *
 * @param most  code points; where there are more, they end in an ellipsis; 0: all
 */
void plx_svg_escape(plx_strbuf *out, const char *s, size_t most);

/** Append a <text> element with its class at a place, the text as above. */
void plx_svg_text(plx_strbuf *out, const char *class, double x, double y, const char *s);

#endif
