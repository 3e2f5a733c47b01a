#include "compare/compare_sample.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "collection/schema.h"

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "compare: out of memory");
}

/* ------------------------------------------------------------------ keys */

typedef struct keys {
    plx_draw *draw;
    uint32_t seed;
} keys;

static int take_key(void *ctx, uint32_t docid, const char *p, size_t n)
{
    const keys *k = ctx;
    uint64_t hash = plx_hash64(p, n);
    unsigned char seeded[12];

    /* in bytes of a fixed order: the same on any machine */
    for (int i = 0; i < 12; i++)
        seeded[i] = (unsigned char)(i < 8 ? hash >> (8 * i) : (uint64_t)k->seed >> (8 * (i - 8)));
    if (docid <= k->draw->last_docid)
        k->draw->key[docid] = plx_hash64(seeded, sizeof seeded);
    return 0;
}

plx_status plx_draw_make(plx_store *st, uint32_t last_docid, uint32_t seed, plx_draw *out,
                         plx_error *err)
{
    keys k = { out, seed };

    *out = (plx_draw){ .last_docid = last_docid };
    out->key = calloc((size_t)last_docid + 1, sizeof *out->key);
    if (!out->key)
        return no_memory(err);
    return plx_store_each_value(st, PLX_SLOT_DIGEST, take_key, &k, err);
}

void plx_draw_release(plx_draw *d)
{
    free(d->key);
    *d = (plx_draw){ 0 };
}

/* ----------------------------------------------------------------- order */

typedef struct drawn {
    uint64_t key;
    uint32_t docid;
} drawn;

static int by_key(const void *pa, const void *pb)
{
    const drawn *a = pa, *b = pb;

    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->docid > b->docid) - (a->docid < b->docid);
}

/* Is it the first of its group? Its group is then met. */
static bool is_first(const plx_column *groups, uint32_t docid, bool *met)
{
    uint32_t at, group;

    if (!groups || docid > groups->last_docid)
        return true;
    at = groups->first[docid];
    if (at == groups->first[docid + 1])
        return true;
    group = groups->ordinal[at];
    if (met[group])
        return false;
    met[group] = true;
    return true;
}

/* Split the drawn into those that are read and, behind them, their copies. */
static void split(const drawn *in, size_t n, const plx_column *groups, bool *met, uint32_t *out,
                  size_t *stories)
{
    size_t last = n;

    *stories = 0;
    for (size_t i = 0; i < n; i++) {
        if (is_first(groups, in[i].docid, met))
            out[(*stories)++] = in[i].docid;
        else
            out[--last] = in[i].docid;
    }
}

plx_status plx_draw_order(const plx_draw *d, const plx_column *groups, uint32_t *docids, size_t n,
                          size_t *stories, plx_error *err)
{
    drawn *all = malloc((n + 1) * sizeof *all);
    bool *met = calloc(groups ? (size_t)groups->values + 1 : 1, sizeof *met);

    *stories = 0;
    if (all && met) {
        for (size_t i = 0; i < n; i++)
            all[i] = (drawn){ docids[i] <= d->last_docid ? d->key[docids[i]] : 0, docids[i] };
        qsort(all, n, sizeof *all, by_key);
        split(all, n, groups, met, docids, stories);
    }
    free(met);
    if (!all)
        return no_memory(err);
    free(all);
    return met ? PLX_OK : no_memory(err);
}
