#include "collection/duplicates.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "collection/schema.h"

/* The first BANDS * BAND_ENTRIES entries find candidates, all of them judge. Two articles of
 * similarity s share a band with probability 1 - (1 - s^3)^16: .99 at .63, .97 at .58. */
#define BANDS        16
#define BAND_ENTRIES 3
/* Rows are made by blocks that never move. */
#define BLOCK_ROWS 4096u
/* Chains of a band at first; doubled when there are four articles to each. */
#define HEAD_BITS_MIN 10u

/* What is known of a docid. */
typedef struct row {
    plx_sketch sketch;    /* exists: there is an article */
    bool is_chained : 1;  /* false: another with the same sketch stands for it */
    bool is_broken : 1;   /* its group lost a member and may fall apart */
    bool is_dirty : 1;    /* its group is to be written */
    bool is_listed : 1;   /* in the list of plx_duplicates */
    uint32_t next[BANDS]; /* in the chain of each band; 0 ends it */
    uint32_t parent;      /* towards the root of its group; the root's own is itself */
    uint32_t ring;        /* next member of its group; alone: itself */
    uint32_t todo;        /* next in that list; 0 ends it */
} row;

struct plx_duplicates {
    plx_store *st;
    row **block; /* NULL where no docid has come yet */
    size_t blocks;
    size_t articles;
    uint32_t *head; /* [band << head_bits | hash of its entries]: first of a chain */
    unsigned head_bits;
    uint32_t todo; /* docids whose groups are to be looked at by the next flush */
};

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "near-copies: out of memory");
}

/* ------------------------------------------------------------------ rows */

static row *row_of(const plx_duplicates *d, uint32_t docid)
{
    return &d->block[docid / BLOCK_ROWS][docid % BLOCK_ROWS];
}

/* NULL if there is no article. */
static row *find_row(const plx_duplicates *d, uint32_t docid)
{
    size_t at = docid / BLOCK_ROWS;

    if (at >= d->blocks || !d->block[at] || !row_of(d, docid)->sketch.exists)
        return NULL;
    return row_of(d, docid);
}

static plx_status make_room(plx_duplicates *d, uint32_t docid, plx_error *err)
{
    size_t at = docid / BLOCK_ROWS;

    if (at >= d->blocks) {
        row **block = realloc(d->block, (at + 1) * sizeof *block);

        if (!block)
            return no_memory(err);
        memset(block + d->blocks, 0, (at + 1 - d->blocks) * sizeof *block);
        d->block = block;
        d->blocks = at + 1;
    }
    if (!d->block[at])
        d->block[at] = calloc(BLOCK_ROWS, sizeof *d->block[at]);
    return d->block[at] ? PLX_OK : no_memory(err);
}

static void begin_row(plx_duplicates *d, uint32_t docid, const plx_sketch *s)
{
    row *r = row_of(d, docid);

    r->sketch = *s;
    r->is_chained = r->is_broken = false;
    r->parent = r->ring = docid;
    d->articles++;
}

/* ---------------------------------------------------------------- chains */

static uint32_t *head_of(const plx_duplicates *d, size_t band, const plx_sketch *s)
{
    const uint8_t *e = s->entry + band * BAND_ENTRIES;
    uint64_t key = (uint64_t)e[0] << 16 | (uint64_t)e[1] << 8 | e[2];
    uint64_t hash = (key + 1) * UINT64_C(0x9e3779b97f4a7c15);

    return &d->head[band << d->head_bits | hash >> (64 - d->head_bits)];
}

static bool shares_band(const row *a, const row *b, size_t band)
{
    return memcmp(a->sketch.entry + band * BAND_ENTRIES, b->sketch.entry + band * BAND_ENTRIES,
                  BAND_ENTRIES) == 0;
}

/* A band that many share says little, and all would have to be looked at: it takes no more. */
static void chain_band(plx_duplicates *d, uint32_t docid, size_t band)
{
    row *r = row_of(d, docid);
    uint32_t *head = head_of(d, band, &r->sketch), at = *head;
    unsigned sharing = 0;

    for (; at && sharing < PLX_DUPLICATE_LOOKS; at = row_of(d, at)->next[band])
        sharing += shares_band(r, row_of(d, at), band);
    if (sharing == PLX_DUPLICATE_LOOKS)
        return;
    r->next[band] = *head;
    *head = docid;
}

