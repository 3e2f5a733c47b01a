/* indexer/html_metas.h - what the elements of a page say of its article: meta, link, time,
 * microdata, RDFa */
#ifndef PLX_INDEXER_HTML_METAS_H
#define PLX_INDEXER_HTML_METAS_H

#include <stdbool.h>
#include <stddef.h>

#include "indexer/html.h"

/** Fields that meta elements tell. */
enum {
    PLX_META_TITLE,
    PLX_META_DATE,
    PLX_META_AUTHOR,
    PLX_META_SOURCE,
    PLX_META_URL,
    PLX_META_LOCALE,
    PLX_META_SECTION,
    PLX_META_MODIFIED,
    PLX_META_ORIGINAL,
    PLX_META_FIELDS
};

/** What the elements of a page say; all strings and nodes are borrowed from the tree. */
typedef struct plx_html_metas {
    const char *content[PLX_META_FIELDS]; /* the most trusted of each field, or NULL */
    size_t rank[PLX_META_FIELDS];
    const xmlNode *title;     /* <title> */
    const xmlNode *microdate; /* itemprop=datePublished */
    const xmlNode *micromodified;
    const xmlNode *microauthor;
    const xmlNode *relauthor; /* rel=author */
    const xmlNode *time;      /* <time> by which the article is dated */
    const xmlNode *updated;   /* <time> of its last change */
    bool time_is_pubdate;
    unsigned times; /* seen */
    const char *canonical;
    const char *lang;
} plx_html_metas;

void plx_html_metas_read(const plx_html *h, plx_html_metas *out);

/** Does it stand among related articles, comments, adverts or in a footer? */
bool plx_html_is_foreign(const xmlNode *node);

#endif
