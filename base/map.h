/* base/map.h - byte strings to dense ordinals 0, 1, 2, ...
 *
 * The one hash table of the project: vocabularies, facet dictionaries, sets of
 * ids. Keys are copied into one arena; an ordinal never changes. Finding in one map
 * is allowed to many threads while none adds. */
#ifndef PLX_BASE_MAP_H
#define PLX_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct plx_map plx_map;

#define PLX_MAP_NONE UINT32_MAX

/** NULL without memory. */
plx_map *plx_map_new(void);
void plx_map_free(plx_map *m);

/** Ordinal of a key, added if new (is_new may be NULL); PLX_MAP_NONE without memory. */
uint32_t plx_map_add(plx_map *m, const void *key, size_t len, bool *is_new);
/** Ordinal of a key, PLX_MAP_NONE if absent. */
uint32_t plx_map_find(const plx_map *m, const void *key, size_t len);
uint32_t plx_map_count(const plx_map *m);
/** Key of an ordinal, NUL-ended; *len may be NULL. Valid until the map is freed or cleared. */
const char *plx_map_key(const plx_map *m, uint32_t ordinal, size_t *len);
/** Bytes of memory held. */
size_t plx_map_bytes(const plx_map *m);
void plx_map_clear(plx_map *m);

#endif