static void chain(plx_duplicates *d, uint32_t docid)
{
    size_t band;

    for (band = 0; band < BANDS; band++)
        chain_band(d, docid, band);
    row_of(d, docid)->is_chained = true;
}

static void unchain(plx_duplicates *d, uint32_t docid)
{
    row *r = row_of(d, docid);
    size_t band;

    for (band = 0; band < BANDS; band++) {
        uint32_t *at = head_of(d, band, &r->sketch);

        while (*at && *at != docid)
            at = &row_of(d, *at)->next[band];
        if (*at)
            *at = r->next[band];
    }
    r->is_chained = false;
}

/* Band by band, so that the heads in use stay in the cache: a tenth of the time. */
static void chain_all(plx_duplicates *d)
{
    size_t band, block;
    uint32_t i;

    memset(d->head, 0, (sizeof *d->head * BANDS) << d->head_bits);
    for (band = 0; band < BANDS; band++)
        for (block = 0; block < d->blocks; block++)
            for (i = 0; d->block[block] && i < BLOCK_ROWS; i++)
                if (d->block[block][i].is_chained)
                    chain_band(d, (uint32_t)block * BLOCK_ROWS + i, band);
}

/* Chains double when there are four articles to each. Without memory they grow longer. */
static void grow_heads(plx_duplicates *d)
{
    unsigned bits = d->head_bits;
    uint32_t *head;

    while (d->articles >> bits >= 4)
        bits++;
    if (bits == d->head_bits)
        return;
    head = realloc(d->head, (sizeof *head * BANDS) << bits);
    if (!head)
        return;
    d->head = head;
    d->head_bits = bits;
    chain_all(d);
}

/* ---------------------------------------------------------------- groups */

static uint32_t root_of(const plx_duplicates *d, uint32_t docid)
{
    row *r = row_of(d, docid);

    while (r->parent != docid) {
        uint32_t above = row_of(d, r->parent)->parent;

        r->parent = above; /* halves the path */
        docid = above;
        r = row_of(d, docid);
    }
    return docid;
}

static void unite(plx_duplicates *d, uint32_t a, uint32_t b)
{
    uint32_t root_a = root_of(d, a), root_b = root_of(d, b), ring;

    if (root_a == root_b)
        return;
    row_of(d, root_b)->parent = root_a;
    ring = row_of(d, root_a)->ring; /* two rings become one by a swap */
    row_of(d, root_a)->ring = row_of(d, root_b)->ring;
    row_of(d, root_b)->ring = ring;
}

static void mark_dirty(plx_duplicates *d, uint32_t docid)
{
    row *r = row_of(d, docid);

    r->is_dirty = true;
    if (r->is_listed)
        return;
    r->is_listed = true;
    r->todo = d->todo;
    d->todo = docid;
}

/* An article in the chains with the very same sketch; 0: none. */
static uint32_t find_same(const plx_duplicates *d, const row *r)
{
    uint32_t at = *head_of(d, 0, &r->sketch);

    for (; at; at = row_of(d, at)->next[0]) {
        const row *other = row_of(d, at);

        if (other != r && memcmp(&other->sketch, &r->sketch, sizeof r->sketch) == 0)
            return at;
    }
    return 0;
}

static void join_similar(plx_duplicates *d, uint32_t docid)
{
    const row *r = row_of(d, docid), *other;
    size_t band;

    for (band = 0; band < BANDS; band++) {
        uint32_t at = *head_of(d, band, &r->sketch);

        for (; at; at = other->next[band]) {
            other = row_of(d, at);
            if (shares_band(r, other, band) && root_of(d, at) != root_of(d, docid) &&
                plx_sketch_similarity(&r->sketch, &other->sketch) >= PLX_DUPLICATE_SIMILARITY)
                unite(d, at, docid);
        }
    }
}

/* Put an article that is alone beside those that it resembles. */
static void settle(plx_duplicates *d, uint32_t docid)
{
    row *r = row_of(d, docid);
    uint32_t same = r->is_chained ? 0 : find_same(d, r);

    if (same) {
        unite(d, same, docid);
        return;
    }
    join_similar(d, docid);
    if (!r->is_chained)
        chain(d, docid);
}

/* --------------------------------------------------------------- changes */

/* Out of its ring. The others become one flat group, marked as one that may fall apart. */
static void leave_group(plx_duplicates *d, uint32_t docid)
{
    uint32_t first = row_of(d, docid)->ring, at = first;

    if (first == docid)
        return;
    while (true) {
        row *r = row_of(d, at);

        r->parent = first;
        if (r->ring == docid) {
            r->ring = first;
            break;
        }
        at = r->ring;
    }
    row_of(d, first)->is_broken = true;
    mark_dirty(d, first);
}

