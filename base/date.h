/* base/date.h - publication dates: an instant, how exact it is, ISO 8601 in and out */
#ifndef PLX_BASE_DATE_H
#define PLX_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

typedef enum plx_date_precision {
    PLX_DATE_NONE = 0, /* undated */
    PLX_DATE_YEAR,
    PLX_DATE_MONTH,
    PLX_DATE_DAY,
    PLX_DATE_TIME,
    PLX_DATE_PRECISIONS
} plx_date_precision;

/** A date as found. A zeroed struct is "undated". */
typedef struct plx_date {
    int64_t start; /* first second it may mean, Unix time UTC; a time without
                      zone is taken as written, as if UTC */
    plx_date_precision precision;
    bool has_zone;
} plx_date;

/** Bytes for plx_date_format(), NUL included. */
#define PLX_DATE_BYTES 24
/** Dates outside these years are refused. */
#define PLX_DATE_YEAR_MIN 1400
#define PLX_DATE_YEAR_MAX 2200

/**
 * Parse ISO 8601: "2019", "2019-10", "2019-10-10", "2019-10-10T12:34[:56[.7]][Z|+hh[[:]mm]]"
 * (a blank may stand for T). Nothing may follow. A leap second is read as the one before.
 *
 * @return PLX_OK; PLX_ERR_INVALID with the text and what is expected
 */
plx_status plx_date_parse_iso(const char *s, size_t len, plx_date *out, plx_error *err);

/**
 * Parse a bound of a range as people type it: ISO 8601 as above, or relative to
 * now: "7d", "2w", "3m", "1y", "today", "yesterday", all of which are whole days (UTC).
 */
plx_status plx_date_parse_bound(const char *s, size_t len, int64_t now, plx_date *out,
                                plx_error *err);

/** A date from civil fields (month, day 1-based; 0 = not known). False if impossible. */
bool plx_date_from_civil(int year, int month, int day, plx_date *out);

/** Civil fields (UTC) of an instant; any pointer may be NULL. */
void plx_date_to_civil(int64_t t, int *year, int *month, int *day);

/** First second after all that the date may mean: 2019-10 ends where 2019-11 begins. */
int64_t plx_date_end(const plx_date *d);

/** ISO 8601 to its precision ("2019-10", "2019-10-10T12:34:00Z", without Z if the zone is
 * not known); "" if undated. What it prints, plx_date_parse_iso() reads. */
void plx_date_format(const plx_date *d, char out[PLX_DATE_BYTES]);

/** "none", "year", "month", "day", "time". */
const char *plx_date_precision_name(plx_date_precision p);

/** The time that $SOURCE_DATE_EPOCH gives, so that what is made comes out the same again
 * (reproducible-builds.org); 0 where it is not set, or is no number. */
int64_t plx_date_epoch(void);

#endif
