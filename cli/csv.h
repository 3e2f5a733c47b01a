/* cli/csv.h - comma-separated values as RFC 4180 has them; values are never altered */
#ifndef PLX_CLI_CSV_H
#define PLX_CLI_CSV_H

#include "base/strbuf.h"

/** Append one value, in quotes where needed; NULL is empty. */
void cli_csv_value(const char *s, plx_strbuf *out);
/** Append a line of values, NULL-ended. */
void cli_csv_line(const char *const *values, plx_strbuf *out);

#endif
