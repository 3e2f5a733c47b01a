#include "cli/anew.h"

#include <time.h>

#define NS_PER_MS 1000000

static int64_t now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 * NS_PER_MS + t.tv_nsec;
}

bool cli_anew(struct cli_anew *a, plx_status rc, uint32_t limit_ms)
{
    int64_t now = now_ns();

    if (!a->tries)
        a->end_ns = now + (int64_t)(limit_ms ? limit_ms : CLI_ANEW_MS) * NS_PER_MS;
    else if (rc != PLX_ERR_STALE || now >= a->end_ns)
        return false;
    a->tries++;
    return true;
}

plx_status cli_anew_fail(const struct cli_anew *a, plx_error *err)
{
    return plx_fail(err, PLX_ERR_STALE,
                    "the index changed %u times while it was read; wait for the writer to end, or "
                    "try again",
                    a->tries);
}
