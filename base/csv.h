/* base/csv.h - writing comma-separated values as RFC 4180 has them
 *
 * Lines end in CR LF. Values are never altered: what begins like a formula ("=", "+", "-",
 * "@") stays as it is, so that the data come back as they were. Who opens such a file in a
 * spreadsheet imports the columns as text. */
#ifndef PLX_BASE_CSV_H
#define PLX_BASE_CSV_H

#include <jansson.h>

#include "base/strbuf.h"

/** Append one value, in quotes where it needs them; NULL is empty. */
void plx_csv_put_value(plx_strbuf *out, const char *s);

/** Append a JSON value: text as it is, null and NULL empty, all else as in JSON. */
void plx_csv_put_json(plx_strbuf *out, const json_t *v);

/** Append the members of an object by their names (NULL-ended), each behind a comma. */
void plx_csv_put_members(plx_strbuf *out, const json_t *o, const char *const *names);

/** Append a line of values, NULL-ended. */
void plx_csv_put_line(plx_strbuf *out, const char *const *values);

/** End a line that was made value by value. */
void plx_csv_end_line(plx_strbuf *out);

#endif
