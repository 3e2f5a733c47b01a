/* collection/document.h - from an analysed article to what the store keeps of it */
#ifndef PLX_COLLECTION_DOCUMENT_H
#define PLX_COLLECTION_DOCUMENT_H

#include <stddef.h>

#include "base/article.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "collection/model_info.h"
#include "store/store.h"
#include "text/analyser.h"

/**
 * Put a boolean term into out (emptied first): prefix and value as they are, or prefix and a
 * digest of the value where it is too long for a term.
 */
void plx_term_make(const char *prefix, const char *value, size_t len, plx_strbuf *out);

/** The same with the value folded (case, accents): facet terms of what people type. */
void plx_term_make_folded(const char *prefix, const char *value, plx_strbuf *out);

/**
 * Add words, filter terms and values of an article to an empty document; neither data nor stance.
 */
plx_status plx_document_fill(plx_doc *doc, const plx_article *a, const plx_tokens *title,
                             const plx_tokens *text, const plx_facet_names *facets, plx_error *err);

#endif
