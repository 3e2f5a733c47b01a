/* indexer/html_meta.h - title, author, date, outlet, language and address of a page */
#ifndef PLX_INDEXER_HTML_META_H
#define PLX_INDEXER_HTML_META_H

#include "base/article.h"
#include "base/error.h"
#include "indexer/html.h"
#include "indexer/html_jsonld.h"
#include "indexer/html_metas.h"

/**
 * Set what the page tells in fields of *out that are still empty; the section goes to `extra`.
 *
 * Dates, in order of trust: JSON-LD datePublished, meta elements, microdata, <time>; the
 * byline and the address come after those, and last a date of change (plx_html_byline()).
 *
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_html_meta(const plx_html *h, const plx_html_metas *m, const plx_jsonld *ld,
                         plx_article *out, plx_error *err);

/** Author and date from a byline between heading and text, then date from the address, then
 * any date of change. */
plx_status plx_html_byline(const plx_html *h, const plx_html_metas *m, const plx_jsonld *ld,
                           plx_article *out, plx_error *err);

#endif
