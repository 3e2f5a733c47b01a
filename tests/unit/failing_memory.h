/* tests/unit/failing_memory.h - allocations that can be made to fail, one at a time
 *
 * For tests that include the sources under test: after this header they name malloc and its kin
 * as these functions, include the sources, and give the names back. */
#ifndef TESTS_UNIT_FAILING_MEMORY_H
#define TESTS_UNIT_FAILING_MEMORY_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static long countdown = -1; /* allocations until one fails; negative: never */

static inline bool fails_now(void)
{
    return countdown >= 0 && countdown-- == 0;
}

/* Did a round end with no allocation refused? Then all have been tried. */
static inline bool was_spared(void)
{
    bool spared = countdown >= 0;

    countdown = -1;
    return spared;
}

static inline void *try_malloc(size_t n)
{
    return fails_now() ? NULL : malloc(n);
}

static inline void *try_calloc(size_t count, size_t n)
{
    return fails_now() ? NULL : calloc(count, n);
}

static inline void *try_realloc(void *p, size_t n)
{
    return fails_now() ? NULL : realloc(p, n);
}

static inline void *try_aligned_alloc(size_t alignment, size_t n)
{
    return fails_now() ? NULL : aligned_alloc(alignment, n);
}

static inline char *try_strdup(const char *s)
{
    return fails_now() ? NULL : strdup(s);
}

#endif
