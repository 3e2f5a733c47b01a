/* indexer/charset.h - bytes of any character set to clean UTF-8 */
#ifndef PLX_INDEXER_CHARSET_H
#define PLX_INDEXER_CHARSET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"

/** Bytes of a name, NUL included. */
#define PLX_CHARSET_NAME_BYTES 40

/** How bytes were read. */
typedef struct plx_charset_result {
    char name[PLX_CHARSET_NAME_BYTES]; /* of the character set used */
    const char *how; /* static: "byte order mark", "given", "valid UTF-8", "meta element",
                        "detected", "assumed" */
    size_t replaced; /* places that it does not allow: U+FFFD stands there */
    size_t characters;
} plx_charset_result;

/**
 * Append p as UTF-8, line ends as "\n", no byte order mark, no controls.
 *
 * Tried in this order: a byte order mark; UTF-16 without one, told by its zero bytes; the
 * escapes of ISO-2022; `hint`; UTF-8 if all of it is well-formed; a <meta> in the first 4 KB;
 * UTF-8 with a few bad bytes; what libuchardet finds; Windows-1252. A set in which more than 1
 * of 200 characters cannot be read is passed over, and comes back only if none of the others
 * reads more. A hint of one byte a character loses to well-formed UTF-8: servers send
 * "ISO-8859-1" for anything. A name that iconv does not know counts as not given.
 *
 * @param hint    from outside, e.g. an HTTP header; may be NULL
 * @param result  may be NULL
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_charset_read(const char *p, size_t n, const char *hint, plx_strbuf *out,
                            plx_charset_result *result, plx_error *err);

/**
 * Refuse what could not be read: more than 1 replaced of 200 characters.
 *
 * @return PLX_OK; PLX_ERR_INVALID names the character set tried and the remedy
 */
plx_status plx_charset_check(const plx_charset_result *result, plx_error *err);

/** plx_charset_read() for callers that do not ask how. */
plx_status plx_charset_to_utf8(const char *p, size_t n, const char *hint, plx_strbuf *out,
                               plx_error *err);

/** Is p UTF-16 or UTF-32, with or without a byte order mark (its NULs are no binary file)? */
bool plx_charset_is_wide(const char *p, size_t n);

#endif
