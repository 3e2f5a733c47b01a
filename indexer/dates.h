/* indexer/dates.h - dates in running text: where they are, and dates in addresses
 *
 * plx_extract_date() (extract.h) is the public face; the finders of datelines and bylines
 * need the place of the date too. Nothing here reads a clock: "yesterday" is no date. */
#ifndef PLX_INDEXER_DATES_H
#define PLX_INDEXER_DATES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"

/** A date in a text and the bytes it takes there, its time of day included. */
typedef struct plx_date_span {
    plx_date date;     /* undated if is_ambiguous */
    size_t begin, end; /* s[begin, end) */
    bool is_ambiguous; /* 10/9/2019: day and month cannot be told apart */
} plx_date_span;

/**
 * Find the first full date (day, month and year) or month with year in s[0, n).
 *
 * Understood are ISO 8601, numbers with dots (day first), slashes or dashes (only where
 * one order is possible) and month names in English, German, French, Spanish, Italian,
 * Portuguese and Dutch. Years have four digits. Time is linear in n.
 *
 * @return true if found; the span may be ambiguous
 */
bool plx_dates_find(const char *s, size_t n, plx_date_span *out);

/** Date in the path of a URL: "/2019/10/10/", "/2019-10-10-name", "/20191010/", "/2019/oct/10/". */
bool plx_dates_in_url(const char *url, plx_date *out);

#endif
