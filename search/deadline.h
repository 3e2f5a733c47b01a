/* search/deadline.h - how much time a request has left */
#ifndef PLX_SEARCH_DEADLINE_H
#define PLX_SEARCH_DEADLINE_H

#include <stdint.h>

#include "base/error.h"

/** Zeroed: no limit. */
typedef struct plx_deadline {
    int64_t end_ns;    /* monotonic clock; 0 = none */
    uint32_t limit_ms; /* for the message */
} plx_deadline;

/** @param limit_ms  from now on; 0 = none */
void plx_deadline_start(plx_deadline *d, uint32_t limit_ms);

/** PLX_OK; PLX_ERR_DEADLINE. About 25 ns. */
plx_status plx_deadline_check(const plx_deadline *d, plx_error *err);

/** Milliseconds left, at least 1; 0 = no limit. */
uint32_t plx_deadline_left_ms(const plx_deadline *d);

#endif
