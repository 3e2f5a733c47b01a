/* daemon/cache.h - answers kept, by what they follow from
 *
 * The key holds the state of the index (state.h), so nothing is ever thrown out for being stale:
 * what belongs to an old state is no longer asked for, and leaves as the least recently used. Any
 * thread. */
#ifndef PLX_DAEMON_CACHE_H
#define PLX_DAEMON_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "daemon/reply.h"

typedef struct plx_cache plx_cache;

/** What it did since the start, and holds. */
typedef struct plx_cache_figures {
    uint64_t hits, misses;
    size_t entries, bytes;
} plx_cache_figures;

/** @param bytes  of keys and answers together */
plx_status plx_cache_new(size_t bytes, plx_cache **out, plx_error *err);
/** NULL allowed. */
void plx_cache_free(plx_cache *c);

/** Fill a reply (body and how it is coded, type, file, link) with the answer kept under a key.
 * false: there is none. */
bool plx_cache_get(plx_cache *c, const char *key, plx_reply *reply);

/** Keep an answer; one over an eighth of the cache is not, nor without memory. */
void plx_cache_put(plx_cache *c, const char *key, const plx_reply *reply);

plx_cache_figures plx_cache_look(plx_cache *c);

#endif
