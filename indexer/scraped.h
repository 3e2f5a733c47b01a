/* indexer/scraped.h - an article in plain text as copied or scraped from a page */
#ifndef PLX_INDEXER_SCRAPED_H
#define PLX_INDEXER_SCRAPED_H

#include "base/article.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "indexer/extract.h"

/**
 * Find title, date, author and credit among the first and last lines, and leave furniture
 * out. Fields of *out that are set are kept.
 *
 * A date counts only in a line of its own or with a byline, near the top or at the end:
 * never from the story told.
 *
 * @param p     UTF-8, lines ended by "\n"
 * @param text  receives paragraphs, an empty line between them
 * @return PLX_OK (also with no text found); PLX_ERR_NOMEM
 */
plx_status plx_scraped_read(const char *p, size_t n, plx_article *out, plx_strbuf *text,
                            plx_extract_report *report, plx_error *err);

#endif
