/* indexer/html_trim.h - a page cut down to what extraction reads, before it is parsed
 *
 * Scripts, styles, comments, drawings and all attributes that tell nothing go. The parser
 * then sees a fraction of the bytes, and nothing on which its time would not be linear
 * (libxml2 compares each attribute with all others of its tag). */
#ifndef PLX_INDEXER_HTML_TRIM_H
#define PLX_INDEXER_HTML_TRIM_H

#include <stddef.h>

#include "base/strbuf.h"

/**
 * Append the trimmed page. Time is linear in n.
 *
 * @param p      UTF-8, valid
 * @param html   receives the markup
 * @param jsonld receives each <script type="application/ld+json">, ended by a NUL
 *
 * Memory errors show in the `failed` of the buffers.
 */
void plx_html_trim(const char *p, size_t n, plx_strbuf *html, plx_strbuf *jsonld);

#endif
