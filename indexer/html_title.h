/* indexer/html_title.h - the title of a page's article, without the name of the site */
#ifndef PLX_INDEXER_HTML_TITLE_H
#define PLX_INDEXER_HTML_TITLE_H

#include "base/article.h"
#include "base/error.h"
#include "indexer/html.h"
#include "indexer/html_jsonld.h"
#include "indexer/html_metas.h"

/**
 * Set the title of an article whose source is set, unless it has one: the <h1> that shares most
 * words with the JSON-LD headline, the meta elements or <title>; else that one, without the
 * site's name before or behind it.
 *
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_html_set_title(const plx_html *h, const plx_html_metas *m, const plx_jsonld *ld,
                              plx_article *a, plx_error *err);

#endif
