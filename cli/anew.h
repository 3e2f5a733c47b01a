/* cli/anew.h - how long a command goes on starting anew because the index changes under it
 *
 * A search that meets a commit begins again on the newest state. It gives up by the clock, not by a
 * number of tries: a writer that commits every few seconds leaves room for thousands of searches in
 * between, one that is faster for a few seconds must not make a reader fail. */
#ifndef PLX_CLI_ANEW_H
#define PLX_CLI_ANEW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/** Milliseconds after which a command stops trying. */
#define CLI_ANEW_MS 10000u

/** Zeroed: not begun. */
struct cli_anew {
    unsigned tries; /* begun so far */
    int64_t end_ns;
};

/**
 * Is the work to be begun (again)? The first call says yes.
 *
 * @param rc        of the last try: only PLX_ERR_STALE makes for another
 * @param limit_ms  from the first call on; 0 = CLI_ANEW_MS
 */
bool cli_anew(struct cli_anew *a, plx_status rc, uint32_t limit_ms);

/** What to say when the last try was PLX_ERR_STALE, too: always that. */
plx_status cli_anew_fail(const struct cli_anew *a, plx_error *err);

#endif
