/* indexer/extract.h - a page or a text as scraped to an article record
 *
 * Finds the body and the metadata and throws furniture away: navigation, captions,
 * "READ:" teasers, share lines, adverts, footers. What was removed can be seen. */
#ifndef PLX_INDEXER_EXTRACT_H
#define PLX_INDEXER_EXTRACT_H

#include <stddef.h>

#include "base/article.h"
#include "base/error.h"
#include "base/strbuf.h"

/** A page over this many bytes is refused. */
#define PLX_PAGE_MAX (32u << 20)

/** Optional account of what was removed: one line each, "reason<TAB>text". */
typedef struct plx_extract_report {
    plx_strbuf removed;
    unsigned lines; /* removed */
} plx_extract_report;

void plx_extract_report_init(plx_extract_report *r);
void plx_extract_report_release(plx_extract_report *r);

/**
 * Article from HTML. Sets title, text, author, date and date_how, url, source, lang as far
 * as the page tells; fields that are set already in *out are kept.
 *
 * @param charset  from outside (HTTP header), NULL if not known; then BOM, meta, detection
 * @return PLX_OK; PLX_ERR_LIMIT (size, depth); PLX_ERR_INVALID if there is no text in it
 */
plx_status plx_extract_html(const char *p, size_t n, const char *charset, plx_article *out,
                            plx_extract_report *report, plx_error *err);

/**
 * Text of an article from markup as feeds, exports and JSON fields hold it: the body alone, no
 * page around it. All prose is kept; share lists, captions, "read more" lines are not. Text
 * with only entities and <br>, or none, is read too: its line ends are paragraphs then.
 *
 * @param p    UTF-8
 * @param out  its text is replaced; its title, if set, is left out of the text
 * @return PLX_OK; PLX_ERR_LIMIT (size); PLX_ERR_INVALID if there is no text in it; PLX_ERR_NOMEM
 */
plx_status plx_extract_fragment(const char *p, size_t n, plx_article *out,
                                plx_extract_report *report, plx_error *err);

/** Article from plain text as scraped from a page (any charset). Same contract. */
plx_status plx_extract_text(const char *p, size_t n, plx_article *out, plx_extract_report *report,
                            plx_error *err);

/**
 * A date as people write it: "October 10, 2019 at 12:34 pm", "18.11.2021", "10 Oct 2019",
 * "Thu, 10 Oct 2019 12:34:00 +0300", "2019/10/10", ISO 8601. The first date in s[0, n).
 * A day and month that cannot be told apart (10/9/19) gives month precision NONE and
 * PLX_ERR_INVALID: it is never guessed.
 *
 * @param used  may be NULL; bytes from the start of s to the end of the date
 */
plx_status plx_extract_date(const char *s, size_t n, plx_date *out, size_t *used, plx_error *err);

#endif
