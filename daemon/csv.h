/* daemon/csv.h - the one printer of CSV (RFC 4180) */
#ifndef PLX_DAEMON_CSV_H
#define PLX_DAEMON_CSV_H

#include <jansson.h>

#include "base/strbuf.h"

/** Append the line of column names. */
void plx_csv_header(plx_strbuf *out, const char *const *columns);

/**
 * Append the members of an object that are named by columns (NULL-ended); absent ones and null
 * are empty. Text that a spreadsheet would take for a formula gets an apostrophe in front.
 */
void plx_csv_row(plx_strbuf *out, const json_t *obj, const char *const *columns);

#endif
