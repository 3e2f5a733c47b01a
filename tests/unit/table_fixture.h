/* tests/unit/table_fixture.h - random sets of items, and a reader's walk beside them */
#ifndef PLX_TESTS_TABLE_FIXTURE_H
#define PLX_TESTS_TABLE_FIXTURE_H

#include "tests/unit/store_fixture.h"
#include "tests/unit/table_probe.h"

/* Marsaglia's xorshift: the same numbers on every machine. */
static uint64_t seed;

static inline uint64_t random_below(uint64_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % n;
}

/* ------------------------------------------------------------------ sets */

typedef struct set {
    probe_item *items;
    size_t n, cap;
} set;

static inline void add_item(set *s, const void *key, size_t key_len, size_t tag_len,
                            unsigned letters)
{
    char *bytes = malloc(key_len + tag_len + 1);

    assert_non_null(bytes);
    if (s->n == s->cap) {
        s->cap = s->cap ? 2 * s->cap : 64;
        s->items = realloc(s->items, s->cap * sizeof *s->items);
        assert_non_null(s->items);
    }
    memcpy(bytes, key, key_len);
    for (size_t i = 0; i < tag_len; i++)
        bytes[key_len + i] = (char)random_below(letters);
    s->items[s->n++] = (probe_item){ bytes, key_len, bytes + key_len, tag_len, false };
}

static inline void add_random_item(set *s, size_t key_max, size_t tag_max, unsigned letters)
{
    char key[256];
    size_t n = 1 + random_below(key_max);

    for (size_t i = 0; i < n; i++) /* few letters: long common prefixes, and NULs */
        key[i] = (char)random_below(i + 4 < n ? 2 : 256);
    add_item(s, key, n, random_below(tag_max + 1), letters);
}

static inline int compare_keys(const void *a, const void *b)
{
    const probe_item *x = a, *y = b;
    size_t n = x->key_len < y->key_len ? x->key_len : y->key_len;
    int order = memcmp(x->key, y->key, n);

    return order ? order : (x->key_len > y->key_len) - (x->key_len < y->key_len);
}

static inline void sort_set(set *s)
{
    size_t kept = 0;

    qsort(s->items, s->n, sizeof *s->items, compare_keys);
    for (size_t i = 0; i < s->n; i++) {
        if (kept && compare_keys(&s->items[kept - 1], &s->items[i]) == 0)
            free((void *)(uintptr_t)s->items[i].key);
        else
            s->items[kept++] = s->items[i];
    }
    s->n = kept;
}

static inline void release_set(set *s)
{
    for (size_t i = 0; i < s->n; i++)
        free((void *)(uintptr_t)s->items[i].key);
    free(s->items);
}

/* A reader's walk beside the set it must find. */
typedef struct walk {
    const set *s;
    size_t at;
} walk;

static inline void must_be_next(void *ctx, const probe_item *item)
{
    walk *w = ctx;
    const probe_item *wanted = &w->s->items[w->at];

    assert_true(w->at++ < w->s->n);
    assert_int_equal(item->key_len, wanted->key_len);
    assert_memory_equal(item->key, wanted->key, wanted->key_len);
    assert_int_equal(item->tag_len, wanted->tag_len);
    if (wanted->tag_len)
        assert_memory_equal(item->tag, wanted->tag, wanted->tag_len);
}

static inline probe_database *new_database(void)
{
    probe_database *db = probe_new();
    assert_non_null(db);
    return db;
}

static inline int make_seeded_root(void **state)
{
    seed = 88172645463325252u;
    return make_root(state);
}

/* A test in a folder of its own, with the same random numbers in each run. */
#define ON_ROOT(fn) cmocka_unit_test_setup_teardown(fn, make_seeded_root, remove_root)

#endif
