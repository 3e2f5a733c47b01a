/* base/json_plain.h - the fast way through plain JSON; only for json.c
 *
 * Articles come as JSON, and jansson looks at each byte by itself: it took a third of the time of
 * `classify`. This reads the JSON that is nearly always met and leaves the rest, and the words for
 * what is wrong, to jansson. */
#ifndef PLX_BASE_JSON_PLAIN_H
#define PLX_BASE_JSON_PLAIN_H

#include <jansson.h>
#include <stddef.h>

#include "base/error.h"

/**
 * Parse one value just as json_loadb(JSON_DECODE_ANY | JSON_ALLOW_NUL) does, if it is plain.
 *
 * Not plain: whatever is wrong; real numbers and integers of over 18 digits; escapes in names, and
 * names of over 255 bytes; \u0000; more than 32 levels.
 *
 * @return PLX_OK with a new reference; PLX_ERR_INVALID (*out is NULL): ask jansson; PLX_ERR_NOMEM
 */
plx_status plx_json_plain_parse(const char *s, size_t len, json_t **out);

/** The first quote, backslash or control from p on; end if there is none. */
const char *plx_json_plain_run(const char *p, const char *end);

#endif