void plx_duplicates_remove(plx_duplicates *d, uint32_t docid)
{
    row *r = find_row(d, docid);

    if (!r)
        return;
    if (r->is_chained)
        unchain(d, docid);
    leave_group(d, docid);
    r->is_broken = r->is_dirty = false;
    r->sketch.exists = false;
    d->articles--;
}

plx_status plx_duplicates_put(plx_duplicates *d, uint32_t docid, const plx_sketch *s, bool *is_copy,
                              plx_error *err)
{
    plx_status rc = make_room(d, docid, err);
    row *r;

    if (is_copy)
        *is_copy = false;
    if (rc)
        return rc;
    r = row_of(d, docid);
    if (!s->exists || memcmp(&r->sketch, s, sizeof *s) != 0)
        plx_duplicates_remove(d, docid);
    if (!s->exists)
        return PLX_OK;
    if (!r->sketch.exists) {
        begin_row(d, docid, s);
        grow_heads(d);
        settle(d, docid);
    }
    mark_dirty(d, docid);
    if (is_copy)
        *is_copy = r->ring != docid;
    return PLX_OK;
}

/* --------------------------------------------------------------- writing */

static size_t count_members(const plx_duplicates *d, uint32_t docid)
{
    uint32_t at = docid;
    size_t n = 0;

    do {
        n++;
        at = row_of(d, at)->ring;
    } while (at != docid);
    return n;
}

/* Make a group anew of its members' likeness: it may be several now. */
static plx_status regroup(plx_duplicates *d, uint32_t docid, plx_error *err)
{
    size_t n = count_members(d, docid), i;
    uint32_t *member = malloc(n * sizeof *member);

    if (!member)
        return no_memory(err);
    for (i = 0; i < n; i++) {
        member[i] = docid;
        docid = row_of(d, docid)->ring;
    }
    for (i = 0; i < n; i++) {
        row *r = row_of(d, member[i]);

        r->parent = r->ring = member[i];
        r->is_broken = false;
        mark_dirty(d, member[i]);
    }
    for (i = 0; i < n; i++)
        settle(d, member[i]);
    free(member);
    return PLX_OK;
}

static uint64_t sketch_hash(const plx_sketch *s)
{
    return plx_hash64(s->entry, sizeof s->entry);
}

/* Name of an article's group; returns its bytes, 0 for an article that is alone. */
static size_t name_group(const plx_duplicates *d, uint32_t docid, char out[PLX_GROUP_BYTES + 1])
{
    uint64_t least = UINT64_MAX;
    uint32_t at = docid;

    if (row_of(d, docid)->ring == docid)
        return 0;
    do {
        uint64_t hash = sketch_hash(&row_of(d, at)->sketch);

        least = hash < least ? hash : least;
        at = row_of(d, at)->ring;
    } while (at != docid);
    snprintf(out, PLX_GROUP_BYTES + 1, "%016" PRIx64, least);
    return PLX_GROUP_BYTES;
}

static plx_status write_group(plx_duplicates *d, uint32_t docid, plx_error *err)
{
    char name[PLX_GROUP_BYTES + 1];
    size_t n = name_group(d, docid, name);
    uint32_t at = docid;
    plx_status rc;

    do {
        plx_bytes old;

        rc = plx_store_get_value(d->st, at, PLX_SLOT_GROUP, &old, err);
        if (!rc && (old.n != n || (n && memcmp(old.p, name, n) != 0)))
            rc = plx_store_set_value(d->st, at, PLX_SLOT_GROUP, name, n, err);
        if (!rc)
            row_of(d, at)->is_dirty = false;
        at = row_of(d, at)->ring;
    } while (!rc && at != docid);
    return rc;
}

plx_status plx_duplicates_flush(plx_duplicates *d, plx_error *err)
{
    plx_status rc = PLX_OK;
    uint32_t at;

    /* what is listed meanwhile comes before the head, and is not broken */
    for (at = d->todo; !rc && at; at = row_of(d, at)->todo)
        if (row_of(d, at)->sketch.exists && row_of(d, at)->is_broken)
            rc = regroup(d, at, err);
    for (at = d->todo; !rc && at; at = row_of(d, at)->todo)
        if (row_of(d, at)->sketch.exists && row_of(d, at)->is_dirty)
            rc = write_group(d, at, err);
    while (!rc && d->todo) {
        row *r = row_of(d, d->todo);

        r->is_listed = false;
        d->todo = r->todo;
    }
    return rc;
}

