/* search/cite.h - articles as entries of a bibliography: BibTeX and CSL-JSON
 *
 * BibTeX: an @article whose journal is the outlet, as reference managers write newspaper articles,
 * so that both BibTeX and biblatex read it. CSL-JSON: type "article-newspaper" of the Citation
 * Style Language 1.0.2, which Zotero, pandoc and others read. Both say in `note` how the article
 * is framed, by whose word. A date is given as exactly as it is known; an undated article has none.
 *
 * Names of authors are given as they stand ("literal" in CSL-JSON unless written "Family, Given"):
 * which part of a name is the family's cannot be told for all the names of the world. */
#ifndef PLX_SEARCH_CITE_H
#define PLX_SEARCH_CITE_H

#include <jansson.h>

#include "base/article.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "collection/model_info.h"

/** Citation keys given so far: no two are the same. One thread. */
typedef struct plx_cite_keys plx_cite_keys;

/** NULL without memory. */
plx_cite_keys *plx_cite_keys_new(void);
/** NULL allowed. */
void plx_cite_keys_free(plx_cite_keys *k);

/**
 * A new key: outlet, year and first long word of the title, in ASCII letters and digits
 * ("tigriswire2019ceasefire"); a further one of the same parts gets "-2", "-3" and so on. What has
 * no letter of the alphabet is "article".
 *
 * @param out  emptied first
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_cite_key(plx_cite_keys *k, const plx_article *a, plx_strbuf *out, plx_error *err);

/** What is cited; all borrowed. */
typedef struct plx_citation {
    const char *key;
    const plx_article *article;
    const plx_verdict *verdict;
    const plx_model_info *model; /* NULL: none */
} plx_citation;

/** Append an entry of BibTeX and an empty line; out->failed is set without memory. */
void plx_cite_bibtex(const plx_citation *c, plx_strbuf *out);

/** An item of CSL-JSON, a new reference; NULL without memory. */
json_t *plx_cite_csl(const plx_citation *c);

#endif
