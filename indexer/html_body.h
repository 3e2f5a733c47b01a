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
 * Each block of prose (words, few links, sentences) has a score, each block of links or
 * labels a negative one; the body is the element with the largest sum below it, corrected
 * by what classes say. In it, blocks that stand in furniture or read like it are left out.
 * The sum over a tree follows the idea of maximum subsequence segmentation: Pasternack and
 * Roth, "Extracting article text from the web with maximum subsequence segmentation", 2009.
 *
 * @param title     of the article, to be left out of the body; may be NULL
 * @param json_body articleBody of JSON-LD, "" if none
 * @param text      receives paragraphs, an empty line between them
 * @param report    may be NULL
 * @return PLX_OK (also with no text found); PLX_ERR_NOMEM
 */
plx_status plx_html_body(plx_html *h, const char *title, const char *json_body, plx_strbuf *text,
                         plx_extract_report *report, plx_error *err);

#endif
