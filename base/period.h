/* base/period.h - periods of the calendar: days, ISO 8601 weeks, months, quarters, years
 *
 * Periods of one unit are numbered without gaps, so that the next one is the next number. UTC, the
 * proleptic Gregorian calendar. Instants are those of base/date.h: years PLX_DATE_YEAR_MIN to
 * PLX_DATE_YEAR_MAX; others give nothing of use, but do no harm. */
#ifndef PLX_BASE_PERIOD_H
#define PLX_BASE_PERIOD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"

typedef enum plx_period_unit {
    PLX_PERIOD_DAY = 0,
    PLX_PERIOD_WEEK, /* Monday to Sunday; belongs to the year that its Thursday is in */
    PLX_PERIOD_MONTH,
    PLX_PERIOD_QUARTER,
    PLX_PERIOD_YEAR,
    PLX_PERIOD_UNITS
} plx_period_unit;

/** "day", "week", "month", "quarter", "year"; ended by NULL. */
extern const char *const plx_period_unit_names[PLX_PERIOD_UNITS + 1];

/** How exact a date must be to lie in one period only. */
plx_date_precision plx_period_needs(plx_period_unit unit);

/** Number of the period that holds an instant. */
int64_t plx_period_of(plx_period_unit unit, int64_t t);

/** First second of a period, and of the one behind it. */
int64_t plx_period_start(plx_period_unit unit, int64_t number);
int64_t plx_period_end(plx_period_unit unit, int64_t number);

/** Bytes for a name or a day, NUL included. */
#define PLX_PERIOD_BYTES 24

/** "2019-10-10", "2019-W41", "2019-10", "2019-Q4", "2019". */
void plx_period_name(plx_period_unit unit, int64_t number, char out[PLX_PERIOD_BYTES]);

/** First and last day of a period as "2019-10-07". */
void plx_period_days(plx_period_unit unit, int64_t number, char first[PLX_PERIOD_BYTES],
                     char last[PLX_PERIOD_BYTES]);

#endif
