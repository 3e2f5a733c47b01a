/* search/deadline.h - how much time, and work, a request has left
 *
 * A search has phases. Where a part of the answer is better than none (search/partial.h), each ends
 * at its share of the time, so that what the earlier ones found can still be shown; else all of
 * them have all of it. */
#ifndef PLX_SEARCH_DEADLINE_H
#define PLX_SEARCH_DEADLINE_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/** In the order in which their time is over. */
typedef enum plx_phase {
    PLX_PHASE_MATCH = 0, /* which articles */
    PLX_PHASE_COUNT,     /* facets, tables, the tally */
    PLX_PHASE_RANK,      /* what is not scored while matching, and neighbours */
    PLX_PHASE_SNIPPETS,
    PLX_PHASE_END, /* all else: filters, the fields of hits */
    PLX_PHASES
} plx_phase;

/** Zeroed: no limit. */
typedef struct plx_deadline {
    int64_t end_ns[PLX_PHASES]; /* monotonic clock; 0 = none */
    uint32_t limit_ms;          /* for the message */
    uint64_t work, work_max;    /* done; 0 = no limit. Counts in MATCH and COUNT */
} plx_deadline;

/** @param limit_ms  from now on; 0 = none */
void plx_deadline_start(plx_deadline *d, uint32_t limit_ms);
/** Let each phase end at its share of the time. Once, after the start. */
void plx_deadline_share(plx_deadline *d);

/** Is a phase over? PLX_OK; PLX_ERR_DEADLINE. About 25 ns. */
plx_status plx_deadline_phase(const plx_deadline *d, plx_phase phase, plx_error *err);
/** The same of the last phase: is all of the time over? */
plx_status plx_deadline_check(const plx_deadline *d, plx_error *err);
/** PLX_ERR_DEADLINE, with what ended the search. */
plx_status plx_deadline_fail(const plx_deadline *d, plx_error *err);

/** Milliseconds left of a phase, at least 1; 0 = no limit. */
uint32_t plx_deadline_phase_ms(const plx_deadline *d, plx_phase phase);
/** The same of all phases. */
uint32_t plx_deadline_left_ms(const plx_deadline *d);

/** Note that so many postings were looked at. */
void plx_deadline_spend(plx_deadline *d, uint64_t work);
/** How many postings to read at once, `most` if it may be: one more than is left, so that the end
 * of a list is told from the end of what may be read. */
size_t plx_deadline_grant(const plx_deadline *d, size_t most);

#endif
