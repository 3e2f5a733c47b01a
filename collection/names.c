#include "collection/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "text/name_key.h"

#define KEY_PREFIX "name-"
#define KEY_BYTES  (sizeof KEY_PREFIX + PLX_NAME_KEY_MAX)
/* Bytes of a word, as the spelling table has them. */
#define WORD_MAX 40

struct entry {
    const char *word;
    uint32_t len;
    plx_name_key key;
    plx_name_counts counts;
};

struct plx_names {
    struct entry *items;
    size_t count, cap;
};

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "names: out of memory");
}

plx_status plx_names_new(plx_names **out, plx_error *err)
{
    *out = calloc(1, sizeof **out);
    return *out ? PLX_OK : no_memory(err);
}

void plx_names_free(plx_names *n)
{
    if (n)
        free(n->items);
    free(n);
}

/* --------------------------------------------------------------- gather */

static plx_status make_room(plx_names *n, size_t more, plx_error *err)
{
    size_t cap = n->cap ? n->cap * 2 : 4096;
    struct entry *items;

    if (n->count + more <= n->cap)
        return PLX_OK;
    items = realloc(n->items, cap * sizeof *items);
    if (!items)
        return no_memory(err);
    n->items = items;
    n->cap = cap;
    return PLX_OK;
}

plx_status plx_names_add(plx_names *n, const char *word, size_t len, const plx_name_counts *c,
                         plx_error *err)
{
    plx_name_key keys[PLX_NAME_KEYS_STORED];
    plx_name name;
    size_t count, i;
    plx_status rc;

    if (len > WORD_MAX || !plx_name_read(word, len, &name))
        return PLX_OK;
    count = plx_name_keys_stored(&name, keys);
    rc = make_room(n, count, err);
    for (i = 0; !rc && i < count; i++)
        n->items[n->count++] = (struct entry){ word, (uint32_t)len, keys[i], *c };
    return rc;
}

/* ----------------------------------------------------------------- lists */

static void put_varint(plx_strbuf *out, uint32_t n)
{
    for (; n >= 0x80; n >>= 7)
        plx_strbuf_putc(out, (char)(n | 0x80));
    plx_strbuf_putc(out, (char)n);
}

static bool get_varint(plx_bytes *in, uint32_t *n)
{
    unsigned shift = 0;
    unsigned char c = 0x80;

    *n = 0;
    while (c & 0x80) {
        if (!in->n || shift > 28)
            return false;
        c = (unsigned char)*in->p++;
        in->n--;
        *n |= (uint32_t)(c & 0x7f) << shift;
        shift += 7;
    }
    return true;
}

static void put_word(plx_strbuf *out, const struct entry *e)
{
    put_varint(out, e->len);
    plx_strbuf_add(out, e->word, e->len);
    put_varint(out, e->counts.as_name);
    put_varint(out, e->counts.as_other);
    put_varint(out, e->counts.all);
}

/* The next word of a list; false at its end, and with *is_damaged where it cannot be read. */
static bool get_word(plx_bytes *in, struct entry *e, bool *is_damaged)
{
    if (!in->n)
        return false;
    *is_damaged = true;
    if (!get_varint(in, &e->len) || e->len > in->n)
        return false;
    e->word = in->p;
    in->p += e->len;
    in->n -= e->len;
    *is_damaged = !get_varint(in, &e->counts.as_name) || !get_varint(in, &e->counts.as_other) ||
                  !get_varint(in, &e->counts.all);
    return !*is_damaged;
}

static plx_status damaged(const char *key, plx_error *err)
{
    return plx_fail(err, PLX_ERR_CORRUPT,
                    "the table of names is damaged under '%s': run `parallax upgrade`", key);
}

static int compare_words(const struct entry *a, const struct entry *b)
{
    int c = memcmp(a->word, b->word, a->len < b->len ? a->len : b->len);

    return c ? c : (a->len > b->len) - (a->len < b->len);
}

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int c = strcmp(x->key.s, y->key.s);

    return c ? c : compare_words(x, y);
}

/* Counts stop at the highest rather than begin anew. */
static uint32_t sum(uint32_t a, uint32_t b)
{
    return a > UINT32_MAX - b ? UINT32_MAX : a + b;
}

static void add_counts(struct entry *to, const struct entry *from)
{
    to->counts.as_name = sum(to->counts.as_name, from->counts.as_name);
    to->counts.as_other = sum(to->counts.as_other, from->counts.as_other);
    to->counts.all = sum(to->counts.all, from->counts.all);
}

/* Languages and threads have counted the same word each for itself: make them one. */
static void join_equal(plx_names *n)
{
    size_t kept = 0, i;

    for (i = 1; i < n->count; i++)
        if (compare_entries(&n->items[kept], &n->items[i]) == 0)
            add_counts(&n->items[kept], &n->items[i]);
        else
            n->items[++kept] = n->items[i];
    n->count = n->count ? kept + 1 : 0;
}

/* Merge the new words of a key, in order, with its list. */
static bool merge(plx_bytes list, struct entry *added, size_t n, plx_strbuf *out)
{
    struct entry old;
    bool is_damaged = false;
    size_t i = 0;

    while (get_word(&list, &old, &is_damaged)) {
        while (i < n && compare_words(&added[i], &old) < 0)
            put_word(out, &added[i++]);
        if (i < n && compare_words(&added[i], &old) == 0)
            add_counts(&old, &added[i++]);
        put_word(out, &old);
    }
    while (i < n)
        put_word(out, &added[i++]);
    return !is_damaged;
}

static void make_metadata_key(const char *key, char out[KEY_BYTES])
{
    snprintf(out, KEY_BYTES, KEY_PREFIX "%s", key);
}

static plx_status write_key(struct entry *added, size_t n, plx_store *st, plx_strbuf *list,
                            plx_error *err)
{
    char key[KEY_BYTES];
    plx_bytes old = { 0 };
    plx_status rc;

    make_metadata_key(added->key.s, key);
    plx_strbuf_reset(list);
    rc = plx_store_get_metadata(st, key, &old, err);
    if (!rc && !merge(old, added, n, list))
        rc = damaged(key, err);
    if (!rc && list->failed)
        rc = no_memory(err);
    return rc ? rc : plx_store_set_metadata(st, key, list->s, list->len, err);
}

plx_status plx_names_write(plx_names *n, plx_store *st, plx_error *err)
{
    plx_strbuf list = PLX_STRBUF_INIT;
    plx_status rc = PLX_OK;
    size_t first, end;

    if (n->count)
        qsort(n->items, n->count, sizeof *n->items, compare_entries);
    join_equal(n);
    for (first = 0; !rc && first < n->count; first = end) {
        end = first + 1;
        while (end < n->count && strcmp(n->items[first].key.s, n->items[end].key.s) == 0)
            end++;
        rc = write_key(&n->items[first], end - first, st, &list, err);
    }
    n->count = 0;
    plx_strbuf_release(&list);
    return rc;
}

plx_status plx_names_each(plx_store *st, const char *key,
                          bool (*fn)(void *ctx, const char *word, size_t len,
                                     const plx_name_counts *c),
                          void *ctx, plx_error *err)
{
    char name[KEY_BYTES];
    plx_bytes list = { 0 };
    struct entry e;
    bool is_damaged = false;
    plx_status rc;

    make_metadata_key(key, name);
    rc = plx_store_get_metadata(st, name, &list, err);
    while (!rc && get_word(&list, &e, &is_damaged))
        if (!fn(ctx, e.word, e.len, &e.counts))
            return PLX_OK;
    return !rc && is_damaged ? damaged(name, err) : rc;
}
