/* indexer/date_jalali.h - the solar calendar of Iran and Afghanistan */
#ifndef PLX_INDEXER_DATE_JALALI_H
#define PLX_INDEXER_DATE_JALALI_H

#include <stdbool.h>

#include "base/date.h"

/** Years read: 21 March 1921 to 20 March 2052. Later ones are also years of the lunar
 * calendar in which something has been published already. */
#define PLX_JALALI_YEAR_MIN 1300
#define PLX_JALALI_YEAR_MAX 1430

/** The day (precision "day") of a Persian date; false if there is no such day. */
bool plx_date_from_jalali(int year, int month, int day, plx_date *out);

#endif
