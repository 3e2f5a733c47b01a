/* indexer/html_body.h - which blocks of a page are the article */
#ifndef PLX_INDEXER_HTML_BODY_H
#define PLX_INDEXER_HTML_BODY_H

#include "base/error.h"
#include "base/strbuf.h"
#include "indexer/extract.h"
#include "indexer/html.h"

/**
 * Find the body.
 *
 * It is the element that plx_html_find_body() chooses; blocks of it that stand in furniture or
 * read like it are left out, and so is what follows "Related stories" at its end. A first
 * paragraph between title and body is put in front.
 *
 * @param title     of the article, to be left out of the body; may be NULL
 * @param json_body articleBody of JSON-LD, "" if none
 * @param text      receives paragraphs, an empty line between them
 * @param report    may be NULL
 * @return PLX_OK (also with no text found); PLX_ERR_NOMEM
 */
plx_status plx_html_body(plx_html *h, const char *title, const char *json_body, plx_strbuf *text,
                         plx_extract_report *report, plx_error *err);

/**
 * Text of a fragment: markup of an article's body with no page around. All of it but furniture.
 *
 * @return PLX_OK (also with no text in it); PLX_ERR_NOMEM
 */
plx_status plx_html_fragment(plx_html *h, const char *title, plx_strbuf *text,
                             plx_extract_report *report, plx_error *err);

#endif
