/* indexer/dates.h - dates in running text: where they are, and dates in addresses
 *
 * plx_extract_date() (extract.h) is the public face; the finders of datelines and bylines
 * need the place of the date too, and date_order.h settles what one date alone leaves open.
 * Nothing here reads a clock: "yesterday" is no date. */
#ifndef PLX_INDEXER_DATES_H
#define PLX_INDEXER_DATES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"

/** What the numbers of a date may mean. */
typedef enum plx_date_order {
    PLX_ORDER_DAY_FIRST,
    PLX_ORDER_MONTH_FIRST,
    PLX_ORDER_JALALI, /* year, month and day of the Persian calendar */
    PLX_DATE_ORDERS
} plx_date_order;

/** A date in a text and the bytes it takes there, its time of day included. */
typedef struct plx_date_span {
    plx_date date;      /* undated if is_ambiguous */
    size_t begin, end;  /* s[begin, end) */
    bool is_ambiguous;  /* 10/9/2019: day and month cannot be told apart */
    bool is_short_year; /* of two digits: 00 to 49 are of this century, 70 to 99 of the last */
    bool is_american;   /* its time has a zone of the United States */
    bool has_half;      /* its time has am or pm */
    bool is_numeric;    /* reading[] says what each order makes of it */
    plx_date reading[PLX_DATE_ORDERS]; /* undated: not in this order */
} plx_date_span;

/** No publication is older; a year before is one of another calendar, or none. */
#define PLX_DATES_YEAR_MIN 1600

/**
 * Find the first full date (day, month and year) or month with year in s[0, n).
 *
 * Understood are ISO 8601, numbers with dots (day first), slashes or dashes (only where one
 * order is possible), names of months (date_words.h), digits of Arabic and Persian, and the
 * Persian calendar: with the name of its month, or a year of it in Persian digits. A year of
 * two digits is one only in a date of numbers ("12/22/16") and after a dash ("10-Oct-19").
 * Time is linear in n.
 *
 * @return true if found; the span may be ambiguous
 */
bool plx_dates_find(const char *s, size_t n, plx_date_span *out);

/** Date in the path of a URL: "/2019/10/10/", "/2019-10-10-name", "/20191010/", "/2019/oct/10/",
 * "/1398/07/18/". */
bool plx_dates_in_url(const char *url, plx_date *out);

#endif
