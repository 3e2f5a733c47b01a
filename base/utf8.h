/* base/utf8.h - decoding and repairing UTF-8 */
#ifndef PLX_BASE_UTF8_H
#define PLX_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

/**
 * Decode one code point.
 *
 * @param p  at least n bytes, n > 0
 * @param cp receives it, or U+FFFD for a bad sequence
 * @return bytes taken, 1..4; a bad sequence takes 1
 */
size_t plx_utf8_decode(const char *p, size_t n, uint32_t *cp);

/** Is all of it well-formed (no surrogates, no overlong forms)? */
bool plx_utf8_valid(const char *p, size_t n);

/** Append p with bad bytes replaced by U+FFFD and controls but \t \n by a blank. */
void plx_utf8_clean(const char *p, size_t n, plx_strbuf *out);

/** Largest length <= n that does not cut a code point of p. */
size_t plx_utf8_cut(const char *p, size_t n);

/** Does it turn the direction of what stands after it (embeddings, overrides, isolates: U+202A to
 * U+202E, U+2066 to U+2069)? Plain marks of direction do not. */
bool plx_utf8_is_bidi_control(uint32_t cp);

/** Code points in p. */
size_t plx_utf8_count(const char *p, size_t n);

#endif
