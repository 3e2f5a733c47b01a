/* indexer/html_jsonld.h - what JSON-LD (schema.org) on a page says of its article */
#ifndef PLX_INDEXER_HTML_JSONLD_H
#define PLX_INDEXER_HTML_JSONLD_H

#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"

/** Fields of the article object; "" where it says nothing. */
typedef struct plx_jsonld {
    plx_strbuf headline, author, publisher, date, modified, lang, url, section, body;
    plx_strbuf original; /* isBasedOn, sourceOrganization, provider: a name or an address */
} plx_jsonld;

/**
 * Read scripts, each ended by a NUL, and take the first object whose type is an article.
 * Broken scripts (a common fault: raw line ends in strings) are repaired or passed over.
 *
 * @return PLX_OK (also if there is none); PLX_ERR_NOMEM. Release *out in either case.
 */
plx_status plx_jsonld_read(const char *scripts, size_t n, plx_jsonld *out, plx_error *err);
void plx_jsonld_release(plx_jsonld *ld);

#endif
