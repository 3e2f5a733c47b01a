/* indexer/charset.h - bytes of any character set to clean UTF-8 */
#ifndef PLX_INDEXER_CHARSET_H
#define PLX_INDEXER_CHARSET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"

/**
 * Append p as UTF-8, line ends as "\n", no byte order mark, no controls.
 *
 * The character set is, in this order: a byte order mark; `hint`; UTF-8 if all of it is
 * well-formed; a <meta> in the first 4 KB; what libuchardet finds; Windows-1252. What it
 * does not allow becomes U+FFFD. A name that iconv does not know counts as not given.
 *
 * @param hint  from outside, e.g. an HTTP header; may be NULL
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_charset_to_utf8(const char *p, size_t n, const char *hint, plx_strbuf *out,
                               plx_error *err);

/** Does p begin with a UTF-16 or UTF-32 byte order mark (its NULs are no binary file)? */
bool plx_charset_has_wide_bom(const char *p, size_t n);

#endif
