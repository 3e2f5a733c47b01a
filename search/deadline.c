#include "search/deadline.h"

#include <time.h>

static int64_t now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void plx_deadline_start(plx_deadline *d, uint32_t limit_ms)
{
    d->limit_ms = limit_ms;
    d->end_ns = limit_ms ? now_ns() + (int64_t)limit_ms * 1000000 : 0;
}

plx_status plx_deadline_check(const plx_deadline *d, plx_error *err)
{
    if (!d->end_ns || now_ns() < d->end_ns)
        return PLX_OK;
    return plx_fail(err, PLX_ERR_DEADLINE, "the search took longer than %u ms and was ended",
                    (unsigned)d->limit_ms);
}

uint32_t plx_deadline_left_ms(const plx_deadline *d)
{
    int64_t left;

    if (!d->end_ns)
        return 0;
    left = (d->end_ns - now_ns()) / 1000000;
    return left < 1 ? 1 : (uint32_t)left;
}
