#include "base/map.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <xxhash.h>

#define SLOTS_MIN 64
#define CHUNK_MIN ((size_t)4 << 10)
#define CHUNK_MAX ((size_t)1 << 20)

/* A slot is free when its ordinal is PLX_MAP_NONE. The hash is kept so that most
 * slots of other keys are passed over, and the table grown, without reading keys. */
struct slot {
    uint32_t hash;
    uint32_t ordinal;
};

/* Keys lie in chunks that never move: length (uint32_t, unaligned), bytes, NUL. */
struct chunk {
    struct chunk *next;
    size_t used;
    size_t size;
    char bytes[];
};

struct plx_map {
    struct slot *slots; /* open addressing, linear probing; NULL while empty */
    size_t slot_count;  /* 0 or a power of two */
    const char **keys;  /* by ordinal */
    size_t keys_cap;
    uint32_t count;
    uint64_t seed;
    struct chunk *chunks; /* newest first */
    size_t chunk_bytes;
};

/* Words come from strangers: with a seed of its own nobody can prepare words that
 * all fall in one slot. Ordinals do not depend on it. */
static uint64_t random_seed(const void *p)
{
    uint64_t seed;

    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) == (ssize_t)sizeof seed)
        return seed;
    return (uint64_t)(uintptr_t)p ^ (uint64_t)time(NULL) << 32;
}

plx_map *plx_map_new(void)
{
    plx_map *m = calloc(1, sizeof *m);

    if (m)
        m->seed = random_seed(m);
    return m;
}

static void free_chunks(plx_map *m, const struct chunk *until)
{
    while (m->chunks && m->chunks != until) {
        struct chunk *c = m->chunks;
        m->chunks = c->next;
        m->chunk_bytes -= sizeof *c + c->size;
        free(c);
    }
}

void plx_map_free(plx_map *m)
{
    if (!m)
        return;
    free_chunks(m, NULL);
    free(m->slots);
    free(m->keys);
    free(m);
}

static uint32_t hash_key(const plx_map *m, const void *key, size_t len)
{
    return (uint32_t)XXH3_64bits_withSeed(key, len, m->seed);
}

static size_t key_length(const char *key)
{
    uint32_t len;

    memcpy(&len, key - sizeof len, sizeof len);
    return len;
}

/* The slot of a key, or the free one where it belongs. There is always a free one. */
static struct slot *find_slot(const plx_map *m, const void *key, size_t len, uint32_t hash)
{
    size_t mask = m->slot_count - 1;
    size_t i = hash & mask;

    for (;; i = (i + 1) & mask) {
        struct slot *s = &m->slots[i];
        if (s->ordinal == PLX_MAP_NONE)
            return s;
        if (s->hash == hash) {
            const char *k = m->keys[s->ordinal];
            if (key_length(k) == len && (len == 0 || memcmp(k, key, len) == 0))
                return s;
        }
    }
}

static bool grow_slots(plx_map *m)
{
    size_t count = m->slot_count ? m->slot_count * 2 : SLOTS_MIN;
    struct slot *slots;

    if (count > SIZE_MAX / sizeof *slots || count > UINT32_MAX)
        return false;
    slots = malloc(count * sizeof *slots);
    if (!slots)
        return false;
    memset(slots, 0xff, count * sizeof *slots);
    for (size_t i = 0; i < m->slot_count; i++) {
        size_t j = m->slots[i].hash & (count - 1);
        if (m->slots[i].ordinal == PLX_MAP_NONE)
            continue;
        while (slots[j].ordinal != PLX_MAP_NONE)
            j = (j + 1) & (count - 1);
        slots[j] = m->slots[i];
    }
    free(m->slots);
    m->slots = slots;
    m->slot_count = count;
    return true;
}

static bool grow_keys(plx_map *m)
{
    size_t cap = m->keys_cap ? m->keys_cap * 2 : SLOTS_MIN;
    const char **keys = realloc(m->keys, cap * sizeof *keys);

    if (!keys)
        return false;
    m->keys = keys;
    m->keys_cap = cap;
    return true;
}

/* A chunk with room for n more bytes at the head of the list. */
static bool add_chunk(plx_map *m, size_t n)
{
    size_t size = m->chunks ? m->chunks->size * 2 : CHUNK_MIN;
    struct chunk *c;

    if (size > CHUNK_MAX)
        size = CHUNK_MAX;
    if (size < n)
        size = n;
    c = malloc(sizeof *c + size);
    if (!c)
        return false;
    c->next = m->chunks;
    c->used = 0;
    c->size = size;
    m->chunks = c;
    m->chunk_bytes += sizeof *c + size;
    return true;
}

static const char *copy_key(plx_map *m, const void *key, size_t len)
{
    uint32_t stored = (uint32_t)len;
    size_t need = sizeof stored + len + 1;
    char *p;

    if ((!m->chunks || need > m->chunks->size - m->chunks->used) && !add_chunk(m, need))
        return NULL;
    p = m->chunks->bytes + m->chunks->used;
    m->chunks->used += need;
    memcpy(p, &stored, sizeof stored);
    p += sizeof stored;
    if (len > 0)
        memcpy(p, key, len);
    p[len] = '\0';
    return p;
}

static bool is_full(const plx_map *m)
{
    return ((size_t)m->count + 1) * 10 > m->slot_count * 7;
}

uint32_t plx_map_add(plx_map *m, const void *key, size_t len, bool *is_new)
{
    uint32_t hash = hash_key(m, key, len);
    struct slot *s = m->slots ? find_slot(m, key, len, hash) : NULL;
    const char *copy;

    if (is_new)
        *is_new = false;
    if (s && s->ordinal != PLX_MAP_NONE)
        return s->ordinal;
    if (len >= UINT32_MAX)
        return PLX_MAP_NONE;
    if (is_full(m)) {
        if (!grow_slots(m))
            return PLX_MAP_NONE;
        s = find_slot(m, key, len, hash);
    }
    if (m->count == m->keys_cap && !grow_keys(m))
        return PLX_MAP_NONE;
    copy = copy_key(m, key, len);
    if (!copy)
        return PLX_MAP_NONE;
    m->keys[m->count] = copy;
    s->hash = hash;
    s->ordinal = m->count++;
    if (is_new)
        *is_new = true;
    return s->ordinal;
}

uint32_t plx_map_find(const plx_map *m, const void *key, size_t len)
{
    return m->slots ? find_slot(m, key, len, hash_key(m, key, len))->ordinal : PLX_MAP_NONE;
}

uint32_t plx_map_count(const plx_map *m)
{
    return m->count;
}

const char *plx_map_key(const plx_map *m, uint32_t ordinal, size_t *len)
{
    const char *key = m->keys[ordinal];

    if (len)
        *len = key_length(key);
    return key;
}

size_t plx_map_bytes(const plx_map *m)
{
    return sizeof *m + m->slot_count * sizeof *m->slots + m->keys_cap * sizeof *m->keys +
           m->chunk_bytes;
}

void plx_map_clear(plx_map *m)
{
    struct chunk *oldest = m->chunks;

    /* A table much too large for what it last held is given back: else one large
     * article would make each later clear slow. */
    if (m->slot_count > SLOTS_MIN && m->count < m->slot_count / 8) {
        free(m->slots);
        m->slots = NULL;
        m->slot_count = 0;
    } else if (m->slots) {
        memset(m->slots, 0xff, m->slot_count * sizeof *m->slots);
    }
    while (oldest && oldest->next)
        oldest = oldest->next;
    free_chunks(m, oldest);
    if (oldest)
        oldest->used = 0;
    m->count = 0;
}
