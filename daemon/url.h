/* daemon/url.h - percent-encoding, strictly read and safely written */
#ifndef PLX_DAEMON_URL_H
#define PLX_DAEMON_URL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

/**
 * Decode in place: %XX, and '+' as a blank where `plus`.
 *
 * @param s    n bytes; decoding never grows
 * @param out  receives the bytes left
 * @return false for a bad escape, a NUL byte, or a result that is not UTF-8
 */
bool plx_url_decode(char *s, size_t n, bool plus, size_t *out);

/** Append s so that it can stand as a parameter's value or a part of a path. */
void plx_url_encode(plx_strbuf *out, const char *s);

/** Append the begin of one more parameter, "&name=", to an address that ends in '?' or in
 * parameters: without the '&' behind '?', or where nothing stands yet. */
void plx_url_put_name(plx_strbuf *out, const char *name);
/** The same and its value, encoded. */
void plx_url_put(plx_strbuf *out, const char *name, const char *value);
/** The same with a number; 0 is as not given, and nothing is appended. */
void plx_url_put_number(plx_strbuf *out, const char *name, uint32_t value);

/** Is this an address that a page may link to: http: or https:, nothing else? */
bool plx_url_is_web(const char *s);

#endif
