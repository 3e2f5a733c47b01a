/* indexer/article_id.h - the id of an article that brings none */
#ifndef PLX_INDEXER_ARTICLE_ID_H
#define PLX_INDEXER_ARTICLE_ID_H

#include "base/article.h"
#include "base/error.h"
#include "indexer/item.h"

/**
 * Set a->id unless it is set: the address (without fragment), else the absolute path of the
 * file (and member of the archive) if the article is all of it, else a digest of title and text:
 * lines move.
 *
 * @param item  where it comes from; NULL: nowhere
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_article_ensure_id(plx_article *a, const plx_item *item, plx_error *err);

#endif
