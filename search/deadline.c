#include "search/deadline.h"

#include <stdbool.h>
#include <time.h>

/* Of the time, in percent. Matching is what takes long; hits that need no text take next to none.
 */
static const uint8_t shares[PLX_PHASES] = {
    [PLX_PHASE_MATCH] = 60,    [PLX_PHASE_COUNT] = 70, [PLX_PHASE_RANK] = 80,
    [PLX_PHASE_SNIPPETS] = 95, [PLX_PHASE_END] = 100,
};

static int64_t now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void plx_deadline_start(plx_deadline *d, uint32_t limit_ms)
{
    int64_t end = limit_ms ? now_ns() + (int64_t)limit_ms * 1000000 : 0;
    int i;

    *d = (plx_deadline){ .limit_ms = limit_ms };
    for (i = 0; i < PLX_PHASES; i++)
        d->end_ns[i] = end;
}

void plx_deadline_share(plx_deadline *d)
{
    int i;

    for (i = 0; d->limit_ms && i < PLX_PHASES; i++)
        d->end_ns[i] -= (int64_t)d->limit_ms * 10000 * (100 - shares[i]);
}

static bool is_overworked(const plx_deadline *d)
{
    return d->work_max && d->work > d->work_max;
}

plx_status plx_deadline_fail(const plx_deadline *d, plx_error *err)
{
    if (is_overworked(d))
        return plx_fail(err, PLX_ERR_DEADLINE,
                        "the search looked at more than %llu postings and was ended",
                        (unsigned long long)d->work_max);
    return plx_fail(err, PLX_ERR_DEADLINE, "the search took longer than %u ms and was ended",
                    (unsigned)d->limit_ms);
}

plx_status plx_deadline_phase(const plx_deadline *d, plx_phase phase, plx_error *err)
{
    if (phase <= PLX_PHASE_COUNT && is_overworked(d))
        return plx_deadline_fail(d, err);
    if (!d->end_ns[phase] || now_ns() < d->end_ns[phase])
        return PLX_OK;
    return plx_deadline_fail(d, err);
}

plx_status plx_deadline_check(const plx_deadline *d, plx_error *err)
{
    return plx_deadline_phase(d, PLX_PHASE_END, err);
}

uint32_t plx_deadline_phase_ms(const plx_deadline *d, plx_phase phase)
{
    int64_t left;

    if (!d->end_ns[phase])
        return 0;
    left = (d->end_ns[phase] - now_ns()) / 1000000;
    return left < 1 ? 1 : (uint32_t)left;
}

uint32_t plx_deadline_left_ms(const plx_deadline *d)
{
    return plx_deadline_phase_ms(d, PLX_PHASE_END);
}

void plx_deadline_spend(plx_deadline *d, uint64_t work)
{
    d->work += work;
}

size_t plx_deadline_grant(const plx_deadline *d, size_t most)
{
    uint64_t left;

    if (!d->work_max || d->work > d->work_max)
        return most;
    left = d->work_max - d->work;
    return left < most ? (size_t)left + 1 : most;
}
