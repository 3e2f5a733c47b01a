/* indexer/date_clock.h - times of day and time zones as people write them */
#ifndef PLX_INDEXER_DATE_CLOCK_H
#define PLX_INDEXER_DATE_CLOCK_H

#include "indexer/scan.h"

typedef struct plx_clock {
    int seconds;        /* since midnight, as written */
    int offset_minutes; /* east of Greenwich */
    bool has_zone;
    bool is_american; /* a zone of the United States, even one that depends on the day (ET) */
    bool has_half;    /* am or pm */
} plx_clock;

/**
 * "12:34[:56[.7]]", "12h34", "3.30 pm", "3 pm", "12.34 Uhr", with a zone if one follows.
 *
 * @param is_announced  a word such as "at" stands before: "12.34" is a time too
 */
bool plx_clock_read(plx_scan *c, bool is_announced, plx_clock *out);

/** "Z", "GMT+3", "+0300", "EST"; nothing there leaves *out as it is. */
void plx_clock_read_zone(plx_scan *c, plx_clock *out);

#endif
