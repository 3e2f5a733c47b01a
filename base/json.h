/* base/json.h - small helpers round jansson: bounded parsing, printing to a buffer */
#ifndef PLX_BASE_JSON_H
#define PLX_BASE_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"

/** Arrays and objects within each other that are read and printed. */
#define PLX_JSON_LEVELS_MAX 2048

/**
 * Parse exactly one JSON value. Strings may hold \u0000: where that matters, use
 * json_string_length().
 *
 * @return PLX_OK with a new reference in *out; PLX_ERR_INVALID with jansson's words and
 *         the byte position; PLX_ERR_LIMIT if nested too deep (jansson: 2048)
 */
plx_status plx_json_parse(const char *s, size_t len, json_t **out, plx_error *err);

/**
 * Append a value as compact JSON in one line (or indented by two) and no newline, byte by byte as
 * jansson dumps it. Members stand in the order they were put in; a real has 15 digits at most.
 *
 * out->failed is set, and what is in out has no meaning, for NULL, for text that is no UTF-8, for a
 * value nested deeper than PLX_JSON_LEVELS_MAX (so for one that holds itself), and without memory.
 */
void plx_json_print(const json_t *v, bool indent, plx_strbuf *out);

/**
 * A JSON string of UTF-8 that may be invalid (bad bytes become U+FFFD; JSON NUL stays out).
 * NULL s gives JSON null.
 */
json_t *plx_json_str(const char *s);

/** A number to four places, which is what shares, probabilities and scores can tell; NULL if it is
 * none, or without memory. */
json_t *plx_json_rounded(double x);

/** Give an object a member, whose reference is taken over; false without memory, where obj or
 * value is NULL for that reason too. */
bool plx_json_put(json_t *obj, const char *name, json_t *value);
/** Likewise a whole number. */
bool plx_json_put_count(json_t *obj, const char *name, uint64_t n);
/** The value if it was made whole; else it is let go, and the answer is NULL. */
json_t *plx_json_checked(json_t *value, bool is_whole);

/** String member or NULL; borrowed from obj. */
const char *plx_json_get_str(const json_t *obj, const char *name);
/** Number member, NAN if there is none; the same as a count, 0 where it is none or over 4e9. For
 * what comes from outside, where anything may be missing. */
double plx_json_get_number(const json_t *obj, const char *name);
unsigned plx_json_get_count(const json_t *obj, const char *name);

#endif
