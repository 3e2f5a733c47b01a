/* indexer/tags.h - texts that turn out to be HTML, and references such as &amp; in them
 *
 * Feeds, exports and interfaces hand out texts of which nobody says whether they are plain. No
 * parser of pages: that is html.h. UTF-8 throughout, and all linear in n. */
#ifndef PLX_INDEXER_TAGS_H
#define PLX_INDEXER_TAGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/** What a text looks like. */
typedef struct plx_tags {
    unsigned tags;       /* of elements that HTML has in articles: p, br, a, div, ... */
    unsigned blocks;     /* those of them that begin a line: p, br, div, li, ... */
    unsigned references; /* &amp; &#8217; &nbsp; ... that mean a character */
    bool is_page;        /* has <html> or <body> */
} plx_tags;

/** Count tags and references; p may be any bytes. */
plx_tags plx_tags_look(const char *p, size_t n);

/** Is it evident that a text is a piece of HTML: two tags or more, or a page? */
bool plx_tags_are_html(const plx_tags *m);

/** Append p with references as the characters they mean; tags stay. */
void plx_tags_decode(const char *p, size_t n, plx_strbuf *out);

/** Append what begins at p, which is '&', as text in XML: a reference of HTML as its character or
 * number, else "&#38;". Returns the bytes of p it takes. */
size_t plx_tags_reference(const char *p, size_t n, plx_strbuf *out);

/** Append p as text: elements that begin a line begin a paragraph, other tags, scripts, styles and
 * comments are left out, references are decoded. */
void plx_tags_text(const char *p, size_t n, plx_strbuf *out);

/** Append p as a line of text: without tags, references decoded, white space as single blanks. */
void plx_tags_line(const char *p, size_t n, plx_strbuf *out);

/** Append p so that it is text in HTML. */
void plx_tags_escape(const char *p, size_t n, plx_strbuf *out);

#endif
