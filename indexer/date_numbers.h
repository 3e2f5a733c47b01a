/* indexer/date_numbers.h - dates written in numbers: what each order of them means */
#ifndef PLX_INDEXER_DATE_NUMBERS_H
#define PLX_INDEXER_DATE_NUMBERS_H

#include "indexer/date_clock.h"
#include "indexer/dates.h"
#include "indexer/scan.h"

/** A year of four digits that something can have been published in. */
bool plx_date_numbers_year(plx_scan *c, int *year);

/** A year of two digits that no other number or letter touches. */
bool plx_date_numbers_short_year(plx_scan *c, int *year);

/** "10.10.2019", "10/13/2019", "13-10-2019", "12/22/16", "۱۸/۷/۱۳۹۸"; sets out->reading. */
bool plx_date_numbers_read(plx_scan *c, plx_date_span *out);

/** "2019-10-10", "2019/10/10", "2019-Oct-10", "2019年10月10日", "1398/07/18". */
bool plx_date_numbers_year_first(plx_scan *c, plx_date_span *out);

/** "20191010T123400Z", "20191010123400". */
bool plx_date_numbers_basic(plx_scan *c, plx_date_span *out);

/** Eight digits: "20191010". */
bool plx_date_numbers_packed(plx_scan *c, plx_date *out);

/** Add a time of day to a date that has none, in all its readings. */
void plx_date_numbers_add_clock(plx_date_span *found, const plx_clock *clock);

#endif