/* --------------------------------------------------------------- loading */

/* An article in a group, as stored. */
typedef struct named {
    char name[PLX_GROUP_BYTES];
    uint64_t sketch; /* its hash */
    uint32_t docid;
} named;

typedef struct loading {
    plx_duplicates *d;
    named *list;
    size_t count, cap;
    plx_error *err;
    plx_status rc;
} loading;

static int load_sketch(void *ctx, uint32_t docid, const char *p, size_t n)
{
    loading *l = ctx;
    plx_sketch s;

    if (!plx_sketch_decode(p, n, &s))
        return 0;
    l->rc = make_room(l->d, docid, l->err);
    if (l->rc)
        return 1;
    begin_row(l->d, docid, &s);
    row_of(l->d, docid)->is_chained = true;
    return 0;
}

static int load_group(void *ctx, uint32_t docid, const char *p, size_t n)
{
    loading *l = ctx;
    const row *r = find_row(l->d, docid);
    named x = { .docid = docid };

    if (!r || n != PLX_GROUP_BYTES)
        return 0;
    if (l->count == l->cap) {
        size_t cap = l->cap ? l->cap * 2 : 1024;
        named *list = realloc(l->list, cap * sizeof *list);

        if (!list) {
            l->rc = no_memory(l->err);
            return 1;
        }
        l->list = list;
        l->cap = cap;
    }
    memcpy(x.name, p, n);
    x.sketch = sketch_hash(&r->sketch);
    l->list[l->count++] = x;
    return 0;
}

static int by_name(const void *a, const void *b)
{
    const named *x = a, *y = b;

    int order = memcmp(x->name, y->name, sizeof x->name);

    if (order)
        return order;
    return x->sketch < y->sketch ? -1 : x->sketch > y->sketch;
}

static void restore_groups(loading *l)
{
    const named *x = l->list;
    size_t i;

    if (l->count)
        qsort(l->list, l->count, sizeof *l->list, by_name);
    for (i = 1; i < l->count; i++) {
        if (memcmp(x[i].name, x[i - 1].name, sizeof x->name) != 0)
            continue;
        unite(l->d, x[i - 1].docid, x[i].docid);
        if (x[i].sketch == x[i - 1].sketch)
            row_of(l->d, x[i].docid)->is_chained = false;
    }
}

static plx_status load(plx_duplicates *d, plx_error *err)
{
    loading l = { .d = d, .err = err };
    plx_status rc = plx_store_each_value(d->st, PLX_SLOT_SKETCH, load_sketch, &l, err);

    if (!rc && !l.rc)
        rc = plx_store_each_value(d->st, PLX_SLOT_GROUP, load_group, &l, err);
    rc = rc ? rc : l.rc;
    if (!rc) {
        restore_groups(&l);
        while (d->articles >> d->head_bits >= 4)
            d->head_bits++;
        d->head = malloc((sizeof *d->head * BANDS) << d->head_bits);
        rc = d->head ? PLX_OK : no_memory(err);
    }
    if (!rc)
        chain_all(d);
    free(l.list);
    return rc;
}

plx_status plx_duplicates_open(plx_store *st, plx_duplicates **out, plx_error *err)
{
    plx_duplicates *d = calloc(1, sizeof *d);
    plx_status rc;

    *out = NULL;
    if (!d)
        return no_memory(err);
    d->st = st;
    d->head_bits = HEAD_BITS_MIN;
    rc = load(d, err);
    if (rc) {
        plx_duplicates_close(d);
        return rc;
    }
    *out = d;
    return PLX_OK;
}

void plx_duplicates_close(plx_duplicates *d)
{
    size_t i;

    if (!d)
        return;
    for (i = 0; i < d->blocks; i++)
        free(d->block[i]);
    free(d->block);
    free(d->head);
    free(d);
}

size_t plx_duplicates_bytes(const plx_duplicates *d)
{
    size_t bytes = sizeof *d + d->blocks * sizeof *d->block, i;

    for (i = 0; i < d->blocks; i++)
        bytes += d->block[i] ? BLOCK_ROWS * sizeof **d->block : 0;
    return bytes + ((sizeof *d->head * BANDS) << d->head_bits);
}
