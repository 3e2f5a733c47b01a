/* base/markup.h - the one printer of HTML
 *
 * Markup comes from format strings, which are literals of this program; every
 * argument is escaped. There is no way to print an argument as markup. */
#ifndef PLX_BASE_MARKUP_H
#define PLX_BASE_MARKUP_H

#include "base/strbuf.h"

/** Marks that stand for <mark> and </mark> in what plx_markup_marked() is given. */
#define PLX_MARK_OPEN  "\x01"
#define PLX_MARK_CLOSE "\x02"

/**
 * Append markup with arguments: %s a string, escaped for text and quoted attributes, %u an unsigned
 * number, %% a percent sign; nothing else.
 */
void plx_markup_print(plx_strbuf *out, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/** Append text, escaped; controls but tab and newline become blanks, those that turn the direction
 * of text are left out. */
void plx_markup_text(plx_strbuf *out, const char *s, size_t n);

/**
 * Begin a page that stands alone: doctype, and a <head> left open whose policy lets nothing run,
 * and nothing be fetched but the styles in it.
 */
void plx_markup_open_page(plx_strbuf *out);

/** Append text, escaped, with its marks as <mark> elements, always balanced. */
void plx_markup_marked(plx_strbuf *out, const char *s, size_t n);

#endif
