/* indexer/html_credit.h - whom an article of a page credits: the outlet or agency it is from */
#ifndef PLX_INDEXER_HTML_CREDIT_H
#define PLX_INDEXER_HTML_CREDIT_H

#include "base/article.h"
#include "base/error.h"
#include "indexer/html.h"
#include "indexer/html_jsonld.h"
#include "indexer/html_metas.h"

/**
 * Set original_source of an article whose other fields are set, unless it is set already.
 *
 * In order of trust: meta original-source and syndication-source; JSON-LD isBasedOn,
 * sourceOrganization, provider; a canonical address at another host than og:url; a line "This
 * article was originally published by ..."; the agency of a dateline, "(Reuters) - ". An agency
 * named as author has been taken before. What publishes the page is never credited.
 *
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_html_credit(const plx_html *h, const plx_html_metas *m, const plx_jsonld *ld,
                           plx_article *a, plx_error *err);

#endif
